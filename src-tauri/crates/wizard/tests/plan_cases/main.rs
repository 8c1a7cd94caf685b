//! The engine against worked cases, which were written from the documents before there was one. Where
//! they differ, the text of the source decides. `version_and_builder.toml` says how to read a case.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod days;
mod sums;
mod verdicts;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::Catalog;
use catalog::model::{Method, Purpose};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};
use wizard::event::TrackSpec;
use wizard::plan::{Answers, Judged, Planning, Reason, Version, Wish, planning};

const FILES: [(&str, &str); 9] = [
    ("cost", include_str!("cost.toml")),
    ("edges", include_str!("edges.toml")),
    ("entry_conditions", include_str!("entry_conditions.toml")),
    ("merchants", include_str!("merchants.toml")),
    ("overseas", include_str!("overseas.toml")),
    (
        "recurring_wallets_identity",
        include_str!("recurring_wallets_identity.toml"),
    ),
    ("time", include_str!("time.toml")),
    ("trades", include_str!("trades.toml")),
    (
        "version_and_builder",
        include_str!("version_and_builder.toml"),
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
}

/// Identity verification has no method to choose, so a wish for it has none.
fn same_wish(wish: &Wish, expected: &Expected<'_>) -> bool {
    let method: Option<Method> = expected.get("method");
    Some(wish.purpose) == expected.get("purpose")
        && (wish.method == method
            || (wish.method.is_none() && (wish.purpose == Purpose::Identity || method.is_none())))
}
