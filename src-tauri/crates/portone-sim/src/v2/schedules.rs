//! Payments to come.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::billing::{PayBody, usable};
use super::cancel::once;
use super::list::{self, any, same};
use super::{Caller, Params, Refusal, asked, body, error, invalid};
use crate::events;
use crate::model::Status;
use crate::records::{Schedule, ScheduleStatus};
use crate::seed::MERCHANT_ID;
use crate::state::{Shared, State as Memory};

fn not_found() -> Refusal {
    let message = "결제 예약건이 존재하지 않습니다.";
    error(404, "PAYMENT_SCHEDULE_NOT_FOUND", message)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateBody {
    payment: PayBody,
    time_to_pay: Timestamp,
}

/// `POST /payments/{paymentId}/schedule`
pub(crate) async fn create(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let mut memory = shared.lock();
    let place = format!("schedule {id}");
    let response = once(&mut memory, &headers, &place, |memory, caller| {
        try_create(memory, caller, &id, &bytes)
    });
    shared.wake.notify_waiters();
    response
}

fn try_create(
    memory: &mut Memory,
    caller: &Caller,
    id: &str,
    bytes: &[u8],
) -> Result<(u16, Value), Refusal> {
    let asked: CreateBody = body(bytes)?;
    let payment = asked.payment;
    let store = caller.store(payment.store_id.as_deref())?;
    payment.checked()?;
    let now = memory.now();
    if asked.time_to_pay <= now {
        return Err(invalid("결제 예정 시점은 현재보다 뒤여야 해요."));
    }
    usable(memory, &store, &payment.billing_key)?;
    let conflict = |word, message| Err(error(409, word, message));
    let stands = memory.payment(&store, id);
    if stands.is_some_and(|known| !matches!(known.status, Status::Ready | Status::Failed)) {
        return conflict(
            "ALREADY_PAID_OR_WAITING",
            "결제가 이미 완료되었거나 대기중입니다.",
        );
    }
    let waits = memory.schedules.iter().any(|schedule| {
        schedule.payment_id == id
            && schedule.store_id == store
            && schedule.status == ScheduleStatus::Scheduled
    });
    if waits {
        return conflict(
            "PAYMENT_SCHEDULE_ALREADY_EXISTS",
            "결제 예약건이 이미 존재합니다.",
        );
    }
    let schedule = Schedule {
        store_id: store,
        id: format!("practice-schedule-{:06}", memory.next_serial()),
        payment_id: id.to_owned(),
        billing_key: payment.billing_key,
        order_name: payment.order_name,
        amount: payment.amount.total,
        currency: payment.currency,
        notice_urls: payment.notice_urls,
        custom_data: payment.custom_data.unwrap_or_default(),
        status: ScheduleStatus::Scheduled,
        created_at: now,
        time_to_pay: asked.time_to_pay,
        ended_at: None,
    };
    events::plan_schedule(memory, &schedule);
    let summary = json!({ "id": schedule.id });
    memory.schedules.push(schedule);
    Ok((200, json!({ "schedule": summary })))
}

/// `GET /payment-schedules/{paymentScheduleId}`
pub(crate) async fn one(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    list::one(&memory, &headers, &query, |store| {
        let mut all = memory.schedules.iter();
        all.find(|one| one.id == id && one.store_id == store)
            .map(show)
            .ok_or_else(not_found)
    })
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Field {
    CreatedAt,
    #[default]
    TimeToPay,
    CompletedAt,
    StatusTimestamp,
}

impl Field {
    fn of(self, one: &Schedule) -> Timestamp {
        match self {
            Self::CreatedAt => one.created_at,
            Self::TimeToPay => one.time_to_pay,
            Self::CompletedAt | Self::StatusTimestamp => one.ended_at.unwrap_or(one.created_at),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Filter {
    billing_key: Option<String>,
    status: Option<Vec<String>>,
    is_for_test: Option<bool>,
}

/// `GET /payment-schedules`
impl list::Filter for Filter {
    type Item = Schedule;
    type By = Field;

    fn all(memory: &Memory) -> &[Schedule] {
        &memory.schedules
    }

    fn store(one: &Schedule) -> &str {
        &one.store_id
    }

    /// The time to pay, so without an end of the window nothing that is still to come is in it.
    fn moment(&self, one: &Schedule) -> Option<Timestamp> {
        Some(one.time_to_pay)
    }

    fn fits(&self, memory: &Memory, one: &Schedule) -> bool {
        let test = memory
            .billing_key(&one.store_id, &one.billing_key)
            .and_then(|key| memory.channel(&key.channel_key))
            .is_none_or(|channel| !channel.live);
        same(self.billing_key.as_ref(), &one.billing_key)
            && any(self.status.as_ref(), one.status.word())
            && self.is_for_test.is_none_or(|asked| asked == test)
    }

    fn by(by: Field, one: &Schedule) -> Timestamp {
        by.of(one)
    }

    fn show(_: &Memory, one: &Schedule) -> Option<Value> {
        Some(show(one))
    }

    /// Here the document says so: without a name, the secret's own store.
    fn stores(caller: &Caller, named: Option<&str>) -> Result<Vec<String>, Refusal> {
        caller.store(named).map(|store| vec![store])
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct RevokeBody {
    store_id: Option<String>,
    billing_key: Option<String>,
    schedule_ids: Option<Vec<String>>,
}

/// `DELETE /payment-schedules`
pub(crate) async fn revoke(
    State(shared): State<Shared>,
    Query(query): Query<Params>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let mut memory = shared.lock();
    once(&mut memory, &headers, "revoke", |memory, caller| {
        try_revoke(memory, caller, &query, &bytes)
    })
}

/// All or none, as the document says.
fn try_revoke(
    memory: &mut Memory,
    caller: &Caller,
    query: &Params,
    bytes: &[u8],
) -> Result<(u16, Value), Refusal> {
    let asked: RevokeBody = asked(query, bytes)?;
    let store = caller.store(asked.store_id.as_deref())?;
    if let Some(key) = &asked.billing_key {
        usable(memory, &store, key)?;
    }
    let ids: Vec<String> = match (&asked.schedule_ids, &asked.billing_key) {
        (Some(ids), _) => ids.clone(),
        (None, Some(key)) => memory
            .schedules
            .iter()
            .filter(|one| {
                one.store_id == store
                    && one.billing_key == *key
                    && one.status == ScheduleStatus::Scheduled
            })
            .map(|one| one.id.clone())
            .collect(),
        (None, None) => return Err(invalid("billingKey나 scheduleIds가 필요해요.")),
    };
    for id in &ids {
        let mut all = memory.schedules.iter();
        let one = all
            .find(|one| one.id == *id && one.store_id == store)
            .ok_or_else(not_found)?;
        if asked
            .billing_key
            .as_ref()
            .is_some_and(|key| *key != one.billing_key)
        {
            return Err(not_found());
        }
        let conflict = |word, message| Err(error(409, word, message));
        match one.status {
            ScheduleStatus::Scheduled => {}
            ScheduleStatus::Revoked => {
                let message = "결제 예약건이 이미 취소되었습니다.";
                return conflict("PAYMENT_SCHEDULE_ALREADY_REVOKED", message);
            }
            _ => {
                let message = "결제 예약건이 이미 처리되었습니다.";
                return conflict("PAYMENT_SCHEDULE_ALREADY_PROCESSED", message);
            }
        }
    }
    let now = memory.now();
    for one in &mut memory.schedules {
        if one.store_id == store && ids.contains(&one.id) {
            one.status = ScheduleStatus::Revoked;
            one.ended_at = Some(now);
        }
    }
    Ok((200, json!({ "revokedScheduleIds": ids, "revokedAt": now })))
}

fn show(one: &Schedule) -> Value {
    let mut shown = json!({
        "status": one.status.word(),
        "id": one.id,
        "merchantId": MERCHANT_ID,
        "storeId": one.store_id,
        "paymentId": one.payment_id,
        "billingKey": one.billing_key,
        "orderName": one.order_name,
        "isCulturalExpense": false,
        "isEscrow": false,
        "customer": super::customer(None),
        "customData": one.custom_data,
        "totalAmount": one.amount,
        "currency": one.currency,
        "createdAt": one.created_at,
        "timeToPay": one.time_to_pay,
    });
    let ended = one.ended_at.unwrap_or(one.created_at);
    match one.status {
        ScheduleStatus::Scheduled => {}
        ScheduleStatus::Revoked => shown["revokedAt"] = json!(ended),
        ScheduleStatus::Started => shown["startedAt"] = json!(ended),
        ScheduleStatus::Succeeded | ScheduleStatus::Failed | ScheduleStatus::Pending => {
            shown["startedAt"] = json!(ended);
            shown["completedAt"] = json!(ended);
        }
    }
    shown
}
