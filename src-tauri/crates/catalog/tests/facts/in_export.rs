//! The same facts in the export. It says less than the files: no menu path of a single field, no
//! hints, no tasks; facts about those are left out here.

use std::collections::BTreeSet;

use catalog::Catalog;
use serde_json::Value;

use super::{Fact, report};

/// Keys of which the export has nothing.
const LEFT_OUT: [&str; 5] = ["about", "closed_since", "menu", "portals", "said"];

#[test]
fn the_export_keeps_every_fact() {
    let export = catalog::export::export(Catalog::embedded());
    let export = serde_json::to_value(export).expect("plain data");
    report(|fact| wrong(fact, &export));
}

/// Why the export does not keep a fact.
fn wrong(fact: &Fact, export: &Value) -> Result<(), String> {
    if LEFT_OUT.contains(&fact.key.as_str()) {
        return Ok(());
    }
    let mut gateways = list(&export["gateways"]);
    let gateway = gateways.find(|it| it["id"] == *fact.gateway);
    let gateway = gateway.ok_or("no such gateway")?;
    let modules: Vec<&Value> = list(&gateway["modules"])
        .filter(|it| {
            let code = word(&it["provider"]).to_lowercase();
            let labels = rows(&it["fields"], &["label"], "");
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            fact.chooses(
                &word(&it["portone"]),
                &code,
                &words(&it["purposes"]),
                &labels,
            )
        })
        .collect();
    if modules.is_empty() {
        return Err("no such module".into());
    }
    match of_gateway(gateway, &modules, &fact.key) {
        Some(lines) => fact.holds(&lines),
        None => modules.iter().try_for_each(|module| {
            let mut fields = list(&module["fields"]);
            let field = fact.field.as_ref();
            let field = field.and_then(|label| fields.find(|it| it["label"] == **label));
            let lines = field.and_then(|field| of_field(field, &fact.key));
            let lines = lines.or_else(|| of_module(module, &fact.key));
            let lines = lines.ok_or_else(|| format!("no key {}", fact.key))?;
            let id = word(&module["id"]);
            fact.holds(&lines).map_err(|why| format!("{id}: {why}"))
        }),
    }
}

/// Lines about a gateway as a whole.
fn of_gateway(gateway: &Value, modules: &[&Value], key: &str) -> Option<Vec<String>> {
    Some(match key {
        "status" => words(&gateway["status"]),
        "names" => words(&gateway["names"]),
        "versions" => {
            let versions = modules.iter().map(|it| word(&it["portone"]));
            let versions: BTreeSet<String> = versions.collect();
            versions.into_iter().collect()
        }
        "contacts" => rows(
            &gateway["contacts"],
            &["what", "phone", "mail", "url"],
            " | ",
        ),
        "review_page" => words(&gateway["status_url"]),
        "contract_days" => {
            let days = list(&gateway["contract_steps"]).map(|it| &it["days"]);
            let days = days.filter(|it| !it.is_null());
            days.map(|it| row(it, &["min", "max"], "-")).collect()
        }
        "entry" => words(&gateway["entry_conditions"]),
        "direct_open" => words(&gateway["early_opening"]),
        "requests" => words(&gateway["request_rules"]),
        "card_review" => {
            let review = &gateway["card_review"];
            let menu = words(&review["menu_path"]).join(" > ");
            vec![format!(
                "{} | {menu}",
                row(review, &["who", "mode", "text"], " | ")
            )]
        }
        "extra_mid" => {
            let route = Some(&gateway["extra_mid_route"]).filter(|it| !it.is_null());
            route
                .iter()
                .map(|it| row(it, &["kind", "text"], ": "))
                .collect()
        }
        "fees" => {
            let fees = list(&gateway["fees"]);
            fees.map(|it| {
                let what = row(it, &["what", "tier"], " | ");
                format!("{what} = {} ({})", word(&it["value"]), word(&it["dated"]))
            })
            .collect()
        }
        "errors" => {
            let parts = ["code", "message", "cause", "who", "next"];
            rows(&gateway["errors"], &parts, " | ")
        }
        "disagreements" => disagreements(gateway),
        _ => return None,
    })
}

/// Every disagreement of a gateway, each with its readings on one line.
fn disagreements(gateway: &Value) -> Vec<String> {
    let fields = list(&gateway["modules"]).flat_map(|it| list(&it["fields"]));
    let owners = fields.chain(list(&gateway["application_fields"]));
    let owners = owners.chain([gateway, &gateway["card_review"]]);
    let lines = owners.flat_map(|owner| {
        let label = word(&owner["label"]);
        list(&owner["disagreements"]).map(move |it| {
            let readings = rows(&it["readings"], &["value"], "").join(" | ");
            format!("{label} {}: {readings}", word(&it["about"]))
        })
    });
    lines.collect()
}

/// Lines about a module.
fn of_module(module: &Value, key: &str) -> Option<Vec<String>> {
    Some(match key {
        "console_gateway" | "console_module" | "purposes" | "methods" | "open_to_new"
        | "no_test_mid" | "post_setup" => words(&module[key]),
        "fields" => rows(&module["fields"], &["label"], ""),
        "test_mids" => {
            let mids: BTreeSet<String> = rows(&module["test_mids"], &["mid"], "")
                .into_iter()
                .collect();
            let line = |mid: String| {
                let fit = list(&module["test_mids"]).filter(|it| it["mid"] == *mid);
                let purposes: Vec<String> = fit.map(|it| word(&it["purpose"])).collect();
                format!("{mid}: {}", purposes.join(", "))
            };
            mids.into_iter().map(line).collect()
        }
        "caveats" => {
            let test = words(&module["test_caveats"]).into_iter();
            let live = words(&module["live_caveats"]).into_iter();
            let test = test.map(|it| format!("test: {it}"));
            test.chain(live.map(|it| format!("live: {it}"))).collect()
        }
        _ => return None,
    })
}

/// Lines about a field.
fn of_field(field: &Value, key: &str) -> Option<Vec<String>> {
    Some(match key {
        "required" | "condition" | "otherwise_blank" | "live_prefix" | "secret" => {
            words(&field[key])
        }
        "max" => [words(&field["max_len"]), words(&field["exact_len"])].concat(),
        "exact" => words(&field["exact_len"]),
        "aka" => words(&field["aliases"]),
        _ => return None,
    })
}

/// The members of a list; none for null.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A string, number or truth value as text; empty for null.
fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A list of them, or one; none for null.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().map(word).collect(),
        one => vec![word(one)],
    }
}

/// Some values of an object on one line.
fn row(value: &Value, keys: &[&str], between: &str) -> String {
    let parts: Vec<String> = keys.iter().map(|key| word(&value[key])).collect();
    parts.join(between)
}

/// The same of each member of a list.
fn rows(value: &Value, keys: &[&str], between: &str) -> Vec<String> {
    list(value).map(|it| row(it, keys, between)).collect()
}
