//! Calls below `/practice` that steer practice itself. PortOne has none of them.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::people::Matter;
use crate::scenario::Scenario;
use crate::serve::answer;
use crate::state::Shared;
use crate::{clock, deliver, events, people};

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/practice", get(help))
        .route("/practice/clock", get(time).post(advance))
        .route("/practice/faults", post(add_fault).delete(clear_faults))
        .route("/practice/webhook", post(set_webhook))
        .route("/practice/applications", post(apply))
        .route("/practice/reviews", get(reviews).post(review))
        .route("/practice/mails", get(mails))
}

fn refuse(why: &str) -> Response {
    answer(400, &json!({ "type": "PRACTICE_REFUSED", "message": why }))
}

fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Response>> {
    serde_json::from_slice(bytes).map_err(|error| Box::new(refuse(&error.to_string())))
}

async fn help() -> Response {
    let scenarios: Vec<Value> = Scenario::names()
        .map(|(name, what)| json!({ "name": name, "what": what }))
        .collect();
    let calls = [
        ("GET /practice/clock", "what the practice clock shows"),
        (
            "POST /practice/clock",
            "{\"seconds\"} or {\"business_days\"}: moves it forward",
        ),
        (
            "POST /practice/faults",
            "{\"scenario\", \"prefix\"?, \"times\"?, \"seconds\"?}",
        ),
        ("DELETE /practice/faults", "ends all trouble"),
        (
            "POST /practice/webhook",
            "{\"url\", \"store_id\"?}: where notices go, on this machine",
        ),
        (
            "POST /practice/applications",
            "{\"module\"}: asks a gateway for a merchant id",
        ),
        ("POST /practice/reviews", "{\"module\"}: asks for a review"),
        ("GET /practice/reviews", "where the reviews stand"),
        ("GET /practice/mails", "what people wrote"),
        (
            "GET /practice/browser-sdk.js",
            "the script a payment page loads",
        ),
        ("GET /practice/window", "the payment window itself"),
    ];
    let calls: Vec<Value> = calls
        .iter()
        .map(|(call, what)| json!({ "call": call, "what": what }))
        .collect();
    answer(200, &json!({ "calls": calls, "scenarios": scenarios }))
}

async fn time(State(shared): State<Shared>) -> Response {
    answer(200, &json!({ "now": shared.lock().now() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: Option<u32>,
    business_days: Option<u32>,
}

async fn advance(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let asked: Advance = match body(&bytes) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    {
        let mut memory = shared.lock();
        let now = memory.now();
        let by = match (asked.seconds, asked.business_days) {
            (Some(seconds), None) => SignedDuration::from_secs(i64::from(seconds)),
            (None, Some(days)) => {
                clock::business_days_later(now, days.min(1000)).duration_since(now)
            }
            _ => return refuse("seconds나 business_days 하나를 보내 주세요."),
        };
        memory.clock.advance(by);
    }
    events::drain(&shared).await;
    shared.wake.notify_waiters();
    answer(200, &json!({ "now": shared.lock().now() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddFault {
    scenario: String,
    #[serde(default)]
    prefix: String,
    times: Option<u32>,
    seconds: Option<u32>,
}

async fn add_fault(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let asked: AddFault = match body(&bytes) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let Some(scenario) = Scenario::named(&asked.scenario) else {
        return refuse("그런 이름의 상황이 없어요. GET /practice에 목록이 있어요.");
    };
    let mut memory = shared.lock();
    let now = memory.now();
    let until = asked.seconds.and_then(|seconds| {
        let wait = SignedDuration::from_secs(i64::from(seconds));
        now.checked_add(wait).ok()
    });
    memory
        .faults
        .add_scenario(scenario, &asked.prefix, asked.times, until);
    answer(200, &json!({ "scenario": asked.scenario }))
}

async fn clear_faults(State(shared): State<Shared>) -> Response {
    shared.lock().faults.clear();
    answer(200, &json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetWebhook {
    url: Option<String>,
    store_id: Option<String>,
}

async fn set_webhook(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let asked: SetWebhook = match body(&bytes) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    if asked
        .url
        .as_deref()
        .is_some_and(|url| !deliver::is_local(url))
    {
        return refuse("이 컴퓨터의 http 주소만 쓸 수 있어요.");
    }
    let mut memory = shared.lock();
    let mut stores = memory.stores.iter_mut();
    let store = stores.find(|store| asked.store_id.as_ref().is_none_or(|id| *id == store.id));
    match store {
        Some(store) => {
            store.webhook_url = asked.url;
            answer(
                200,
                &json!({ "store_id": store.id, "url": store.webhook_url }),
            )
        }
        None => refuse("그런 상점이 없어요."),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Module {
    module: String,
}

async fn apply(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let asked: Module = match body(&bytes) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    {
        let mut memory = shared.lock();
        let now = memory.now();
        people::apply(&mut memory, &Matter::of(&asked.module), now);
    }
    shared.wake.notify_waiters();
    answer(200, &json!({ "module": asked.module }))
}

async fn review(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let asked: Module = match body(&bytes) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let review = {
        let mut memory = shared.lock();
        let now = memory.now();
        people::request_review(&mut memory, &Matter::of(&asked.module), now)
    };
    shared.wake.notify_waiters();
    match review {
        Some(review) => answer(200, &json!(review)),
        None => refuse("이미 심사 중이거나 끝났어요."),
    }
}

async fn reviews(State(shared): State<Shared>) -> Response {
    answer(200, &json!({ "reviews": shared.lock().people.reviews }))
}

async fn mails(State(shared): State<Shared>) -> Response {
    answer(200, &json!({ "mails": shared.lock().people.mails }))
}
