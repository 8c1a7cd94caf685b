//! The catalogue against facts that were written from the documents and not from its files.
//!
//! `facts.toml` says what each fact is and where it was read. Here each one is looked up: the key
//! turns the gateway, or the modules and fields that the fact names, into lines of text, and the
//! lines must keep what the fact claims. With the feature `schema` the same facts are looked up in
//! the export too.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

#[cfg(feature = "schema")]
#[path = "facts/in_export.rs"]
mod in_export;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use catalog::Catalog;
use catalog::model::{
    Disagreement, Field, Gateway, Module, Place, Requirement, Statement, Task, Text,
};
use serde::Deserialize;

/// `facts.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    /// Documents by their short name.
    sources: BTreeMap<String, String>,
    /// The facts.
    fact: Vec<Fact>,
}

/// One fact; `facts.toml` says what each part means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    gateway: String,
    portone: Option<String>,
    code: Option<String>,
    purpose: Option<String>,
    field: Option<String>,
    key: String,
    is: Option<Vec<String>>,
    has: Option<Vec<String>>,
    line: Option<Vec<String>>,
    lacks: Option<Vec<String>>,
    #[serde(default)]
    empty: bool,
    source: String,
    quote: String,
}

#[test]
fn the_catalogue_keeps_every_fact() {
    report(Fact::wrong);
}

/// Looks every fact up and names those that fail, with their documents.
fn report(wrong: impl Fn(&Fact) -> Result<(), String>) {
    let facts = facts();
    let failures: Vec<String> = facts
        .fact
        .iter()
        .filter_map(|fact| {
            let wrong = wrong(fact).err()?;
            let document = &facts.sources[&fact.source];
            Some(format!(
                "{}\n    {wrong}\n    {document}\n    “{}”",
                fact.name(),
                fact.quote
            ))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} facts fail\n\n{}\n",
        failures.len(),
        facts.fact.len(),
        failures.join("\n\n")
    );
}

#[test]
fn the_table_is_sound() {
    let facts = facts();
    assert!(facts.fact.len() >= 160, "{}", facts.fact.len());
    let about: BTreeSet<&str> = facts.fact.iter().map(|it| it.gateway.as_str()).collect();
    for gateway in Catalog::embedded().gateways.keys() {
        assert!(about.contains(gateway.as_str()), "no fact about {gateway}");
    }
    let mut seen = BTreeSet::new();
    for fact in &facts.fact {
        let name = fact.name();
        assert!(facts.sources.contains_key(&fact.source), "{name}: source");
        assert!(
            (1..=12).contains(&fact.quote.split_whitespace().count()),
            "{name}: quote"
        );
        let claims = [&fact.is, &fact.has, &fact.line, &fact.lacks];
        let claims = claims.iter().filter(|it| it.is_some()).count() + usize::from(fact.empty);
        assert_eq!(claims, 1, "{name}: one claim each");
        let mut parts = fact.line.iter().flatten();
        assert!(
            parts.all(|part| part.split('|').all(|it| !it.is_empty())),
            "{name}: an empty part is kept by every line"
        );
        assert!(seen.insert((name.clone(), fact.claim())), "{name}: twice");
    }
    for source in facts.sources.keys() {
        let named = facts.fact.iter().any(|fact| fact.source == *source);
        assert!(named, "no fact from {source}");
    }
}

/// The table.
fn facts() -> Facts {
    toml::from_str(include_str!("facts.toml")).expect("facts.toml")
}

impl Fact {
    /// Where it looks, for a person.
    fn name(&self) -> String {
        let mut name = self.gateway.clone();
        let parts = [&self.portone, &self.code, &self.purpose, &self.field];
        for part in parts.into_iter().flatten() {
            name += " / ";
            name += part;
        }
        format!("{name}: {}", self.key)
    }

    /// What it claims, for a person.
    fn claim(&self) -> String {
        let claims = [
            ("is", &self.is),
            ("has", &self.has),
            ("has a line with", &self.line),
            ("lacks", &self.lacks),
        ];
        claims
            .iter()
            .find_map(|(word, values)| Some(format!("{word} {:?}", values.as_ref()?)))
            .unwrap_or_else(|| "is empty".into())
    }

    /// Why the catalogue does not keep it.
    fn wrong(&self) -> Result<(), String> {
        let gateway = Catalog::embedded().gateway(&self.gateway);
        let gateway = gateway.ok_or("no such gateway")?;
        let modules: Vec<&Module> = gateway.modules.iter().filter(|it| self.fits(it)).collect();
        if modules.is_empty() {
            return Err("no such module".into());
        }
        let whole = [&self.portone, &self.code, &self.purpose, &self.field];
        let whole = whole.iter().all(|it| it.is_none());
        match of_gateway(gateway, &modules, whole, &self.key) {
            Some(lines) => self.holds(&lines),
            None => modules.iter().try_for_each(|module| {
                let field = self.field.as_ref().and_then(|label| {
                    let mut fields = module.fields.iter();
                    fields.find(|field| field.label == *label)
                });
                let lines = match field {
                    Some(field) => of_field(field, &self.key),
                    None => None,
                };
                let lines = lines.or_else(|| of_module(module, &self.key));
                let lines = lines.ok_or_else(|| format!("no key {}", self.key))?;
                self.holds(&lines)
                    .map_err(|why| format!("{}: {why}", module.id))
            }),
        }
    }

    /// Whether a module is among those it is about.
    fn fits(&self, module: &Module) -> bool {
        let purposes = snakes(&module.purposes);
        let labels: Vec<&str> = module.fields.iter().map(|it| it.label.as_str()).collect();
        self.chooses(&snake(module.portone), &module.code, &purposes, &labels)
    }

    /// Whether a module of this version and provider, with these purposes and fields, is among
    /// those it is about.
    fn chooses(&self, portone: &str, code: &str, purposes: &[String], labels: &[&str]) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == value)
        };
        let field = self.field.as_deref();
        is(&self.portone, portone)
            && is(&self.code, code)
            && self.purpose.as_ref().is_none_or(|it| purposes.contains(it))
            && field.is_none_or(|it| labels.contains(&it))
    }

    /// Whether lines keep the claim.
    fn holds(&self, lines: &[String]) -> Result<(), String> {
        let kept = if let Some(is) = &self.is {
            lines == is
        } else if let Some(has) = &self.has {
            has.iter().all(|it| lines.contains(it))
        } else if let Some(parts) = &self.line {
            lines
                .iter()
                .any(|line| parts.iter().all(|part| says(line, part)))
        } else if let Some(lacks) = &self.lacks {
            !lines
                .iter()
                .any(|line| lacks.iter().any(|it| line.contains(it)))
        } else {
            lines.is_empty()
        };
        if kept {
            return Ok(());
        }
        // Of many lines, those that come nearest.
        let near = |line: &&String| {
            let parts = self.line.iter().flatten();
            parts.filter(|part| !says(line, part)).count()
        };
        let mut said: Vec<&String> = lines.iter().collect();
        said.sort_by_key(near);
        if self.line.is_some() {
            said.truncate(4);
        }
        let said: Vec<&str> = said.into_iter().map(String::as_str).collect();
        let said = said.join("\n      ");
        Err(format!("{}\n    there:\n      {said}", self.claim()))
    }
}

/// Whether a line holds a part, or one of its alternatives.
fn says(line: &str, part: &str) -> bool {
    part.split('|').any(|it| line.contains(it))
}

/// A value of an enum as the files write it.
fn snake(value: impl Debug) -> String {
    let mut name = String::new();
    for letter in format!("{value:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// Several values of an enum.
fn snakes<T: Debug>(values: &[T]) -> Vec<String> {
    values.iter().map(snake).collect()
}

/// Lines about a gateway as a whole. With a choice of modules, only those of them count.
fn of_gateway(
    gateway: &Gateway,
    modules: &[&Module],
    whole: bool,
    key: &str,
) -> Option<Vec<String>> {
    let statements = |list: Vec<&Statement>| list.into_iter().map(statement).collect();
    Some(match key {
        "status" => vec![snake(gateway.standing)],
        "names" => {
            let mut names = vec![gateway.name.ko.clone()];
            names.extend(gateway.aliases.iter().cloned());
            names
        }
        "versions" => {
            let versions: BTreeSet<String> = modules.iter().map(|it| snake(it.portone)).collect();
            versions.into_iter().collect()
        }
        "portals" => {
            let portals = gateway.portals.values();
            portals
                .map(|it| format!("{} | {}", it.name, it.url))
                .collect()
        }
        "contacts" => {
            let contacts = gateway.contacts.iter();
            contacts
                .map(|it| {
                    let parts = [&it.phone, &it.mail, &it.url].into_iter().flatten();
                    parts.fold(it.what.ko.clone(), |line, part| line + " | " + part)
                })
                .collect()
        }
        "review_page" => gateway
            .review_page
            .iter()
            .map(|it| it.url.clone())
            .collect(),
        "contract_days" => {
            let steps = gateway
                .contract
                .iter()
                .filter_map(|step| step.days.as_ref());
            let days = steps.chain(gateway.days.values());
            days.map(|days| format!("{}-{}", days.min, days.max))
                .collect()
        }
        "entry" => statements(gateway.conditions().collect()),
        "direct_open" => statements(Vec::from_iter(&gateway.direct_open)),
        "requests" => statements(Vec::from_iter(&gateway.requests)),
        "card_review" => {
            let review = gateway.card_review.iter();
            review
                .map(|it| {
                    let mode = it.mode.map(snake).unwrap_or_default();
                    let menu = it.place.as_ref().map(|it| it.menu.join(" > "));
                    let menu = menu.unwrap_or_default();
                    format!("{} | {mode} | {menu} | {}", snake(it.who), it.text.ko)
                })
                .collect()
        }
        "extra_mid" => {
            let route = gateway.extra_mid.iter();
            route
                .map(|it| format!("{}: {}", snake(it.kind), it.text.ko))
                .collect()
        }
        "fees" => {
            let fees = gateway.fees.iter();
            fees.map(|it| {
                let tier = it
                    .tier
                    .as_ref()
                    .map(|it| it.ko.as_str())
                    .unwrap_or_default();
                format!("{} | {tier} = {} ({})", it.what.ko, it.value.ko, it.dated)
            })
            .collect()
        }
        "errors" => {
            let errors = gateway.errors.iter();
            errors
                .map(|it| {
                    let message = it.message.as_deref().unwrap_or_default();
                    let who = snake(it.who);
                    let (cause, next) = (&it.cause.ko, &it.next.ko);
                    format!(
                        "{} | {message} | {cause} | {who} | {next}",
                        it.code.as_deref().unwrap_or_default()
                    )
                })
                .collect()
        }
        "disagreements" => disagreements(gateway, modules, whole),
        "said" => said(gateway, modules),
        _ => return None,
    })
}

/// Lines about a module.
fn of_module(module: &Module, key: &str) -> Option<Vec<String>> {
    Some(match key {
        "console_gateway" => module.console_gateway.iter().cloned().collect(),
        "console_module" => module.console_module.iter().cloned().collect(),
        "fields" => module.fields.iter().map(|it| it.label.clone()).collect(),
        "purposes" => snakes(&module.purposes),
        "methods" => snakes(&module.methods),
        "open_to_new" => vec![module.closed_since.is_none().to_string()],
        "closed_since" => module
            .closed_since
            .iter()
            .map(ToString::to_string)
            .collect(),
        "test_mids" => {
            let mids = module.test_mids.iter();
            mids.map(|it| format!("{}: {}", it.mid, snakes(&it.purposes).join(", ")))
                .collect()
        }
        "no_test_mid" => module.no_test_mid.iter().map(|it| it.ko.clone()).collect(),
        "post_setup" => module.post_setup.iter().map(statement).collect(),
        "caveats" => {
            let caveats = module.caveats.iter();
            caveats
                .map(|it| format!("{}: {}", snake(it.mode), it.text.ko))
                .collect()
        }
        _ => return None,
    })
}

/// Lines about a field.
fn of_field(field: &Field, key: &str) -> Option<Vec<String>> {
    let length = field.length.unwrap_or_default();
    Some(match key {
        "required" => vec![required(&field.requirement).into()],
        "condition" => condition(&field.requirement).into_iter().collect(),
        "otherwise_blank" => {
            let blank = matches!(
                field.requirement,
                Requirement::Conditional {
                    else_blank: true,
                    ..
                }
            );
            vec![blank.to_string()]
        }
        "max" => length.max.iter().map(ToString::to_string).collect(),
        "exact" => {
            let exact = length.max.filter(|_| length.min == length.max);
            exact.iter().map(ToString::to_string).collect()
        }
        "live_prefix" => field.live_prefix.clone(),
        "secret" => vec![field.secret.to_string()],
        "aka" => field.aka.clone(),
        "menu" => field.place.iter().flat_map(|it| it.menu.clone()).collect(),
        "about" => about(field),
        _ => return None,
    })
}

/// Whether a field must be filled, in the words of the export.
fn required(requirement: &Requirement) -> &'static str {
    match requirement {
        Requirement::Required => "always",
        Requirement::Conditional { .. } => "conditional",
        Requirement::Optional => "optional",
        Requirement::Undocumented => "undocumented",
        Requirement::Blank { .. } => "blank",
        Requirement::Decided { .. } => "decided",
    }
}

/// The words of a condition, or why a field stays blank.
fn condition(requirement: &Requirement) -> Option<String> {
    match requirement {
        Requirement::Conditional { text, .. } | Requirement::Blank { text } => {
            Some(text.ko.clone())
        }
        _ => None,
    }
}

/// A statement on one line.
fn statement(it: &Statement) -> String {
    let note = it
        .note
        .as_ref()
        .map(|it| it.ko.as_str())
        .unwrap_or_default();
    format!(
        "{} | {} | {note}",
        it.text.ko,
        it.values
            .iter()
            .map(catalog::Value::value)
            .collect::<Vec<_>>()
            .join(" | ")
    )
}

/// All that is said at a field.
fn about(field: &Field) -> Vec<String> {
    let texts = [&field.sender, &field.hint, &field.note];
    let place = field.place.as_ref().and_then(|place| place.note.as_ref());
    let texts = texts
        .into_iter()
        .flatten()
        .chain(place)
        .chain(&field.gotchas);
    let mut lines: Vec<String> = texts.map(|it| it.ko.clone()).collect();
    lines.extend(condition(&field.requirement));
    lines.extend(field.place.iter().map(menu));
    lines
}

/// A place's menu path on one line.
fn menu(place: &Place) -> String {
    place.menu.join(" > ")
}

/// Every disagreement, each with its readings on one line.
fn disagreements(gateway: &Gateway, modules: &[&Module], whole: bool) -> Vec<String> {
    let mut found: Vec<(&str, &Disagreement)> = Vec::new();
    let mut add = |label: &'static str, list: &mut dyn Iterator<Item = _>| {
        found.extend(list.map(|it| (label, it)));
    };
    if whole {
        add("", &mut gateway.disagreements.iter());
        add(
            "",
            &mut gateway.statements().flat_map(|it| &it.disagreements),
        );
        let review = gateway.card_review.iter();
        add("", &mut review.flat_map(|it| &it.disagreements));
        let extra = gateway.extra_mid.iter();
        add("", &mut extra.flat_map(|it| &it.disagreements));
        add(
            "",
            &mut gateway.tasks.iter().flat_map(|it| &it.disagreements),
        );
    }
    for module in modules {
        add("", &mut module.disagreements.iter());
        let setup = module.post_setup.iter();
        add("", &mut setup.flat_map(|it| &it.disagreements));
    }
    let fields = modules.iter().flat_map(|module| &module.fields);
    let application = gateway.application.iter().filter(|_| whole);
    for field in fields.chain(application) {
        let list = field.disagreements.iter();
        found.extend(list.map(|it| (field.label.as_str(), it)));
    }
    let line = |(label, it): (&str, &Disagreement)| {
        let readings = it.readings.iter().map(|reading| reading.text.ko.as_str());
        let readings: Vec<&str> = readings.collect();
        format!("{label} {}: {}", it.about.ko, readings.join(" | "))
    };
    found.into_iter().map(line).collect()
}

/// All that is said in words: about the gateway, about the modules, and in the gateway's tasks.
fn said(gateway: &Gateway, modules: &[&Module]) -> Vec<String> {
    let mut lines = Vec::new();
    let lists = [&gateway.entry, &gateway.documents, &gateway.again];
    let more = [&gateway.direct_open, &gateway.requests];
    lines.extend(lists.into_iter().chain(more).flatten().map(statement));
    for step in &gateway.contract {
        let note = step
            .note
            .as_ref()
            .map(|it| it.ko.as_str())
            .unwrap_or_default();
        lines.push(format!("{} | {note}", step.title.ko));
        let days = step.days.as_ref().and_then(|it| it.note.as_ref());
        lines.extend(days.map(|it| it.ko.clone()));
    }
    let days = gateway.days.values().filter_map(|it| it.note.as_ref());
    lines.extend(days.map(|it| it.ko.clone()));
    lines.extend(gateway.extra_mid.iter().map(|it| it.text.ko.clone()));
    lines.extend(gateway.card_review.iter().map(|it| it.text.ko.clone()));
    for task in &gateway.tasks {
        lines.extend(words(task));
    }
    for module in modules {
        lines.extend(module.post_setup.iter().map(statement));
        lines.extend(module.caveats.iter().map(|it| it.text.ko.clone()));
        let texts = module.no_test_mid.iter().chain(&module.note);
        lines.extend(texts.map(|it| it.ko.clone()));
        let notes = module.test_mids.iter().filter_map(|it| it.note.as_ref());
        lines.extend(notes.map(|it| it.ko.clone()));
        lines.extend(module.fields.iter().flat_map(about));
    }
    lines.extend(disagreements(gateway, modules, true));
    lines
}

/// All the words of a task.
fn words(task: &Task) -> Vec<String> {
    let texts = [&task.title, &task.why].into_iter();
    let texts = texts
        .chain(&task.steps)
        .chain(&task.meanwhile)
        .chain(&task.chase);
    let gotchas = task.gotchas.iter().map(|it| &it.text);
    let mut lines: Vec<String> = texts
        .chain(gotchas)
        .map(|it: &Text| it.ko.clone())
        .collect();
    lines.extend(task.screen.iter().map(menu));
    lines.extend(task.fields.iter().flat_map(about));
    lines
}
