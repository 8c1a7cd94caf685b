//! Cancelling: the one write.

use portone::{
    CancelOptions, CancelRequest, CancelStatus, Failure, IdempotencyKey, PromotionDiscount,
};
use portone_sim::{FOREIGN_STORE_ID, Fault, Status, Version};

use crate::{failure, sim, v2};

const PAID: &str = "practice-test-kcp-paid";

fn whole(payment_id: &str) -> CancelRequest<'_> {
    CancelRequest::whole(payment_id, "시험 결제 취소", 1000)
}

fn key() -> IdempotencyKey {
    IdempotencyKey::random()
}

#[tokio::test]
async fn a_whole_cancellation_sends_its_key_in_quotes() {
    let sim = sim().await;
    let key = key();
    let done = v2(&sim).cancel(&whole(PAID), &key).await.unwrap();
    assert_eq!((done.status, done.total), (CancelStatus::Succeeded, 1000));
    let payment = sim.payment(Version::V2, PAID).unwrap();
    assert_eq!(
        (payment.status, payment.cancelled),
        (Status::Cancelled, 1000)
    );
    assert_eq!(
        sim.requests()[0].idempotency_key,
        Some(format!("\"{}\"", key.as_str()))
    );
}

#[tokio::test]
async fn a_part_leaves_the_rest() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let part = CancelRequest {
        amount: Some(300),
        ..whole(PAID)
    };
    v2.cancel(&part, &key()).await.unwrap();
    let facts = v2.payment(PAID, None).await.unwrap();
    assert_eq!(facts.status, portone::Status::PartialCancelled);
    assert_eq!(facts.cancelled.exact().unwrap().minor, 300);
    // The guard: 1,000 is no longer what can be cancelled.
    let error = v2.cancel(&whole(PAID), &key()).await.unwrap_err();
    assert_eq!(*error.failure(), Failure::Conflict);
    assert_eq!(error.code(), Some("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"));
    let rest = CancelRequest {
        current_cancellable_amount: 700,
        ..whole(PAID)
    };
    assert_eq!(v2.cancel(&rest, &key()).await.unwrap().total, 700);
}

#[tokio::test]
async fn a_failed_cancellation_with_a_good_status_is_a_failure() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let fails = whole("practice-test-kcp-cancel-fails");
    let error = v2.cancel(&fails, &key()).await.unwrap_err();
    assert_eq!(*error.failure(), Failure::CancelFailed);
    assert_eq!((error.status(), error.tries()), (Some(200), 1));

    let waits = whole("practice-test-kcp-cancel-waits");
    let done = v2.cancel(&waits, &key()).await.unwrap();
    assert_eq!(done.status, CancelStatus::Requested);

    let refused = whole("practice-test-kcp-pg-refuses");
    let error = v2.cancel(&refused, &key()).await.unwrap_err();
    assert_eq!(error.tries(), 1, "a gateway's refusal is not repeated");
    assert_eq!(
        *error.failure(),
        Failure::PgError {
            code: Some("PRACTICE-8023".into()),
            message: Some("연습용 PG가 취소를 거절했어요.".into()),
        }
    );
}

#[tokio::test]
async fn what_cannot_be_cancelled_says_why() {
    let sim = sim().await;
    let v2 = v2(&sim);
    for (id, code) in [
        ("practice-test-kcp-cancelled", "PAYMENT_ALREADY_CANCELLED"),
        ("practice-test-kcp-failed", "PAYMENT_NOT_PAID"),
    ] {
        let error = v2.cancel(&whole(id), &key()).await.unwrap_err();
        assert_eq!(*error.failure(), Failure::Conflict, "{id}");
        assert_eq!(error.code(), Some(code));
    }
    let too_much = CancelRequest {
        amount: Some(1001),
        ..whole(PAID)
    };
    let error = v2.cancel(&too_much, &key()).await.unwrap_err();
    assert_eq!(
        error.code(),
        Some("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT")
    );
    let foreign = CancelRequest {
        store_id: Some(FOREIGN_STORE_ID),
        ..whole(PAID)
    };
    assert_eq!(
        failure(v2.cancel(&foreign, &key()).await),
        Failure::Forbidden
    );
    assert_eq!(
        failure(v2.cancel(&whole("practice-none"), &key()).await),
        Failure::NotFound
    );
    assert_eq!(
        failure(v2.cancel(&whole(".."), &key()).await),
        Failure::BadRequest
    );
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_counts_once() {
    let sim = sim().await;
    // The server does the work, the answer is cut off on its way.
    sim.set_fault_for(Fault::Truncated, "/v2/payments", 1);
    let part = CancelRequest {
        amount: Some(400),
        ..whole(PAID)
    };
    let done = v2(&sim).cancel(&part, &key()).await.unwrap();
    assert_eq!(done.total, 400);
    let requests = sim.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].idempotency_key, requests[1].idempotency_key);
    assert_eq!(sim.payment(Version::V2, PAID).unwrap().cancelled, 400);
}

#[tokio::test]
async fn still_being_worked_on_is_asked_again_with_the_same_key() {
    let sim = sim().await;
    let busy = r#"{"type":"IDEMPOTENCY_OUTSTANDING_REQUEST"}"#;
    sim.set_fault_for(Fault::json(409, busy), "/v2/payments", 1);
    v2(&sim).cancel(&whole(PAID), &key()).await.unwrap();
    let requests = sim.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].idempotency_key, requests[1].idempotency_key);
    sim.set_fault(Fault::json(409, busy));
    let error = v2(&sim).cancel(&whole(PAID), &key()).await.unwrap_err();
    assert_eq!((error.failure(), error.tries()), (&Failure::InFlight, 2));
    assert!(error.may_have_happened());
}

/// An answer that is not what was asked for is never taken for money given back, nor for money that was not.
#[tokio::test]
async fn another_cancellation_than_asked_for_is_an_error_with_doubt() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let answer = |status: &str, total: i64| {
        let cancellation = serde_json::json!({ "status": status, "totalAmount": total });
        Fault::json(
            200,
            &serde_json::json!({ "cancellation": cancellation }).to_string(),
        )
    };
    let part = CancelRequest {
        amount: Some(400),
        ..whole(PAID)
    };
    let kept = CancelRequest {
        more: CancelOptions {
            promotion_discount: Some(PromotionDiscount::Retain),
            ..CancelOptions::default()
        },
        ..part.clone()
    };
    let negative = CancelRequest {
        amount: Some(-400),
        ..whole(PAID)
    };
    let all = whole(PAID);
    for (request, status, total, good) in [
        (&all, "SUCCEEDED", 1000, true),
        (&all, "SUCCEEDED", 999, false),
        (&all, "SUCCEEDED", 0, false),
        (&all, "SUCCEEDED", -1000, false),
        (&all, "REQUESTED", 1000, true),
        (&all, "REQUESTED", 400, false),
        (&all, "NEXT_WORD", 1000, false),
        (&part, "SUCCEEDED", 400, true),
        (&part, "SUCCEEDED", 1000, false),
        (&negative, "SUCCEEDED", -400, false),
        // To keep a promotion's rate PortOne gives back less than asked, never more.
        (&kept, "SUCCEEDED", 360, true),
        (&kept, "SUCCEEDED", 401, false),
        (&kept, "SUCCEEDED", -1, false),
    ] {
        sim.set_fault_for(answer(status, total), "/v2/payments", 1);
        let done = v2.cancel(request, &key()).await;
        let row = format!("{:?} {status} {total}", request.amount);
        if good {
            assert_eq!(done.unwrap().total, total, "{row}");
        } else {
            let error = done.unwrap_err();
            assert_eq!(*error.failure(), Failure::OtherCancellation, "{row}");
            assert!(error.may_have_happened(), "{row}");
            assert_eq!((error.status(), error.tries()), (Some(200), 1), "{row}");
        }
    }
}
