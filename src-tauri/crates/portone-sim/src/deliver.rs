//! Notices (webhooks) to the merchant's server, which in practice is one on this machine.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::Sha256;

use crate::events::Event;
use crate::model::{Payment, Status, Version};
use crate::records::{Webhook, WebhookAnswer, WebhookStatus};
use crate::seed::WEBHOOK_SECRET;
use crate::state::{Shared, State};

/// Minutes between one try and the next.
const RETRIES: [i64; 5] = [1, 4, 16, 64, 256];
/// The first try and its retries.
pub(crate) const MOST_TRIES: u32 = 6;
/// How often a person may ask for the same notice; the documents give no number.
pub(crate) const MOST_BY_HAND: u32 = 5;
/// How much of an answer is kept.
const KEPT: usize = 4096;
/// How long a merchant's server may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Which notice.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// One about a payment.
    Payment {
        store_id: String,
        payment_id: String,
        webhook_id: String,
    },
    /// One about a billing key.
    Other { webhook_id: String },
}

/// What is carried to the merchant's server.
pub(crate) struct Parcel {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// What came of it.
pub(crate) enum Outcome {
    Answered(WebhookAnswer),
    Nothing,
}

/// Is it `http` to this machine? Nothing else is ever called.
pub(crate) fn is_local(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    url.scheme() == "http" && here && url.username().is_empty() && url.password().is_none()
}

/// Where notices about a payment go.
fn addresses(state: &State, payment: &Payment) -> Vec<String> {
    if payment.more.notice_urls.is_empty() {
        let store = state.store(&payment.store_id);
        let url = store.and_then(|store| store.webhook_url.clone());
        return url.into_iter().collect();
    }
    payment.more.notice_urls.clone()
}

fn v2_type(status: Status) -> &'static str {
    match status {
        Status::Ready => "Transaction.Ready",
        Status::PayPending => "Transaction.PayPending",
        Status::VirtualAccountIssued => "Transaction.VirtualAccountIssued",
        Status::Paid => "Transaction.Paid",
        Status::Failed => "Transaction.Failed",
        Status::PartialCancelled => "Transaction.PartialCancelled",
        Status::Cancelled => "Transaction.Cancelled",
    }
}

/// Tells the merchant's server what a payment has become.
pub(crate) fn announce(state: &mut State, store_id: &str, payment_id: &str, at: Timestamp) {
    let Some(payment) = state.payment(store_id, payment_id) else {
        return;
    };
    let urls = addresses(state, payment);
    let v2 = payment.version == Version::V2;
    let body = if v2 {
        let mut data = json!({
            "storeId": payment.store_id,
            "paymentId": payment.v2_id(),
            "transactionId": payment.transaction_id(),
        });
        if matches!(payment.status, Status::Cancelled | Status::PartialCancelled)
            && let Some(last) = payment.cancellations.last()
        {
            data["cancellationId"] = json!(last.id);
        }
        json!({ "type": v2_type(payment.status), "timestamp": at, "data": data })
    } else {
        // V1 says nothing of failures.
        if payment.status == Status::Failed {
            return;
        }
        json!({
            "imp_uid": payment.id,
            "merchant_uid": payment.merchant_uid,
            "status": payment.status.v1_word(),
        })
    };
    let payment_status = v2.then(|| payment.status.v2_word());
    for url in urls {
        let webhook = made(state, url, payment_status, &body, at);
        let subject = Subject::Payment {
            store_id: store_id.to_owned(),
            payment_id: payment_id.to_owned(),
            webhook_id: webhook.id.clone(),
        };
        if let Some(payment) = state.payment_mut(store_id, payment_id) {
            payment.webhooks.push(webhook);
        }
        state.plan(at, Event::Deliver(subject));
    }
}

/// Tells it what a billing key has become: `BillingKey.Issued` or `BillingKey.Deleted`.
pub(crate) fn announce_key(
    state: &mut State,
    store_id: &str,
    key: &str,
    kind: &str,
    at: Timestamp,
) {
    let store = state.store(store_id);
    let Some(url) = store.and_then(|store| store.webhook_url.clone()) else {
        return;
    };
    let data = json!({ "storeId": store_id, "billingKey": key });
    let body = json!({ "type": kind, "timestamp": at, "data": data });
    let webhook = made(state, url, None, &body, at);
    let webhook_id = webhook.id.clone();
    state.other_webhooks.push(webhook);
    state.plan(at, Event::Deliver(Subject::Other { webhook_id }));
}

fn made(
    state: &mut State,
    url: String,
    payment_status: Option<&'static str>,
    body: &serde_json::Value,
    at: Timestamp,
) -> Webhook {
    Webhook {
        id: format!("practice-webhook-{:06}", state.next_serial()),
        url,
        payment_status,
        body: body.to_string(),
        status: None,
        tries: 0,
        by_hand: 0,
        header: String::new(),
        triggered_at: at,
        requested_at: None,
        response: None,
    }
}

fn find<'a>(state: &'a mut State, subject: &Subject) -> Option<(&'a mut Webhook, bool)> {
    match subject {
        Subject::Payment {
            store_id,
            payment_id,
            webhook_id,
        } => {
            let payment = state.payment_mut(store_id, payment_id)?;
            let v2 = payment.version == Version::V2;
            let mut all = payment.webhooks.iter_mut();
            all.find(|webhook| webhook.id == *webhook_id)
                .map(|webhook| (webhook, v2))
        }
        Subject::Other { webhook_id } => {
            let mut all = state.other_webhooks.iter_mut();
            all.find(|webhook| webhook.id == *webhook_id)
                .map(|webhook| (webhook, true))
        }
    }
}

/// Packs a notice for a try at `at`.
pub(crate) fn parcel(state: &mut State, subject: &Subject, at: Timestamp) -> Option<Parcel> {
    let (webhook, signed) = find(state, subject)?;
    let mut headers = vec![("content-type", "application/json".to_owned())];
    if signed {
        // The time of sending, by a clock the receiver shares: the practice clock may be weeks ahead of it.
        let sent = Timestamp::now().as_second().to_string();
        let signature = sign(WEBHOOK_SECRET, &webhook.id, &sent, &webhook.body)?;
        headers.push(("webhook-id", webhook.id.clone()));
        headers.push(("webhook-timestamp", sent));
        headers.push(("webhook-signature", signature));
    }
    let shown: serde_json::Map<_, _> = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    webhook.header = serde_json::Value::Object(shown).to_string();
    webhook.requested_at = Some(at);
    webhook.tries += 1;
    Some(Parcel {
        url: webhook.url.clone(),
        headers,
        body: webhook.body.clone(),
    })
}

/// `v1,<base64>` over id, time and body.
pub(crate) fn sign(secret: &str, id: &str, timestamp: &str, body: &str) -> Option<String> {
    let key = secret.strip_prefix("whsec_").unwrap_or(secret);
    let key = BASE64_STANDARD.decode(key).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    Some(format!("v1,{signature}"))
}

impl Parcel {
    pub(crate) async fn send(self, shared: &Shared) -> Outcome {
        if !is_local(&self.url) {
            return Outcome::Nothing;
        }
        let mut request = shared.carrier.post(self.url).body(self.body);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let carried = async {
            let response = request.send().await.ok()?;
            let code = response.status().as_u16();
            let header: serde_json::Map<_, _> = response
                .headers()
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), json!(value))
                })
                .collect();
            let mut body = response.text().await.ok()?;
            let cut = (0..=KEPT.min(body.len()))
                .rev()
                .find(|at| body.is_char_boundary(*at));
            body.truncate(cut.unwrap_or(0));
            Some(WebhookAnswer {
                code,
                header: serde_json::Value::Object(header).to_string(),
                body,
                at: shared.lock().now(),
            })
        };
        let mut stopping = shared.stopping.clone();
        let answer = tokio::select! {
            answer = carried => answer,
            _ = stopping.wait_for(|stop| *stop) => None,
        };
        answer.map_or(Outcome::Nothing, Outcome::Answered)
    }
}

/// Writes down what came of a try, and puts the next one on the calendar if there is one.
pub(crate) fn sent(
    state: &mut State,
    subject: &Subject,
    outcome: Outcome,
    at: Timestamp,
    by_hand: bool,
) -> Option<Webhook> {
    let (webhook, v2) = find(state, subject)?;
    let status = match &outcome {
        Outcome::Answered(answer) if (200..300).contains(&answer.code) => WebhookStatus::Succeeded,
        Outcome::Answered(_) => WebhookStatus::NotOk,
        Outcome::Nothing => WebhookStatus::Unexpected,
    };
    webhook.status = Some(status);
    webhook.response = match outcome {
        Outcome::Answered(answer) => Some(answer),
        Outcome::Nothing => None,
    };
    let done = webhook.clone();
    let retry = usize::try_from(done.tries.saturating_sub(1)).unwrap_or(usize::MAX);
    // V1 sends once unless support turned retries on.
    if v2
        && !by_hand
        && status != WebhookStatus::Succeeded
        && let Some(minutes) = RETRIES.get(retry)
    {
        let next = at
            .checked_add(SignedDuration::from_mins(*minutes))
            .unwrap_or(at);
        state.plan(next, Event::Deliver(subject.clone()));
    }
    Some(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        for good in [
            "http://localhost:3000/hook",
            "http://127.0.0.1/hook",
            "http://[::1]:8080/",
        ] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "https://localhost/",
            "http://example.com/",
            "http://10.0.0.1/",
            "http://localhost.example.com/",
            "http://user:pw@localhost/",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!is_local(bad), "{bad}");
        }
    }

    /// The example of the specification that PortOne follows.
    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let signed = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            r#"{"test": 2432232314}"#,
        );
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signed.as_deref(), Some(expected));
    }
}
