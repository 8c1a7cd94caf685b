//! Asking for a notice again.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::{Answered, Caller, Refusal, body, error, payments, respond, show};
use crate::deliver::{self, Subject};
use crate::model::Version;
use crate::state::Shared;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResendBody {
    store_id: Option<String>,
    webhook_id: Option<String>,
}

fn no_webhook() -> Refusal {
    error(404, "WEBHOOK_NOT_FOUND", "웹훅 내역이 존재하지 않습니다.")
}

/// `POST /payments/{paymentId}/resend-webhook`
pub(crate) async fn resend(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    respond(try_resend(&shared, &id, &headers, &bytes).await)
}

async fn try_resend(shared: &Shared, id: &str, headers: &HeaderMap, bytes: &[u8]) -> Answered {
    let (subject, parcel, at, v2) = {
        let mut memory = shared.lock();
        let caller = Caller::known(&memory, headers)?;
        let asked: ResendBody = body(bytes)?;
        let store_id = caller.store(asked.store_id.as_deref())?;
        let at = memory.now();
        let payment = memory
            .payment_mut(&store_id, id)
            .ok_or_else(payments::not_found)?;
        let v2 = payment.version == Version::V2;
        let webhook = match &asked.webhook_id {
            None => payment.webhooks.last_mut(),
            Some(wanted) => payment.webhooks.iter_mut().find(|one| one.id == *wanted),
        };
        let webhook = webhook.ok_or_else(no_webhook)?;
        if webhook.by_hand >= deliver::MOST_BY_HAND {
            let message = "웹훅 재발송 횟수가 최대에 도달했습니다.";
            return Err(error(400, "MAX_WEBHOOK_RETRY_COUNT_REACHED", message));
        }
        webhook.by_hand += 1;
        let subject = Subject::Payment {
            store_id,
            payment_id: id.to_owned(),
            webhook_id: webhook.id.clone(),
        };
        let parcel = deliver::parcel(&mut memory, &subject, at).ok_or_else(no_webhook)?;
        (subject, parcel, at, v2)
    };
    let outcome = parcel.send(shared).await;
    let mut memory = shared.lock();
    let sent = deliver::sent(&mut memory, &subject, outcome, at, true).ok_or_else(no_webhook)?;
    Ok(json!({ "webhook": show::webhook(&sent, v2) }))
}
