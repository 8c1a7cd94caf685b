use super::*;
use crate::webhook::SignedMessage;

const BODY: &str = r#"{"type":"Transaction.Paid","timestamp":"2026-08-06T01:02:03.456Z","data":{"storeId":"store-practice","paymentId":"practice \"p\" 한","transactionId":"t"}}"#;
const SENT: i64 = 1_786_000_000;

fn secret(letter: &str) -> WebhookSecret {
    WebhookSecret::new(format!("whsec_{}", letter.repeat(32)).into()).unwrap()
}

fn signed() -> SignedMessage {
    SignedMessage::sign(&secret("A"), "msg_1", at(SENT), BODY)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn received(message: &SignedMessage) -> Received<'_> {
    Received {
        id: Some(&message.id),
        timestamp: Some(&message.timestamp),
        signature: Some(&message.signature),
        body: message.body.as_bytes(),
    }
}

fn verdict(message: &SignedMessage) -> SignatureVerdict {
    judge(&[&secret("A")], &received(message), Moment::Carried).signature
}

#[test]
fn ours_is_genuine_and_says_what_it_is() {
    let message = signed();
    let judged = judge(&[&secret("A")], &received(&message), Moment::At(at(SENT)));
    assert!(judged.accepted());
    let said = judged.message.unwrap();
    assert_eq!(said.kind, "Transaction.Paid");
    assert_eq!(said.payment_id.as_deref(), Some("practice \"p\" 한"));
    assert_eq!(said.store_id.as_deref(), Some("store-practice"));
    assert!(said.at.is_some());
}

#[test]
fn every_bad_message_has_its_reason() {
    let good = signed();
    let wrong = SignatureVerdict::Wrong { changed: None };
    let with = |change: fn(&mut SignedMessage)| {
        let mut message = good.clone();
        change(&mut message);
        verdict(&message)
    };
    assert_eq!(
        with(|m| m.body.insert(1, ' ')),
        SignatureVerdict::Wrong {
            changed: Some(Change::WrittenAgain)
        }
    );
    assert_eq!(with(|m| m.body = m.body.replace("Paid", "Fail")), wrong);
    assert_eq!(with(|m| m.id = "msg_2".into()), wrong);
    assert_eq!(with(|m| m.timestamp = (SENT + 1).to_string()), wrong);
    assert_eq!(with(|m| m.timestamp = "soon".into()), wrong);
    assert_eq!(
        with(|m| m.signature = m.signature.replace("v1,", "v1,A")),
        wrong
    );
    assert_eq!(with(|m| m.signature.truncate(12)), wrong);
    assert_eq!(
        with(|m| m.signature = m.signature.replace("v1,", "")),
        SignatureVerdict::NoVersion1
    );
    assert_eq!(
        with(|m| m.signature = m.signature.replace("v1,", "v1a,")),
        SignatureVerdict::NoVersion1
    );
    assert_eq!(
        with(|m| m.signature = "v1,".into()),
        SignatureVerdict::NoVersion1
    );
    assert_eq!(
        with(|m| m.id.clear()),
        SignatureVerdict::HeaderMissing("webhook-id")
    );
    assert_eq!(
        with(|m| m.timestamp.clear()),
        SignatureVerdict::HeaderMissing("webhook-timestamp")
    );
    assert_eq!(
        with(|m| m.signature.clear()),
        SignatureVerdict::HeaderMissing("webhook-signature")
    );
    let other = judge(&[&secret("B")], &received(&good), Moment::Carried);
    assert_eq!(other.signature, wrong);
    assert!(!other.accepted());
    let binary = Received {
        body: &[0xff, 0xfe],
        ..received(&good)
    };
    assert_eq!(
        judge(&[&secret("A")], &binary, Moment::Carried).signature,
        wrong
    );
}

#[test]
fn one_of_several_signatures_or_secrets_is_enough() {
    let mut message = signed();
    message.signature = format!("v1,AAAA v2,x {} v1,BBBB", message.signature);
    let judged = judge(
        &[&secret("B"), &secret("A")],
        &received(&message),
        Moment::Carried,
    );
    assert_eq!(judged.signature, SignatureVerdict::Genuine { secret: 1 });
}

#[test]
fn what_was_done_on_the_way_is_named() {
    let with = |body: String| {
        let message = SignedMessage { body, ..signed() };
        verdict(&message)
    };
    let changed = |change| SignatureVerdict::Wrong {
        changed: Some(change),
    };
    assert_eq!(with(format!("{BODY}\n")), changed(Change::EndAdded));
    assert_eq!(
        with(BODY.replace(',', ",\n  ")),
        changed(Change::WrittenAgain)
    );
    let lines = BODY.replace(',', ",\r\n");
    let windows = SignedMessage::sign(&secret("A"), "msg_1", at(SENT), &lines);
    let pasted = SignedMessage {
        body: lines.replace("\r\n", "\n"),
        ..windows
    };
    assert_eq!(verdict(&pasted), changed(Change::LineEnds));
}

#[test]
fn its_age_is_judged_at_the_moment_that_is_named() {
    let message = signed();
    let timing = |moment| judge(&[&secret("A")], &received(&message), moment).timing;
    assert_eq!(timing(Moment::Carried), Timing::NotJudged);
    for fine in [-300, 0, 300] {
        assert_eq!(timing(Moment::At(at(SENT + fine))), Timing::Fine);
    }
    assert_eq!(
        timing(Moment::At(at(SENT + 301))),
        Timing::TooOld { seconds: 301 }
    );
    assert_eq!(
        timing(Moment::At(at(SENT - 301))),
        Timing::TooEarly { seconds: 301 }
    );
    let late = judge(
        &[&secret("A")],
        &received(&message),
        Moment::At(at(SENT + 301)),
    );
    assert!(!late.accepted());
}

#[test]
fn the_old_version_and_unknown_kinds_are_read() {
    let kind = |body: &str| message(body.as_bytes()).map(|message| message.kind);
    assert_eq!(
        kind(r#"{"payment_id":"p","tx_id":"t","status":"Paid"}"#).as_deref(),
        Some("Paid")
    );
    assert_eq!(
        kind(r#"{"type":"Next.Thing","data":{"x":1}}"#).as_deref(),
        Some("Next.Thing")
    );
    assert_eq!(kind("imp_uid=1"), None);
}

/// The reference library, at this machine's time, says the same.
#[test]
fn the_reference_library_agrees() {
    let library = standardwebhooks::Webhook::new(&format!("whsec_{}", "A".repeat(32))).unwrap();
    let now = Timestamp::now();
    let fresh = SignedMessage::sign(&secret("A"), "msg_1", now, BODY);
    let old = SignedMessage::sign(&secret("A"), "msg_1", at(now.as_second() - 400), BODY);
    let early = SignedMessage::sign(&secret("A"), "msg_1", at(now.as_second() + 400), BODY);
    let two = SignedMessage {
        signature: format!("v1,xx {}", fresh.signature),
        ..fresh.clone()
    };
    let tampered = SignedMessage {
        body: BODY.replace("Paid", "Paie"),
        ..fresh.clone()
    };
    let bare = SignedMessage {
        signature: fresh.signature.replace("v1,", ""),
        ..fresh.clone()
    };
    for (message, good) in [
        (fresh, true),
        (old, false),
        (early, false),
        (two, true),
        (tampered, false),
        (bare, false),
    ] {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("webhook-id", message.id.parse().unwrap());
        headers.insert("webhook-timestamp", message.timestamp.parse().unwrap());
        headers.insert("webhook-signature", message.signature.parse().unwrap());
        let theirs = library.verify(message.body.as_bytes(), &headers).is_ok();
        let ours = judge(
            &[&secret("A")],
            &received(&message),
            Moment::At(Timestamp::now()),
        );
        assert_eq!((theirs, ours.accepted()), (good, good), "{message:?}");
    }
}
