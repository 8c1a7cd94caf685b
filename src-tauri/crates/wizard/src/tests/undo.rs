use jiff::Timestamp;

use super::*;

/// What the state is, without undo's own two marks.
fn state(story: &Story) -> JourneyView {
    JourneyView {
        undo: None,
        redo: None,
        ..story.view()
    }
}

fn rename(n: u32) -> Command {
    Command::Rename {
        name: format!("가게 {n}"),
    }
}

#[test]
fn undo_goes_back_step_by_step_and_redo_forward() {
    let mut story = Story::new();
    let mut seen = vec![state(&story)];
    for n in 0..30 {
        story.ok(rename(n));
        seen.push(state(&story));
    }
    for before in seen.iter().rev().skip(1) {
        story.ok(Command::Undo);
        assert_eq!(state(&story), *before);
    }
    story.refused(Command::Undo, Refusal::Nothing);
    for after in &seen[1..] {
        story.ok(Command::Redo);
        assert_eq!(state(&story), *after);
    }
    story.refused(Command::Redo, Refusal::Nothing);
    assert_eq!(
        story.journey.log().len(),
        91,
        "nothing is taken out of the log"
    );
}

#[test]
fn something_new_ends_redo() {
    let mut story = Story::new();
    story.ok(rename(1));
    story.ok(Command::Undo);
    assert!(story.view().redo.is_some());
    story.ok(rename(2));
    story.refused(Command::Redo, Refusal::Nothing);
    story.ok(Command::Undo);
    assert_eq!(story.journey.name(), "가게");
}

#[test]
fn undo_takes_a_whole_batch_back() {
    let mut story = Story::planned();
    let batch = story.journey.log()[1].batch;
    story.ok(Command::Undo);
    assert!(story.journey.is_undone(batch) && !story.journey.is_planned());
    assert_eq!(story.view().tracks, []);
    assert!(
        story
            .journey
            .log()
            .iter()
            .all(|it| story.journey.counts(it) == (it.batch != batch))
    );
    assert_eq!(story.view().redo, Some(2), "the seq of its first event");
    story.ok(Command::Redo);
    assert_eq!(story.view().undo, Some(2));
    assert_eq!(story.view().tracks.len(), 2);
}

#[test]
fn undo_leaves_what_happened_outside() {
    let mut story = Story::planned();
    let secret = at("keys", "secret");
    story.save("keys", "secret");
    story.ok(Command::CopySecret { at: secret.clone() });
    story.ok(Command::ShowSecret { at: secret.clone() });
    story.prove("keys");
    assert!(done()(&story.status("keys")));
    story.ok(Command::Undo);
    assert_eq!(
        story.journey.secret(&secret),
        None,
        "the save was the last step"
    );
    let stale = Stale {
        at: secret.clone(),
        on: TODAY,
    };
    assert_eq!(
        story.status("keys"),
        Status::NeedsCheck { stale: Some(stale) }
    );
    assert!(story.journey.last_check(&key("keys")).is_some());
    story.ok(Command::Redo);
    assert!(
        done()(&story.status("keys")),
        "the check is bound to the same revision"
    );
}

#[test]
fn a_check_is_no_step() {
    let mut story = Story::nearly_open();
    let before = story.view().undo;
    let events = story.prove("live_payment@1");
    assert_eq!(events.len(), 2, "with the opening: {events:?}");
    assert_eq!(story.view().undo, before);
}

#[test]
fn a_deleted_secret_stays_deleted() {
    let mut story = Story::planned();
    let secret = at("keys", "secret");
    story.ok(rename(1));
    story.save("keys", "secret");
    story.save("keys", "secret");
    story.ok(Command::DeleteSecret { at: secret.clone() });
    assert_eq!(story.journey.secrets().count(), 0);
    story.ok(Command::Undo);
    assert_eq!(
        story.journey.name(),
        "가게",
        "the saves are no steps any more"
    );
    assert_eq!(story.journey.secret(&secret), None);
    story.ok(Command::Redo);
    assert_eq!(story.journey.next_revision(&secret), 3);
    story.save("keys", "secret");
    assert_eq!(story.journey.secret(&secret).map(|it| it.revision), Some(3));
    story.ok(Command::Undo);
    assert_eq!(story.journey.secret(&secret), None);
}

#[test]
fn a_secret_undone_and_deleted_does_not_come_back_by_redo() {
    let mut story = Story::planned();
    let secret = at("keys", "secret");
    story.save("keys", "secret");
    story.save("keys", "secret");
    story.ok(Command::Undo);
    assert_eq!(story.journey.secret(&secret).map(|it| it.revision), Some(1));
    story.ok(Command::DeleteSecret { at: secret.clone() });
    story.refused(Command::Redo, Refusal::Nothing);
    assert_eq!(story.journey.secret(&secret), None);
}

#[test]
fn a_value_taken_back_has_its_former_day() {
    let mut story = Story::planned();
    let store = at("keys", "store");
    assert_eq!(story.journey.changed_on(&store), None);
    story.set("keys", "store", "one");
    story.today = TODAY.tomorrow().expect("a day");
    story.set("keys", "store", "two");
    assert_eq!(story.journey.value(&store), Some("two"));
    assert_eq!(story.journey.changed_on(&store), Some(story.today));
    story.ok(Command::Undo);
    assert_eq!(story.journey.value(&store), Some("one"));
    assert_eq!(story.journey.changed_on(&store), Some(TODAY));
}

#[test]
fn an_override_is_kept_with_its_value() {
    let mut story = Story::planned();
    let store = at("keys", "store");
    let overridden = vec!["wrong_shape".to_owned()];
    let value = "x".to_owned();
    story.ok(Command::SetValue {
        at: store.clone(),
        value,
        overridden: overridden.clone(),
    });
    assert_eq!(story.journey.overridden(&store), overridden);
    story.set("keys", "store", "y");
    assert!(story.journey.overridden(&store).is_empty());
}

#[test]
fn undoing_a_must_have_closes_what_opened() {
    let mut story = Story::nearly_open();
    story.prove("live_payment@1");
    assert_eq!(story.track(1).state, TrackState::Open { on: TODAY });
    // The last step is the payment's id; the check that opened the track is none.
    story.ok(Command::Undo);
    assert_eq!(story.track(1).state, TrackState::Active);
    assert_eq!(story.track(1).missing, [key("live_payment@1")]);
    story.ok(Command::Redo);
    assert_eq!(story.track(1).state, TrackState::Open { on: TODAY });
}

#[test]
fn replay_is_evolving_event_by_event() {
    let mut story = Story::open();
    for _ in 0..5 {
        story.ok(Command::Undo);
    }
    story.ok(Command::Redo);
    story.ok(rename(7));
    let log = story.journey.log().to_vec();
    assert_eq!(Journey::replay(log).as_ref(), Ok(&story.journey));
}

#[test]
fn a_log_that_no_journey_wrote_is_an_error() {
    let at_ = Timestamp::UNIX_EPOCH;
    let log = |events: &[(u64, u64, Event)]| {
        let stamped = events.iter().map(|(seq, batch, event)| Stamped {
            seq: *seq,
            batch: *batch,
            at: at_,
            by: String::new(),
            event: event.clone(),
        });
        Journey::replay(stamped.collect::<Vec<_>>()).map(|it| it.head())
    };
    let created = || Event::Created { name: "x".into() };
    let renamed = || Event::Renamed { name: "y".into() };
    let undone = |batch| Event::Undone { batch };
    let redone = |batch| Event::Redone { batch };
    let held = |n| Event::TrackHeld {
        track: TrackId(n),
        reason: "x".into(),
        on: TODAY,
    };
    let added = |n| Event::TrackAdded {
        track: TrackId(n),
        spec: one(),
    };
    let bad = |seq| Err(ReplayError { seq });
    assert_eq!(log(&[]), Ok(0));
    assert_eq!(
        log(&[(1, 1, created()), (2, 2, renamed()), (3, 3, undone(2))]),
        Ok(3)
    );
    for (events, result) in [
        (vec![(1, 1, renamed())], bad(1)),
        (vec![(2, 1, created())], bad(2)),
        (vec![(1, 0, created())], bad(1)),
        (vec![(1, 1, created()), (2, 2, created())], bad(2)),
        (vec![(1, 1, created()), (3, 2, renamed())], bad(3)),
        (vec![(1, 1, created()), (1, 2, renamed())], bad(1)),
        (vec![(1, 2, created()), (2, 1, renamed())], bad(2)),
        (vec![(1, 1, created()), (2, 2, undone(1))], bad(2)),
        (vec![(1, 1, created()), (2, 2, undone(7))], bad(2)),
        (
            vec![(1, 1, created()), (2, 2, renamed()), (3, 3, redone(2))],
            bad(3),
        ),
        (
            vec![
                (1, 1, created()),
                (2, 2, renamed()),
                (3, 3, undone(2)),
                (4, 4, undone(2)),
            ],
            bad(4),
        ),
        (vec![(1, 1, created()), (2, 2, held(1))], bad(2)),
        (
            vec![(1, 1, created()), (2, 2, added(1)), (3, 3, added(1))],
            bad(3),
        ),
    ] {
        assert_eq!(log(&events), result, "{events:?}");
    }
    let mut story = Story::planned();
    let before = story.journey.clone();
    let stamped = Stamped {
        seq: 99,
        batch: 99,
        at: at_,
        by: String::new(),
        event: renamed(),
    };
    assert_eq!(story.journey.evolve(stamped), Err(ReplayError { seq: 99 }));
    assert_eq!(
        story.journey, before,
        "an event that does not fit changes nothing"
    );
    assert_eq!(
        ReplayError { seq: 99 }.to_string(),
        "event 99 does not fit the log before it"
    );
}

/// A long log of undos and redos replays at about the speed of one without.
#[test]
fn replay_is_linear_also_with_many_undos() {
    let mut log = Vec::new();
    let mut add = |batch: u64, event| {
        let seq = log.len() as u64 + 1;
        let by = String::new();
        log.push(Stamped {
            seq,
            batch,
            at: Timestamp::UNIX_EPOCH,
            by,
            event,
        });
    };
    add(1, Event::Created { name: "x".into() });
    let half = 50_000;
    for n in 0..half {
        add(
            2 + n,
            Event::Renamed {
                name: n.to_string(),
            },
        );
    }
    for n in 0..half {
        add(
            2 + half + n,
            Event::Undone {
                batch: 1 + half - n,
            },
        );
    }
    let started = std::time::Instant::now();
    let journey = Journey::replay(log).expect("it fits");
    assert_eq!((journey.name(), journey.next_undo()), ("x", None));
    // Refolding at each undo would take minutes.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
