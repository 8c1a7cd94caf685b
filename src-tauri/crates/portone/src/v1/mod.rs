//! The V1 API with one key and secret: a token, and what needs it. A file a subject; here is what they share.

mod certification;
mod channels;
mod customers;
#[cfg(any(test, feature = "decoders"))]
pub(crate) mod decoders;
mod payment;
mod payments;
mod tiers;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::Mutex;

use crate::call::{Answer, Call, Spent};
use crate::classify;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::secret::{Token, V1Credential, secret_header};
use crate::transport::Transport;

pub use certification::{V1Certification, V1CertifiedPerson};
pub use channels::{V1Channel, V1ChannelUse, V1Channels};
pub use customers::{V1BillingKey, V1BillingKind};
pub use payment::{V1Cancellation, V1Payment};
pub use payments::{
    V1CancelRequest, V1Id, V1Page, V1Period, V1RefundAccount, V1Sorting, V1StatusWanted,
};
pub use tiers::{V1Tier, V1TierCode};

const TOKEN_PATH: &str = "/users/getToken";

/// V1 calls with one key and secret. Copies share the token.
#[derive(Clone)]
pub struct V1 {
    transport: Arc<Transport>,
    credential: V1Credential,
    held: Arc<Mutex<Option<Held>>>,
    tier: Option<V1TierCode>,
    spent: Option<Spent>,
}

/// A token in use.
#[derive(Clone)]
struct Held {
    token: Arc<Token>,
    /// On this machine's monotonic clock: a wrong wall clock changes nothing.
    good_until: Instant,
    skew: SignedDuration,
}

#[derive(Deserialize)]
pub(super) struct Envelope {
    code: i64,
    message: Option<String>,
    response: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct WireToken {
    access_token: String,
    now: i64,
    expired_at: i64,
}

impl V1 {
    pub(crate) fn new(transport: Arc<Transport>, credential: V1Credential) -> Self {
        Self {
            transport,
            credential,
            held: Arc::default(),
            tier: None,
            spent: None,
        }
    }

    /// The same, its reads sharing one time: all of them together take no longer than one may.
    pub(crate) fn on_one_time(self) -> Self {
        Self {
            spent: Some(Spent::default()),
            ..self
        }
    }

    /// A call with the token; if the token is refused, once more with a new one. A refused call did nothing.
    async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let token = self.token(None).await?;
        match self.with_token(&token, call.clone()).await {
            Err(error) if error.status() == Some(401) && *error.failure() == Failure::BadKey => {
                let token = self.token(Some(&token)).await?;
                self.with_token(&token, call).await
            }
            other => other,
        }
    }

    async fn with_token(&self, token: &Token, call: Call<'_>) -> Result<Answer, Error> {
        let mut secrets = self.secrets(Some(token));
        secrets.extend(call.secrets);
        self.transport
            .send(Call {
                auth: secret_header("Bearer ", token.text()),
                tier: self.tier.as_ref().map(V1TierCode::header),
                secrets: &secrets,
                spent: self.spent.clone(),
                ..call
            })
            .await
    }

    fn secrets<'a>(&'a self, token: Option<&'a Token>) -> Vec<&'a str> {
        let mut secrets = vec![
            self.credential.secret().text(),
            self.credential.key().text(),
        ];
        secrets.extend(token.map(Token::text));
        secrets
    }

    /// The token in use, or a new one when there is none, it is about to expire, or `refused` was it.
    async fn token(&self, refused: Option<&Arc<Token>>) -> Result<Arc<Token>, Error> {
        // Held across the request so that two calls never ask twice; dropping the future lets go of it.
        let mut held = self.held.lock().await;
        if let Some(held) = held.as_ref()
            && held.good_until > Instant::now()
            && refused.is_none_or(|refused| !Arc::ptr_eq(refused, &held.token))
        {
            return Ok(Arc::clone(&held.token));
        }
        let fresh = self.fetch_token().await?;
        let token = Arc::clone(&fresh.token);
        *held = Some(fresh);
        Ok(token)
    }

    async fn fetch_token(&self) -> Result<Held, Error> {
        let secrets = self.secrets(None);
        let asked = Instant::now();
        let answer = self
            .transport
            .send(Call {
                secrets: &secrets,
                spent: self.spent.clone(),
                ..Call::post(
                    Api::V1,
                    TOKEN_PATH,
                    &["users", "getToken"],
                    self.credential.body(),
                )
            })
            .await?;
        let wire: WireToken = self.unwrap(&answer)?;
        let token = Token::new(wire.access_token)
            .map(Arc::new)
            .ok_or_else(|| answer.odd("response.access_token"))?;
        // Both ends of the lifetime are PortOne's clock, so only their difference is used.
        let lifetime = wire.expired_at.saturating_sub(wire.now).clamp(0, 86_400);
        let lifetime = Duration::from_secs(u64::try_from(lifetime).unwrap_or_default());
        let skew = Timestamp::from_second(wire.now)
            .map(|now| now.duration_since(Timestamp::now()))
            .map_err(|_| answer.odd("response.now"))?;
        Ok(Held {
            token,
            good_until: asked + lifetime.saturating_sub(self.transport.config.token_margin),
            skew,
        })
    }

    /// Opens V1's envelope, in which something has to be.
    fn unwrap<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, Error> {
        self.unwrap_if_any(answer)?
            .ok_or_else(|| answer.odd("response"))
    }

    /// Opens V1's envelope: a `code` other than zero is a failure, whatever the HTTP status.
    fn unwrap_if_any<T: serde::de::DeserializeOwned>(
        &self,
        answer: &Answer,
    ) -> Result<Option<T>, Error> {
        let envelope: Envelope = answer.decode()?;
        if envelope.code != 0 {
            let said = envelope
                .message
                .map(|text| classify::clean(&text, &self.secrets(None)));
            return Err(answer
                .error(Failure::Refused)
                .with_code(Some(envelope.code.to_string().into()))
                .with_said(said));
        }
        let Some(response) = envelope.response else {
            return Ok(None);
        };
        let mut reader = serde_json::Deserializer::from_str(response.get());
        serde_path_to_error::deserialize(&mut reader)
            .map(Some)
            .map_err(|error| answer.error(classify::shape(&error)))
    }
}

impl fmt::Debug for V1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("V1 { credential: [비밀] }")
    }
}

/// A moment in UNIX seconds. V1 writes 0 for "not".
fn moment(seconds: Option<i64>) -> Option<Timestamp> {
    seconds
        .filter(|seconds| *seconds > 0)
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
}

/// V1 writes an empty text for "not" here and there.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
