//! "이 날 열고 싶어요", and what decides the day. The road is the one of `calendar`: from Monday
//! 2026-11-23 it is open after 7, 10 or 13 business days, which are 12-02, 12-07 and 12-10.

use super::calendar::road;
use super::*;
use crate::plan::{Plan, Planning, WishedDay, planning};

/// The made-up road with the plan's own words.
fn told() -> Catalog {
    let mut catalog = road();
    let known = Catalog::embedded();
    catalog.plan.clone_from(&known.plan);
    catalog.stages.clone_from(&known.stages);
    catalog
}

fn best(planning: Planning) -> Plan {
    planning.plans.into_iter().next().expect("a plan")
}

fn on(day: &str) -> BTreeMap<String, Vec<String>> {
    super::plan::answers(&[("wished_day", &[day])])
}

fn wished(day: &str) -> WishedDay {
    let plan = best(planning(&on(day), &told(), TODAY));
    plan.wished.expect("an answer")
}

fn codes(wished: &WishedDay) -> Vec<&str> {
    let mut codes: Vec<&str> = wished.reasons.iter().map(|it| it.code.as_str()).collect();
    codes.dedup();
    codes
}

fn says(wished: &WishedDay, code: &str, words: &str) -> bool {
    let mut all = wished.reasons.iter().filter(|it| it.code == code);
    all.any(|it| it.text.ko.contains(words))
}

fn starts(wished: &WishedDay) -> Vec<Date> {
    wished.latest_starts.iter().map(|it| it.on).collect()
}

#[test]
fn a_day_that_can_be_kept_says_by_when_to_begin() {
    let it = wished("2026-12-07");
    assert_eq!((it.short, it.impossible), (0, false));
    assert!(says(&it, "wished-day-fits", "2026-11-23까지"), "{it:?}");
    // Two business days of room: everything may begin two business days later.
    let it = wished("2026-12-09");
    assert!(says(&it, "wished-day-fits", "2026-11-25까지"), "{it:?}");
    assert_eq!(
        starts(&it)[..2],
        [date(2026, 11, 25), date(2026, 11, 30)],
        "the mail, and the review three business days later"
    );
    assert!(says(&it, "wished-day-start", "2026-11-30까지"), "{it:?}");
    // A Saturday: open since the Friday before, which is four days of room.
    let it = wished("2026-12-12");
    assert!(says(&it, "wished-day-fits", "2026-11-27까지"), "{it:?}");
    assert_eq!(starts(&it)[0], date(2026, 11, 27));
}

#[test]
fn a_tight_day_says_what_has_to_go_faster() {
    let it = wished("2026-12-04");
    assert_eq!((it.short, it.impossible), (1, false));
    assert_eq!(
        codes(&it),
        ["wished-day-tight", "wished-day-start", "wished-day-sooner"]
    );
    // The mail may take 2 days and not 3, the review 5 and not 7.
    assert!(says(&it, "wished-day-sooner", "1영업일"), "{it:?}");
    assert!(says(&it, "wished-day-sooner", "2영업일"), "{it:?}");
    assert_eq!(
        starts(&it)[..2],
        [date(2026, 11, 25), date(2026, 12, 4)],
        "the mail would have had to begin before today, the review a day sooner"
    );
}

#[test]
fn a_day_too_soon_or_past_is_said_to_be_so() {
    let it = wished("2026-12-01");
    assert_eq!((it.short, it.impossible), (4, true));
    assert_eq!(codes(&it), ["wished-day-too-soon"]);
    let it = wished("2026-11-20");
    assert_eq!((it.short, it.impossible), (10, true));
    assert_eq!(codes(&it), ["wished-day-past"]);
}

#[test]
fn the_last_day_of_the_calendar_is_a_day_like_any_other() {
    let it = wished("9999-12-31");
    assert_eq!((it.short, it.impossible), (0, false));
    assert!(says(&it, "wished-day-fits", "9999-12-17까지"), "{it:?}");
    assert_eq!(starts(&it)[..2], [date(9999, 12, 17), date(9999, 12, 22)]);
}

#[test]
fn what_two_tracks_of_a_gateway_say_is_said_once() {
    let mut catalog = told();
    let mut given = on("2026-12-09");
    let one = catalog.gateways.get_mut("one").expect("there");
    one.modules[0].purposes = vec![Purpose::OneTime, Purpose::Recurring];
    given.extend(super::plan::answers(&[(
        "purposes",
        &["one_time", "recurring"],
    )]));
    let plan = best(planning(&given, &catalog, TODAY));
    assert_eq!(plan.tracks.len(), 2);
    let it = plan.wished.expect("an answer");
    let mut once = it.reasons.clone();
    once.dedup();
    for (n, reason) in once.iter().enumerate() {
        assert!(!once[..n].contains(reason), "twice: {reason:?}");
    }
    assert_eq!(once, it.reasons);
}

/// The tracks of a plan: whether any of their bars is said to decide.
fn deciding(plan: &Plan) -> Vec<(&str, u32, bool)> {
    let of = |bars: &[crate::plan::Bar]| bars.iter().any(|it| it.critical);
    let tracks = plan.tracks.iter();
    tracks
        .map(|it| (it.spec.gateway.as_str(), it.days.usual, of(&it.bars)))
        .collect()
}

#[test]
fn only_what_decides_the_opening_is_said_to() {
    let mut catalog = told();
    catalog.gateways.extend(world().gateways);
    let two = catalog.gateways.get_mut("two").expect("there");
    two.modules[1].purposes = vec![Purpose::Identity];
    two.days.insert(Stage::Contract, days(20, 30));
    let given = super::plan::answers(&[
        ("purposes", &["one_time", "identity"]),
        ("preferred", &["one"]),
        ("portone_version", &["v2"]),
        ("wished_day", &["2027-01-29"]),
    ]);
    catalog.tasks.retain(|it| it.id != "two-banner");
    let plan = best(planning(&given, &catalog, TODAY));
    let said = deciding(&plan);
    assert_eq!(said.len(), 2, "{said:?}");
    for (gateway, days, critical) in &said {
        assert_eq!(*critical, *days == plan.days.usual, "{gateway}: {said:?}");
    }
    assert!(said.iter().any(|it| !it.2), "{said:?}");
    let wished = plan.wished.expect("an answer");
    let own = |it: &crate::plan::LatestStart| plan.tracks[it.track].days == plan.days;
    assert!(wished.latest_starts.iter().all(own), "{wished:?}");
}

/// 네이버페이 waits a month for another track to be open: a day later there is one later here.
#[test]
fn what_the_last_track_waits_for_decides_too() {
    let given = super::plan::answers(&[
        ("purposes", &["one_time"]),
        ("methods", &["card", "naverpay"]),
        ("wallet_route", &["direct"]),
        ("portone_version", &["v2"]),
        ("preferred", &["kcp", "naverpay"]),
        ("contracted", &["none"]),
        ("months_of_sales", &["0"]),
    ]);
    let plan = best(planning(&given, Catalog::embedded(), TODAY));
    let said = deciding(&plan);
    let waits = |it: &crate::plan::PlannedTrack| it.bars.iter().any(|bar| bar.waits_for.is_some());
    assert!(plan.tracks.iter().any(waits), "{said:?}");
    assert!(said.len() == 2 && said.iter().all(|it| it.2), "{said:?}");
}
