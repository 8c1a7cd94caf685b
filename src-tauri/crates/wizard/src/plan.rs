//! A plan from the answers and the catalogue's rules.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{Portone, Purpose};

use crate::event::TrackSpec;
use crate::when::TrackCtx;

mod answers;
mod cost;
mod cover;
mod followed;
mod planning;
mod progress;
mod propose;
mod rejected;
mod time;
mod types;
mod verdict;
mod wished;
mod words;

pub use answers::{ANSWER_MAX, Answers, NUMBER_MAX, given};
pub use cost::{Paid, cost, joining, premiums, rate};
pub use followed::{followed_tracks, planning_for};
pub use planning::{planning, timeline};
pub use progress::{Progress, progress};
pub use propose::{Offer, Proposal, Refused, propose_beside};
pub use types::*;

/// The interview's question whose answers are purposes.
pub const PURPOSES: &str = "purposes";
/// The interview's question whose answers are gateways with a contract.
pub const CONTRACTED: &str = "contracted";
/// The question of the merchant ids that those contracts brought, in the user's own words.
pub const CONTRACTED_MIDS: &str = "contracted_mids";
/// The interview's question whose answers are gateways that the user has in mind.
pub const PREFERRED: &str = "preferred";
/// The interview's question whose answers are methods of buyers abroad.
pub const OVERSEAS_METHODS: &str = "overseas_methods";
/// The rule that says: what this gateway does is not what was wished for.
pub const CANNOT: &str = "asked-cannot";
/// The rule that says: nobody new is taken any more.
pub const CLOSED: &str = "asked-closed";

/// Every purpose, in the order of its declaration.
const ALL_PURPOSES: [Purpose; 6] = [
    Purpose::OneTime,
    Purpose::Recurring,
    Purpose::KeyIn,
    Purpose::Identity,
    Purpose::EasyPay,
    Purpose::Overseas,
];

/// The rules against a track, given the answers: those against every wish that it could fulfil.
pub(crate) fn forbidden_reasons(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    spec: &TrackSpec,
) -> Vec<Reason> {
    let answers = Answers::read(answers, catalog);
    verdict::forbidden(catalog, &answers, spec)
}

/// The same, by the rules' ids.
pub(crate) fn forbidden(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    spec: &TrackSpec,
) -> Vec<String> {
    let reasons = forbidden_reasons(answers, catalog, spec);
    reasons.into_iter().map(|it| it.code).collect()
}

/// A wish is for a gateway and purposes, not yet for a module or a version.
fn wish_tracks<'a>(gateway: &'a str, purposes: &[Purpose]) -> Vec<TrackCtx<'a>> {
    let versions = [Portone::V1, Portone::V2];
    let track = |purpose, portone| TrackCtx {
        gateway,
        module: "",
        purpose,
        portone: Some(portone),
    };
    purposes
        .iter()
        .flat_map(|&purpose| versions.map(|portone| track(purpose, portone)))
        .collect()
}
