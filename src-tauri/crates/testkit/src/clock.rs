//! A clock that only moves when told to.

use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

/// Stands at one moment in Seoul until it is moved. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<Zoned>>);

impl FixedClock {
    /// Ten in the morning of that day in Seoul.
    ///
    /// # Panics
    /// If the day does not exist.
    #[must_use]
    pub fn at(year: i16, month: i8, day: i8) -> Self {
        let seoul = TimeZone::get("Asia/Seoul").expect("the time zone data is bundled");
        let moment = Date::new(year, month, day)
            .expect("an existing day")
            .at(10, 0, 0, 0);
        Self(Arc::new(Mutex::new(
            moment.to_zoned(seoul).expect("Seoul has no gap at ten"),
        )))
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Zoned {
        self.0
            .lock()
            .expect("no test panics while it reads the clock")
            .clone()
    }

    /// The day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Moves it, forwards or backwards.
    ///
    /// # Panics
    /// If the moment leaves the calendar.
    pub fn pass(&self, span: Span) {
        let mut now = self
            .0
            .lock()
            .expect("no test panics while it moves the clock");
        *now = now.checked_add(span).expect("a moment within the calendar");
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn moves_only_when_told() {
        let clock = FixedClock::at(2026, 11, 22);
        let same = clock.clone();
        assert_eq!(clock.now(), same.now());
        clock.pass(1.day());
        assert_eq!(same.today().to_string(), "2026-11-23");
        clock.pass(-(2.days()));
        assert_eq!(same.today().to_string(), "2026-11-21");
        assert!(same.now().to_string().contains("+09:00[Asia/Seoul]"));
    }
}
