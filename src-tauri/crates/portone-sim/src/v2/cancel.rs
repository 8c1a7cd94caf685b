//! Giving money back.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Caller, Refusal, body, error, invalid, payments, show};
use crate::deliver;
use crate::model::{CancelOutcome, Cancelling, Payment, Status};
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

/// How long an idempotency key is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(3);

/// How many are remembered before the forgotten ones are cleared away.
const MOST_REMEMBERED: usize = 10_000;

/// The key inside its quotes. Without them the header is not what the standard it follows says.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
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

/// Does a write once per idempotency key; asked again, it gives the first answer again.
pub(super) fn once(
    memory: &mut Memory,
    headers: &HeaderMap,
    place: &str,
    write: impl FnOnce(&mut Memory, &Caller) -> Result<(u16, Value), Refusal>,
) -> Response {
    let checked = Caller::known(memory, headers)
        .and_then(|caller| idempotency_key(headers).map(|key| (caller, key)));
    let (caller, key) = match checked {
        Ok(found) => found,
        Err(refusal) => return *refusal,
    };
    let key = key.map(|key| format!("{} {place} {key}", caller.name()));
    let now = memory.now();
    if let Some((at, status, body)) = key.as_ref().and_then(|key| memory.answered.get(key))
        && now.duration_since(*at) < REMEMBERED
    {
        return answer(*status, body);
    }
    let (status, body) = match write(memory, &caller) {
        Ok(done) => done,
        Err(refusal) => return *refusal,
    };
    if let Some(key) = key {
        if memory.answered.len() >= MOST_REMEMBERED {
            memory
                .answered
                .retain(|_, (at, _, _)| now.duration_since(*at) < REMEMBERED);
        }
        memory.answered.insert(key, (now, status, body.clone()));
    }
    answer(status, &body)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CancelBody {
    reason: String,
    store_id: Option<String>,
    amount: Option<i64>,
    tax_free_amount: Option<i64>,
    vat_amount: Option<i64>,
    current_cancellable_amount: Option<i64>,
    promotion_discount_retain_option: Option<Retain>,
    requester: Option<Requester>,
    refund_account: Option<RefundAccount>,
    #[serde(default)]
    skip_webhook: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Retain {
    Retain,
    Release,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Requester {
    Customer,
    Admin,
}

/// Read to refuse what lacks a part; practice money needs no account.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefundAccount {
    bank: String,
    number: String,
    holder_name: String,
}

/// `POST /payments/{paymentId}/cancel`
pub(crate) async fn cancel(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let mut memory = shared.lock();
    let place = format!("cancel {id}");
    let response = once(&mut memory, &headers, &place, |memory, caller| {
        try_cancel(memory, caller, &id, &bytes)
    });
    shared.wake.notify_waiters();
    response
}

fn conflict<T>(word: &str, message: &str) -> Result<T, Refusal> {
    Err(error(409, word, message))
}

fn try_cancel(
    memory: &mut Memory,
    caller: &Caller,
    id: &str,
    bytes: &[u8],
) -> Result<(u16, Value), Refusal> {
    let asked: CancelBody = body(bytes)?;
    if let Some(account) = &asked.refund_account
        && [&account.bank, &account.number, &account.holder_name]
            .iter()
            .any(|part| part.is_empty())
    {
        return Err(invalid("환불 계좌에 빈 값이 있어요."));
    }
    // Read only to refuse words that do not exist.
    let _ = (&asked.requester, &asked.promotion_discount_retain_option);
    let store = caller.store(asked.store_id.as_deref())?;
    let now = memory.now();
    let payment = memory
        .payment_mut(&store, id)
        .ok_or_else(payments::not_found)?;
    let (amount, tax_free, vat) = possible(payment, &asked)?;
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
    let cancelling = Cancelling {
        amount,
        tax_free,
        vat,
        reason: &asked.reason,
        trigger: "API",
    };
    payment.cancel(&cancelling, now);
    let done = payment.on_cancel == CancelOutcome::Succeeds;
    let last = payment.cancellations.last().map(show::cancellation);
    if done && !asked.skip_webhook {
        deliver::announce(memory, &store, id, now);
    }
    Ok((200, json!({ "cancellation": last })))
}

/// How much can be given back: all, tax-free and VAT. Or why not.
fn possible(payment: &Payment, asked: &CancelBody) -> Result<(i64, i64, i64), Refusal> {
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
    let tax_free_left = payment.tax_free - payment.cancelled_tax_free();
    let whole = amount == left;
    let tax_free = asked
        .tax_free_amount
        .unwrap_or(if whole { tax_free_left } else { 0 });
    if tax_free < 0 || asked.vat_amount.is_some_and(|vat| vat < 0) {
        return Err(invalid("금액은 0보다 작을 수 없어요."));
    }
    if tax_free > tax_free_left {
        let message = "취소 면세 금액이 취소 가능한 면세 금액을 초과했습니다.";
        return conflict(
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
            message,
        );
    }
    let taxed = amount.saturating_sub(tax_free);
    let vat = asked.vat_amount.unwrap_or(taxed.max(0) / 11);
    if tax_free.saturating_add(vat) > amount {
        let message = "면세 금액 등 하위 항목들의 합이 전체 취소 금액을 초과했습니다.";
        return conflict("SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT", message);
    }
    if taxed > left - tax_free_left {
        let message = "취소 과세 금액이 취소 가능한 과세 금액을 초과했습니다.";
        return conflict("CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT", message);
    }
    Ok((amount, tax_free, vat))
}
