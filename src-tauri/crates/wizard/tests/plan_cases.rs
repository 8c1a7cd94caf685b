// tidy: long because each kind of expectation is one arm, read beside the others.
//! The engine against worked cases, which were written from the documents before there was one. Where
//! they differ, the text of the source decides. `version_and_builder.toml` says how to read a case.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::Catalog;
use catalog::model::{Actor, Method, Portone, Purpose, SizeTier, Stage};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};
use wizard::event::TrackSpec;
use wizard::plan::{
    Answers, Bar, Cost, CostKind, Judged, Paid, Plan, Planning, Reason, Rejected, Verdict, Version,
    Wish, Won, cost, joining, planning, premiums, rate, timeline,
};

const FILES: [(&str, &str); 9] = [
    ("cost", include_str!("plan_cases/cost.toml")),
    ("edges", include_str!("plan_cases/edges.toml")),
    (
        "entry_conditions",
        include_str!("plan_cases/entry_conditions.toml"),
    ),
    ("merchants", include_str!("plan_cases/merchants.toml")),
    ("overseas", include_str!("plan_cases/overseas.toml")),
    (
        "recurring_wallets_identity",
        include_str!("plan_cases/recurring_wallets_identity.toml"),
    ),
    ("time", include_str!("plan_cases/time.toml")),
    ("trades", include_str!("plan_cases/trades.toml")),
    (
        "version_and_builder",
        include_str!("plan_cases/version_and_builder.toml"),
    ),
];

#[derive(Deserialize)]
struct File {
    sources: BTreeMap<String, Document>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Document {
    document: String,
    path: String,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    about: String,
    today: Date,
    answers: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    expected: BTreeMap<String, Vec<Table>>,
}

/// One expectation, read as what the engine speaks of.
struct Expected<'a>(&'a Table);

impl Expected<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str)
    }

    fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let value = self.0.get(key)?.clone();
        Some(
            value
                .try_into()
                .unwrap_or_else(|why| panic!("{key}: {why}")),
        )
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.get(key)
    }

    /// The purpose to look under. A wallet through a gateway is a method of the gateway's one-time
    /// payments; a purpose of its own it is for who takes nothing but wallets.
    fn purpose(&self, answers: &Answers) -> Option<Purpose> {
        let purpose = self.get("purpose")?;
        let beside = purpose == Purpose::EasyPay && !answers.purposes.contains(&purpose);
        Some(if beside { Purpose::OneTime } else { purpose })
    }

    fn methods(&self) -> Vec<Method> {
        let mut methods: Vec<Method> = self.get("methods").unwrap_or_default();
        methods.extend(self.get::<Method>("method"));
        methods
    }
}

/// A case and what the engine says of it.
struct Ran<'a> {
    case: &'a Case,
    catalog: &'static Catalog,
    answers: Answers,
    planning: Planning,
}

#[test]
fn every_worked_case_comes_out_as_the_documents_say() {
    let mut wrong = String::new();
    let mut looked_at = 0;
    for (name, text) in FILES {
        let file: File = toml::from_str(text).expect(name);
        for case in &file.cases {
            let catalog = Catalog::embedded();
            let ran = Ran {
                case,
                catalog,
                answers: Answers::read(&case.answers, catalog),
                planning: planning(&case.answers, catalog, case.today),
            };
            for (kind, entries) in &case.expected {
                for entry in entries {
                    looked_at += 1;
                    let expected = Expected(entry);
                    let Err(got) = ran.judge(kind, &expected) else {
                        continue;
                    };
                    let source = expected.text("source").and_then(|it| file.sources.get(it));
                    let source = source.map(|it| format!("{} {}", it.document, it.path));
                    let _ = writeln!(
                        wrong,
                        "{name}/{} ({})\n  expected {kind} {entry}\n  got {got}\n  source {}",
                        case.id,
                        case.about,
                        source.unwrap_or_default()
                    );
                }
            }
        }
    }
    let count = wrong.lines().filter(|it| it.starts_with("  got")).count();
    assert!(wrong.is_empty(), "{count} of {looked_at}:\n{wrong}");
    assert!(looked_at > 400, "only {looked_at} expectations");
}

type Outcome = Result<(), String>;

fn holds(ok: bool, got: impl FnOnce() -> String) -> Outcome {
    if ok { Ok(()) } else { Err(got()) }
}

impl Ran<'_> {
    fn judge(&self, kind: &str, expected: &Expected<'_>) -> Outcome {
        match kind {
            "must_offer" | "must_not_offer" | "judged" => self.verdicts(kind, expected),
            "rejected" => self.rejected(expected),
            "covered" => {
                let plan = self.planning.plans.first();
                let mut covers = plan
                    .iter()
                    .flat_map(|it| &it.tracks)
                    .flat_map(|it| &it.covers);
                holds(covers.any(|it| same_wish(it, expected)), || self.plans())
            }
            "uncovered" => {
                let plans = &self.planning.plans;
                let mut covers = plans
                    .iter()
                    .flat_map(|it| &it.tracks)
                    .flat_map(|it| &it.covers);
                holds(!covers.any(|it| same_wish(it, expected)), || self.plans())
            }
            "contracts" => {
                let count = self
                    .planning
                    .plans
                    .first()
                    .map(|it| u64::from(it.contracts));
                holds(count == expected.number("count"), || self.plans())
            }
            "precaution" => self.precaution(),
            "version" => {
                let allowed: Vec<String> = expected.get("answer").unwrap_or_default();
                let got = match self.planning.version {
                    Version::V1 => "v1",
                    Version::V2 => "v2",
                    Version::Either => "either",
                };
                holds(allowed.iter().any(|it| it == got), || got.to_owned())
            }
            "warnings" => {
                let code = expected.text("code").unwrap_or_default();
                holds(self.says(code), || self.codes())
            }
            "told_first" => {
                let first = self.planning.warnings.first();
                let first = first.map(|it| it.code.as_str());
                let ok = self.planning.plans.is_empty() && first == expected.text("code");
                holds(ok, || format!("{first:?} {}", self.plans()))
            }
            "no_reason" => {
                let code = expected.text("code").unwrap_or_default();
                holds(!self.says(code), || format!("{code} is said"))
            }
            "contradictions" => self.contradictions(expected),
            "tasks" => {
                let task = expected.text("task");
                let mut tasks = self.planning.tasks.iter();
                holds(tasks.any(|it| Some(it.id.as_str()) == task), || {
                    let tasks = self.planning.tasks.iter();
                    format!("{:?}", tasks.map(|it| &it.id).collect::<Vec<_>>())
                })
            }
            "fees" => self.fees(expected),
            "costs" => self.costs(expected),
            "days" => self.days(expected),
            "dates" => self.dates(expected),
            "after" => self.after(expected),
            other => Err(format!("{other} is no kind of expectation")),
        }
    }

    fn plans(&self) -> String {
        let plans = self.planning.plans.iter().map(|plan| {
            let tracks = plan
                .tracks
                .iter()
                .map(|it| format!("{}/{:?}/{:?}", it.spec.module, it.spec.purpose, it.methods));
            tracks.collect::<Vec<_>>().join(" + ")
        });
        format!("plans {:?}", plans.collect::<Vec<_>>())
    }

    fn all_reasons(&self) -> impl Iterator<Item = &Reason> {
        let judged = self.planning.judged.iter();
        let of_judged =
            judged.flat_map(|it| it.reasons.iter().chain(&it.conditions).chain(&it.against));
        let rejected = self.planning.rejected.iter().flat_map(|it| &it.reasons);
        self.planning
            .warnings
            .iter()
            .chain(of_judged)
            .chain(rejected)
    }

    fn says(&self, code: &str) -> bool {
        self.all_reasons().any(|it| it.code == code)
    }

    fn codes(&self) -> String {
        let mut codes: Vec<&str> = self.all_reasons().map(|it| it.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        format!("codes {codes:?}")
    }

    fn verdicts(&self, kind: &str, expected: &Expected<'_>) -> Outcome {
        let allowed: Vec<String> = expected.get("verdict").unwrap_or_default();
        let portone: Option<Portone> = expected.get("portone");
        let methods = expected.methods();
        let of = |it: &&Judged| {
            let module = expected.text("module").unwrap_or("*");
            expected.text("gateway") == Some(it.spec.gateway.as_str())
                && (module == "*" || module == it.spec.module)
                && expected.purpose(&self.answers) == Some(it.spec.purpose)
                && portone.is_none_or(|portone| portone == it.portone)
        };
        let mut judged: Vec<&Judged> = self.planning.judged.iter().filter(of).collect();
        if kind == "must_not_offer" && expected.text("module") == Some("*") && portone.is_none() {
            // Who said which version it is has asked about the modules of that one.
            let asked = self.answers.portone;
            judged.retain(|it| asked.is_none_or(|asked| asked == it.portone));
        }
        let verdict = |it: &Judged| {
            let wishes = it.wishes.iter().filter(|one| {
                methods.is_empty()
                    || one
                        .wish
                        .method
                        .is_none_or(|method| methods.contains(&method))
            });
            // Where a place is asked for as well, all places have to be served.
            let mut by_method: BTreeMap<Option<Method>, Verdict> = BTreeMap::new();
            for one in wishes {
                let known = by_method.entry(one.wish.method).or_insert(one.verdict);
                *known = (*known).max(one.verdict);
            }
            by_method.into_values().min().unwrap_or(Verdict::No)
        };
        let fits = |it: &Judged| allowed.iter().any(|word| word == name(verdict(it)));
        let in_plans = |it: &Judged| {
            let mut tracks = self.planning.plans.iter().flat_map(|plan| &plan.tracks);
            tracks.any(|track| {
                track.spec == it.spec
                    && (methods.is_empty()
                        || track.methods.is_empty()
                        || methods.iter().any(|method| track.methods.contains(method)))
            })
        };
        let got = || {
            let lines = judged.iter().map(|it| {
                let codes = it
                    .against
                    .iter()
                    .chain(&it.conditions)
                    .map(|it| it.code.as_str());
                let codes: Vec<&str> = codes.collect();
                format!("{} {} {codes:?}", it.spec.module, name(verdict(it)))
            });
            lines.collect::<Vec<_>>().join("; ")
        };
        match kind {
            "must_offer" => {
                let ok = judged.iter().any(|it| fits(it) && verdict(it).serves());
                holds(ok, got)
            }
            "must_not_offer" => holds(judged.iter().all(|it| fits(it) && !in_plans(it)), got),
            _ => holds(!judged.is_empty() && judged.iter().all(|it| fits(it)), got),
        }
    }

    /// A line of what is not offered, about these methods and no others.
    fn rejected(&self, expected: &Expected<'_>) -> Outcome {
        let verdicts: Vec<String> = expected.get("verdict").unwrap_or_default();
        let about = |it: &&Rejected| {
            expected.text("gateway") == Some(it.gateway.as_str())
                && expected.text("module") == it.module.as_deref()
                && expected.purpose(&self.answers) == Some(it.purpose)
        };
        let fits = |it: &Rejected| {
            let methods: Vec<Method> = it.wishes.iter().filter_map(|it| it.method).collect();
            let code = expected.text("code");
            methods == expected.methods()
                && verdicts.iter().any(|word| word == name(it.verdict))
                && code.is_none_or(|code| it.reasons.iter().any(|it| it.code == code))
        };
        let mut lines = self.planning.rejected.iter().filter(about);
        holds(lines.clone().any(fits), || {
            let got = lines.by_ref().map(|it| {
                let codes: Vec<&str> = it.reasons.iter().map(|it| it.code.as_str()).collect();
                format!("{:?} {} {codes:?}", it.wishes, name(it.verdict))
            });
            got.collect::<Vec<_>>().join("; ")
        })
    }

    fn precaution(&self) -> Outcome {
        let Some(plan) = self.planning.plans.first() else {
            return Err("no plan".to_owned());
        };
        let Some(second) = &plan.precaution else {
            return Err("none is offered".to_owned());
        };
        let mut tracks = plan.tracks.iter();
        holds(
            tracks.all(|it| it.spec.gateway != second.spec.gateway),
            || format!("{:?}", second.spec),
        )
    }

    fn contradictions(&self, expected: &Expected<'_>) -> Outcome {
        let mut asked: Vec<String> = expected.get("questions").unwrap_or_default();
        asked.sort();
        let found = self.planning.contradictions.iter().map(|it| {
            let mut questions = it.questions.to_vec();
            questions.sort();
            questions
        });
        let found: Vec<Vec<String>> = found.collect();
        holds(found.contains(&asked), || format!("{found:?}"))
    }

    /// The gateway's first module that serves; else the first that has a purpose asked for.
    fn spec(&self, expected: &Expected<'_>) -> Option<TrackSpec> {
        let of = |it: &&Judged| {
            expected.text("gateway") == Some(it.spec.gateway.as_str())
                && expected
                    .purpose(&self.answers)
                    .is_none_or(|purpose| purpose == it.spec.purpose)
                && expected
                    .text("module")
                    .is_none_or(|module| module == it.spec.module)
        };
        let mut own: Vec<&Judged> = self.planning.judged.iter().filter(of).collect();
        own.sort_by_key(|it| it.verdict);
        own.first().map(|it| it.spec.clone())
    }

    fn fees(&self, expected: &Expected<'_>) -> Outcome {
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

    fn costs(&self, expected: &Expected<'_>) -> Outcome {
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

    fn bars(&self, expected: &Expected<'_>) -> Result<Vec<Bar>, String> {
        let spec = self.spec(expected).ok_or("the gateway is not judged")?;
        let track = timeline(&self.case.answers, self.catalog, self.case.today, &spec);
        let track = track.ok_or_else(|| format!("{spec:?} does not serve"))?;
        Ok(track.bars)
    }

    fn days(&self, expected: &Expected<'_>) -> Outcome {
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

    fn dates(&self, expected: &Expected<'_>) -> Outcome {
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

    fn after(&self, expected: &Expected<'_>) -> Outcome {
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

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fits => "fits",
        Verdict::Conditional => "conditional",
        Verdict::Disagree => "documents_disagree",
        Verdict::Undocumented => "undocumented",
        Verdict::No => "no",
    }
}

/// Identity verification has no method to choose, so a wish for it has none.
fn same_wish(wish: &Wish, expected: &Expected<'_>) -> bool {
    let method: Option<Method> = expected.get("method");
    Some(wish.purpose) == expected.get("purpose")
        && (wish.method == method
            || (wish.method.is_none() && (wish.purpose == Purpose::Identity || method.is_none())))
}
