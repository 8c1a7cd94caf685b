use catalog::model::{Purpose, Rule, Verdict, When};
use jiff::civil::date;

use super::*;

fn mark(task: &str) -> Command {
    Command::Mark {
        task: key(task),
        on: TODAY,
    }
}

fn start(task: &str, on: Date) -> Command {
    Command::Start {
        task: key(task),
        on,
    }
}

fn set(task: &str, id: &str, value: &str) -> Command {
    Command::SetValue {
        at: at(task, id),
        value: value.to_owned(),
        overridden: Vec::new(),
    }
}

fn save(task: &str, id: &str, revision: u32) -> Command {
    Command::SaveSecret {
        at: at(task, id),
        id: "v".to_owned(),
        revision,
        expires_on: None,
    }
}

fn note(task: &str, text: &str) -> Command {
    Command::Note {
        task: key(task),
        text: text.to_owned(),
    }
}

fn answer(question: &str, values: &[&str]) -> Command {
    let values = values.iter().map(|&it| it.to_owned()).collect();
    Command::Answer {
        question: question.to_owned(),
        values,
    }
}

fn rename(name: &str) -> Command {
    Command::Rename {
        name: name.to_owned(),
    }
}

fn check(task: &str) -> Command {
    Command::RecordCheck {
        task: key(task),
        outcome: proven(),
    }
}

fn hold(track: u32, reason: &str) -> Command {
    Command::HoldTrack {
        track: TrackId(track),
        reason: reason.to_owned(),
    }
}

fn give_up(track: u32, reason: &str) -> Command {
    Command::GiveUpTrack {
        track: TrackId(track),
        reason: reason.to_owned(),
    }
}

fn resume(track: u32) -> Command {
    Command::ResumeTrack {
        track: TrackId(track),
    }
}

#[test]
fn every_command_is_refused_where_it_must_be() {
    use Refusal::*;
    let long = "가".repeat(4_001);
    let tomorrow = date(2026, 11, 24);
    for (command, refusal) in [
        (Command::Create { name: "x".into() }, Already),
        (rename(""), BadText),
        (rename("  "), BadText),
        (rename("a\nb"), BadText),
        (rename(&"가".repeat(81)), BadText),
        (rename("가게"), Already),
        (answer("nobody", &["x"]), Unknown),
        (answer("goods", &["x"]), Unknown),
        (answer("goods", &["physical", "none"]), Unknown),
        (answer("builder", &["own", "wordpress"]), Unknown),
        (answer("goods", &[]), Already),
        (answer("plugin", &["yes"]), NotActive),
        (Command::ChoosePlan { tracks: vec![] }, Unknown),
        (
            Command::ChoosePlan {
                tracks: vec![one(), two_v1()],
            },
            Already,
        ),
        (
            Command::ChoosePlan {
                tracks: vec![spec("no", "one-v2", Purpose::OneTime)],
            },
            Unknown,
        ),
        (
            Command::ChoosePlan {
                tracks: vec![spec("one", "two-v1", Purpose::OneTime)],
            },
            Unknown,
        ),
        (
            Command::ChoosePlan {
                tracks: vec![spec("one", "one-v2", Purpose::Identity)],
            },
            Unknown,
        ),
        (set("nobody", "store", "x"), Unknown),
        (set("keys", "nobody", "x"), Unknown),
        (set("keys@1", "store", "x"), Unknown),
        (set("test@9", "mid", "x"), Unknown),
        (set("keys", "secret", "x"), WrongKind),
        (set("keys", "store", ""), Already),
        (set("keys", "store", &long), BadText),
        (save("keys", "store", 1), WrongKind),
        (save("keys", "nobody", 1), Unknown),
        (save("keys", "secret", 0), Already),
        (
            Command::DeleteSecret {
                at: at("keys", "secret"),
            },
            Unknown,
        ),
        (
            Command::CopySecret {
                at: at("keys", "secret"),
            },
            Unknown,
        ),
        (
            Command::ShowSecret {
                at: at("keys", "secret"),
            },
            Unknown,
        ),
        (note("nobody", "x"), Unknown),
        (note("keys", &long), BadText),
        (note("keys", " "), Already),
        (start("nobody", TODAY), Unknown),
        (start("goods", TODAY), NotActive),
        (start("account", tomorrow), FutureDay),
        (start("mail@1", TODAY), Blocked(vec![key("apply@1")])),
        (mark("nobody"), Unknown),
        (mark("apply"), Unknown),
        (mark("account@1"), Unknown),
        (mark("two-banner@1"), Unknown),
        (mark("goods"), NotActive),
        (mark("points"), NotActive),
        (mark("test_key@2"), NotActive),
        (
            Command::Mark {
                task: key("account"),
                on: tomorrow,
            },
            FutureDay,
        ),
        (mark("interview"), Already),
        (mark("apply@1"), Blocked(vec![key("account")])),
        (mark("cutover"), Blocked(vec![key("live@1"), key("live@2")])),
        (mark("keys"), NeedsProof),
        (mark("test_payment@1"), NeedsProof),
        (mark("live_payment@1"), NeedsProof),
        (mark("test@2"), NeedsProof),
        (
            Command::MarkMany {
                tasks: vec![],
                on: TODAY,
            },
            Already,
        ),
        (
            Command::MarkMany {
                tasks: vec![key("footer"), key("keys")],
                on: TODAY,
            },
            NeedsProof,
        ),
        (
            Command::MarkMany {
                tasks: vec![key("footer")],
                on: tomorrow,
            },
            FutureDay,
        ),
        (
            Command::Unmark {
                task: key("account"),
            },
            Already,
        ),
        (
            Command::Unmark {
                task: key("nobody"),
            },
            Unknown,
        ),
        (Command::PutOff { task: key("goods") }, NotActive),
        (
            Command::PutOff {
                task: key("interview"),
            },
            Already,
        ),
        (
            Command::TakeUp {
                task: key("account"),
            },
            Already,
        ),
        (check("nobody"), Unknown),
        (check("goods"), NotActive),
        (hold(1, " "), ReasonNeeded),
        (hold(1, &"가".repeat(201)), BadText),
        (hold(9, "x"), Unknown),
        (give_up(9, "x"), Unknown),
        (give_up(1, ""), ReasonNeeded),
        (resume(1), Already),
        (resume(9), Unknown),
        (Command::Redo, Nothing),
    ] {
        Story::planned().refused(command, refusal);
    }
}

#[test]
fn nothing_but_a_beginning_comes_first() {
    let mut story = Story::new();
    story.journey = Journey::empty();
    for command in [
        rename("x"),
        Command::Undo,
        Command::Redo,
        note("keys", "x"),
        check("keys"),
    ] {
        story.refused(command, Refusal::Unknown);
    }
    story.refused(
        Command::Create {
            name: String::new(),
        },
        Refusal::BadText,
    );
    let created = story.ok(Command::Create {
        name: " 우리 가게 ".into(),
    });
    assert_eq!(
        created,
        [Event::Created {
            name: "우리 가게".into()
        }]
    );
    story.refused(Command::Undo, Refusal::Nothing);
}

#[test]
fn what_is_so_already_is_refused() {
    let mut story = Story::planned();
    for command in [
        rename("새 이름"),
        answer("goods", &["points", "physical", "points"]),
        set("keys", "store", "store-1"),
        save("keys", "secret", 1),
        note("keys", "나중에 물어보기"),
        start("footer", TODAY),
        mark("account"),
        Command::PutOff {
            task: key("footer"),
        },
        hold(1, "계약이 늦어요"),
        give_up(2, "안 써요"),
    ] {
        story.ok(command.clone());
        story.refused(command, Refusal::Already);
    }
    assert_eq!(
        story.journey.answers()["goods"],
        ["physical", "points"],
        "in the choices' order"
    );
    assert_eq!(story.journey.next_revision(&at("keys", "secret")), 2);
    assert_eq!(story.journey.note(&key("keys")), Some("나중에 물어보기"));
}

#[test]
fn a_held_or_given_up_track_takes_no_work_but_gives_up_its_secrets() {
    let mut story = Story::planned();
    story.save("test@1", "key");
    story.ok(hold(1, "쉬어요"));
    for command in [
        set("test@1", "mid", "x"),
        save("test@1", "key", 2),
        mark("apply@1"),
        start("apply@1", TODAY),
        check("test@1"),
        Command::PutOff {
            task: key("apply@1"),
        },
    ] {
        story.refused(command, Refusal::NotActive);
    }
    story.ok(Command::CopySecret {
        at: at("test@1", "key"),
    });
    story.ok(Command::DeleteSecret {
        at: at("test@1", "key"),
    });
    assert_eq!(story.journey.secret(&at("test@1", "key")), None);
    story.ok(note("test@1", "아직"));
    story.ok(give_up(1, "포기"));
    story.refused(hold(1, "x"), Refusal::NotActive);
    story.ok(resume(1));
    story.ok(set("test@1", "mid", "x"));
}

#[test]
fn a_new_plan_keeps_what_was_done() {
    let mut story = Story::planned();
    story.mark("account");
    story.mark("apply@1");
    let recurring = spec("two", "two-v2", Purpose::Recurring);
    let plan = vec![two_v1(), recurring.clone(), recurring.clone()];
    let events = story.ok(Command::ChoosePlan { tracks: plan });
    assert_eq!(
        events,
        [
            Event::Planned {
                tracks: vec![two_v1(), recurring.clone()]
            },
            Event::TrackGivenUp {
                track: TrackId(1),
                reason: "plan".into(),
                on: TODAY
            },
            Event::TrackAdded {
                track: TrackId(3),
                spec: recurring
            },
        ]
    );
    let events = story.ok(Command::ChoosePlan {
        tracks: vec![one(), two_v1()],
    });
    assert_eq!(
        events[1..],
        [
            Event::TrackResumed {
                track: TrackId(1),
                on: TODAY
            },
            Event::TrackGivenUp {
                track: TrackId(3),
                reason: "plan".into(),
                on: TODAY
            },
        ]
    );
    assert!(done()(&story.status("apply@1")));
}

#[test]
fn a_track_number_is_never_used_again() {
    let mut story = Story::new();
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    story.ok(Command::Undo);
    story.ok(Command::ChoosePlan {
        tracks: vec![one()],
    });
    assert_eq!(
        story.journey.tracks().map(|it| it.id.0).collect::<Vec<_>>(),
        [2]
    );
}

#[test]
fn a_plan_that_a_rule_forbids_is_impossible() {
    let mut story = Story::new();
    let rule = |id: &str, verdict, when| Rule {
        id: id.to_owned(),
        when,
        verdict,
        text: text(),
        source: Vec::new(),
    };
    let wordpress = is("builder", "wordpress");
    let v2 = When::Portone(catalog::model::Portone::V2);
    story.catalog.rules = vec![
        rule("warned", Verdict::Warn, wordpress.clone()),
        rule("v1-only", Verdict::No, When::All(vec![wordpress, v2])),
    ];
    let plan = Command::ChoosePlan {
        tracks: vec![two_v1(), one()],
    };
    story.ok(answer("builder", &["wordpress"]));
    story.refused(plan.clone(), Refusal::Impossible("v1-only".into()));
    story.ok(Command::ChoosePlan {
        tracks: vec![two_v1()],
    });
    story.ok(answer("builder", &["own"]));
    story.ok(plan);
}

#[test]
fn several_marks_at_once_need_no_order() {
    let mut story = Story::planned();
    let tasks = ["mail@1", "apply@1", "account", "mail@1", "interview"]
        .map(key)
        .to_vec();
    let events = story.ok(Command::MarkMany {
        tasks,
        on: date(2026, 11, 2),
    });
    assert_eq!(
        events.len(),
        3,
        "each once, and not what is done: {events:?}"
    );
    for task in ["mail@1", "apply@1", "account"] {
        assert!(done()(&story.status(task)), "{task}");
    }
    story.ok(Command::Undo);
    assert_eq!(story.status("account"), Status::Ready, "one batch");
}

#[test]
fn a_need_that_does_not_apply_is_met() {
    let mut story = Story::planned();
    let needs = &mut story
        .catalog
        .tasks
        .iter_mut()
        .find(|it| it.id == "footer")
        .expect("there");
    needs.needs = ["points", "goods", "two-banner", "no-such-task"]
        .map(str::to_owned)
        .to_vec();
    story.refused(mark("footer"), Refusal::Blocked(vec![key("two-banner@2")]));
    story.ok(hold(2, "x"));
    story.ok(mark("footer"));
}

#[test]
fn a_proof_rests_on_what_it_was_made_with() {
    let mut story = Story::nearly_open();
    let fields = |bound: &[Bound]| {
        bound
            .iter()
            .map(|it| format!("{}.{}", it.at.task, it.at.field))
            .collect::<Vec<_>>()
    };
    let bound = |story: &Story, task: &str| bindings(&story.journey, &story.catalog, &key(task));
    assert_eq!(
        fields(&bound(&story, "keys")),
        ["keys.store", "keys.secret"]
    );
    assert_eq!(fields(&bound(&story, "account")), [""; 0]);
    assert_eq!(
        fields(&bound(&story, "test@1")),
        ["test@1.mid", "test@1.key", "keys.store", "keys.secret"]
    );
    assert_eq!(
        fields(&bound(&story, "test_payment@1")),
        [
            "test_payment@1.payment_id",
            "keys.store",
            "keys.secret",
            "test@1.mid",
            "test@1.key",
            "test_key@1.channel_key",
        ]
    );
    assert_eq!(bound(&story, "nobody"), []);
    let secret = bound(&story, "keys").remove(1).value;
    assert_eq!(
        secret,
        BoundValue::Secret {
            id: "keys/secret".into(),
            revision: 1
        }
    );
    story.set("test_key@1", "channel_key", "");
    let without = fields(&bound(&story, "test_payment@1"));
    assert!(
        !without.contains(&"test_key@1.channel_key".to_owned()),
        "{without:?}"
    );
}

#[test]
fn opening_follows_the_last_must_have() {
    let mut story = Story::nearly_open();
    let opened = Event::TrackOpened {
        track: TrackId(1),
        on: TODAY,
    };
    story.ok(Command::RecordCheck {
        task: key("live_payment@1"),
        outcome: not_proven(),
    });
    story.ok(Command::Unmark {
        task: key("cutover"),
    });
    let events = story.prove("live_payment@1");
    assert!(!events.contains(&opened), "the cut-over is open");
    assert_eq!(story.track(1).missing, [key("cutover")]);
    let events = story.ok(mark("cutover"));
    assert_eq!(events[1..], [opened]);
    assert_eq!(story.track(1).state, TrackState::Open { on: TODAY });
    assert_eq!(
        story.ok(note("watch", "조용해요")).len(),
        1,
        "it opens once"
    );
}

#[test]
fn an_identity_track_opens_without_a_payment() {
    let mut story = Story::new();
    let identity = spec("two", "two-v2", Purpose::Identity);
    story.ok(Command::ChoosePlan {
        tracks: vec![identity],
    });
    let keys = |it: TaskView| (it.must && !machine_only(it.proof, None)).then_some(it.key);
    let musts = story
        .view()
        .stages
        .into_iter()
        .flat_map(|stage| stage.tasks)
        .filter_map(keys);
    story.ok(Command::MarkMany {
        tasks: musts.collect(),
        on: TODAY,
    });
    assert_eq!(story.track(1).missing, ["keys", "test_payment@1"].map(key));
    story.prove("keys");
    let events = story.prove("test_payment@1");
    assert!(
        matches!(events[1..], [Event::TrackOpened { .. }]),
        "{events:?}"
    );
}

#[test]
fn a_field_is_found_where_it_comes_first_on_the_road() {
    let mut story = Story::planned();
    let find = |story: &Story, shape| {
        find_field(&story.journey, &story.catalog, |field| field.shape == shape)
    };
    assert_eq!(find(&story, Shape::V2Secret), Some(at("keys", "secret")));
    assert_eq!(
        find(&story, Shape::ChannelKey),
        Some(at("test_key@1", "channel_key"))
    );
    assert_eq!(find(&story, Shape::V1Key), None);
    story.ok(hold(1, "x"));
    assert_eq!(find(&story, Shape::ChannelKey), None, "its track is held");
}
