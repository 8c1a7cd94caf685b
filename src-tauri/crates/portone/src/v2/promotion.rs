//! Promotions, read only.

use jiff::Timestamp;
use serde::Deserialize;

use crate::error::{Error, Failure};
use crate::money::Amount;
use crate::v2::{V2, moment};
use crate::words::words;

words! {
    /// Where a promotion stands.
    PromotionStatus {
        Scheduled = "SCHEDULED", InProgress = "IN_PROGRESS", Paused = "PAUSED",
        BudgetExhausted = "BUDGET_EXHAUSTED", Terminated = "TERMINATED", Completed = "COMPLETED",
    }
}

/// A promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Promotion {
    /// Its id.
    pub id: String,
    /// Its kind, in PortOne's word. There is one today: `CARD`.
    pub kind: String,
    /// The store.
    pub store_id: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub status: PromotionStatus,
    /// How much may be given away.
    pub total_budget: Amount,
    /// How much was.
    pub spent: Amount,
    /// The most that one payment gets.
    pub max_discount: Option<Amount>,
    /// The card company, for those of kind `CARD`.
    pub card_company: Option<String>,
    /// Its beginning.
    pub start_at: Option<Timestamp>,
    /// Its end.
    pub end_at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WirePromotion {
    id: String,
    r#type: String,
    store_id: String,
    name: String,
    status: PromotionStatus,
    total_budget: i64,
    spent_amount: i64,
    max_discount_amount: Option<i64>,
    currency: String,
    card_company: Option<String>,
    start_at: Option<String>,
    end_at: Option<String>,
}

impl V2 {
    /// `GET /promotions/{promotionId}`.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another promotion is one.
    pub async fn promotion(&self, id: &str) -> Result<Promotion, Error> {
        let segments = ["promotions", id];
        let (wire, answer): (WirePromotion, _) = self
            .read("/promotions/{promotionId}", &segments, None, None)
            .await?;
        if wire.id != id {
            return Err(answer.error(Failure::OtherPayment));
        }
        let money = |minor| Amount::from_minor(minor, &wire.currency);
        Ok(Promotion {
            total_budget: money(wire.total_budget),
            spent: money(wire.spent_amount),
            max_discount: wire.max_discount_amount.map(money),
            id: wire.id,
            kind: wire.r#type,
            store_id: wire.store_id,
            name: wire.name,
            status: wire.status,
            card_company: wire.card_company,
            start_at: moment(wire.start_at),
            end_at: moment(wire.end_at),
        })
    }
}
