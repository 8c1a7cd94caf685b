//! A V1 payment.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::money::Amount;
use crate::payment::{PaymentFacts, WireV1Payment};
use crate::private::Private;
use crate::v1::{filled, moment};

/// One V1 payment in full, without its buyer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct V1Payment {
    /// What proves something. `facts.id` is the `imp_uid`.
    pub facts: PaymentFacts,
    /// The merchant's own number of it.
    pub merchant_uid: String,
    /// What was bought.
    pub name: Option<String>,
    /// How it was paid, in V1's word.
    pub pay_method: Option<String>,
    /// The easy payment that was chosen inside a gateway's window.
    pub emb_pg_provider: Option<String>,
    /// The gateway's own number of it.
    pub pg_tid: Option<String>,
    /// Why it failed.
    pub fail_reason: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Where the receipt can be seen, by whoever has the address.
    pub receipt_url: Option<Private>,
    /// When the window was opened.
    pub started_at: Option<Timestamp>,
    /// When it failed.
    pub failed_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Every cancellation.
    pub cancellations: Vec<V1Cancellation>,
}

/// A cancellation of a V1 payment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct V1Cancellation {
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub cancelled_at: Option<Timestamp>,
}

/// What stands beside the facts. Read from the same text as [`WireV1Payment`].
#[derive(Deserialize)]
pub(crate) struct WireV1Detail {
    merchant_uid: String,
    currency: String,
    name: Option<String>,
    pay_method: Option<String>,
    emb_pg_provider: Option<String>,
    pg_tid: Option<String>,
    fail_reason: Option<String>,
    cancel_reason: Option<String>,
    receipt_url: Option<String>,
    started_at: Option<i64>,
    failed_at: Option<i64>,
    cancelled_at: Option<i64>,
    cancel_history: Option<Vec<WireCancel>>,
}

#[derive(Deserialize)]
struct WireCancel {
    amount: Box<RawValue>,
    reason: Option<String>,
    cancelled_at: Option<i64>,
}

impl WireV1Detail {
    /// `Err` names the field that cannot be read.
    pub(crate) fn with(self, facts: WireV1Payment) -> Result<V1Payment, &'static str> {
        let mut cancellations = Vec::new();
        for wire in self.cancel_history.unwrap_or_default() {
            cancellations.push(V1Cancellation {
                amount: Amount::from_decimal(wire.amount.get(), &self.currency)
                    .ok_or("response.cancel_history.amount")?,
                reason: filled(wire.reason),
                cancelled_at: moment(wire.cancelled_at),
            });
        }
        Ok(V1Payment {
            facts: facts.facts()?,
            merchant_uid: self.merchant_uid,
            name: filled(self.name),
            pay_method: filled(self.pay_method),
            emb_pg_provider: filled(self.emb_pg_provider),
            pg_tid: filled(self.pg_tid),
            fail_reason: filled(self.fail_reason),
            cancel_reason: filled(self.cancel_reason),
            receipt_url: filled(self.receipt_url).map(Private::new),
            started_at: moment(self.started_at),
            failed_at: moment(self.failed_at),
            cancelled_at: moment(self.cancelled_at),
            cancellations,
        })
    }
}
