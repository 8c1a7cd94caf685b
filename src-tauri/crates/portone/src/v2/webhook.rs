//! What the merchant's own server answered when PortOne called it, and asking PortOne to call again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::error::Error;
use crate::hosts::Api;
use crate::payment::Status;
use crate::private::Private;
use crate::v2::{IdempotencyKey, V2, moment};
use crate::words::words;

words! {
    /// How a webhook ended.
    WebhookStatus {
        Succeeded = "SUCCEEDED", FailedNotOkResponse = "FAILED_NOT_OK_RESPONSE",
        FailedUnexpectedError = "FAILED_UNEXPECTED_ERROR",
    }

    /// Why a webhook was sent.
    WebhookTrigger {
        Manual = "MANUAL", VirtualAccountDeposit = "VIRTUAL_ACCOUNT_DEPOSIT",
        AsyncCancelApproved = "ASYNC_CANCEL_APPROVED", AsyncCancelFailed = "ASYNC_CANCEL_FAILED",
        AsyncPayApproved = "ASYNC_PAY_APPROVED", AsyncPayFailed = "ASYNC_PAY_FAILED",
        AsyncPayPending = "ASYNC_PAY_PENDING", DisputeCreated = "DISPUTE_CREATED",
        DisputeResolved = "DISPUTE_RESOLVED",
    }
}

/// One webhook of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentWebhook {
    /// Its id.
    pub id: String,
    /// Where it went. Absent for V1 payments. Merchants put tokens into such addresses.
    pub url: Option<Private>,
    /// How it ended. Absent while it is on its way.
    pub status: Option<WebhookStatus>,
    /// The payment's status it told.
    pub payment_status: Option<Status>,
    /// How often it was sent so far.
    pub tries: Option<i32>,
    /// How often it is sent at most.
    pub most_tries: Option<i32>,
    /// Why it was sent.
    pub trigger: Option<WebhookTrigger>,
    /// When it was started.
    pub triggered_at: Option<Timestamp>,
    /// What was sent.
    pub request: Option<WebhookRequest>,
    /// What the merchant's server answered.
    pub answer: Option<WebhookAnswer>,
}

/// What PortOne sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookRequest {
    /// The headers, as one text.
    pub header: Option<Private>,
    /// The body.
    pub body: Private,
    /// When.
    pub at: Option<Timestamp>,
}

/// What the merchant's server answered. Its texts are a stranger's: shown on demand, never logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookAnswer {
    /// The HTTP status, or what PortOne wrote in its place.
    pub code: String,
    /// The headers, as one text.
    pub header: Private,
    /// The body.
    pub body: Private,
    /// When.
    pub at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireWebhook {
    id: String,
    url: Option<Private>,
    status: Option<WebhookStatus>,
    payment_status: Option<String>,
    current_execution_count: Option<i32>,
    max_execution_count: Option<i32>,
    trigger: Option<WebhookTrigger>,
    triggered_at: Option<String>,
    request: Option<WireRequest>,
    response: Option<WireAnswer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRequest {
    header: Option<Private>,
    body: Private,
    requested_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireAnswer {
    code: String,
    header: Private,
    body: Private,
    responded_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResendBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_id: Option<&'a str>,
}

#[derive(Deserialize)]
struct WireResent {
    webhook: WireWebhook,
}

impl From<WireWebhook> for PaymentWebhook {
    fn from(wire: WireWebhook) -> Self {
        Self {
            id: wire.id,
            url: wire.url,
            status: wire.status,
            payment_status: wire.payment_status.as_deref().map(Status::from_v2),
            tries: wire.current_execution_count,
            most_tries: wire.max_execution_count,
            trigger: wire.trigger,
            triggered_at: moment(wire.triggered_at),
            request: wire.request.map(|wire| WebhookRequest {
                header: wire.header,
                body: wire.body,
                at: moment(wire.requested_at),
            }),
            answer: wire.response.map(|wire| WebhookAnswer {
                code: wire.code,
                header: wire.header,
                body: wire.body,
                at: moment(wire.responded_at),
            }),
        }
    }
}

impl V2 {
    /// `POST /payments/{paymentId}/resend-webhook`: PortOne calls the merchant's server once more, now. Ask the
    /// merchant first. `webhook_id` is the latest one if not given. The answer holds what that server said.
    ///
    /// # Errors
    /// Every [`crate::Failure`]; too many repetitions are [`crate::Failure::BadRequest`] with the code
    /// `MAX_WEBHOOK_RETRY_COUNT_REACHED`.
    pub async fn resend_webhook(
        &self,
        payment_id: &str,
        store_id: Option<&str>,
        webhook_id: Option<&str>,
        key: &IdempotencyKey,
    ) -> Result<PaymentWebhook, Error> {
        let segments = ["payments", payment_id, "resend-webhook"];
        let call = Call {
            payment: Some(payment_id),
            ..Call::post(
                Api::V2,
                "/payments/{paymentId}/resend-webhook",
                &segments,
                "",
            )
        };
        let body = ResendBody {
            store_id,
            webhook_id,
        };
        let answer = self.write(call, &body, key).await?;
        Ok(answer.decode::<WireResent>()?.webhook.into())
    }
}
