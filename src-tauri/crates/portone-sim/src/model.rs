//! What the practice PortOne keeps: channels and payments.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::records::{Method, Webhook};

/// Which of PortOne's versions made a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Version {
    /// V1: found below `/v1` by its `imp_uid`, and below `/v2` by its order number.
    V1,
    /// V2: found below `/v2` by its payment id.
    #[default]
    V2,
}

impl Version {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::V1 => "V1",
            Self::V2 => "V2",
        }
    }
}

/// What a channel is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    #[default]
    /// Single payments.
    OneTime,
    /// Repeated payments.
    Recurring,
    /// Identity verification.
    Identity,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// The window was opened.
    Ready,
    /// The gateway has not decided.
    PayPending,
    /// A virtual account was issued.
    VirtualAccountIssued,
    /// Paid.
    Paid,
    /// Failed.
    Failed,
    /// A part was given back.
    PartialCancelled,
    /// All was given back.
    Cancelled,
}

impl Status {
    pub(crate) fn v2_word(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::PayPending => "PAY_PENDING",
            Self::VirtualAccountIssued => "VIRTUAL_ACCOUNT_ISSUED",
            Self::Paid => "PAID",
            Self::Failed => "FAILED",
            Self::PartialCancelled => "PARTIAL_CANCELLED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The word of the list's filter, which differs from the payment's own in one place.
    pub(crate) fn filter_word(self) -> &'static str {
        match self {
            Self::PayPending => "PENDING",
            other => other.v2_word(),
        }
    }

    /// V1 has no word for a part given back.
    pub(crate) fn v1_word(self) -> &'static str {
        match self {
            Self::Ready | Self::VirtualAccountIssued => "ready",
            Self::PayPending => "pending",
            Self::Paid | Self::PartialCancelled => "paid",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What happens when a payment is cancelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelOutcome {
    /// It works.
    #[default]
    Succeeds,
    /// The call succeeds, the cancellation is recorded as failed.
    Fails,
    /// The call succeeds, the cancellation waits for the gateway.
    Waits,
    /// The gateway refuses: status 502 in V2, a code in V1.
    PgRefuses,
}

/// A registered channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// The store it belongs to.
    pub store_id: String,
    /// The channel key, `channel-key-practice-…`.
    pub key: String,
    /// Its name on the console.
    pub name: String,
    /// The payment module's code, lower case.
    pub pg_provider: String,
    /// The merchant id at the gateway (MID), `practice-…`.
    pub mid: String,
    /// Whether it stands for a real channel. No money moves in practice either way.
    pub live: bool,
    /// What it is for.
    pub purpose: Purpose,
}

/// A channel to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChannel {
    /// The channel key; made from the other fields when absent. Must contain `practice`.
    pub key: Option<String>,
    /// Its name on the console.
    pub name: String,
    /// The payment module's code, in either case.
    pub pg_provider: String,
    /// The merchant id at the gateway (MID).
    pub mid: String,
    /// Whether it stands for a real channel.
    pub live: bool,
    /// What it is for.
    pub purpose: Purpose,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// The store it belongs to.
    pub store_id: String,
    /// V2: the payment id. V1: the `imp_uid`. What a person types to have it looked up.
    pub id: String,
    /// The id V2 finds it by: of a V1 payment that is the order number.
    pub merchant_uid: String,
    /// Which version made it.
    pub version: Version,
    /// The key of its channel.
    pub channel_key: String,
    /// What was bought.
    pub order_name: String,
    /// The total in the currency's smallest unit.
    pub amount: i64,
    /// The part of it that is free of tax.
    pub tax_free: i64,
    /// How much was given back.
    pub cancelled: i64,
    /// The currency's three letters.
    pub currency: String,
    /// How the buyer paid.
    pub method: Method,
    /// Where it stands.
    pub status: Status,
    /// When the window was opened.
    pub requested_at: Timestamp,
    /// When the status last changed.
    pub changed_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// What happens when it is cancelled.
    pub on_cancel: CancelOutcome,
    /// Why it failed: the gateway's code and words.
    pub failure: Option<Failure>,
    /// Everything else the API tells.
    #[serde(skip)]
    pub(crate) more: More,
    /// Cancellations so far.
    #[serde(skip)]
    pub(crate) cancellations: Vec<CancellationRecord>,
    /// Notices sent about it, oldest first.
    #[serde(skip)]
    pub(crate) webhooks: Vec<Webhook>,
}

/// What few payments have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct More {
    pub(crate) billing_key: Option<String>,
    pub(crate) schedule_id: Option<String>,
    pub(crate) promotion_id: Option<String>,
    pub(crate) custom_data: Option<String>,
    pub(crate) notice_urls: Vec<String>,
    /// A cash receipt was issued for it.
    pub(crate) cash_receipt: bool,
    /// Earlier tries under the same id, oldest first.
    pub(crate) former: Vec<Payment>,
    /// Where it came from.
    pub(crate) client: Client,
    /// How far its delivery is, if it is kept in escrow.
    pub(crate) escrow: Option<Escrow>,
}

/// Where a payment was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Client {
    /// On a page, at a computer.
    #[default]
    SdkPc,
    /// On a page, on a phone.
    SdkMobile,
    /// By a call.
    Api,
}

impl Client {
    /// The word in the payment itself.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::SdkPc => "PC",
            Self::SdkMobile => "MOBILE",
            Self::Api => "API",
        }
    }
}

/// How far a delivery in escrow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Escrow {
    /// Nobody told where the parcel is.
    BeforeRegistered,
    /// Under way.
    Registered,
    /// There.
    Delivered,
    /// The buyer keeps it.
    Confirmed,
    /// The buyer does not want it.
    Rejected,
    /// The merchant agreed to that.
    RejectConfirmed,
    /// Called off.
    Cancelled,
}

impl Escrow {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::BeforeRegistered => "BEFORE_REGISTERED",
            Self::Registered => "REGISTERED",
            Self::Delivered => "DELIVERED",
            Self::Confirmed => "CONFIRMED",
            Self::Rejected => "REJECTED",
            Self::RejectConfirmed => "REJECT_CONFIRMED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// The gateway's refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The gateway's own code.
    pub pg_code: String,
    /// The gateway's own words.
    pub pg_message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CancellationRecord {
    pub(crate) id: String,
    pub(crate) outcome: CancelOutcome,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) vat: i64,
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
    /// `API` or `PORTONE_ADMIN`.
    pub(crate) trigger: &'static str,
}

/// A cancellation that was found to be possible.
#[derive(Clone, Debug)]
pub(crate) struct Cancelling<'a> {
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) vat: i64,
    pub(crate) reason: &'a str,
    pub(crate) trigger: &'static str,
}

impl<'a> Cancelling<'a> {
    pub(crate) fn plain(amount: i64, reason: &'a str) -> Self {
        Self {
            amount,
            tax_free: 0,
            vat: 0,
            reason,
            trigger: "API",
        }
    }
}

impl Payment {
    /// The id V2 finds it by.
    pub(crate) fn v2_id(&self) -> &str {
        match self.version {
            Version::V2 => &self.id,
            Version::V1 => &self.merchant_uid,
        }
    }

    pub(crate) fn transaction_id(&self) -> String {
        match (self.version, self.more.former.len()) {
            (Version::V1, _) => self.id.clone(),
            (Version::V2, 0) => format!("practice-tx-{}", self.id),
            (Version::V2, tries) => format!("practice-tx-{}-{}", self.id, tries + 1),
        }
    }

    pub(crate) fn cancellable(&self) -> i64 {
        match self.status {
            Status::Paid | Status::PartialCancelled => self.amount - self.cancelled,
            _ => 0,
        }
    }

    /// When its cash receipt was issued: with the payment.
    pub(crate) fn receipt_issued(&self) -> Option<Timestamp> {
        self.paid_at.filter(|_| self.more.cash_receipt)
    }

    /// When its cash receipt was cancelled: with the last of the money.
    pub(crate) fn receipt_cancelled(&self) -> Option<Timestamp> {
        let issued = self.receipt_issued();
        issued.and((self.status == Status::Cancelled).then_some(self.changed_at))
    }

    pub(crate) fn receipt_number(&self) -> String {
        format!("practice-receipt-{}", self.id)
    }

    pub(crate) fn cancelled_tax_free(&self) -> i64 {
        let done = self.cancellations.iter();
        done.filter(|record| record.outcome == CancelOutcome::Succeeds)
            .map(|record| record.tax_free)
            .sum()
    }

    /// Gives money back, or records that the gateway did not or not yet.
    pub(crate) fn cancel(&mut self, asked: &Cancelling<'_>, at: Timestamp) {
        let outcome = self.on_cancel;
        self.cancellations.push(CancellationRecord {
            id: format!(
                "practice-cancel-{}-{}",
                self.id,
                self.cancellations.len() + 1
            ),
            outcome,
            amount: asked.amount,
            tax_free: asked.tax_free,
            vat: asked.vat,
            reason: asked.reason.to_owned(),
            at,
            trigger: asked.trigger,
        });
        if outcome == CancelOutcome::Succeeds {
            self.cancelled += asked.amount;
            self.changed_at = at;
            self.status = if self.cancelled == self.amount {
                Status::Cancelled
            } else {
                Status::PartialCancelled
            };
        }
    }
}

/// A payment to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// V2: the payment id. V1: the `imp_uid`. Must contain `practice`.
    pub id: String,
    /// Which version made it.
    pub version: Version,
    /// The key of a registered channel.
    pub channel_key: String,
    /// The total in the currency's smallest unit.
    pub amount: i64,
    /// The currency's three letters.
    pub currency: String,
    /// Where it stands.
    pub status: Status,
    /// What happens when it is cancelled.
    pub on_cancel: CancelOutcome,
}

impl NewPayment {
    /// A paid payment of so many won.
    #[must_use]
    pub fn paid(id: &str, version: Version, channel_key: &str, won: i64) -> Self {
        Self {
            id: id.to_owned(),
            version,
            channel_key: channel_key.to_owned(),
            amount: won,
            currency: "KRW".to_owned(),
            status: Status::Paid,
            on_cancel: CancelOutcome::Succeeds,
        }
    }
}

/// Why something could not be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The id, key or merchant id does not say `practice`.
    NotPractice,
    /// No channel with that key.
    NoSuchChannel,
    /// That key or id is taken.
    Taken,
    /// The amount is below zero, or the currency has not three upper-case letters.
    Amount,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPractice => "every id of the practice PortOne contains \"practice\"",
            Self::NoSuchChannel => "no channel has that key",
            Self::Taken => "that id is taken",
            Self::Amount => "not an amount",
        })
    }
}

impl std::error::Error for Refused {}
