//! Cash receipts, which practice payments have from the moment they are paid.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::list::{self, any, same};
use super::{Params, error};
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
    list::one(&memory, &headers, &query, |store| {
        let message = "현금영수증이 존재하지 않습니다.";
        memory
            .payment(store, &id)
            .and_then(|payment| show(&memory, payment))
            .ok_or_else(|| error(404, "CASH_RECEIPT_NOT_FOUND", message))
    })
}

#[derive(Deserialize, Default, Clone, Copy)]
pub(crate) enum Field {
    #[default]
    #[serde(rename = "ISSUED_AT")]
    Issued,
    #[serde(rename = "CANCELLED_AT")]
    Cancelled,
    #[serde(rename = "STATUS_UPDATED_AT")]
    StatusUpdated,
}

impl Field {
    /// None for a receipt that has no such moment.
    fn of(self, payment: &Payment) -> Option<Timestamp> {
        let issued = payment.receipt_issued()?;
        match self {
            Self::Issued => Some(issued),
            Self::Cancelled => payment.receipt_cancelled(),
            Self::StatusUpdated => Some(payment.receipt_cancelled().unwrap_or(issued)),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Filter {
    time_range_field: Field,
    payment_id: Option<String>,
    is_test: Option<bool>,
    order_name: Option<String>,
    statuses: Option<Vec<String>>,
    is_manual: Option<bool>,
    pg_merchant_id: Option<String>,
    pg_providers: Option<Vec<String>>,
    version: Option<String>,
    types: Option<Vec<String>>,
}

/// `GET /cash-receipts`
impl list::Filter for Filter {
    type Item = Payment;
    type By = Field;

    fn all(memory: &Memory) -> &[Payment] {
        &memory.payments
    }

    fn store(payment: &Payment) -> &str {
        &payment.store_id
    }

    fn moment(&self, payment: &Payment) -> Option<Timestamp> {
        self.time_range_field.of(payment)
    }

    fn fits(&self, memory: &Memory, payment: &Payment) -> bool {
        let Some(channel) = memory.channel(&payment.channel_key) else {
            return false;
        };
        let provider = channel.pg_provider.to_ascii_uppercase();
        same(self.payment_id.as_ref(), payment.v2_id())
            && self.is_test.is_none_or(|test| test != channel.live)
            && same(self.order_name.as_ref(), &payment.order_name)
            && any(self.statuses.as_ref(), status(payment))
            && self.is_manual != Some(true)
            && same(self.pg_merchant_id.as_ref(), &channel.mid)
            && any(self.pg_providers.as_ref(), &provider)
            && same(self.version.as_ref(), payment.version.word())
            && any(self.types.as_ref(), TYPE)
    }

    fn by(by: Field, payment: &Payment) -> Timestamp {
        by.of(payment).unwrap_or(payment.changed_at)
    }

    fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
        show(memory, payment)
    }
}

/// Practice receipts are personal.
pub(super) const TYPE: &str = "PERSONAL";

/// A receipt goes with its payment: given back in full, it is cancelled.
pub(super) fn status(payment: &Payment) -> &'static str {
    match payment.receipt_cancelled() {
        None => "ISSUED",
        Some(_) => "CANCELLED",
    }
}

fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
    let issued_at = payment.receipt_issued()?;
    let mut shown = json!({
        "status": status(payment),
        "merchantId": MERCHANT_ID,
        "storeId": payment.store_id,
        "paymentId": payment.v2_id(),
        "channel": super::channel(memory.channel(&payment.channel_key)?),
        "amount": payment.amount,
        "taxFreeAmount": payment.tax_free,
        "currency": payment.currency,
        "orderName": payment.order_name,
        "isManual": false,
        "type": TYPE,
        "issueNumber": payment.receipt_number(),
        "issuedAt": issued_at,
        "statusUpdatedAt": issued_at,
    });
    if let Some(at) = payment.receipt_cancelled() {
        shown["cancelledAt"] = json!(at);
        shown["statusUpdatedAt"] = json!(at);
    }
    Some(shown)
}
