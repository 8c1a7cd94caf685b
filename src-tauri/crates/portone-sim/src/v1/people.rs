//! V1's reads about people: identity, billing keys, agencies.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Refusal, bad, known, respond, several};
use crate::model::Version;
use crate::records::{BillingKey, IdentityStatus};
use crate::seed::TIER_CODE;
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

/// `GET /certifications/{imp_uid}`
pub(super) async fn certification(
    State(shared): State<Shared>,
    Path(imp_uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let outcome = known(&memory, &headers).and_then(|store| {
        let mut all = memory.identities.iter();
        let found = all
            .find(|one| one.id == imp_uid && one.store_id == store && one.version == Version::V1);
        let one = found.ok_or_else(|| bad(404, -1, "존재하지 않는 인증정보입니다."))?;
        let certified = one.status == IdentityStatus::Verified;
        let channel = one
            .channel_key
            .as_deref()
            .and_then(|key| memory.channel(key));
        Ok(json!({
            "imp_uid": one.id,
            "merchant_uid": format!("practice-order-{}", one.id),
            "pg_tid": format!("practice-pg-{}", one.id),
            "pg_provider": channel.map_or("danal", |channel| channel.pg_provider.as_str()),
            "name": one.name,
            "gender": "female",
            "birthday": "1990-01-01",
            "foreigner": false,
            "phone": "00000000000",
            "carrier": "SKT",
            "certified": certified,
            "certified_at": if certified { one.changed_at.as_second() } else { 0 },
            "unique_key": "practice-ci",
            "unique_in_site": "practice-di",
        }))
    });
    respond(outcome)
}

fn show(memory: &Memory, key: &BillingKey) -> Option<Value> {
    let channel = memory.channel(&key.channel_key)?;
    Some(json!({
        "customer_uid": key.key,
        "pg_provider": channel.pg_provider,
        "pg_id": channel.mid,
        "sandbox": !channel.live,
        "customer_id": key.customer_id,
        "card_name": "연습카드",
        "card_code": null,
        "card_number": "000000******0000",
        "card_type": 0,
        "customer_name": "연습 고객",
        "inserted": key.issued_at.as_second(),
        "updated": key.issued_at.as_second(),
    }))
}

fn find(memory: &Memory, store: &str, uid: &str) -> Option<Value> {
    memory
        .billing_key(store, uid)
        .filter(|key| key.version == Version::V1 && key.deleted_at.is_none())
        .and_then(|key| show(memory, key))
}

/// `GET /subscribe/customers/{customer_uid}`
pub(super) async fn customer(
    State(shared): State<Shared>,
    Path(uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(known(&memory, &headers).and_then(|store| {
        find(&memory, &store, &uid).ok_or_else(|| bad(404, -1, "등록되지 않은 빌링키입니다."))
    }))
}

/// `GET /subscribe/customers?customer_uid[]=…`: 207 when some of them are unknown.
pub(super) async fn customers(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let store = match known(&memory, &headers) {
        Ok(store) => store,
        Err(refusal) => return *refusal,
    };
    let uids = several(&query.unwrap_or_default(), "customer_uid");
    let found: Vec<Value> = uids
        .iter()
        .filter_map(|uid| find(&memory, &store, uid))
        .collect();
    if found.is_empty() {
        return *bad(404, -1, "등록되지 않은 빌링키입니다.");
    }
    let status = if found.len() == uids.len() { 200 } else { 207 };
    answer(
        status,
        &json!({ "code": 0, "message": null, "response": found }),
    )
}

/// `GET /tiers/{tier_code}`
pub(super) async fn tier(
    State(shared): State<Shared>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let outcome = known(&memory, &headers).and_then(|_| {
        if code == TIER_CODE {
            Ok(json!({ "tier_code": code, "tier_name": "연습 하위상점" }))
        } else {
            Err(no_such_tier())
        }
    });
    respond(outcome)
}

pub(super) fn no_such_tier() -> Refusal {
    bad(404, -1, "등록되지 않은 tier_code입니다.")
}
