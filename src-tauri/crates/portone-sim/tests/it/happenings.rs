//! What happens by itself: notices, schedules, test money that goes back, people, duplicates in flight.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::SignedDuration;
use portone_sim::{
    Fault, Method as PayBy, NewChannel, Options, Purpose, Reason, ReviewStatus, STORE_ID, Scenario,
    Version, WEBHOOK_SECRET,
};
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

#[tokio::test]
async fn a_schedule_charges_when_its_time_comes() {
    let asker = Asker::seeded().await;
    let id = "/v2/payments/practice-scheduled-payment-scheduled";
    asker.sim.advance(SignedDuration::from_hours(24 * 6)).await;
    assert_eq!(asker.v2(id).await.status, 404);
    asker.sim.advance(SignedDuration::from_hours(24)).await;
    let read = asker.v2(id).await;
    assert_eq!(
        (&read.body["status"], &read.body["scheduleId"]),
        (&json!("PAID"), &json!("practice-schedule-scheduled"))
    );
    let schedule = asker
        .v2("/v2/payment-schedules/practice-schedule-scheduled")
        .await;
    assert_eq!(schedule.body["status"], "SUCCEEDED");
    // At its own time, however far the clock was moved.
    assert_eq!(schedule.body["startedAt"], schedule.body["timeToPay"]);
}

/// Without anybody moving the clock.
#[tokio::test]
async fn time_passes_by_itself() {
    let asker = Asker::seeded().await;
    let mut shop = Shop::answering(&[]).await;
    assert!(asker.sim.set_webhook(&shop.url));
    let soon = asker.sim.now() + SignedDuration::from_millis(300);
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

#[tokio::test]
async fn some_gateways_give_test_money_back_the_same_evening() {
    let asker = Asker::seeded().await;
    for (provider, live, back) in [
        ("inicis_v2", false, true),
        ("inicis_v2", true, false),
        ("kcp_v2", false, false),
    ] {
        let channel = asker
            .sim
            .add_channel(NewChannel {
                key: None,
                name: "c".into(),
                pg_provider: provider.into(),
                mid: "practice-mid".into(),
                live,
                purpose: Purpose::OneTime,
            })
            .unwrap();
        let id = format!("practice-{provider}-{live}");
        let body = json!({
            "billingKey": "billing-key-practice-issued",
            "channelKey": channel.key,
            "orderName": "정기",
            "amount": { "total": 1000 },
            "currency": "KRW",
        });
        let path = format!("/payments/{id}/billing-key");
        let got = asker.v2_call(Method::POST, &path, &body.to_string()).await;
        assert_eq!(got.status, 200);
        asker.sim.advance(SignedDuration::from_hours(25)).await;
        let read = asker.v2(&format!("/v2/payments/{id}")).await;
        let expected = if back { "CANCELLED" } else { "PAID" };
        assert_eq!(read.body["status"], expected, "{provider} {live}");
        if back {
            assert_eq!(read.body["cancellations"][0]["trigger"], "PORTONE_ADMIN");
        }
    }
}

#[tokio::test]
async fn people_answer_by_the_practice_clock() {
    let asker = Asker::seeded().await;
    let sim = &asker.sim;
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    sim.apply("kcp_v2");
    sim.apply("kcp_v2");
    sim.advance(days(1)).await;
    assert!(sim.mails().is_empty());
    sim.advance(days(6)).await;
    let mails = sim.mails();
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].body.contains("practice-kcp_v2-live"),
        "{}",
        mails[0].body
    );

    // Each module gets its own of the real reasons.
    for module in ["a", "b", "c"] {
        assert_eq!(
            sim.request_review(module).unwrap().status,
            ReviewStatus::Waiting
        );
        assert!(sim.request_review(module).is_none());
    }
    sim.advance(days(7)).await;
    let reasons: Vec<_> = sim
        .reviews()
        .iter()
        .map(|one| (one.status, one.reason.unwrap()))
        .collect();
    let rejected = ReviewStatus::Rejected;
    assert_eq!(
        reasons,
        [
            (rejected, Reason::Footer),
            (rejected, Reason::MailOrderNumber),
            (rejected, Reason::PriceZero)
        ]
    );

    assert_eq!(sim.request_review("a").unwrap().asked, 2);
    sim.advance(days(6)).await;
    let review = sim.reviews().remove(0);
    assert_eq!(review.status, ReviewStatus::WithCardCompanies);
    let answered = |review: &portone_sim::Review| {
        review
            .cards
            .iter()
            .filter(|one| one.approved_at.is_some())
            .count()
    };
    let some = answered(&review);
    assert!(some > 0 && some < review.cards.len(), "{some}");
    sim.advance(days(21)).await;
    let review = sim.reviews().remove(0);
    assert_eq!(
        (review.status, answered(&review)),
        (ReviewStatus::Approved, 9)
    );
    let mut at: Vec<_> = review
        .cards
        .iter()
        .map(|one| one.approved_at.unwrap())
        .collect();
    at.dedup();
    assert!(at.len() > 4, "they answer apart");
    assert!(sim.request_review("a").is_none());
}

#[tokio::test]
async fn a_duplicate_of_a_write_in_flight_is_refused() {
    let asker = Arc::new(Asker::seeded().await);
    let slow = Fault::Slow(Duration::from_secs(2));
    asker.sim.set_fault_for(slow, "/v2/payments", 1);
    let key = Some("\"0123456789abcdef\"");
    let body = r#"{"reason":"r","amount":100}"#;
    let id = "practice-test-kcp-paid";
    let first = tokio::spawn({
        let asker = asker.clone();
        async move { asker.v2_cancel(id, key, body).await.status }
    });
    while asker.sim.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = asker.v2_cancel(id, key, body).await;
    assert_eq!(
        (second.status, &second.body["type"]),
        (409, &json!("IDEMPOTENCY_OUTSTANDING_REQUEST"))
    );
    assert_eq!(first.await.unwrap(), 200);
    assert_eq!(asker.v2_cancel(id, key, body).await.status, 200);
    assert_eq!(asker.sim.payment(Version::V2, id).unwrap().cancelled, 100);
    // Kept three hours, and not longer.
    asker.sim.advance(SignedDuration::from_hours(3)).await;
    asker.v2_cancel(id, key, body).await;
    assert_eq!(asker.sim.payment(Version::V2, id).unwrap().cancelled, 200);
}

/// PortOne goes on with what a client no longer waits for.
#[tokio::test]
async fn a_write_whose_client_left_is_done_all_the_same() {
    let asker = Asker::seeded().await;
    let slow = Fault::Slow(Duration::from_millis(200));
    asker.sim.set_fault_for(slow, "/v2/payments", 1);
    let id = "practice-test-kcp-paid";
    let hurried = asker
        .http
        .post(format!("{}/v2/payments/{id}/cancel", asker.sim.base_url()))
        .header(
            "authorization",
            format!("PortOne {}", portone_sim::V2_SECRET),
        )
        .timeout(Duration::from_millis(50))
        .body(r#"{"reason":"r","amount":100}"#);
    assert!(hurried.send().await.unwrap_err().is_timeout());
    let done = async {
        while asker.sim.payment(Version::V2, id).unwrap().cancelled == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), done)
        .await
        .unwrap();
}

#[tokio::test]
async fn scenarios_hold_for_a_request_or_for_a_time() {
    let asker = Asker::seeded().await;
    let headers = [("practice-scenario", "503")];
    let got = asker.ask(Method::GET, "/v2/banks", &headers, "").await;
    assert_eq!(got.status, 503);
    assert_eq!(
        asker.ask(Method::GET, "/v2/banks", &[], "").await.status,
        200
    );
    let scenario = Scenario::named("gateway-error").unwrap();
    asker
        .sim
        .set_scenario(scenario, Some(SignedDuration::from_mins(5)));
    let body = r#"{"reason":"r"}"#;
    let got = asker.v2_cancel("practice-test-kcp-paid", None, body).await;
    assert_eq!(
        (got.status, &got.body["pgCode"]),
        (502, &json!("PRACTICE-8023"))
    );
    let got = asker.v1(Method::POST, "/v1/payments/cancel", "{}").await;
    assert_eq!((got.status, &got.body["code"]), (200, &json!(1)));
    assert_eq!(asker.v2("/v2/payments").await.status, 200);
    asker.sim.advance(SignedDuration::from_mins(5)).await;
    assert_eq!(
        asker
            .v2_cancel("practice-test-kcp-paid", None, body)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn the_answers_drip() {
    let asker = Asker::seeded().await;
    asker
        .sim
        .set_fault_for(Fault::Drip(Duration::from_millis(1)), "/v2", 1);
    let got = asker.v2("/v2/payments/none").await;
    assert_eq!(
        (got.status, &got.body["type"]),
        (404, &json!("PAYMENT_NOT_FOUND"))
    );
}

#[tokio::test]
async fn strangers_are_refused_and_no_cors_header_is_sent() {
    let asker = Asker::start(Options::default()).await;
    let own = asker.sim.base_url();
    for (name, value, status) in [
        ("host", "example.com", 403),
        ("host", "localhost", 200),
        ("origin", "https://example.com", 403),
        ("origin", "null", 403),
        ("origin", own.as_str(), 200),
    ] {
        let request = asker
            .http
            .get(format!("{own}/v2/banks"))
            .header(name, value);
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
        let cors = response
            .headers()
            .keys()
            .any(|name| name.as_str().starts_with("access-control"));
        assert!(!cors, "{name}: {value}");
    }
    // Refused before anything is done or logged.
    assert_eq!(asker.sim.requests().len(), 2);
}

#[tokio::test]
async fn practice_is_steered_by_calls_too() {
    let asker = Asker::seeded().await;
    let post = |path: &'static str, body: &'static str| asker.ask(Method::POST, path, &[], body);
    let before = asker.sim.now();
    let got = post("/practice/clock", r#"{"business_days":3}"#).await;
    let after: jiff::Timestamp = got.body["now"].as_str().unwrap().parse().unwrap();
    assert!(after.duration_since(before) > SignedDuration::from_hours(48));
    for (path, body, status) in [
        ("/practice/clock", r#"{"seconds":60}"#, 200),
        ("/practice/clock", r#"{"seconds":-60}"#, 400),
        ("/practice/clock", "{}", 400),
        ("/practice/faults", r#"{"scenario":"500","times":1}"#, 200),
        ("/practice/faults", r#"{"scenario":"no"}"#, 400),
        ("/practice/webhook", r#"{"url":"http://localhost:1/"}"#, 200),
        (
            "/practice/webhook",
            r#"{"url":"https://example.com/"}"#,
            400,
        ),
        ("/practice/applications", r#"{"module":"kpn"}"#, 200),
        ("/practice/reviews", r#"{"module":"kpn"}"#, 200),
        ("/practice/reviews", r#"{"module":"kpn"}"#, 400),
    ] {
        assert_eq!(post(path, body).await.status, status, "{path} {body}");
    }
    assert_eq!(asker.v2("/v2/banks").await.status, 500);
    assert_eq!(asker.v2("/v2/banks").await.status, 200);
    post("/practice/clock", r#"{"business_days":3}"#).await;
    let mails = asker.ask(Method::GET, "/practice/mails", &[], "").await;
    assert_eq!(mails.body["mails"].as_array().unwrap().len(), 2);
    // Steering is no call of PortOne's and is not in its log.
    let seen = asker.sim.requests();
    assert!(
        seen.iter().all(|one| one.path.starts_with("/v2")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn every_way_to_pay_is_there() {
    let asker = Asker::seeded().await;
    let mut seen: Vec<PayBy> = asker
        .sim
        .seed()
        .payments
        .iter()
        .map(|one| one.method)
        .collect();
    seen.sort_by_key(|method| format!("{method:?}"));
    seen.dedup();
    assert_eq!(seen.len(), 8);
}
