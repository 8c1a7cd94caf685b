use catalog::model::{Mode, ProofKind, Purpose, Stage};
use proptest::prelude::*;

use super::*;

const TASKS: [&str; 20] = [
    "footer",
    "account",
    "keys",
    "apply@1",
    "mail@1",
    "test@1",
    "test_key@1",
    "test_payment@1",
    "live@1",
    "cutover",
    "live_payment@1",
    "apply@2",
    "mail@2",
    "test@2",
    "live@2",
    "live_payment@2",
    "two-banner@2",
    "interview",
    "goods",
    "nobody@7",
];

const FIELDS: [(&str, &str); 10] = [
    ("keys", "store"),
    ("keys", "secret"),
    ("test@1", "mid"),
    ("test@1", "key"),
    ("live@1", "mid"),
    ("live@1", "key"),
    ("live@2", "mid"),
    ("test_payment@1", "payment_id"),
    ("live_payment@1", "payment_id"),
    ("nobody", "nothing"),
];

fn commands() -> impl Strategy<Value = Command> {
    let task = || prop::sample::select(&TASKS[..]).prop_map(key);
    let field = || prop::sample::select(&FIELDS[..]).prop_map(|(task, id)| at(task, id));
    let track = || (0..4_u32).prop_map(TrackId);
    let day = || (-3..3_i64).prop_map(|n| TODAY.saturating_add(jiff::ToSpan::days(n)));
    let specs = prop::sample::subsequence(
        vec![
            one(),
            two_v1(),
            spec("two", "two-v2", Purpose::Recurring),
            spec("two", "two-v2", Purpose::Identity),
        ],
        0..=4,
    );
    let answer = prop::sample::select(vec![
        ("goods", "points"),
        ("goods", "physical"),
        ("builder", "wordpress"),
        ("plugin", "yes"),
        ("nobody", "x"),
    ]);
    prop_oneof![
        1 => "[a-c]{0,2}".prop_map(|name| Command::Rename { name }),
        1 => (answer, any::<bool>()).prop_map(|((question, value), given)| Command::Answer {
            question: question.to_owned(),
            values: given.then(|| value.to_owned()).into_iter().collect(),
        }),
        2 => specs.prop_map(|tracks| Command::ChoosePlan { tracks }),
        5 => (field(), "[a-b]?").prop_map(|(at, value)| Command::SetValue {
            at,
            value,
            overridden: Vec::new(),
        }),
        3 => (field(), 0..6_u32).prop_map(|(at, revision)| Command::SaveSecret {
            at,
            id: "v".to_owned(),
            revision,
            expires_on: Some(TODAY),
        }),
        1 => field().prop_map(|at| Command::DeleteSecret { at }),
        1 => field().prop_map(|at| Command::CopySecret { at }),
        1 => (task(), "[a-b]?").prop_map(|(task, text)| Command::Note { task, text }),
        2 => (task(), day()).prop_map(|(task, on)| Command::Start { task, on }),
        12 => (task(), day()).prop_map(|(task, on)| Command::Mark { task, on }),
        3 => prop::collection::vec(task(), 0..12)
            .prop_map(|tasks| Command::MarkMany { tasks, on: TODAY }),
        2 => task().prop_map(|task| Command::Unmark { task }),
        1 => task().prop_map(|task| Command::PutOff { task }),
        1 => task().prop_map(|task| Command::TakeUp { task }),
        10 => (task(), prop::bool::weighted(0.8)).prop_map(|(task, good)| Command::RecordCheck {
            task,
            outcome: if good { proven() } else { not_proven() },
        }),
        1 => track().prop_map(|track| Command::HoldTrack { track, reason: "x".to_owned() }),
        1 => track().prop_map(|track| Command::GiveUpTrack { track, reason: "x".to_owned() }),
        1 => track().prop_map(|track| Command::ResumeTrack { track }),
        3 => Just(Command::Undo),
        2 => Just(Command::Redo),
    ]
}

/// What 오픈 asks, read off the view alone and written apart from the code that decides it.
fn unproven(view: &JourneyView, track: &TrackView) -> Vec<TaskKey> {
    let tasks = view
        .stages
        .iter()
        .flat_map(|stage| stage.tasks.iter().map(move |it| (stage.id, it)));
    let v1 = track.spec.module == "two-v1";
    let asked = tasks.filter(|(stage, it)| {
        let mine = it.key.track.is_none_or(|id| id == track.id);
        let on_the_way = it.must && *stage >= Stage::Signup && *stage <= Stage::Cutover;
        mine && (on_the_way || it.proof == ProofKind::Payment(Mode::Live))
    });
    let lacking = asked.filter(|(_, it)| match (&it.status, it.proof) {
        (Status::NotApplicable { .. }, _) => false,
        (Status::Done { evidence, .. }, ProofKind::PortoneKeys | ProofKind::Payment(_)) => {
            *evidence != Evidence::Machine
        }
        (Status::Done { evidence, .. }, ProofKind::Channel(_)) if v1 => {
            *evidence != Evidence::Machine
        }
        (Status::Done { evidence, .. }, _) => *evidence == Evidence::Unknown,
        _ => true,
    });
    lacking.map(|(_, it)| it.key.clone()).collect()
}

fn saw_live_payment(view: &JourneyView, track: &TrackView) -> bool {
    track.spec.purpose == Purpose::Identity
        || view.stages.iter().flat_map(|stage| &stage.tasks).any(|it| {
            it.key.track == Some(track.id)
                && it.proof == ProofKind::Payment(Mode::Live)
                && matches!(
                    it.status,
                    Status::Done {
                        evidence: Evidence::Machine,
                        ..
                    }
                )
        })
}

/// What must hold after every command. Says how many tracks are open.
fn check(story: &Story) -> usize {
    let view = story.view();
    let count = |fits: &dyn Fn(&Status) -> bool| {
        view.stages
            .iter()
            .flat_map(|stage| &stage.tasks)
            .filter(|it| fits(&it.status))
            .count()
    };
    assert_eq!(
        view.done as usize,
        count(&|it| matches!(it, Status::Done { .. }))
    );
    assert_eq!(
        view.waiting as usize,
        count(&|it| matches!(it, Status::Waiting { .. }))
    );
    for stage in &view.stages {
        assert!(stage.done <= stage.total && stage.total > 0, "{stage:?}");
    }
    let open = view
        .tracks
        .iter()
        .filter(|it| matches!(it.state, TrackState::Open { .. }));
    open.map(|track| {
        assert_eq!(track.missing, []);
        assert_eq!(unproven(&view, track), [], "{track:?}");
        assert!(saw_live_payment(&view, track), "{track:?}");
    })
    .count()
}

fn run(mut story: Story, commands: Vec<Command>) -> usize {
    let mut opened = 0;
    for command in commands {
        let before = story.view();
        let undo = command == Command::Undo;
        let Ok(events) = story.try_(command) else {
            assert_eq!(story.view(), before, "a refusal changes nothing");
            continue;
        };
        let after = story.view();
        opened += check(&story);
        for event in &events {
            if let Event::TrackOpened { track, .. } = event {
                let track = after
                    .tracks
                    .iter()
                    .find(|it| it.id == *track)
                    .expect("there");
                assert!(matches!(track.state, TrackState::Open { .. }), "{track:?}");
            }
        }
        if undo {
            story.ok(Command::Redo);
            assert_eq!(story.view(), before, "undo and redo");
            story.ok(Command::Undo);
            assert_eq!(story.view(), after, "and undo again");
        } else if after.undo > before.undo && after.redo.is_none() && before.redo.is_none() {
            let seq = after.undo.expect("a step");
            assert_eq!(
                seq,
                story.journey.head() + 1 - events.len() as u64,
                "its first event"
            );
        }
    }
    let log = story.journey.log().to_vec();
    assert_eq!(Journey::replay(log).as_ref(), Ok(&story.journey), "replay");
    opened
}

proptest! {
    #[test]
    fn no_commands_reach_open_with_an_unproven_must_have(
        commands in prop::collection::vec(commands(), 0..60),
    ) {
        run(Story::new(), commands);
    }

    /// The same from a journey that is open but for the payment, where openings do happen.
    #[test]
    fn nor_when_nearly_open(commands in prop::collection::vec(commands(), 0..40)) {
        run(Story::nearly_open(), commands);
    }

    #[test]
    fn nor_when_open(commands in prop::collection::vec(commands(), 0..25)) {
        run(Story::open(), commands);
    }

    #[test]
    fn view_takes_any_log_and_any_day(
        commands in prop::collection::vec(commands(), 0..30),
        gone in 0..17_usize,
        day in prop::sample::select(vec![Date::MIN, TODAY, Date::MAX]),
    ) {
        let mut story = Story::planned();
        for command in commands {
            let _ = story.try_(command);
        }
        story.catalog.tasks.remove(gone);
        story.today = day;
        story.view();
    }
}

/// The generator does reach 오픈, so the properties above are not empty.
#[test]
fn openings_happen_among_random_commands() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let lists = prop::collection::vec(commands(), 30);
    let opened: usize = (0..40)
        .map(|_| {
            run(
                Story::nearly_open(),
                lists.new_tree(&mut runner).expect("a list").current(),
            )
        })
        .sum();
    assert!(opened > 0);
}
