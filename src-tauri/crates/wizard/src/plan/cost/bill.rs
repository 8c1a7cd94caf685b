//! The lines of a plan's cost, their arithmetic, their sums, and what was assumed.

use std::collections::BTreeSet;

use catalog::Catalog;
use catalog::model::{Fee, FeePer, Gateway, Method, Purpose, Say, SizeTier, Text};

use super::super::answers::SIZE_TIER;
use super::super::words::{Words, add, same};
use super::super::{Answers, Cost, CostKind, CostLine, Won};
use super::{Paid, band, fees, joining, main_rate, premiums, rate};

/// The sentence where no document gives a figure.
const UNDOCUMENTED: &str = "cost-undocumented";
const DISPUTED: &str = "cost-disputed";

/// What a plan costs.
#[must_use]
pub fn cost(catalog: &Catalog, answers: &Answers, tracks: &[Paid<'_>]) -> Cost {
    let mut gateways: Vec<&Gateway> = Vec::new();
    for it in tracks {
        let found = catalog.gateway(&it.spec.gateway);
        gateways.extend(found.filter(|gateway| !gateways.iter().any(|it| it.id == gateway.id)));
    }
    let mut bill = Bill {
        catalog,
        answers,
        tracks,
        cost: Cost::default(),
        missing: BTreeSet::new(),
    };
    for gateway in &gateways {
        bill.join(gateway);
    }
    for paid in tracks {
        bill.rates(paid);
    }
    for gateway in &gateways {
        bill.charges(gateway);
        bill.insure(gateway);
    }
    bill.portone();
    bill.leave_out();
    bill.assume();
    bill.cost
}

struct Bill<'a> {
    catalog: &'a Catalog,
    answers: &'a Answers,
    tracks: &'a [Paid<'a>],
    cost: Cost,
    /// Of what a figure is missing.
    missing: BTreeSet<CostKind>,
}

impl<'a> Bill<'a> {
    fn words<'w>(&'w self, gateway: &'w Gateway) -> Words<'w> {
        Words {
            catalog: self.catalog,
            gateway: Some(&gateway.id),
        }
    }

    fn text(&self, code: &str, blanks: &[(&str, &Text)]) -> Text {
        Words::common(self.catalog).sentence(code, blanks).text
    }

    fn assume_that(&mut self, code: &str, blanks: &[(&str, &Text)]) {
        let reason = Words::common(self.catalog).sentence(code, blanks);
        add(&mut self.cost.assumptions, [reason]);
    }

    fn join(&mut self, gateway: &Gateway) {
        if self.answers.contracted.contains(&gateway.id) {
            let line = CostLine {
                kind: CostKind::Joining,
                gateway: Some(gateway.id.clone()),
                label: gateway.name.clone(),
                arithmetic: self.text("cost-joined-already", &[]),
                won: Some(Won::default()),
                dated: None,
                sources: Vec::new(),
            };
            self.cost.lines.push(line);
            plus(&mut self.cost.joining, Won::default());
            return;
        }
        let Some((_, fees)) = joining(self.catalog, self.answers, &gateway.id, self.tracks) else {
            self.missing.insert(CostKind::Joining);
            let line = self.unknown(gateway, CostKind::Joining, &gateway.name, UNDOCUMENTED);
            self.cost.lines.push(line);
            self.assume_that("cost-joining-undocumented", &[("name", &gateway.name)]);
            return;
        };
        for fee in fees {
            let won = Won::of(fee.won.unwrap_or(0));
            let line = self.of_fee(
                gateway,
                fee,
                CostKind::Joining,
                fee.value.clone(),
                Some(won),
            );
            self.cost.lines.push(line);
            plus(&mut self.cost.joining, won);
        }
    }

    /// A line without a figure; `why` names the sentence that says why.
    fn unknown(&self, gateway: &Gateway, kind: CostKind, label: &Text, why: &str) -> CostLine {
        CostLine {
            kind,
            gateway: Some(gateway.id.clone()),
            label: label.clone(),
            arithmetic: self.text(why, &[]),
            won: None,
            dated: None,
            sources: Vec::new(),
        }
    }

    fn of_fee(
        &self,
        gateway: &Gateway,
        fee: &Fee,
        kind: CostKind,
        arithmetic: Text,
        won: Option<Won>,
    ) -> CostLine {
        let label = match &fee.tier {
            None => fee.what.clone(),
            Some(tier) => Text {
                ko: format!("{} · {}", fee.what.ko, tier.ko),
                en: format!("{} · {}", fee.what.en, tier.en),
            },
        };
        CostLine {
            kind,
            gateway: Some(gateway.id.clone()),
            label,
            arithmetic,
            won,
            dated: Some(fee.dated),
            sources: self.words(gateway).sources(&fee.source),
        }
    }

    /// The rates of a track's methods. Its main one makes the estimate.
    fn rates(&mut self, paid: &Paid<'_>) {
        if paid.spec.purpose == Purpose::Identity {
            return;
        }
        let Some(gateway) = self.catalog.gateway(&paid.spec.gateway) else {
            return;
        };
        let main = main_rate(self.catalog, self.answers, paid);
        let Some((main, fee)) = main else {
            let mut fees = gateway.fees.iter();
            let (why, assumption) = if fees.any(|fee| fee.per == Some(FeePer::Payment)) {
                ("cost-unsettled", "cost-rate-unsettled")
            } else {
                (UNDOCUMENTED, "cost-rate-undocumented")
            };
            let line = self.unknown(gateway, CostKind::Rate, &gateway.name, why);
            self.cost.lines.push(line);
            self.assume_that(assumption, &[("name", &gateway.name)]);
            self.missing.insert(CostKind::Rate);
            return;
        };
        if fee.percent.is_none() {
            self.assume_that("cost-rate-per-payment", &[("name", &gateway.name)]);
            self.missing.insert(CostKind::Rate);
        }
        let mut methods: Vec<Method> = paid.methods.to_vec();
        if !methods.contains(&main) {
            methods.push(main);
        }
        for method in methods {
            let Some(fee) = rate(self.catalog, self.answers, paid, method, self.answers.tier)
            else {
                continue;
            };
            if let Some((low, high)) = self.tiers(paid, method) {
                self.of_tiers(gateway, low, high, method == main);
                continue;
            }
            let counted = fee.percent.zip(self.answers.monthly_sales);
            let (arithmetic, won) = match counted {
                Some((percent, sales)) if method == main => {
                    let won = percent.percent_of(sales);
                    let (sales, won_text) = (same(grouped(sales)), same(grouped(won)));
                    let percent = same(percent);
                    let blanks = [("sales", &sales), ("percent", &percent), ("won", &won_text)];
                    (self.text("cost-rate", &blanks), Some(Won::of(won)))
                }
                _ => (fee.value.clone(), None),
            };
            let line = self.of_fee(gateway, fee, CostKind::Rate, arithmetic, won);
            self.rate_line(line);
        }
    }

    fn rate_line(&mut self, line: CostLine) {
        if let Some(won) = line.won {
            self.cost.monthly = Some(self.cost.monthly.map_or(won, |it| it.widened(won)));
        }
        if !self.cost.lines.contains(&line) {
            self.cost.lines.push(line);
        }
    }

    /// The cheapest and the dearest rate of a method when the tier is not known and the rates of
    /// the tiers differ.
    fn tiers(&self, paid: &Paid<'_>, method: Method) -> Option<(&'a Fee, &'a Fee)> {
        if self.answers.tier.is_some() {
            return None;
        }
        let of = |tier| rate(self.catalog, self.answers, paid, method, Some(tier));
        let all: Vec<&Fee> = SizeTier::ALL.into_iter().filter_map(of).collect();
        let low = all.iter().copied().min_by_key(|it| it.percent)?;
        let high = all.iter().copied().max_by_key(|it| it.percent)?;
        let differ = low.percent.is_some() && low.percent != high.percent;
        differ.then_some((low, high))
    }

    /// A rate from its cheapest tier to its dearest.
    fn of_tiers(&mut self, gateway: &Gateway, low: &Fee, high: &Fee, main: bool) {
        let name = |fee: &Fee| fee.tier.clone().unwrap_or_else(|| fee.what.clone());
        let (low_tier, high_tier) = (name(low), name(high));
        let percent = |fee: &Fee| same(fee.percent.unwrap_or_default());
        let (low_percent, high_percent) = (percent(low), percent(high));
        let mut blanks = vec![
            ("low_tier", &low_tier),
            ("low", &low_percent),
            ("high_tier", &high_tier),
            ("high", &high_percent),
        ];
        let counted = self.answers.monthly_sales.filter(|_| main).map(|sales| {
            let of = |fee: &Fee| fee.percent.unwrap_or_default().percent_of(sales);
            (sales, of(low), of(high))
        });
        let (arithmetic, won) = match counted {
            None => (self.text("cost-tiers", &blanks), None),
            Some((sales, low, high)) => {
                let sales = same(grouped(sales));
                let (low_won, high_won) = (same(grouped(low)), same(grouped(high)));
                blanks.extend([
                    ("sales", &sales),
                    ("low_won", &low_won),
                    ("high_won", &high_won),
                ]);
                let text = self.text("cost-rate-tiers", &blanks);
                (text, Some(Won { low, high }))
            }
        };
        // The tiers stand in the arithmetic.
        let fee = Fee {
            tier: None,
            ..high.clone()
        };
        let line = self.of_fee(gateway, &fee, CostKind::Rate, arithmetic, won);
        self.rate_line(line);
    }

    /// What a gateway takes a month or a year, whatever is sold.
    fn charges(&mut self, gateway: &Gateway) {
        for per in [FeePer::Month, FeePer::Year] {
            for fee in fees(self.catalog, self.answers, &gateway.id, self.tracks, per) {
                let won = fee.won.unwrap_or(0);
                let a_month = match per {
                    FeePer::Year => won.div_ceil(12),
                    FeePer::Month | FeePer::Join | FeePer::Payment => won,
                };
                let line = self.of_fee(
                    gateway,
                    fee,
                    CostKind::Charge,
                    fee.value.clone(),
                    Some(Won::of(a_month)),
                );
                self.cost.lines.push(line);
                plus(&mut self.cost.monthly, Won::of(a_month));
            }
        }
    }

    fn insure(&mut self, gateway: &Gateway) {
        let of_gateway = |it: &&Paid<'_>| it.spec.gateway == gateway.id;
        let mut own = self.tracks.iter().filter(of_gateway);
        if own.all(|it| it.spec.purpose == Purpose::Identity) {
            return;
        }
        if let Some(none) = &gateway.no_insurance {
            // That it costs nothing is one reading of two.
            if !none.disagreements.is_empty() {
                self.missing.insert(CostKind::Insurance);
                let line = self.unknown(gateway, CostKind::Insurance, &gateway.name, DISPUTED);
                self.cost.lines.push(line);
                return;
            }
            let line = CostLine {
                kind: CostKind::Insurance,
                gateway: Some(gateway.id.clone()),
                label: gateway.name.clone(),
                arithmetic: none.text.clone(),
                won: Some(Won::default()),
                dated: None,
                sources: self.words(gateway).sources(&none.source),
            };
            self.cost.lines.push(line);
            plus(&mut self.cost.insurance, Won::default());
            return;
        }
        let Some(sales) = self.answers.monthly_sales else {
            self.missing.insert(CostKind::Insurance);
            return;
        };
        let premiums = premiums(self.catalog, gateway, sales);
        let percent = same(self.catalog.plan.insurance.percent);
        let sources = Words::common(self.catalog).sources(&self.catalog.plan.insurance.source);
        for (cycle, insured, premium) in &premiums {
            let (sales, times) = (same(grouped(sales)), same(cycle.times));
            let (insured, won) = (same(grouped(*insured)), same(grouped(*premium)));
            let blanks = [
                ("sales", &sales),
                ("times", &times),
                ("insured", &insured),
                ("percent", &percent),
                ("won", &won),
            ];
            self.cost.lines.push(CostLine {
                kind: CostKind::Insurance,
                gateway: Some(gateway.id.clone()),
                label: cycle.label.clone(),
                arithmetic: self.text("cost-insurance", &blanks),
                won: Some(Won::of(*premium)),
                dated: None,
                sources: sources.clone(),
            });
        }
        let all = || premiums.iter().map(|it| it.2);
        if let Some((low, high)) = all().min().zip(all().max()) {
            plus(&mut self.cost.insurance, Won { low, high });
        }
    }

    fn portone(&mut self) {
        let price = &self.catalog.plan.portone;
        let mut purposes = self.tracks.iter().map(|it| it.spec.purpose);
        let line = if purposes.all(|it| price.free_for.contains(&it)) {
            let free = Words::common(self.catalog).sentence("cost-portone-free", &[]);
            Some((free.text, 0, free.sources))
        } else {
            let sales = self.answers.monthly_sales;
            let band = sales.and_then(|it| band(self.catalog, it));
            let sources = Words::common(self.catalog).sources(&price.source);
            band.map(|it| (it.text.clone(), it.won, sources))
        };
        let Some((arithmetic, won, sources)) = line else {
            return;
        };
        self.cost.lines.push(CostLine {
            kind: CostKind::Portone,
            gateway: None,
            label: self.text("cost-portone", &[]),
            arithmetic,
            won: Some(Won::of(won)),
            dated: None,
            sources,
        });
        self.cost.portone = Some(Won::of(won));
    }

    /// Whether it is there for identity verification alone, which no sales pay for.
    fn only_identity(&self) -> bool {
        let mut tracks = self.tracks.iter();
        tracks.all(|it| it.spec.purpose == Purpose::Identity)
    }

    /// A sum of which a part is not known is not known: the rest alone would look like all of it.
    fn leave_out(&mut self) {
        if self.answers.monthly_sales.is_none() || self.only_identity() {
            self.missing.insert(CostKind::Rate);
        }
        for kind in &self.missing {
            match kind {
                CostKind::Joining => self.cost.joining = None,
                CostKind::Rate | CostKind::Charge => self.cost.monthly = None,
                CostKind::Insurance => self.cost.insurance = None,
                CostKind::Portone => self.cost.portone = None,
            }
        }
    }

    fn assume(&mut self) {
        let sums = [
            (Say::PlanCostJoining, self.cost.joining),
            (Say::PlanCostMonthly, self.cost.monthly),
            (Say::PlanCostInsurance, self.cost.insurance),
            (Say::PlanCostPortone, self.cost.portone),
        ];
        let unknown = sums.iter().filter(|(_, won)| won.is_none());
        let unknown: Vec<&Text> = unknown.map(|(say, _)| self.catalog.say(*say)).collect();
        if !unknown.is_empty() {
            let list = |of: fn(&Text) -> &str| {
                let all: Vec<&str> = unknown.iter().map(|it| of(it)).collect();
                all.join(", ")
            };
            let sums = Text {
                ko: list(|it| &it.ko),
                en: list(|it| &it.en),
            };
            self.assume_that("cost-not-reckoned", &[("sums", &sums)]);
        }
        self.assume_that("cost-contract-differs", &[]);
        self.assume_that("cost-without-vat", &[]);
        let dated = self.cost.lines.iter().filter_map(|it| it.dated).min();
        if let Some(day) = dated {
            self.assume_that("cost-dated", &[("day", &same(day))]);
        }
        if self.cost.lines.iter().any(|it| it.kind == CostKind::Rate) {
            match self.answers.tier {
                None => self.assume_that("cost-tier-unknown", &[]),
                Some(_) if !self.answers.all.contains_key(SIZE_TIER) => {
                    self.assume_that("cost-standard-tier", &[]);
                }
                Some(_) => {}
            }
        }
        if self.cost.monthly.is_some() {
            self.assume_that("cost-all-by-main", &[]);
        }
        if self.answers.monthly_sales.is_none() && !self.only_identity() {
            self.assume_that("cost-sales-unknown", &[]);
        }
        if self
            .tracks
            .iter()
            .any(|it| it.spec.purpose == Purpose::Identity)
        {
            self.assume_that("cost-identity-left-out", &[]);
        }
        if self.cost.insurance.is_some_and(|it| it.low != it.high) {
            self.assume_that("cost-insurance-cycle", &[]);
        }
    }
}

impl Won {
    /// A figure that is known.
    #[must_use]
    pub const fn of(won: u64) -> Self {
        Won {
            low: won,
            high: won,
        }
    }

    fn widened(self, other: Won) -> Won {
        Won {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }
}

fn plus(sum: &mut Option<Won>, more: Won) {
    let before = sum.unwrap_or_default();
    *sum = Some(Won {
        low: before.low.saturating_add(more.low),
        high: before.high.saturating_add(more.high),
    });
}

/// `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
