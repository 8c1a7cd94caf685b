//! The built-in catalogue, walked from end to end.

use std::time::{Duration, Instant};

use catalog::model::Purpose;

use super::*;
use crate::plan::forbidden;

fn answer(story: &mut Story, question: &str, values: &[&str]) {
    let values = values.iter().map(|&it| it.to_owned()).collect();
    let question = question.to_owned();
    story.ok(Command::Answer { question, values });
}

fn built_in() -> Story {
    let mut story = Story::new();
    story.catalog = Catalog::embedded().clone();
    story
}

/// Does whatever can be done until nothing can, as a person and a machine would.
fn walk(story: &mut Story) {
    loop {
        let view = story.view();
        let ready = view
            .stages
            .into_iter()
            .flat_map(|stage| stage.tasks)
            .filter(|it| {
                matches!(
                    it.status,
                    Status::Ready | Status::NotYet | Status::Typing | Status::NeedsCheck { .. }
                )
            });
        let mut any = false;
        for TaskView { key, .. } in ready {
            any = true;
            match story.try_(Command::Mark {
                task: key.clone(),
                on: TODAY,
            }) {
                Ok(_) => {}
                Err(Refusal::NeedsProof) => {
                    story.ok(Command::RecordCheck {
                        task: key,
                        outcome: proven(),
                    });
                }
                Err(refusal) => panic!("{key}: {refusal:?}"),
            }
        }
        if !any {
            return;
        }
    }
}

#[test]
fn every_track_of_the_built_in_catalogue_can_be_walked_to_its_opening() {
    let catalog = Catalog::embedded();
    for (gateway, module) in catalog.modules() {
        for &purpose in &module.purposes {
            let mut story = built_in();
            answer(&mut story, "business", &["none"]);
            answer(&mut story, "goods", &["physical", "points"]);
            answer(&mut story, "surface", &["both"]);
            answer(&mut story, "purposes", &["one_time", "recurring"]);
            answer(
                &mut story,
                "methods",
                &["card", "virtual_account", "transfer", "mobile"],
            );
            let track = spec(&gateway.id, &module.id, purpose);
            match story.try_(Command::ChoosePlan {
                tracks: vec![track],
            }) {
                Ok(_) => {}
                Err(Refusal::Impossible(_)) => continue,
                Err(refusal) => panic!("{} {purpose:?}: {refusal:?}", module.id),
            }
            let first = story.view();
            assert!(first.next.is_some() && first.tracks[0].missing.len() > 5);
            walk(&mut story);
            let view = story.view();
            let open = |it: &&TaskView| {
                !matches!(
                    it.status,
                    Status::Done { .. } | Status::NotApplicable { .. }
                )
            };
            let left: Vec<_> = view
                .stages
                .iter()
                .flat_map(|stage| &stage.tasks)
                .filter(open)
                .collect();
            assert!(left.is_empty(), "{} {purpose:?}: {left:?}", module.id);
            let state = &view.tracks[0].state;
            let missing = &view.tracks[0].missing;
            assert_eq!(
                *state,
                TrackState::Open { on: TODAY },
                "{} {missing:?}",
                module.id
            );
            assert_eq!((view.next, view.mine, view.done), (None, 0, view.total));
        }
    }
}

#[test]
fn the_beginning_of_the_built_in_catalogue() {
    let mut story = built_in();
    let view = story.view();
    assert_eq!(view.next, Some(key("plan-interview")));
    assert!(view.stages.iter().all(|stage| stage.id <= Stage::Signup));
    assert!(!view.questions.is_empty());
    let recommended = propose(story.journey.answers(), &story.catalog);
    let tracks: Vec<TrackSpec> = recommended
        .offers
        .into_iter()
        .filter(|it| it.recommended)
        .map(|it| it.spec)
        .collect();
    assert!(!tracks.is_empty());
    story.ok(Command::ChoosePlan { tracks });
    assert_ne!(story.view().next, Some(key("plan-interview")));
}

/// 28 tracks and 10,000 events.
fn large() -> Story {
    let mut story = built_in();
    let wishes = story.catalog.modules().flat_map(|(gateway, module)| {
        module
            .purposes
            .iter()
            .map(|purpose| spec(&gateway.id, &module.id, *purpose))
    });
    let answers = story.journey.answers();
    let possible = wishes.filter(|it| forbidden(answers, &story.catalog, it).is_empty());
    let tracks: Vec<TrackSpec> = possible.take(28).collect();
    assert_eq!(tracks.len(), 28);
    story.ok(Command::ChoosePlan { tracks });
    let tasks: Vec<TaskKey> = story
        .view()
        .stages
        .into_iter()
        .flat_map(|stage| stage.tasks)
        .map(|it| it.key)
        .collect();
    let mut log = story.journey.log().to_vec();
    while log.len() < 10_000 {
        let task = tasks[log.len() % tasks.len()].clone();
        let n = log.len() as u64;
        let field = format!("f{}", n % 7);
        let event = match n % 3 {
            0 => Event::Started { task, on: TODAY },
            1 => Event::Noted {
                task,
                text: n.to_string(),
            },
            _ => Event::ValueSet {
                at: FieldAt { task, field },
                value: n.to_string(),
                on: TODAY,
                overridden: Vec::new(),
            },
        };
        let (at, by) = (Timestamp::UNIX_EPOCH, String::new());
        log.push(Stamped {
            seq: n + 1,
            batch: n + 1,
            at,
            by,
            event,
        });
    }
    story.journey = Journey::replay(log).expect("it fits");
    story
}

#[test]
fn a_large_journey_is_seen_at_once() {
    let story = large();
    let timed = || {
        let started = Instant::now();
        let view = story.view();
        assert_eq!(view.tracks.len(), 28);
        started.elapsed()
    };
    // The best of some: other work on the machine is not the view's.
    let best = (0..7).map(|_| timed()).min().expect("some");
    let limit = if cfg!(debug_assertions) { 150 } else { 5 };
    println!("view of a large journey: {best:?}");
    assert!(best < Duration::from_millis(limit), "{best:?}");
}

#[test]
fn identity_needs_no_payment_in_the_built_in_catalogue() {
    let catalog = Catalog::embedded();
    let mut modules = catalog.modules();
    let found = modules.find(|(_, it)| it.purposes.contains(&Purpose::Identity));
    let (gateway, module) = found.expect("one");
    let mut story = built_in();
    let track = spec(&gateway.id, &module.id, Purpose::Identity);
    story.ok(Command::ChoosePlan {
        tracks: vec![track],
    });
    assert!(!story.shows("open-live-payment@1") && !story.shows("card-review-wait@1"));
}
