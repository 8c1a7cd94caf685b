//! What the practice PortOne keeps: channels and payments.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

/// Which of PortOne's versions made a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Version {
    /// V1: found below `/v1` by its `imp_uid`, and below `/v2` by its order number.
    V1,
    /// V2: found below `/v2` by its payment id.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Single payments.
    OneTime,
    /// Repeated payments.
    Recurring,
    /// Identity verification.
    Identity,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// V2: the payment id. V1: the `imp_uid`. What a person types to have it looked up.
    pub id: String,
    /// Which version made it.
    pub version: Version,
    /// The key of its channel.
    pub channel_key: String,
    /// The total in the currency's smallest unit.
    pub amount: i64,
    /// How much was given back.
    pub cancelled: i64,
    /// The currency's three letters.
    pub currency: String,
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
    /// Cancellations so far.
    #[serde(skip)]
    pub(crate) cancellations: Vec<CancellationRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CancellationRecord {
    pub(crate) id: String,
    pub(crate) outcome: CancelOutcome,
    pub(crate) amount: i64,
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
}

impl Payment {
    /// The id V2 finds it by: of a V1 payment that is the order number.
    pub(crate) fn v2_id(&self) -> String {
        match self.version {
            Version::V2 => self.id.clone(),
            Version::V1 => self.merchant_uid(),
        }
    }

    pub(crate) fn merchant_uid(&self) -> String {
        format!("practice-order-{}", self.id)
    }

    pub(crate) fn transaction_id(&self) -> String {
        match self.version {
            Version::V1 => self.id.clone(),
            Version::V2 => format!("practice-tx-{}", self.id),
        }
    }

    pub(crate) fn cancellable(&self) -> i64 {
        match self.status {
            Status::Paid | Status::PartialCancelled => self.amount - self.cancelled,
            _ => 0,
        }
    }

    /// Gives `amount` back and records it.
    pub(crate) fn cancel(&mut self, amount: i64, reason: &str, at: Timestamp) {
        let outcome = self.on_cancel;
        self.cancellations.push(CancellationRecord {
            id: format!(
                "practice-cancel-{}-{}",
                self.id,
                self.cancellations.len() + 1
            ),
            outcome,
            amount,
            reason: reason.to_owned(),
            at,
        });
        if outcome == CancelOutcome::Succeeds {
            self.cancelled += amount;
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
