//! A plan's days against calendars counted by hand. The list of holidays is the built-in one; the two
//! waits are made up: 2 to 4 business days until the mail, then 5 to 9 of review, so that it is open
//! after 7, 10, 13.

use super::*;
use crate::plan::{Span, planning};

pub(super) fn road() -> Catalog {
    let mut catalog = world();
    let known = Catalog::embedded();
    catalog.holidays.clone_from(&known.holidays);
    catalog.holidays_until = known.holidays_until;
    catalog.gateways.retain(|id, _| id == "one");
    let mail = catalog.tasks.iter_mut().find(|it| it.id == "mail");
    mail.expect("there").days = Some(days(2, 4));
    let live = catalog.tasks.iter_mut().find(|it| it.id == "live");
    live.expect("there").needs = vec!["review".to_owned()];
    catalog.tasks.push(Task {
        per_track: true,
        needs: vec!["mail".to_owned()],
        actor: Actor::Gateway,
        days: Some(days(5, 9)),
        ..task("review", Stage::Contract)
    });
    catalog
}

/// Days of one or two months: (month, day) of the earliest, usual and late one.
fn span(year: i16, days: [(i8, i8); 3]) -> Span<Date> {
    let [earliest, usual, late] = days.map(|(month, day)| date(year, month, day));
    Span {
        earliest,
        usual,
        late,
    }
}

#[test]
fn days_fall_as_counted_by_hand() {
    let catalog = road();
    for (why, today, mail, open) in [
        (
            "설날 2026: 월 16 ~ 수 18 쉼; 3ㆍ1절 대체공휴일 월 2 쉼",
            date(2026, 2, 12),
            span(2026, [(2, 19), (2, 20), (2, 23)]),
            span(2026, [(2, 26), (3, 4), (3, 9)]),
        ),
        (
            "추석 2026: 목 24, 금 25 쉼, 토 26에는 대체공휴일 없음; 월 5, 금 9 쉼",
            date(2026, 9, 21),
            span(2026, [(9, 23), (9, 28), (9, 29)]),
            span(2026, [(10, 2), (10, 8), (10, 14)]),
        ),
        (
            "해를 넘김: 금 25, 금 1 쉼",
            date(2026, 12, 23),
            span(2026, [(12, 28), (12, 29), (12, 30)]),
            span(2027, [(1, 5), (1, 8), (1, 13)]),
        ),
        (
            "설날 2027: 토 6 ~ 월 8, 대체공휴일 화 9 쉼",
            date(2027, 2, 5),
            span(2027, [(2, 11), (2, 12), (2, 15)]),
            span(2027, [(2, 18), (2, 23), (2, 26)]),
        ),
        (
            "추석 2027: 화 14 ~ 목 16 쉼; 개천절 대체공휴일 월 4 쉼",
            date(2027, 9, 10),
            span(2027, [(9, 17), (9, 20), (9, 21)]),
            span(2027, [(9, 24), (9, 29), (10, 5)]),
        ),
        (
            "대체공휴일 둘: 월 4, 월 11 쉼",
            date(2027, 10, 1),
            span(2027, [(10, 6), (10, 7), (10, 8)]),
            span(2027, [(10, 14), (10, 19), (10, 22)]),
        ),
    ] {
        let it = planning(&BTreeMap::new(), &catalog, today);
        let plan = it.plans.first().expect(why);
        let bars = &plan.tracks[0].bars;
        let bar = bars.iter().find(|it| it.stage == Stage::GatewayMail);
        assert_eq!(bar.map(|it| it.end), Some(mail), "{why}");
        assert_eq!(plan.dates, open, "{why}");
        let counted = [plan.days.earliest, plan.days.usual, plan.days.late];
        assert_eq!(counted, [7, 10, 13], "{why}");
    }
}
