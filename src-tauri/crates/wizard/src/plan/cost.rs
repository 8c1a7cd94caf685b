//! What a plan costs: the gateways' published fees, guarantee insurance, and PortOne's own price.
//! Whole won, no VAT unless a line says otherwise, and never less than it will be.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{Fee, FeePer, Gateway, Method, Portone, PriceBand, Purpose, SizeTier, When};

use super::words::Words;
use super::{Answers, Reason};
use crate::event::TrackSpec;
use crate::when::{Ctx, METHODS, TrackCtx, method_id, when_holds};

mod bill;

pub use bill::cost;

/// A track as the fees see it.
#[derive(Debug, Clone)]
pub struct Paid<'a> {
    /// Which.
    pub spec: &'a TrackSpec,
    /// Its PortOne version.
    pub portone: Option<Portone>,
    /// The methods that buyers use there. Empty: not said.
    pub methods: &'a [Method],
}

/// What counts as the sales of a month when they were not answered and plans are compared.
const COMPARED_SALES: u64 = 1_000_000;
/// What an unknown figure counts as when plans are compared: worse than any known one.
const UNKNOWN_COST: u64 = 1_000_000_000_000;

/// The table's rate for a method on a track, as far as it can be counted with. The standard tier
/// stands in for a tier that is not known: card companies give it to who is new.
#[must_use]
pub fn rate<'c>(
    catalog: &'c Catalog,
    answers: &Answers,
    paid: &Paid<'_>,
    method: Method,
    tier: Option<SizeTier>,
) -> Option<&'c Fee> {
    let gateway = catalog.gateway(&paid.spec.gateway)?;
    let tier = tier.unwrap_or(SizeTier::Standard);
    let narrowed = narrowed(answers, method);
    let fits = |fee: &&Fee| {
        fee.per == Some(FeePer::Payment)
            && fee.methods.contains(&method)
            && fee.tier_id.is_none_or(|it| it == tier)
            && when_holds(&fee.when, &ctx(&narrowed, &[track(paid)]))
    };
    // Of several that hold the narrowest counts, and of those the dearest.
    let fees = gateway.fees.iter().filter(fits);
    fees.max_by_key(|fee| {
        (
            fee.when != When::Always,
            fee.tier_id.is_some(),
            fee.percent,
            fee.won,
        )
    })
}

/// What joining a gateway costs; None: no document gives a figure to count with.
#[must_use]
pub fn joining<'c>(
    catalog: &'c Catalog,
    answers: &Answers,
    gateway: &str,
    tracks: &[Paid<'_>],
) -> Option<(u64, Vec<&'c Fee>)> {
    let fees = fees(catalog, answers, gateway, tracks, FeePer::Join);
    let sum = |sum: u64, fee: &&Fee| sum.saturating_add(fee.won.unwrap_or(0));
    (!fees.is_empty()).then(|| (fees.iter().fold(0, sum), fees))
}

/// A gateway's fees of one kind that hold for its tracks: those with a condition, else the others.
fn fees<'c>(
    catalog: &'c Catalog,
    answers: &Answers,
    gateway: &str,
    tracks: &[Paid<'_>],
    per: FeePer,
) -> Vec<&'c Fee> {
    let Some(gateway) = catalog.gateway(gateway) else {
        return Vec::new();
    };
    let own = tracks.iter().filter(|it| it.spec.gateway == gateway.id);
    let own: Vec<&Paid<'_>> = own.collect();
    let contexts: Vec<TrackCtx<'_>> = own.iter().map(|it| track(it)).collect();
    let wanted = |method: &Method| own.iter().any(|it| it.methods.contains(method));
    let holds = |fee: &&Fee| {
        fee.per == Some(per)
            && fee.won.is_some()
            && (fee.methods.is_empty() || fee.methods.iter().any(wanted))
            && contexts
                .iter()
                .any(|it| when_holds(&fee.when, &ctx(&answers.all, &[*it])))
    };
    let all: Vec<&Fee> = gateway.fees.iter().filter(holds).collect();
    let narrow = |fee: &&Fee| fee.when != When::Always || !fee.methods.is_empty();
    if all.iter().any(narrow) {
        all.into_iter().filter(narrow).collect()
    } else {
        all
    }
}

/// The premium of a year by settlement cycle: cycle, sum insured, premium. Empty where the gateway
/// takes no insurance.
#[must_use]
pub fn premiums<'c>(
    catalog: &'c Catalog,
    gateway: &Gateway,
    sales: u64,
) -> Vec<(&'c catalog::model::SettlementCycle, u64, u64)> {
    if gateway.no_insurance.is_some() {
        return Vec::new();
    }
    let insurance = &catalog.plan.insurance;
    let premium = |it: &'c catalog::model::SettlementCycle| {
        let insured = sales.div_ceil(it.times.max(1));
        (it, insured, insurance.percent.percent_of(insured))
    };
    insurance.cycles.iter().map(premium).collect()
}

/// The band of PortOne's price for such sales.
fn band(catalog: &Catalog, sales: u64) -> Option<&PriceBand> {
    let mut bands = catalog.plan.portone.bands.iter();
    bands.rfind(|it| it.from <= sales)
}

/// A figure to compare tracks by: the rate's share of a year's sales.
pub(super) fn compared(catalog: &Catalog, answers: &Answers, paid: &Paid<'_>) -> u64 {
    if paid.spec.purpose == Purpose::Identity {
        return 0;
    }
    let sales = answers
        .monthly_sales
        .unwrap_or(COMPARED_SALES)
        .saturating_mul(12);
    let Some((_, fee)) = main_rate(catalog, answers, paid) else {
        return UNKNOWN_COST;
    };
    fee.percent.map_or(UNKNOWN_COST, |it| it.percent_of(sales))
}

/// What joining a gateway counts as when plans are compared.
pub(super) fn compared_joining(catalog: &Catalog, answers: &Answers, paid: &[Paid<'_>]) -> u64 {
    let gateway = paid.first().map(|it| it.spec.gateway.as_str());
    let known = gateway.and_then(|it| joining(catalog, answers, it, paid));
    known.map_or(UNKNOWN_COST, |(won, _)| won)
}

/// The method that stands for a track's sales: cards where it takes them, else the dearest of the
/// others; and its rate.
fn main_rate<'c>(
    catalog: &'c Catalog,
    answers: &Answers,
    paid: &Paid<'_>,
) -> Option<(Method, &'c Fee)> {
    let of = |method: Method| {
        let fee = rate(catalog, answers, paid, method, answers.tier)?;
        Some((method, fee))
    };
    let card = paid.methods.is_empty() || paid.methods.contains(&Method::Card);
    if card && let Some(found) = of(Method::Card) {
        return Some(found);
    }
    let others = paid.methods.iter().filter_map(|it| of(*it));
    others.max_by_key(|(_, fee)| (fee.percent, fee.won))
}

fn track<'a>(paid: &Paid<'a>) -> TrackCtx<'a> {
    TrackCtx {
        gateway: &paid.spec.gateway,
        module: &paid.spec.module,
        purpose: paid.spec.purpose,
        portone: paid.portone,
    }
}

fn ctx<'a>(answers: &'a BTreeMap<String, Vec<String>>, tracks: &'a [TrackCtx<'a>]) -> Ctx<'a> {
    Ctx {
        answers,
        tracks,
        mode: None,
    }
}

fn narrowed(answers: &Answers, method: Method) -> BTreeMap<String, Vec<String>> {
    let mut only = answers.all.clone();
    only.insert(METHODS.to_owned(), vec![method_id(method).to_owned()]);
    only
}

/// What PortOne will write about soon: its next band is near.
pub(super) fn near_band(catalog: &Catalog, answers: &Answers) -> Option<Reason> {
    let price = &catalog.plan.portone;
    let sales = answers.monthly_sales?;
    let free = band(catalog, sales).is_some_and(|it| it.won == 0);
    let next = price.bands.iter().find(|it| it.from > sales)?;
    (free && sales >= price.notice_from).then(|| {
        let words = Words::common(catalog);
        let mut reason = words.sentence("portone-plan-near", &[("band", &next.text)]);
        reason.sources = words.sources(&price.source);
        reason
    })
}
