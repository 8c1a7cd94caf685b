//! Giving money back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::money::Currency;
use crate::v2::{Bank, IdempotencyKey, V2, moment};
use crate::words::words;

words! {
    /// Who wants the money back.
    Requester { Customer = "CUSTOMER", Admin = "ADMIN", }

    /// What becomes of a promotion's discount.
    PromotionDiscount { Retain = "RETAIN", Release = "RELEASE", }

    /// Who started a cancellation.
    CancellationTrigger {
        Console = "CONSOLE", Api = "API", PortoneAdmin = "PORTONE_ADMIN", Chargeback = "CHARGEBACK",
    }
}

/// A cancellation to ask for.
#[derive(Clone, Debug)]
pub struct CancelRequest<'a> {
    /// The payment.
    pub payment_id: &'a str,
    /// The store, if the secret may use several.
    pub store_id: Option<&'a str>,
    /// Why; PortOne demands a text.
    pub reason: &'a str,
    /// How much, in minor units. `None` is all of it.
    pub amount: Option<i64>,
    /// What can be cancelled now, in minor units. PortOne refuses when it knows another figure.
    pub current_cancellable_amount: i64,
    /// What is rarely needed.
    pub more: CancelOptions<'a>,
}

/// What is rarely needed for a cancellation.
#[derive(Clone, Debug, Default)]
pub struct CancelOptions<'a> {
    /// How much of it is free of tax, in minor units.
    pub tax_free_amount: Option<i64>,
    /// How much of it is value added tax, in minor units.
    pub vat_amount: Option<i64>,
    /// Who wants the money back (네이버페이 asks).
    pub requester: Option<Requester>,
    /// What becomes of a promotion's discount.
    pub promotion_discount: Option<PromotionDiscount>,
    /// Where the money goes (virtual accounts).
    pub refund_account: Option<RefundAccount<'a>>,
    /// Where the gateway writes to.
    pub refund_email: Option<&'a str>,
    /// No webhook for this cancellation.
    pub skip_webhook: Option<bool>,
}

/// An account that money is sent to.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundAccount<'a> {
    /// The bank.
    pub bank: Bank,
    /// The account number.
    pub number: &'a str,
    /// Whose account.
    pub holder_name: &'a str,
    /// The holder's phone; one gateway asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder_phone_number: Option<&'a str>,
}

impl std::fmt::Debug for RefundAccount<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefundAccount [가림]")
    }
}

impl<'a> CancelRequest<'a> {
    /// All of a payment, of which `cancellable` (minor units) can be cancelled now.
    #[must_use]
    pub fn whole(payment_id: &'a str, reason: &'a str, cancellable: i64) -> Self {
        Self {
            payment_id,
            store_id: None,
            reason,
            amount: None,
            current_cancellable_amount: cancellable,
            more: CancelOptions::default(),
        }
    }

    /// Whether so much given back is what was asked for. To keep a promotion's rate PortOne gives back less.
    fn is_answered_by(&self, total: i64) -> bool {
        let asked = self.amount.unwrap_or(self.current_cancellable_amount);
        match self.more.promotion_discount {
            Some(PromotionDiscount::Retain) => (0..=asked).contains(&total),
            _ => total == asked && total >= 0,
        }
    }
}

/// What became of a cancellation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CancelStatus {
    /// Done.
    Succeeded,
    /// Asked for; the gateway finishes it later.
    Requested,
    /// It did not work. [`V2::cancel`] gives an error instead; in a payment's list it stands.
    Failed,
    /// A word this version does not know. [`V2::cancel`] gives an error instead; in a payment's list it stands.
    Unknown(String),
}

/// A cancellation PortOne recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cancellation {
    /// Its id.
    pub id: Option<String>,
    /// Where it stands.
    pub status: CancelStatus,
    /// The payment's currency. The answer to a cancellation names none, and one that this version does not know is
    /// none here: what is in it is not counted with.
    pub currency: Option<Currency>,
    /// How much, in minor units of the payment's currency.
    pub total: i64,
    /// How much of it is free of tax, in minor units.
    pub tax_free: Option<i64>,
    /// How much of it is value added tax, in minor units.
    pub vat: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// The gateway's own number of it.
    pub pg_cancellation_id: Option<String>,
    /// Who started it.
    pub trigger: Option<CancellationTrigger>,
    /// When it was asked for.
    pub requested_at: Option<Timestamp>,
    /// When it was done.
    pub cancelled_at: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CancelBody<'a> {
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    current_cancellable_amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_free_amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requester: Option<&'a Requester>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotion_discount_retain_option: Option<&'a PromotionDiscount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_account: Option<&'a RefundAccount<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip_webhook: Option<bool>,
}

#[derive(Deserialize)]
struct WireCancel {
    cancellation: WireCancellation,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireCancellation {
    status: String,
    id: Option<String>,
    total_amount: i64,
    tax_free_amount: Option<i64>,
    vat_amount: Option<i64>,
    reason: Option<String>,
    pg_cancellation_id: Option<String>,
    trigger: Option<CancellationTrigger>,
    requested_at: Option<String>,
    cancelled_at: Option<String>,
}

impl WireCancellation {
    pub(crate) fn of(self, currency: Option<Currency>) -> Cancellation {
        Cancellation {
            id: self.id,
            status: match self.status.as_str() {
                "SUCCEEDED" => CancelStatus::Succeeded,
                "REQUESTED" => CancelStatus::Requested,
                "FAILED" => CancelStatus::Failed,
                _ => CancelStatus::Unknown(self.status),
            },
            currency,
            total: self.total_amount,
            tax_free: self.tax_free_amount,
            vat: self.vat_amount,
            reason: self.reason,
            pg_cancellation_id: self.pg_cancellation_id,
            trigger: self.trigger,
            requested_at: moment(self.requested_at),
            cancelled_at: moment(self.cancelled_at),
        }
    }
}

impl V2 {
    /// `POST /payments/{paymentId}/cancel`. Repeated once, with the same key.
    ///
    /// # Errors
    /// Every [`Failure`]; status 200 with a failed cancellation is [`Failure::CancelFailed`], and with another amount
    /// than asked, or a status this version does not know, [`Failure::OtherCancellation`]. If
    /// [`Error::may_have_happened`], read the payment or repeat with the same key.
    pub async fn cancel(
        &self,
        request: &CancelRequest<'_>,
        key: &IdempotencyKey,
    ) -> Result<Cancellation, Error> {
        let segments = ["payments", request.payment_id, "cancel"];
        let path = "/payments/{paymentId}/cancel";
        let account = request.more.refund_account.as_ref();
        let account = account.map(|account| account.number);
        let call = Call {
            payment: Some(request.payment_id),
            secrets: account.as_slice(),
            ..Call::post(Api::V2, path, &segments, "")
        };
        let more = &request.more;
        let body = CancelBody {
            reason: request.reason,
            store_id: request.store_id,
            amount: request.amount,
            current_cancellable_amount: request.current_cancellable_amount,
            tax_free_amount: more.tax_free_amount,
            vat_amount: more.vat_amount,
            requester: more.requester.as_ref(),
            promotion_discount_retain_option: more.promotion_discount.as_ref(),
            refund_account: more.refund_account.as_ref(),
            refund_email: more.refund_email,
            skip_webhook: more.skip_webhook,
        };
        let answer = self.write(call, &body, key).await?;
        let done = answer.decode::<WireCancel>()?.cancellation.of(None);
        match &done.status {
            CancelStatus::Failed => Err(answer.error(Failure::CancelFailed)),
            CancelStatus::Succeeded | CancelStatus::Requested
                if request.is_answered_by(done.total) =>
            {
                Ok(done)
            }
            CancelStatus::Succeeded | CancelStatus::Requested | CancelStatus::Unknown(_) => {
                Err(answer.error(Failure::OtherCancellation))
            }
        }
    }
}
