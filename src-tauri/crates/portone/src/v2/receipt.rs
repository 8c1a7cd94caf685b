//! Cash receipts (현금영수증), read only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Failure};
use crate::money::Amount;
use crate::payment::{ChannelFacts, WireV2Channel};
use crate::provider::PgProvider;
use crate::v2::filter::{SortOrder, VersionWanted, providers};
use crate::v2::{Page, PageWanted, V2, moment};
use crate::words::words;

words! {
    /// Where a cash receipt stands. (The list's filter says `FAILED` for the last.)
    CashReceiptStatus {
        Issued = "ISSUED", Cancelled = "CANCELLED", IssueFailed = "ISSUE_FAILED",
    }

    /// Whose cash receipt.
    CashReceiptType { Personal = "PERSONAL", Corporate = "CORPORATE", }

    /// What cash receipts are sorted by, and which moment a stretch of time is about.
    CashReceiptSortBy {
        IssuedAt = "ISSUED_AT", CancelledAt = "CANCELLED_AT", StatusUpdatedAt = "STATUS_UPDATED_AT",
    }
}

/// Which cash receipts a list holds.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CashReceiptFilter {
    /// Only this store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Which moment `from` and `until` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_range_field: Option<CashReceiptSortBy>,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only of this payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<String>,
    /// Only tests, or only real ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_test: Option<bool>,
    /// Only issued by hand, or only with a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_manual: Option<bool>,
    /// Only through this merchant id at the gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pg_merchant_id: Option<String>,
    /// Any of these payment modules. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "providers")]
    pub pg_providers: Vec<PgProvider>,
    /// Only made by this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionWanted>,
    /// Any of these kinds. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<CashReceiptType>,
}

/// How a list of cash receipts is sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CashReceiptSort {
    /// By what.
    pub by: CashReceiptSortBy,
    /// Newest or oldest first.
    pub order: SortOrder,
}

/// A cash receipt. The number it was issued to is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CashReceipt {
    /// Where it stands.
    pub status: CashReceiptStatus,
    /// The store.
    pub store_id: String,
    /// The payment, or the id given when it was issued by hand.
    pub payment_id: String,
    /// The channel.
    pub channel: Option<ChannelFacts>,
    /// For how much. Absent if it failed.
    pub amount: Option<Amount>,
    /// How much of it is free of tax.
    pub tax_free: Option<Amount>,
    /// How much of it is value added tax.
    pub vat: Option<Amount>,
    /// What was bought.
    pub order_name: String,
    /// Issued by hand.
    pub is_manual: bool,
    /// Whose.
    pub kind: Option<CashReceiptType>,
    /// The number of its approval at the tax office.
    pub issue_number: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireReceipt {
    status: CashReceiptStatus,
    store_id: String,
    payment_id: String,
    channel: Option<WireV2Channel>,
    amount: Option<i64>,
    tax_free_amount: Option<i64>,
    vat_amount: Option<i64>,
    currency: Option<String>,
    order_name: String,
    is_manual: bool,
    r#type: Option<CashReceiptType>,
    issue_number: Option<String>,
    issued_at: Option<String>,
    cancelled_at: Option<String>,
}

impl WireReceipt {
    /// An issued receipt without amount or currency is none.
    fn odd(&self) -> Option<&'static str> {
        if self.status == CashReceiptStatus::IssueFailed {
            None
        } else if self.amount.is_none() {
            Some("amount")
        } else if self.currency.is_none() {
            Some("currency")
        } else {
            None
        }
    }
}

impl From<WireReceipt> for CashReceipt {
    fn from(wire: WireReceipt) -> Self {
        let money = |minor: Option<i64>| {
            let currency = wire.currency.as_deref()?;
            Some(Amount::from_minor(minor?, currency))
        };
        Self {
            amount: money(wire.amount),
            tax_free: money(wire.tax_free_amount),
            vat: money(wire.vat_amount),
            status: wire.status,
            store_id: wire.store_id,
            payment_id: wire.payment_id,
            channel: wire.channel.map(ChannelFacts::from),
            order_name: wire.order_name,
            is_manual: wire.is_manual,
            kind: wire.r#type,
            issue_number: wire.issue_number,
            issued_at: moment(wire.issued_at),
            cancelled_at: moment(wire.cancelled_at),
        }
    }
}

impl V2 {
    /// `GET /cash-receipts`: one page.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn cash_receipts(
        &self,
        page: PageWanted,
        sort: Option<&CashReceiptSort>,
        filter: &CashReceiptFilter,
    ) -> Result<Page<CashReceipt>, Error> {
        let mut page: Page<WireReceipt> = self
            .list("/cash-receipts", "cash-receipts", page, sort, filter)
            .await?;
        let all = page.items.len();
        page.items.retain(|wire| wire.odd().is_none());
        page.unread += all - page.items.len();
        Ok(page.map(CashReceipt::from))
    }

    /// `GET /payments/{paymentId}/cash-receipt`.
    ///
    /// # Errors
    /// Every [`Failure`]; no receipt is [`Failure::NotFound`], one of another payment or store is an error as well.
    pub async fn cash_receipt(
        &self,
        payment_id: &str,
        store_id: Option<&str>,
    ) -> Result<CashReceipt, Error> {
        let segments = ["payments", payment_id, "cash-receipt"];
        let path = "/payments/{paymentId}/cash-receipt";
        let (wire, answer): (WireReceipt, _) = self
            .read(path, &segments, Some(payment_id), store_id)
            .await?;
        if let Some(at) = wire.odd() {
            return Err(answer.odd(at));
        }
        if wire.payment_id != payment_id {
            return Err(answer.error(Failure::OtherPayment));
        }
        if store_id.is_some_and(|asked| asked != wire.store_id) {
            return Err(answer.error(Failure::StoreMismatch));
        }
        Ok(wire.into())
    }
}
