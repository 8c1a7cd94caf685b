//! PortOne's Python SDK and our client ask the same in the same words, and understand the same.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use jiff::{SignedDuration, Timestamp};
use portone::{
    Bank, BillingKey, BillingKeyFilter, BillingKeyPayment, CancelRequest, CancelStatus,
    Cancellation, CashReceiptFilter, Contracted, Error, HolderProof, IdempotencyKey,
    IdentityFilter, PageWanted, PaymentDetail, PaymentFacts, PaymentFilter, PaymentStatusWanted,
    PaymentWebhook, Private, Revocation, ScheduleFilter, Status,
};
use portone_sim::V2_SECRET;
use serde_json::{Value, json};

use crate::driver::won;
use crate::recorder::{Exchange, Recorder};
use crate::tools::{Judges, Ours, run, script, sim};

/// What is compared of a request.
#[derive(Debug, PartialEq)]
struct Asked {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    authorization: Option<String>,
    json: Option<Value>,
}

impl From<Exchange> for Asked {
    fn from(exchange: Exchange) -> Self {
        let mut query = exchange.query;
        query.sort();
        Self {
            method: exchange.method,
            path: exchange.path,
            query,
            authorization: exchange.authorization,
            json: exchange.asked,
        }
    }
}

fn said<T>(outcome: Result<T, Error>, show: impl FnOnce(T) -> Value) -> Value {
    match outcome {
        Ok(value) => show(value),
        Err(error) => json!(error.code()),
    }
}

fn word(status: &Status) -> &str {
    match status {
        Status::Ready => "READY",
        Status::PayPending => "PAY_PENDING",
        Status::VirtualAccountIssued => "VIRTUAL_ACCOUNT_ISSUED",
        Status::Paid => "PAID",
        Status::Failed => "FAILED",
        Status::PartialCancelled => "PARTIAL_CANCELLED",
        Status::Cancelled => "CANCELLED",
        Status::Unknown(word) => word,
    }
}

fn facts(one: &PaymentFacts) -> Value {
    let money = one.amount.exact().unwrap();
    json!([
        one.id,
        word(&one.status),
        money.minor,
        money.currency.code(),
        one.paid_at
    ])
}

/// A page: how many there are, and each that is on it.
fn each<T>(total: u64, items: &[T], show: impl Fn(&T) -> Value) -> Value {
    json!([total, items.iter().map(show).collect::<Vec<_>>()])
}

/// A try to pay.
fn tried(one: &PaymentDetail) -> Value {
    json!([
        one.facts.transaction_id,
        one.facts.id,
        word(&one.facts.status),
        one.requested_at,
        one.status_changed_at,
        one.facts.paid_at
    ])
}

fn cancelled(one: &Cancellation) -> Value {
    let status = match &one.status {
        CancelStatus::Succeeded => "SUCCEEDED",
        CancelStatus::Requested => "REQUESTED",
        CancelStatus::Failed => "FAILED",
        CancelStatus::Unknown(word) => word,
        other => panic!("{other:?}"),
    };
    json!([
        one.id,
        status,
        one.total,
        one.tax_free,
        one.vat,
        one.reason,
        one.trigger,
        one.requested_at,
        one.cancelled_at
    ])
}

fn sent(one: &PaymentWebhook) -> Value {
    let (request, answer) = (one.request.as_ref().unwrap(), one.answer.as_ref().unwrap());
    json!([
        one.id,
        one.url.as_ref().map(Private::expose),
        one.status,
        one.payment_status.as_ref().map(word),
        one.tries,
        one.most_tries,
        one.trigger,
        one.triggered_at,
        [json!(request.body.expose()), json!(request.at)],
        [
            json!(answer.code),
            json!(answer.body.expose()),
            json!(answer.at)
        ]
    ])
}

fn key() -> IdempotencyKey {
    IdempotencyKey::random()
}

fn yes<T>(answer: Contracted<T>) -> T {
    match answer {
        Contracted::Yes(value) => value,
        Contracted::No => panic!("not contracted"),
    }
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// A merchant's server.
async fn shop() -> String {
    let hears = || async { "heard" };
    serve(Router::new().fallback(hears)).await
}

/// Gives these answers, one after the other.
async fn playing(exchanges: &[Exchange]) -> String {
    let answers = exchanges
        .iter()
        .map(|one| (one.status, one.answer.to_string()));
    let left = Arc::new(Mutex::new(answers.collect::<VecDeque<_>>()));
    let next = move || async move {
        let (status, body) = left.lock().unwrap().pop_front().unwrap();
        let json = [(CONTENT_TYPE, "application/json")];
        (StatusCode::from_u16(status).unwrap(), json, body)
    };
    serve(Router::new().fallback(next)).await
}

/// The same calls as in `differential.py`, in the same order.
async fn ours(ours: &Ours, time_to_pay: Timestamp) -> Vec<Value> {
    let v2 = &ours.v2;
    let mut all = Vec::new();
    let page = PageWanted::first(10);
    for id in ["practice-live-kcp-paid", "없음 a/b+c"] {
        all.push(said(v2.payment(id, None).await, |one| facts(&one)));
    }
    let wanted = PaymentFilter {
        is_test: Some(true),
        status: vec![PaymentStatusWanted::Paid, PaymentStatusWanted::Pending],
        ..PaymentFilter::default()
    };
    for filter in [PaymentFilter::default(), wanted] {
        all.push(said(v2.payments(0, 10, &filter).await, |page| {
            each(page.total, &page.payments, facts)
        }));
    }
    let tries = v2.transactions("practice-live-kcp-paid", None).await;
    all.push(said(tries, |tries| tries.iter().map(tried).collect()));
    let cancel = CancelRequest {
        amount: Some(400),
        ..CancelRequest::whole("practice-test-kcp-paid", "연습", 1000)
    };
    for _ in 0..2 {
        all.push(said(v2.cancel(&cancel, &key()).await, |done| {
            cancelled(&done)
        }));
    }
    for webhook in [None, Some("none")] {
        let paid = "practice-test-kcp-paid";
        let again = v2.resend_webhook(paid, None, webhook, &key()).await;
        all.push(said(again, |one| sent(&one)));
    }
    let keys = v2
        .billing_keys(page, None, &BillingKeyFilter::default())
        .await;
    all.push(said(keys, |page| {
        each(page.total, &page.items, |one| {
            let key = one.billing_key.expose();
            json!([key, one.status, one.issued_at, one.deleted_at])
        })
    }));
    let issued = BillingKey::new("billing-key-practice-issued");
    let refused = BillingKey::new("billing-key-practice-pg-refuses");
    for one in [&issued, &BillingKey::new("none")] {
        all.push(said(v2.billing_key(one, None).await, |one| {
            json!(one.status.word())
        }));
    }
    let charge = |with| BillingKeyPayment::new(with, "정기 결제", won(1000));
    for one in [&issued, &refused] {
        let id = format!("practice-{}", one.expose());
        let paid = v2.pay_with_billing_key(&id, &charge(one), &key()).await;
        all.push(said(paid, |paid| json!(paid.pg_tx_id)));
    }
    let made = v2
        .create_schedule("practice-later", &charge(&issued), time_to_pay, &key())
        .await;
    all.push(said(made, |id| json!(id)));
    let found = v2.schedules(page, None, &ScheduleFilter::default()).await;
    all.push(said(found, |page| {
        each(page.total, &page.items, |one| {
            json!([
                one.id,
                one.status,
                one.payment_id,
                one.total.exact().unwrap().minor,
                one.created_at,
                one.time_to_pay,
                one.completed_at
            ])
        })
    }));
    let one = v2.schedule("practice-schedule-failed", None).await;
    all.push(said(one, |one| json!(one.status.word())));
    let revoked = v2
        .revoke_schedules(&Revocation::AllOf(&issued), None, &key())
        .await;
    all.push(said(revoked, |done| {
        let mut ids = done.schedule_ids;
        ids.sort();
        json!(ids)
    }));
    let gone = v2
        .delete_billing_key(&refused, None, None, None, &key())
        .await;
    all.push(said(gone, |_| json!(true)));
    let one = v2.identity("practice-identity-failed", None).await;
    all.push(said(one, |one| json!(one.status.word())));
    let found = v2.identities(page, None, &IdentityFilter::default()).await;
    all.push(said(found, |page| {
        each(page.total, &page.items, |one| {
            json!([
                one.id,
                one.status,
                one.requested_at,
                one.status_changed_at,
                one.verified_at
            ])
        })
    }));
    let receipt = v2.cash_receipt("practice-method-transfer", None).await;
    all.push(said(receipt, |one| {
        json!(one.amount.unwrap().exact().unwrap().minor)
    }));
    let found = v2
        .cash_receipts(page, None, &CashReceiptFilter::default())
        .await;
    all.push(said(found, |page| {
        each(page.total, &page.items, |one| {
            let amount = one.amount.as_ref().unwrap().exact().unwrap().minor;
            json!([one.payment_id, one.status, amount, one.issued_at])
        })
    }));
    let state = v2.company_state("1234567891", true).await;
    all.push(said(state, |state| {
        json!(yes(state).unwrap().status.word())
    }));
    let account = Private::new("110000000000".to_owned());
    let bank = Bank::new("SHINHAN");
    let holder = v2
        .account_holder(&bank, &account, HolderProof::Birthdate("900101"), true)
        .await;
    all.push(said(holder, |holder| {
        json!(yes(holder).holder_name.expose())
    }));
    all.push(said(v2.promotion("practice-promotion").await, |one| {
        json!(one.id)
    }));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_and_ours_say_the_same() {
    let Some(judges) = Judges::find() else { return };
    let time_to_pay: Timestamp = Timestamp::from_second(Timestamp::now().as_second()).unwrap()
        + SignedDuration::from_hours(48);
    let official = sim().await;
    assert!(official.set_webhook(&shop().await));
    let recorder = Recorder::before(&official.v2_url()).await;
    let mut python = judges.python();
    python.arg(script("differential.py")).args([
        &recorder.url,
        V2_SECRET,
        &time_to_pay.to_string(),
    ]);
    let theirs_understood = tokio::task::spawn_blocking(|| run(python)).await.unwrap();
    let theirs = recorder.take();

    // The very same answers, so that ids and moments have to be the same too.
    let recorder = Recorder::before(&playing(&theirs).await).await;
    let theirs_asked: Vec<Asked> = theirs.into_iter().map(Asked::from).collect();
    let client = Ours::at(&official.v1_url(), &recorder.url);
    let understood = ours(&client, time_to_pay).await;
    let asked: Vec<Asked> = recorder.take().into_iter().map(Asked::from).collect();
    for (ours, theirs) in asked.iter().zip(&theirs_asked) {
        assert_eq!(ours, theirs);
    }
    assert_eq!((asked.len(), asked.len()), (theirs_asked.len(), 26));
    for (number, (ours, theirs)) in understood
        .iter()
        .zip(theirs_understood.as_array().unwrap())
        .enumerate()
    {
        assert_eq!(ours, theirs, "call {number}: {:?}", asked[number]);
    }
    assert_eq!(understood.len(), asked.len());
}
