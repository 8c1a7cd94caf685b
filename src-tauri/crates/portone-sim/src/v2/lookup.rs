//! Calls that look something up: banks, companies, account holders, promotions.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Caller, Params, Refusal, body, error, invalid, respond};
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

/// `GET /banks`
pub(crate) async fn banks() -> Response {
    let items: Vec<Value> = BANKS
        .iter()
        .map(|(bank, name)| json!({ "bank": bank, "name": { "ko": name } }))
        .collect();
    answer(200, &json!({ "items": items }))
}

/// Whoever asks, and whether the store has a contract for this.
fn contracted(memory: &Memory, headers: &HeaderMap, word: &str) -> Result<(), Refusal> {
    let caller = Caller::known(memory, headers)?;
    let id = caller.store(None)?;
    match memory.store(&id) {
        Some(store) if store.contracted => Ok(()),
        _ => Err(error(403, word, "기능이 활성화되지 않았습니다.")),
    }
}

/// Ten digits whose last one checks the others, as a business registration number has.
fn is_brn(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 10 || text.len() != 10 {
        return false;
    }
    let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
    let check = (10 - (sum + digits[8] * 5 / 10) % 10) % 10;
    check == digits[9]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InfoBody {
    brn_list: Vec<String>,
}

/// `POST /b2b/companies/business-info`
pub(crate) async fn business_info(
    State(shared): State<Shared>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let memory = shared.lock();
    respond(
        contracted(&memory, &headers, "B2B_NOT_ENABLED").and_then(|()| {
            let asked: InfoBody = body(&bytes)?;
            let result: Vec<Value> = asked.brn_list.iter().map(|brn| info(brn)).collect();
            Ok(json!({ "result": result }))
        }),
    )
}

fn info(brn: &str) -> Value {
    if !is_brn(brn) {
        return json!({ "brn": brn, "error": "사업자등록번호가 올바르지 않습니다." });
    }
    json!({
        "brn": brn,
        "verificationId": format!("practice-verification-{brn}"),
        "businessInfo": {
            "brn": brn,
            "name": "연습 상점",
            "ceoName": "연습 대표",
            "zipCode": "00000",
            "address": "연습시 연습구 연습로 1",
            "businessEntityType": "개인",
            "businessStatus": "계속사업자",
            "taxationType": "일반과세자",
            "openingDate": "2020-01-01",
            "businessType": "소매업",
            "businessClass": "전자상거래 소매업",
            "businessCategoryCode": "525101",
        },
    })
}

/// `GET /platform/companies/{businessRegistrationNumber}/state`. The last digits decide: see the code.
pub(crate) async fn company_state(
    State(shared): State<Shared>,
    Path(brn): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(contracted(&memory, &headers, "PLATFORM_NOT_ENABLED").and_then(|()| state(&brn)))
}

fn state(brn: &str) -> Answered {
    if brn.len() != 10 || !brn.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("사업자등록번호는 숫자 열 자리예요."));
    }
    if !is_brn(brn) {
        let message = "사업자가 존재하지 않습니다.";
        return Err(error(404, "PLATFORM_COMPANY_NOT_FOUND", message));
    }
    // The middle two digits are the kind of business: 81 is an ordinary company, 90 here one that closed.
    let (status, closed) = match &brn[3..5] {
        "90" => ("CLOSED", Some("2025-12-31")),
        "91" => ("SUSPENDED", Some("2026-01-31")),
        _ => ("IN_BUSINESS", None),
    };
    let mut shown = json!({ "taxationType": "NORMAL", "businessStatus": status });
    if let Some(date) = closed {
        shown["closedSuspendedDate"] = json!(date);
    }
    Ok(json!({
        "companyState": shown,
        "companyVerificationId": format!("practice-verification-{brn}"),
    }))
}

/// `GET /platform/bank-accounts/{bank}/{accountNumber}/holder`
pub(crate) async fn holder(
    State(shared): State<Shared>,
    Path((bank, account)): Path<(String, String)>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let outcome = contracted(&memory, &headers, "PLATFORM_NOT_ENABLED").and_then(|()| {
        if query.contains_key("birthdate") && query.contains_key("businessRegistrationNumber") {
            return Err(invalid(
                "생년월일과 사업자등록번호 중 하나만 보낼 수 있어요.",
            ));
        }
        if !BANKS.iter().any(|(word, _)| *word == bank) {
            let message = "지원되지 않는 은행이에요.";
            return Err(error(400, "PLATFORM_NOT_SUPPORTED_BANK", message));
        }
        if account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid("계좌번호는 숫자예요."));
        }
        Ok(json!({
            "holderName": "연습 상점",
            "accountVerificationId": "practice-account-verification",
        }))
    });
    respond(outcome)
}

/// `GET /promotions/{promotionId}`. There is one.
pub(crate) async fn promotion(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let outcome = Caller::known(&memory, &headers).and_then(|caller| {
        if id != "practice-promotion" {
            let message = "프로모션이 존재하지 않습니다.";
            return Err(error(404, "PROMOTION_NOT_FOUND", message));
        }
        let now = memory.now();
        let off = |hours| -> Timestamp {
            now.checked_add(SignedDuration::from_hours(hours))
                .unwrap_or(now)
        };
        Ok(json!({
            "type": "CARD",
            "id": id,
            "storeId": caller.store(None)?,
            "name": "연습 카드 할인",
            "discountPolicy": { "partitions": [
                { "amountFrom": 10_000, "scheme": { "type": "PERCENT", "percent": 10 } },
                { "amountFrom": 50_000, "scheme": { "type": "AMOUNT", "amount": 7_000 } },
            ] },
            "totalBudget": 1_000_000,
            "spentAmount": 0,
            "currency": "KRW",
            "startAt": off(-24),
            "endAt": off(24 * 30),
            "cardCompany": "SHINHAN_CARD",
            "status": "IN_PROGRESS",
            "createdAt": off(-48),
            "recoverOption": { "type": "RECOVER" },
        }))
    });
    respond(outcome)
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

#[cfg(test)]
mod tests {
    use super::is_brn;

    #[test]
    fn business_numbers_check_themselves() {
        for (text, good) in [
            ("1234567891", true),
            ("1234567890", false),
            ("123456789", false),
            ("123-45-67891", false),
            ("", false),
        ] {
            assert_eq!(is_brn(text), good, "{text}");
        }
    }
}
