//! The worked cases of the plan are sound: every id is one of the catalogue, every expectation names its
//! document, and the dates that were counted by hand are those of the calendar.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use catalog::Catalog;
use catalog::model::{AnswerKind, Fee, FeePer, Method, Portone, Purpose, SizeTier, Stage, UNKNOWN};
use jiff::civil::Date;
use serde::Deserialize;
use toml::{Table, Value};

/// The files, beside the engine that they judge.
const FILES: [(&str, &str); 9] = [
    (
        "cost",
        include_str!("../../wizard/tests/plan_cases/cost.toml"),
    ),
    (
        "edges",
        include_str!("../../wizard/tests/plan_cases/edges.toml"),
    ),
    (
        "entry_conditions",
        include_str!("../../wizard/tests/plan_cases/entry_conditions.toml"),
    ),
    (
        "merchants",
        include_str!("../../wizard/tests/plan_cases/merchants.toml"),
    ),
    (
        "overseas",
        include_str!("../../wizard/tests/plan_cases/overseas.toml"),
    ),
    (
        "recurring_wallets_identity",
        include_str!("../../wizard/tests/plan_cases/recurring_wallets_identity.toml"),
    ),
    (
        "time",
        include_str!("../../wizard/tests/plan_cases/time.toml"),
    ),
    (
        "trades",
        include_str!("../../wizard/tests/plan_cases/trades.toml"),
    ),
    (
        "version_and_builder",
        include_str!("../../wizard/tests/plan_cases/version_and_builder.toml"),
    ),
];

/// What each kind of expectation may say beside its source.
const KINDS: [(&str, &[&str]); 19] = [
    ("must_offer", JUDGED),
    ("must_not_offer", JUDGED),
    ("judged", JUDGED),
    (
        "rejected",
        &["gateway", "module", "purpose", "methods", "verdict", "code"],
    ),
    ("covered", &["purpose", "method"]),
    ("uncovered", &["purpose", "method"]),
    ("contracts", &["count"]),
    ("precaution", &["another_gateway"]),
    ("version", &["answer"]),
    ("warnings", &["code"]),
    ("told_first", &["code"]),
    ("no_reason", &["code"]),
    ("tasks", &["task"]),
    ("contradictions", &["questions"]),
    (
        "fees",
        &[
            "gateway",
            "module",
            "what",
            "method",
            "purpose",
            "goods",
            "tier",
            "percent",
            "percent_min",
            "percent_max",
            "won",
            "usd",
        ],
    ),
    (
        "costs",
        &[
            "gateway",
            "purpose",
            "method",
            "tier",
            "cycle",
            "joining",
            "monthly",
            "monthly_min",
            "monthly_max",
            "insured",
            "insurance",
            "portone_fee",
            "arithmetic",
            "assumption",
            "dated",
            "unknown",
        ],
    ),
    (
        "days",
        &["gateway", "purpose", "stage", "min", "max", "undocumented"],
    ),
    (
        "dates",
        &["gateway", "purpose", "stage", "earliest", "latest"],
    ),
    (
        "after",
        &["gateway", "stage", "waits_for", "of", "calendar_months"],
    ),
];

const JUDGED: &[&str] = &[
    "gateway", "module", "purpose", "portone", "methods", "verdict",
];

const VERDICTS: [&str; 5] = [
    "fits",
    "conditional",
    "no",
    "documents_disagree",
    "undocumented",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: BTreeMap<String, Document>,
    cases: Vec<Case>,
}

/// The name of a collection and a path inside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    document: String,
    path: String,
}

/// One case; `version_and_builder.toml` says what each part means.
#[derive(Deserialize)]
struct Case {
    id: String,
    about: String,
    today: Date,
    answers: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    expected: BTreeMap<String, Vec<Table>>,
}

fn files() -> Vec<(&'static str, File)> {
    let read = |(name, text)| (name, toml::from_str(text).expect(name));
    FILES.into_iter().map(read).collect()
}

/// Runs a check over every expectation and names those that fail.
fn every(check: impl Fn(&File, &Case, &str, &Table) -> Vec<String>) {
    let mut wrong = String::new();
    let mut seen = 0;
    for (name, file) in files() {
        for case in &file.cases {
            for (kind, entries) in &case.expected {
                for entry in entries {
                    seen += 1;
                    for complaint in check(&file, case, kind, entry) {
                        let _ = writeln!(wrong, "{name}.toml, {}, {kind}: {complaint}", case.id);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(seen > 400, "only {seen} expectations were looked at");
}

#[test]
fn every_case_has_an_id_of_its_own_and_expects_something() {
    let mut ids = BTreeSet::new();
    for (name, file) in files() {
        for (key, it) in &file.sources {
            assert!(!it.document.is_empty() && !it.path.is_empty(), "{key}");
        }
        for case in &file.cases {
            assert!(!case.expected.is_empty(), "{name}: {}", case.id);
            assert!(!case.about.is_empty(), "{name}: {}", case.id);
            assert!(ids.insert(case.id.clone()), "{name}: {} twice", case.id);
        }
    }
    assert!(ids.len() >= 70, "{} cases", ids.len());
}

#[test]
fn every_expectation_names_its_document_and_says_nothing_unknown() {
    every(|file, _, kind, entry| {
        let mut wrong = Vec::new();
        let Some((_, allowed)) = KINDS.iter().find(|(it, _)| *it == kind) else {
            return vec!["is no kind of expectation".to_owned()];
        };
        for key in entry.keys() {
            if !allowed.contains(&key.as_str()) && key != "source" && key != "says" {
                wrong.push(format!("{key} is unknown"));
            }
        }
        let source = entry.get("source").and_then(Value::as_str);
        if !source.is_some_and(|it| file.sources.contains_key(it)) {
            wrong.push("its source is not one of the file's".to_owned());
        }
        let says = entry.get("says").and_then(Value::as_str);
        if says.is_none_or(str::is_empty) {
            wrong.push("what the source says is missing".to_owned());
        }
        wrong
    });
}

#[test]
fn every_id_is_one_of_the_catalogue() {
    let catalog = Catalog::embedded();
    every(|_, _, kind, entry| {
        let mut wrong = Vec::new();
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let is = |key: &str, ok: fn(Value) -> bool| entry.get(key).cloned().is_none_or(ok);
        let gateway = text("gateway");
        if gateway.is_some_and(|id| catalog.gateway(id).is_none()) {
            wrong.push(format!("no gateway {gateway:?}"));
        }
        if let Some(module) = text("module").filter(|it| *it != "*") {
            let owner = catalog.module(module).map(|(it, _)| it.id.as_str());
            if owner != gateway {
                wrong.push(format!("{module} is no module of {gateway:?}"));
            }
        }
        for (key, ok) in [
            (
                "purpose",
                (|it: Value| it.try_into::<Purpose>().is_ok()) as fn(Value) -> bool,
            ),
            ("portone", |it| it.try_into::<Portone>().is_ok()),
            ("method", |it| it.try_into::<Method>().is_ok()),
            ("methods", |it| it.try_into::<Vec<Method>>().is_ok()),
            ("stage", |it| it.try_into::<Stage>().is_ok()),
            ("waits_for", |it| it.try_into::<Stage>().is_ok()),
            ("verdict", |it| {
                let verdicts: Vec<String> = it.try_into().unwrap_or_default();
                !verdicts.is_empty() && verdicts.iter().all(|it| VERDICTS.contains(&it.as_str()))
            }),
        ] {
            if !is(key, ok) {
                wrong.push(format!("{key} is none of the catalogue's"));
            }
        }
        if let Some(task) = text("task")
            && !catalog.all_tasks().any(|it| it.task.id == task)
        {
            wrong.push(format!("no task {task}"));
        }
        // What can stand in a plan must at least be there.
        if kind == "must_offer" && !offered(catalog, entry) {
            wrong.push("no module has this purpose and these methods".to_owned());
        }
        wrong
    });
}

/// Whether some module of the entry's gateway has its purpose and methods at all.
fn offered(catalog: &Catalog, entry: &Table) -> bool {
    let get = |key: &str| entry.get(key).cloned();
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let Some(purpose) = get("purpose").and_then(|it| it.try_into::<Purpose>().ok()) else {
        return false;
    };
    let portone = get("portone").and_then(|it| it.try_into::<Portone>().ok());
    let methods: Vec<Method> = get("methods")
        .and_then(|it| it.try_into().ok())
        .unwrap_or_default();
    let module = text("module");
    catalog.modules().any(|(gateway, it)| {
        let has = |method| it.methods_for(purpose).contains(method);
        Some(gateway.id.as_str()) == text("gateway")
            && (module == Some("*") || module == Some(it.id.as_str()))
            && portone.is_none_or(|portone| portone == it.portone)
            && it.purposes.contains(&purpose)
            && methods.iter().all(has)
    })
}

#[test]
fn dates_counted_by_hand_are_those_of_the_calendar() {
    let catalog = Catalog::embedded();
    let mut seen = 0;
    let cases = files().into_iter().flat_map(|(_, file)| file.cases);
    for case in cases {
        for entry in case.expected.get("dates").into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).expect("a text");
            let stage: Stage = entry
                .get("stage")
                .cloned()
                .and_then(|it| it.try_into().ok())
                .expect("a stage");
            let gateway = catalog.gateway(text("gateway")).expect("a gateway");
            let days = gateway.days.get(&stage).expect("the gateway's own days");
            let date = |key| text(key).parse::<Date>().expect("a date");
            let (first, last) = (
                catalog.business_days_after(case.today, days.min),
                catalog.business_days_after(case.today, days.max),
            );
            assert_eq!(
                (first, last),
                (date("earliest"), date("latest")),
                "{}: {}",
                case.id,
                text("says")
            );
            seen += 1;
        }
    }
    assert!(seen >= 12, "only {seen} dates");
}

/// Answers to a question of the interview are among those that it offers.
#[test]
fn answers_are_spelled_as_the_interview_spells_them() {
    let catalog = Catalog::embedded();
    for (name, file) in files() {
        for case in &file.cases {
            for (id, values) in &case.answers {
                let question = catalog.question(id).expect(id);
                let listed = matches!(question.kind, AnswerKind::One | AnswerKind::Many);
                let known = |value: &String| {
                    let mut choices = question.choices.iter();
                    value == UNKNOWN || !listed || choices.any(|it| it.value == *value)
                };
                assert!(
                    !values.is_empty() && values.iter().all(known),
                    "{name}: {}: {id} = {values:?}",
                    case.id
                );
            }
        }
    }
}

/// A figure that a case read in a fee table is the catalogue's, and one to count with.
#[test]
fn the_catalogue_has_every_figure_that_a_case_read() {
    let catalog = Catalog::embedded();
    let mut seen = 0;
    every(|_, _, kind, entry| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let gateway = text("gateway").and_then(|id| catalog.gateway(id));
        let Some(gateway) = gateway.filter(|_| kind == "fees") else {
            return Vec::new();
        };
        let found = gateway.fees.iter().any(|fee| same_figure(fee, entry));
        let wrong = || format!("{} has no such fee: {:?}", gateway.id, text("says"));
        (!found).then(wrong).into_iter().collect()
    });
    for (_, file) in files() {
        let fees = file.cases.iter().filter_map(|it| it.expected.get("fees"));
        seen += fees.map(Vec::len).sum::<usize>();
    }
    assert!(seen > 40, "only {seen} figures");
}

fn same_figure(fee: &Fee, entry: &Table) -> bool {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let won = entry.get("won").and_then(Value::as_integer);
    // A range and a foreign currency cannot be counted with: they stand in the words only.
    let words = ["percent_min", "percent_max", "usd"].map(text);
    let counted = words.iter().all(Option::is_none);
    if !counted {
        let mut words = words.into_iter().flatten();
        return fee.per.is_none() && words.all(|it| fee.value.ko.contains(it));
    }
    let method = entry
        .get("method")
        .cloned()
        .and_then(|it| it.try_into().ok());
    let per = match text("what") {
        Some("join") => Some(FeePer::Join),
        Some("month") => Some(FeePer::Month),
        Some("year") => Some(FeePer::Year),
        _ => Some(FeePer::Payment),
    };
    let percent = text("percent").map(|it| it.parse().expect("a decimal"));
    fee.percent == percent
        && fee.won.map(i64::try_from) == won.map(Ok)
        && fee.per == per
        && fee.tier_id.map(SizeTier::id) == text("tier")
        && method.is_none_or(|it| fee.methods.contains(&it))
}
