//! The tracks to choose from one by one: what the plan recommends, what else could be, and what was
//! asked for and cannot be.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use catalog::Catalog;
use catalog::model::Purpose;
use jiff::civil::Date;

use super::{
    ALL_PURPOSES, Answers, CANNOT, CLOSED, CONTRACTED, Judged, PREFERRED, Reason, planning,
    wish_tracks,
};
use crate::event::TrackSpec;
use crate::when::{Ctx, answer, when_holds};

/// How many gateways that nobody asked for are offered beside the recommended ones, for each
/// purpose: enough to compare, not so many that nobody reads them.
const ALTERNATIVES: usize = 4;

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
struct Candidate<'a> {
    spec: &'a TrackSpec,
    contracted: bool,
    preferred: bool,
    /// The journey has this track already.
    kept: bool,
    rank: u32,
    against: Vec<String>,
    conditions: Vec<String>,
    reasons: Vec<String>,
    /// How many wishes it fulfils.
    fulfils: usize,
}

/// What the answers allow, for a journey that has tracks: they stay among the offers, so that
/// choosing the plan again does not drop them unseen. A module that is closed to new merchants is
/// offered only to who has a contract.
pub fn propose_beside(
    given: &BTreeMap<String, Vec<String>>,
    tracks: &[TrackSpec],
    catalog: &Catalog,
    today: Date,
) -> Proposal {
    let answers = Answers::read(given, catalog);
    let planning = planning(given, catalog, today);
    let mut candidates: Vec<Candidate<'_>> = planning
        .judged
        .iter()
        .map(|it| candidate(it, &answers, tracks, catalog))
        .filter(Candidate::is_told)
        .collect();
    candidates.sort_by_key(Candidate::order);
    let refused = refused(&answers.all, catalog, &answers.purposes, &candidates);
    let possible: Vec<Candidate<'_>> = candidates
        .into_iter()
        .filter(|it| it.against.is_empty())
        .collect();
    let best = planning.plans.first();
    let best: Vec<&TrackSpec> = best
        .into_iter()
        .flat_map(|it| &it.tracks)
        .map(|it| &it.spec)
        .collect();
    let chosen: BTreeSet<usize> = (0..possible.len())
        .filter(|n| best.contains(&possible[*n].spec))
        .collect();
    let shown = shown(&possible, &chosen);
    let offer = |&n: &usize| {
        let it = &possible[n];
        Offer {
            spec: it.spec.clone(),
            recommended: chosen.contains(&n),
            reasons: it.reasons.clone(),
            conditions: it.conditions.clone(),
        }
    };
    let mut offers: Vec<Offer> = shown.iter().map(offer).collect();
    // They are in their order already; the sort is stable.
    offers.sort_by_key(|it| !it.recommended);
    let offered = |id: &str| offers.iter().any(|it| it.spec.gateway == id);
    let mut others: Vec<String> = Vec::new();
    for it in &possible {
        if !offered(&it.spec.gateway) && !others.contains(&it.spec.gateway) {
            others.push(it.spec.gateway.clone());
        }
    }
    Proposal {
        offers,
        refused,
        warnings: codes(&planning.warnings),
        others,
    }
}

fn codes(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(|it| it.code.clone()).collect()
}

fn candidate<'a>(
    it: &'a Judged,
    answers: &Answers,
    tracks: &[TrackSpec],
    catalog: &Catalog,
) -> Candidate<'a> {
    let module = catalog
        .module(&it.spec.module)
        .map(|(_, module)| module.rank);
    let against = if it.verdict.serves() {
        Vec::new()
    } else {
        codes(&it.against)
    };
    Candidate {
        spec: &it.spec,
        contracted: answers.contracted.contains(&it.spec.gateway),
        preferred: answers.preferred.contains(&it.spec.gateway),
        kept: tracks.contains(&it.spec),
        rank: module.unwrap_or(u32::MAX),
        against,
        conditions: codes(&it.conditions),
        reasons: codes(&it.reasons),
        fulfils: it.covers().count(),
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
            .filter(|it| it.spec.purpose == purpose)
            .map(|it| it.spec.gateway.as_str())
            .collect();
        let mut others: Vec<usize> = (0..possible.len())
            .filter(|n| possible[*n].spec.purpose == purpose)
            .collect();
        // What fulfils more comes first; the sort is stable.
        others.sort_by_key(|n| Reverse(possible[*n].fulfils));
        let best = others
            .into_iter()
            .filter(|n| known.insert(possible[*n].spec.gateway.as_str()));
        shown.extend(best.take(ALTERNATIVES));
    }
    shown
}

impl Candidate<'_> {
    /// Less is better, all else equal: under contract, in the user's mind, preferred by rules, free
    /// of conditions, first in the catalogue.
    fn order(&self) -> impl Ord + use<> {
        (
            !self.contracted,
            !self.preferred,
            Reverse(self.reasons.len()),
            self.conditions.len(),
            self.rank,
            self.spec.clone(),
        )
    }

    /// The user named its gateway.
    fn asked(&self) -> bool {
        self.contracted || self.preferred
    }

    /// What does nothing of what was wished for is told gateway by gateway; what takes nobody new,
    /// only to who has it in mind.
    fn is_told(&self) -> bool {
        match self.against.as_slice() {
            [only] if only == CANNOT => false,
            [only] if only == CLOSED => self.preferred,
            _ => true,
        }
    }
}

/// Why what cannot be cannot: for the gateways that were asked for all of it, and for a few others
/// what rules them out altogether. `all` is in the order of their rank.
fn refused(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    wanted: &[Purpose],
    all: &[Candidate<'_>],
) -> Vec<Refused> {
    let (asked, others): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.asked());
    let mut lines = collapse(&asked, usize::MAX);
    let wishes = wishes(answers, catalog, wanted);
    let mut silent = silent(answers, catalog, all);
    silent.retain(|it| !wishes.iter().any(|wish| wish.gateway == it.gateway));
    lines.extend(silent);
    lines.extend(wishes);
    lines.extend(collapse(&others, ALTERNATIVES));
    lines
}

/// One line for what is refused for the same reasons: for a whole gateway, a module, or one purpose
/// of a module. At most so many gateways.
fn collapse(all: &[&Candidate<'_>], most: usize) -> Vec<Refused> {
    let mut gateways: Vec<&str> = Vec::new();
    for it in all.iter().filter(|it| !it.against.is_empty()) {
        if !gateways.contains(&it.spec.gateway.as_str()) {
            gateways.push(&it.spec.gateway);
        }
    }
    let of = |id: &str| -> Vec<&Candidate<'_>> {
        let own = all.iter().filter(|it| it.spec.gateway == id);
        own.copied().collect()
    };
    let lines = gateways.into_iter().map(|id| of_gateway(id, &of(id)));
    let lines = lines.filter(|lines| !lines.is_empty());
    lines.take(most).flatten().collect()
}

fn of_gateway(gateway: &str, all: &[&Candidate<'_>]) -> Vec<Refused> {
    let line = |module: Option<&str>, purpose, reasons| Refused {
        gateway: gateway.to_owned(),
        module: module.map(str::to_owned),
        purpose,
        reasons,
    };
    if let Some(reasons) = shared(all) {
        return vec![line(None, None, reasons)];
    }
    // Another module does it: worth saying only to who asked for the gateway.
    let done = |purpose| {
        let mut same = all.iter().filter(|it| it.spec.purpose == purpose);
        same.any(|it| it.against.is_empty())
    };
    let mut modules: BTreeMap<&str, Vec<&Candidate<'_>>> = BTreeMap::new();
    for it in all {
        modules.entry(&it.spec.module).or_default().push(it);
    }
    let mut lines = Vec::new();
    for (module, purposes) in modules {
        let told: Vec<&&Candidate<'_>> = purposes
            .iter()
            .filter(|it| !it.against.is_empty() && (it.asked() || !done(it.spec.purpose)))
            .collect();
        match shared(&purposes) {
            Some(reasons) if told.len() == purposes.len() => {
                lines.push(line(Some(module), None, reasons));
            }
            _ => lines.extend(
                told.iter()
                    .map(|it| line(Some(module), Some(it.spec.purpose), it.against.clone())),
            ),
        }
    }
    lines
}

/// The reasons against all of them, if all are refused and for the same reasons.
fn shared(all: &[&Candidate<'_>]) -> Option<Vec<String>> {
    let reasons = &all.first()?.against;
    let same = !reasons.is_empty() && all.iter().all(|it| it.against == *reasons);
    same.then(|| reasons.clone())
}

/// Gateways that were asked for and do nothing of what was wished for: who names one gets an
/// answer, never silence.
fn silent(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    all: &[Candidate<'_>],
) -> Vec<Refused> {
    let named = answer(answers, CONTRACTED)
        .iter()
        .chain(answer(answers, PREFERRED));
    let named: BTreeSet<&String> = named.collect();
    named
        .into_iter()
        .filter(|id| catalog.gateway(id).is_some())
        .filter(|id| !all.iter().any(|it| it.spec.gateway == **id))
        .map(|id| Refused {
            gateway: id.clone(),
            module: None,
            purpose: None,
            reasons: vec![CANNOT.to_owned()],
        })
        .collect()
}

/// Wishes that no module fulfils.
fn wishes(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    wanted: &[Purpose],
) -> Vec<Refused> {
    let mut lines = Vec::new();
    for it in &catalog.impossible {
        let tracks = wish_tracks(&it.gateway, wanted);
        let ctx = Ctx {
            answers,
            tracks: &tracks,
            mode: None,
        };
        if when_holds(&it.when, &ctx) {
            lines.push(Refused {
                gateway: it.gateway.clone(),
                module: None,
                purpose: None,
                reasons: vec![it.id.clone()],
            });
        }
    }
    lines
}
