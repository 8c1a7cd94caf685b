//! Reading and cancelling V1 payments. Payments of test channels are asked for everywhere: PortOne leaves them out
//! unless told otherwise.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::call::{Answer, Call};
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::money::Money;
use crate::payment::{PaymentFacts, WireV1Payment};
use crate::v1::V1;
use crate::v1::payment::{V1Payment, WireV1Detail};
use crate::words::words;

const SANDBOX_TOO: (&str, &str) = ("include_sandbox", "true");

words! {
    /// Which payments to look for.
    V1StatusWanted {
        All = "all", Ready = "ready", Paid = "paid", Cancelled = "cancelled", Failed = "failed",
    }

    /// What payments are sorted by; a minus is the newest first.
    V1Sorting {
        StartedDown = "-started", Started = "started", PaidDown = "-paid", Paid = "paid",
        UpdatedDown = "-updated", Updated = "updated",
    }
}

/// Which page of a list, and from when to when: 90 days at most, the last 90 days if nothing is said.
#[derive(Clone, Debug, Default)]
pub struct V1Period {
    /// The page, from 1.
    pub page: Option<u32>,
    /// How many entries a page has, 1,000 at most. PortOne takes 20.
    pub limit: Option<u32>,
    /// From when.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// Sorted by.
    pub sorting: Option<V1Sorting>,
}

/// One page of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct V1Page {
    /// The payments that could be read, in PortOne's order.
    pub payments: Vec<V1Payment>,
    /// How many entries could not be read.
    pub unread: usize,
    /// How many there are on all pages.
    pub total: u64,
    /// The next page's number, if there is one.
    pub next: Option<u32>,
}

/// How a payment is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum V1Id<'a> {
    /// By PortOne's number.
    ImpUid(&'a str),
    /// By the merchant's own number.
    MerchantUid(&'a str),
}

/// A cancellation to ask for. V1 knows no idempotency key: what guards against doing it twice is `checksum`.
#[derive(Clone, Debug)]
pub struct V1CancelRequest<'a> {
    /// The payment.
    pub id: V1Id<'a>,
    /// Why.
    pub reason: &'a str,
    /// How much. `None` is all of it.
    pub amount: Option<Money>,
    /// What can be cancelled now. PortOne refuses when it knows another figure.
    pub checksum: Money,
    /// How much of it is free of tax.
    pub tax_free: Option<Money>,
    /// How much of it is value added tax.
    pub vat_amount: Option<Money>,
    /// Where the money goes (virtual accounts).
    pub refund: Option<V1RefundAccount<'a>>,
    /// Whether PortOne calls the merchant's webhook. It does not unless told.
    pub enable_webhook: bool,
}

/// An account that money is sent to.
#[derive(Clone)]
pub struct V1RefundAccount<'a> {
    /// Whose account.
    pub holder: &'a str,
    /// The bank's code, of V1's own list.
    pub bank: &'a str,
    /// The account number.
    pub account: &'a str,
    /// The holder's phone; one gateway asks for it.
    pub tel: Option<&'a str>,
}

impl std::fmt::Debug for V1RefundAccount<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("V1RefundAccount [가림]")
    }
}

impl<'a> V1CancelRequest<'a> {
    /// All of a payment, of which `cancellable` can be cancelled now.
    #[must_use]
    pub fn whole(id: V1Id<'a>, reason: &'a str, cancellable: Money) -> Self {
        Self {
            id,
            reason,
            amount: None,
            checksum: cancellable,
            tax_free: None,
            vat_amount: None,
            refund: None,
            enable_webhook: false,
        }
    }
}

#[derive(Serialize)]
struct CancelBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    imp_uid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_uid: Option<&'a str>,
    reason: &'a str,
    /// Digits of our own making: no amount passes through floating point.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Box<RawValue>>,
    checksum: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_free: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_amount: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_holder: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_bank: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_tel: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    enable_webhook: bool,
}

#[derive(serde::Deserialize)]
struct WirePaged {
    total: u64,
    next: u32,
    list: Option<Vec<Box<RawValue>>>,
}

impl V1 {
    /// `GET /payments/{imp_uid}`: a payment, of a test channel as well, reduced to what proves something.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another payment is one.
    pub async fn payment(&self, imp_uid: &str) -> Result<PaymentFacts, Error> {
        let answer = self.one(imp_uid).await?;
        let wire: WireV1Payment = self.unwrap(&answer)?;
        if wire.imp_uid != imp_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        wire.facts().map_err(|at| answer.odd(at))
    }

    /// `GET /payments/{imp_uid}`: everything but the buyer.
    ///
    /// # Errors
    /// As [`V1::payment`].
    pub async fn payment_detail(&self, imp_uid: &str) -> Result<V1Payment, Error> {
        let answer = self.one(imp_uid).await?;
        let payment = self.whole(&answer)?;
        if payment.facts.id != imp_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok(payment)
    }

    /// `GET /payments/find/{merchant_uid}`: the latest payment with the merchant's own number, in `status` if one is
    /// given.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another payment is one.
    pub async fn find_payment(
        &self,
        merchant_uid: &str,
        status: Option<&V1StatusWanted>,
    ) -> Result<V1Payment, Error> {
        let mut segments = vec!["payments", "find", merchant_uid];
        segments.extend(status.map(V1StatusWanted::word));
        let path = "/payments/find/{merchant_uid}/{payment_status}";
        let answer = self
            .send(Call {
                query: &[SANDBOX_TOO],
                payment: Some(merchant_uid),
                ..Call::get(Api::V1, path, &segments)
            })
            .await?;
        let payment = self.whole(&answer)?;
        if payment.merchant_uid != merchant_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok(payment)
    }

    /// `GET /payments/status/{payment_status}`: one page of payments.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn payments(
        &self,
        status: &V1StatusWanted,
        period: &V1Period,
    ) -> Result<V1Page, Error> {
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let seconds = |at: Option<Timestamp>| at.map(|at| at.as_second().to_string());
        let said = [
            ("page", number(period.page)),
            ("limit", number(period.limit)),
            ("from", seconds(period.from)),
            ("to", seconds(period.to)),
        ];
        let mut query = vec![SANDBOX_TOO];
        query.extend(
            said.iter()
                .filter_map(|(name, value)| Some((*name, value.as_deref()?))),
        );
        query.extend(period.sorting.as_ref().map(|by| ("sorting", by.word())));
        let segments = ["payments", "status", status.word()];
        let answer = self
            .send(Call {
                query: &query,
                ..Call::get(Api::V1, "/payments/status/{payment_status}", &segments)
            })
            .await?;
        let wire: WirePaged = self.unwrap(&answer)?;
        let list = wire.list.unwrap_or_default();
        let read = |item: &RawValue| {
            let facts = serde_json::from_str(item.get()).ok()?;
            let detail: WireV1Detail = serde_json::from_str(item.get()).ok()?;
            detail.with(facts).ok()
        };
        let payments: Vec<_> = list.iter().filter_map(|item| read(item)).collect();
        Ok(V1Page {
            unread: list.len() - payments.len(),
            payments,
            total: wire.total,
            next: Some(wire.next).filter(|next| *next > 0),
        })
    }

    /// `POST /payments/cancel`. Never repeated by itself: V1 has no idempotency key.
    ///
    /// # Errors
    /// Every [`Failure`]; a refusal by PortOne or the gateway comes as [`Failure::Refused`] with V1's code. If
    /// [`Error::may_have_happened`], read the payment before asking again.
    pub async fn cancel(&self, request: &V1CancelRequest<'_>) -> Result<V1Payment, Error> {
        let (imp_uid, merchant_uid) = match request.id {
            V1Id::ImpUid(id) => (Some(id), None),
            V1Id::MerchantUid(id) => (None, Some(id)),
        };
        let account = request.refund.as_ref().map(|refund| refund.account);
        let segments = ["payments", "cancel"];
        let call = Call {
            payment: imp_uid.or(merchant_uid),
            secrets: account.as_slice(),
            writes: true,
            ..Call::post(Api::V1, "/payments/cancel", &segments, "")
        };
        let digits = |money: Money| {
            RawValue::from_string(money.decimal()).map_err(|_| call.refuse(Failure::BadRequest))
        };
        // One currency: V1 is not told which.
        let mut others = [request.amount, request.tax_free, request.vat_amount]
            .into_iter()
            .flatten();
        if others.any(|money| money.currency != request.checksum.currency) {
            return Err(call.refuse(Failure::BadRequest));
        }
        let refund = request.refund.as_ref();
        let body = call.json(&CancelBody {
            imp_uid,
            merchant_uid,
            reason: request.reason,
            amount: request.amount.map(digits).transpose()?,
            checksum: digits(request.checksum)?,
            tax_free: request.tax_free.map(digits).transpose()?,
            vat_amount: request.vat_amount.map(digits).transpose()?,
            refund_holder: refund.map(|refund| refund.holder),
            refund_bank: refund.map(|refund| refund.bank),
            refund_account: account,
            refund_tel: refund.and_then(|refund| refund.tel),
            enable_webhook: request.enable_webhook,
        })?;
        let answer = self
            .send(Call {
                body: Some(body.into()),
                ..call
            })
            .await?;
        let payment = self.whole(&answer)?;
        let same = match request.id {
            V1Id::ImpUid(id) => payment.facts.id == id,
            V1Id::MerchantUid(id) => payment.merchant_uid == id,
        };
        if !same {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok(payment)
    }

    async fn one(&self, imp_uid: &str) -> Result<Answer, Error> {
        let segments = ["payments", imp_uid];
        self.send(Call {
            query: &[SANDBOX_TOO],
            payment: Some(imp_uid),
            ..Call::get(Api::V1, "/payments/{imp_uid}", &segments)
        })
        .await
    }

    /// An answer that is one payment.
    fn whole(&self, answer: &Answer) -> Result<V1Payment, Error> {
        let facts: WireV1Payment = self.unwrap(answer)?;
        let detail: WireV1Detail = self.unwrap(answer)?;
        detail.with(facts).map_err(|at| answer.odd(at))
    }
}
