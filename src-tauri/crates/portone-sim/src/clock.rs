//! The practice clock: this machine's, moved by as much as somebody asked.

use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// A clock that can be moved forward.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    ahead: SignedDuration,
}

impl Clock {
    pub(crate) fn ahead_by(ahead: SignedDuration) -> Self {
        Self { ahead }
    }

    /// One that shows `then` now.
    pub(crate) fn showing(then: Timestamp) -> Self {
        Self::ahead_by(then.duration_since(Timestamp::now()))
    }

    pub(crate) fn now(self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.ahead).unwrap_or(now)
    }

    /// Never backwards: what happened would then not have happened yet.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        let by = by.max(SignedDuration::ZERO);
        self.ahead = self.ahead.saturating_add(by);
    }
}

/// Korea has had one offset since 1988.
fn seoul() -> TimeZone {
    TimeZone::fixed(Offset::constant(9))
}

/// The calendar day in Seoul.
pub(crate) fn day(at: Timestamp) -> Date {
    seoul().to_datetime(at).date()
}

/// That hour and minute of a day in Seoul.
pub(crate) fn at(day: Date, hour: i8, minute: i8) -> Timestamp {
    let time = day.at(hour, minute, 0, 0);
    seoul().to_timestamp(time).unwrap_or(Timestamp::MAX)
}

/// Ten in the morning, so many working days later. Saturdays and Sundays do not count; public holidays do, as
/// no table of them is kept here.
pub(crate) fn business_days_later(from: Timestamp, days: u32) -> Timestamp {
    let mut date = day(from);
    let mut left = days;
    while left > 0 {
        let Ok(next) = date.checked_add(1.day()) else {
            break;
        };
        date = next;
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    at(date, 10, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_pass_over_the_weekend() {
        let table = [
            // Thursday the 1st of October 2026, 18:00 in Seoul.
            ("2026-10-01T09:00:00Z", 3, "2026-10-06T01:00:00Z"),
            ("2026-10-02T14:59:00Z", 1, "2026-10-05T01:00:00Z"),
            // A minute later it is Saturday in Seoul.
            ("2026-10-02T15:00:00Z", 1, "2026-10-05T01:00:00Z"),
            ("2026-10-04T20:00:00Z", 1, "2026-10-06T01:00:00Z"),
        ];
        for (from, days, expected) in table {
            let from: Timestamp = from.parse().unwrap();
            assert_eq!(business_days_later(from, days).to_string(), expected);
        }
    }

    #[test]
    fn the_clock_goes_forward_only() {
        let mut clock = Clock::showing("2026-01-01T00:00:00Z".parse().unwrap());
        let before = clock.now();
        clock.advance(SignedDuration::from_hours(-5));
        assert!(clock.now() >= before);
        clock.advance(SignedDuration::from_hours(24 * 30));
        let passed = clock.now().duration_since(before);
        assert!(passed >= SignedDuration::from_hours(24 * 30), "{passed:?}");
    }
}
