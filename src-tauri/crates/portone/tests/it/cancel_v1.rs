//! Cancelling in V1, which knows no idempotency key: a guard of its own, and nothing is ever repeated.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use portone::{Currency, Failure, Hosts, Money, PortOne, V1CancelRequest, V1Id, V1RefundAccount};
use portone_sim::{Fault, Sim, Status, Version};
use serde_json::{Value, json};

use crate::{failure, paths, quick, sim, v1, v1_credential};

/// A paid V1 payment of 1,000 won, by PortOne's number and the merchant's own.
fn paid(sim: &Sim) -> (String, String) {
    let imp_uid = "practice-test-tosspayments-paid".to_owned();
    let payment = sim.payment(Version::V1, &imp_uid).unwrap();
    assert_eq!((payment.status, payment.amount), (Status::Paid, 1000));
    (payment.id, payment.merchant_uid)
}

fn won(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::KRW,
    }
}

fn whole(imp_uid: &str) -> V1CancelRequest<'_> {
    V1CancelRequest::whole(V1Id::ImpUid(imp_uid), "시험 결제 취소", won(1000))
}

fn cancelled(sim: &Sim, imp_uid: &str) -> i64 {
    sim.payment(Version::V1, imp_uid).unwrap().cancelled
}

#[tokio::test]
async fn a_whole_and_a_part_by_either_number() {
    let sim = sim().await;
    let (imp_uid, merchant_uid) = paid(&sim);
    let v1 = v1(&sim);
    let part = V1CancelRequest {
        amount: Some(won(300)),
        ..whole(&imp_uid)
    };
    let payment = v1.cancel(&part).await.unwrap();
    assert_eq!(payment.facts.status, portone::Status::PartialCancelled);
    assert_eq!(payment.facts.cancelled.exact().unwrap().minor, 300);
    let rest = V1CancelRequest::whole(V1Id::MerchantUid(&merchant_uid), "나머지", won(700));
    let payment = v1.cancel(&rest).await.unwrap();
    assert_eq!(payment.facts.status, portone::Status::Cancelled);
    assert_eq!(payment.facts.id, imp_uid);
    assert_eq!(cancelled(&sim, &imp_uid), 1000);
}

#[tokio::test]
async fn a_wrong_checksum_is_refused_and_moves_nothing() {
    let sim = sim().await;
    let (imp_uid, _) = paid(&sim);
    let v1 = v1(&sim);
    for wrong in [999, 1001, 0] {
        let request = V1CancelRequest {
            checksum: won(wrong),
            ..whole(&imp_uid)
        };
        let error = v1.cancel(&request).await.unwrap_err();
        assert_eq!(*error.failure(), Failure::Refused, "{wrong}");
        assert_eq!((error.status(), error.code()), (Some(200), Some("1")));
        assert_eq!(error.payment(), Some(imp_uid.as_str()));
        assert!(!error.may_have_happened(), "{error}");
        assert_eq!(cancelled(&sim, &imp_uid), 0);
    }
    // Another currency than the guard's says nothing to V1, which is not told which: refused before it is sent.
    let dollars = Money {
        minor: 100,
        currency: Currency::find("USD").unwrap(),
    };
    let mixed = V1CancelRequest {
        amount: Some(dollars),
        ..whole(&imp_uid)
    };
    sim.clear_requests();
    assert_eq!(failure(v1.cancel(&mixed).await), Failure::BadRequest);
    assert!(paths(&sim).is_empty());
}

/// Once it was sent nobody knows what became of it, and without a key it must not be sent again.
#[tokio::test]
async fn a_lost_answer_is_one_request_and_a_doubt() {
    let sim = sim().await;
    let (imp_uid, _) = paid(&sim);
    let v1 = v1(&sim);
    v1.payment(&imp_uid).await.unwrap();
    for fault in [Fault::Reset, Fault::Status(503), Fault::Truncated] {
        sim.clear_requests();
        sim.set_fault_for(fault.clone(), "/v1/payments/cancel", 1);
        let error = v1.cancel(&whole(&imp_uid)).await.unwrap_err();
        assert_eq!(paths(&sim), ["/v1/payments/cancel"], "{fault:?}");
        assert!(error.may_have_happened(), "{fault:?}: {error}");
        assert_eq!(error.tries(), 1);
    }
    // The last of the three was done although its answer broke off, and the guard keeps it from being done twice.
    assert_eq!(cancelled(&sim, &imp_uid), 1000);
    let error = v1.cancel(&whole(&imp_uid)).await.unwrap_err();
    assert_eq!(*error.failure(), Failure::Refused);
    assert_eq!(cancelled(&sim, &imp_uid), 1000);
}

/// The bodies of the cancellations, and an answer to everything.
type Bodies = Arc<Mutex<Vec<String>>>;

async fn act(State(bodies): State<Bodies>, uri: Uri, body: String) -> String {
    let response = if uri.path().ends_with("/getToken") {
        json!({"access_token": "t", "now": 1_000, "expired_at": 2_800})
    } else {
        bodies.lock().unwrap().push(body);
        json!({
            "imp_uid": "imp_1", "merchant_uid": "order-1", "status": "cancelled", "currency": "USD",
            "amount": 10.10, "cancel_amount": 10.10, "sandbox": true, "pg_provider": "paypal_v2", "pg_id": "m",
        })
    };
    json!({"code": 0, "message": null, "response": response}).to_string()
}

#[tokio::test]
async fn the_body_holds_exactly_what_was_asked_for() {
    let bodies = Bodies::default();
    let service = Router::new().fallback(act).with_state(Arc::clone(&bodies));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let portone = PortOne::new(Hosts::practice(&base).unwrap(), quick()).unwrap();
    let v1 = portone.v1(v1_credential());
    let dollars = |minor| Money {
        minor,
        currency: Currency::find("USD").unwrap(),
    };

    let short = V1CancelRequest::whole(V1Id::MerchantUid("order-1"), "까닭", dollars(1010));
    v1.cancel(&short).await.unwrap();
    let full = V1CancelRequest {
        amount: Some(dollars(205)),
        tax_free: Some(dollars(5)),
        vat_amount: Some(dollars(0)),
        refund: Some(V1RefundAccount {
            holder: "김하나",
            bank: "88",
            account: "110123456789",
            tel: None,
        }),
        enable_webhook: true,
        ..V1CancelRequest::whole(V1Id::ImpUid("imp_1"), "까닭", dollars(1010))
    };
    v1.cancel(&full).await.unwrap();
    server.abort();

    let bodies = bodies.lock().unwrap();
    let sent = |at: usize| serde_json::from_str::<Value>(&bodies[at]).unwrap();
    assert_eq!(
        sent(0),
        json!({"merchant_uid": "order-1", "reason": "까닭", "checksum": 10.10})
    );
    assert_eq!(
        sent(1),
        json!({
            "imp_uid": "imp_1", "reason": "까닭", "amount": 2.05, "checksum": 10.10, "tax_free": 0.05,
            "vat_amount": 0.0, "refund_holder": "김하나", "refund_bank": "88", "refund_account": "110123456789",
            "enable_webhook": true,
        })
    );
    // Digits of our own making: no amount went through floating point.
    assert!(bodies[1].contains(r#""checksum":10.10"#), "{}", bodies[1]);
}
