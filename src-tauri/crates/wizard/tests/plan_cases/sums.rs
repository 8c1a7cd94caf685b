//! Fees, costs and their words.

use catalog::model::{Method, SizeTier};
use wizard::plan::{Cost, CostKind, Paid, Plan, Won, cost, joining, premiums, rate};

use super::{Expected, Outcome, Ran, holds};

impl Ran<'_> {
    pub fn fees(&self, expected: &Expected<'_>) -> Outcome {
        // Figures that are no figures to count with are held against the files by the catalogue's
        // own tests; so are those that these answers do not ask for.
        let (Some(percent), Some(method)) = (expected.text("percent"), expected.get("method"))
        else {
            return Ok(());
        };
        let Some(spec) = self.spec(expected) else {
            return Ok(());
        };
        if expected.text("what") != Some("rate") || expected.text("goods").is_some() {
            return Ok(());
        }
        let tier: Option<SizeTier> = expected.get("tier");
        let methods = [method];
        let paid = Paid {
            spec: &spec,
            portone: None,
            methods: &methods,
        };
        let fee = rate(self.catalog, &self.answers, &paid, method, tier);
        let got = fee.and_then(|it| it.percent);
        holds(got == percent.parse().ok(), || {
            format!("{got:?} by {:?}", fee.map(|it| &it.value.ko))
        })
    }

    pub fn costs(&self, expected: &Expected<'_>) -> Outcome {
        let sales = self.answers.monthly_sales;
        if let Some(won) = expected.number("portone_fee") {
            let in_plan = self.planning.plans.first().and_then(|it| it.cost.portone);
            return holds(in_plan.is_some_and(|it| it.high == won), || {
                format!("{in_plan:?}")
            });
        }
        let Some(spec) = self.spec(expected) else {
            return Err("the gateway is not judged".to_owned());
        };
        let methods = expected.methods();
        let paid = Paid {
            spec: &spec,
            portone: None,
            methods: &methods,
        };
        let sums = self.sums(expected, &paid);
        self.words_of_the_cost(expected, &sums)?;
        if let Some(won) = expected.number("joining") {
            let wanted = Some(Won::of(won));
            holds(sums.joining == wanted, || format!("{:?}", sums.joining))?;
            let got = joining(
                self.catalog,
                &self.answers,
                &spec.gateway,
                std::slice::from_ref(&paid),
            );
            let got = got.map(|it| it.0);
            holds(got == Some(won), || format!("joining {got:?}"))?;
        }
        if let Some(won) = expected.number("monthly") {
            let tier = expected.get("tier");
            if tier.is_none() || tier == self.answers.tier {
                let wanted = Some(Won::of(won));
                holds(sums.monthly == wanted, || format!("{:?}", sums.monthly))?;
            }
            let method = methods.first().copied().unwrap_or(Method::Card);
            let fee = rate(self.catalog, &self.answers, &paid, method, tier);
            let percent = fee.and_then(|it| it.percent);
            let got = percent.zip(sales).map(|(it, sales)| it.percent_of(sales));
            holds(got == Some(won), || {
                format!("monthly {got:?} by {percent:?}")
            })?;
        }
        if let Some(low) = expected.number("monthly_min") {
            let range = sums.monthly.map(|it| (it.low, Some(it.high)));
            let wanted = Some((low, expected.number("monthly_max")));
            holds(range == wanted, || format!("{:?}", sums.lines))?;
        }
        let Some(won) = expected.number("insurance") else {
            return Ok(());
        };
        let mut lines = sums.lines.iter();
        let told = lines.any(|it| (it.kind, it.won) == (CostKind::Insurance, Some(Won::of(won))));
        holds(told, || format!("{:?}", sums.lines))?;
        let gateway = self.catalog.gateway(&spec.gateway).expect("a gateway");
        let premiums = premiums(self.catalog, gateway, sales.unwrap_or(0));
        let Some(cycle) = expected.text("cycle") else {
            return holds(premiums.is_empty() && won == 0, || format!("{premiums:?}"));
        };
        let got = premiums.iter().find(|it| it.0.id == cycle);
        let wanted = expected.number("insured").unwrap_or(0);
        holds(got.is_some_and(|it| (it.1, it.2) == (wanted, won)), || {
            format!("{got:?}")
        })
    }

    /// What the first plan costs where it has this gateway alone; else the gateway's own track.
    fn sums(&self, expected: &Expected<'_>, paid: &Paid<'_>) -> Cost {
        let own = |plan: &&Plan| {
            let mut tracks = plan.tracks.iter();
            tracks.all(|it| Some(it.spec.gateway.as_str()) == expected.text("gateway"))
        };
        let plan = self.planning.plans.first().filter(own);
        plan.map_or_else(
            || cost(self.catalog, &self.answers, std::slice::from_ref(paid)),
            |plan| plan.cost.clone(),
        )
    }

    /// The arithmetic, what is taken for granted, the table's day, and what is not known.
    fn words_of_the_cost(&self, expected: &Expected<'_>, sums: &Cost) -> Outcome {
        if let Some(text) = expected.text("arithmetic") {
            let mut lines = sums.lines.iter();
            let told = lines.any(|it| it.arithmetic.ko == text);
            holds(told, || format!("{:?}", sums.lines))?;
        }
        let assumed = |code: &str| sums.assumptions.iter().find(|it| it.code == code);
        if let Some(code) = expected.text("assumption") {
            holds(assumed(code).is_some(), || {
                format!("{:?}", sums.assumptions)
            })?;
        }
        if let Some(day) = expected.text("dated") {
            let told = assumed("cost-dated").is_some_and(|it| it.text.ko.contains(day));
            holds(told, || format!("{:?}", sums.assumptions))?;
        }
        let unknown: Vec<String> = expected.get("unknown").unwrap_or_default();
        for name in unknown {
            let sum = match name.as_str() {
                "joining" => sums.joining,
                "monthly" => sums.monthly,
                "insurance" => sums.insurance,
                other => return Err(format!("{other} is no sum")),
            };
            holds(sum.is_none(), || format!("{name} {sum:?}"))?;
        }
        Ok(())
    }
}
