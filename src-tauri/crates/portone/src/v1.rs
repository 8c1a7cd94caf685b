//! The V1 API: a token from key and secret, and the reads that need it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::Mutex;

use crate::call::{Answer, Call};
use crate::classify;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::payment::{PaymentFacts, WireV1Payment};
use crate::provider::PgProvider;
use crate::secret::{Token, V1Credential, secret_header};
use crate::transport::Transport;

const TOKEN_PATH: &str = "/users/getToken";

/// V1 calls with one key and secret. Copies share the token.
#[derive(Clone)]
pub struct V1 {
    transport: Arc<Transport>,
    credential: V1Credential,
    held: Arc<Mutex<Option<Held>>>,
}

/// A token in use.
#[derive(Clone)]
struct Held {
    token: Arc<Token>,
    /// On this machine's monotonic clock: a wrong wall clock changes nothing.
    good_until: Instant,
    skew: SignedDuration,
}

/// What a channel is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum V1ChannelUse {
    /// Payment in a window.
    Payment,
    /// Payment by API.
    ApiPayment,
    /// Identity verification.
    Certification,
    /// A use this version does not know.
    Unknown(String),
}

/// One channel registered on the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct V1Channel {
    /// The payment module.
    pub pg_provider: PgProvider,
    /// The merchant id at the gateway (MID).
    pub mid: String,
    /// Whether it is a test channel.
    pub sandbox: bool,
    /// What it is for.
    pub channel_use: V1ChannelUse,
    /// Its name on the console.
    pub name: Option<String>,
    /// Its channel key.
    pub key: Option<String>,
}

/// The channels, and how far this machine's clock is from PortOne's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct V1Channels {
    /// Every channel registered.
    pub channels: Vec<V1Channel>,
    /// How many entries could not be read.
    pub unread: usize,
    /// PortOne's clock minus this machine's, as of the last token. Information only.
    pub clock_skew: SignedDuration,
}

#[derive(Deserialize)]
struct Envelope {
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

#[derive(Deserialize)]
struct WireChannel {
    pg_provider: String,
    pg_id: String,
    sandbox: bool,
    r#type: String,
    channel_name: Option<String>,
    channel_key: Option<String>,
}

impl V1 {
    pub(crate) fn new(transport: Arc<Transport>, credential: V1Credential) -> Self {
        Self {
            transport,
            credential,
            held: Arc::default(),
        }
    }

    /// `GET /users/pg`: every channel registered, with its merchant id and test mark.
    pub async fn user_pgs(&self) -> Result<V1Channels, Error> {
        let answer = self.get("/users/pg", &["users", "pg"], &[], None).await?;
        let items: Vec<Box<RawValue>> = self.unwrap(&answer)?;
        let total = items.len();
        let channels: Vec<V1Channel> = items
            .iter()
            .filter_map(|item| serde_json::from_str::<WireChannel>(item.get()).ok())
            .map(V1Channel::from)
            .collect();
        let held = self.held.lock().await;
        Ok(V1Channels {
            unread: total - channels.len(),
            channels,
            clock_skew: held.as_ref().map_or(SignedDuration::ZERO, |held| held.skew),
        })
    }

    /// `GET /payments/{imp_uid}?include_sandbox=true`: a payment, of a test channel as well.
    pub async fn payment(&self, imp_uid: &str) -> Result<PaymentFacts, Error> {
        let answer = self
            .get(
                "/payments/{imp_uid}",
                &["payments", imp_uid],
                &[("include_sandbox", "true")],
                Some(imp_uid),
            )
            .await?;
        let wire: WireV1Payment = self.unwrap(&answer)?;
        if wire.imp_uid != imp_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        wire.facts().map_err(|at| answer.odd(at))
    }

    /// A read with the token; if the token is refused, once more with a new one.
    async fn get(
        &self,
        path: &'static str,
        segments: &[&str],
        query: &[(&str, &str)],
        payment: Option<&str>,
    ) -> Result<Answer, Error> {
        let token = self.token(None).await?;
        match self.try_get(&token, path, segments, query, payment).await {
            Err(error) if error.status() == Some(401) && *error.failure() == Failure::BadKey => {
                let token = self.token(Some(&token)).await?;
                self.try_get(&token, path, segments, query, payment).await
            }
            other => other,
        }
    }

    async fn try_get(
        &self,
        token: &Token,
        path: &'static str,
        segments: &[&str],
        query: &[(&str, &str)],
        payment: Option<&str>,
    ) -> Result<Answer, Error> {
        let secrets = self.secrets(Some(token));
        self.transport
            .send(Call {
                auth: secret_header("Bearer ", token.text()),
                query,
                payment,
                secrets: &secrets,
                ..Call::get(Api::V1, path, segments)
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

    /// Opens V1's envelope: a `code` other than zero is a failure, whatever the HTTP status.
    fn unwrap<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, Error> {
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
            return Err(answer.odd("response"));
        };
        let mut reader = serde_json::Deserializer::from_str(response.get());
        serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| answer.error(classify::shape(&error)))
    }
}

impl fmt::Debug for V1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("V1 { credential: [비밀] }")
    }
}

impl From<WireChannel> for V1Channel {
    fn from(wire: WireChannel) -> Self {
        Self {
            pg_provider: PgProvider::from_code(&wire.pg_provider),
            mid: wire.pg_id,
            sandbox: wire.sandbox,
            channel_use: match wire.r#type.as_str() {
                "payment" => V1ChannelUse::Payment,
                "api_payment" => V1ChannelUse::ApiPayment,
                "certification" => V1ChannelUse::Certification,
                _ => V1ChannelUse::Unknown(wire.r#type),
            },
            name: wire.channel_name,
            key: wire.channel_key,
        }
    }
}
