//! The V1 calls.

mod payments;
mod people;

use std::collections::HashMap;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::model::Purpose;
use crate::records::Token;
use crate::seed::TIER_CODE;
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

type Refusal = Box<Response>;
type Params = HashMap<String, String>;

/// Every V1 call the practice server has.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users/getToken", post(get_token))
        .route("/users/pg", get(user_pgs))
        .route("/payments", get(payments::several))
        .route("/payments/cancel", post(payments::cancel))
        .route("/payments/{imp_uid}", get(payments::one))
        // The documents let a caller leave the status out, which OpenAPI has no way to write.
        .route("/payments/find/{merchant_uid}", get(payments::find))
        .route("/payments/find/{merchant_uid}/", get(payments::find))
        .route(
            "/payments/find/{merchant_uid}/{payment_status}",
            get(payments::find_with_status),
        )
        .route(
            "/payments/status/{payment_status}",
            get(payments::by_status),
        )
        .route("/certifications/{imp_uid}", get(people::certification))
        .route("/subscribe/customers", get(people::customers))
        .route("/subscribe/customers/{customer_uid}", get(people::customer))
        .route("/tiers/{tier_code}", get(people::tier))
}

fn good(response: Value) -> Response {
    answer(
        200,
        &json!({ "code": 0, "message": null, "response": response }),
    )
}

fn bad(status: u16, code: i64, message: &str) -> Refusal {
    Box::new(answer(
        status,
        &json!({ "code": code, "message": message, "response": null }),
    ))
}

fn respond(outcome: Result<Value, Refusal>) -> Response {
    match outcome {
        Ok(response) => good(response),
        Err(refusal) => *refusal,
    }
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
async fn get_token(State(shared): State<Shared>, body: Bytes) -> Response {
    let mut memory = shared.lock();
    respond(token(&mut memory, &body))
}

fn token(memory: &mut Memory, body: &[u8]) -> Result<Value, Refusal> {
    let fields = fields(body);
    let text = |name| {
        fields
            .get(name)
            .and_then(Value::as_str)
            .filter(|text: &&str| !text.is_empty())
    };
    let (Some(key), Some(secret)) = (text("imp_key"), text("imp_secret")) else {
        return Err(bad(
            400,
            -1,
            "imp_key, imp_secret 파라메터가 누락되었습니다.",
        ));
    };
    let now = memory.now().as_second();
    let ttl = i64::try_from(memory.token_ttl.as_secs()).unwrap_or(i64::MAX);
    let number = memory.tokens_made + 1;
    let mut stores = memory.stores.iter_mut();
    let Some(store) = stores.find(|store| store.v1.key == key && store.v1.secret == secret) else {
        let message = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
        return Err(bad(401, -1, message));
    };
    let token = match &mut store.token {
        // The same one until it expires; asked in its last minute, it lives five minutes longer.
        Some(token) if token.expires > now => {
            if token.expires - now <= 60 && ttl > 60 {
                token.expires += 300;
            }
            token.clone()
        }
        _ => {
            let fresh = Token {
                text: format!("practice-v1-token-{number:08}"),
                expires: now.saturating_add(ttl),
            };
            store.token = Some(fresh.clone());
            memory.tokens_made = number;
            fresh
        }
    };
    Ok(json!({ "access_token": token.text, "now": now, "expired_at": token.expires }))
}

/// The store whose token it is, said in either way the documents show: with and without `Bearer`.
fn known(memory: &Memory, headers: &HeaderMap) -> Result<String, Refusal> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.strip_prefix("Bearer ").unwrap_or(text));
    let now = memory.now().as_second();
    let mut stores = memory.stores.iter();
    let found = stores.find(|store| {
        let token = store.token.as_ref().filter(|token| token.expires > now);
        matches!((given, token), (Some(given), Some(token)) if given == token.text)
    });
    let store = found
        .map(|store| store.id.clone())
        .ok_or_else(|| bad(401, -1, "인증 토큰이 유효하지 않습니다."))?;
    // The practice sub-merchant sees what its agency sees. The documents do not say how a stranger is refused.
    match headers.get("tier").map(HeaderValue::as_bytes) {
        Some(code) if code != TIER_CODE.as_bytes() => Err(people::no_such_tier()),
        _ => Ok(store),
    }
}

/// `GET /users/pg`
async fn user_pgs(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let memory = shared.lock();
    let list = known(&memory, &headers).map(|store| {
        let own = memory.channels.iter();
        own.filter(|channel| channel.store_id == store)
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
            .collect()
    });
    respond(list)
}

/// Values of a parameter that may come several times, with and without brackets behind its name.
fn several(query: &str, name: &str) -> Vec<String> {
    form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key.strip_suffix("[]").unwrap_or(key) == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}
