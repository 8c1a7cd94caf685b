//! Notices: what we sign, others take; what others sign, we take; what is wrong, nobody takes.

use std::io::Write;
use std::process::{Command, Stdio};

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use portone::webhook::{Moment, Received, SignedMessage, WebhookSecret, judge};
use portone::{BillingKey, BillingKeyPayment, IdempotencyKey};
use portone_sim::WEBHOOK_SECRET;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::driver::won;
use crate::tools::{Judges, Ours, script, sim};

/// Another secret than the practice one, in base64 as they are written.
const OTHER: &str = "whsec_anotherpracticewebhooksecretnotreal00001";
const PAID: &str = r#"{"type":"Transaction.Paid","timestamp":"2026-01-01T00:00:00Z","data":{"storeId":"store-practice","paymentId":"p","transactionId":"t"}}"#;
/// A kind that nobody knows yet has to be taken like the others.
const NEW_KIND: &str =
    r#"{"type":"Transaction.Practised","timestamp":"2026-01-01T00:00:00Z","data":{"한글":"값"}}"#;

fn secret(text: &str) -> WebhookSecret {
    WebhookSecret::new(text.into()).unwrap()
}

fn sign(with: &str, id: &str, at: Timestamp, body: &str) -> SignedMessage {
    SignedMessage::sign(&secret(with), id, at, body)
}

/// A message, what the receiver's secret is, and whether it is to be taken.
struct Case {
    name: &'static str,
    secret: &'static str,
    message: SignedMessage,
    body: String,
    good: bool,
}

fn cases(now: Timestamp) -> Vec<Case> {
    let minutes = |minutes| now + SignedDuration::from_mins(minutes);
    let good = sign(WEBHOOK_SECRET, "msg-1", now, PAID);
    let case = |name, message: &SignedMessage, good| Case {
        name,
        secret: WEBHOOK_SECRET,
        message: message.clone(),
        body: message.body.clone(),
        good,
    };
    let with = |change: &dyn Fn(&mut SignedMessage)| {
        let mut changed = good.clone();
        change(&mut changed);
        changed
    };
    let stranger = sign(OTHER, "msg-1", now, PAID).signature;
    let bare = good.signature.trim_start_matches("v1,").to_owned();
    let mut all = vec![
        case("good", &good, true),
        case(
            "a new kind",
            &sign(WEBHOOK_SECRET, "msg-2", now, NEW_KIND),
            true,
        ),
        case(
            "old but not too old",
            &sign(WEBHOOK_SECRET, "msg-1", minutes(-4), PAID),
            true,
        ),
        case(
            "too old",
            &sign(WEBHOOK_SECRET, "msg-1", minutes(-6), PAID),
            false,
        ),
        case(
            "from a time to come",
            &sign(WEBHOOK_SECRET, "msg-1", minutes(6), PAID),
            false,
        ),
        case("another id", &with(&|one| one.id = "msg-9".into()), false),
        case(
            "another time",
            &with(&|one| one.timestamp = minutes(1).as_second().to_string()),
            false,
        ),
        case(
            "a stranger's",
            &with(&|one| one.signature.clone_from(&stranger)),
            false,
        ),
        case(
            "two signatures, the second fits",
            &with(&|one| one.signature = format!("{stranger} {}", good.signature)),
            true,
        ),
        case(
            "two signatures, none fits",
            &with(&|one| one.signature = format!("{stranger} {stranger}")),
            false,
        ),
        case(
            "no version before the signature",
            &with(&|one| one.signature.clone_from(&bare)),
            false,
        ),
        case(
            "another version",
            &with(&|one| one.signature = format!("v2,{bare}")),
            false,
        ),
        case("no signature", &with(&|one| one.signature.clear()), false),
        case("no id", &with(&|one| one.id.clear()), false),
        case(
            "no number for a time",
            &with(&|one| one.timestamp = "soon".into()),
            false,
        ),
    ];
    all.push(Case {
        body: PAID.replace("\"p\"", "\"q\""),
        ..case("a changed body", &good, false)
    });
    all.push(Case {
        secret: WEBHOOK_SECRET.trim_start_matches("whsec_"),
        ..case("a secret without its prefix", &good, true)
    });
    all.push(Case {
        secret: OTHER,
        ..case("another secret", &good, false)
    });
    all
}

impl Case {
    fn wire(&self) -> Value {
        json!({
            "secret": self.secret,
            "body": self.body,
            "headers": {
                "webhook-id": self.message.id,
                "webhook-timestamp": self.message.timestamp,
                "webhook-signature": self.message.signature,
            },
        })
    }

    fn ours(&self) -> bool {
        let header = |text: &String| (!text.is_empty()).then(|| text.clone());
        let (id, timestamp, signature) = (
            header(&self.message.id),
            header(&self.message.timestamp),
            header(&self.message.signature),
        );
        let received = Received {
            id: id.as_deref(),
            timestamp: timestamp.as_deref(),
            signature: signature.as_deref(),
            body: self.body.as_bytes(),
        };
        let moment = Moment::At(Timestamp::now());
        judge(&[&secret(self.secret)], &received, moment).accepted()
    }
}

/// Gives the program the text and gets its JSON.
fn ask(mut command: Command, text: &Value) -> Value {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(text.to_string().as_bytes()).unwrap();
    drop(stdin);
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    serde_json::from_slice(&out.stdout).unwrap()
}

fn ask_node(judges: &Judges, cases: &[Value]) -> Vec<Value> {
    let mut node = judges.node();
    node.arg(script("verify.mjs"));
    ask(node, &json!(cases)).as_array().unwrap().clone()
}

fn ask_python(judges: &Judges, verify: &[Value], sign: &[Value]) -> Value {
    let mut python = judges.python();
    python.arg(script("verify.py"));
    ask(python, &json!({ "verify": verify, "sign": sign }))
}

#[test]
fn all_agree_about_what_we_sign() {
    let Some(judges) = Judges::find() else { return };
    let cases = cases(Timestamp::now());
    let wire: Vec<Value> = cases.iter().map(Case::wire).collect();
    let node = ask_node(&judges, &wire);
    let python = ask_python(&judges, &wire, &[]);
    for (number, case) in cases.iter().enumerate() {
        let taken = |said: &Value| *said != json!(false);
        assert_eq!(taken(&node[number]), case.good, "npm: {}", case.name);
        assert_eq!(
            taken(&python["said"][number]),
            case.good,
            "PyPI: {}",
            case.name
        );
        assert_eq!(case.ours(), case.good, "ours: {}", case.name);
    }
    assert_eq!(node[0], "Transaction.Paid");
}

#[test]
fn we_take_what_the_reference_signs_and_nothing_else() {
    let Some(judges) = Judges::find() else { return };
    let now = Timestamp::now();
    let wanted = |secret, id, at: Timestamp, body| json!({ "secret": secret, "id": id, "at": at.as_second(), "body": body });
    let old = now - SignedDuration::from_mins(6);
    let orders = [
        wanted(WEBHOOK_SECRET, "msg-1", now, PAID),
        wanted(WEBHOOK_SECRET, "msg-한글", now, NEW_KIND),
        wanted(WEBHOOK_SECRET, "msg-1", old, PAID),
        wanted(OTHER, "msg-1", now, PAID),
    ];
    let signed = ask_python(&judges, &[], &orders);
    let signed = signed["signed"].as_array().unwrap();
    for (order, signature) in orders.iter().zip(signed) {
        let text = |name: &str| order[name].as_str().unwrap().to_owned();
        let (id, body, at) = (text("id"), text("body"), order["at"].to_string());
        let accepted = |id: &str, body: &str| {
            let received = Received {
                id: Some(id),
                timestamp: Some(&at),
                signature: signature.as_str(),
                body: body.as_bytes(),
            };
            let moment = Moment::At(now);
            judge(&[&secret(WEBHOOK_SECRET)], &received, moment).accepted()
        };
        let good = order["secret"] == WEBHOOK_SECRET && order["at"] == now.as_second();
        assert_eq!(accepted(&id, &body), good, "{order}");
        assert!(
            !accepted("msg-9", &body) && !accepted(&id, &format!("{body} ")),
            "{order}"
        );
        // Signed alike, to the letter.
        let at = Timestamp::from_second(order["at"].as_i64().unwrap()).unwrap();
        assert_eq!(sign(&text("secret"), &id, at, &body).signature, *signature);
    }
}

/// What the practice PortOne really sends, taken by everybody who will receive from the real one.
#[tokio::test]
async fn what_the_practice_server_sends_is_taken() {
    let Some(judges) = Judges::find() else { return };
    let (tell, mut heard) = mpsc::unbounded_channel();
    let hook = move |headers: HeaderMap, body: String| async move {
        tell.send((headers, body)).unwrap();
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(hook))).await });
    let sim = sim().await;
    assert!(sim.set_webhook(&url));
    let ours = Ours::at(&sim.v1_url(), &sim.v2_url());
    let key = BillingKey::new("billing-key-practice-issued");
    let payment = BillingKeyPayment::new(&key, "정기", won(1000));
    let once = IdempotencyKey::random();
    ours.v2
        .pay_with_billing_key("practice-noticed", &payment, &once)
        .await
        .unwrap();
    let refused = BillingKey::new("billing-key-practice-pg-refuses");
    let once = IdempotencyKey::random();
    ours.v2
        .delete_billing_key(&refused, None, None, None, &once)
        .await
        .unwrap();
    let mut wire = Vec::new();
    for _ in 0..2 {
        let (headers, body) = heard.recv().await.unwrap();
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        let received = Received {
            id: Some(&text("webhook-id")),
            timestamp: Some(&text("webhook-timestamp")),
            signature: Some(&text("webhook-signature")),
            body: body.as_bytes(),
        };
        let moment = Moment::At(Timestamp::now());
        assert!(
            judge(&[&secret(WEBHOOK_SECRET)], &received, moment).accepted(),
            "{body}"
        );
        wire.push(json!({ "secret": WEBHOOK_SECRET, "body": body, "headers": {
            "webhook-id": text("webhook-id"),
            "webhook-timestamp": text("webhook-timestamp"),
            "webhook-signature": text("webhook-signature"),
        }}));
    }
    let expected = ["Transaction.Paid", "BillingKey.Deleted"];
    let node = ask_node(&judges, &wire);
    assert_eq!(node, expected);
    let python = ask_python(&judges, &wire, &[]);
    assert_eq!(python["said"], json!(expected));
}
