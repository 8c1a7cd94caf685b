//! Billing keys and payments by them.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cancel::once;
use super::list::{self, any, same};
use super::{Caller, Params, Refusal, body, error, invalid, is_currency};
use crate::deliver;
use crate::model::{Client, More, Status, Version};
use crate::pay::{self, End};
use crate::records::{BillingKey, Method, PayOutcome, ScheduleStatus};
use crate::seed::{self, MERCHANT_ID};
use crate::state::{Shared, State as Memory};

fn not_found() -> Refusal {
    let message = "빌링키가 존재하지 않습니다.";
    error(404, "BILLING_KEY_NOT_FOUND", message)
}

pub(super) fn already_deleted() -> Refusal {
    let message = "빌링키가 이미 삭제되었습니다.";
    error(409, "BILLING_KEY_ALREADY_DELETED", message)
}

/// An issued key of this store.
pub(super) fn usable<'a>(
    memory: &'a Memory,
    store: &str,
    key: &str,
) -> Result<&'a BillingKey, Refusal> {
    let known = memory.billing_key(store, key).ok_or_else(not_found)?;
    if known.deleted_at.is_some() {
        return Err(already_deleted());
    }
    Ok(known)
}

/// `GET /billing-keys/{billingKey}`
pub(crate) async fn one(
    State(shared): State<Shared>,
    Path(key): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    list::one(&memory, &headers, &query, |store| {
        let known = memory.billing_key(store, &key);
        known
            .and_then(|known| show(&memory, known))
            .ok_or_else(not_found)
    })
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Field {
    #[default]
    RequestedAt,
    IssuedAt,
    DeletedAt,
    StatusTimestamp,
}

impl Field {
    fn of(self, key: &BillingKey) -> Timestamp {
        match self {
            Self::RequestedAt | Self::IssuedAt => key.issued_at,
            Self::DeletedAt | Self::StatusTimestamp => key.deleted_at.unwrap_or(key.issued_at),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Filter {
    time_range_field: Field,
    status: Option<Vec<String>>,
    customer_id: Option<String>,
    pg_providers: Option<Vec<String>>,
    methods: Option<Vec<String>>,
    version: Option<String>,
}

/// `GET /billing-keys`
impl list::Filter for Filter {
    type Item = BillingKey;
    type By = Field;

    fn all(memory: &Memory) -> &[BillingKey] {
        &memory.billing_keys
    }

    fn store(key: &BillingKey) -> &str {
        &key.store_id
    }

    fn moment(&self, key: &BillingKey) -> Option<Timestamp> {
        Some(self.time_range_field.of(key))
    }

    fn fits(&self, memory: &Memory, key: &BillingKey) -> bool {
        let provider = memory
            .channel(&key.channel_key)
            .map(|channel| channel.pg_provider.to_ascii_uppercase());
        any(self.status.as_ref(), status(key))
            && any(self.pg_providers.as_ref(), &provider.unwrap_or_default())
            && any(self.methods.as_ref(), key.method.word())
            && self
                .customer_id
                .as_ref()
                .is_none_or(|id| key.customer_id.as_ref() == Some(id))
            && same(self.version.as_ref(), key.version.word())
    }

    fn by(by: Field, key: &BillingKey) -> Timestamp {
        by.of(key)
    }

    fn show(memory: &Memory, key: &BillingKey) -> Option<Value> {
        show(memory, key)
    }
}

fn status(key: &BillingKey) -> &'static str {
    match key.deleted_at {
        None => "ISSUED",
        Some(_) => "DELETED",
    }
}

fn show(memory: &Memory, key: &BillingKey) -> Option<Value> {
    let channel = memory.channel(&key.channel_key)?;
    let method = match key.method {
        Method::EasyPay => {
            json!({ "type": "BillingKeyPaymentMethodEasyPay", "provider": "KAKAOPAY" })
        }
        Method::Mobile => json!({ "type": "BillingKeyPaymentMethodMobile" }),
        Method::Transfer => json!({ "type": "BillingKeyPaymentMethodTransfer", "bank": "KOOKMIN" }),
        _ => json!({
            "type": "BillingKeyPaymentMethodCard",
            "card": { "name": "연습카드", "bin": "000000", "number": "000000******0000" },
        }),
    };
    let mut shown = json!({
        "status": status(key),
        "billingKey": key.key,
        "merchantId": MERCHANT_ID,
        "storeId": key.store_id,
        "methods": [method],
        "channels": [super::channel(channel)],
        "customer": super::customer(key.customer_id.as_deref()),
        "issueId": format!("practice-issue-{}", key.key),
        "requestedAt": key.issued_at,
        "issuedAt": key.issued_at,
    });
    if let Some(at) = key.deleted_at {
        shown["deletedAt"] = json!(at);
    }
    Some(shown)
}

/// `DELETE /billing-keys/{billingKey}`
pub(crate) async fn delete(
    State(shared): State<Shared>,
    Path(key): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let mut memory = shared.lock();
    let place = format!("delete {key}");
    let response = once(&mut memory, &headers, &place, |memory, caller| {
        try_delete(memory, caller, &key, &query)
    });
    shared.wake.notify_waiters();
    response
}

fn try_delete(
    memory: &mut Memory,
    caller: &Caller,
    key: &str,
    query: &Params,
) -> Result<(u16, Value), Refusal> {
    let store = caller.store(query.get("storeId").map(String::as_str))?;
    if let Some(word) = query.get("requester")
        && !matches!(word.as_str(), "CUSTOMER" | "ADMIN")
    {
        return Err(invalid("없는 요청자예요."));
    }
    usable(memory, &store, key)?;
    let waits = memory.schedules.iter().any(|schedule| {
        schedule.store_id == store
            && schedule.billing_key == key
            && schedule.status == ScheduleStatus::Scheduled
    });
    if waits {
        let message = "결제 예약건이 이미 존재합니다.";
        return Err(error(409, "PAYMENT_SCHEDULE_ALREADY_EXISTS", message));
    }
    let now = memory.now();
    if let Some(known) = memory.billing_key_mut(&store, key) {
        known.deleted_at = Some(now);
    }
    if query.get("skipWebhook").is_none_or(|word| word != "true") {
        deliver::announce_key(memory, &store, key, "BillingKey.Deleted", now);
    }
    Ok((200, json!({ "deletedAt": now })))
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PayBody {
    pub(super) store_id: Option<String>,
    pub(super) billing_key: String,
    pub(super) channel_key: Option<String>,
    pub(super) order_name: String,
    pub(super) amount: Amount,
    pub(super) currency: String,
    #[serde(default)]
    pub(super) notice_urls: Vec<String>,
    pub(super) custom_data: Option<String>,
    pub(super) promotion_id: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Amount {
    pub(super) total: i64,
    #[serde(default)]
    pub(super) tax_free: i64,
    #[serde(default)]
    pub(super) vat: i64,
}

impl PayBody {
    /// What no billing-key payment can be asked for with.
    pub(super) fn checked(&self) -> Result<(), Refusal> {
        let Amount {
            total,
            tax_free,
            vat,
        } = self.amount;
        if total <= 0 || tax_free < 0 || vat < 0 {
            return Err(invalid("결제 금액은 0보다 커야 해요."));
        }
        if !is_currency(&self.currency) {
            return Err(invalid("없는 통화예요."));
        }
        if tax_free.saturating_add(vat) > total {
            let message = "면세 금액 등 하위 항목들의 합이 전체 결제 금액을 초과했습니다.";
            return Err(error(409, "SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT", message));
        }
        Ok(())
    }
}

/// `POST /payments/{paymentId}/billing-key`
pub(crate) async fn pay(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let mut memory = shared.lock();
    let place = format!("pay {id}");
    let response = once(&mut memory, &headers, &place, |memory, caller| {
        try_pay(memory, caller, &id, &bytes)
    });
    shared.wake.notify_waiters();
    response
}

fn try_pay(
    memory: &mut Memory,
    caller: &Caller,
    id: &str,
    bytes: &[u8],
) -> Result<(u16, Value), Refusal> {
    let asked: PayBody = body(bytes)?;
    let store = caller.store(asked.store_id.as_deref())?;
    asked.checked()?;
    let key = usable(memory, &store, &asked.billing_key)?.clone();
    let channel_key = asked.channel_key.unwrap_or(key.channel_key);
    if memory.channel_of(&store, &channel_key).is_none() {
        let message = "요청된 채널이 존재하지 않습니다.";
        return Err(error(404, "CHANNEL_NOT_FOUND", message));
    }
    let scheduled = memory.schedules.iter().any(|schedule| {
        schedule.payment_id == id
            && schedule.store_id == store
            && schedule.status == ScheduleStatus::Scheduled
    });
    if scheduled {
        let message = "결제 예약건이 이미 존재합니다.";
        return Err(error(409, "PAYMENT_SCHEDULE_ALREADY_EXISTS", message));
    }
    let order = pay::Order {
        store_id: store.clone(),
        payment_id: id.to_owned(),
        channel_key,
        order_name: asked.order_name,
        amount: asked.amount.total,
        tax_free: asked.amount.tax_free,
        currency: asked.currency,
        method: key.method,
        more: More {
            billing_key: Some(asked.billing_key),
            promotion_id: asked.promotion_id,
            custom_data: asked.custom_data,
            notice_urls: asked.notice_urls,
            client: Client::Api,
            ..More::default()
        },
    };
    let now = memory.now();
    if let Err(status) = pay::open(memory, order, now) {
        let message = match status {
            Status::Paid | Status::PartialCancelled | Status::Cancelled => {
                "결제가 이미 완료되었습니다."
            }
            _ => "결제가 이미 진행 중입니다.",
        };
        return Err(error(409, "ALREADY_PAID", message));
    }
    if key.on_pay == PayOutcome::PgRefuses {
        let failure = seed::refusal();
        let body = json!({
            "type": "PG_PROVIDER",
            "message": failure.pg_message,
            "pgCode": failure.pg_code,
            "pgMessage": failure.pg_message,
        });
        pay::end(memory, &store, id, End::Failed(failure), now);
        return Ok((502, body));
    }
    pay::end(memory, &store, id, End::Paid, now);
    let summary = json!({ "pgTxId": format!("practice-pg-{id}"), "paidAt": now });
    Ok((200, json!({ "payment": summary })))
}

/// Issues a key, as the browser's page does.
pub(crate) fn issue(
    memory: &mut Memory,
    store: &str,
    channel_key: &str,
    method: Method,
    customer_id: Option<String>,
) -> String {
    let now = memory.now();
    let key = format!("billing-key-practice-{:06}", memory.next_serial());
    memory.billing_keys.push(BillingKey {
        store_id: store.to_owned(),
        key: key.clone(),
        version: Version::V2,
        channel_key: channel_key.to_owned(),
        customer_id,
        method,
        issued_at: now,
        deleted_at: None,
        on_pay: PayOutcome::Succeeds,
    });
    deliver::announce_key(memory, store, &key, "BillingKey.Issued", now);
    key
}
