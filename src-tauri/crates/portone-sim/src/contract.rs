//! The one line that `cargo xtask sim` writes. Its JSON schema is committed beside the code.

use serde::Serialize;

use crate::seed::WEBHOOK_SECRET;
use crate::seedfile::{
    BillingKeySeed, ChannelKind, ChannelSeed, IdentitySeed, PaymentSeed, ScheduleSeed,
};
use crate::state::State;

/// What a program that was started beside the practice PortOne needs to know.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Started {
    /// Of this line: 1.
    pub schema: u32,
    /// The V2 API.
    pub v2: StartedV2,
    /// The V1 API.
    pub v1: StartedV1,
    /// What notices are signed with.
    pub webhook_secret: String,
    /// What is there.
    pub seeded: Seeded,
}

/// Where V2 is and what it takes, of the first store.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartedV2 {
    /// Without a slash at the end.
    pub base_url: String,
    /// The first secret of the store.
    pub secret: String,
    /// The store.
    pub store_id: String,
}

/// Where V1 is and what it takes, of the first store.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartedV1 {
    /// Without a slash at the end.
    pub base_url: String,
    /// The merchant's code. No REST call takes it.
    pub imp_code: String,
    /// The REST API key.
    pub imp_key: String,
    /// The REST API secret.
    pub imp_secret: String,
}

/// What is there, of all stores, in the words of the seed file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seeded {
    /// Payments.
    pub payments: Vec<PaymentSeed>,
    /// Channels.
    pub channels: Vec<ChannelSeed>,
    /// Billing keys.
    pub billing_keys: Vec<BillingKeySeed>,
    /// Payment schedules.
    pub schedules: Vec<ScheduleSeed>,
    /// Identity verifications.
    pub identity_verifications: Vec<IdentitySeed>,
}

impl Started {
    pub(crate) fn of(state: &State, v2_url: String, v1_url: String) -> Self {
        let store = &state.stores[0];
        Self {
            schema: 1,
            v2: StartedV2 {
                base_url: v2_url,
                secret: store.v2_secrets.first().cloned().unwrap_or_default(),
                store_id: store.id.clone(),
            },
            v1: StartedV1 {
                base_url: v1_url,
                imp_code: store.v1.imp_code.clone(),
                imp_key: store.v1.key.clone(),
                imp_secret: store.v1.secret.clone(),
            },
            webhook_secret: WEBHOOK_SECRET.to_owned(),
            seeded: Seeded::of(state),
        }
    }
}

impl Seeded {
    fn of(state: &State) -> Self {
        let payments = state.payments.iter().map(|payment| PaymentSeed {
            id: payment.id.clone(),
            version: payment.version,
            status: payment.status,
            amount: payment.amount,
            currency: payment.currency.clone(),
            channel_key: Some(payment.channel_key.clone()),
            merchant_uid: Some(payment.merchant_uid.clone()),
            order_name: Some(payment.order_name.clone()),
            method: Some(payment.method),
            tax_free_amount: Some(payment.tax_free),
            cancelled_amount: Some(payment.cancelled),
            requested_at: Some(payment.requested_at),
            status_changed_at: Some(payment.changed_at),
            on_cancel: Some(payment.on_cancel),
            failure: payment.failure.clone(),
            cash_receipt: Some(payment.more.cash_receipt),
            client: Some(payment.more.client),
            escrow: payment.more.escrow,
        });
        let channels = state.channels.iter().map(|channel| ChannelSeed {
            key: channel.key.clone(),
            name: channel.name.clone(),
            kind: if channel.live {
                ChannelKind::Live
            } else {
                ChannelKind::Test
            },
            pg_provider: channel.pg_provider.to_ascii_uppercase(),
            pg_merchant_id: channel.mid.clone(),
            purpose: Some(channel.purpose),
        });
        let keys = state.billing_keys.iter().map(|key| BillingKeySeed {
            billing_key: key.key.clone(),
            version: Some(key.version),
            channel_key: Some(key.channel_key.clone()),
            customer_id: key.customer_id.clone(),
            method: Some(key.method),
            deleted: Some(key.deleted_at.is_some()),
            on_pay: Some(key.on_pay),
        });
        let schedules = state.schedules.iter().map(|one| ScheduleSeed {
            id: one.id.clone(),
            payment_id: one.payment_id.clone(),
            billing_key: one.billing_key.clone(),
            amount: Some(one.amount),
            currency: Some(one.currency.clone()),
            order_name: Some(one.order_name.clone()),
            status: Some(one.status),
            time_to_pay: Some(one.time_to_pay),
        });
        let identities = state.identities.iter().map(|one| IdentitySeed {
            id: one.id.clone(),
            version: Some(one.version),
            status: Some(one.status),
            channel_key: one.channel_key.clone(),
            name: Some(one.name.clone()),
        });
        Self {
            payments: payments.collect(),
            channels: channels.collect(),
            billing_keys: keys.collect(),
            schedules: schedules.collect(),
            identity_verifications: identities.collect(),
        }
    }
}
