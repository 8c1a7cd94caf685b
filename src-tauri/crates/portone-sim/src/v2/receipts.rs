//! Cash receipts, which practice payments have from the moment they are paid.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Caller, Order, Page, Params, asked, error, respond, sort, window};
use crate::model::Payment;
use crate::seed::MERCHANT_ID;
use crate::state::{Shared, State as Memory};

/// `GET /payments/{paymentId}/cash-receipt`
pub(crate) async fn one(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let found = Caller::known(&memory, &headers)
        .and_then(|caller| caller.store(query.get("storeId").map(String::as_str)))
        .and_then(|store| {
            let message = "현금영수증이 존재하지 않습니다.";
            memory
                .payment(&store, &id)
                .and_then(|payment| show(&memory, payment))
                .ok_or_else(|| error(404, "CASH_RECEIPT_NOT_FOUND", message))
        });
    respond(found)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ListBody {
    page: Option<Page>,
    sort: Option<Sort>,
    filter: Option<Filter>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sort {
    order: Order,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Filter {
    store_id: Option<String>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    payment_id: Option<String>,
    is_test: Option<bool>,
    statuses: Option<Vec<String>>,
    is_manual: Option<bool>,
}

/// `GET /cash-receipts`
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(query): Query<Params>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let memory = shared.lock();
    respond(try_list(&memory, &headers, &query, &body))
}

fn try_list(memory: &Memory, headers: &HeaderMap, query: &Params, body: &[u8]) -> Answered {
    let caller = Caller::known(memory, headers)?;
    let asked: ListBody = asked(query, body)?;
    let page = Page::checked(asked.page)?;
    let filter = asked.filter.unwrap_or_default();
    let stores = caller.stores(filter.store_id.as_deref())?;
    let window = window(filter.from, filter.until, memory.now());
    let issued = |payment: &Payment| payment.paid_at.filter(|_| payment.more.cash_receipt);
    let mut found: Vec<&Payment> = memory
        .payments
        .iter()
        .filter(|payment| {
            stores.contains(&payment.store_id)
                && issued(payment).is_some_and(|at| window.contains(&at))
                && filter
                    .payment_id
                    .as_ref()
                    .is_none_or(|id| id == payment.v2_id())
                && filter
                    .is_test
                    .is_none_or(|test| test != memory.is_live(payment))
                && filter.is_manual != Some(true)
                && filter
                    .statuses
                    .as_ref()
                    .is_none_or(|words| words.is_empty() || words.iter().any(|w| w == "ISSUED"))
        })
        .collect();
    let order = asked.sort.unwrap_or_default().order;
    sort(&mut found, order, |payment| {
        issued(payment).unwrap_or(payment.requested_at)
    });
    Ok(page.of(&found, |payment| show(memory, payment)))
}

fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
    let issued_at = payment.paid_at.filter(|_| payment.more.cash_receipt)?;
    Some(json!({
        "status": "ISSUED",
        "merchantId": MERCHANT_ID,
        "storeId": payment.store_id,
        "paymentId": payment.v2_id(),
        "channel": super::channel(memory.channel(&payment.channel_key)?),
        "amount": payment.amount,
        "taxFreeAmount": payment.tax_free,
        "currency": payment.currency,
        "orderName": payment.order_name,
        "isManual": false,
        "type": "PERSONAL",
        "issueNumber": format!("practice-receipt-{}", payment.id),
        "issuedAt": issued_at,
        "statusUpdatedAt": issued_at,
    }))
}
