//! The V2 calls.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{CancelOutcome, CancellationRecord, Payment, Status};
use crate::seed::{MERCHANT_ID, STORE_ID, V2_SECRET};
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

type Refusal = Box<Response>;

fn error(status: u16, word: &str, message: &str) -> Response {
    answer(status, &json!({ "type": word, "message": message }))
}

fn invalid(message: &str) -> Refusal {
    Box::new(error(400, "INVALID_REQUEST", message))
}

fn known(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("PortOne "));
    if given == Some(V2_SECRET) {
        Ok(())
    } else {
        let message = "인증 정보가 올바르지 않습니다.";
        Err(Box::new(error(401, "UNAUTHORIZED", message)))
    }
}

/// The likelier reading of a silent document: a malformed id is invalid, another's is forbidden.
fn mine(store_id: Option<&str>) -> Result<(), Refusal> {
    match store_id {
        None => Ok(()),
        Some(id) if id == STORE_ID => Ok(()),
        Some(id) if id.starts_with("store-") && id.len() > 20 => {
            let message = "접근할 수 없는 상점이에요.";
            Err(Box::new(error(403, "FORBIDDEN", message)))
        }
        Some(_) => Err(invalid("상점 아이디 형식이 아니에요.")),
    }
}

fn not_found() -> Response {
    error(404, "PAYMENT_NOT_FOUND", "결제 건이 존재하지 않습니다.")
}

/// `GET /banks`
pub(crate) async fn banks() -> Response {
    let items: Vec<Value> = BANKS
        .iter()
        .map(|(bank, name)| json!({ "bank": bank, "name": { "ko": name } }))
        .collect();
    answer(200, &json!({ "items": items }))
}

/// `GET /payments/{paymentId}`
pub(crate) async fn payment(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let checked = known(&headers).and_then(|()| mine(query.get("storeId").map(String::as_str)));
    if let Err(refusal) = checked {
        return *refusal;
    }
    let mut memory = shared.lock();
    let found = memory.by_v2_id(&id).cloned();
    match found.and_then(|payment| show(&memory, &payment)) {
        Some(shown) => answer(200, &shown),
        None => not_found(),
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct ListBody {
    page: Option<PageInput>,
    filter: Option<Filter>,
}

#[derive(Deserialize)]
struct PageInput {
    #[serde(default)]
    number: i64,
    #[serde(default = "ten")]
    size: i64,
}

fn ten() -> i64 {
    10
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Filter {
    store_id: Option<String>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    status: Option<Vec<String>>,
    pg_provider: Option<Vec<String>>,
    is_test: Option<bool>,
    version: Option<String>,
}

/// `GET /payments`
pub(crate) async fn payments(
    State(shared): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refusal) = known(&headers) {
        return *refusal;
    }
    match list(&shared.lock(), query.get("requestBody"), &body) {
        Ok(found) => answer(200, &found),
        Err(refusal) => *refusal,
    }
}

fn list(memory: &Memory, query: Option<&String>, body: &[u8]) -> Result<Value, Refusal> {
    let text = query.map_or(body, |text| text.as_bytes());
    let asked: ListBody = if text.is_empty() {
        ListBody::default()
    } else {
        serde_json::from_slice(text).map_err(|_| invalid("requestBody를 읽을 수 없어요."))?
    };
    let page = asked.page.unwrap_or(PageInput {
        number: 0,
        size: ten(),
    });
    let end = page
        .number
        .checked_add(1)
        .and_then(|pages| pages.checked_mul(page.size));
    if page.number < 0 || page.size < 1 || end.is_none_or(|end| end > 60_000) {
        return Err(invalid("(number + 1) * size는 60,000을 넘을 수 없어요."));
    }
    let filter = asked.filter.unwrap_or_default();
    mine(filter.store_id.as_deref())?;
    let statuses = filter.status.unwrap_or_default();
    let known_word = |word: &String| ALL_STATUSES.iter().any(|s| s.filter_word() == word);
    if !statuses.iter().all(known_word) {
        return Err(invalid("없는 결제 상태예요."));
    }
    let until = filter.until.unwrap_or_else(|| memory.now());
    let quarter = SignedDuration::from_hours(90 * 24);
    let from = filter
        .from
        .unwrap_or_else(|| until.checked_sub(quarter).unwrap_or(Timestamp::MIN));
    let providers = filter.pg_provider.unwrap_or_default();

    let mut found: Vec<&Payment> = memory
        .payments
        .iter()
        .filter(|payment| {
            let Some(channel) = memory.channel(&payment.channel_key) else {
                return false;
            };
            (from..=until).contains(&payment.changed_at)
                && (statuses.is_empty()
                    || statuses
                        .iter()
                        .any(|word| word == payment.status.filter_word()))
                && (providers.is_empty()
                    || providers.contains(&channel.pg_provider.to_ascii_uppercase()))
                && filter.is_test.is_none_or(|test| test != channel.live)
                && filter
                    .version
                    .as_deref()
                    .is_none_or(|version| version == payment.version.word())
        })
        .collect();
    found.sort_by_key(|payment| std::cmp::Reverse(payment.requested_at));
    let total = found.len();
    let as_usize = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let items: Vec<Value> = found
        .into_iter()
        .skip(as_usize(page.number * page.size))
        .take(as_usize(page.size))
        .filter_map(|payment| show(memory, payment))
        .collect();
    let (number, size) = (page.number, page.size);
    Ok(json!({ "items": items, "page": { "number": number, "size": size, "totalCount": total } }))
}

const ALL_STATUSES: [Status; 7] = [
    Status::Ready,
    Status::PayPending,
    Status::VirtualAccountIssued,
    Status::Paid,
    Status::Failed,
    Status::PartialCancelled,
    Status::Cancelled,
];

fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
    let channel = memory.channel(&payment.channel_key)?;
    let mut shown = json!({
        "status": payment.status.v2_word(),
        "id": payment.v2_id(),
        "transactionId": payment.transaction_id(),
        "merchantId": MERCHANT_ID,
        "storeId": STORE_ID,
        "version": payment.version.word(),
        "channel": {
            "type": if channel.live { "LIVE" } else { "TEST" },
            "id": format!("channel-id-{}", channel.key.trim_start_matches("channel-key-")),
            "key": channel.key,
            "name": channel.name,
            "pgProvider": channel.pg_provider.to_ascii_uppercase(),
            "pgMerchantId": channel.mid,
        },
        "requestedAt": payment.requested_at,
        "updatedAt": payment.changed_at,
        "statusChangedAt": payment.changed_at,
        "orderName": "연습 상품",
        "amount": {
            "total": payment.amount,
            "taxFree": 0,
            "discount": 0,
            "paid": if payment.paid_at.is_some() { payment.amount } else { 0 },
            "cancelled": payment.cancelled,
            "cancelledTaxFree": 0,
        },
        "currency": payment.currency,
        "customer": { "name": "연습 고객", "phoneNumber": "000-0000-0000" },
        "origin": { "platformType": "PC", "ipAddress": "127.0.0.1" },
    });
    if let Some(paid_at) = payment.paid_at {
        shown["paidAt"] = json!(paid_at);
        shown["pgTxId"] = json!(format!("practice-pg-{}", payment.id));
    }
    let cancellations: Vec<Value> = payment.cancellations.iter().map(cancellation).collect();
    match payment.status {
        Status::Paid => {
            shown["disputes"] = json!([]);
            if !cancellations.is_empty() {
                shown["cancellations"] = json!(cancellations);
            }
        }
        Status::PartialCancelled | Status::Cancelled => {
            shown["cancellations"] = json!(cancellations);
            shown["cancelledAt"] = json!(payment.changed_at);
        }
        Status::Failed => {
            shown["failedAt"] = json!(payment.changed_at);
            shown["failure"] = json!({
                "reason": "연습용 실패예요.",
                "pgCode": "PRACTICE",
                "pgMessage": "연습용 PG가 거절했어요.",
            });
        }
        Status::Ready => {
            // The buyer has not chosen yet.
            if let Some(fields) = shown.as_object_mut() {
                fields.remove("channel");
            }
        }
        Status::PayPending | Status::VirtualAccountIssued => {}
    }
    Some(shown)
}

fn cancellation(record: &CancellationRecord) -> Value {
    let mut shown = json!({
        "status": match record.outcome {
            CancelOutcome::Succeeds => "SUCCEEDED",
            CancelOutcome::Waits => "REQUESTED",
            CancelOutcome::Fails | CancelOutcome::PgRefuses => "FAILED",
        },
        "id": record.id,
        "totalAmount": record.amount,
        "taxFreeAmount": 0,
        "vatAmount": 0,
        "reason": record.reason,
        "requestedAt": record.at,
        "trigger": "API",
    });
    if record.outcome == CancelOutcome::Succeeds {
        shown["cancelledAt"] = json!(record.at);
        shown["pgCancellationId"] = json!(format!("practice-pg-{}", record.id));
    }
    shown
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CancelBody {
    reason: String,
    store_id: Option<String>,
    amount: Option<i64>,
    current_cancellable_amount: Option<i64>,
}

/// `POST /payments/{paymentId}/cancel`
pub(crate) async fn cancel(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let checked = known(&headers).and_then(|()| idempotency_key(&headers));
    let key = match checked {
        Ok(key) => key.map(|key| format!("{id} {key}")),
        Err(refusal) => return *refusal,
    };
    let mut memory = shared.lock();
    if let Some((status, body)) = key.as_ref().and_then(|key| memory.answered.get(key)) {
        return answer(*status, body);
    }
    let (status, body) = match try_cancel(&mut memory, &id, &body) {
        Ok(done) => done,
        Err(refusal) => return *refusal,
    };
    if let Some(key) = key {
        memory.answered.insert(key, (status, body.clone()));
    }
    answer(status, &body)
}

/// The key inside its quotes. Without them the header is not what the standard it follows says.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let inner = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix('"')?.strip_suffix('"'))
        .filter(|text| (16..=256).contains(&text.len()));
    match inner {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(invalid(
            "Idempotency-Key는 큰따옴표로 감싼 16~256자여야 해요.",
        )),
    }
}

fn try_cancel(memory: &mut Memory, id: &str, body: &[u8]) -> Result<(u16, Value), Refusal> {
    // The official JavaScript SDK sends JSON as text/plain, so the content type is not looked at.
    let asked: CancelBody =
        serde_json::from_slice(body).map_err(|_| invalid("본문을 읽을 수 없어요."))?;
    mine(asked.store_id.as_deref())?;
    let now = memory.now();
    let payment = memory.by_v2_id(id).ok_or_else(|| Box::new(not_found()))?;
    let conflict = |word: &str, message: &str| Err(Box::new(error(409, word, message)));
    match payment.status {
        Status::Paid | Status::PartialCancelled => {}
        Status::Cancelled => {
            return conflict("PAYMENT_ALREADY_CANCELLED", "결제가 이미 취소되었습니다.");
        }
        _ => return conflict("PAYMENT_NOT_PAID", "결제가 완료되지 않았습니다."),
    }
    let left = payment.cancellable();
    if asked
        .current_cancellable_amount
        .is_some_and(|told| told != left)
    {
        let message = "취소 가능 잔액 검증에 실패했습니다.";
        return conflict("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", message);
    }
    let amount = asked.amount.unwrap_or(left);
    if amount <= 0 {
        return Err(invalid("취소 금액은 0보다 커야 해요."));
    }
    if amount > left {
        let message = "취소 금액이 취소 가능 금액을 초과했습니다.";
        return conflict("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", message);
    }
    if payment.on_cancel == CancelOutcome::PgRefuses {
        let message = "연습용 PG가 취소를 거절했어요.";
        let body = json!({
            "type": "PG_PROVIDER",
            "message": message,
            "pgCode": "PRACTICE-8023",
            "pgMessage": message,
        });
        return Ok((502, body));
    }
    payment.cancel(amount, &asked.reason, now);
    let last = payment.cancellations.last().map(cancellation);
    Ok((200, json!({ "cancellation": last })))
}

const BANKS: &[(&str, &str)] = &[
    ("KDB", "산업은행"),
    ("IBK", "기업은행"),
    ("KOOKMIN", "국민은행"),
    ("SUHYUP", "수협은행"),
    ("NONGHYUP", "NH농협은행"),
    ("WOORI", "우리은행"),
    ("STANDARD_CHARTERED", "SC제일은행"),
    ("CITI", "한국씨티은행"),
    ("DAEGU", "아이엠뱅크"),
    ("BUSAN", "부산은행"),
    ("KWANGJU", "광주은행"),
    ("JEJU", "제주은행"),
    ("JEONBUK", "전북은행"),
    ("KYONGNAM", "경남은행"),
    ("KFCC", "새마을금고"),
    ("SHINHYUP", "신협"),
    ("POST", "우체국"),
    ("HANA", "하나은행"),
    ("SHINHAN", "신한은행"),
    ("K_BANK", "케이뱅크"),
    ("KAKAO", "카카오뱅크"),
    ("TOSS", "토스뱅크"),
];
