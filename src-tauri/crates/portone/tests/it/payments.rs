//! What a payment proves.

use portone::{
    Amount, Failure, Liveness, PaymentFacts, PaymentFilter, PgProvider, Status, Version,
    lookup_payment_v1, lookup_payment_v2,
};
use portone_sim::{
    CancelOutcome, FOREIGN_STORE_ID, Fault, NewPayment, STORE_ID, Version as SimVersion,
};

use crate::{failure, sim, v1, v2};

#[tokio::test]
async fn every_live_payment_proves_its_channel() {
    let sim = sim().await;
    let (v1, v2) = (v1(&sim), v2(&sim));
    let seed = sim.seed();
    let mut looked_at = 0;
    for payment in seed.payments {
        let channel = seed
            .channels
            .iter()
            .find(|channel| channel.key == payment.channel_key)
            .unwrap();
        let facts = match payment.version {
            SimVersion::V2 => lookup_payment_v2(&v2, &payment.id, Some(STORE_ID)).await,
            SimVersion::V1 => lookup_payment_v1(&v1, &payment.id).await,
        }
        .unwrap();
        assert_eq!(facts.id, payment.id);
        assert_eq!(facts.amount, Amount::krw(1000));
        let is_live_paid = channel.live && payment.status == portone_sim::Status::Paid;
        assert_eq!(facts.is_live_paid(), is_live_paid, "{}", payment.id);
        assert_eq!(facts.paid_at.is_some(), payment.paid_at.is_some());
        if let Some(told) = facts.channel {
            assert_eq!(told.live == Liveness::Live, channel.live);
            assert_eq!(told.pg_provider.code(), channel.pg_provider);
            assert!(!matches!(told.pg_provider, PgProvider::Unknown(_)));
            assert_eq!(told.mid.as_deref(), Some(channel.mid.as_str()));
            if payment.version == SimVersion::V2 {
                assert_eq!(told.key.as_deref(), Some(channel.key.as_str()));
            }
        }
        looked_at += usize::from(is_live_paid);
    }
    assert!(looked_at >= 10, "{looked_at}");
}

#[tokio::test]
async fn each_status_is_read_as_itself() {
    let sim = sim().await;
    let (v1, v2) = (v1(&sim), v2(&sim));
    let table = [
        ("paid", Status::Paid, Status::Paid),
        ("failed", Status::Failed, Status::Failed),
        ("cancelled", Status::Cancelled, Status::Cancelled),
        ("ready", Status::Ready, Status::Ready),
        ("pending", Status::PayPending, Status::PayPending),
        ("vbank", Status::VirtualAccountIssued, Status::Ready),
    ];
    for (word, in_v2, in_v1) in table {
        let id = format!("practice-test-kcp-{word}");
        let facts = v2.payment(&id, None).await.unwrap();
        assert_eq!((facts.status, facts.version), (in_v2, Version::V2));
        let facts = v1.payment(&id).await.unwrap();
        assert_eq!((facts.status, facts.version), (in_v1, Version::V1));
    }
}

#[tokio::test]
async fn foreign_money_and_odd_ids_come_through() {
    let sim = sim().await;
    let id = "practice 한글/번호?+%2F";
    for version in [SimVersion::V1, SimVersion::V2] {
        sim.add_payment(NewPayment {
            amount: 1050,
            currency: "USD".into(),
            status: portone_sim::Status::PartialCancelled,
            on_cancel: CancelOutcome::Succeeds,
            ..NewPayment::paid(id, version, "channel-key-practice-kcp-live", 0)
        })
        .unwrap();
    }
    let check = |facts: PaymentFacts| {
        assert_eq!(facts.amount.exact().unwrap().minor, 1050);
        assert_eq!(facts.cancelled.exact().unwrap().minor, 525);
        assert_eq!(facts.status, Status::PartialCancelled);
    };
    check(v2(&sim).payment(id, None).await.unwrap());
    check(v1(&sim).payment(id).await.unwrap());
}

#[tokio::test]
async fn nothing_there_is_not_found() {
    let sim = sim().await;
    let error = v2(&sim).payment("practice-none", None).await.unwrap_err();
    assert_eq!(*error.failure(), Failure::NotFound);
    assert_eq!(error.code(), Some("PAYMENT_NOT_FOUND"));
    assert_eq!(error.payment(), Some("practice-none"));
    assert_eq!(error.path(), "/payments/{paymentId}");
    assert_eq!(error.tries(), 1);
    let error = v1(&sim).payment("practice-none").await.unwrap_err();
    assert_eq!(*error.failure(), Failure::NotFound);
    assert_eq!(error.path(), "/payments/{imp_uid}");
}

#[tokio::test]
async fn another_payment_or_store_than_asked_is_an_error() {
    let sim = sim().await;
    let other = r#"{"id":"other","status":"PAID","storeId":"store-x","currency":"KRW",
        "amount":{"total":1,"cancelled":0}}"#;
    sim.set_fault_for(Fault::json(200, other), "/v2/payments", 3);
    let v2 = v2(&sim);
    assert_eq!(
        failure(v2.payment("asked", None).await),
        Failure::OtherPayment
    );
    assert_eq!(
        failure(v2.payment("OTHER", None).await),
        Failure::OtherPayment
    );
    assert_eq!(
        failure(v2.payment("other", Some(STORE_ID)).await),
        Failure::StoreMismatch
    );
    assert_eq!(
        failure(
            v2.payment("practice-live-kcp-paid", Some(FOREIGN_STORE_ID))
                .await
        ),
        Failure::Forbidden
    );
    let other = r#"{"code":0,"response":{"imp_uid":"other","status":"paid","amount":1,
        "cancel_amount":0,"currency":"KRW"}}"#;
    sim.set_fault_for(Fault::json(200, other), "/v1/payments", 1);
    assert_eq!(
        failure(v1(&sim).payment("asked").await),
        Failure::OtherPayment
    );
}

#[tokio::test]
async fn money_of_an_odd_shape_is_an_error_that_names_the_field_and_no_value() {
    let sim = sim().await;
    let (v1, v2) = (v1(&sim), v2(&sim));
    let body =
        r#"{"id":"p","status":"PAID","currency":"KRW","amount":{"total":"CANARY","cancelled":0}}"#;
    sim.set_fault_for(Fault::json(200, body), "/v2/payments", 1);
    let error = v2.payment("p", None).await.unwrap_err();
    assert!(error.to_string().contains("at amount.total"), "{error}");
    assert!(!format!("{error:?}{error}").contains("CANARY"));

    let body = r#"{"code":0,"response":{"imp_uid":"p","status":"paid","amount":1000.5,
        "cancel_amount":0,"currency":"KRW"}}"#;
    sim.set_fault_for(Fault::json(200, body), "/v1/payments", 1);
    let error = v1.payment("p").await.unwrap_err();
    assert!(error.to_string().contains("at response.amount"), "{error}");
}

#[tokio::test]
async fn lists_are_filtered_paged_and_tolerant() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let all = v2
        .payments(0, 1000, &PaymentFilter::default())
        .await
        .unwrap();
    assert_eq!(all.total as usize, sim.seed().payments.len());
    assert_eq!((all.payments.len(), all.unread), (all.total as usize, 0));

    let tests = PaymentFilter {
        is_test: Some(true),
        ..PaymentFilter::default()
    };
    let page = v2.payments(1, 5, &tests).await.unwrap();
    assert_eq!(page.payments.len(), 5);
    assert!(page.total < all.total);
    let live = |facts: &PaymentFacts| {
        let channel = facts.channel.as_ref();
        channel.is_some_and(|channel| channel.live == Liveness::Live)
    };
    assert!(!page.payments.iter().any(live));

    assert_eq!(
        failure(v2.payments(6000, 10, &tests).await),
        Failure::BadRequest
    );
    let body = r#"{"items":[{"status":"NEXT"},{"id":"p","status":"PAID","currency":"KRW",
        "amount":{"total":1,"cancelled":0}}],"page":{"number":0,"size":10,"totalCount":2,"x":1}}"#;
    sim.set_fault_for(Fault::json(200, body), "/v2/payments", 1);
    let page = v2.payments(0, 10, &tests).await.unwrap();
    assert_eq!((page.payments.len(), page.unread, page.total), (1, 1, 2));
}

#[tokio::test]
async fn a_test_payment_of_v1_is_asked_for_with_include_sandbox() {
    let sim = sim().await;
    let facts = v1(&sim).payment("practice-test-kcp-paid").await.unwrap();
    assert_eq!(facts.channel.unwrap().live, Liveness::Test);
    assert_eq!(sim.requests()[1].query, ["include_sandbox"]);
}

#[tokio::test]
async fn the_buyer_is_not_in_the_facts() {
    let sim = sim().await;
    let id = "practice-live-kcp-paid";
    let v2 = v2(&sim).payment(id, None).await.unwrap();
    let v1 = v1(&sim).payment(id).await.unwrap();
    let printed = format!("{v2:?}{v1:?}");
    assert!(printed.contains(id));
    assert!(!printed.contains("연습 고객") && !printed.contains("000-0000-0000"));
}
