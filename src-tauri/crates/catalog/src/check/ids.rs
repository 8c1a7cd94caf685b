//! Rules about names of things, and what refers to them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::Problem;
use super::walk::{Item, gateway_file, items, task_file};
use crate::load::Catalog;
use crate::model::{AnswerKind, Method, Mode, Purpose, Question, SizeTier, Stage, UNKNOWN, When};

/// Ids are lower-case ASCII and stand once: tasks, modules, questions, terms and rules among all
/// files, fields in their form.
pub(super) fn ids_are_unique(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let tasks = catalog.all_tasks();
    once(
        &mut problems,
        tasks.map(|it| (task_file(it.gateway, it.task), it.task.id.as_str())),
    );
    let modules = catalog.modules();
    once(
        &mut problems,
        modules.map(|(pg, module)| (gateway_file(pg), module.id.as_str())),
    );
    let gateways = catalog.gateways.values();
    once(
        &mut problems,
        gateways.map(|pg| (gateway_file(pg), pg.id.as_str())),
    );

    let common = |file: &str| file.to_owned();
    let questions = catalog.questions.iter();
    once(
        &mut problems,
        questions.map(|it| (common("interview.toml"), it.id.as_str())),
    );
    let terms = catalog.terms.iter();
    once(
        &mut problems,
        terms.map(|it| (common("glossary.toml"), it.id.as_str())),
    );
    let reasons = catalog.rules.iter().map(|it| it.id.as_str());
    let reasons = reasons
        .chain(catalog.impossible.iter().map(|it| it.id.as_str()))
        .chain(catalog.plan.contradictions.iter().map(|it| it.id.as_str()));
    once(&mut problems, reasons.map(|id| (common("rules.toml"), id)));

    let access = catalog.identifiers.iter().map(|it| it.id.as_str());
    let access = access.chain(catalog.roles.iter().map(|it| it.id.as_str()));
    once(&mut problems, access.map(|id| (common("access.toml"), id)));
    let industries = catalog.industries.iter();
    once(
        &mut problems,
        industries.map(|it| (common("industries.toml"), it.id.as_str())),
    );

    for question in &catalog.questions {
        // ISO codes are written as the standards write them, and stand once in their own table.
        let iso =
            |it: &str| catalog.countries.contains_key(it) || catalog.currencies.contains_key(it);
        let choices = question.choices.iter().filter(|it| !iso(&it.value));
        once(
            &mut problems,
            choices.map(|it| (common("interview.toml"), it.value.as_str())),
        );
    }
    for (pg, module) in catalog.modules() {
        let form = catalog.channel_form(module, Mode::Live);
        once(
            &mut problems,
            form.into_iter()
                .map(|it| (gateway_file(pg), it.id.as_str())),
        );
    }
    for pg in catalog.gateways.values() {
        let form = pg.application.iter();
        once(
            &mut problems,
            form.map(|it| (gateway_file(pg), it.id.as_str())),
        );
    }
    for it in catalog.all_tasks() {
        let form = it.task.fields.iter();
        once(
            &mut problems,
            form.map(|field| (task_file(it.gateway, it.task), field.id.as_str())),
        );
    }
    problems
}

fn once<'a>(problems: &mut Vec<Problem>, ids: impl Iterator<Item = (String, &'a str)>) {
    let mut seen = BTreeSet::new();
    for (file, id) in ids {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        if id.is_empty() || !id.chars().all(plain) {
            problems.push(Problem::new(&file, id, "an id has only a-z, 0-9, _ and -"));
        }
        if !seen.insert(id) {
            problems.push(Problem::new(&file, id, "stands twice"));
        }
    }
}

/// Conditions name questions, values, gateways and modules that exist.
pub(super) fn conditions_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::When(when) = item else { continue };
        let mut wrong = Vec::new();
        condition(catalog, when, &mut wrong);
        problems.extend(wrong.into_iter().map(|text| at.problem(text)));
    }
    for it in &catalog.impossible {
        if catalog.gateway(&it.gateway).is_none() {
            problems.push(Problem::new("rules.toml", &it.id, "no such gateway"));
        }
    }
    problems
}

fn condition(catalog: &Catalog, when: &When, wrong: &mut Vec<String>) {
    let mut some = |count: usize| {
        if count == 0 {
            wrong.push("a condition over nothing".to_owned());
        }
    };
    match when {
        When::Always | When::Portone(_) | When::Mode(_) => {}
        When::All(all) | When::Any(all) => {
            some(all.len());
            for it in all {
                condition(catalog, it, wrong);
            }
        }
        When::Not(it) => condition(catalog, it, wrong),
        When::Purpose(purposes) => some(purposes.len()),
        When::Method(methods) => some(methods.len()),
        When::Answer { question, is } => {
            some(is.len());
            let Some(found) = catalog.question(question) else {
                return wrong.push(format!("no question `{question}`"));
            };
            for value in is {
                if !has_choice(found, value) {
                    wrong.push(format!("`{question}` has no answer `{value}`"));
                }
            }
        }
        When::Given(question) => {
            if catalog.question(question).is_none() {
                wrong.push(format!("no question `{question}`"));
            }
        }
        When::Number { question, min, max } => {
            let Some(found) = catalog.question(question) else {
                return wrong.push(format!("no question `{question}`"));
            };
            if found.kind != AnswerKind::Number {
                wrong.push(format!("`{question}` is not answered by a number"));
            }
            if min.is_none() && max.is_none() {
                wrong.push("a condition over nothing".to_owned());
            }
        }
        When::Gateway(ids) => {
            some(ids.len());
            for id in ids.iter().filter(|id| catalog.gateway(id).is_none()) {
                wrong.push(format!("no gateway `{id}`"));
            }
        }
        When::Module(ids) => {
            some(ids.len());
            for id in ids.iter().filter(|id| catalog.module(id).is_none()) {
                wrong.push(format!("no module `{id}`"));
            }
        }
    }
}

fn has_choice(question: &Question, value: &str) -> bool {
    question.choices.iter().any(|choice| choice.value == value)
}

/// Terms on a task's page are in the glossary.
pub(super) fn terms_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        for id in it.task.terms.iter().filter(|id| catalog.term(id).is_none()) {
            let file = task_file(it.gateway, it.task);
            problems.push(Problem::new(&file, &it.task.id, format!("no term `{id}`")));
        }
    }
    problems
}

/// The interview asks for methods and purposes by their names in the format, offers every gateway
/// by its id, and every question leaves a choice.
pub(super) fn answers_match_the_format(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |id: &str, text: String| {
        problems.push(Problem::new("interview.toml", id, text));
    };
    for question in &catalog.questions {
        let chosen = matches!(question.kind, AnswerKind::One | AnswerKind::Many);
        let known = question.choices.iter().filter(|it| it.value != UNKNOWN);
        match known.count() {
            0 | 1 if chosen => wrong(&question.id, "fewer than two choices".to_owned()),
            1.. if !chosen => wrong(&question.id, "choices that nobody sees".to_owned()),
            _ => {}
        }
        if question.kind == AnswerKind::Number && question.unit.is_none() {
            wrong(&question.id, "a number of what".to_owned());
        }
        let many = question.kind == AnswerKind::Many;
        for choice in question
            .choices
            .iter()
            .filter(|choice| choice.alone && !many)
        {
            wrong(
                &question.id,
                format!("`{}` is always alone here", choice.value),
            );
        }
        for choice in &question.choices {
            let known = match question.id.as_str() {
                _ if choice.value == UNKNOWN => true,
                "methods" => named::<Method>(&choice.value),
                "purposes" => named::<Purpose>(&choice.value),
                "size_tier" => named::<SizeTier>(&choice.value),
                _ => true,
            };
            if !known {
                wrong(&question.id, format!("`{}` is no such name", choice.value));
            }
        }
    }
    for id in [
        "methods",
        "purposes",
        "contracted",
        "preferred",
        "portone_version",
        "size_tier",
        "trade",
        "months_of_sales",
        "monthly_sales",
        "wished_day",
        "buyer_countries",
        "currencies",
    ] {
        if catalog.question(id).is_none() {
            wrong(id, "is missing".to_owned());
        }
    }
    for id in ["contracted", "preferred"] {
        let Some(question) = catalog.question(id) else {
            continue;
        };
        for gateway in catalog
            .gateways
            .keys()
            .filter(|it| !has_choice(question, it))
        {
            wrong(id, format!("does not offer `{gateway}`"));
        }
    }
    problems
}

fn named<'a, T: Deserialize<'a>>(name: &'a str) -> bool {
    let name: StrDeserializer<'a, Error> = name.into_deserializer();
    T::deserialize(name).is_ok()
}

/// Every stage has its words, in the order of the road.
pub(super) fn stages_are_complete(catalog: &Catalog) -> Vec<Problem> {
    let found: Vec<Stage> = catalog.stages.iter().map(|it| it.id).collect();
    if found == Stage::ALL {
        return Vec::new();
    }
    vec![Problem::new(
        "stages.toml",
        "stages",
        "not every stage, or not in order",
    )]
}
