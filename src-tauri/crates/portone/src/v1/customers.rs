//! V1 billing keys. V1 calls them customers.

use jiff::Timestamp;
use serde::Deserialize;

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::payment::Liveness;
use crate::private::BillingKey;
use crate::provider::PgProvider;
use crate::v1::{V1, filled, moment};

/// A V1 billing key, without its customer and card number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct V1BillingKey {
    /// The key. The merchant chose it.
    pub customer_uid: BillingKey,
    /// What it works with.
    pub kind: V1BillingKind,
}

/// What a V1 billing key works with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum V1BillingKind {
    /// One channel.
    One {
        /// The module.
        pg_provider: PgProvider,
        /// The merchant id at the gateway (MID).
        mid: Option<String>,
        /// Whether it moves real money.
        live: Liveness,
        /// The card's name.
        card_name: Option<String>,
        /// When it was made.
        inserted_at: Option<Timestamp>,
        /// When it last changed.
        updated_at: Option<Timestamp>,
    },
    /// Every channel of a group.
    Group {
        /// The group.
        channel_group_id: String,
    },
}

#[derive(Deserialize)]
struct WireCustomer {
    customer_uid: BillingKey,
    pg_provider: Option<String>,
    pg_id: Option<String>,
    sandbox: Option<bool>,
    card_name: Option<String>,
    inserted: Option<i64>,
    updated: Option<i64>,
    #[serde(rename = "channelGroupId")]
    channel_group_id: Option<String>,
}

impl V1 {
    /// `GET /subscribe/customers/{customer_uid}`.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another key is one.
    pub async fn billing_key(&self, customer_uid: &BillingKey) -> Result<V1BillingKey, Error> {
        let segments = ["subscribe", "customers", customer_uid.expose()];
        let answer = self
            .send(Call {
                secrets: &[customer_uid.expose()],
                ..Call::get(Api::V1, "/subscribe/customers/{customer_uid}", &segments)
            })
            .await?;
        let wire: WireCustomer = self.unwrap(&answer)?;
        if wire.customer_uid != *customer_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        let kind = match (wire.pg_provider, wire.channel_group_id) {
            (Some(provider), _) => V1BillingKind::One {
                pg_provider: PgProvider::from_code(&provider),
                mid: filled(wire.pg_id),
                live: match wire.sandbox {
                    Some(true) => Liveness::Test,
                    Some(false) => Liveness::Live,
                    None => Liveness::Unknown,
                },
                card_name: filled(wire.card_name),
                inserted_at: moment(wire.inserted),
                updated_at: moment(wire.updated),
            },
            (None, Some(channel_group_id)) => V1BillingKind::Group { channel_group_id },
            (None, None) => return Err(answer.odd("response.pg_provider")),
        };
        Ok(V1BillingKey {
            customer_uid: wire.customer_uid,
            kind,
        })
    }
}
