//! Client for PortOne's public V1 and V2 REST APIs.
//!
//! What this crate never does: it follows no redirect, repeats no write that carries no idempotency key,
//! puts no secret in a `Debug`, `Display` or error, reads a buyer's data only where a call is for them, and never calls
//! `POST /login/api-secret` (that call expires the tokens a merchant's running server depends on).
//!
//! What PortOne may add to is `#[non_exhaustive]`: its words, what is read from its answers, and what can fail.
//! (Not a buyer's fields and other records that a caller compares or takes apart whole, so that none is lost.) An
//! enum whose every case somebody has to be told about ([`verdict::KeyAnswer`], [`Proof`], [`webhook::Finding`] and
//! their like) is not: a new case is to stop compiling where nobody tells it.
//!
//! Start from [`PortOne::new`] with [`Hosts::production`]; [`verdict::check`] turns answers into verdicts about keys,
//! [`PaymentFacts::prove`] says what a payment proves.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod call;
pub mod check;
mod classify;
mod clock;
mod config;
#[cfg(any(test, feature = "decoders"))]
#[doc(hidden)]
pub mod decoders;
mod error;
#[cfg(test)]
mod fault_server;
mod hosts;
pub mod money;
#[cfg(all(test, target_os = "linux"))]
mod network_namespace;
#[cfg(test)]
mod network_table;
mod payment;
mod private;
mod proof;
mod provider;
mod proxy;
mod secret;
mod transport;
mod v1;
mod v2;
pub mod verdict;
pub mod webhook;
mod words;

pub use check::{
    Reading, StoreProof, V1Verdict, V2Verdict, check_v1, check_v2, lookup_payment_v1,
    lookup_payment_v2,
};
pub use clock::Clock;
pub use config::Config;
pub use error::{Error, Failure, TlsTrouble};
pub use hosts::{Hosts, NotLoopback};
pub use money::{Amount, Currency, Money};
pub use payment::{ChannelFacts, Liveness, PaymentFacts, Status, Version};
pub use private::{BillingKey, Private};
pub use proof::{Difference, Expected, Oddity, Proof};
pub use provider::PgProvider;
pub use secret::{UnusableSecret, V1Credential, V2Secret};
pub use transport::{CannotStart, PortOne};
pub use v1::{
    V1, V1BillingKey, V1BillingKind, V1CancelRequest, V1Cancellation, V1Certification,
    V1CertifiedPerson, V1Channel, V1ChannelUse, V1Channels, V1Id, V1Page, V1Payment, V1Period,
    V1RefundAccount, V1Sorting, V1StatusWanted, V1Tier, V1TierCode,
};
pub use v2::{
    AccountHolder, Amounts, AttachedCashReceipt, Bank, BankName, BillingKeyFacts, BillingKeyFilter,
    BillingKeyPaid, BillingKeyPayment, BillingKeySort, BillingKeySortBy, BillingKeyStatus,
    BillingKeyTextField, BillingKeyTextSearch, BillingMethod, BusinessInfo, BusinessStatus, Buyer,
    CancelOptions, CancelRequest, CancelStatus, Cancellation, CancellationTrigger, CardBrand,
    CardFacts, CardOwner, CardType, CashReceipt, CashReceiptFilter, CashReceiptSeen,
    CashReceiptSort, CashReceiptSortBy, CashReceiptStatus, CashReceiptType, CashReceiptWanted,
    CashReceiptWantedType, ChannelGroup, CompanyState, Contracted, ConvenienceStore, CustomerInput,
    Dispute, DisputeStatus, EasyPayProvider, EscrowStatus, EscrowWanted, GiftCertificate,
    HolderProof, IdempotencyKey, Identity, IdentityFilter, IdentitySort, IdentitySortBy,
    IdentityStatus, Installment, Method, MethodNumbers, MethodType, NewAmount, Page, PageWanted,
    PaymentDetail, PaymentFailure, PaymentFilter, PaymentPage, PaymentSortBy, PaymentStatusWanted,
    PaymentTextField, PaymentTextSearch, PaymentWebhook, PlatformType, PlatformWanted, Product,
    ProductType, Promotion, PromotionDiscount, PromotionStatus, Reached, RefundAccount, Requester,
    Revocation, Revoked, Schedule, ScheduleFilter, ScheduleSort, ScheduleSortBy, ScheduleStatus,
    SortOrder, TaxationType, TimeRange, TimestampType, UnusableKey, V2, VerifiedPerson,
    VersionWanted, WebhookAnswer, WebhookRequest, WebhookStatus, WebhookTrigger,
};
