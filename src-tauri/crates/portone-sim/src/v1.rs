//! The V1 calls.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

use crate::model::{CancelOutcome, Channel, Payment, Purpose, Status};
use crate::seed::{V1_KEY, V1_SECRET};
use crate::serve::answer;
use crate::state::{Shared, State as Memory, Token};

fn good(response: Value) -> Response {
    answer(
        200,
        &json!({ "code": 0, "message": null, "response": response }),
    )
}

fn bad(status: u16, code: i64, message: &str) -> Response {
    answer(
        status,
        &json!({ "code": code, "message": message, "response": null }),
    )
}

/// A body in JSON, whatever its content type says, or else a form.
fn fields(body: &[u8]) -> Map<String, Value> {
    if let Ok(Value::Object(map)) = serde_json::from_slice(body) {
        return map;
    }
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

/// `POST /users/getToken`
pub(crate) async fn get_token(State(shared): State<Shared>, body: Bytes) -> Response {
    let fields = fields(&body);
    let text = |name| {
        fields
            .get(name)
            .and_then(Value::as_str)
            .filter(|text: &&str| !text.is_empty())
    };
    let (Some(key), Some(secret)) = (text("imp_key"), text("imp_secret")) else {
        return bad(400, -1, "imp_key, imp_secret 파라메터가 누락되었습니다.");
    };
    if key != V1_KEY || secret != V1_SECRET {
        let message = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
        return bad(401, -1, message);
    }
    let mut memory = shared.lock();
    let now = memory.now().as_second();
    let ttl = i64::try_from(memory.token_ttl.as_secs()).unwrap_or(i64::MAX);
    match &mut memory.token {
        // The same one until it expires; asked in its last minute, it lives five minutes longer.
        Some(token) if token.expires > now => {
            if token.expires - now <= 60 && ttl > 60 {
                token.expires += 300;
            }
        }
        _ => {
            memory.tokens_made += 1;
            memory.token = Some(Token {
                text: format!("practice-v1-token-{:08}", memory.tokens_made),
                expires: now.saturating_add(ttl),
            });
        }
    }
    let token = memory.token.as_ref();
    good(json!({
        "access_token": token.map(|token| token.text.as_str()),
        "now": now,
        "expired_at": token.map(|token| token.expires),
    }))
}

/// Both ways the documents show: with and without `Bearer`.
fn known(memory: &Memory, headers: &HeaderMap) -> Result<(), Box<Response>> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.strip_prefix("Bearer ").unwrap_or(text));
    let now = memory.now().as_second();
    let token = memory.token.as_ref().filter(|token| token.expires > now);
    match (given, token) {
        (Some(given), Some(token)) if given == token.text => Ok(()),
        _ => Err(Box::new(bad(401, -1, "인증 토큰이 유효하지 않습니다."))),
    }
}

/// `GET /users/pg`
pub(crate) async fn user_pgs(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let memory = shared.lock();
    if let Err(refused) = known(&memory, &headers) {
        return *refused;
    }
    let list: Vec<Value> = memory
        .channels
        .iter()
        .map(|channel| {
            json!({
                "pg_provider": channel.pg_provider,
                "pg_id": channel.mid,
                "sandbox": !channel.live,
                "type": match channel.purpose {
                    Purpose::OneTime | Purpose::Recurring => "payment",
                    Purpose::Identity => "certification",
                },
                "channel_name": channel.name,
                "channel_key": channel.key,
            })
        })
        .collect();
    good(Value::Array(list))
}

/// `GET /payments/{imp_uid}`
pub(crate) async fn payment(
    State(shared): State<Shared>,
    Path(imp_uid): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let mut memory = shared.lock();
    if let Err(refused) = known(&memory, &headers) {
        return *refused;
    }
    let with_sandbox = query
        .get("include_sandbox")
        .is_some_and(|text| text == "true");
    let found = memory.by_imp_uid(&imp_uid).cloned();
    match found.and_then(|payment| show(&memory, &payment).map(|shown| (payment, shown))) {
        // A test payment does not exist for whoever did not ask for test payments.
        Some((payment, shown)) if with_sandbox || is_live(&memory, &payment) => good(shown),
        _ => bad(404, -1, "존재하지 않는 결제정보입니다."),
    }
}

fn is_live(memory: &Memory, payment: &Payment) -> bool {
    memory
        .channel(&payment.channel_key)
        .is_some_and(|channel| channel.live)
}

fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
    let channel: &Channel = memory.channel(&payment.channel_key)?;
    let seconds = |at: Option<jiff::Timestamp>| at.map_or(0, jiff::Timestamp::as_second);
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
    Some(json!({
        "imp_uid": payment.id,
        "merchant_uid": payment.merchant_uid(),
        "pay_method": "card",
        "channel": "pc",
        "pg_provider": channel.pg_provider,
        "emb_pg_provider": null,
        "pg_tid": format!("practice-pg-{}", payment.id),
        "pg_id": channel.mid,
        "sandbox": !channel.live,
        "escrow": false,
        "name": "연습 상품",
        "amount": amount(payment.amount),
        "cancel_amount": amount(payment.cancelled),
        "currency": payment.currency,
        "buyer_name": "연습 고객",
        "buyer_tel": "000-0000-0000",
        "vbank_num": null,
        "status": payment.status.v1_word(),
        "started_at": payment.requested_at.as_second(),
        "paid_at": seconds(payment.paid_at),
        "failed_at": when(Status::Failed),
        "cancelled_at": when(Status::Cancelled),
        "fail_reason": (payment.status == Status::Failed).then_some("연습용 실패예요."),
        "cancel_reason": payment.cancellations.last().map(|record| record.reason.as_str()),
        "receipt_url": null,
        "cancel_history": history,
    }))
}

/// V1 writes whole units with decimals, not minor units.
fn decimal(minor: i64, currency: &str) -> Value {
    let scale = match currency {
        "KRW" | "JPY" | "VND" | "CLP" => return json!(minor),
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" => 1000.0,
        _ => 100.0,
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for every amount anybody practises with"
    )]
    let units = minor as f64 / scale;
    json!(units)
}

/// `POST /payments/cancel`
pub(crate) async fn cancel(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = fields(&body);
    let text = |name| fields.get(name).and_then(Value::as_str);
    let whole = |name| match fields.get(name) {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    let mut memory = shared.lock();
    if let Err(refused) = known(&memory, &headers) {
        return *refused;
    }
    let now = memory.now();
    let imp_uid = text("imp_uid").map(str::to_owned).or_else(|| {
        let merchant_uid = text("merchant_uid")?;
        let payment = memory.by_v2_id(merchant_uid)?;
        Some(payment.id.clone())
    });
    let Some(payment) = imp_uid.and_then(|imp_uid| memory.by_imp_uid(&imp_uid)) else {
        return bad(200, 1, "취소할 결제건이 존재하지 않습니다.");
    };
    match payment.status {
        Status::Paid | Status::PartialCancelled => {}
        Status::Cancelled => return bad(200, 1, "이미 전액취소된 주문입니다."),
        _ => return bad(200, 1, "결제완료되지 않은 주문입니다."),
    }
    let left = payment.cancellable();
    let amount = whole("amount")
        .filter(|amount| *amount != 0)
        .unwrap_or(left);
    if whole("checksum").is_some_and(|checksum| checksum != left) {
        return bad(200, 1, "취소 가능 금액이 일치하지 않습니다.");
    }
    if amount < 0 || amount > left {
        return bad(200, 1, "취소 요청 금액이 취소 가능 금액보다 큽니다.");
    }
    if matches!(
        payment.on_cancel,
        CancelOutcome::Fails | CancelOutcome::PgRefuses
    ) {
        return bad(200, 1, "[P001] 연습용 PG가 취소를 거절했어요.");
    }
    payment.cancel(amount, text("reason").unwrap_or("연습 취소"), now);
    let payment = payment.clone();
    good(show(&memory, &payment).unwrap_or(Value::Null))
}
