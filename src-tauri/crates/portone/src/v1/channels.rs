//! The channels registered on the console.

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::error::Error;
use crate::hosts::Api;
use crate::provider::PgProvider;
use crate::v1::V1;

/// What a channel is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct V1Channels {
    /// Every channel registered.
    pub channels: Vec<V1Channel>,
    /// How many entries could not be read.
    pub unread: usize,
    /// PortOne's clock minus this machine's, as of the last token. Information only.
    pub clock_skew: SignedDuration,
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
    /// `GET /users/pg`: every channel registered, with its merchant id and test mark.
    pub async fn user_pgs(&self) -> Result<V1Channels, Error> {
        let call = Call::get(Api::V1, "/users/pg", &["users", "pg"]);
        let answer = self.send(call).await?;
        // The documents let the list be left out: then there is none.
        let items: Vec<Box<RawValue>> = self.unwrap_if_any(&answer)?.unwrap_or_default();
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
