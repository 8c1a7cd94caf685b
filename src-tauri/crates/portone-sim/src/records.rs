//! What the practice PortOne keeps beside channels and payments.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Failure, Version};

/// How a buyer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// A card.
    #[default]
    Card,
    /// A transfer from a bank account.
    Transfer,
    /// A virtual account.
    VirtualAccount,
    /// A wallet.
    EasyPay,
    /// The phone bill.
    Mobile,
    /// A gift certificate.
    GiftCertificate,
    /// At a convenience store.
    ConvenienceStore,
    /// A cryptocurrency.
    Crypto,
}

impl Method {
    pub(crate) const ALL: [Self; 8] = [
        Self::Card,
        Self::Transfer,
        Self::VirtualAccount,
        Self::EasyPay,
        Self::Mobile,
        Self::GiftCertificate,
        Self::ConvenienceStore,
        Self::Crypto,
    ];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Transfer => "TRANSFER",
            Self::VirtualAccount => "VIRTUAL_ACCOUNT",
            Self::EasyPay => "EASY_PAY",
            Self::Mobile => "MOBILE",
            Self::GiftCertificate => "GIFT_CERTIFICATE",
            Self::ConvenienceStore => "CONVENIENCE_STORE",
            Self::Crypto => "CRYPTO",
        }
    }

    pub(crate) fn v1_word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Transfer => "trans",
            Self::VirtualAccount => "vbank",
            Self::EasyPay => "point",
            Self::Mobile => "phone",
            Self::GiftCertificate => "culturegift",
            Self::ConvenienceStore => "cvs",
            Self::Crypto => "crypto",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }
}

/// A merchant's store: who may ask, and where notices go.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) id: String,
    pub(crate) v2_secrets: Vec<String>,
    pub(crate) v1: V1Keys,
    pub(crate) token: Option<Token>,
    /// Where notices go unless a payment names its own addresses. Loopback only.
    pub(crate) webhook_url: Option<String>,
    /// Whether the separately contracted lookups answer.
    pub(crate) contracted: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct V1Keys {
    pub(crate) imp_code: String,
    pub(crate) key: String,
    pub(crate) secret: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Seconds of the server's clock.
    pub(crate) expires: i64,
}

/// What comes of charging a billing key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayOutcome {
    /// It works.
    #[default]
    Succeeds,
    /// The gateway refuses: status 502.
    PgRefuses,
}

/// A stored way to pay.
#[derive(Clone, Debug)]
pub(crate) struct BillingKey {
    pub(crate) store_id: String,
    /// V2: the billing key. V1: the `customer_uid`.
    pub(crate) key: String,
    pub(crate) version: Version,
    pub(crate) channel_key: String,
    pub(crate) customer_id: Option<String>,
    pub(crate) method: Method,
    pub(crate) issued_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) on_pay: PayOutcome,
}

/// Where a schedule stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ScheduleStatus {
    /// Waits for its time.
    #[default]
    Scheduled,
    /// Its time has come.
    Started,
    /// Paid.
    Succeeded,
    /// The gateway refused.
    Failed,
    /// Taken back before its time.
    Revoked,
    /// The gateway has not decided.
    Pending,
}

impl ScheduleStatus {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Started => "STARTED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Revoked => "REVOKED",
            Self::Pending => "PENDING",
        }
    }
}

/// A payment to come.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) store_id: String,
    pub(crate) id: String,
    pub(crate) payment_id: String,
    pub(crate) billing_key: String,
    pub(crate) order_name: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) notice_urls: Vec<String>,
    pub(crate) custom_data: String,
    pub(crate) status: ScheduleStatus,
    pub(crate) created_at: Timestamp,
    pub(crate) time_to_pay: Timestamp,
    /// When it was started, and so completed, or revoked.
    pub(crate) ended_at: Option<Timestamp>,
}

/// Where an identity verification stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IdentityStatus {
    /// Asked for.
    Ready,
    /// Done.
    #[default]
    Verified,
    /// Refused.
    Failed,
}

impl IdentityStatus {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::Verified => "VERIFIED",
            Self::Failed => "FAILED",
        }
    }
}

/// One identity verification. The person in it is nobody.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) store_id: String,
    pub(crate) id: String,
    pub(crate) version: Version,
    pub(crate) channel_key: Option<String>,
    pub(crate) status: IdentityStatus,
    pub(crate) name: String,
    pub(crate) requested_at: Timestamp,
    pub(crate) changed_at: Timestamp,
    pub(crate) failure: Option<Failure>,
}

/// How a notice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WebhookStatus {
    Succeeded,
    NotOk,
    Unexpected,
}

impl WebhookStatus {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::NotOk => "FAILED_NOT_OK_RESPONSE",
            Self::Unexpected => "FAILED_UNEXPECTED_ERROR",
        }
    }
}

/// A notice about a payment and what the merchant's server said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Webhook {
    pub(crate) id: String,
    pub(crate) url: String,
    /// The payment's word when it was made, or nothing for V1.
    pub(crate) payment_status: Option<&'static str>,
    pub(crate) body: String,
    pub(crate) status: Option<WebhookStatus>,
    pub(crate) tries: u32,
    /// Tries that somebody asked for.
    pub(crate) by_hand: u32,
    pub(crate) header: String,
    pub(crate) triggered_at: Timestamp,
    pub(crate) requested_at: Option<Timestamp>,
    pub(crate) response: Option<WebhookAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebhookAnswer {
    pub(crate) code: u16,
    pub(crate) header: String,
    pub(crate) body: String,
    pub(crate) at: Timestamp,
}
