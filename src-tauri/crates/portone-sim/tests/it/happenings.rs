//! What happens by itself: schedules, test money that goes back, people, duplicates in flight, trouble.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use portone_sim::{
    Fault, Method as PayBy, NewChannel, Options, Purpose, Reason, ReviewStatus, Scenario, Version,
};
use reqwest::Method;
use serde_json::json;

use crate::Asker;

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
            (rejected, Reason::MailOrderNumber),
            (rejected, Reason::PriceZero),
            (rejected, Reason::Footer)
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

/// The same asks at the same times, told to another server later and all at once, come to the same mails.
#[tokio::test]
async fn what_people_write_follows_from_when_they_were_asked() {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let matter = |id: &str| portone_sim::Matter {
        id: id.to_owned(),
        module: "kcp_v2".to_owned(),
    };
    let first = Asker::seeded().await;
    let began = first.sim.now();
    first.sim.apply_since(&matter("a"), began);
    first.sim.request_review_since(&matter("b"), began).unwrap();
    assert!(first.sim.next_mail().unwrap() > began);
    first.sim.advance(days(7)).await;
    let again = first.sim.now();
    first.sim.request_review_since(&matter("b"), again).unwrap();
    first.sim.advance(days(30)).await;
    assert!(first.sim.next_mail().is_none());

    let later = Asker::seeded().await;
    later.sim.advance(days(40)).await;
    later.sim.apply_since(&matter("a"), began);
    later.sim.request_review_since(&matter("b"), began).unwrap();
    later.sim.advance(SignedDuration::ZERO).await;
    later.sim.request_review_since(&matter("b"), again).unwrap();
    later.sim.advance(SignedDuration::ZERO).await;
    let sorted = |sim: &portone_sim::Sim| {
        let mut mails = sim.mails();
        mails.sort_by_key(|mail| (mail.at, mail.matter.id.clone(), mail.from.clone()));
        mails
    };
    assert_eq!(sorted(&first.sim), sorted(&later.sim));
    assert_eq!(first.sim.mails().len(), 1 + 1 + 1 + 9);
    let last = |mail: &portone_sim::Mail| {
        matches!(
            mail.kind,
            portone_sim::MailKind::Approved { last: true, .. }
        )
    };
    assert_eq!(
        first.sim.mails().iter().filter(|mail| last(mail)).count(),
        1
    );
}

#[tokio::test]
async fn a_duplicate_of_a_write_in_flight_is_refused() {
    let asker = Arc::new(Asker::seeded().await);
    asker.sim.set_fault_for(Fault::Hang, "/v2/payments", 1);
    let key = Some("\"0123456789abcdef\"");
    let body = r#"{"reason":"r","amount":100}"#;
    let id = "practice-test-kcp-paid";
    let first = tokio::spawn({
        let asker = asker.clone();
        async move { asker.v2_cancel(id, key, body).await.status }
    });
    until(|| !asker.sim.requests().is_empty()).await;
    let second = asker.v2_cancel(id, key, body).await;
    assert_eq!(
        (second.status, &second.body["type"]),
        (409, &json!("IDEMPOTENCY_OUTSTANDING_REQUEST"))
    );
    // Another key is another write.
    let other = Some("\"fedcba9876543210\"");
    assert_eq!(asker.v2_cancel(id, other, body).await.status, 200);
    first.abort();
    while asker.v2_cancel(id, key, body).await.status == 409 {
        tokio::task::yield_now().await;
    }
    asker.v2_cancel(id, key, body).await;
    let cancelled = || asker.sim.payment(Version::V2, id).unwrap().cancelled;
    assert_eq!(cancelled(), 200);
    // Kept three hours, and not longer.
    asker.sim.advance(SignedDuration::from_hours(3)).await;
    asker.v2_cancel(id, key, body).await;
    assert_eq!(cancelled(), 300);
}

/// Waits for something that will be so, and not for ever.
async fn until(so: impl Fn() -> bool) {
    let wait = async {
        while !so() {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
    assert!(waited.is_ok(), "it never was so");
}

/// PortOne goes on with what a client no longer waits for.
#[tokio::test]
async fn a_write_whose_client_left_is_done_all_the_same() {
    let asker = Arc::new(Asker::seeded().await);
    let slow = Fault::Slow(Duration::from_millis(200));
    asker.sim.set_fault_for(slow, "/v2/payments", 1);
    let id = "practice-test-kcp-paid";
    let hurried = tokio::spawn({
        let asker = asker.clone();
        async move {
            asker
                .v2_cancel(id, None, r#"{"reason":"r","amount":100}"#)
                .await
                .status
        }
    });
    until(|| !asker.sim.requests().is_empty()).await;
    hurried.abort();
    until(|| asker.sim.payment(Version::V2, id).unwrap().cancelled == 100).await;
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
