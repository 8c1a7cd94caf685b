//! A plan from the answers and the catalogue's rules.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use catalog::Catalog;
use catalog::model::{
    Gateway, Method, Module, Portone, Purpose, Standing, Verdict as RuleSays, When,
};

use crate::event::TrackSpec;
use crate::when::{Ctx, METHODS, TrackCtx, answer, asked, method_id, purpose_id, when_holds};

mod answers;
mod cost;
mod cover;
mod planning;
mod refused;
mod time;
mod types;
mod verdict;
mod wished;
mod words;

pub use answers::{ANSWER_MAX, Answers, NUMBER_MAX, given};
pub use cost::{Paid, cost, joining, premiums, rate};
pub use planning::{planning, timeline};
pub use types::*;

/// The interview's question whose answers are purposes.
pub const PURPOSES: &str = "purposes";
/// The interview's question whose answers are gateways with a contract.
pub const CONTRACTED: &str = "contracted";
/// The interview's question whose answers are gateways that the user has in mind.
pub const PREFERRED: &str = "preferred";
/// The interview's question whose answers are methods of buyers abroad.
pub const OVERSEAS_METHODS: &str = "overseas_methods";
/// The rule that says: what this gateway does is not what was wished for.
pub const CANNOT: &str = "asked-cannot";
/// The rule that says: nobody new is taken any more.
pub const CLOSED: &str = "asked-closed";

/// How many gateways that nobody asked for are offered beside the recommended ones, for each
/// purpose: enough to compare, not so many that nobody reads them.
const ALTERNATIVES: usize = 4;

/// Every purpose, in the order of its declaration.
const ALL_PURPOSES: [Purpose; 6] = [
    Purpose::OneTime,
    Purpose::Recurring,
    Purpose::KeyIn,
    Purpose::Identity,
    Purpose::EasyPay,
    Purpose::Overseas,
];

/// A plan to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// What can be, best first.
    pub offers: Vec<Offer>,
    /// What was wished for and cannot be.
    pub refused: Vec<Refused>,
    /// Rules that the whole journey should know.
    pub warnings: Vec<String>,
    /// Gateways that could be as well. They are offered to who has them in mind.
    pub others: Vec<String>,
}

/// A track that can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub spec: TrackSpec,
    /// Among the smallest set that fulfils every wish.
    pub recommended: bool,
    /// Rules in its favour.
    pub reasons: Vec<String>,
    /// Rules that make it conditional.
    pub conditions: Vec<String>,
}

/// Something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Gateway.
    pub gateway: String,
    /// Module; None = every module that was wished for.
    pub module: Option<String>,
    /// Purpose; None = every purpose that was wished for.
    pub purpose: Option<Purpose>,
    /// Rules (or impossible wishes) against it.
    pub reasons: Vec<String>,
}

/// A module for a purpose, judged.
struct Candidate<'c> {
    gateway: &'c Gateway,
    module: &'c Module,
    purpose: Purpose,
    contracted: bool,
    preferred: bool,
    /// The journey has this track already.
    kept: bool,
    against: Vec<String>,
    conditions: Vec<String>,
    reasons: Vec<String>,
    /// The wishes it fulfils.
    slots: BTreeSet<Slot>,
}

/// A wish: a purpose, and a method where the purpose has a choice of them.
type Slot = (Purpose, Option<Method>);

/// What the answers allow, with reasons. Everything comes from the catalogue's rules. A module that
/// is closed to new merchants is offered only to who has a contract.
pub fn propose(answers: &BTreeMap<String, Vec<String>>, catalog: &Catalog) -> Proposal {
    propose_beside(answers, &[], catalog)
}

/// The same for a journey that has tracks: they stay among the offers, so that choosing the plan
/// again does not drop them unseen.
pub fn propose_beside(
    answers: &BTreeMap<String, Vec<String>>,
    tracks: &[TrackSpec],
    catalog: &Catalog,
) -> Proposal {
    let (answers, _) = asked(answers, catalog, &[]);
    let wanted = wanted_purposes(&answers);
    let mut candidates = candidates(&answers, catalog, &wanted);
    for it in &mut candidates {
        it.kept = tracks.contains(&it.spec());
    }
    candidates.sort_by_key(Candidate::rank);
    let refused = refused::refused(&answers, catalog, &wanted, &candidates);
    let possible: Vec<Candidate<'_>> = candidates
        .into_iter()
        .filter(|it| it.against.is_empty())
        .collect();
    let chosen = smallest(&possible);
    let shown = shown(&possible, &chosen);

    let tracks: Vec<TrackCtx<'_>> = chosen.iter().map(|&n| possible[n].ctx()).collect();
    let ctx = Ctx {
        answers: &answers,
        tracks: &tracks,
        mode: None,
    };
    let warnings = catalog
        .rules
        .iter()
        .filter(|rule| rule.verdict == RuleSays::Warn && when_holds(&rule.when, &ctx))
        .map(|rule| rule.id.clone())
        .collect();

    let offer = |&n: &usize| {
        let it = &possible[n];
        Offer {
            spec: it.spec(),
            recommended: chosen.contains(&n),
            reasons: it.reasons.clone(),
            conditions: it.conditions.clone(),
        }
    };
    let mut offers: Vec<Offer> = shown.iter().map(offer).collect();
    // They are in the order of their rank already; the sort is stable.
    offers.sort_by_key(|it| !it.recommended);
    let offered = |id: &str| offers.iter().any(|it| it.spec.gateway == id);
    let mut others: Vec<String> = Vec::new();
    for it in &possible {
        if !offered(&it.gateway.id) && !others.contains(&it.gateway.id) {
            others.push(it.gateway.id.clone());
        }
    }
    Proposal {
        offers,
        refused,
        warnings,
        others,
    }
}

/// Which of what is possible is offered: what is recommended, everything of the gateways that were
/// asked for, and for each purpose the best of a few others.
fn shown(possible: &[Candidate<'_>], chosen: &BTreeSet<usize>) -> BTreeSet<usize> {
    let asked = |it: &Candidate<'_>| it.asked() || it.kept;
    let mut shown: BTreeSet<usize> = (0..possible.len())
        .filter(|n| chosen.contains(n) || asked(&possible[*n]))
        .collect();
    for purpose in ALL_PURPOSES {
        let mut known: BTreeSet<&str> = shown
            .iter()
            .map(|&n| &possible[n])
            .filter(|it| it.purpose == purpose)
            .map(|it| it.gateway.id.as_str())
            .collect();
        let mut others: Vec<usize> = (0..possible.len())
            .filter(|n| possible[*n].purpose == purpose)
            .collect();
        // What fulfils more comes first; the sort is stable.
        others.sort_by_key(|n| Reverse(possible[*n].slots.len()));
        let best = others
            .into_iter()
            .filter(|n| known.insert(possible[*n].gateway.id.as_str()));
        shown.extend(best.take(ALTERNATIVES));
    }
    shown
}

/// The rules against a track, given the answers.
pub(crate) fn forbidden(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    spec: &TrackSpec,
) -> Vec<String> {
    let gateway = catalog.gateway(&spec.gateway);
    let mut modules = gateway.into_iter().flat_map(|gateway| &gateway.modules);
    let module = modules.find(|module| module.id == spec.module);
    let track = TrackCtx {
        gateway: &spec.gateway,
        module: &spec.module,
        purpose: spec.purpose,
        portone: module.map(|module| module.portone),
    };
    let (answers, _) = asked(answers, catalog, &[]);
    rules(&answers, catalog, track, RuleSays::No)
}

fn rules(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    track: TrackCtx<'_>,
    verdict: RuleSays,
) -> Vec<String> {
    let ctx = Ctx {
        answers,
        tracks: &[track],
        mode: None,
    };
    let hits = catalog
        .rules
        .iter()
        .filter(|rule| rule.verdict == verdict && when_holds(&rule.when, &ctx));
    hits.map(|rule| rule.id.clone()).collect()
}

/// Wanted purposes; one-time payment as long as nothing was answered.
fn wanted_purposes(answers: &BTreeMap<String, Vec<String>>) -> Vec<Purpose> {
    let given = answer(answers, PURPOSES);
    let wanted: Vec<Purpose> = ALL_PURPOSES
        .into_iter()
        .filter(|purpose| given.iter().any(|it| it == purpose_id(*purpose)))
        .collect();
    if given.is_empty() {
        vec![Purpose::OneTime]
    } else {
        wanted
    }
}

fn candidates<'c>(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &'c Catalog,
    wanted: &[Purpose],
) -> Vec<Candidate<'c>> {
    let mut all = Vec::new();
    for (gateway, module) in catalog.modules() {
        let contracted = answer(answers, CONTRACTED).contains(&gateway.id);
        for &purpose in wanted.iter().filter(|it| module.purposes.contains(it)) {
            let mut slots = slots(answers, module, purpose);
            slots.retain(|slot| !is_impossible(answers, catalog, gateway, *slot));
            if slots.is_empty() {
                continue;
            }
            let track = TrackCtx {
                gateway: &gateway.id,
                module: &module.id,
                purpose,
                portone: Some(module.portone),
            };
            let preferred = answer(answers, PREFERRED).contains(&gateway.id);
            let mut against = rules(answers, catalog, track, RuleSays::No);
            if module.closed_since.is_some() && !contracted && against.is_empty() {
                if !preferred {
                    continue;
                }
                against.push(CLOSED.to_owned());
            }
            all.push(Candidate {
                gateway,
                module,
                purpose,
                contracted,
                preferred,
                kept: false,
                against,
                conditions: rules(answers, catalog, track, RuleSays::Conditional),
                reasons: rules(answers, catalog, track, RuleSays::Prefer),
                slots,
            });
        }
    }
    all
}

/// An impossible wish names this purpose together with this method for the gateway.
fn is_impossible(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    gateway: &Gateway,
    (purpose, method): Slot,
) -> bool {
    let Some(method) = method else { return false };
    catalog
        .impossible
        .iter()
        .filter(|it| it.gateway == gateway.id)
        .any(|it| {
            let When::All(parts) = &it.when else {
                return false;
            };
            let purposes = parts.iter().any(|part| match part {
                When::Answer { question, is } if question == PURPOSES => {
                    is.iter().any(|it| it == purpose_id(purpose))
                }
                When::Purpose(purposes) => purposes.contains(&purpose),
                _ => false,
            });
            let methods = parts.iter().any(|part| match part {
                When::Answer { question, is } if question == METHODS => {
                    is.iter().any(|it| it == method_id(method))
                }
                When::Method(methods) => methods.contains(&method),
                _ => false,
            });
            let tracks = wish_tracks(&gateway.id, &[purpose]);
            let ctx = Ctx {
                answers,
                tracks: &tracks,
                mode: None,
            };
            purposes && methods && when_holds(&it.when, &ctx)
        })
}

/// The wishes that a module fulfils for a purpose. Identity verification has no methods to choose
/// from, and buyers abroad have their own; nothing has any as long as no method was answered.
fn slots(
    answers: &BTreeMap<String, Vec<String>>,
    module: &Module,
    purpose: Purpose,
) -> BTreeSet<Slot> {
    let wanted = match purpose {
        Purpose::Identity => &[],
        Purpose::Overseas => answer(answers, OVERSEAS_METHODS),
        Purpose::OneTime | Purpose::Recurring | Purpose::KeyIn | Purpose::EasyPay => {
            answer(answers, METHODS)
        }
    };
    if wanted.is_empty() {
        return BTreeSet::from([(purpose, None)]);
    }
    let fitting = module
        .methods_for(purpose)
        .iter()
        .filter(|it| wanted.iter().any(|w| w == method_id(**it)));
    fitting.map(|method| (purpose, Some(*method))).collect()
}

impl Candidate<'_> {
    /// Less is better, all else equal: under contract, in the user's mind, preferred by rules, free
    /// of conditions, first in the catalogue.
    fn rank(&self) -> impl Ord + use<> {
        (
            !self.contracted,
            !self.preferred,
            Reverse(self.reasons.len()),
            self.conditions.len(),
            self.module.rank,
            self.gateway.id.clone(),
            self.module.id.clone(),
            self.purpose,
        )
    }

    /// The user named its gateway.
    fn asked(&self) -> bool {
        self.contracted || self.preferred
    }

    fn spec(&self) -> TrackSpec {
        TrackSpec {
            gateway: self.gateway.id.clone(),
            module: self.module.id.clone(),
            purpose: self.purpose,
        }
    }

    fn ctx(&self) -> TrackCtx<'_> {
        TrackCtx {
            gateway: &self.gateway.id,
            module: &self.module.id,
            purpose: self.purpose,
            portone: Some(self.module.portone),
        }
    }
}

/// The smallest sensible set that fulfils every wish that can be: again and again the candidate
/// that is under contract, then preferred, then fulfils most of what is left. It stays with the
/// PortOne version and the gateways it has, so that a journey has no more of them than it needs.
fn smallest(possible: &[Candidate<'_>]) -> BTreeSet<usize> {
    let mut open: BTreeSet<Slot> = possible
        .iter()
        .flat_map(|it| it.slots.iter().copied())
        .collect();
    let mut chosen = BTreeSet::new();
    let mut version: Option<Portone> = None;
    let mut gateways: BTreeSet<&str> = BTreeSet::new();
    while !open.is_empty() {
        let best = possible
            .iter()
            .enumerate()
            .filter(|(_, it)| it.slots.iter().any(|slot| open.contains(slot)))
            .min_by_key(|(_, it)| {
                let covered = it.slots.intersection(&open).count();
                (
                    // What PortOne has given up is for those who have nothing else.
                    it.gateway.standing == Standing::Discontinued,
                    !it.contracted,
                    !it.preferred,
                    version.is_some_and(|version| version != it.module.portone),
                    it.reasons.is_empty(),
                    Reverse(covered),
                    !gateways.contains(it.gateway.id.as_str()),
                    it.rank(),
                )
            });
        let Some((n, it)) = best else { break };
        open.retain(|slot| !it.slots.contains(slot));
        version.get_or_insert(it.module.portone);
        gateways.insert(&it.gateway.id);
        chosen.insert(n);
    }
    chosen
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
