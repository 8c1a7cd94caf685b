//! Identity verifications.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Caller, Order, Page, Params, asked, error, respond, sort, window};
use crate::records::{Identity, IdentityStatus};
use crate::state::{Shared, State as Memory};

/// `GET /identity-verifications/{identityVerificationId}`
pub(crate) async fn one(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    let found = Caller::known(&memory, &headers)
        .and_then(|caller| caller.store(query.get("storeId").map(String::as_str)))
        .and_then(|store| {
            let mut all = memory.identities.iter();
            let message = "요청된 본인인증 건이 존재하지 않습니다.";
            all.find(|one| one.id == id && one.store_id == store)
                .map(|one| show(&memory, one))
                .ok_or_else(|| error(404, "IDENTITY_VERIFICATION_NOT_FOUND", message))
        });
    respond(found)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ListBody {
    page: Option<Page>,
    sort: Option<Sort>,
    filter: Option<Filter>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sort {
    by: Field,
    order: Order,
}

#[derive(Deserialize, Default, Clone, Copy)]
enum Field {
    #[default]
    #[serde(rename = "REQUESTED_AT")]
    Requested,
    #[serde(
        rename = "STATUS_UPDATED_AT",
        alias = "VERIFIED_AT",
        alias = "FAILED_AT"
    )]
    StatusUpdated,
}

impl Field {
    fn of(self, one: &Identity) -> Timestamp {
        match self {
            Self::Requested => one.requested_at,
            Self::StatusUpdated => one.changed_at,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Filter {
    store_id: Option<String>,
    time_range_field: Field,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    identity_verification_id: Option<String>,
    is_test: Option<bool>,
    statuses: Option<Vec<String>>,
    version: Option<String>,
}

/// `GET /identity-verifications`
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(query): Query<Params>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let memory = shared.lock();
    respond(try_list(&memory, &headers, &query, &body))
}

fn try_list(memory: &Memory, headers: &HeaderMap, query: &Params, body: &[u8]) -> Answered {
    let caller = Caller::known(memory, headers)?;
    let asked: ListBody = asked(query, body)?;
    let page = Page::checked(asked.page)?;
    let filter = asked.filter.unwrap_or_default();
    let by = asked.sort.unwrap_or_default();
    let stores = caller.stores(filter.store_id.as_deref())?;
    let window = window(filter.from, filter.until, memory.now());
    let mut found: Vec<&Identity> = memory
        .identities
        .iter()
        .filter(|one| {
            let test = one
                .channel_key
                .as_deref()
                .and_then(|key| memory.channel(key))
                .is_none_or(|channel| !channel.live);
            stores.contains(&one.store_id)
                && window.contains(&filter.time_range_field.of(one))
                && filter.is_test.is_none_or(|asked| asked == test)
                && filter
                    .identity_verification_id
                    .as_ref()
                    .is_none_or(|id| *id == one.id)
                && filter.statuses.as_ref().is_none_or(|words| {
                    words.is_empty() || words.iter().any(|word| word == one.status.word())
                })
                && filter
                    .version
                    .as_ref()
                    .is_none_or(|word| word == one.version.word())
        })
        .collect();
    sort(&mut found, by.order, |one| by.by.of(one));
    Ok(page.of(&found, |one| Some(show(memory, one))))
}

fn show(memory: &Memory, one: &Identity) -> Value {
    let person = json!({
        "name": one.name,
        "phoneNumber": "000-0000-0000",
        "birthYear": "1990",
        "birthMonth": "01",
        "birthDay": "01",
    });
    let mut shown = json!({
        "status": one.status.word(),
        "id": one.id,
        "requestedAt": one.requested_at,
        "updatedAt": one.changed_at,
        "statusChangedAt": one.changed_at,
        "version": one.version.word(),
        "requestedCustomer": person,
    });
    let channel = one
        .channel_key
        .as_deref()
        .and_then(|key| memory.channel(key));
    if let Some(channel) = channel {
        shown["channel"] = super::channel(channel);
    }
    match one.status {
        IdentityStatus::Ready => {}
        IdentityStatus::Failed => {
            let mut failure = json!({ "reason": "연습용 실패예요." });
            if let Some(known) = &one.failure {
                failure["pgCode"] = json!(known.pg_code);
                failure["pgMessage"] = json!(known.pg_message);
            }
            shown["failure"] = failure;
        }
        IdentityStatus::Verified => {
            if let Some(fields) = shown.as_object_mut() {
                fields.remove("requestedCustomer");
            }
            shown["verifiedCustomer"] = json!({
                "name": one.name,
                "phoneNumber": "000-0000-0000",
                "birthDate": "1990-01-01",
                "gender": "OTHER",
                "isForeigner": false,
                "operator": "SKT",
                "ci": "practice-ci",
                "di": "practice-di",
            });
            shown["verifiedAt"] = json!(one.changed_at);
            shown["pgTxId"] = json!(format!("practice-pg-{}", one.id));
            shown["pgRawResponse"] = json!("{}");
        }
    }
    shown
}
