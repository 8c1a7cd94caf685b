//! Rules about sources, places and addresses.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::Problem;
use super::walk::{Item, gateway_file, items};
use crate::load::Catalog;
use crate::model::Source;
use crate::query::https_host;

/// No document can have been read after this day. It moves when somebody reads them again.
const LAST_READ: Date = date(2026, 11, 22);

/// Every key names a source of the same file or a common one.
pub(super) fn sources_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Fact(keys, _) = item else { continue };
        for key in keys {
            if catalog.source(key, at.gateway).is_none() {
                problems.push(at.problem(format!("no source `{key}`")));
            }
        }
    }
    problems
}

/// Every fact says where it stands; what is our own advice says so instead.
pub(super) fn facts_have_sources(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        match item {
            Item::Fact(keys, false) if keys.is_empty() => problems.push(at.problem("no source")),
            Item::Fact(keys, true) if !keys.is_empty() => {
                problems.push(at.problem("advice with a source is not advice"));
            }
            _ => {}
        }
    }
    problems
}

/// A source was read on or after its own date and not in the future, and says where it is.
pub(super) fn sources_are_dated(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut list = |file: &str, sources: &BTreeMap<String, Source>| {
        for (key, source) in sources {
            let field = format!("sources.{key}");
            let mut wrong = |text: &str| problems.push(Problem::new(file, &field, text));
            if source.verified_on > LAST_READ {
                wrong("was read in the future");
            }
            if source.date > source.verified_on {
                wrong("was read before it was written");
            }
            if !collection(&source.doc) {
                wrong(
                    "`doc` is none of owner/name@commit, owner/name#number, npm:name@version and seed",
                );
            }
            if source.path.trim().is_empty() {
                wrong("no path");
            }
        }
    };
    list("common.toml", &catalog.sources);
    for gateway in catalog.gateways.values() {
        list(&gateway_file(gateway), &gateway.sources);
    }
    problems
}

fn collection(doc: &str) -> bool {
    if doc == "seed" {
        return true;
    }
    let repository = doc.strip_prefix("npm:").unwrap_or(doc);
    repository
        .rsplit_once(['@', '#'])
        .is_some_and(|(name, version)| name.contains('/') && !version.is_empty())
}

/// A disagreement shows at least two readings, or there is none.
pub(super) fn disagreements_have_two_readings(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        if matches!(item, Item::Disagreement(it) if it.readings.len() < 2) {
            problems.push(at.problem("fewer than two readings"));
        }
    }
    problems
}

/// A place lies in a portal that is known.
pub(super) fn places_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Place(place) = item else { continue };
        if catalog.portal(&place.portal, at.gateway).is_none() {
            problems.push(at.problem(format!("no portal `{}`", place.portal)));
        }
        if place.menu.iter().any(|step| step.trim().is_empty()) {
            problems.push(at.problem("an empty step in the menu path"));
        }
    }
    problems
}

/// Every address is one that the app may open.
pub(super) fn addresses_are_https(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Url(url) = item else { continue };
        if https_host(url).is_none() {
            problems.push(at.problem(format!("`{url}` is no plain https address")));
        }
    }
    for host in &catalog.links {
        if https_host(&format!("https://{host}")) != Some(host) {
            problems.push(Problem::new(
                "common.toml",
                "links",
                format!("`{host}` is no host"),
            ));
        }
    }
    problems
}
