//! Notices to the merchant's server.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::SignedDuration;
use portone_sim::{STORE_ID, WEBHOOK_SECRET};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::Asker;
use crate::spec::V2Spec;

/// A merchant's server that answers with the next of these codes, and 200 once they are used up.
struct Shop {
    url: String,
    heard: mpsc::UnboundedReceiver<(HeaderMap, String)>,
}

impl Shop {
    async fn answering(codes: &[u16]) -> Self {
        let left = Arc::new(Mutex::new(codes.to_vec()));
        let (tell, heard) = mpsc::unbounded_channel();
        let hook = move |headers: HeaderMap, body: String| async move {
            tell.send((headers, body)).unwrap();
            let mut left = left.lock().unwrap();
            let code = if left.is_empty() { 200 } else { left.remove(0) };
            (StatusCode::from_u16(code).unwrap(), "heard")
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move {
            axum::serve(listener, Router::new().route("/hook", post(hook))).await
        });
        Self { url, heard }
    }

    async fn next(&mut self) -> (HeaderMap, Value) {
        let (headers, body) = self.heard.recv().await.unwrap();
        let signed = headers.get("webhook-signature").map(|_| ());
        if signed.is_some() {
            assert!(verifies(&headers, &body));
        }
        (headers, serde_json::from_str(&body).unwrap())
    }

    fn quiet(&mut self) -> bool {
        self.heard.try_recv().is_err()
    }
}

/// The check of a receiver, written by the specification: HMAC-SHA256 over id, time and body.
fn verifies(headers: &HeaderMap, body: &str) -> bool {
    use base64::Engine;
    use hmac::{KeyInit, Mac};
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let key = WEBHOOK_SECRET.strip_prefix("whsec_").unwrap();
    let key = base64::prelude::BASE64_STANDARD.decode(key).unwrap();
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    mac.update(
        format!(
            "{}.{}.{body}",
            text("webhook-id"),
            text("webhook-timestamp")
        )
        .as_bytes(),
    );
    let signature = text("webhook-signature");
    let signature = signature.strip_prefix("v1,").unwrap();
    let signature = base64::prelude::BASE64_STANDARD.decode(signature).unwrap();
    mac.verify_slice(&signature).is_ok()
}

fn charge(asker: &Asker, id: &str) -> impl Future<Output = crate::Got> {
    let body = json!({
        "billingKey": "billing-key-practice-issued",
        "orderName": "정기",
        "amount": { "total": 1000 },
        "currency": "KRW",
    })
    .to_string();
    let path = format!("/payments/{id}/billing-key");
    async move { asker.v2_call(Method::POST, &path, &body).await }
}

async fn webhooks(asker: &Asker, id: &str) -> Vec<Value> {
    let read = asker.v2(&format!("/v2/payments/{id}")).await;
    read.body["webhooks"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

#[tokio::test]
async fn a_notice_is_signed_and_tried_until_it_is_heard() {
    let asker = Asker::seeded().await;
    let mut shop = Shop::answering(&[500, 302]).await;
    assert!(!asker.sim.set_webhook("http://example.com/"));
    assert!(asker.sim.set_webhook(&shop.url));
    assert_eq!(charge(&asker, "practice-n").await.status, 200);
    let (first, body) = shop.next().await;
    assert_eq!(
        (&body["type"], &body["data"]["paymentId"]),
        (&json!("Transaction.Paid"), &json!("practice-n"))
    );
    assert_eq!(body["data"]["storeId"], STORE_ID);

    asker.sim.advance(SignedDuration::from_secs(59)).await;
    assert!(shop.quiet(), "a retry came early");
    asker.sim.advance(SignedDuration::from_secs(2)).await;
    let (second, _) = shop.next().await;
    assert_eq!(first["webhook-id"], second["webhook-id"]);
    asker.sim.advance(SignedDuration::from_mins(4)).await;
    shop.next().await;
    asker.sim.advance(SignedDuration::from_hours(24)).await;
    assert!(shop.quiet(), "heard, and sent again");

    let sent = webhooks(&asker, "practice-n").await;
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (&sent[0]["status"], &sent[0]["currentExecutionCount"]),
        (&json!("SUCCEEDED"), &json!(3))
    );
    assert_eq!(
        (&sent[0]["response"]["code"], &sent[0]["response"]["body"]),
        (&json!("200"), &json!("heard"))
    );
}

#[tokio::test]
async fn a_notice_is_given_up_after_six_tries_and_can_be_asked_for() {
    let asker = Asker::seeded().await;
    let spec = V2Spec::load();
    let mut shop = Shop::answering(&[404; 6]).await;
    assert!(asker.sim.set_webhook(&shop.url));
    let call = "/payments/practice-n/resend-webhook";
    let none = asker.v2_call(Method::POST, call, "{}").await;
    assert_eq!(
        (none.status, &none.body["type"]),
        (404, &json!("PAYMENT_NOT_FOUND"))
    );
    charge(&asker, "practice-n").await;
    asker.sim.advance(SignedDuration::from_hours(24 * 6)).await;
    for _ in 0..6 {
        shop.next().await;
    }
    assert!(shop.quiet());
    let sent = webhooks(&asker, "practice-n").await;
    assert_eq!(
        (&sent[0]["status"], &sent[0]["currentExecutionCount"]),
        (&json!("FAILED_NOT_OK_RESPONSE"), &json!(6))
    );

    for asked in 1..=6 {
        let got = asker.v2_call(Method::POST, call, "{}").await;
        if let Some(spec) = &spec {
            let status = if asked == 6 { 400 } else { 200 };
            spec.holds("post", "/payments/{paymentId}/resend-webhook", status, &got);
        }
        if asked == 6 {
            assert_eq!(got.body["type"], "MAX_WEBHOOK_RETRY_COUNT_REACHED");
        } else {
            assert_eq!(
                (
                    &got.body["webhook"]["status"],
                    &got.body["webhook"]["trigger"]
                ),
                (&json!("SUCCEEDED"), &json!("MANUAL"))
            );
        }
    }
    let got = asker
        .v2_call(Method::POST, call, r#"{"webhookId":"none"}"#)
        .await;
    assert_eq!(
        (got.status, &got.body["type"]),
        (404, &json!("WEBHOOK_NOT_FOUND"))
    );
    let path = "/payments/practice-live-kcp-paid/resend-webhook";
    let got = asker.v2_call(Method::POST, path, "{}").await;
    assert_eq!(
        (got.status, &got.body["type"]),
        (404, &json!("WEBHOOK_NOT_FOUND"))
    );
    if let Some(spec) = &spec {
        let read = asker.v2("/v2/payments/practice-n").await;
        spec.holds("get", "/payments/{paymentId}", 200, &read);
    }
}

#[tokio::test]
async fn nobody_at_the_address_is_an_unexpected_error() {
    let asker = Asker::seeded().await;
    assert!(asker.sim.set_webhook("http://127.0.0.1:9/"));
    charge(&asker, "practice-n").await;
    asker.sim.advance(SignedDuration::ZERO).await;
    let sent = webhooks(&asker, "practice-n").await;
    assert_eq!(sent[0]["status"], "FAILED_UNEXPECTED_ERROR");
    assert!(sent[0]["response"].is_null());
}

#[tokio::test]
async fn cancellations_are_noticed_unless_asked_not_to() {
    let asker = Asker::seeded().await;
    let mut shop = Shop::answering(&[]).await;
    assert!(asker.sim.set_webhook(&shop.url));
    let id = "practice-test-kcp-paid";
    asker
        .v2_cancel(id, None, r#"{"reason":"r","amount":1,"skipWebhook":true}"#)
        .await;
    asker
        .v2_cancel(id, None, r#"{"reason":"r","amount":2}"#)
        .await;
    let (_, body) = shop.next().await;
    assert_eq!(body["type"], "Transaction.PartialCancelled");
    assert_eq!(
        body["data"]["cancellationId"],
        "practice-cancel-practice-test-kcp-paid-2"
    );
    // V1 tells of a cancellation by the API only when the call asks for it, and signs nothing.
    let cancel = |more: &str| format!(r#"{{"imp_uid":"{id}","amount":1{more}}}"#);
    asker
        .v1(Method::POST, "/v1/payments/cancel", &cancel(""))
        .await;
    asker
        .v1(
            Method::POST,
            "/v1/payments/cancel",
            &cancel(r#","enable_webhook":true"#),
        )
        .await;
    let (headers, body) = shop.next().await;
    assert_eq!(
        body,
        json!({"imp_uid":id,"merchant_uid":format!("practice-order-{id}"),"status":"paid"})
    );
    assert!(!headers.contains_key("webhook-signature"));
    asker.sim.advance(SignedDuration::ZERO).await;
    assert!(shop.quiet());
}

/// Without anybody moving the clock.
#[tokio::test]
async fn time_passes_by_itself() {
    let asker = Asker::seeded().await;
    let mut shop = Shop::answering(&[]).await;
    assert!(asker.sim.set_webhook(&shop.url));
    let soon = asker.sim.now() + SignedDuration::from_millis(1500);
    let body = json!({ "timeToPay": soon, "payment": {
        "billingKey": "billing-key-practice-issued",
        "orderName": "정기",
        "amount": { "total": 1000 },
        "currency": "KRW",
    }});
    let path = "/payments/practice-soon/schedule";
    let made = asker.v2_call(Method::POST, path, &body.to_string()).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let (_, body) = shop.next().await;
    assert_eq!(body["data"]["paymentId"], "practice-soon");
}
