//! The seed file of `cargo xtask sim --seed FILE`. Its JSON schema is committed beside the code.
//!
//! What is left out is filled the same way every time. An unknown key, an illegal word or a repeated id is
//! refused with its place. Unlike what the app adds, a file may use any ids: it stands alone, and never beside
//! a merchant's data.

use std::collections::HashSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::{
    CancelOutcome, Cancelling, Channel, Client, Escrow, Failure, NewPayment, Payment, Purpose,
    Status, Version,
};
use crate::records::{
    BillingKey, Identity, IdentityStatus, Method, PayOutcome, Schedule, ScheduleStatus, Store,
    V1Keys,
};
use crate::state::State;
use crate::{deliver, events, seed};

/// What the practice PortOne is to start with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeedFile {
    /// Of this file: 1.
    pub schema: u32,
    /// What the practice clock shows at the start; this machine's time when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub now: Option<Timestamp>,
    /// The stores; at least one.
    pub stores: Vec<StoreSeed>,
}

/// A store.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StoreSeed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The V2 secrets that open it. One that stands in two stores opens both.
    pub v2_secrets: Vec<String>,
    /// Its V1 keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub v1: Option<V1Seed>,
    /// Its channels.
    pub channels: Vec<ChannelSeed>,
    /// Its payments.
    pub payments: Vec<PaymentSeed>,
    /// Its billing keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing_keys: Option<Vec<BillingKeySeed>>,
    /// Its payment schedules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedules: Option<Vec<ScheduleSeed>>,
    /// Its identity verifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_verifications: Option<Vec<IdentitySeed>>,
    /// Where its notices go: `http` on this machine. Nowhere when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// Whether the separately contracted lookups answer; they do when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contracted: Option<bool>,
}

/// V1 keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct V1Seed {
    /// The merchant's code.
    pub imp_code: String,
    /// The REST API key.
    pub key: String,
    /// The REST API secret.
    pub secret: String,
}

/// Whether a channel stands for a real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum ChannelKind {
    /// A real one.
    Live,
    /// A test channel.
    Test,
}

/// A channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChannelSeed {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Test or live.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// The payment module's code, in either case.
    pub pg_provider: String,
    /// The merchant id at the gateway (MID).
    pub pg_merchant_id: String,
    /// What it is for; single payments when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
}

/// A payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentSeed {
    /// V2: the payment id. V1: the `imp_uid`.
    pub id: String,
    /// Which version made it.
    pub version: Version,
    /// Where it stands.
    pub status: Status,
    /// The total in the currency's smallest unit.
    pub amount: i64,
    /// The currency's three letters.
    pub currency: String,
    /// Its channel; the store's first when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_key: Option<String>,
    /// V1: the order number; made from the id when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_uid: Option<String>,
    /// What was bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_name: Option<String>,
    /// How the buyer paid; by card when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The part that is free of tax; nothing when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_free_amount: Option<i64>,
    /// How much was given back; half of it, or all, as the status says, when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_amount: Option<i64>,
    /// When the window was opened; an hour before the start for the first payment, a minute more for each
    /// that follows, when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub requested_at: Option<Timestamp>,
    /// When the status last changed; when the window was opened, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub status_changed_at: Option<Timestamp>,
    /// What happens when it is cancelled; it works when this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_cancel: Option<CancelOutcome>,
    /// Why it failed, for one that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Whether a cash receipt was issued for it; not when this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_receipt: Option<bool>,
    /// Where it was made; on a page at a computer when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// How far its delivery in escrow is; not in escrow when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escrow: Option<Escrow>,
}

/// A billing key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BillingKeySeed {
    /// V2: the key. V1: the `customer_uid`.
    pub billing_key: String,
    /// Which version made it; V2 when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Its channel; the store's first when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_key: Option<String>,
    /// The merchant's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// What stands behind it; a card when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Whether it was deleted; not when this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// What comes of charging it; it works when this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_pay: Option<PayOutcome>,
}

/// A payment schedule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduleSeed {
    /// Its id.
    pub id: String,
    /// The payment that it makes.
    pub payment_id: String,
    /// What it charges: a billing key of the same store.
    pub billing_key: String,
    /// How much, in the currency's smallest unit; 1,000 when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The currency's three letters; KRW when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What is bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_name: Option<String>,
    /// Where it stands; waiting when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ScheduleStatus>,
    /// When it charges; a week after the start when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub time_to_pay: Option<Timestamp>,
}

/// An identity verification.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentitySeed {
    /// V2: its id. V1: the `imp_uid`.
    pub id: String,
    /// Which version made it; V2 when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Where it stands; verified when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<IdentityStatus>,
    /// Its channel; none when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_key: Option<String>,
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Why a seed file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSeed {
    /// Where in it, as `stores[0].payments[2].status`.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl fmt::Display for BadSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

impl std::error::Error for BadSeed {}

mod check;

impl SeedFile {
    /// Reads and checks a file.
    pub fn read(text: &str) -> Result<Self, BadSeed> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let file: Self =
            serde_path_to_error::deserialize(&mut reader).map_err(|error| BadSeed {
                place: error.path().to_string(),
                why: error.inner().to_string(),
            })?;
        reader.end().map_err(|error| BadSeed {
            place: ".".to_owned(),
            why: error.to_string(),
        })?;
        check::whole(&file)?;
        Ok(file)
    }

    pub(crate) fn now(&self) -> Option<Timestamp> {
        self.now
    }

    /// Puts it all into an empty memory, whose clock shows the start.
    pub(crate) fn plant(&self, state: &mut State) {
        let now = self.now.unwrap_or_else(|| state.now());
        state.stores = self
            .stores
            .iter()
            .enumerate()
            .map(|(index, store)| store.keys(index))
            .collect();
        for store in &self.stores {
            store.plant(state, now);
        }
    }
}

impl StoreSeed {
    fn keys(&self, index: usize) -> Store {
        let built_in = seed::store();
        let secrets = &self.v2_secrets;
        let number = if index == 0 {
            String::new()
        } else {
            format!("-{}", index + 1)
        };
        Store {
            id: self.id.clone(),
            v2_secrets: if secrets.is_empty() {
                vec![format!("{}{number}", seed::V2_SECRET)]
            } else {
                secrets.clone()
            },
            v1: match &self.v1 {
                Some(keys) => V1Keys {
                    imp_code: keys.imp_code.clone(),
                    key: keys.key.clone(),
                    secret: keys.secret.clone(),
                },
                None => V1Keys {
                    imp_code: format!("{}{number}", built_in.v1.imp_code),
                    key: format!("{}{number}", built_in.v1.key),
                    secret: format!("{}{number}", built_in.v1.secret),
                },
            },
            token: None,
            webhook_url: self.webhook_url.clone(),
            contracted: self.contracted.unwrap_or(true),
        }
    }

    /// The channel that is meant. A store without any has one for what needs one.
    fn channel(&self, key: Option<&String>) -> String {
        let first = self.channels.first().map(|channel| channel.key.clone());
        key.cloned().or(first).unwrap_or_default()
    }

    fn plant(&self, state: &mut State, now: Timestamp) {
        let before = |minutes: i64| {
            now.checked_sub(SignedDuration::from_mins(minutes))
                .unwrap_or(now)
        };
        for channel in &self.channels {
            state.channels.push(Channel {
                store_id: self.id.clone(),
                key: channel.key.clone(),
                name: channel.name.clone(),
                pg_provider: channel.pg_provider.to_ascii_lowercase(),
                mid: channel.pg_merchant_id.clone(),
                live: channel.kind == ChannelKind::Live,
                purpose: channel.purpose.unwrap_or_default(),
            });
        }
        for (index, one) in self.payments.iter().enumerate() {
            let age = 60 + i64::try_from(index).unwrap_or_default();
            let made = self.payment(one, before(age));
            state.payments.push(made);
        }
        for one in self.billing_keys.iter().flatten() {
            state.billing_keys.push(BillingKey {
                store_id: self.id.clone(),
                key: one.billing_key.clone(),
                version: one.version.unwrap_or_default(),
                channel_key: self.channel(one.channel_key.as_ref()),
                customer_id: one.customer_id.clone(),
                method: one.method.unwrap_or_default(),
                issued_at: before(120),
                deleted_at: (one.deleted == Some(true)).then(|| before(60)),
                on_pay: one.on_pay.unwrap_or_default(),
            });
        }
        for one in self.schedules.iter().flatten() {
            let status = one.status.unwrap_or_default();
            let week = SignedDuration::from_hours(24 * 7);
            let later = || now.checked_add(week).unwrap_or(now);
            let schedule = Schedule {
                store_id: self.id.clone(),
                id: one.id.clone(),
                payment_id: one.payment_id.clone(),
                billing_key: one.billing_key.clone(),
                order_name: one
                    .order_name
                    .clone()
                    .unwrap_or_else(|| "연습 정기결제".to_owned()),
                amount: one.amount.unwrap_or(1000),
                currency: one.currency.clone().unwrap_or_else(|| "KRW".to_owned()),
                notice_urls: Vec::new(),
                custom_data: String::new(),
                status,
                created_at: before(60),
                time_to_pay: one.time_to_pay.unwrap_or_else(later),
                ended_at: (status != ScheduleStatus::Scheduled).then(|| before(30)),
            };
            events::plan_schedule(state, &schedule);
            state.schedules.push(schedule);
        }
        for one in self.identity_verifications.iter().flatten() {
            let status = one.status.unwrap_or_default();
            state.identities.push(Identity {
                store_id: self.id.clone(),
                id: one.id.clone(),
                version: one.version.unwrap_or_default(),
                channel_key: one.channel_key.clone(),
                status,
                name: one.name.clone().unwrap_or_else(|| "연습 고객".to_owned()),
                requested_at: before(120),
                changed_at: before(60),
                failure: (status == IdentityStatus::Failed).then(seed::refusal),
            });
        }
    }

    fn payment(&self, one: &PaymentSeed, at: Timestamp) -> Payment {
        let new = NewPayment {
            id: one.id.clone(),
            version: one.version,
            channel_key: self.channel(one.channel_key.as_ref()),
            amount: one.amount,
            currency: one.currency.clone(),
            status: match one.status {
                Status::PartialCancelled | Status::Cancelled => Status::Paid,
                other => other,
            },
            on_cancel: CancelOutcome::Succeeds,
        };
        let requested = one.requested_at.unwrap_or(at);
        let changed = one.status_changed_at.unwrap_or(requested);
        let mut made = seed::from_new(&self.id, new, changed);
        made.requested_at = requested;
        made.tax_free = one.tax_free_amount.unwrap_or(0);
        made.more.cash_receipt = one.cash_receipt.unwrap_or(false);
        made.more.client = one.client.unwrap_or_default();
        made.more.escrow = one.escrow;
        if let Some(method) = one.method {
            made.method = method;
        }
        if let Some(name) = &one.order_name {
            made.order_name.clone_from(name);
        }
        if let Some(order) = &one.merchant_uid {
            made.merchant_uid.clone_from(order);
        }
        if one.failure.is_some() {
            made.failure.clone_from(&one.failure);
        }
        let back = one.cancelled();
        if back > 0 || one.status == Status::Cancelled {
            made.cancel(&Cancelling::plain(back, "연습 취소"), changed);
        }
        made.on_cancel = one.on_cancel.unwrap_or_default();
        made
    }
}

impl PaymentSeed {
    /// How much was given back.
    fn cancelled(&self) -> i64 {
        match (self.cancelled_amount, self.status) {
            (Some(told), _) => told,
            (None, Status::Cancelled) => self.amount,
            (None, Status::PartialCancelled) => self.amount / 2,
            _ => 0,
        }
    }
}
