//! What a payment proves: only what was expected, and only if it can be at all.

use crate::money::{Amount, Money, minor_units};
use crate::payment::{Liveness, PaymentFacts, Status};

/// Something no payment can be. It is told, and never counts as success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// An amount below zero.
    Negative,
    /// More was given back than was paid.
    MoreReturnedThanPaid,
    /// It says paid, and that something was given back.
    PaidYetReturned,
    /// A status this version does not know.
    UnknownStatus,
}

/// What a payment has to be.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The payment id (V2) or `imp_uid` (V1).
    pub id: &'a str,
    /// The store, where it is known. V1 payments tell none.
    pub store_id: Option<&'a str>,
    /// The total, where it is known.
    pub total: Option<Money>,
    /// Whether real money was to move.
    pub live: bool,
    /// The channel, where it is known. V1 payments tell none.
    pub channel_key: Option<&'a str>,
}

/// In what a payment is not the one expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Another payment.
    Payment,
    /// Another store.
    Store,
    /// Another amount.
    Amount,
    /// Another currency.
    Currency,
    /// Real where a test was expected, the other way round, or not told.
    Mode,
    /// Another channel.
    Channel,
}

/// What a payment proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Exactly what was expected, paid in full, nothing given back.
    Paid,
    /// Exactly what was expected; a virtual account waits for its money. A test ends here.
    AwaitsDeposit,
    /// Exactly what was expected: it was paid, and all or a part was given back since. A test may end so as well:
    /// several gateways give the money of a test back in the evening.
    GivenBack,
    /// What was expected, but not paid: its status says why.
    NotPaid,
    /// Not the one that was expected.
    Other(Vec<Difference>),
    /// No payment can be like this.
    Odd(Oddity),
}

impl PaymentFacts {
    /// What no payment can be, if this one is.
    #[must_use]
    pub fn oddity(&self) -> Option<Oddity> {
        if matches!(self.status, Status::Unknown(_)) {
            return Some(Oddity::UnknownStatus);
        }
        let (total, returned) = (sign(&self.amount), sign(&self.cancelled));
        if total < 0 || returned < 0 {
            return Some(Oddity::Negative);
        }
        if let (Amount::Exact(total), Amount::Exact(returned)) = (&self.amount, &self.cancelled)
            && returned.minor > total.minor
        {
            return Some(Oddity::MoreReturnedThanPaid);
        }
        (self.status == Status::Paid && returned != 0).then_some(Oddity::PaidYetReturned)
    }

    /// Paid in full, nothing given back, and nothing odd about it.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.status == Status::Paid && self.oddity().is_none()
    }

    /// Compares with what was expected, before anybody says "paid".
    #[must_use]
    pub fn prove(&self, expected: &Expected<'_>) -> Proof {
        let mut other = Vec::new();
        if self.id != expected.id {
            other.push(Difference::Payment);
        }
        if expected.store_id.is_some() && self.store_id.as_deref() != expected.store_id {
            other.push(Difference::Store);
        }
        match (expected.total, &self.amount) {
            (Some(total), Amount::Exact(money)) if money.currency == total.currency => {
                if money.minor != total.minor {
                    other.push(Difference::Amount);
                }
            }
            (Some(_), _) => other.push(Difference::Currency),
            (None, _) => {}
        }
        let wanted = if expected.live {
            Liveness::Live
        } else {
            Liveness::Test
        };
        if self.channel.as_ref().map(|channel| channel.live) != Some(wanted) {
            other.push(Difference::Mode);
        }
        if expected.channel_key.is_some()
            && self
                .channel
                .as_ref()
                .and_then(|channel| channel.key.as_deref())
                != expected.channel_key
        {
            other.push(Difference::Channel);
        }
        if !other.is_empty() {
            return Proof::Other(other);
        }
        match (self.oddity(), &self.status) {
            (Some(odd), _) => Proof::Odd(odd),
            (None, Status::Paid) => Proof::Paid,
            (None, Status::VirtualAccountIssued) => Proof::AwaitsDeposit,
            (None, Status::PartialCancelled) => Proof::GivenBack,
            // Without its moment nothing says that it had been paid: a virtual account is cancelled unpaid, too.
            (None, Status::Cancelled) if self.paid_at.is_some() => Proof::GivenBack,
            (
                None,
                Status::Ready
                | Status::PayPending
                | Status::Failed
                | Status::Cancelled
                | Status::Unknown(_),
            ) => Proof::NotPaid,
        }
    }
}

/// -1, 0 or 1. An amount in an unknown currency is compared by its digits.
fn sign(amount: &Amount) -> i64 {
    match amount {
        Amount::Exact(money) => money.minor.signum(),
        Amount::AsText { digits, .. } => match minor_units(digits, 12) {
            Some(minor) => minor.signum(),
            None if digits.starts_with('-') => -1,
            None => 1,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::payment::{ChannelFacts, Version};
    use crate::provider::PgProvider;

    fn paid() -> PaymentFacts {
        PaymentFacts {
            id: "p".into(),
            transaction_id: None,
            version: Version::V2,
            status: Status::Paid,
            amount: Amount::krw(1000),
            cancelled: Amount::krw(0),
            channel: Some(ChannelFacts {
                live: Liveness::Test,
                key: Some("channel-key-1".into()),
                pg_provider: PgProvider::KcpV2,
                mid: None,
            }),
            store_id: Some("store-1".into()),
            paid_at: None,
            pg_code: None,
        }
    }

    const EXPECTED: Expected<'static> = Expected {
        id: "p",
        store_id: Some("store-1"),
        total: Some(Money {
            minor: 1000,
            currency: Currency::KRW,
        }),
        live: false,
        channel_key: Some("channel-key-1"),
    };

    #[test]
    fn only_the_expected_payment_is_proof() {
        assert_eq!(paid().prove(&EXPECTED), Proof::Paid);
        let other = |change: fn(&mut PaymentFacts)| {
            let mut facts = paid();
            change(&mut facts);
            facts.prove(&EXPECTED)
        };
        type Change = fn(&mut PaymentFacts);
        let table: [(Change, Difference); 8] = [
            (|facts| facts.id = "q".into(), Difference::Payment),
            (|facts| facts.store_id = None, Difference::Store),
            (|facts| facts.amount = Amount::krw(1001), Difference::Amount),
            (
                |facts| facts.amount = Amount::krw(-1000),
                Difference::Amount,
            ),
            (
                |facts| facts.amount = Amount::from_minor(1000, "USD"),
                Difference::Currency,
            ),
            (
                |facts| facts.amount = Amount::from_minor(1000, "???"),
                Difference::Currency,
            ),
            (
                |facts| facts.channel.as_mut().unwrap().live = Liveness::Live,
                Difference::Mode,
            ),
            (
                |facts| facts.channel.as_mut().unwrap().key = None,
                Difference::Channel,
            ),
        ];
        for (change, difference) in table {
            assert_eq!(other(change), Proof::Other(vec![difference]));
        }
        assert_eq!(
            other(|facts| facts.channel = None),
            Proof::Other(vec![Difference::Mode, Difference::Channel])
        );
        assert_eq!(
            other(|facts| facts.status = Status::VirtualAccountIssued),
            Proof::AwaitsDeposit
        );
        for status in [
            Status::Ready,
            Status::PayPending,
            Status::Failed,
            Status::Cancelled,
        ] {
            let facts = PaymentFacts { status, ..paid() };
            assert_eq!(facts.prove(&EXPECTED), Proof::NotPaid);
        }
        for status in [Status::Cancelled, Status::PartialCancelled] {
            let facts = PaymentFacts {
                status,
                paid_at: Some(jiff::Timestamp::UNIX_EPOCH),
                ..paid()
            };
            assert_eq!(facts.prove(&EXPECTED), Proof::GivenBack);
        }
        let any_total = Expected {
            total: None,
            ..EXPECTED
        };
        assert_eq!(
            other(|facts| facts.amount = Amount::krw(-1)),
            Proof::Other(vec![Difference::Amount])
        );
        let mut negative = paid();
        negative.amount = Amount::krw(-1);
        assert_eq!(negative.prove(&any_total), Proof::Odd(Oddity::Negative));
        assert_eq!(paid().prove(&any_total), Proof::Paid);
    }

    #[test]
    fn what_cannot_be_is_never_paid() {
        let odd = |status: Status, total: i64, returned: i64, currency: &str| {
            let facts = PaymentFacts {
                status,
                amount: Amount::from_minor(total, currency),
                cancelled: Amount::from_minor(returned, currency),
                ..paid()
            };
            assert!(facts.oddity().is_none() || !facts.is_paid() && !facts.is_live_paid());
            facts.oddity()
        };
        assert_eq!(odd(Status::Paid, 1000, 0, "KRW"), None);
        assert_eq!(odd(Status::PartialCancelled, 1000, 300, "KRW"), None);
        for currency in ["KRW", "???"] {
            assert_eq!(odd(Status::Paid, -1, 0, currency), Some(Oddity::Negative));
            assert_eq!(
                odd(Status::Cancelled, 1, -1, currency),
                Some(Oddity::Negative)
            );
            assert_eq!(
                odd(Status::Paid, 1000, 1, currency),
                Some(Oddity::PaidYetReturned)
            );
        }
        assert_eq!(
            odd(Status::Cancelled, 1000, 1001, "KRW"),
            Some(Oddity::MoreReturnedThanPaid)
        );
        assert_eq!(
            odd(Status::Unknown("OK".into()), 1000, 0, "KRW"),
            Some(Oddity::UnknownStatus)
        );
    }
}
