//! How long it takes, and what waits for what.

use catalog::model::{Actor, Stage};
use wizard::plan::{Bar, timeline};

use super::{Expected, Outcome, Ran, holds};

impl Ran<'_> {
    fn bars(&self, expected: &Expected<'_>) -> Result<Vec<Bar>, String> {
        let spec = self.spec(expected).ok_or("the gateway is not judged")?;
        let track = timeline(&self.case.answers, self.catalog, self.case.today, &spec);
        let track = track.ok_or_else(|| format!("{spec:?} does not serve"))?;
        Ok(track.bars)
    }

    pub fn days(&self, expected: &Expected<'_>) -> Outcome {
        let stage: Stage = expected.get("stage").ok_or("no stage")?;
        let bars = self.bars(expected)?;
        let waits = bars.iter().filter(|it| {
            it.stage == stage && !matches!(it.who, Actor::Merchant | Actor::Developer)
        });
        let waits: Vec<&Bar> = waits.collect();
        if expected.get("undocumented") == Some(true) {
            return holds(waits.iter().any(|it| it.undocumented), || {
                format!("{waits:?}")
            });
        }
        let between = |from, to| u64::from(self.catalog.business_days_until(from, to));
        let fits = |it: &&Bar| {
            !it.undocumented
                && Some(between(it.start.earliest, it.end.earliest)) == expected.number("min")
                && Some(between(it.start.late, it.end.late)) == expected.number("max")
        };
        holds(waits.iter().any(fits), || format!("{waits:?}"))
    }

    pub fn dates(&self, expected: &Expected<'_>) -> Outcome {
        let stage: Stage = expected.get("stage").ok_or("no stage")?;
        let gateway = expected
            .text("gateway")
            .and_then(|id| self.catalog.gateway(id));
        let days = gateway
            .and_then(|it| it.days.get(&stage))
            .ok_or("no days")?;
        let on = |n| {
            self.catalog
                .business_days_after(self.case.today, n)
                .to_string()
        };
        let got = (on(days.min), on(days.max));
        let ok = (Some(got.0.as_str()), Some(got.1.as_str()))
            == (expected.text("earliest"), expected.text("latest"));
        holds(ok, || format!("{got:?}"))
    }

    pub fn after(&self, expected: &Expected<'_>) -> Outcome {
        let stage: Stage = expected.get("stage").ok_or("no stage")?;
        let first: Stage = expected.get("waits_for").ok_or("no stage to wait for")?;
        if expected.text("of") == Some("other") {
            return self.after_other(expected, stage);
        }
        let bars = self.bars(expected)?;
        let depends = |from: usize| {
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                if bars[at].stage == first {
                    return true;
                }
                open.extend(&bars[at].depends_on);
            }
            false
        };
        let own = (0..bars.len()).filter(|n| bars[*n].stage == stage);
        let found = own.clone().any(depends);
        holds(found, || {
            let bars = bars
                .iter()
                .map(|it| (it.stage, it.who, it.depends_on.clone()));
            format!("{:?}", bars.collect::<Vec<_>>())
        })
    }

    /// The gateway's track stands in a plan beside another one, and what it does from the stage on
    /// begins the months after that one is open.
    fn after_other(&self, expected: &Expected<'_>, stage: Stage) -> Outcome {
        let gateway = expected.text("gateway").unwrap_or_default();
        let months = i64::try_from(expected.number("calendar_months").unwrap_or(0));
        let months = jiff::Span::new().months(months.map_err(|it| it.to_string())?);
        let mut plans = self.planning.plans.iter().filter_map(|plan| {
            let own = plan.tracks.iter().find(|it| it.spec.gateway == gateway)?;
            let others = plan.tracks.iter().filter(|it| it.spec.gateway != gateway);
            Some((own, others.map(|it| it.dates.usual).min()?))
        });
        let ok = plans.any(|(own, other)| {
            let from = other.saturating_add(months);
            let mut bars = own.bars.iter().filter(|it| it.stage >= stage);
            bars.all(|it| it.end.usual >= from) && own.bars.iter().any(|it| it.waits_for.is_some())
        });
        holds(ok, || self.plans())
    }
}
