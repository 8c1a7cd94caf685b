use catalog::model::{Method, Mode, Portone, Purpose, Requirement, When};

use super::{field, is, text};
use crate::Needed;
use crate::when::{Ctx, TrackCtx, applies, asks_track, could_hold, needed, when_holds};

#[test]
fn conditions_hold_as_they_say() {
    let answers = [
        ("goods", vec!["physical", "points"]),
        ("methods", vec!["card", "other_easy_pay"]),
    ]
    .into_iter()
    .map(|(id, values)| {
        (
            id.to_owned(),
            values.into_iter().map(str::to_owned).collect(),
        )
    })
    .collect();
    let track = |gateway, purpose, portone| TrackCtx {
        gateway,
        module: "m",
        purpose,
        portone: Some(portone),
    };
    let tracks = [
        track("one", Purpose::OneTime, Portone::V2),
        track("two", Purpose::Recurring, Portone::V1),
    ];
    let ctx = Ctx {
        answers: &answers,
        tracks: &tracks,
        mode: Some(Mode::Live),
    };
    let none = Ctx {
        answers: &answers,
        tracks: &[],
        mode: None,
    };
    let not = |it| When::Not(Box::new(it));
    let purpose = |it| When::Purpose(vec![it]);
    // (condition, here, without tracks, could hold without tracks)
    for (n, (when, here, bare, could)) in [
        (When::Always, true, true, true),
        (is("goods", "points"), true, true, true),
        (is("goods", "digital"), false, false, true),
        (is("nobody-asked", "x"), false, false, true),
        (
            When::Method(vec![Method::Mobile, Method::OtherEasyPay]),
            true,
            true,
            true,
        ),
        (When::Method(vec![Method::Mobile]), false, false, true),
        (purpose(Purpose::Recurring), true, false, false),
        (purpose(Purpose::Identity), false, false, false),
        (not(purpose(Purpose::Identity)), true, true, true),
        (not(purpose(Purpose::OneTime)), false, true, true),
        (When::Portone(Portone::V1), true, false, false),
        (
            When::Gateway(vec!["two".to_owned(), "three".to_owned()]),
            true,
            false,
            false,
        ),
        (When::Module(vec!["m".to_owned()]), true, false, false),
        (When::Module(vec!["x".to_owned()]), false, false, false),
        (When::Mode(Mode::Live), true, false, false),
        (When::Mode(Mode::Test), false, false, false),
        (When::All(vec![]), true, true, true),
        (When::Any(vec![]), false, false, false),
        (
            When::All(vec![purpose(Purpose::OneTime), is("goods", "digital")]),
            false,
            false,
            false,
        ),
        (
            When::Any(vec![purpose(Purpose::Identity), is("goods", "digital")]),
            false,
            false,
            true,
        ),
        (not(is("goods", "points")), false, false, true),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(when_holds(&when, &ctx), here, "{n}: {when:?}");
        assert_eq!(
            when_holds(&when, &none),
            bare,
            "{n}: {when:?} without tracks"
        );
        assert_eq!(could_hold(&when, &none), could, "{n}: {when:?} could hold");
    }
    assert!(asks_track(&When::Any(vec![not(purpose(Purpose::OneTime))])));
    assert!(!asks_track(&When::All(vec![
        is("goods", "points"),
        When::Mode(Mode::Test)
    ])));
}

#[test]
fn a_field_is_needed_as_its_requirement_says() {
    let answers = Default::default();
    let ctx = |mode| Ctx {
        answers: &answers,
        tracks: &[],
        mode: Some(mode),
    };
    let conditional = |when, else_blank| Requirement::Conditional {
        when,
        text: text(),
        else_blank,
    };
    let live = When::Mode(Mode::Live);
    for (requirement, need, applying) in [
        (Requirement::Required, Needed::Yes, None),
        (Requirement::Optional, Needed::May, None),
        (Requirement::Blank { text: text() }, Needed::Blank, None),
        (conditional(When::Always, true), Needed::AskPerson, None),
        (conditional(live.clone(), false), Needed::May, Some(false)),
        (conditional(live.clone(), true), Needed::Blank, Some(false)),
        (
            conditional(When::Mode(Mode::Test), true),
            Needed::Yes,
            Some(true),
        ),
    ] {
        let field = catalog::model::Field {
            requirement,
            ..field("x")
        };
        assert_eq!(
            needed(&field, &ctx(Mode::Test)),
            need,
            "{:?}",
            field.requirement
        );
        assert_eq!(
            applies(&field, &ctx(Mode::Test)),
            applying,
            "{:?}",
            field.requirement
        );
    }
}
