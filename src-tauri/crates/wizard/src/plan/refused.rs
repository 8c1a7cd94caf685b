//! What was wished for and cannot be.

use std::collections::{BTreeMap, BTreeSet};

use catalog::Catalog;
use catalog::model::Purpose;

use super::{ALTERNATIVES, CANNOT, CONTRACTED, Candidate, PREFERRED, Refused, wish_tracks};
use crate::when::{Ctx, answer, when_holds};

/// Why what cannot be cannot: for the gateways that were asked for all of it, and for a few others
/// what rules them out altogether. `all` is in the order of their rank.
pub(super) fn refused(
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
        if !gateways.contains(&it.gateway.id.as_str()) {
            gateways.push(&it.gateway.id);
        }
    }
    let of = |id: &str| -> Vec<&Candidate<'_>> {
        let own = all.iter().filter(|it| it.gateway.id == id);
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
        let mut same = all.iter().filter(|it| it.purpose == purpose);
        same.any(|it| it.against.is_empty())
    };
    let mut modules: BTreeMap<&str, Vec<&Candidate<'_>>> = BTreeMap::new();
    for it in all {
        modules.entry(&it.module.id).or_default().push(it);
    }
    let mut lines = Vec::new();
    for (module, purposes) in modules {
        let told: Vec<&&Candidate<'_>> = purposes
            .iter()
            .filter(|it| !it.against.is_empty() && (it.asked() || !done(it.purpose)))
            .collect();
        match shared(&purposes) {
            Some(reasons) if told.len() == purposes.len() => {
                lines.push(line(Some(module), None, reasons));
            }
            _ => lines.extend(
                told.iter()
                    .map(|it| line(Some(module), Some(it.purpose), it.against.clone())),
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
        .filter(|id| !all.iter().any(|it| it.gateway.id == **id))
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
