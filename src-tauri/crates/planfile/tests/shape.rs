//! The keys and words of the plan as JSON. Programs read them: what is documented stays.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use catalog::Catalog;
use jiff::civil::{Date, date};
use planfile::{read, result};
use serde_json::Value;

const TODAY: Date = date(2026, 11, 23);

fn plan(answers: &str) -> Value {
    let catalog = Catalog::embedded();
    let answers = read(answers, catalog).expect("answers");
    let planning = wizard::plan::planning(&answers, catalog, TODAY);
    serde_json::to_value(result(&planning, catalog)).expect("JSON")
}

/// Files that between them bring everything that can be said.
fn all() -> Vec<Value> {
    [
        "{}",
        r#"{"purposes": "one_time", "methods": ["card", "kakaopay"], "monthly_sales": 30000000,
            "business": "corporation", "preferred": "kcp", "wished_day": "2026-11-24"}"#,
        r#"{"purposes": ["one_time", "recurring", "identity"], "portone_version": "v2",
            "methods": ["card", "gift_certificate"], "builder": "wordpress", "size_tier": "small1"}"#,
        r#"{"purposes": "overseas", "buyers": "overseas", "buyer_countries": ["US"],
            "currencies": ["USD", "XAF"], "overseas_methods": "card"}"#,
        r#"{"purposes": "recurring", "methods": "gift_certificate"}"#,
        r#"{"purposes": "one_time", "methods": "card", "trade": "donation"}"#,
        r#"{"purposes": "one_time", "methods": "card", "trade": "fortune"}"#,
    ]
    .into_iter()
    .map(plan)
    .collect()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

fn has(value: &Value, wanted: &[&str]) {
    assert_eq!(keys(value), wanted.iter().copied().collect(), "{value}");
}

/// These keys, and of the others only those that say something.
fn has_also(value: &Value, wanted: &[&str], maybe: &[&str]) {
    let said = maybe.iter().filter(|key| value.get(key).is_some());
    let wanted: Vec<&str> = wanted.iter().chain(said.clone()).copied().collect();
    has(value, &wanted);
    for key in said {
        assert!(!list(value, key).is_empty(), "{value}");
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).expect("a list")
}

fn day(value: &Value) -> Date {
    let text = value.as_str().expect("a text");
    let day: Date = text.parse().expect("a day");
    assert_eq!(day.to_string(), text);
    day
}

fn reasons(value: &Value, key: &str) -> usize {
    for it in list(value, key) {
        has(it, &["code", "text", "source"]);
        assert!(it["code"].as_str().is_some_and(|it| !it.is_empty()), "{it}");
        assert!(it["text"].as_str().is_some_and(|it| !it.is_empty()), "{it}");
        for source in list(it, "source") {
            has(source, &["document", "path", "dated", "verified_on"]);
            day(&source["dated"]);
            day(&source["verified_on"]);
        }
    }
    list(value, key).len()
}

#[test]
fn every_object_has_its_keys_and_no_others() {
    let (mut tracks, mut uncovered, mut rejected, mut tasks, mut nulls) = (0, 0, 0, 0, 0);
    for it in all() {
        has(
            &it,
            &[
                "schema", "today", "version", "plans", "rejected", "warnings", "tasks",
            ],
        );
        assert_eq!(it["schema"], 1);
        assert_eq!(day(&it["today"]), TODAY);
        has(&it["version"], &["answer", "reasons"]);
        assert!(reasons(&it["version"], "reasons") > 0, "{it}");
        reasons(&it, "warnings");
        for (n, plan) in (1..).zip(list(&it, "plans")) {
            has(
                plan,
                &["rank", "tracks", "uncovered", "days", "dates", "cost"],
            );
            assert_eq!(plan["rank"], n);
            let mut before = (None, None);
            for mode in ["earliest", "usual", "late"] {
                let days = plan["days"][mode].as_u64();
                let on = day(&plan["dates"][mode]);
                assert!(days >= before.0 && Some(on) >= before.1, "{plan}");
                before = (days, Some(on));
            }
            has(&plan["days"], &["earliest", "usual", "late"]);
            has(&plan["dates"], &["earliest", "usual", "late"]);
            let cost = &plan["cost"];
            has(
                cost,
                &["joining", "monthly", "insurance", "portone", "assumptions"],
            );
            assert!(reasons(cost, "assumptions") > 0, "{cost}");
            // Won or null, and null is said.
            let said = list(cost, "assumptions");
            let said = said.iter().any(|it| it["code"] == "cost-not-reckoned");
            let sums = ["joining", "monthly", "insurance", "portone"];
            let unknown = sums.iter().filter(|key| cost[**key].is_null()).count();
            assert!(
                sums.iter()
                    .all(|key| cost[*key].is_u64() || cost[*key].is_null())
            );
            assert_eq!(said, unknown > 0, "{cost}");
            nulls += unknown;
            for track in list(plan, "tracks") {
                has(
                    track,
                    &[
                        "gateway",
                        "module",
                        "portone",
                        "purpose",
                        "methods",
                        "test_mids",
                        "reasons",
                        "conditions",
                    ],
                );
                assert!(track["module"].is_string() && track["portone"].is_string());
                list(track, "methods");
                list(track, "test_mids");
                tracks += reasons(track, "reasons") + reasons(track, "conditions");
            }
            for missing in list(plan, "uncovered") {
                has(missing, &["wish", "reasons"]);
                // A place stands there only when one was asked for.
                let wish = keys(&missing["wish"]);
                let always: BTreeSet<&str> = ["method", "purpose"].into();
                assert!(wish.is_superset(&always), "{wish:?}");
                let place: Vec<&str> = wish.difference(&always).copied().collect();
                assert!(
                    matches!(place.as_slice(), [] | ["country"] | ["currency"]),
                    "{place:?}"
                );
                for key in place {
                    assert!(missing["wish"][key].is_string(), "{missing}");
                }
                assert!(missing["wish"]["purpose"].is_string());
                uncovered += reasons(missing, "reasons");
            }
        }
        for no in list(&it, "rejected") {
            has_also(
                no,
                &[
                    "gateway", "module", "portone", "purpose", "methods", "verdict", "reasons",
                ],
                &["countries", "currencies"],
            );
            assert!(no["methods"].is_array(), "{no}");
            assert!(no["gateway"].is_string() && no["purpose"].is_string());
            // A whole gateway has no module, and then no version.
            assert!(no["module"].is_string() || no["module"].is_null());
            assert!(no["module"].is_string() || no["portone"].is_null(), "{no}");
            rejected += reasons(no, "reasons");
        }
        for task in list(&it, "tasks") {
            has(task, &["id", "title", "who", "stage"]);
            assert!(keys(task).iter().all(|key| task[*key].is_string()));
            tasks += 1;
        }
    }
    for (what, seen) in [
        ("tracks", tracks),
        ("uncovered", uncovered),
        ("rejected", rejected),
        ("tasks", tasks),
        ("nulls", nulls),
    ] {
        assert!(seen > 0, "nothing seen of {what}");
    }
}

#[test]
fn verdicts_and_versions_are_the_documented_words() {
    let files = all();
    let words = |of: &dyn Fn(&Value) -> Vec<String>| -> BTreeSet<String> {
        files.iter().flat_map(of).collect()
    };
    let verdicts = words(&|it| {
        let all = list(it, "rejected").iter();
        all.map(|no| no["verdict"].as_str().expect("a word").to_owned())
            .collect()
    });
    let allowed = ["no", "documents_disagree", "undocumented"];
    assert!(verdicts.iter().all(|it| allowed.contains(&it.as_str())));
    assert!(verdicts.len() > 1, "{verdicts:?}");
    let versions = words(&|it| vec![it["version"]["answer"].as_str().expect("a word").to_owned()]);
    let allowed = ["v1", "v2", "either"];
    assert!(versions.iter().all(|it| allowed.contains(&it.as_str())));
    assert!(versions.len() > 1, "{versions:?}");
}

#[test]
fn what_contradicts_names_both_questions() {
    let catalog = Catalog::embedded();
    let it = plan(r#"{"surface": "web", "store_listed": "yes"}"#);
    let warnings = list(&it, "warnings");
    let found = warnings.iter().find(|it| it["code"] == "listed-and-no-app");
    let text = found.expect("it is said")["text"]
        .as_str()
        .expect("a text")
        .to_owned();
    for id in ["surface", "store_listed"] {
        let title = &catalog.question(id).expect("a question").title.ko;
        assert!(text.contains(title.as_str()), "{text}");
        assert!(text.contains(&format!("({id})")), "{text}");
    }
}

/// What PortOne takes is known without the gateways' share, and is not the whole.
#[test]
fn a_month_without_a_known_rate_is_null() {
    let it = plan(r#"{"purposes": "one_time", "methods": "card"}"#);
    let plans = list(&it, "plans");
    assert!(!plans.is_empty());
    for plan in plans {
        assert!(plan["cost"]["monthly"].is_null(), "{}", plan["cost"]);
        assert!(plan["cost"]["insurance"].is_null(), "{}", plan["cost"]);
    }
}
