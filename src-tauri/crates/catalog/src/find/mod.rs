//! Finds what people look for: a gateway or a field by any of its names, an error by its code, a
//! term, a trade, a page, a task. [`error`] tells what an error means.
//!
//! The whole catalogue is a few thousand short names, so a look at each of them is faster than any
//! structure would be to build.

pub mod error;
mod fold;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::load::Catalog;
use crate::model::{
    ErrorCode, Field, Gateway, Module, Part, Portone, Purpose, Standing, Subject, Text,
};
pub use fold::{Fit, Folded};

/// Of so many gateways at most a label is a field first, and only then a word.
const FEW: usize = 2;

/// How many finds a search gives at most.
pub const MOST: usize = 40;

/// Where a find leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A gateway's page.
    Gateway(String),
    /// An error; of PortOne itself without a gateway.
    Error {
        /// Gateway.
        gateway: Option<String>,
        /// Its code, or its message where it has no code.
        code: String,
    },
    /// A glossary term.
    Term(String),
    /// A field of a module's channel form.
    Field {
        /// Module.
        module: String,
        /// Field.
        field: String,
    },
    /// A field of a gateway's application.
    Application {
        /// Gateway.
        gateway: String,
        /// Field.
        field: String,
    },
    /// A value that PortOne gives.
    Identifier(String),
    /// A page of what is common.
    Subject(Subject),
    /// A trade.
    Trade(String),
    /// A module's page.
    Module(String),
    /// A part of a gateway's page.
    Part {
        /// Gateway.
        gateway: String,
        /// Part.
        part: Part,
    },
    /// A task, common or a gateway's.
    Task(String),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Where it leads.
    pub target: &'a Target,
    /// The name that was found, where it is not the one that is shown.
    pub by: Option<&'a str>,
}

/// What is near to who searches: its finds come before others that fit as well.
#[derive(Debug, Clone, Copy, Default)]
pub struct Near<'a> {
    /// Gateways of the journey.
    pub gateways: &'a [String],
    /// Modules of the journey.
    pub modules: &'a [String],
}

/// How much a name says about what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// It is its name.
    Name,
    /// Another name.
    Other,
    /// Words about it.
    Words,
}

struct Name {
    folded: Folded,
    weight: Weight,
    /// To the letter, where it is not the one that is shown.
    other: Option<String>,
}

struct Entry {
    target: Target,
    names: Vec<Name>,
    /// Names of what it belongs to: they narrow a search and find nothing by themselves.
    of: Vec<Folded>,
    gateway: Option<String>,
    module: Option<String>,
    /// Among equals the lesser comes first: what new merchants can choose, V2, the usual purpose.
    rank: u32,
}

/// Everything that can be found. Built once, from a catalogue.
pub struct Index {
    entries: Vec<Entry>,
}

/// How well an entry answers a query. Less is better.
type Score = (bool, Fit, Weight, bool);

impl Index {
    /// Lists everything that the catalogue names.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut entries = Vec::new();
        for gateway in catalog.gateways.values() {
            of_gateway(catalog, gateway, &mut entries);
        }
        for error in &catalog.errors {
            of_error(None, error, &mut entries);
        }
        of_common(catalog, &mut entries);
        for it in catalog.all_tasks() {
            let mut entry = Entry::new(Target::Task(it.task.id.clone()));
            entry.both(&it.task.title);
            if let Some(gateway) = it.gateway {
                entry.belongs(gateway, None);
            }
            entries.push(entry);
        }
        Index { entries }
    }

    /// What a query finds, best first, each once. A query of several words finds what has all of
    /// them in its names and in those of what it belongs to.
    #[must_use]
    pub fn search(&self, query: &str, near: &Near<'_>) -> Vec<Hit<'_>> {
        let whole = Folded::new(query);
        let words: Vec<Folded> = query.split_whitespace().map(Folded::new).collect();
        let words: Vec<Folded> = words.into_iter().filter(|it| !it.is_empty()).collect();
        let mut found: Vec<(Score, &Entry, &Name)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let (score, name) = entry.score(&whole, &words, near)?;
                Some((score, entry, name))
            })
            .collect();
        let named = found.iter().filter(|(score, ..)| score.1 == Fit::Whole);
        let of =
            named.filter_map(|(_, it, _)| it.gateway.as_ref().filter(|_| it.target.is_field()));
        // What many gateways call so is a word before it is a field.
        let word = of.collect::<BTreeSet<_>>().len() > FEW;
        found.sort_by(|(a, one, _), (b, other, _)| {
            let key = |it: &Entry| (it.target.kind(word), it.rank);
            a.cmp(b).then_with(|| key(one).cmp(&key(other)))
        });
        let mut hits: Vec<Hit<'_>> = Vec::new();
        for (_, entry, name) in found {
            if hits.len() == MOST {
                break;
            }
            if hits.iter().all(|hit| *hit.target != entry.target) {
                let by = name.other.as_deref();
                let target = &entry.target;
                hits.push(Hit { target, by });
            }
        }
        hits
    }

    /// How many things can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing can.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Target {
    fn is_field(&self) -> bool {
        matches!(self, Target::Field { .. } | Target::Application { .. })
    }

    /// Its place among equals, where a word comes before a field of that name or after it.
    fn kind(&self, word: bool) -> u8 {
        match self {
            Target::Gateway(_) => 0,
            Target::Error { .. } => 1,
            Target::Term(_) if word => 2,
            Target::Field { .. } => 3,
            Target::Application { .. } | Target::Term(_) => 4,
            Target::Identifier(_) => 5,
            Target::Subject(_) => 6,
            Target::Trade(_) => 7,
            Target::Module(_) => 8,
            Target::Part { .. } => 9,
            Target::Task(_) => 10,
        }
    }
}

impl Entry {
    fn new(target: Target) -> Self {
        Entry {
            target,
            names: Vec::new(),
            of: Vec::new(),
            gateway: None,
            module: None,
            rank: 0,
        }
    }

    /// What it is called, and what stands in parentheses and before them.
    fn name(&mut self, text: &str, weight: Weight, shown: bool) {
        let other = || (!shown).then(|| text.to_owned());
        let mut push = |piece: &str| {
            let folded = Folded::new(piece);
            if !folded.is_empty() && self.names.iter().all(|it| it.folded != folded) {
                let other = other();
                self.names.push(Name {
                    folded,
                    weight,
                    other,
                });
            }
        };
        push(text);
        if weight != Weight::Words
            && let Some((before, rest)) = text.split_once('(')
        {
            push(before);
            push(rest.split(')').next().unwrap_or_default());
        }
    }

    fn both(&mut self, text: &Text) {
        self.name(&text.ko, Weight::Name, true);
        self.name(&text.en, Weight::Name, true);
    }

    fn others<'s>(&mut self, names: impl IntoIterator<Item = &'s String>) {
        for name in names {
            self.name(name, Weight::Other, false);
        }
    }

    /// A label of a form: each of its names is as good as another.
    fn labels(&mut self, field: &Field) {
        self.name(&field.label, Weight::Name, true);
        for name in field.aka.iter().chain(&field.gloss) {
            self.name(name, Weight::Name, false);
        }
    }

    fn belongs(&mut self, gateway: &Gateway, module: Option<&Module>) {
        let names = [&gateway.name.ko, &gateway.name.en];
        let names = names.into_iter().chain(&gateway.aliases);
        self.of.extend(names.map(|it| Folded::new(it)));
        self.gateway = Some(gateway.id.clone());
        let open = gateway.standing == Standing::Open;
        self.rank = u32::from(!open) * 10_000;
        if let Some(module) = module {
            let version = match module.portone {
                Portone::V1 => "v1",
                Portone::V2 => "v2",
            };
            let names = [&module.name.ko, &module.name.en, &module.id];
            let names = names.into_iter().map(String::as_str).chain([version]);
            self.of.extend(names.map(Folded::new));
            self.module = Some(module.id.clone());
            let identity = module.purposes == [Purpose::Identity];
            self.rank += u32::from(module.closed_since.is_some()) * 1_000
                + u32::from(identity) * 200
                + u32::from(module.portone == Portone::V1) * 100
                + module.rank;
        }
    }

    fn score(&self, whole: &Folded, words: &[Folded], near: &Near<'_>) -> Option<(Score, &Name)> {
        let is_near = |all: &[String], id: &Option<String>| {
            id.as_ref().is_some_and(|id| all.iter().any(|it| it == id))
        };
        // A module of the journey is near; so is what belongs to its gateway and to no module.
        let near = match &self.module {
            Some(_) => is_near(near.modules, &self.module),
            None => is_near(near.gateways, &self.gateway),
        };
        let best = |query: &Folded| {
            let fits = self.names.iter().filter_map(|name| {
                let fit = name.folded.fit(query)?;
                // What is said about a thing finds it by its words, not by a piece of one.
                let fit = if name.weight == Weight::Words {
                    (query.len() > 2).then_some(Fit::Inside)?
                } else {
                    fit
                };
                Some((fit, name.weight, name))
            });
            fits.min_by_key(|(fit, weight, _)| (*fit, *weight))
        };
        if let Some((fit, weight, name)) = best(whole) {
            return Some(((false, fit, weight, !near), name));
        }
        if words.len() < 2 {
            return None;
        }
        let mut found: Option<(Fit, Weight, &Name)> = None;
        for word in words {
            match best(word) {
                Some((fit, weight, name)) => {
                    // The worst of the words that fit says how well all of them do.
                    let worse = found.is_none_or(|(was, other, _)| (fit, weight) > (was, other));
                    if worse {
                        found = Some((fit, weight, name));
                    }
                }
                None if self.of.iter().any(|it| it.fit(word).is_some()) => {}
                None => return None,
            }
        }
        found.map(|(fit, weight, name)| ((true, fit, weight, !near), name))
    }
}

fn of_gateway(catalog: &Catalog, gateway: &Gateway, entries: &mut Vec<Entry>) {
    let mut own = Entry::new(Target::Gateway(gateway.id.clone()));
    own.belongs(gateway, None);
    own.of.clear();
    own.both(&gateway.name);
    for name in &gateway.aliases {
        own.name(name, Weight::Name, false);
    }
    own.name(&gateway.id, Weight::Other, true);
    entries.push(own);
    for heading in &catalog.library.parts {
        let mut entry = Entry::new(Target::Part {
            gateway: gateway.id.clone(),
            part: heading.id,
        });
        entry.belongs(gateway, None);
        entry.both(&heading.title);
        entry.others(&heading.aka);
        entries.push(entry);
    }
    for field in &gateway.application {
        let mut entry = Entry::new(Target::Application {
            gateway: gateway.id.clone(),
            field: field.id.clone(),
        });
        entry.belongs(gateway, None);
        entry.labels(field);
        entries.push(entry);
    }
    for module in &gateway.modules {
        of_module(gateway, module, entries);
    }
    for error in &gateway.errors {
        of_error(Some(gateway), error, entries);
    }
}

fn of_module(gateway: &Gateway, module: &Module, entries: &mut Vec<Entry>) {
    let mut own = Entry::new(Target::Module(module.id.clone()));
    own.belongs(gateway, Some(module));
    own.both(&module.name);
    own.others(module.console_gateway.iter().chain(&module.console_module));
    own.name(&module.code, Weight::Other, false);
    for mid in &module.test_mids {
        own.name(&mid.mid, Weight::Other, false);
    }
    entries.push(own);
    for field in &module.fields {
        let mut entry = Entry::new(Target::Field {
            module: module.id.clone(),
            field: field.id.clone(),
        });
        entry.belongs(gateway, Some(module));
        entry.labels(field);
        entries.push(entry);
    }
}

fn of_error(gateway: Option<&Gateway>, error: &ErrorCode, entries: &mut Vec<Entry>) {
    let Some(code) = error.code.as_ref().or(error.message.as_ref()) else {
        return;
    };
    let mut entry = Entry::new(Target::Error {
        gateway: gateway.map(|it| it.id.clone()),
        code: code.clone(),
    });
    if let Some(gateway) = gateway {
        entry.belongs(gateway, None);
    }
    if let Some(code) = &error.code {
        entry.name(code, Weight::Name, true);
    }
    if let Some(message) = &error.message {
        entry.name(message, Weight::Words, true);
    }
    entries.push(entry);
}

fn of_common(catalog: &Catalog, entries: &mut Vec<Entry>) {
    for term in &catalog.terms {
        let mut entry = Entry::new(Target::Term(term.id.clone()));
        entry.both(&term.word);
        entry.others(&term.aka);
        entries.push(entry);
    }
    for heading in &catalog.library.subjects {
        let mut entry = Entry::new(Target::Subject(heading.id));
        entry.both(&heading.title);
        entry.others(&heading.aka);
        entries.push(entry);
    }
    for trade in &catalog.industries {
        let mut entry = Entry::new(Target::Trade(trade.id.clone()));
        entry.both(&trade.name);
        entries.push(entry);
    }
    for it in &catalog.identifiers {
        if let Some(field) = catalog.identifier_field(it) {
            let mut entry = Entry::new(Target::Identifier(it.id.clone()));
            entry.labels(field);
            entries.push(entry);
        }
    }
}
