//! The answer to "이 날 열고 싶어요".

use catalog::Catalog;
use jiff::civil::Date;

use super::words::{Words, add, same};
use super::{Bar, LatestStart, Plan, PlannedTrack, Reason, Span, WishedDay};

/// It decides the day of opening, and nobody began it.
fn ahead(bar: &Bar) -> bool {
    bar.critical && !bar.is_begun()
}

/// Whether a plan can be open on a day, and what would have to happen.
pub(super) fn answer(
    catalog: &Catalog,
    today: Date,
    on: Date,
    days: Span<u32>,
    tracks: &[PlannedTrack],
) -> WishedDay {
    let words = Words::common(catalog);
    let open = last_business_day(catalog, on);
    let wanted = (on >= today).then(|| catalog.business_days_until(today, open));
    let short = days.usual.saturating_sub(wanted.unwrap_or(0));
    let impossible = wanted.is_none_or(|it| it < days.earliest);
    let mut latest_starts = Vec::new();
    let mut reasons = warning_of(catalog, today, on, days);
    for (n, track) in tracks.iter().enumerate() {
        for (bar, it) in track.bars.iter().enumerate().filter(|(_, it)| ahead(it)) {
            let start = catalog.business_days_until(today, it.start.usual);
            if start.saturating_add(wanted.unwrap_or(0)) < days.usual {
                continue;
            }
            let on = before(catalog, today, open, days.usual.saturating_sub(start));
            latest_starts.push(LatestStart { track: n, bar, on });
            let name = catalog.stage(it.stage).map(|it| &it.title);
            if let (Some(name), false) = (name, impossible) {
                let blanks = [("stage", name), ("begin", &same(on))];
                add(&mut reasons, [words.sentence("wished-day-start", &blanks)]);
            }
        }
    }
    if short > 0 && !impossible {
        // Who else than the merchant has to be quick.
        let bars = tracks
            .iter()
            .flat_map(|it| &it.bars)
            .filter(|it| it.critical);
        for bar in bars {
            let gained = catalog
                .business_days_until(bar.start.usual, bar.end.usual)
                .saturating_sub(catalog.business_days_until(bar.start.earliest, bar.end.earliest));
            let name = catalog.stage(bar.stage).map(|it| &it.title);
            if let (Some(name), true) = (name, gained > 0) {
                let blanks = [("stage", name), ("days", &same(gained))];
                add(&mut reasons, [words.sentence("wished-day-sooner", &blanks)]);
            }
        }
    }
    WishedDay {
        on,
        short,
        impossible,
        latest_starts,
        reasons,
    }
}

/// What the whole plan should know of the day.
pub(super) fn warning(
    catalog: &Catalog,
    today: Date,
    on: Date,
    best: Option<&Plan>,
) -> Vec<Reason> {
    let Some(plan) = best else {
        let past = Words::common(catalog).sentence("wished-day-past", &[("day", &same(on))]);
        return if on < today { vec![past] } else { Vec::new() };
    };
    let mut reasons = warning_of(catalog, today, on, plan.days);
    reasons.retain(|it| it.code != "wished-day-fits");
    reasons
}

/// On a day off it has to be open since the business day before.
fn last_business_day(catalog: &Catalog, on: Date) -> Date {
    if catalog.is_business_day(on) {
        on
    } else {
        catalog.business_days_before(on, 1)
    }
}

/// So many business days before a day, and not before today.
fn before(catalog: &Catalog, today: Date, day: Date, days: u32) -> Date {
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    catalog.business_days_before(day, days).max(today)
}

fn warning_of(catalog: &Catalog, today: Date, on: Date, days: Span<u32>) -> Vec<Reason> {
    let words = Words::common(catalog);
    let dates = super::time::dates(catalog, today, days);
    let (day, earliest, usual) = (same(on), same(dates.earliest), same(dates.usual));
    let blanks = [("day", &day), ("earliest", &earliest), ("usual", &usual)];
    let code = if on < today {
        "wished-day-past"
    } else if on < dates.earliest {
        "wished-day-too-soon"
    } else if on < dates.usual {
        "wished-day-tight"
    } else {
        let open = last_business_day(catalog, on);
        let begin = same(before(catalog, today, open, days.usual));
        let blanks = [("day", &day), ("begin", &begin)];
        return vec![words.sentence("wished-day-fits", &blanks)];
    };
    vec![words.sentence(code, &blanks)]
}
