//! Bad days of the network and of PortOne: what a check says, and that it says nothing false.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::time::{Duration, Instant};

use app::FolderKind;
use app::checks::{Unreachable, Verdict};
use catalog::{Catalog, Mode, Portone, Shape};
use desk::{Desk, desk, open};
use portone_sim::Fault;
use vault::Secret;
use wizard::command::Command;
use wizard::event::{FieldAt, TaskKey, TrackSpec};
use wizard::view::Status;

/// What a check may take, at most, as it is promised to the user.
const PROMISED: Duration = Duration::from_secs(15);

struct Case {
    desk: Desk,
    journey: String,
    keys: TaskKey,
    store: FieldAt,
}

/// The task and field that take a value of this shape.
fn field(shape: Shape) -> FieldAt {
    let found = Catalog::embedded().all_tasks().find_map(|it| {
        let field = it.task.fields.iter().find(|field| field.shape == shape)?;
        Some((it.task.id.clone(), field.id.clone()))
    });
    let (task, field) = found.unwrap();
    FieldAt {
        task: TaskKey { task, track: None },
        field,
    }
}

/// A practice journey with its keys entered.
async fn case() -> Case {
    let desk = desk().await;
    let (gateway, module) = Catalog::embedded()
        .modules()
        .find(|(_, it)| {
            let pays = it.purposes[0] == catalog::Purpose::OneTime;
            it.portone == Portone::V2 && it.closed_since.is_none() && pays
        })
        .unwrap();
    let spec = TrackSpec {
        gateway: gateway.id.clone(),
        module: module.id.clone(),
        purpose: module.purposes[0],
    };
    let journey = desk.core.create("연습 가게").await.unwrap().id;
    let tracks = vec![spec.clone()];
    desk.core
        .run(&journey, Command::ChoosePlan { tracks })
        .await
        .unwrap();
    let store = field(Shape::StoreId);
    let keys = store.task.clone();
    desk.fill(&journey, &keys, &spec).await.unwrap();
    Case {
        desk,
        journey,
        keys,
        store,
    }
}

impl Case {
    async fn with(&self, fault: Fault) -> Verdict {
        self.desk
            .core
            .with_practice(|portone| {
                portone.clear_faults();
                portone.set_fault(fault);
            })
            .await
            .unwrap();
        self.check().await
    }

    async fn check(&self) -> Verdict {
        let check = self.desk.core.check_keys(&self.journey, &self.keys);
        check.await.unwrap()
    }

    async fn status(&self) -> Status {
        let loaded = self.desk.core.load(&self.journey).await.unwrap();
        let mut tasks = loaded.view.stages.into_iter().flat_map(|stage| stage.tasks);
        tasks.find(|task| task.key == self.keys).unwrap().status
    }
}

#[tokio::test]
async fn each_trouble_has_its_own_name_and_proves_and_refutes_nothing() {
    let case = case().await;
    let before = case.desk.core.load(&case.journey).await.unwrap();
    let unreachable = |why| Verdict::Unreachable { why, proxy: None };
    for (fault, verdict) in [
        (
            Fault::Status(500),
            Verdict::PortoneFault { status: Some(500) },
        ),
        (
            Fault::Status(503),
            Verdict::PortoneFault { status: Some(503) },
        ),
        (Fault::NotJson, unreachable(Unreachable::Captive)),
        (Fault::Reset, unreachable(Unreachable::Connect)),
        (Fault::json(200, "{\"what\":"), Verdict::Unexpected),
        (Fault::Huge, Verdict::Unexpected),
    ] {
        assert_eq!(case.with(fault.clone()).await, verdict, "{fault:?}");
        let last = case.desk.core.last_verdict(&case.journey, &case.keys).await;
        assert_eq!(last.unwrap().verdict, verdict);
    }
    let after = case.desk.core.load(&case.journey).await.unwrap();
    assert_eq!(
        after.journey.head(),
        before.journey.head(),
        "nothing was recorded"
    );
    case.desk.core.with_practice(|it| it.clear_faults()).await;
    assert!(matches!(case.check().await, Verdict::KeysGood { .. }));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_in_time() {
    let case = case().await;
    let start = Instant::now();
    let verdict = case.with(Fault::Hang).await;
    let took = start.elapsed();
    let why = Unreachable::Timeout;
    assert_eq!(verdict, Verdict::Unreachable { why, proxy: None });
    assert!(took < PROMISED * 3, "{took:?}");
}

#[tokio::test]
async fn a_check_is_stopped_at_once() {
    let case = case().await;
    let hang = case.with(Fault::Hang);
    let stop = async {
        // The check is under way when the server has heard of it.
        loop {
            tokio::task::yield_now().await;
            let heard = case
                .desk
                .core
                .with_practice(|portone| portone.requests().len());
            if heard.await.unwrap() > 0 {
                break case.desk.core.cancel_check();
            }
        }
    };
    let (verdict, ()) = tokio::join!(hang, stop);
    assert_eq!(verdict, Verdict::Cancelled);
    assert!(!matches!(case.status().await, Status::Done { .. }));
}

#[tokio::test]
async fn an_answer_about_a_value_that_was_changed_meanwhile_counts_for_nothing() {
    let case = case().await;
    let other = "store-practice-00000000-0000-4000-8000-0000000000ff";
    let slow = case.with(Fault::Slow(Duration::from_millis(700)));
    let change = async {
        loop {
            tokio::task::yield_now().await;
            let heard = case
                .desk
                .core
                .with_practice(|portone| portone.requests().len());
            if heard.await.unwrap() > 0 {
                break;
            }
        }
        case.desk
            .core
            .set_value(&case.journey, &case.store, other, true)
            .await
            .unwrap()
    };
    let (verdict, typed) = tokio::join!(slow, change);
    assert!(typed.saved, "{typed:?}");
    assert_eq!(verdict, Verdict::Changed);
    assert!(!matches!(case.status().await, Status::Done { .. }));
}

#[tokio::test]
async fn a_foreign_store_and_a_wrong_key_are_told_apart() {
    let case = case().await;
    let other = "store-practice-00000000-0000-4000-8000-0000000000ff";
    case.desk
        .core
        .set_value(&case.journey, &case.store, other, true)
        .await
        .unwrap();
    assert_eq!(case.check().await, Verdict::StoreNotMine);
    let secret = field(Shape::V2Secret);
    let wrong = Secret::copied_from("practice-wrong-secret-0000000000000000000000000000");
    let saved = case
        .desk
        .core
        .save_secret(&case.journey, &secret, wrong, true)
        .await
        .unwrap();
    assert!(saved.saved, "{saved:?}");
    assert_eq!(case.check().await, Verdict::WrongSecret);
}

#[tokio::test]
async fn a_payment_of_a_test_channel_opens_nothing() {
    let case = case().await;
    let loaded = case.desk.core.load(&case.journey).await.unwrap();
    let track = &loaded.view.tracks[0];
    let live = loaded
        .view
        .stages
        .iter()
        .flat_map(|stage| &stage.tasks)
        .find(|task| task.proof == catalog::ProofKind::Payment(Mode::Live))
        .unwrap();
    let id = case
        .desk
        .practice("payment", Mode::Test, &track.spec.module);
    let check = case.desk.core.check_payment(&case.journey, &live.key, &id);
    let Verdict::Payment(found) = check.await.unwrap() else {
        panic!("no payment");
    };
    assert_eq!(found.mode, Some(Mode::Test));
    assert!(!found.proves);
}

/// A company network whose way out is down. The proxy is taken from the environment, so the test
/// starts itself again with it.
#[test]
fn offline_the_real_mode_says_so_and_everything_else_works() {
    const NAME: &str = "offline_the_real_mode_says_so_and_everything_else_works";
    const INSIDE: &str = "GILJABI_OFFLINE";
    if std::env::var_os(INSIDE).is_some() {
        tokio::runtime::Runtime::new().unwrap().block_on(offline());
        println!("inner part done");
        return;
    }
    let own = std::env::current_exe().unwrap();
    let mut again = std::process::Command::new(own);
    again
        .args([NAME, "--exact", "--nocapture"])
        .env(INSIDE, "1");
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        // Port 9 is never listened on.
        again.env(name, "http://user:pass@127.0.0.1:9");
    }
    let output = again.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("inner part done"), "{text}");
}

async fn offline() {
    let desk = open(FolderKind::Real).await;
    let (gateway, module) = Catalog::embedded()
        .modules()
        .find(|(_, it)| {
            let pays = it.purposes[0] == catalog::Purpose::OneTime;
            it.portone == Portone::V2 && it.closed_since.is_none() && pays
        })
        .unwrap();
    let tracks = vec![TrackSpec {
        gateway: gateway.id.clone(),
        module: module.id.clone(),
        purpose: module.purposes[0],
    }];
    let id = desk.core.create("가게").await.unwrap().id;
    desk.core
        .run(&id, Command::ChoosePlan { tracks })
        .await
        .unwrap();
    let store = field(Shape::StoreId);
    let plain = "store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec";
    desk.core.set_value(&id, &store, plain, true).await.unwrap();
    let value = Secret::copied_from(&"a1B2c3D4e5F6g7H8i9J0".repeat(4));
    let secret = field(Shape::V2Secret);
    desk.core
        .save_secret(&id, &secret, value, true)
        .await
        .unwrap();
    let start = Instant::now();
    let verdict = desk.core.check_keys(&id, &store.task).await.unwrap();
    assert!(
        matches!(verdict, Verdict::Unreachable { .. }),
        "{verdict:?}"
    );
    assert!(start.elapsed() < PROMISED * 3);
}
