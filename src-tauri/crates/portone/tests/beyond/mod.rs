//! The one list of exchanges that go past PortOne's documents, with the reason. Every judge that reads the documents
//! goes by it: Prism between client and server, Prism's inventions, and our own reading of the documents.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// Who judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// Prism as a proxy.
    Proxy,
    /// Prism as a server.
    Mock,
    /// Our reading of the documents.
    Legal,
}

/// Method and path as the documents write them (with a query's name, if that is what goes past them), for whom, why.
pub const LIST: &[(&str, &[Judge], &str)] = &[
    (
        "GET /payments/find/{merchant_uid}",
        &[Judge::Proxy],
        "the document demands the status in the path and says beside it that it may be left out",
    ),
    (
        FAULTS,
        &[Judge::Proxy],
        "an answer that the document does not have is what a fault is",
    ),
    (
        "GET /subscribe/customers/{customer_uid}",
        &[Judge::Mock, Judge::Legal],
        "the document writes its two alternatives as two properties of one answer",
    ),
    (
        "GET /payments/find/{merchant_uid}/{payment_status}?include_sandbox",
        &[Judge::Legal],
        "documented for one payment only; without it a payment of a test channel would not be found",
    ),
    (
        "GET /payments/status/{payment_status}?include_sandbox",
        &[Judge::Legal],
        "documented for one payment only; without it payments of a test channel would be left out",
    ),
];

/// Every fault that the practice server makes on purpose.
pub const FAULTS: &str = "faults of every kind";

/// The list as one judge goes by it.
pub struct Beyond {
    judge: Judge,
    used: RefCell<BTreeSet<&'static str>>,
}

impl Beyond {
    /// For one judge.
    pub fn of(judge: Judge) -> Self {
        Self {
            judge,
            used: RefCell::default(),
        }
    }

    fn entries(&self) -> impl Iterator<Item = &'static str> {
        let judge = self.judge;
        let of_judge = move |(_, judges, _): &&(_, &[Judge], _)| judges.contains(&judge);
        LIST.iter()
            .filter(of_judge)
            .map(|(exchange, _, _)| *exchange)
    }

    /// Whether this exchange, which the judge does not let pass, stands in the list.
    pub fn allows(&self, exchange: &str) -> bool {
        let found = self.entries().find(|entry| *entry == exchange);
        found.is_some_and(|entry| {
            self.used.borrow_mut().insert(entry);
            true
        })
    }

    /// An entry that no exchange needs is to go.
    pub fn assert_all_needed(&self) {
        let listed: BTreeSet<_> = self.entries().collect();
        assert_eq!(*self.used.borrow(), listed, "{:?}", self.judge);
    }
}
