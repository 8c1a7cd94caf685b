//! Billing keys: reading and deleting them, and paying with one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::money::{Currency, Money};
use crate::payment::{ChannelFacts, WireV2Channel};
use crate::private::BillingKey;
use crate::provider::PgProvider;
use crate::v2::filter::{PlatformWanted, SortOrder, VersionWanted, providers};
use crate::v2::method::{Method, WireMethod};
use crate::v2::{IdempotencyKey, Page, PageWanted, Requester, V2, moment};
use crate::words::words;

words! {
    /// Where a billing key stands.
    BillingKeyStatus { Issued = "ISSUED", Deleted = "DELETED", }

    /// What billing keys are sorted by, and which moment a stretch of time is about.
    BillingKeySortBy {
        RequestedAt = "REQUESTED_AT", IssuedAt = "ISSUED_AT", DeletedAt = "DELETED_AT",
        StatusTimestamp = "STATUS_TIMESTAMP",
    }

    /// A way to pay that billing keys can have.
    BillingMethod { Card = "CARD", Mobile = "MOBILE", EasyPay = "EASY_PAY", Transfer = "TRANSFER", }

    /// Where a text is looked for.
    BillingKeyTextField {
        CardBin = "CARD_BIN", CardNumber = "CARD_NUMBER", PgMerchantId = "PG_MERCHANT_ID",
        CustomerName = "CUSTOMER_NAME", CustomerEmail = "CUSTOMER_EMAIL",
        CustomerPhoneNumber = "CUSTOMER_PHONE_NUMBER", CustomerAddress = "CUSTOMER_ADDRESS",
        CustomerZipcode = "CUSTOMER_ZIPCODE", UserAgent = "USER_AGENT", BillingKey = "BILLING_KEY",
        ChannelGroupName = "CHANNEL_GROUP_NAME",
    }

    /// The cash receipt a buyer wants.
    CashReceiptWantedType { Personal = "PERSONAL", Corporate = "CORPORATE", NoReceipt = "NO_RECEIPT", }

    /// What is sold.
    ProductType { Physical = "PHYSICAL", Digital = "DIGITAL", }
}

/// Which billing keys a list holds.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingKeyFilter {
    /// Only this store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Which moment `from` and `until` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_range_field: Option<BillingKeySortBy>,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Any of these states. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<BillingKeyStatus>,
    /// Any of these groups of channels. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel_group_ids: Vec<String>,
    /// Only of this customer of the merchant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// Only from this kind of place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_type: Option<PlatformWanted>,
    /// A text to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_search: Option<BillingKeyTextSearch>,
    /// Any of these payment modules. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "providers")]
    pub pg_providers: Vec<PgProvider>,
    /// Any of these ways to pay. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<BillingMethod>,
    /// Only made by this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionWanted>,
}

/// A text to look for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BillingKeyTextSearch {
    /// Where.
    pub field: BillingKeyTextField,
    /// What.
    pub value: String,
}

/// How a list of billing keys is sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BillingKeySort {
    /// By what.
    pub by: BillingKeySortBy,
    /// Newest or oldest first.
    pub order: SortOrder,
}

/// A billing key, without its customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BillingKeyFacts {
    /// The key.
    pub billing_key: BillingKey,
    /// Where it stands.
    pub status: BillingKeyStatus,
    /// The store it belongs to.
    pub store_id: String,
    /// The channels it works with.
    pub channels: Vec<ChannelFacts>,
    /// What is behind it.
    pub methods: Vec<Method>,
    /// When it was asked for.
    pub requested_at: Option<Timestamp>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// An amount to charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAmount {
    /// All of it.
    pub total: Money,
    /// How much of it is free of tax, in minor units.
    pub tax_free: Option<i64>,
    /// How much of it is value added tax, in minor units.
    pub vat: Option<i64>,
}

/// A cash receipt to issue with the payment.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CashReceiptWanted<'a> {
    /// Whose.
    pub r#type: CashReceiptWantedType,
    /// Phone number or business number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_identity_number: Option<&'a str>,
}

/// The buyer, as far as a gateway asks for it.
#[derive(Clone, Default)]
pub struct CustomerInput<'a> {
    /// The merchant's id of the buyer.
    pub id: Option<&'a str>,
    /// Full name.
    pub name: Option<&'a str>,
    /// Mail address.
    pub email: Option<&'a str>,
    /// Phone number.
    pub phone: Option<&'a str>,
}

/// A payment with a billing key, now or on a day to come.
#[derive(Clone)]
pub struct BillingKeyPayment<'a> {
    /// The key.
    pub billing_key: &'a BillingKey,
    /// The store, if the secret may use several.
    pub store_id: Option<&'a str>,
    /// The channel, if the key works with several.
    pub channel_key: Option<&'a str>,
    /// What is bought.
    pub order_name: &'a str,
    /// How much.
    pub amount: NewAmount,
    /// The buyer.
    pub customer: Option<CustomerInput<'a>>,
    /// The merchant's own words, given back with the payment.
    pub custom_data: Option<&'a str>,
    /// In how many months.
    pub installment_month: Option<i32>,
    /// The merchant bears the interest.
    pub use_free_interest_from_merchant: Option<bool>,
    /// With the card's points.
    pub use_card_point: Option<bool>,
    /// A cash receipt with it.
    pub cash_receipt: Option<CashReceiptWanted<'a>>,
    /// Where webhooks go instead of the address on the console.
    pub notice_urls: &'a [&'a str],
    /// How many things are bought.
    pub product_count: Option<i32>,
    /// What is sold.
    pub product_type: Option<ProductType>,
    /// A promotion to apply.
    pub promotion_id: Option<&'a str>,
    /// What a gateway alone understands: a JSON object.
    pub bypass: Option<&'a RawValue>,
    /// No webhook for this payment. Not for schedules.
    pub skip_webhook: Option<bool>,
}

/// What PortOne says after a payment with a billing key. Not a proof: read the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BillingKeyPaid {
    /// The gateway's own number of the payment.
    pub pg_tx_id: String,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
}

impl<'a> BillingKeyPayment<'a> {
    /// A payment with nothing but what PortOne demands.
    #[must_use]
    pub fn new(billing_key: &'a BillingKey, order_name: &'a str, total: Money) -> Self {
        Self {
            billing_key,
            store_id: None,
            channel_key: None,
            order_name,
            amount: NewAmount {
                total,
                tax_free: None,
                vat: None,
            },
            customer: None,
            custom_data: None,
            installment_month: None,
            use_free_interest_from_merchant: None,
            use_card_point: None,
            cash_receipt: None,
            notice_urls: &[],
            product_count: None,
            product_type: None,
            promotion_id: None,
            bypass: None,
            skip_webhook: None,
        }
    }

    pub(crate) fn wire(&'a self) -> WirePay<'a> {
        WirePay {
            store_id: self.store_id,
            billing_key: self.billing_key.expose(),
            channel_key: self.channel_key,
            order_name: self.order_name,
            amount: WireNewAmount {
                total: self.amount.total.minor,
                tax_free: self.amount.tax_free,
                vat: self.amount.vat,
            },
            currency: self.amount.total.currency,
            customer: self.customer.as_ref().map(|customer| WireCustomer {
                id: customer.id,
                name: customer.name.map(|full| WireName { full }),
                email: customer.email,
                phone_number: customer.phone,
            }),
            custom_data: self.custom_data,
            installment_month: self.installment_month,
            use_free_interest_from_merchant: self.use_free_interest_from_merchant,
            use_card_point: self.use_card_point,
            cash_receipt: self.cash_receipt.as_ref(),
            notice_urls: self.notice_urls,
            product_count: self.product_count,
            product_type: self.product_type.as_ref(),
            promotion_id: self.promotion_id,
            bypass: self.bypass,
            skip_webhook: self.skip_webhook,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WirePay<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    billing_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_key: Option<&'a str>,
    order_name: &'a str,
    amount: WireNewAmount,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<WireCustomer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    installment_month: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_free_interest_from_merchant: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_card_point: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cash_receipt: Option<&'a CashReceiptWanted<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notice_urls: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    product_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_type: Option<&'a ProductType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotion_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bypass: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) skip_webhook: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireNewAmount {
    total: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_free: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireCustomer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<WireName<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<&'a str>,
}

#[derive(Serialize)]
struct WireName<'a> {
    full: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireKey {
    billing_key: BillingKey,
    status: BillingKeyStatus,
    store_id: String,
    channels: Vec<WireV2Channel>,
    methods: Option<Vec<WireMethod>>,
    requested_at: Option<String>,
    issued_at: Option<String>,
    deleted_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireDeleted {
    deleted_at: String,
}

#[derive(Deserialize)]
struct WirePaid {
    payment: WirePaidPayment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WirePaidPayment {
    pg_tx_id: String,
    paid_at: Option<String>,
}

impl From<WireKey> for BillingKeyFacts {
    fn from(wire: WireKey) -> Self {
        Self {
            billing_key: wire.billing_key,
            status: wire.status,
            store_id: wire.store_id,
            channels: wire.channels.into_iter().map(ChannelFacts::from).collect(),
            methods: wire
                .methods
                .unwrap_or_default()
                .into_iter()
                .map(Method::from)
                .collect(),
            requested_at: moment(wire.requested_at),
            issued_at: moment(wire.issued_at),
            deleted_at: moment(wire.deleted_at),
        }
    }
}

impl V2 {
    /// `GET /billing-keys`: one page.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn billing_keys(
        &self,
        page: PageWanted,
        sort: Option<&BillingKeySort>,
        filter: &BillingKeyFilter,
    ) -> Result<Page<BillingKeyFacts>, Error> {
        let page: Page<WireKey> = self
            .list("/billing-keys", "billing-keys", page, sort, filter)
            .await?;
        Ok(page.map(BillingKeyFacts::from))
    }

    /// `GET /billing-keys/{billingKey}`.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another key or store is one.
    pub async fn billing_key(
        &self,
        key: &BillingKey,
        store_id: Option<&str>,
    ) -> Result<BillingKeyFacts, Error> {
        let segments = ["billing-keys", key.expose()];
        let path = "/billing-keys/{billingKey}";
        let query: Vec<_> = store_id.map(|id| ("storeId", id)).into_iter().collect();
        let answer = self
            .send(Call {
                query: &query,
                secrets: &[key.expose()],
                ..Call::get(Api::V2, path, &segments)
            })
            .await?;
        let wire: WireKey = answer.decode()?;
        if wire.billing_key != *key {
            return Err(answer.error(Failure::OtherPayment));
        }
        if store_id.is_some_and(|asked| asked != wire.store_id) {
            return Err(answer.error(Failure::StoreMismatch));
        }
        Ok(wire.into())
    }

    /// `DELETE /billing-keys/{billingKey}`: it cannot be charged any more. Gives PortOne's moment of deletion.
    ///
    /// # Errors
    /// Every [`Failure`]; already deleted, or scheduled payments left, are [`Failure::Conflict`] with their code.
    pub async fn delete_billing_key(
        &self,
        key: &BillingKey,
        store_id: Option<&str>,
        reason: Option<&str>,
        requester: Option<&Requester>,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<Timestamp>, Error> {
        let mut query = Vec::new();
        query.extend(store_id.map(|id| ("storeId", id)));
        query.extend(reason.map(|reason| ("reason", reason)));
        query.extend(requester.map(|requester| ("requester", requester.word())));
        let quoted = idempotency.quoted();
        let segments = ["billing-keys", key.expose()];
        let answer = self
            .send(Call {
                query: &query,
                secrets: &[key.expose()],
                idempotency: Some(&quoted),
                ..Call::delete(Api::V2, "/billing-keys/{billingKey}", &segments)
            })
            .await?;
        let wire: WireDeleted = answer.decode()?;
        Ok(moment(Some(wire.deleted_at)))
    }

    /// `POST /payments/{paymentId}/billing-key`: charges the buyer, now.
    ///
    /// # Errors
    /// Every [`Failure`]. If [`Error::may_have_happened`], read the payment or repeat with the same key.
    pub async fn pay_with_billing_key(
        &self,
        payment_id: &str,
        payment: &BillingKeyPayment<'_>,
        key: &IdempotencyKey,
    ) -> Result<BillingKeyPaid, Error> {
        let segments = ["payments", payment_id, "billing-key"];
        let call = Call {
            payment: Some(payment_id),
            secrets: &[payment.billing_key.expose()],
            ..Call::post(Api::V2, "/payments/{paymentId}/billing-key", &segments, "")
        };
        let answer = self.write(call, &payment.wire(), key).await?;
        let wire: WirePaid = answer.decode()?;
        Ok(BillingKeyPaid {
            pg_tx_id: wire.payment.pg_tx_id,
            paid_at: moment(wire.payment.paid_at),
        })
    }
}
