//! The V2 calls.

pub(crate) mod billing;
pub(crate) mod cancel;
pub(crate) mod identity;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod lookup;
pub(crate) mod payments;
pub(crate) mod receipts;
pub(crate) mod schedules;
mod search;
mod show;
pub(crate) mod webhook;

use std::collections::HashMap;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::model::Channel;
use crate::serve::answer;
use crate::state::{Shared, State as Memory};

pub(crate) type Refusal = Box<Response>;
pub(crate) type Answered = Result<Value, Refusal>;
pub(crate) type Params = HashMap<String, String>;

/// Every V2 call the practice server has.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/banks", get(lookup::banks))
        .route("/login/api-secret", post(login::login))
        .route("/token/refresh", post(login::refresh))
        .route("/payments", get(list::list::<payments::Filter>))
        .route("/payments/{paymentId}", get(payments::one))
        .route(
            "/payments/{paymentId}/transactions",
            get(payments::transactions),
        )
        .route("/payments/{paymentId}/cancel", post(cancel::cancel))
        .route(
            "/payments/{paymentId}/resend-webhook",
            post(webhook::resend),
        )
        .route("/payments/{paymentId}/cash-receipt", get(receipts::one))
        .route("/cash-receipts", get(list::list::<receipts::Filter>))
        .route("/payments/{paymentId}/billing-key", post(billing::pay))
        .route("/payments/{paymentId}/schedule", post(schedules::create))
        .route("/billing-keys", get(list::list::<billing::Filter>))
        .route(
            "/billing-keys/{billingKey}",
            get(billing::one).delete(billing::delete),
        )
        .route(
            "/payment-schedules",
            get(list::list::<schedules::Filter>).delete(schedules::revoke),
        )
        .route(
            "/payment-schedules/{paymentScheduleId}",
            get(schedules::one),
        )
        .route(
            "/identity-verifications",
            get(list::list::<identity::Filter>),
        )
        .route(
            "/identity-verifications/{identityVerificationId}",
            get(identity::one),
        )
        .route("/promotions/{promotionId}", get(lookup::promotion))
        .route("/b2b/companies/business-info", post(lookup::business_info))
        .route(
            "/platform/companies/{businessRegistrationNumber}/state",
            get(lookup::company_state),
        )
        .route(
            "/platform/bank-accounts/{bank}/{accountNumber}/holder",
            get(lookup::holder),
        )
}

pub(crate) fn respond(outcome: Answered) -> Response {
    match outcome {
        Ok(body) => answer(200, &body),
        Err(refusal) => *refusal,
    }
}

pub(crate) fn error(status: u16, word: &str, message: &str) -> Refusal {
    Box::new(answer(status, &json!({ "type": word, "message": message })))
}

pub(crate) fn invalid(message: &str) -> Refusal {
    error(400, "INVALID_REQUEST", message)
}

/// Who asks: the stores the secret opens, the first of them its own.
pub(crate) struct Caller(Vec<String>);

impl Caller {
    /// Reads the `Authorization` header.
    pub(crate) fn known(memory: &Memory, headers: &HeaderMap) -> Result<Self, Refusal> {
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let stores: Vec<String> = if let Some(secret) = given.strip_prefix("PortOne ") {
            of_secret(memory, secret)
        } else if let Some(token) = given.strip_prefix("Bearer ") {
            memory.logins.stores(token, memory.now())
        } else {
            Vec::new()
        };
        if stores.is_empty() {
            return Err(stranger());
        }
        Ok(Self(stores))
    }

    /// Tells callers apart: one merchant's idempotency key is nothing to another.
    pub(crate) fn name(&self) -> String {
        self.0.join(" ")
    }

    /// The store that is meant. The likelier reading of a silent document: a malformed id is invalid, another's
    /// is forbidden.
    pub(crate) fn store(&self, asked: Option<&str>) -> Result<String, Refusal> {
        match asked {
            None => Ok(self.0[0].clone()),
            Some(id) if self.0.iter().any(|own| own == id) => Ok(id.to_owned()),
            Some(id) if id.starts_with("store-") && id.len() > 20 => Err(foreign()),
            Some(_) => Err(invalid("상점 아이디 형식이 아니에요.")),
        }
    }

    /// The stores a list is about: without a filter, all of them.
    pub(crate) fn stores(&self, asked: Option<&str>) -> Result<Vec<String>, Refusal> {
        match asked {
            None => Ok(self.0.clone()),
            Some(_) => self.store(asked).map(|id| vec![id]),
        }
    }
}

/// The stores a secret opens.
fn of_secret(memory: &Memory, secret: &str) -> Vec<String> {
    let stores = memory.stores.iter();
    stores
        .filter(|store| store.v2_secrets.iter().any(|own| own == secret))
        .map(|store| store.id.clone())
        .collect()
}

pub(crate) fn stranger() -> Refusal {
    error(401, "UNAUTHORIZED", "인증 정보가 올바르지 않습니다.")
}

pub(crate) fn foreign() -> Refusal {
    error(403, "FORBIDDEN", "접근할 수 없는 상점이에요.")
}

/// JSON, whatever its content type says: the official JavaScript SDK sends it as `text/plain`.
pub(crate) fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| invalid("본문을 읽을 수 없어요."))
}

/// What a list asks for: JSON in the query's `requestBody`, or in the body of the GET.
pub(crate) fn asked<T: DeserializeOwned + Default>(
    query: &Params,
    body: &[u8],
) -> Result<T, Refusal> {
    let text = query.get("requestBody").map_or(body, String::as_bytes);
    if text.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(text).map_err(|_| invalid("requestBody를 읽을 수 없어요."))
}

/// The channel as payments and billing keys show it.
pub(crate) fn channel(channel: &Channel) -> Value {
    json!({
        "type": if channel.live { "LIVE" } else { "TEST" },
        "id": format!("channel-id-{}", channel.key.trim_start_matches("channel-key-")),
        "key": channel.key,
        "name": channel.name,
        "pgProvider": channel.pg_provider.to_ascii_uppercase(),
        "pgMerchantId": channel.mid,
    })
}

/// The buyer, who is nobody.
pub(crate) fn customer(id: Option<&str>) -> Value {
    // No two values alike: a reader that takes one field for another has to show it.
    let mut shown = json!({
        "name": "연습 고객",
        "email": "customer@practice.invalid",
        "phoneNumber": "000-0000-0000",
        "birthYear": "1990",
        "birthMonth": "02",
        "birthDay": "03",
        "gender": "OTHER",
        "address": { "type": "ONE_LINE", "oneLine": "연습시 연습구 연습로 2" },
        "zipcode": "00001",
    });
    if let Some(id) = id {
        shown["id"] = json!(id);
    }
    shown
}

/// Three upper-case letters.
pub(crate) fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
