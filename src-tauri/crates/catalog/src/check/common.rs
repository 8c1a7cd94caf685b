//! Rules about what holds for every gateway.

use std::collections::BTreeSet;
use std::fmt;

use super::Problem;
use super::walk::gateway_file;
use crate::load::Catalog;
use crate::model::{Heading, Part, Subject};

/// Subjects name common tasks, identifiers name fields, and trades name gateways, each once.
pub(super) fn common_facts_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, topic) in catalog.topics.all() {
        let common = |id: &String| catalog.tasks.iter().any(|task| task.id == *id);
        for id in topic.tasks.iter().filter(|id| !common(id)) {
            let text = format!("no common task `{id}`");
            problems.push(Problem::new("facts.toml", name, text));
        }
        if topic.tasks.is_empty() && topic.facts.is_empty() {
            problems.push(Problem::new("facts.toml", name, "says nothing"));
        }
    }
    for it in &catalog.identifiers {
        let mut wrong = |text: &str| problems.push(Problem::new("access.toml", &it.id, text));
        if catalog.identifier_field(it).is_none() {
            wrong("no such field");
        }
        if it.portone.is_empty() {
            wrong("is for no version");
        }
    }
    for it in &catalog.industries {
        let mut seen = BTreeSet::new();
        let mut wrong = |text: String| problems.push(Problem::new("industries.toml", &it.id, text));
        for id in it.answers.iter().flat_map(|answer| &answer.gateways) {
            if catalog.gateway(id).is_none() {
                wrong(format!("no gateway `{id}`"));
            }
            if !seen.insert(id) {
                wrong(format!("`{id}` answers twice"));
            }
        }
        if it.refused_everywhere && !it.answers.is_empty() {
            wrong("is refused everywhere, yet has answers".to_owned());
        }
        if let Some(other) = &it.overlaps {
            if !catalog.industries.iter().any(|one| one.id == *other) {
                wrong(format!("no trade `{other}`"));
            }
            if !it.refused_everywhere || it.disagreements.is_empty() {
                wrong("overlaps another entry, yet refuses nothing or says no readings".to_owned());
            }
        }
        if it.papers.is_empty() != it.papers_source.is_empty() {
            wrong("papers and their source stand together".to_owned());
        }
    }
    problems
}

/// Every page of the library and every part of a gateway's page is there, once.
pub(super) fn library_is_complete(catalog: &Catalog) -> Vec<Problem> {
    let library = &catalog.library;
    let mut problems = each_once("subjects", &Subject::ALL, &library.subjects);
    problems.extend(each_once("parts", &Part::ALL, &library.parts));
    problems
}

fn each_once<T: Copy + PartialEq + fmt::Debug>(
    list: &str,
    all: &[T],
    headings: &[Heading<T>],
) -> Vec<Problem> {
    let count = |id: T| headings.iter().filter(|it| it.id == id).count();
    let wrong = all.iter().filter(|id| count(**id) != 1);
    let told = wrong.map(|id| {
        let text = format!("{id:?} stands {} times", count(*id));
        Problem::new("library.toml", list, text)
    });
    told.collect()
}

/// PortOne's own list has every module's provider code.
pub(super) fn provider_codes_are_known(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (gateway, module) in catalog.modules() {
        let code = module.code.to_uppercase();
        if !catalog.providers.contains(&code) {
            let text = format!("PortOne's list has no `{code}`");
            problems.push(Problem::new(&gateway_file(gateway), &module.id, text));
        }
    }
    let mut seen = BTreeSet::new();
    for code in catalog.providers.iter().filter(|code| !seen.insert(*code)) {
        problems.push(Problem::new("providers.toml", code, "stands twice"));
    }
    problems
}

/// Every holiday lies before the day until which they are known, and has its name.
pub(super) fn holidays_are_named(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let named = |day| catalog.holiday_names.get(day).map(String::as_str);
    for day in &catalog.holidays {
        let mut wrong = |text: &str| {
            problems.push(Problem::new("holidays.toml", &day.to_string(), text));
        };
        if *day > catalog.holidays_until {
            wrong("comes after `until`");
        }
        if named(day).is_none_or(|name| name.trim().is_empty()) {
            wrong("has no name");
        }
    }
    problems
}
