//! The core, from nothing to 오픈, against the practice PortOne: every module of the catalogue.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::time::Instant;

use app::checks::Verdict;
use catalog::{Catalog, Mode, ProofKind};
use desk::{Desk, desk};
use tokio::task::JoinSet;
use wizard::command::{Command, Refusal};
use wizard::event::{TaskKey, TrackSpec};
use wizard::view::{Status, TrackState};

/// Walks one track to 오픈, or says where it got stuck.
async fn walk(desk: &Desk, spec: &TrackSpec) -> Result<(), String> {
    let journey = desk.core.create("연습 가게").await.unwrap().id;
    let chosen = Command::ChoosePlan {
        tracks: vec![spec.clone()],
    };
    let planned = desk.core.run(&journey, chosen).await;
    planned.map_err(|error| format!("plan: {error:?}"))?;
    for _ in 0..40 {
        let loaded = desk.core.load(&journey).await.unwrap();
        if matches!(loaded.view.tracks[0].state, TrackState::Open { .. }) {
            return Ok(());
        }
        let head = loaded.journey.head();
        let keys: Vec<_> = loaded
            .view
            .stages
            .iter()
            .flat_map(|stage| &stage.tasks)
            .filter(|task| {
                !matches!(
                    task.status,
                    Status::Done { .. } | Status::NotApplicable { .. } | Status::Blocked { .. }
                )
            })
            .map(|task| (task.key.clone(), task.proof))
            .collect();
        for (key, proof) in keys {
            do_task(desk, &journey, &key, proof, spec).await?;
        }
        if desk.core.load(&journey).await.unwrap().journey.head() == head {
            break;
        }
    }
    let loaded = desk.core.load(&journey).await.unwrap();
    let track = &loaded.view.tracks[0];
    if matches!(track.state, TrackState::Open { .. }) {
        return Ok(());
    }
    let missing: Vec<_> = track.missing.iter().map(TaskKey::to_string).collect();
    Err(format!("still missing {missing:?}"))
}

async fn do_task(
    desk: &Desk,
    journey: &str,
    key: &TaskKey,
    proof: ProofKind,
    spec: &TrackSpec,
) -> Result<(), String> {
    desk.fill(journey, key, spec).await?;
    let today = desk.core.today();
    let _waits = desk
        .core
        .run(
            journey,
            Command::Start {
                task: key.clone(),
                on: today,
            },
        )
        .await;
    let verdict = match proof {
        ProofKind::PortoneKeys => Some(desk.core.check_keys(journey, key).await),
        ProofKind::Payment(mode) => {
            let id = desk.practice("payment", mode, &spec.module);
            Some(desk.core.check_payment(journey, key, &id).await)
        }
        ProofKind::Channel(_) => match desk.core.check_channel(journey, key).await {
            Err(app::Error::Refused(Refusal::WrongKind)) => None,
            verdict => Some(verdict),
        },
        ProofKind::Person => None,
    };
    match verdict {
        Some(Ok(Verdict::Incomplete { .. })) | None => {}
        Some(Ok(_)) => return Ok(()),
        Some(Err(app::Error::Refused(Refusal::Blocked(_)))) => return Ok(()),
        Some(Err(error)) => return Err(format!("{key}: {error:?}")),
    }
    match desk
        .core
        .run(
            journey,
            Command::Mark {
                task: key.clone(),
                on: today,
            },
        )
        .await
    {
        Ok(_) | Err(app::Error::Refused(_)) => Ok(()),
        Err(error) => Err(format!("{key}: {error:?}")),
    }
}

/// Walks some tracks in a folder of its own, one after the other.
async fn walk_all(specs: Vec<TrackSpec>) -> Vec<String> {
    let desk = desk().await;
    let mut stuck = Vec::new();
    for spec in specs {
        if let Err(why) = walk(&desk, &spec).await {
            stuck.push(format!("{} {:?}: {why}", spec.module, spec.purpose));
        }
    }
    stuck
}

/// How many folders are walked at the same time: most of the time goes by waiting for the disk.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn every_open_module_can_be_practised_to_the_end() {
    let started = Instant::now();
    // The journey's own tests walk every purpose; here each is a round trip to the server.
    let long = std::env::var_os("GILJABI_LONG").is_some();
    let purposes = if long { usize::MAX } else { 1 };
    let modules = Catalog::embedded().modules();
    let open: Vec<_> = modules
        .filter(|(_, module)| module.closed_since.is_none())
        .collect();
    let specs: Vec<TrackSpec> = open
        .iter()
        .flat_map(|(gateway, module)| {
            let purposes = module.purposes.iter().take(purposes);
            purposes.map(|purpose| TrackSpec {
                gateway: gateway.id.clone(),
                module: module.id.clone(),
                purpose: *purpose,
            })
        })
        .collect();
    let mut lanes = vec![Vec::new(); AT_ONCE];
    for (n, spec) in specs.iter().enumerate() {
        lanes[n % AT_ONCE].push(spec.clone());
    }
    let mut running: JoinSet<Vec<String>> = lanes.into_iter().map(walk_all).collect();
    let mut stuck = Vec::new();
    while let Some(lane) = running.join_next().await {
        stuck.extend(lane.unwrap());
    }
    println!(
        "{} tracks of {} open modules in {:.1?}",
        specs.len(),
        open.len(),
        started.elapsed()
    );
    assert!(
        open.len() > 50,
        "the catalogue has lost modules: {}",
        open.len()
    );
    assert!(
        stuck.is_empty(),
        "{} of {}:\n{}",
        stuck.len(),
        specs.len(),
        stuck.join("\n")
    );
}

#[tokio::test]
async fn a_test_payment_does_not_open() {
    let desk = desk().await;
    let catalog = Catalog::embedded();
    let (gateway, module) = catalog
        .modules()
        .find(|(_, module)| {
            // Identity verification has no payment.
            let pays = module.purposes.first() != Some(&catalog::Purpose::Identity);
            module.portone == catalog::Portone::V2 && pays
        })
        .unwrap();
    let spec = TrackSpec {
        gateway: gateway.id.clone(),
        module: module.id.clone(),
        purpose: module.purposes[0],
    };
    let journey = desk.core.create("가게").await.unwrap().id;
    let plan = Command::ChoosePlan {
        tracks: vec![spec.clone()],
    };
    let loaded = desk.core.run(&journey, plan).await.unwrap();
    let tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let live = tasks
        .clone()
        .find(|task| task.proof == ProofKind::Payment(Mode::Live))
        .unwrap();
    let keys = tasks
        .clone()
        .find(|task| task.proof == ProofKind::PortoneKeys)
        .unwrap();
    desk.fill(&journey, &keys.key, &spec).await.unwrap();
    let test = desk.practice("payment", Mode::Test, &spec.module);
    let verdict = desk
        .core
        .check_payment(&journey, &live.key, &test)
        .await
        .unwrap();
    let Verdict::Payment(found) = verdict else {
        panic!("{verdict:?}")
    };
    assert!(
        found.paid && found.gateway_fits && !found.proves,
        "{found:?}"
    );
    let after = desk.core.load(&journey).await.unwrap();
    assert_eq!(after.view.tracks[0].state, TrackState::Active);
}
