//! Tokens, which nobody should ask for: every login ends the sessions there were.

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::{Answered, body, of_secret, respond, stranger};
use crate::state::{Shared, State as Memory};

const ACCESS: SignedDuration = SignedDuration::from_mins(30);
const REFRESH: SignedDuration = SignedDuration::from_hours(24);

/// The one session there is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Logins {
    access: Vec<(String, Vec<String>, Timestamp)>,
    refresh: Option<(String, Vec<String>, Timestamp)>,
}

impl Logins {
    /// The stores an access token opens.
    pub(crate) fn stores(&self, token: &str, now: Timestamp) -> Vec<String> {
        let mut known = self.access.iter();
        known
            .find(|(text, _, until)| text == token && *until > now)
            .map(|(_, stores, _)| stores.clone())
            .unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginBody {
    api_secret: String,
}

/// `POST /login/api-secret`
pub(crate) async fn login(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let mut memory = shared.lock();
    let outcome = body(&bytes).and_then(|asked: LoginBody| {
        let stores = of_secret(&memory, &asked.api_secret);
        if stores.is_empty() {
            return Err(stranger());
        }
        issue(&mut memory, stores)
    });
    respond(outcome)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefreshBody {
    refresh_token: String,
}

/// `POST /token/refresh`
pub(crate) async fn refresh(State(shared): State<Shared>, bytes: Bytes) -> Response {
    let mut memory = shared.lock();
    let outcome = body(&bytes).and_then(|asked: RefreshBody| {
        let now = memory.now();
        let known = memory.logins.refresh.clone();
        let (_, stores, _) = known
            .filter(|(text, _, until)| *text == asked.refresh_token && *until > now)
            .ok_or_else(stranger)?;
        issue(&mut memory, stores)
    });
    respond(outcome)
}

fn issue(memory: &mut Memory, stores: Vec<String>) -> Answered {
    let now = memory.now();
    let number = memory.next_serial();
    let access = format!("practice-v2-access-{number:06}");
    let refresh = format!("practice-v2-refresh-{number:06}");
    let until = |life| now.checked_add(life).unwrap_or(now);
    let logins = &mut memory.logins;
    logins.access.retain(|(_, _, until)| *until > now);
    logins
        .access
        .push((access.clone(), stores.clone(), until(ACCESS)));
    // The refresh token of whoever logged in before dies here.
    logins.refresh = Some((refresh.clone(), stores, until(REFRESH)));
    Ok(json!({ "accessToken": access, "refreshToken": refresh }))
}
