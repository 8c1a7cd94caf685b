//! V1's payments.

use axum::extract::{Path, Query, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Params, Refusal, bad, fields, known, respond};
use crate::deliver;
use crate::model::{CancelOutcome, Cancelling, Channel, Payment, Status, Version};
use crate::records::Method;
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

fn not_found() -> Refusal {
    bad(404, -1, "존재하지 않는 결제정보입니다.")
}

fn with_sandbox(query: &Params) -> bool {
    query
        .get("include_sandbox")
        .is_some_and(|text| text == "true")
}

/// `GET /payments/{imp_uid}`
pub(super) async fn one(
    State(shared): State<Shared>,
    Path(imp_uid): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let mut memory = shared.lock();
    let outcome = known(&memory, &headers).and_then(|store| {
        let found = memory.by_imp_uid(&store, &imp_uid).cloned();
        found
            // A test payment does not exist for whoever did not ask for test payments.
            .filter(|payment| with_sandbox(&query) || memory.is_live(payment))
            .and_then(|payment| show(&memory, &payment))
            .ok_or_else(not_found)
    });
    respond(outcome)
}

/// `GET /payments?imp_uid[]=…`: 207 when some of them are unknown.
pub(super) async fn several(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let store = match known(&memory, &headers) {
        Ok(store) => store,
        Err(refusal) => return *refusal,
    };
    let query = query.unwrap_or_default();
    let imp_uids = super::several(&query, "imp_uid");
    let merchant_uids = super::several(&query, "merchant_uid");
    let own = |payment: &&Payment| payment.store_id == store && payment.version == Version::V1;
    let found: Vec<Value> = memory
        .payments
        .iter()
        .filter(own)
        .filter(|payment| {
            imp_uids.contains(&payment.id) || merchant_uids.contains(&payment.merchant_uid)
        })
        .filter_map(|payment| show(&memory, payment))
        .collect();
    if found.is_empty() {
        return *not_found();
    }
    let all = found.len() == imp_uids.len() + merchant_uids.len();
    let body = json!({ "code": 0, "message": null, "response": found });
    answer(if all { 200 } else { 207 }, &body)
}

/// `GET /payments/find/{merchant_uid}`
pub(super) async fn find(
    State(shared): State<Shared>,
    Path(merchant_uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(try_find(&memory, &headers, &merchant_uid, None))
}

/// `GET /payments/find/{merchant_uid}/{payment_status}`
pub(super) async fn find_with_status(
    State(shared): State<Shared>,
    Path((merchant_uid, status)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(try_find(&memory, &headers, &merchant_uid, Some(&status)))
}

/// The documents give this call no `include_sandbox`, and do not say that it hides test payments.
fn try_find(
    memory: &Memory,
    headers: &HeaderMap,
    merchant_uid: &str,
    status: Option<&str>,
) -> Result<Value, Refusal> {
    let store = known(memory, headers)?;
    memory
        .payment(&store, merchant_uid)
        .filter(|payment| payment.version == Version::V1)
        .filter(|payment| status.is_none_or(|word| word == payment.status.v1_word()))
        .and_then(|payment| show(memory, payment))
        .ok_or_else(not_found)
}

/// `GET /payments/status/{payment_status}`
pub(super) async fn by_status(
    State(shared): State<Shared>,
    Path(status): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(try_by_status(&memory, &headers, &status, &query))
}

fn try_by_status(
    memory: &Memory,
    headers: &HeaderMap,
    status: &str,
    query: &Params,
) -> Result<Value, Refusal> {
    let store = known(memory, headers)?;
    if !matches!(status, "all" | "ready" | "paid" | "cancelled" | "failed") {
        return Err(bad(400, -1, "유효하지 않은 결제 상태입니다."));
    }
    let whole = |name: &str| -> Result<Option<i64>, Refusal> {
        let text = query.get(name).map(|text| text.parse());
        text.transpose()
            .map_err(|_| bad(400, -1, "숫자가 아닌 값이 있습니다."))
    };
    let page = whole("page")?.unwrap_or(1);
    let limit = whole("limit")?.unwrap_or(20);
    if page < 1 || !(1..=1000).contains(&limit) {
        return Err(bad(400, -1, "page는 1부터, limit은 1000까지입니다."));
    }
    let to = match whole("to")? {
        Some(second) => second,
        None => memory.now().as_second(),
    };
    let quarter = SignedDuration::from_hours(90 * 24).as_secs();
    let from = whole("from")?.unwrap_or(to.saturating_sub(quarter));
    if to.saturating_sub(from) > quarter {
        return Err(bad(400, -1, "검색기간은 최대 90일까지입니다."));
    }
    let sorting = query.get("sorting").map_or("-started", String::as_str);
    let key: fn(&Payment) -> Timestamp = match sorting.trim_start_matches('-') {
        "started" => |payment| payment.requested_at,
        "paid" => |payment| payment.paid_at.unwrap_or(Timestamp::UNIX_EPOCH),
        "updated" => |payment| payment.changed_at,
        _ => return Err(bad(400, -1, "유효하지 않은 정렬입니다.")),
    };
    let mut found: Vec<&Payment> = memory
        .payments
        .iter()
        .filter(|payment| payment.version == Version::V1 && payment.store_id == store)
        .filter(|payment| status == "all" || payment.status.v1_word() == status)
        .filter(|payment| (from..=to).contains(&payment.requested_at.as_second()))
        .collect();
    found.sort_by_key(|payment| key(payment));
    if sorting.starts_with('-') {
        found.reverse();
    }
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let skipped = page.saturating_sub(1).saturating_mul(limit);
    if page > 1 && skipped >= total {
        return Err(bad(400, -1, "데이터 범위를 넘어선 page입니다."));
    }
    let as_usize = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let list: Vec<Value> = found
        .into_iter()
        .skip(as_usize(skipped))
        .take(as_usize(limit))
        .filter_map(|payment| show(memory, payment))
        .collect();
    let more = skipped.saturating_add(limit) < total;
    Ok(json!({
        "total": total,
        "previous": page - 1,
        "next": if more { page + 1 } else { 0 },
        "list": list,
    }))
}

fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
    let channel: &Channel = memory.channel(&payment.channel_key)?;
    let seconds = |at: Option<Timestamp>| at.map_or(0, Timestamp::as_second);
    let when = |status| seconds((payment.status == status).then_some(payment.changed_at));
    let amount = |minor| decimal(minor, &payment.currency);
    let history: Vec<Value> = payment
        .cancellations
        .iter()
        .filter(|record| record.outcome == CancelOutcome::Succeeds)
        .map(|record| {
            json!({
                "pg_tid": format!("practice-pg-{}", record.id),
                "amount": amount(record.amount),
                "cancelled_at": record.at.as_second(),
                "reason": record.reason,
                "cancellation_id": record.id,
            })
        })
        .collect();
    let vbank = payment.method == Method::VirtualAccount;
    let refused = payment.failure.as_ref();
    Some(json!({
        "imp_uid": payment.id,
        "merchant_uid": payment.merchant_uid,
        "pay_method": payment.method.v1_word(),
        "channel": payment.more.client.word().to_ascii_lowercase(),
        "pg_provider": channel.pg_provider,
        "emb_pg_provider": null,
        "pg_tid": format!("practice-pg-{}", payment.id),
        "pg_id": channel.mid,
        "sandbox": !channel.live,
        "escrow": false,
        "name": payment.order_name,
        "amount": amount(payment.amount),
        "cancel_amount": amount(payment.cancelled),
        "currency": payment.currency,
        "buyer_name": "연습 고객",
        "buyer_tel": "000-0000-0000",
        "vbank_name": vbank.then_some("신한은행"),
        "vbank_num": vbank.then_some("00000000000000"),
        "vbank_holder": vbank.then_some("연습 상점"),
        "status": payment.status.v1_word(),
        "started_at": payment.requested_at.as_second(),
        "paid_at": seconds(payment.paid_at),
        "failed_at": when(Status::Failed),
        "cancelled_at": when(Status::Cancelled),
        "fail_reason": refused.map(|known| format!("[{}] {}", known.pg_code, known.pg_message)),
        "cancel_reason": payment.cancellations.last().map(|record| record.reason.as_str()),
        "receipt_url": null,
        "cash_receipt_issued": payment.more.cash_receipt,
        "cancel_history": history,
    }))
}

/// How many digits stand behind the point in this currency.
fn digits(currency: &str) -> u32 {
    match currency {
        "KRW" | "JPY" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "PYG" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

/// V1 writes whole units with decimals, not minor units.
fn decimal(minor: i64, currency: &str) -> Value {
    let digits = digits(currency);
    if digits == 0 {
        return json!(minor);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for every amount anybody practises with"
    )]
    let units = minor as f64 / f64::from(10_i32.pow(digits));
    json!(units)
}

/// An amount as a caller writes it, in minor units; `None` for what is no amount of this currency.
fn minor(value: &Value, currency: &str) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = usize::try_from(digits(currency)).ok()?;
    let part = part.trim_end_matches('0');
    if part.len() > digits {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

/// `POST /payments/cancel`
pub(super) async fn cancel(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut memory = shared.lock();
    let response = respond(try_cancel(&mut memory, &headers, &body));
    shared.wake.notify_waiters();
    response
}

/// Refusals come with status 200 and a code that is not zero.
fn try_cancel(memory: &mut Memory, headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let no = |message: &str| Err(bad(200, 1, message));
    let store = known(memory, headers)?;
    let fields = fields(body);
    let text = |name| fields.get(name).and_then(Value::as_str);
    let now = memory.now();
    let imp_uid = text("imp_uid").map(str::to_owned).or_else(|| {
        let payment = memory.payment(&store, text("merchant_uid")?)?;
        Some(payment.id.clone())
    });
    let Some(payment) = imp_uid.and_then(|imp_uid| memory.by_imp_uid(&store, &imp_uid)) else {
        return no("취소할 결제건이 존재하지 않습니다.");
    };
    match payment.status {
        Status::Paid | Status::PartialCancelled => {}
        Status::Cancelled => return no("이미 전액취소된 주문입니다."),
        _ => return no("결제완료되지 않은 주문입니다."),
    }
    let left = payment.cancellable();
    let asked = |name: &str| -> Result<Option<i64>, Refusal> {
        let value = fields.get(name).filter(|value| !value.is_null());
        value
            .map(|value| minor(value, &payment.currency))
            .map(|minor| minor.ok_or_else(|| bad(200, 1, "금액 형식이 올바르지 않습니다.")))
            .transpose()
    };
    let amount = asked("amount")?
        .filter(|amount| *amount != 0)
        .unwrap_or(left);
    if asked("checksum")?.is_some_and(|checksum| checksum != left) {
        return no("취소 가능 금액이 일치하지 않습니다.");
    }
    let tax_free = asked("tax_free")?.unwrap_or(0);
    let vat = asked("vat_amount")?.unwrap_or_else(|| (amount - tax_free) / 11);
    if amount < 0 || amount > left {
        return no("취소 요청 금액이 취소 가능 금액보다 큽니다.");
    }
    if matches!(
        payment.on_cancel,
        CancelOutcome::Fails | CancelOutcome::PgRefuses
    ) {
        return no("[P001] 연습용 PG가 취소를 거절했어요.");
    }
    let asked = Cancelling {
        tax_free,
        vat,
        ..Cancelling::plain(amount, text("reason").unwrap_or("연습 취소"))
    };
    payment.cancel(&asked, now);
    let payment = payment.clone();
    let wanted = fields
        .get("enable_webhook")
        .is_some_and(|value| value == &json!(true) || value == &json!("true"));
    if wanted {
        deliver::announce(memory, &store, &payment.merchant_uid, now);
    }
    Ok(show(memory, &payment).unwrap_or(Value::Null))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_go_there_and_back() {
        for (text, currency, expected) in [
            ("1000", "KRW", Some(1000)),
            ("1000.00", "KRW", Some(1000)),
            ("1000.5", "KRW", None),
            ("10.5", "USD", Some(1050)),
            ("10.505", "USD", None),
            ("1.234", "KWD", Some(1234)),
            ("ten", "USD", None),
        ] {
            assert_eq!(minor(&json!(text), currency), expected, "{text} {currency}");
        }
        assert_eq!(decimal(1050, "USD"), json!(10.5));
        assert_eq!(minor(&decimal(1234, "KWD"), "KWD"), Some(1234));
    }
}
