//! The test message to the merchant's own server, against a real one, and the judge of a pasted request.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use app::probing::{
    Finding, Judged, ProbeKind, Probing, SecretUse, SignatureVerdict, Timing, UnreadablePaste,
    UrlFault,
};
use app::{Error, FolderKind};
use catalog::Shape;
use desk::{Desk, desk, field, open, v2, with_track};
use jiff::Timestamp;
use portone::webhook::{Moment, Pasted, SignedMessage, WebhookSecret, judge};
use portone_sim::WEBHOOK_SECRET;
use vault::{Secret, VaultError};
use wizard::event::FieldAt;

/// A merchant's server: what it answers to the text of a request.
struct Shop {
    address: String,
    came: Arc<AtomicUsize>,
    heard: Arc<Mutex<String>>,
}

fn shop(answers: fn(&str) -> Option<u16>) -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let shop = Shop {
        address: format!("http://{}/hook", listener.local_addr().unwrap()),
        came: Arc::default(),
        heard: Arc::default(),
    };
    let (came, heard) = (Arc::clone(&shop.came), Arc::clone(&shop.heard));
    std::thread::spawn(move || {
        let mut silent = Vec::new();
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            let text = whole(&mut socket);
            heard.lock().unwrap().push_str(&text);
            came.fetch_add(1, Ordering::SeqCst);
            match answers(&text) {
                Some(status) => {
                    let head = format!(
                        "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = socket.write_all(head.as_bytes());
                }
                None => silent.push(socket),
            }
        }
    });
    shop
}

/// A request to its end, as its length tells.
fn whole(socket: &mut std::net::TcpStream) -> String {
    let mut text = String::new();
    loop {
        let mut part = [0; 4096];
        let read = socket.read(&mut part).unwrap_or(0);
        text.push_str(&String::from_utf8_lossy(&part[..read]));
        let cut_off = Pasted::read(&text).map_or(true, |pasted| pasted.cut_off);
        if read == 0 || !cut_off {
            return text;
        }
    }
}

/// As the documents tell merchants to do it.
fn careful(text: &str) -> Option<u16> {
    let secret = WebhookSecret::new(WEBHOOK_SECRET.into()).unwrap();
    let pasted = Pasted::read(text).unwrap();
    let judged = judge(&[&secret], &pasted.received(), Moment::At(Timestamp::now()));
    Some(if judged.accepted() { 200 } else { 401 })
}

struct Case {
    desk: Desk,
    journey: String,
    at: FieldAt,
}

async fn case(desk: Desk) -> Case {
    let journey = with_track(&desk.core, v2()).await;
    let at = field(Shape::WebhookSecret);
    Case { desk, journey, at }
}

impl Case {
    async fn save(&self, secret: &str) {
        let value = Secret::copied_from(secret);
        let saved = self
            .desk
            .core
            .save_secret(&self.journey, &self.at, value, true);
        assert!(saved.await.unwrap().saved);
    }

    async fn probe(&self, address: &str, agreed: Option<&str>) -> Probing {
        let core = &self.desk.core;
        let probing = core.probe_webhook(&self.journey, &self.at.task, address, agreed);
        probing.await.unwrap()
    }

    async fn sent(&self, shop: &Shop) -> (SecretUse, Vec<(ProbeKind, Finding)>) {
        match self.probe(&shop.address, Some("127.0.0.1")).await {
            Probing::Sent { host, secret, met } => {
                assert_eq!(host, "127.0.0.1");
                let met = met.iter().map(|one| (one.kind, one.finding));
                (secret, met.collect())
            }
            other => panic!("{other:?}"),
        }
    }

    async fn judged(&self, text: &str, just_now: bool) -> Judged {
        let core = &self.desk.core;
        let judged = core.judge_webhook(&self.journey, &self.at.task, text, just_now);
        judged.await.unwrap()
    }
}

#[tokio::test]
async fn nothing_is_sent_before_the_merchant_agreed_to_that_very_host() {
    let case = case(desk().await).await;
    let shop = shop(|_| Some(200));
    let here = || Probing::NeedsConsent {
        host: "127.0.0.1".to_owned(),
    };
    assert_eq!(case.probe(&shop.address, None).await, here());
    let elsewhere = Some("shop.example.com");
    // Pasted with what comes along, it is the same address.
    let pasted = format!(" \u{200b}{}\n", shop.address);
    assert_eq!(case.probe(&pasted, elsewhere).await, here());
    // Practice stays on this computer, whatever was agreed to.
    for (address, fault) in [
        ("https://shop.example.com/hook", UrlFault::NotThisMachine),
        ("http://192.168.0.1/", UrlFault::NotThisMachine),
        ("http://a:b@127.0.0.1/", UrlFault::UserInfo),
        ("hook", UrlFault::NotAnAddress),
    ] {
        let said = case.probe(address, elsewhere).await;
        assert_eq!(said, Probing::Refused(fault), "{address}");
    }
    assert_eq!(shop.came.load(Ordering::SeqCst), 0);
    let core = &case.desk.core;
    let other = field(Shape::StoreId).task;
    let refused = core.probe_webhook(&case.journey, &other, &shop.address, None);
    assert_eq!(refused.await.unwrap_err(), Error::NotFound);
}

#[tokio::test]
async fn without_a_secret_one_message_is_sent_and_with_it_each_kind() {
    let case = case(desk().await).await;
    let credulous = shop(|_| Some(200));
    let unsigned = vec![(ProbeKind::Unsigned, Finding::ForgeryTaken)];
    let told = case.sent(&credulous).await;
    assert_eq!(told, (SecretUse::NotStored, unsigned));

    case.save(WEBHOOK_SECRET).await;
    let careful = shop(careful);
    let right = ProbeKind::ALL.map(|kind| (kind, Finding::Right)).to_vec();
    assert_eq!(case.sent(&careful).await, (SecretUse::Stored, right));
    assert_eq!(careful.came.load(Ordering::SeqCst), ProbeKind::ALL.len());
    let heard = careful.heard.lock().unwrap().clone();
    assert!(
        heard.to_lowercase().contains("user-agent: giljabi/"),
        "{heard}"
    );
    let own = WEBHOOK_SECRET.trim_start_matches("whsec_");
    assert!(!heard.contains(own), "the secret itself was sent");
    // Nothing of it is in the journey: it proves no task.
    let loaded = case.desk.core.load(&case.journey).await.unwrap();
    let mut tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let own = tasks.find(|task| task.key == case.at.task).unwrap();
    let done = matches!(own.status, wizard::view::Status::Done { .. });
    assert!(!done, "{:?}", own.status);
}

/// What cannot be signed as the merchant meant it is not sent at all.
#[tokio::test]
async fn with_a_locked_keychain_nothing_is_sent() {
    let mut case = case(desk().await).await;
    case.save(WEBHOOK_SECRET).await;
    case.desk.keychain(Some(VaultError::Locked));
    case.desk.again(FolderKind::Practice).await;
    let shop = shop(|_| Some(200));
    let probing = case.probe(&shop.address, Some("127.0.0.1")).await;
    assert_eq!(probing, Probing::VaultClosed);
    assert_eq!(shop.came.load(Ordering::SeqCst), 0);
    let pasted = case.judged("webhook-id: 1\n\n{}", false).await;
    assert_eq!(pasted, Judged::VaultClosed);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_let_go_of() {
    let case = case(desk().await).await;
    let silent = shop(|_| None);
    let probing = case.probe(&silent.address, Some("127.0.0.1"));
    let stop = async {
        while silent.came.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        case.desk.core.cancel_check();
    };
    let (probing, ()) = tokio::join!(probing, stop);
    assert_eq!(probing, Probing::Cancelled);

    // Nobody there: the rest would only wait for nobody, too.
    case.save(WEBHOOK_SECRET).await;
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = Shop {
        address: format!("http://{}/", closed.local_addr().unwrap()),
        ..silent
    };
    drop(closed);
    let first = vec![(ProbeKind::Genuine, Finding::NoConnection)];
    assert_eq!(case.sent(&gone).await, (SecretUse::Stored, first));
}

#[tokio::test]
async fn the_real_mode_calls_no_address_of_this_computer() {
    let case = case(open(FolderKind::Real).await).await;
    let shop = shop(|_| Some(200));
    let port = shop.address.rsplit(':').next().unwrap();
    for (address, fault) in [
        (shop.address.clone(), UrlFault::NotHttps),
        (format!("https://127.0.0.1:{port}"), UrlFault::NotPublic),
        (format!("https://localhost:{port}"), UrlFault::NotPublic),
    ] {
        for agreed in [None, Some("127.0.0.1"), Some("localhost")] {
            let said = case.probe(&address, agreed).await;
            assert_eq!(said, Probing::Refused(fault), "{address}");
        }
    }
    assert_eq!(shop.came.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_pasted_request_is_judged_with_the_stored_secret() {
    let case = case(desk().await).await;
    let secret = WebhookSecret::new(WEBHOOK_SECRET.into()).unwrap();
    let now = *case.desk.computer.now.lock().unwrap();
    let sent = |at: Timestamp| {
        let body = r#"{"type":"Transaction.Paid","data":{"paymentId":"p"}}"#;
        let signed = SignedMessage::sign(&secret, "msg_1", at, body);
        format!(
            "POST /hook HTTP/1.1\r\nwebhook-id: {}\r\nwebhook-timestamp: {}\r\nwebhook-signature: {}\r\n\r\n{body}",
            signed.id, signed.timestamp, signed.signature
        )
    };
    let good = sent(now);
    let none = Judged::NoSecret(SecretUse::NotStored);
    assert_eq!(case.judged(&good, true).await, none);
    assert_eq!(
        case.judged("x", true).await,
        Judged::Unreadable(UnreadablePaste::NoBody)
    );
    case.save(WEBHOOK_SECRET).await;
    let old = sent(now - jiff::SignedDuration::from_mins(6));
    let genuine = || SignatureVerdict::Genuine { secret: 0 };
    for (text, just_now, signature, timing) in [
        (&good, true, genuine(), Timing::Fine),
        (&good, false, genuine(), Timing::NotJudged),
        (&old, true, genuine(), Timing::TooOld { seconds: 360 }),
        (
            &good.replace("Paid", "Free"),
            true,
            SignatureVerdict::Wrong { changed: None },
            Timing::Fine,
        ),
    ] {
        match case.judged(text, just_now).await {
            Judged::Read { cut_off, judgement } => {
                assert!(!cut_off);
                assert_eq!((judgement.signature, judgement.timing), (signature, timing));
            }
            other => panic!("{other:?}"),
        }
    }
}
