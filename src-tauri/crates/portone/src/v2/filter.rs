//! The documented filter of the payments list.

use jiff::Timestamp;
use serde::Serialize;

use crate::provider::PgProvider;
use crate::v2::method::{CardBrand, CardOwner, CardType, GiftCertificate, MethodType};
use crate::v2::webhook::WebhookStatus;
use crate::words::words;

words! {
    /// Which moment `from` and `until` are about.
    TimestampType { CreatedAt = "CREATED_AT", StatusChangedAt = "STATUS_CHANGED_AT", }

    /// The filter's words for a payment's status. They differ from the payment's own in one place: what a payment
    /// calls `PAY_PENDING` the filter calls `PENDING`.
    PaymentStatusWanted {
        Ready = "READY", Pending = "PENDING", VirtualAccountIssued = "VIRTUAL_ACCOUNT_ISSUED", Paid = "PAID",
        Failed = "FAILED", PartialCancelled = "PARTIAL_CANCELLED", Cancelled = "CANCELLED",
    }

    /// What a payments list is sorted by.
    PaymentSortBy { RequestedAt = "REQUESTED_AT", StatusChangedAt = "STATUS_CHANGED_AT", }

    /// Newest or oldest first.
    SortOrder { Desc = "DESC", Asc = "ASC", }

    /// A state of delivery under escrow.
    EscrowWanted {
        Registered = "REGISTERED", Delivered = "DELIVERED", Confirmed = "CONFIRMED", Rejected = "REJECTED",
        Cancelled = "CANCELLED", RejectConfirmed = "REJECT_CONFIRMED",
    }

    /// What became of a payment's cash receipt.
    CashReceiptSeen { Issued = "ISSUED", Cancelled = "CANCELLED", }

    /// Where a text is looked for.
    PaymentTextField {
        All = "ALL", PaymentId = "PAYMENT_ID", TxId = "TX_ID", ScheduleId = "SCHEDULE_ID",
        FailReason = "FAIL_REASON", CardIssuer = "CARD_ISSUER", CardAcquirer = "CARD_ACQUIRER",
        CardBin = "CARD_BIN", CardNumber = "CARD_NUMBER", CardApprovalNumber = "CARD_APPROVAL_NUMBER",
        CardReceiptName = "CARD_RECEIPT_NAME", CardInstallment = "CARD_INSTALLMENT", TransBank = "TRANS_BANK",
        VirtualAccountHolderName = "VIRTUAL_ACCOUNT_HOLDER_NAME", VirtualAccountBank = "VIRTUAL_ACCOUNT_BANK",
        VirtualAccountNumber = "VIRTUAL_ACCOUNT_NUMBER", PgMerchantId = "PG_MERCHANT_ID", PgTxId = "PG_TX_ID",
        PgReceiptId = "PG_RECEIPT_ID", ReceiptApprovalNumber = "RECEIPT_APPROVAL_NUMBER",
        PgCancellationId = "PG_CANCELLATION_ID", CancelReason = "CANCEL_REASON", OrderName = "ORDER_NAME",
        CustomerName = "CUSTOMER_NAME", CustomerEmail = "CUSTOMER_EMAIL",
        CustomerPhoneNumber = "CUSTOMER_PHONE_NUMBER", CustomerAddress = "CUSTOMER_ADDRESS",
        CustomerZipcode = "CUSTOMER_ZIPCODE", UserAgent = "USER_AGENT", BillingKey = "BILLING_KEY",
        PromotionId = "PROMOTION_ID",
        GiftCertificationApprovalNumber = "GIFT_CERTIFICATION_APPROVAL_NUMBER",
    }
}

/// A stretch of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimeRange {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
}

/// A text to look for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentTextSearch {
    /// Where.
    pub field: PaymentTextField,
    /// What.
    pub value: String,
}

/// Which payments a list holds. Empty means all of the last 90 days. Some fields do nothing for V1 payments.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentFilter {
    /// Only this merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<String>,
    /// Only this store. PortOne may refuse it to a secret of a single store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Which moment `from` and `until` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp_type: Option<TimestampType>,
    /// From when. PortOne takes 90 days before `until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when. PortOne takes now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Any of these states. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<PaymentStatusWanted>,
    /// Any of these methods. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<MethodType>,
    /// Any of these payment modules. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "providers")]
    pub pg_provider: Vec<PgProvider>,
    /// Only test payments, or only real ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_test: Option<bool>,
    /// Only scheduled payments, or only others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_scheduled: Option<bool>,
    /// Sorted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<PaymentSortBy>,
    /// Newest or oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<SortOrder>,
    /// Only payments made by this version: `V1` or `V2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionWanted>,
    /// Only payments whose last webhook ended like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_status: Option<WebhookStatus>,
    /// Only from this kind of place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_type: Option<PlatformWanted>,
    /// Only in this currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<crate::money::Currency>,
    /// Only with escrow, or only without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_escrow: Option<bool>,
    /// Only with this state of delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escrow_status: Option<EscrowWanted>,
    /// Only cards of this brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_brand: Option<CardBrand>,
    /// Only cards of this type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_type: Option<CardType>,
    /// Only personal or only corporate cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_owner_type: Option<CardOwner>,
    /// Only gift certificates of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_certificate_type: Option<GiftCertificate>,
    /// Only with this kind of cash receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_receipt_type: Option<crate::v2::CashReceiptWantedType>,
    /// Only with a cash receipt in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_receipt_status: Option<CashReceiptSeen>,
    /// When the cash receipt was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_receipt_issued_at_range: Option<TimeRange>,
    /// When the cash receipt was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_receipt_cancelled_at_range: Option<TimeRange>,
    /// Texts to look for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text_search: Vec<PaymentTextSearch>,
}

words! {
    /// One of PortOne's versions, in a filter.
    VersionWanted { V1 = "V1", V2 = "V2", }

    /// Where a payment was made, in a filter. (A payment says `PC` and `MOBILE` for the first two.)
    PlatformWanted { SdkMobile = "SDK_MOBILE", SdkPc = "SDK_PC", Api = "API", }
}

pub(crate) fn providers<S: serde::Serializer>(
    list: &[PgProvider],
    into: S,
) -> Result<S::Ok, S::Error> {
    into.collect_seq(list.iter().map(PgProvider::wire_v2))
}
