//! Bad days of the network and of PortOne: what a check says, and that it says nothing false.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use app::checks::{Reach, Reading, Verdict};
use app::{Error, FolderKind};
use catalog::{Mode, Portone, Purpose, Shape};
use desk::{Desk, desk, field, open, spec, v2, with_track};
use portone_sim::{Fault, NewPayment, Version};
use vault::Secret;
use wizard::command::Refusal;
use wizard::event::{FieldAt, TaskKey};
use wizard::view::Status;

/// What a check may take, at most, as it is promised to the user.
const PROMISED: Duration = Duration::from_secs(15);
/// Shaped like a V2 secret.
const CANARY: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";

struct Case {
    desk: Desk,
    journey: String,
    keys: TaskKey,
    store: FieldAt,
}

/// A practice journey with its keys entered.
async fn case() -> Case {
    let desk = desk().await;
    let spec = v2();
    let journey = with_track(&desk.core, spec.clone()).await;
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

/// The task that a payment of this mode proves.
async fn payment_task(desk: &Desk, journey: &str, mode: Mode) -> TaskKey {
    let loaded = desk.core.load(journey).await.unwrap();
    let mut tasks = loaded.view.stages.into_iter().flat_map(|stage| stage.tasks);
    let payment = catalog::ProofKind::Payment(mode);
    tasks.find(|task| task.proof == payment).unwrap().key
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

    /// Until the server has heard of the check.
    async fn under_way(&self) {
        let heard = async || {
            let core = &self.desk.core;
            core.with_practice(|portone| portone.requests().len()).await
        };
        while heard().await == Some(0) {
            tokio::task::yield_now().await;
        }
    }

    async fn payment_task(&self, mode: Mode) -> TaskKey {
        payment_task(&self.desk, &self.journey, mode).await
    }

    /// How many requests the practice PortOne has seen.
    async fn asked(&self) -> usize {
        let asked = |portone: &portone_sim::Sim| portone.requests().len();
        self.desk.core.with_practice(asked).await.unwrap()
    }

    async fn status(&self) -> Status {
        let loaded = self.desk.core.load(&self.journey).await.unwrap();
        let mut tasks = loaded.view.stages.into_iter().flat_map(|stage| stage.tasks);
        tasks.find(|task| task.key == self.keys).unwrap().status
    }
}

/// The verdict without the support text, which is looked at first: it names the call, and no value.
fn plain(mut verdict: Verdict) -> Verdict {
    let call = match &mut verdict {
        Verdict::AddressNotAllowed { call, .. }
        | Verdict::NotPermitted { call }
        | Verdict::Unreachable { call, .. }
        | Verdict::PortoneFault { call, .. }
        | Verdict::AskedToWait { call, .. }
        | Verdict::Unexpected { call } => call,
        _ => return verdict,
    };
    let text = call.take().expect("a failed call says which");
    assert!(text.contains(" /"), "{text}");
    for value in [portone_sim::V2_SECRET, portone_sim::STORE_ID, "localhost"] {
        assert!(!text.contains(value), "{text}");
    }
    verdict
}

/// The list of a store in which nobody has paid yet: the check of the store can only infer.
fn no_payment() -> Fault {
    let list = r#"{"items":[],"page":{"number":0,"size":1,"totalCount":0}}"#;
    Fault::json(200, list)
}

fn unreachable(reach: Reach) -> Verdict {
    Verdict::Unreachable { reach, call: None }
}

#[tokio::test]
async fn each_trouble_has_its_own_name_and_proves_and_refutes_nothing() {
    let case = case().await;
    let before = case.desk.core.load(&case.journey).await.unwrap();
    let fault_of = |status| Verdict::PortoneFault {
        status: Some(status),
        call: None,
    };
    let unexpected = || Verdict::Unexpected { call: None };
    for (fault, verdict) in [
        (Fault::Status(500), fault_of(500)),
        (Fault::Status(503), fault_of(503)),
        (Fault::NotJson, unreachable(Reach::LoginPage)),
        (
            Fault::Redirect("https://login.example.com/".to_owned()),
            unreachable(Reach::LoginPage),
        ),
        (Fault::Reset, unreachable(Reach::NoConnection)),
        (Fault::Truncated, unreachable(Reach::NoConnection)),
        (Fault::json(200, "{\"what\":"), unexpected()),
        (Fault::Huge, unexpected()),
    ] {
        let said = case.with(fault.clone()).await;
        let last = case.desk.core.last_verdict(&case.journey, &case.keys).await;
        assert_eq!(last.unwrap().verdict, said);
        assert_eq!(plain(said), verdict, "{fault:?}");
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

/// Everything PortOne can say to a key, told apart, each with both ways to read it where it only infers.
#[tokio::test]
async fn what_is_inferred_names_both_readings_and_proves_nothing() {
    let case = case().await;
    let refused = |status, word: &str| Fault::json(status, &format!("{{\"type\":\"{word}\"}}"));
    let store_only = async |fault: Fault| {
        let said = case.desk.core.with_practice(|portone| {
            portone.clear_faults();
            portone.set_fault_for(no_payment(), "/v2/payments", 1);
            portone.set_fault_for(fault, "/v2/payments/", u32::MAX);
        });
        said.await.unwrap();
        case.check().await
    };
    for (verdict, wanted) in [
        (
            store_only(refused(403, "FORBIDDEN")).await,
            Verdict::StoreNotMine {
                readings: Some([Reading::StoreOfOthers, Reading::RoleTooSmall]),
            },
        ),
        (
            store_only(refused(400, "INVALID_REQUEST")).await,
            Verdict::StoreMalformed {
                readings: Some([Reading::IdMalformed, Reading::RequestNotUnderstood]),
            },
        ),
        (
            store_only(refused(404, "PAYMENT_NOT_FOUND")).await,
            Verdict::KeysGood {
                store_proven: false,
                readings: Some([Reading::StoreUsable, Reading::StoreNotLookedAt]),
            },
        ),
        (
            plain(case.with(refused(403, "FORBIDDEN")).await),
            Verdict::NotPermitted { call: None },
        ),
        (
            case.with(refused(401, "UNAUTHORIZED")).await,
            Verdict::WrongSecret { readings: None },
        ),
    ] {
        assert_eq!(verdict, wanted);
    }
    assert!(!matches!(case.status().await, Status::Done { .. }));
}

/// 자동 확인 comes with the first answer that carried the store's id, and with nothing before it.
#[tokio::test]
async fn the_store_is_confirmed_by_a_payment_that_carries_it_and_not_before() {
    let case = case().await;
    let list = case.desk.core.with_practice(|portone| {
        portone.set_fault_for(no_payment(), "/v2/payments", 1);
    });
    list.await.unwrap();
    let verdict = case.check().await;
    assert!(
        matches!(
            verdict,
            Verdict::KeysGood {
                store_proven: false,
                readings: Some(_)
            }
        ),
        "{verdict:?}"
    );
    let probable = case.status().await;
    assert!(!matches!(probable, Status::Done { .. }), "{probable:?}");

    let loaded = case.desk.core.load(&case.journey).await.unwrap();
    let mut tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let paid = tasks
        .find(|task| matches!(task.proof, catalog::ProofKind::Payment(Mode::Test)))
        .unwrap();
    let module = &loaded.view.tracks[0].spec.module;
    let id = case.desk.practice("payment", Mode::Test, module);
    let check = case.desk.core.check_payment(&case.journey, &paid.key, &id);
    assert!(matches!(check.await.unwrap(), Verdict::Payment(_)));
    let proven = case.status().await;
    assert!(matches!(proven, Status::Done { .. }), "{proven:?}");
}

/// V1 refuses a good key from an address that is not on the merchant's list, with the same words.
#[tokio::test]
async fn a_refused_v1_key_may_be_the_address() {
    let desk = desk().await;
    let spec = desk::spec(|module| module.portone == catalog::Portone::V1);
    let journey = with_track(&desk.core, spec.clone()).await;
    let keys = field(Shape::V1Key).task;
    desk.fill(&journey, &keys, &spec).await.unwrap();
    let checked = async |fault: Fault| {
        let planned = desk.core.with_practice(|portone| {
            portone.clear_faults();
            portone.set_fault(fault);
        });
        planned.await.unwrap();
        desk.core.check_keys(&journey, &keys).await.unwrap()
    };
    let body = |code: i64| format!("{{\"code\":{code},\"message\":\"x\",\"response\":null}}");
    assert_eq!(
        checked(Fault::json(401, &body(-1))).await,
        Verdict::WrongSecret {
            readings: Some([Reading::KeyWrong, Reading::AddressRefused]),
        }
    );
    assert_eq!(
        plain(checked(Fault::json(403, &body(-1))).await),
        Verdict::AddressNotAllowed {
            readings: Some([Reading::AddressRefused, Reading::RoleTooSmall]),
            call: None,
        }
    );
    desk.core.with_practice(|it| it.clear_faults()).await;
    let good = desk.core.check_keys(&journey, &keys).await.unwrap();
    assert!(matches!(good, Verdict::Channels { .. }), "{good:?}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_in_time() {
    let case = case().await;
    let start = Instant::now();
    let verdict = case.with(Fault::Hang).await;
    let took = start.elapsed();
    assert_eq!(plain(verdict), unreachable(Reach::Timeout));
    assert!(took < PROMISED * 3, "{took:?}");
}

#[tokio::test]
async fn a_check_is_stopped_at_once() {
    let case = case().await;
    let hang = case.with(Fault::Hang);
    let stop = async {
        case.under_way().await;
        case.desk.core.cancel_check();
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
        case.under_way().await;
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
    let readings = Some([Reading::StoreOfOthers, Reading::RoleTooSmall]);
    assert_eq!(case.check().await, Verdict::StoreNotMine { readings });
    let secret = field(Shape::V2Secret);
    let wrong = Secret::copied_from("practice-wrong-secret-0000000000000000000000000000");
    let saved = case
        .desk
        .core
        .save_secret(&case.journey, &secret, wrong, true)
        .await
        .unwrap();
    assert!(saved.saved, "{saved:?}");
    let readings = Some([Reading::GatewaysSecret, Reading::MistypedSecret]);
    assert_eq!(case.check().await, Verdict::GatewaySecret { readings });
}

#[tokio::test]
async fn a_payment_of_a_test_channel_opens_nothing() {
    let case = case().await;
    let loaded = case.desk.core.load(&case.journey).await.unwrap();
    let module = &loaded.view.tracks[0].spec.module;
    let live = case.payment_task(Mode::Live).await;
    let id = case.desk.practice("payment", Mode::Test, module);
    let check = case.desk.core.check_payment(&case.journey, &live, &id);
    let Verdict::Payment(found) = check.await.unwrap() else {
        panic!("no payment");
    };
    assert_eq!(found.mode, Some(Mode::Test));
    assert!(!found.proves);
}

#[tokio::test]
async fn what_looks_like_a_secret_is_not_looked_up_as_a_payment() {
    let case = case().await;
    let task = case.payment_task(Mode::Test).await;
    let pem = format!("-----BEGIN PRIVATE KEY----- practice {}", "a1".repeat(20));
    // In practice a payment number says so; a secret does not pass for one by saying it too.
    for secret in [CANARY.to_owned(), format!("practice {CANARY}"), pem] {
        let check = case.desk.core.check_payment(&case.journey, &task, &secret);
        let refused = check.await.err();
        assert_eq!(refused, Some(Error::Refused(Refusal::LooksSecret)));
    }
    assert_eq!(case.asked().await, 0, "nothing was asked");
    assert!(
        case.desk
            .core
            .last_verdict(&case.journey, &task)
            .await
            .is_none()
    );
}

#[tokio::test]
async fn a_v1_payment_is_found_by_portone_s_number_and_by_the_merchant_s_own() {
    let desk = desk().await;
    let v1 = |module: &catalog::Module| {
        module.portone == Portone::V1 && module.purposes[0] == Purpose::OneTime
    };
    let spec = spec(v1);
    let journey = with_track(&desk.core, spec.clone()).await;
    let keys = field(Shape::V1Key).task;
    desk.fill(&journey, &keys, &spec).await.unwrap();
    let task = payment_task(&desk, &journey, Mode::Test).await;
    let channel = desk.practice("channel_key", Mode::Test, &spec.module);
    let imp_uid = "imp_practice_0001";
    let merchant_uid = desk
        .core
        .with_practice(|portone| {
            let paid = NewPayment::paid(imp_uid, Version::V1, &channel, 1000);
            portone.add_payment(paid).unwrap();
            portone.payment(Version::V1, imp_uid).unwrap().merchant_uid
        })
        .await
        .unwrap();
    assert!(!merchant_uid.starts_with("imp"), "{merchant_uid}");
    let seeded = desk.practice("payment", Mode::Test, &spec.module);
    let by_own = "/v1/payments/find/{merchant_uid}";
    let by_theirs = "/v1/payments/{imp_uid}";
    for (number, id, asked) in [
        (imp_uid, Some(imp_uid), vec![by_theirs]),
        (&merchant_uid, Some(imp_uid), vec![by_own]),
        // A number of PortOne's that does not look like one.
        (&seeded, Some(&seeded), vec![by_own, by_theirs]),
        ("imp_practice_none", None, vec![by_theirs, by_own]),
        ("order_practice_none", None, vec![by_own, by_theirs]),
    ] {
        desk.core.with_practice(|it| it.clear_requests()).await;
        let check = desk.core.check_payment(&journey, &task, number);
        let found = match check.await.unwrap() {
            Verdict::Payment(found) => Some((found.id, found.proves)),
            Verdict::PaymentNotFound { .. } => None,
            other => panic!("{number}: {other:?}"),
        };
        assert_eq!(found, id.map(|id| (id.to_owned(), true)), "{number}");
        let seen = desk.core.with_practice(|it| it.requests()).await.unwrap();
        let looked = seen.iter().filter(|it| it.path.contains("payments"));
        let looked: Vec<_> = looked.map(|it| it.path.as_str()).collect();
        assert_eq!(looked, asked, "{number}");
    }
}

#[tokio::test]
async fn an_order_number_of_sixteen_digits_is_a_payment_s_as_in_its_field() {
    let desk = open(FolderKind::Real).await;
    let journey = with_track(&desk.core, v2()).await;
    let task = payment_task(&desk, &journey, Mode::Test).await;
    let check = desk
        .core
        .check_payment(&journey, &task, " 9876543210987654\u{200b}");
    // No key was entered: it goes no further, but it is not refused.
    let verdict = check.await.unwrap();
    assert!(matches!(verdict, Verdict::Incomplete { .. }), "{verdict:?}");
}

/// Set in a test that started itself again with another environment.
const INSIDE: &str = "GILJABI_INSIDE";

/// Starts the test again in a process of its own.
fn again(name: &str, environment: &[(&str, String)]) {
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args([name, "--exact", "--nocapture"]).env(INSIDE, "");
    again.envs(environment.iter().map(|(name, value)| (name, value)));
    for name in ["NO_PROXY", "no_proxy"] {
        again.env_remove(name);
    }
    let output = again.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("inner part done"), "{text}");
}

fn inside(work: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().unwrap().block_on(work);
    println!("inner part done");
}

/// A company network whose way out is down, or lets nobody through. The proxy is taken from the environment, so the
/// test starts itself again with it.
#[test]
fn offline_the_real_mode_says_so_and_everything_else_works() {
    const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    if std::env::var_os(INSIDE).is_some() {
        let proxy = std::env::var(PROXIES[0]).unwrap();
        let (_, proxy) = proxy.split_once('@').unwrap();
        return inside(offline(proxy));
    }
    let again = |proxy: &str| {
        let proxy = format!("http://{PROXY_USER}:{PROXY_PASSWORD}@{proxy}");
        let name = "offline_the_real_mode_says_so_and_everything_else_works";
        again(name, &PROXIES.map(|it| (it, proxy.clone())));
    };
    // Port 9 is never listened on.
    again("127.0.0.1:9");

    let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = proxy.local_addr().unwrap().to_string();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for socket in proxy.incoming() {
            let mut socket = socket.unwrap();
            let mut head = [0; 4096];
            let read = socket.read(&mut head).unwrap_or(0);
            tell.send(String::from_utf8_lossy(&head[..read]).into_owned())
                .unwrap();
            let _ = socket.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        }
    });
    again(&address);
    let heads: Vec<String> = told.try_iter().collect();
    assert!(!heads.is_empty(), "the proxy was passed by");
    for head in heads {
        assert!(head.starts_with("CONNECT api.portone.io:443 "), "{head}");
    }
}

const PROXY_USER: &str = "kim-canary";
const PROXY_PASSWORD: &str = "pw-canary";

async fn offline(proxy: &str) {
    let start = Instant::now();
    let verdict = checked_for_real().await;
    let printed = format!("{verdict:?}");
    for own in [PROXY_USER, PROXY_PASSWORD] {
        assert!(!printed.contains(own), "{printed}");
    }
    let host = Some(proxy.to_owned());
    let behind = unreachable(Reach::CompanyProxy { host });
    assert_eq!(plain(verdict), behind);
    assert!(start.elapsed() < PROMISED * 3);
}

/// What a check of the keys says in the real folder, where they were saved before.
async fn checked_for_real() -> Verdict {
    let desk = open(FolderKind::Real).await;
    let id = with_track(&desk.core, v2()).await;
    let store = field(Shape::StoreId);
    let store_id = "store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec";
    let saved = desk.core.set_value(&id, &store, store_id, true).await;
    saved.unwrap();
    let value = Secret::copied_from(&"a1B2c3D4e5F6g7H8i9J0".repeat(4));
    let secret = field(Shape::V2Secret);
    let saved = desk.core.save_secret(&id, &secret, value, true).await;
    saved.unwrap();
    desk.core.check_keys(&id, &store.task).await.unwrap()
}

/// Where the system's certificates lie is taken from the environment as well.
#[cfg(target_os = "linux")]
#[test]
fn without_the_systems_certificates_nothing_but_the_checks_is_closed() {
    if std::env::var_os(INSIDE).is_some() {
        return inside(async {
            let untrusted = unreachable(Reach::NotTrusted(app::checks::TlsTrouble::Other));
            assert_eq!(checked_for_real().await, untrusted);
        });
    }
    let empty = tempfile::tempdir().unwrap();
    let none = empty.path().join("none.pem").display().to_string();
    std::fs::write(&none, "").unwrap();
    again(
        "without_the_systems_certificates_nothing_but_the_checks_is_closed",
        &[
            ("SSL_CERT_FILE", none),
            ("SSL_CERT_DIR", empty.path().display().to_string()),
        ],
    );
}
