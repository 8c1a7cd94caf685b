use catalog::model::{Purpose, When};
use jiff::civil::date;

use super::*;

fn stages(story: &Story) -> Vec<(Stage, StageState)> {
    story
        .view()
        .stages
        .iter()
        .map(|it| (it.id, it.state))
        .collect()
}

fn start(story: &mut Story, task: &str) {
    let on = story.today;
    story.ok(Command::Start {
        task: key(task),
        on,
    });
}

#[test]
fn before_the_plan_only_the_beginning_shows() {
    let mut story = Story::new();
    let keys = |story: &Story| {
        let view = story.view();
        let tasks = view.stages.into_iter().flat_map(|stage| stage.tasks);
        tasks.map(|it| it.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&story), ["interview", "footer", "account", "keys"]);
    let view = story.view();
    assert_eq!((view.next, view.planned), (Some(key("interview")), false));
    assert_eq!(
        view.questions,
        [
            "goods",
            "builder",
            "purposes",
            "methods",
            "contracted",
            "preferred"
        ]
    );
    assert_eq!(story.status("interview"), Status::Ready);
    let values = vec!["wordpress".to_owned()];
    story.ok(Command::Answer {
        question: "builder".into(),
        values,
    });
    assert_eq!(story.status("interview"), Status::Typing);
    assert!(story.view().questions.contains(&"plugin".to_owned()));
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    let status = story.status("interview");
    assert!(
        matches!(&status, Status::Done { by, .. } if by == "김길동"),
        "{status:?}"
    );
}

#[test]
fn an_answer_to_a_question_no_longer_asked_says_nothing() {
    let mut story = Story::planned();
    let answer = |question: &str, value: &str| Command::Answer {
        question: question.into(),
        values: vec![value.into()],
    };
    let watch = story.catalog.tasks.iter_mut().find(|it| it.id == "watch");
    watch.expect("there").when = is("plugin", "yes");
    story.ok(answer("builder", "wordpress"));
    story.ok(answer("plugin", "yes"));
    assert_eq!(story.status("watch"), Status::NotYet);
    story.ok(answer("builder", "own"));
    assert_eq!(
        story.status("watch"),
        Status::NotApplicable {
            why: NotApplicable::Answers
        }
    );
    assert_eq!(
        story.journey.answers()["plugin"],
        ["yes"],
        "it comes back with its question"
    );
}

#[test]
fn the_eight_statuses() {
    let mut story = Story::planned();
    let blocked = |by: &[&str]| Status::Blocked {
        by: by.iter().map(|it| key(it)).collect(),
    };
    assert_eq!(story.status("renew"), Status::NotYet);
    assert_eq!(story.status("account"), Status::Ready);
    assert_eq!(story.status("keys"), blocked(&["account"]));
    assert_eq!(
        story.status("points"),
        Status::NotApplicable {
            why: NotApplicable::Answers
        }
    );
    story.mark("account");
    let status = story.status("account");
    let Status::Done { evidence, on, by } = status else {
        panic!("{status:?}")
    };
    assert_eq!(
        (evidence, on, by.as_str()),
        (Evidence::Person, TODAY, "김길동")
    );
    assert_eq!(story.status("keys"), Status::Ready);
    story.set("keys", "store", "store-1");
    assert_eq!(story.status("keys"), Status::Typing);
    story.save("keys", "secret");
    assert_eq!(story.status("keys"), Status::NeedsCheck { stale: None });
    story.prove("keys");
    let status = story.status("keys");
    assert!(
        matches!(
            status,
            Status::Done {
                evidence: Evidence::Machine,
                ..
            }
        ),
        "{status:?}"
    );
    story.today = date(2026, 11, 25);
    story.set("keys", "store", "store-2");
    let stale = Stale {
        at: at("keys", "store"),
        on: story.today,
    };
    assert_eq!(
        story.status("keys"),
        Status::NeedsCheck { stale: Some(stale) }
    );
    story.set("keys", "store", "store-1");
    assert!(
        done()(&story.status("keys")),
        "the value that was proven is back"
    );
    story.ok(Command::RecordCheck {
        task: key("keys"),
        outcome: not_proven(),
    });
    assert_eq!(story.status("keys"), Status::NeedsCheck { stale: None });
    start(&mut story, "footer");
    assert_eq!(story.status("footer"), Status::Typing);
    story.mark("apply@1");
    assert_eq!(story.status("mail@1"), Status::Ready);
    start(&mut story, "mail@1");
    assert!(matches!(story.status("mail@1"), Status::Waiting { .. }));
    story.ok(Command::HoldTrack {
        track: TrackId(2),
        reason: "x".into(),
    });
    assert_eq!(
        story.status("mail@2"),
        Status::NotApplicable {
            why: NotApplicable::TrackHeld
        }
    );
    story.ok(Command::GiveUpTrack {
        track: TrackId(2),
        reason: "x".into(),
    });
    assert_eq!(
        story.status("mail@2"),
        Status::NotApplicable {
            why: NotApplicable::TrackGivenUp
        }
    );
}

#[test]
fn a_person_cannot_stand_in_for_a_machine() {
    let mut story = Story::planned();
    // A mark that only a damaged or forged log can hold.
    let marked = |task| Event::Marked {
        task: key(task),
        on: TODAY,
        evidence: Evidence::Person,
        bound: Vec::new(),
    };
    for task in ["keys", "test@2", "live_payment@1"] {
        let seq = story.journey.head() + 1;
        let batch = story.journey.next_batch();
        let (at, by) = (story.now().at, "누구".to_owned());
        let event = marked(task);
        story
            .journey
            .evolve(Stamped {
                seq,
                batch,
                at,
                by,
                event,
            })
            .expect("it fits");
        assert!(!done()(&story.status(task)), "{task}");
    }
}

#[test]
fn a_wait_has_a_day_until_when_and_may_be_late() {
    let mut story = Story::planned();
    story.mark("account");
    let tasks = ["apply@1", "apply@2"].map(key).to_vec();
    story.ok(Command::MarkMany { tasks, on: TODAY });
    start(&mut story, "mail@1");
    start(&mut story, "mail@2");
    // TODAY is a Monday. The second gateway says that it takes longer.
    let waiting = |days, until, late| Status::Waiting {
        since: TODAY,
        days,
        until,
        late,
    };
    let friday = date(2026, 11, 27);
    for (today, late) in [(TODAY, false), (date(2026, 11, 26), false), (friday, true)] {
        story.today = today;
        let until = Some(date(2026, 11, 26));
        assert_eq!(
            story.status("mail@1"),
            waiting(Some((2, 3)), until, late),
            "{today}"
        );
    }
    assert_eq!(
        story.status("mail@2"),
        waiting(Some((4, 5)), Some(date(2026, 11, 30)), false)
    );
    assert_eq!(story.view().waiting, 2);
    // A day can be corrected; one without usual days has no end.
    let on = date(2026, 11, 20);
    story.ok(Command::Start {
        task: key("mail@1"),
        on,
    });
    assert!(matches!(story.status("mail@1"), Status::Waiting { since, .. } if since == on));
    story.mark("mail@1");
    assert!(done()(&story.status("mail@1")));
    story.ok(Command::Unmark {
        task: key("mail@1"),
    });
    assert!(
        matches!(story.status("mail@1"), Status::Waiting { .. }),
        "it waits again"
    );
}

#[test]
fn stages_stand_in_the_order_of_the_road() {
    use StageState::{Ahead, Done, Now, Waiting};
    let mut story = Story::new();
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    assert_eq!(
        stages(&story),
        [
            (Stage::Plan, Done),
            (Stage::Site, Now),
            (Stage::Signup, Now),
            (Stage::Application, Ahead),
            (Stage::GatewayMail, Ahead),
            (Stage::Contract, Ahead),
            (Stage::TestChannel, Ahead),
            (Stage::Integration, Ahead),
            (Stage::LiveChannel, Ahead),
            (Stage::Cutover, Ahead),
            (Stage::Open, Ahead),
            (Stage::Operate, Ahead),
        ]
    );
    story.mark("account");
    assert_eq!(
        story.status("test@1"),
        Status::Ready,
        "the test channel need not wait"
    );
    story.mark("apply@1");
    start(&mut story, "mail@1");
    let state = |id| {
        stages(&story)
            .into_iter()
            .find(|it| it.0 == id)
            .map(|it| it.1)
    };
    assert_eq!(state(Stage::Application), Some(Done));
    assert_eq!(state(Stage::GatewayMail), Some(Waiting));
    assert_eq!(
        state(Stage::Contract),
        Some(Now),
        "the stage before it has begun"
    );
}

#[test]
fn journey_tasks_come_first_then_each_track() {
    let mut story = Story::planned();
    story.catalog.tasks.push(Task {
        ..task("late", Stage::Application)
    });
    let view = story.view();
    let stage = view
        .stages
        .iter()
        .find(|it| it.id == Stage::Application)
        .expect("drawn");
    let keys: Vec<_> = stage.tasks.iter().map(|it| it.key.to_string()).collect();
    assert_eq!(keys, ["late", "apply@1", "apply@2", "two-banner@2"]);
    assert_eq!((stage.done, stage.total), (0, 4));
}

#[test]
fn what_belongs_to_no_track_is_not_drawn() {
    let mut story = Story::planned();
    for (task, shown) in [
        ("test_key@1", true),
        ("test_key@2", false),
        ("two-banner@1", false),
        ("goods", false),
        ("points", true),
        ("live_payment@1", true),
    ] {
        assert_eq!(story.shows(task), shown, "{task}");
    }
    let recurring = spec("two", "two-v2", Purpose::Recurring);
    story.ok(Command::ChoosePlan {
        tracks: vec![one(), recurring],
    });
    assert_eq!(story.status("goods"), Status::Ready);
    story.ok(Command::HoldTrack {
        track: TrackId(3),
        reason: "x".into(),
    });
    assert_eq!(
        story.status("goods"),
        Status::NotApplicable {
            why: NotApplicable::TrackHeld
        }
    );
    story.ok(Command::GiveUpTrack {
        track: TrackId(3),
        reason: "x".into(),
    });
    assert_eq!(
        story.status("goods"),
        Status::NotApplicable {
            why: NotApplicable::TrackGivenUp
        }
    );
}

#[test]
fn next_is_the_first_thing_that_is_mine() {
    let mut story = Story::planned();
    let next = |story: &Story| story.view().next.map(|it| it.to_string());
    story.catalog.tasks.insert(2, task("advice", Stage::Site));
    assert_eq!(
        next(&story).as_deref(),
        Some("footer"),
        "a must-have of the same stage first"
    );
    story.ok(Command::PutOff {
        task: key("footer"),
    });
    assert_eq!(next(&story).as_deref(), Some("advice"));
    story.mark("advice");
    assert_eq!(next(&story).as_deref(), Some("account"));
    let mine = story.view().mine;
    story.ok(Command::TakeUp {
        task: key("footer"),
    });
    assert_eq!(story.view().mine, mine + 1);
    assert_eq!(next(&story).as_deref(), Some("footer"));
}

#[test]
fn a_wait_that_nobody_began_comes_last() {
    let mut story = Story::new();
    let wait = |id| Task {
        actor: Actor::Government,
        ..task(id, Stage::Site)
    };
    story.catalog.tasks = vec![task("work", Stage::Site), wait("wait")];
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    assert_eq!(
        (story.view().next, story.view().mine),
        (Some(key("work")), 1)
    );
    story.mark("work");
    assert_eq!(
        (story.view().next, story.view().mine),
        (Some(key("wait")), 0)
    );
    start(&mut story, "wait");
    assert_eq!((story.view().next, story.view().waiting), (None, 1));
}

#[test]
fn put_off_ends_with_work() {
    let mut story = Story::planned();
    let put_off = |story: &Story| {
        let view = story.view();
        let mut tasks = view.stages.into_iter().flat_map(|stage| stage.tasks);
        tasks
            .find(|it| it.key == key("footer"))
            .map(|it| it.put_off)
    };
    story.ok(Command::PutOff {
        task: key("footer"),
    });
    assert_eq!(put_off(&story), Some(true));
    start(&mut story, "footer");
    assert_eq!(put_off(&story), Some(false));
    story.ok(Command::PutOff {
        task: key("footer"),
    });
    story.mark("footer");
    assert_eq!(put_off(&story), Some(false));
}

#[test]
fn conditional_fields_do_not_hold_a_form_up() {
    let mut story = Story::planned();
    let conditional = |when| Requirement::Conditional {
        when,
        text: text(),
        else_blank: true,
    };
    let fields = vec![
        field("a"),
        Field {
            requirement: conditional(When::Portone(Portone::V1)),
            ..field("b")
        },
        Field {
            requirement: conditional(When::Always),
            ..field("c")
        },
        Field {
            requirement: Requirement::Optional,
            ..field("d")
        },
    ];
    story.catalog.tasks.push(Task {
        fields,
        per_track: true,
        ..task("form", Stage::Site)
    });
    let needed = |task: &str| {
        let form = form_fields(&story.journey, &story.catalog, &key(task));
        form.into_iter()
            .map(|(_, needed)| needed)
            .collect::<Vec<_>>()
    };
    use Needed::{AskPerson, Blank, May, Yes};
    assert_eq!(needed("form@1"), [Yes, Blank, AskPerson, May]);
    assert_eq!(needed("form@2"), [Yes, Yes, AskPerson, May]);
    assert_eq!(needed("form"), [] as [Needed; 0]);
    assert_eq!(needed("test@1"), [Yes, Yes], "the module's channel form");
    story.set("form@1", "a", "x");
    story.set("form@2", "a", "x");
    assert_eq!(story.status("form@1"), Status::NeedsCheck { stale: None });
    assert_eq!(story.status("form@2"), Status::Typing);
}
