//! Reading payments.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::Answer;
use crate::error::{Error, Failure};
use crate::payment::{PaymentFacts, WireV2Payment};
use crate::v2::detail::WireDetail;
use crate::v2::person::WireBuyer;
use crate::v2::{Buyer, PageWanted, PaymentDetail, PaymentFilter, V2};

const ONE: &str = "/payments/{paymentId}";

/// One page of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentPage {
    /// The payments that could be read, in PortOne's order.
    pub payments: Vec<PaymentFacts>,
    /// How many entries could not be read.
    pub unread: usize,
    /// How many there are on all pages.
    pub total: u64,
}

#[derive(Deserialize)]
struct WireTransactions {
    items: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireOf {
    payment_id: String,
}

impl V2 {
    /// `GET /payments/{paymentId}`, reduced to what proves something.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another payment or another store is one.
    pub async fn payment(&self, id: &str, store_id: Option<&str>) -> Result<PaymentFacts, Error> {
        let (wire, _) = self.one(id, store_id).await?;
        Ok(wire.facts())
    }

    /// `GET /payments/{paymentId}`, everything but the buyer.
    ///
    /// # Errors
    /// As [`V2::payment`].
    pub async fn payment_detail(
        &self,
        id: &str,
        store_id: Option<&str>,
    ) -> Result<PaymentDetail, Error> {
        let (facts, answer) = self.one(id, store_id).await?;
        Ok(answer.decode::<WireDetail>()?.with(facts))
    }

    /// `GET /payments/{paymentId}` for the buyer's fields and the numbers of card, account and phone. Ask for them
    /// only to show them to the merchant; they are never stored or logged.
    ///
    /// # Errors
    /// As [`V2::payment`].
    pub async fn payment_buyer(&self, id: &str, store_id: Option<&str>) -> Result<Buyer, Error> {
        let (_, answer) = self.one(id, store_id).await?;
        Ok(answer.decode::<WireBuyer>()?.into())
    }

    async fn one(
        &self,
        id: &str,
        store_id: Option<&str>,
    ) -> Result<(WireV2Payment, Answer), Error> {
        let segments = ["payments", id];
        let (wire, answer): (WireV2Payment, _) =
            self.read(ONE, &segments, Some(id), store_id).await?;
        if wire.id != id {
            return Err(answer.error(Failure::OtherPayment));
        }
        if let (Some(asked), Some(told)) = (store_id, wire.store_id.as_deref())
            && asked != told
        {
            return Err(answer.error(Failure::StoreMismatch));
        }
        Ok((wire, answer))
    }

    /// `GET /payments`: page `number` (from 0) of `size`.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn payments(
        &self,
        number: u32,
        size: u32,
        filter: &PaymentFilter,
    ) -> Result<PaymentPage, Error> {
        let wanted = PageWanted { number, size };
        let page = self
            .list("/payments", "payments", wanted, None::<&()>, filter)
            .await?;
        let page = page.map(WireV2Payment::facts);
        Ok(PaymentPage {
            payments: page.items,
            unread: page.unread,
            total: page.total,
        })
    }

    /// `GET /payments/{paymentId}/transactions`: every try to pay under one payment id, PortOne's order kept. In
    /// each, `facts.id` is the payment and `facts.transaction_id` the try. PortOne calls this one unstable.
    ///
    /// # Errors
    /// Every [`Failure`]; a try of another payment is one.
    pub async fn transactions(
        &self,
        id: &str,
        store_id: Option<&str>,
    ) -> Result<Vec<PaymentDetail>, Error> {
        let segments = ["payments", id, "transactions"];
        let path = "/payments/{paymentId}/transactions";
        let (wire, answer): (WireTransactions, _) =
            self.read(path, &segments, Some(id), store_id).await?;
        let mut tries = Vec::with_capacity(wire.items.len());
        for (index, item) in wire.items.iter().enumerate() {
            let odd = |_| answer.odd(&format!("items[{index}]"));
            let of: WireOf = serde_json::from_str(item.get()).map_err(odd)?;
            if of.payment_id != id {
                return Err(answer.error(Failure::OtherPayment));
            }
            let facts: WireV2Payment = serde_json::from_str(item.get()).map_err(odd)?;
            let detail: WireDetail = serde_json::from_str(item.get()).map_err(odd)?;
            let mut one = detail.with(facts);
            let own = std::mem::replace(&mut one.facts.id, of.payment_id);
            one.facts.transaction_id = Some(own);
            tries.push(one);
        }
        Ok(tries)
    }
}
