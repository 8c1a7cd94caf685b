//! The plan as the journey goes on, and what another answer would change.

use jiff::ToSpan;
use jiff::civil::date;

use super::*;
use crate::plan::{Bar, progress};

/// A journey with one track, and the day on which its plan was chosen.
fn planned() -> (Story, Date) {
    let mut story = Story::new();
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    let day = story.journey.state().planned.as_ref().map(|it| it.on);
    (story, day.expect("it was chosen"))
}

fn consequences(story: &Story, question: &str, value: &str) -> Result<Consequences, Refusal> {
    let values = [value.to_owned()];
    crate::consequences(
        &story.journey,
        &story.catalog,
        &story.now(),
        question,
        &values,
    )
}

#[test]
fn real_days_take_the_place_of_expected_ones() {
    let unplanned = Story::new();
    assert_eq!(progress(&unplanned.journey, &unplanned.catalog, TODAY), []);
    let (story, day) = planned();
    let fresh = progress(&story.journey, &story.catalog, day);
    let [track] = fresh.as_slice() else {
        panic!("{fresh:?}")
    };
    assert_eq!((track.spec.clone(), track.slipped), (one(), 0));
    assert_eq!(track.dates, track.expected);
    assert!(
        track.bars.iter().all(|bar| bar.real.is_none()),
        "{:?}",
        track.bars
    );

    // Nothing is done for three weeks: the day moves, and what should have been done is late.
    let idle = &progress(
        &story.journey,
        &story.catalog,
        day.saturating_add(21.days()),
    )[0];
    assert!(
        idle.slipped > 0 && idle.dates.usual > idle.expected.usual,
        "{idle:?}"
    );
    assert_eq!(idle.expected, track.expected, "what was expected stays");
    let late = idle
        .bars
        .iter()
        .filter_map(|bar| bar.real)
        .map(|real| real.slipped)
        .max();
    assert!(late.is_some_and(|days| days > 0), "{:?}", idle.bars);
}

#[test]
fn what_is_done_has_its_own_day() {
    let (mut story, day) = planned();
    let before = progress(&story.journey, &story.catalog, day).remove(0);
    story.ok(Command::Mark {
        task: key("account"),
        on: TODAY,
    });
    let after = progress(&story.journey, &story.catalog, TODAY).remove(0);
    let done =
        |bars: &[Bar]| -> Vec<Date> { bars.iter().filter_map(|bar| bar.real?.done).collect() };
    assert_eq!(done(&before.bars), []);
    let of_account = after
        .bars
        .iter()
        .find(|bar| bar.tasks.iter().any(|it| it == "account"));
    let real = of_account
        .and_then(|bar| bar.real)
        .expect("something happened");
    assert_eq!(real.began, Some(TODAY));
}

#[test]
fn another_answer_says_what_it_would_change_and_changes_nothing() {
    let (mut story, _) = planned();
    let log = story.journey.head();
    let change = consequences(&story, "goods", "points").expect("an answer");
    assert!(!change.added.is_empty(), "{change:?}");
    assert_eq!(story.journey.head(), log, "nothing happened");

    story.ok(Command::Answer {
        question: "goods".to_owned(),
        values: vec!["points".to_owned()],
    });
    let back = consequences(&story, "goods", "physical").expect("an answer");
    let dropped: Vec<&TaskKey> = back.dropped.iter().map(|(key, _)| key).collect();
    assert_eq!(
        dropped,
        change.added.iter().collect::<Vec<_>>(),
        "the way back"
    );
    assert_eq!(
        consequences(&story, "goods", "points"),
        Err(Refusal::Already),
        "the same answer"
    );
    assert_eq!(consequences(&story, "nobody", "x"), Err(Refusal::Unknown));
}

#[test]
fn a_rule_against_a_track_is_said_before_the_answer() {
    let (mut story, _) = planned();
    story.catalog.rules = vec![catalog::model::Rule {
        id: "no-wordpress".to_owned(),
        when: When::All(vec![
            is("builder", "wordpress"),
            When::Gateway(vec!["one".to_owned()]),
        ]),
        verdict: catalog::model::Verdict::No,
        text: text(),
        source: Vec::new(),
    }];
    let change = consequences(&story, "builder", "wordpress").expect("an answer");
    let codes: Vec<&str> = change
        .against
        .iter()
        .flat_map(|(_, why)| why)
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(codes, ["no-wordpress"]);
}

/// Business days around holidays, counted by hand: a mail of 2 to 3 days and a review of 10 in the
/// built-in calendar.
#[test]
fn a_plan_counts_around_holidays() {
    let catalog = Catalog::embedded();
    let given = super::plan::answers(&[
        ("purposes", &["one_time"]),
        ("methods", &["card"]),
        ("preferred", &["kcp"]),
        ("portone_version", &["v2"]),
    ]);
    let spec = spec("kcp", "kcp_v2", Purpose::OneTime);
    for (today, mail, review, why) in [
        (
            date(2026, 11, 23),
            date(2026, 11, 25),
            date(2026, 12, 9),
            "no holiday",
        ),
        (
            date(2027, 2, 5),
            date(2027, 2, 11),
            date(2027, 2, 25),
            "설날 with its substitute day",
        ),
        (
            date(2026, 9, 23),
            date(2026, 9, 29),
            date(2026, 10, 15),
            "추석, 개천절 and 한글날",
        ),
        (
            date(2026, 12, 24),
            date(2026, 12, 29),
            date(2027, 1, 13),
            "성탄절 and the year's end",
        ),
    ] {
        let track = crate::plan::timeline(&given, catalog, today, &spec).expect("it serves");
        let end = |stage, who| {
            let mut bars = track.bars.iter();
            bars.find(|it| (it.stage, it.who) == (stage, who))
                .map(|it| it.end.earliest)
        };
        assert_eq!(end(Stage::GatewayMail, Actor::Gateway), Some(mail), "{why}");
        assert_eq!(
            end(Stage::CardReview, Actor::CardCompany),
            Some(review),
            "{why}"
        );
        assert!(track.bars.iter().any(|it| it.critical), "{why}");
        let path = track.bars.iter().find(|it| it.who == Actor::CardCompany);
        assert!(
            path.is_some_and(|it| it.critical),
            "the review decides: {why}"
        );
    }
}

#[test]
fn done_work_that_another_answer_drops_is_said_and_kept() {
    let (mut story, _) = planned();
    let goods = |value: &str| Command::Answer {
        question: "goods".to_owned(),
        values: vec![value.to_owned()],
    };
    story.ok(goods("points"));
    story.mark("points");
    let before = story.view().done;
    let change = consequences(&story, "goods", "physical").expect("an answer");
    assert_eq!(change.dropped, [(key("points"), true)]);
    assert_eq!(change.again, []);
    story.ok(goods("physical"));
    let gone = story.status("points");
    assert!(matches!(gone, Status::NotApplicable { .. }), "{gone:?}");
    story.ok(goods("points"));
    assert!(done()(&story.status("points")), "it was done, and still is");
    assert_eq!(story.view().done, before);
}

#[test]
fn done_work_that_lacks_something_by_another_answer_is_said() {
    let (mut story, _) = planned();
    let footer = story.catalog.tasks.iter_mut().find(|it| it.id == "footer");
    let plugin = Field {
        requirement: Requirement::Conditional {
            when: is("builder", "wordpress"),
            text: text(),
            else_blank: false,
        },
        ..field("plugin_key")
    };
    footer.expect("there").fields.push(plugin);
    story.mark("footer");
    story.mark("account");
    let change = consequences(&story, "builder", "wordpress").expect("an answer");
    assert_eq!(change.again, [key("footer")]);
    assert_eq!(change.dropped, []);
    let change = consequences(&story, "builder", "own").expect("an answer");
    assert_eq!(change.again, []);
    // What is done is not taken away by it.
    story.ok(Command::Answer {
        question: "builder".to_owned(),
        values: vec!["wordpress".to_owned()],
    });
    assert!(done()(&story.status("account")));
}

#[test]
fn another_best_plan_is_said_with_what_it_has_and_leaves_out() {
    let (mut story, _) = planned();
    story.mark("account");
    story.mark("apply@1");
    let change = consequences(&story, "purposes", "identity").expect("an answer");
    assert_eq!(
        change.planned,
        [spec("two", "two-v2", Purpose::Identity)],
        "{change:?}"
    );
    assert_eq!(change.unplanned, [one()]);
    story.ok(Command::Answer {
        question: "purposes".to_owned(),
        values: vec!["identity".to_owned()],
    });
    // The track that was chosen goes on until somebody chooses anew.
    assert!(done()(&story.status("account")) && done()(&story.status("apply@1")));
    let back = consequences(&story, "purposes", "one_time").expect("an answer");
    assert_eq!(
        (back.planned, back.unplanned),
        (change.unplanned, change.planned)
    );
}
