//! Identity verifications.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::list::{self, any, same};
use super::{Params, error};
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
    list::one(&memory, &headers, &query, |store| {
        let mut all = memory.identities.iter();
        let message = "요청된 본인인증 건이 존재하지 않습니다.";
        all.find(|one| one.id == id && one.store_id == store)
            .map(|one| show(&memory, one))
            .ok_or_else(|| error(404, "IDENTITY_VERIFICATION_NOT_FOUND", message))
    })
}

#[derive(Deserialize, Default, Clone, Copy)]
pub(crate) enum Field {
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
pub(crate) struct Filter {
    time_range_field: Field,
    identity_verification_id: Option<String>,
    is_test: Option<bool>,
    statuses: Option<Vec<String>>,
    version: Option<String>,
}

/// `GET /identity-verifications`
impl list::Filter for Filter {
    type Item = Identity;
    type By = Field;

    fn all(memory: &Memory) -> &[Identity] {
        &memory.identities
    }

    fn store(one: &Identity) -> &str {
        &one.store_id
    }

    fn moment(&self, one: &Identity) -> Option<Timestamp> {
        Some(self.time_range_field.of(one))
    }

    fn fits(&self, memory: &Memory, one: &Identity) -> bool {
        let test = one
            .channel_key
            .as_deref()
            .and_then(|key| memory.channel(key))
            .is_none_or(|channel| !channel.live);
        self.is_test.is_none_or(|asked| asked == test)
            && same(self.identity_verification_id.as_ref(), &one.id)
            && any(self.statuses.as_ref(), one.status.word())
            && same(self.version.as_ref(), one.version.word())
    }

    fn by(by: Field, one: &Identity) -> Timestamp {
        by.of(one)
    }

    fn show(memory: &Memory, one: &Identity) -> Option<Value> {
        Some(show(memory, one))
    }
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
                "phoneNumber": "00000000000",
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
