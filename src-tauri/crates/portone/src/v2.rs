//! The V2 API: reads, and the one write of this depth, cancelling a payment.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error as ThisError;

use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::payment::{PaymentFacts, WireV2Payment};
use crate::secret::V2Secret;
use crate::transport::{Answer, Call, PortOne, Transport};

/// V2 calls with one secret.
#[derive(Clone)]
pub struct V2 {
    transport: Arc<Transport>,
    secret: V2Secret,
}

/// Which payments a list holds. Empty means all of the last 90 days.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentFilter {
    /// Only this store. PortOne may refuse it to a secret of a single store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Only test payments, or only real ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_test: Option<bool>,
}

/// One page of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentPage {
    /// The payments that could be read, in PortOne's order.
    pub payments: Vec<PaymentFacts>,
    /// How many entries could not be read.
    pub unread: usize,
    /// How many there are on all pages.
    pub total: u64,
}

/// What `GET /banks` shows: PortOne can be reached from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// How many banks it listed.
    pub banks: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// The key that makes a repeated write count once: 16 to 256 graphic ASCII characters. PortOne keeps it 3 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

/// Not usable as an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
#[error("an idempotency key has 16 to 256 graphic ASCII characters without quote and backslash")]
pub struct UnusableKey;

impl IdempotencyKey {
    /// A key nobody used before.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// A key from storage, to repeat a write that was interrupted.
    pub fn new(text: &str) -> Result<Self, UnusableKey> {
        let fits = (16..=256).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(UnusableKey)
        }
    }

    /// The key without the quotes it is sent with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A cancellation to ask for.
#[derive(Clone, Debug)]
pub struct CancelRequest<'a> {
    /// The payment.
    pub payment_id: &'a str,
    /// The store, if the secret may use several.
    pub store_id: Option<&'a str>,
    /// Why; PortOne demands a text.
    pub reason: &'a str,
    /// How much, in minor units. `None` is all of it.
    pub amount: Option<i64>,
    /// What can be cancelled now, in minor units. PortOne refuses when it knows another figure.
    pub current_cancellable_amount: i64,
}

/// What became of a cancellation. A failed one is an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelStatus {
    /// Done.
    Succeeded,
    /// Asked for; the gateway finishes it later.
    Requested,
    /// A word this version does not know. Read the payment again before believing anything.
    Unknown(String),
}

/// A cancellation PortOne recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// Its id.
    pub id: Option<String>,
    /// Where it stands.
    pub status: CancelStatus,
    /// How much, in minor units.
    pub total: i64,
}

#[derive(Serialize)]
struct ListBody<'a> {
    page: Page,
    filter: &'a PaymentFilter,
}

#[derive(Serialize)]
struct Page {
    number: u32,
    size: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WirePage {
    items: Vec<Box<RawValue>>,
    page: WirePageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WirePageInfo {
    total_count: u64,
}

#[derive(Deserialize)]
struct WireBanks {
    items: Vec<serde::de::IgnoredAny>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CancelBody<'a> {
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    current_cancellable_amount: i64,
}

#[derive(Deserialize)]
struct WireCancel {
    cancellation: WireCancellation,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireCancellation {
    status: String,
    id: Option<String>,
    total_amount: i64,
}

impl PortOne {
    /// `GET /banks`: whether PortOne can be reached at all. Needs no key.
    pub async fn banks(&self) -> Result<Reached, Error> {
        let answer = self
            .transport()
            .send(Call::get(Api::V2, "/banks", &["banks"]))
            .await?;
        let banks: WireBanks = answer.decode()?;
        Ok(Reached {
            banks: banks.items.len(),
            elapsed: answer.elapsed(),
        })
    }
}

impl V2 {
    pub(crate) fn new(transport: Arc<Transport>, secret: V2Secret) -> Self {
        Self { transport, secret }
    }

    pub(crate) fn secret(&self) -> &V2Secret {
        &self.secret
    }

    /// `GET /payments/{paymentId}`. An answer about another payment or another store is an error.
    pub async fn payment(&self, id: &str, store_id: Option<&str>) -> Result<PaymentFacts, Error> {
        let query: Vec<_> = store_id.map(|id| ("storeId", id)).into_iter().collect();
        let answer = self
            .send(Call {
                query: &query,
                payment: Some(id),
                ..Call::get(Api::V2, "/payments/{paymentId}", &["payments", id])
            })
            .await?;
        let wire: WireV2Payment = answer.decode()?;
        if wire.id != id {
            return Err(answer.error(Failure::OtherPayment));
        }
        if let (Some(asked), Some(told)) = (store_id, wire.store_id.as_deref())
            && asked != told
        {
            return Err(answer.error(Failure::StoreMismatch));
        }
        Ok(wire.facts())
    }

    /// `GET /payments`: page `number` (from 0) of `size`.
    pub async fn payments(
        &self,
        number: u32,
        size: u32,
        filter: &PaymentFilter,
    ) -> Result<PaymentPage, Error> {
        let call = Call::get(Api::V2, "/payments", &["payments"]);
        let page = Page { number, size };
        let body = serde_json::to_string(&ListBody { page, filter })
            .map_err(|_| call.refuse(Failure::BadRequest))?;
        let answer = self
            .send(Call {
                query: &[("requestBody", &body)],
                ..call
            })
            .await?;
        let wire: WirePage = answer.decode()?;
        // An entry of a kind that is new must not hide the others.
        let payments: Vec<_> = wire
            .items
            .iter()
            .filter_map(|item| serde_json::from_str::<WireV2Payment>(item.get()).ok())
            .map(WireV2Payment::facts)
            .collect();
        Ok(PaymentPage {
            unread: wire.items.len() - payments.len(),
            payments,
            total: wire.page.total_count,
        })
    }

    /// `POST /payments/{paymentId}/cancel`. Repeated with the same key only; status 200 with a failed
    /// cancellation is [`Failure::CancelFailed`].
    pub async fn cancel(
        &self,
        request: &CancelRequest<'_>,
        key: &IdempotencyKey,
    ) -> Result<Cancellation, Error> {
        let segments = ["payments", request.payment_id, "cancel"];
        let path = "/payments/{paymentId}/cancel";
        let call = Call {
            payment: Some(request.payment_id),
            ..Call::post(Api::V2, path, &segments, "")
        };
        let body = serde_json::to_vec(&CancelBody {
            reason: request.reason,
            store_id: request.store_id,
            amount: request.amount,
            current_cancellable_amount: request.current_cancellable_amount,
        })
        .map_err(|_| call.refuse(Failure::BadRequest))?;
        let quoted = format!("\"{}\"", key.0);
        let answer = self
            .send(Call {
                body: Some(body.into()),
                idempotency: Some(&quoted),
                writes: true,
                ..call
            })
            .await?;
        let wire = answer.decode::<WireCancel>()?.cancellation;
        let status = match wire.status.as_str() {
            "SUCCEEDED" => CancelStatus::Succeeded,
            "REQUESTED" => CancelStatus::Requested,
            "FAILED" => return Err(answer.error(Failure::CancelFailed)),
            _ => CancelStatus::Unknown(wire.status),
        };
        Ok(Cancellation {
            id: wire.id,
            status,
            total: wire.total_amount,
        })
    }

    async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        self.transport
            .send(Call {
                auth: self.secret.header(),
                secrets: &[self.secret.hidden().text()],
                ..call
            })
            .await
    }
}

impl fmt::Debug for V2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("V2 { secret: [비밀] }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idempotency_keys_have_the_length_and_letters_the_header_allows() {
        assert_eq!(IdempotencyKey::random().as_str().len(), 36);
        assert!(IdempotencyKey::new("0123456789abcdef").is_ok());
        for bad in [
            "0123456789abcde",
            "0123456789abcde\"",
            "0123456789abcde\\",
            "0123456789 abcdef",
            "열여섯글자가넘는한글키는안됩니다",
        ] {
            assert_eq!(IdempotencyKey::new(bad), Err(UnusableKey), "{bad}");
        }
        assert_eq!(IdempotencyKey::new(&"x".repeat(257)), Err(UnusableKey));
    }
}
