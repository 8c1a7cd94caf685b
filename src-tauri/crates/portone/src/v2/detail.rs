//! Everything a payment says that is not about a person.

use jiff::Timestamp;
use serde::Deserialize;

use crate::money::{Amount, Currency};
use crate::payment::{PaymentFacts, WireV2Payment};
use crate::private::Private;
use crate::v2::cancel::WireCancellation;
use crate::v2::method::WireMethod;
use crate::v2::webhook::WireWebhook;
use crate::v2::{Cancellation, CashReceiptType, Method, PaymentWebhook, moment};
use crate::words::words;

words! {
    /// Where a payment was made.
    PlatformType { Pc = "PC", Mobile = "MOBILE", Api = "API", }

    /// Where a dispute stands.
    DisputeStatus { Unresolved = "UNRESOLVED", Resolved = "RESOLVED", }

    /// Where a delivery under escrow stands.
    EscrowStatus {
        BeforeRegistered = "BEFORE_REGISTERED", Registered = "REGISTERED", Delivered = "DELIVERED",
        Confirmed = "CONFIRMED", Rejected = "REJECTED", Cancelled = "CANCELLED",
        RejectConfirmed = "REJECT_CONFIRMED",
    }
}

/// One payment in full, without its buyer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentDetail {
    /// What proves something.
    pub facts: PaymentFacts,
    /// The merchant.
    pub merchant_id: String,
    /// What was bought, in the merchant's words.
    pub order_name: String,
    /// The amount and its parts.
    pub amounts: Amounts,
    /// How it was paid. Absent before the buyer chose.
    pub method: Option<Method>,
    /// The channel's name on the console.
    pub channel_name: Option<String>,
    /// The group the channel was chosen from.
    pub channel_group: Option<ChannelGroup>,
    /// Where it was made.
    pub platform: Option<PlatformType>,
    /// When it was asked for.
    pub requested_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// When its status last changed.
    pub status_changed_at: Option<Timestamp>,
    /// When it failed.
    pub failed_at: Option<Timestamp>,
    /// When it was cancelled, in full or in part.
    pub cancelled_at: Option<Timestamp>,
    /// Why it failed.
    pub failure: Option<PaymentFailure>,
    /// Every cancellation, failed ones included.
    pub cancellations: Vec<Cancellation>,
    /// Disputes with the buyer's bank.
    pub disputes: Vec<Dispute>,
    /// What was sent to the merchant's server, and what it answered.
    pub webhooks: Vec<PaymentWebhook>,
    /// The cash receipt issued with it.
    pub cash_receipt: Option<AttachedCashReceipt>,
    /// Delivery under escrow.
    pub escrow: Option<EscrowStatus>,
    /// What was bought, piece by piece.
    pub products: Vec<Product>,
    /// The gateway's own number of the payment.
    pub pg_tx_id: Option<String>,
    /// Where the receipt can be seen, by whoever has the address.
    pub receipt_url: Option<Private>,
    /// The schedule that made it.
    pub schedule_id: Option<String>,
    /// The promotion that was applied.
    pub promotion_id: Option<String>,
    /// It was made with a billing key.
    pub by_billing_key: bool,
}

/// The amount and its parts, all in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Amounts {
    /// All of it.
    pub total: Amount,
    /// Free of tax.
    pub tax_free: Amount,
    /// Value added tax.
    pub vat: Option<Amount>,
    /// Before tax.
    pub supply: Option<Amount>,
    /// Taken off by a promotion or coupon.
    pub discount: Amount,
    /// What the buyer paid.
    pub paid: Amount,
    /// Given back.
    pub cancelled: Amount,
    /// Given back of what is free of tax.
    pub cancelled_tax_free: Amount,
}

/// A group of channels of which one is chosen for each payment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelGroup {
    /// Its id.
    pub id: String,
    /// Its name on the console.
    pub name: String,
    /// Made of test channels.
    pub is_for_test: bool,
}

/// Why a payment failed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaymentFailure {
    /// In PortOne's words.
    pub reason: Option<String>,
    /// The gateway's own code.
    pub pg_code: Option<String>,
    /// The gateway's own words.
    pub pg_message: Option<String>,
}

/// A dispute with the buyer's bank.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dispute {
    /// Where it stands.
    pub status: DisputeStatus,
    /// Why.
    pub reason: String,
    /// Since when.
    pub created_at: Option<Timestamp>,
    /// When it was settled.
    pub resolved_at: Option<Timestamp>,
}

/// A cash receipt, as a payment shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttachedCashReceipt {
    /// It was cancelled.
    pub cancelled: bool,
    /// Whose.
    pub kind: Option<CashReceiptType>,
    /// For how much.
    pub total: Amount,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
}

/// A thing that was bought.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Product {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The price of one.
    pub amount: Amount,
    /// How many.
    pub quantity: i32,
}

/// What stands beside the facts. Read from the same body as [`WireV2Payment`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireDetail {
    merchant_id: String,
    order_name: String,
    amount: WireAmounts,
    currency: String,
    method: Option<WireMethod>,
    channel: Option<WireChannelName>,
    channel_group: Option<ChannelGroup>,
    /// Transactions have none.
    origin: Option<WireOrigin>,
    requested_at: Option<String>,
    updated_at: Option<String>,
    status_changed_at: Option<String>,
    failed_at: Option<String>,
    cancelled_at: Option<String>,
    failure: Option<PaymentFailure>,
    cancellations: Option<Vec<WireCancellation>>,
    disputes: Option<Vec<WireDispute>>,
    webhooks: Option<Vec<WireWebhook>>,
    cash_receipt: Option<WireAttached>,
    escrow: Option<WireEscrow>,
    products: Option<Vec<WireProduct>>,
    pg_tx_id: Option<String>,
    receipt_url: Option<Private>,
    schedule_id: Option<String>,
    promotion_id: Option<String>,
    billing_key: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireAmounts {
    total: i64,
    tax_free: i64,
    vat: Option<i64>,
    supply: Option<i64>,
    discount: i64,
    paid: i64,
    cancelled: i64,
    cancelled_tax_free: i64,
}

#[derive(Deserialize)]
struct WireChannelName {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireOrigin {
    platform_type: PlatformType,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireDispute {
    status: DisputeStatus,
    reason: String,
    created_at: Option<String>,
    resolved_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireAttached {
    status: String,
    r#type: Option<CashReceiptType>,
    total_amount: i64,
    currency: String,
    issued_at: Option<String>,
}

#[derive(Deserialize)]
struct WireEscrow {
    status: EscrowStatus,
}

#[derive(Deserialize)]
struct WireProduct {
    id: String,
    name: String,
    amount: i64,
    quantity: i32,
}

impl WireDetail {
    pub(crate) fn with(self, facts: WireV2Payment) -> PaymentDetail {
        let money = |minor| Amount::from_minor(minor, &self.currency);
        PaymentDetail {
            facts: facts.facts(),
            amounts: Amounts {
                total: money(self.amount.total),
                tax_free: money(self.amount.tax_free),
                vat: self.amount.vat.map(money),
                supply: self.amount.supply.map(money),
                discount: money(self.amount.discount),
                paid: money(self.amount.paid),
                cancelled: money(self.amount.cancelled),
                cancelled_tax_free: money(self.amount.cancelled_tax_free),
            },
            cancellations: self
                .cancellations
                .unwrap_or_default()
                .into_iter()
                .map(|wire| wire.of(Currency::find(&self.currency)))
                .collect(),
            products: self
                .products
                .unwrap_or_default()
                .into_iter()
                .map(|wire| Product {
                    id: wire.id,
                    name: wire.name,
                    amount: money(wire.amount),
                    quantity: wire.quantity,
                })
                .collect(),
            merchant_id: self.merchant_id,
            order_name: self.order_name,
            method: self.method.map(Method::from),
            channel_name: self.channel.and_then(|channel| channel.name),
            channel_group: self.channel_group,
            platform: self.origin.map(|origin| origin.platform_type),
            requested_at: moment(self.requested_at),
            updated_at: moment(self.updated_at),
            status_changed_at: moment(self.status_changed_at),
            failed_at: moment(self.failed_at),
            cancelled_at: moment(self.cancelled_at),
            failure: self.failure,
            disputes: self
                .disputes
                .unwrap_or_default()
                .into_iter()
                .map(|wire| Dispute {
                    status: wire.status,
                    reason: wire.reason,
                    created_at: moment(wire.created_at),
                    resolved_at: moment(wire.resolved_at),
                })
                .collect(),
            webhooks: self
                .webhooks
                .unwrap_or_default()
                .into_iter()
                .map(PaymentWebhook::from)
                .collect(),
            cash_receipt: self.cash_receipt.map(|wire| AttachedCashReceipt {
                cancelled: wire.status != "ISSUED",
                kind: wire.r#type,
                total: Amount::from_minor(wire.total_amount, &wire.currency),
                issued_at: moment(wire.issued_at),
            }),
            escrow: self.escrow.map(|escrow| escrow.status),
            pg_tx_id: self.pg_tx_id,
            receipt_url: self.receipt_url,
            schedule_id: self.schedule_id,
            promotion_id: self.promotion_id,
            by_billing_key: self.billing_key.is_some(),
        }
    }
}
