//! Rules about tasks.

use std::collections::BTreeSet;

use super::Problem;
use super::walk::{Item, items, task_file};
use crate::load::Catalog;
use crate::model::{Actor, Form, ProofKind, Shape, Task};
use crate::query::TaskRef;

fn problem(it: TaskRef<'_>, text: impl Into<String>) -> Problem {
    Problem::new(&task_file(it.gateway, it.task), &it.task.id, text)
}

/// What a task needs exists, can be there before it, and is not another gateway's.
pub(super) fn needs_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        for id in &it.task.needs {
            let Some(need) = catalog.task(id) else {
                problems.push(problem(it, format!("needs `{id}`, which does not exist")));
                continue;
            };
            if need.task.per_track && !it.task.per_track {
                problems.push(problem(
                    it,
                    format!("is for the journey but needs a track's `{id}`"),
                ));
            }
            // A gateway may have its own order; so may what stands in for a common task.
            let own_order = it.gateway.is_some() || need.gateway.is_some();
            if !own_order && need.task.stage > it.task.stage {
                problems.push(problem(it, format!("needs `{id}` of a later stage")));
            }
            let foreign = need.gateway.is_some() && need.gateway != it.gateway;
            if foreign && need.task.replaces.is_none() {
                problems.push(problem(
                    it,
                    format!("needs `{id}`, another file's own task"),
                ));
            }
        }
    }
    problems
}

/// No task waits for itself.
pub(super) fn needs_have_no_circle(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = it.task.needs.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if id == it.task.id {
                problems.push(problem(it, "waits for itself"));
                break;
            }
            if let Some(need) = catalog.task(id)
                && seen.insert(id)
            {
                open.extend(need.task.needs.iter().map(String::as_str));
            }
        }
    }
    problems
}

/// Only a gateway's task stands in for another, which is common and of the same kind.
pub(super) fn replacements_resolve(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        let Some(id) = &it.task.replaces else {
            continue;
        };
        let common = catalog.tasks.iter().find(|task| task.id == *id);
        let fits = common.is_some_and(|task| task.per_track && it.task.per_track);
        if it.gateway.is_none() || !fits {
            problems.push(problem(it, format!("cannot stand in for `{id}`")));
        }
    }
    problems
}

/// A wait says what to do meanwhile or how to chase it; work says how long it takes.
pub(super) fn waits_can_be_waited_for(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        let Task {
            meanwhile,
            chase,
            days,
            minutes,
            ..
        } = it.task;
        match it.task.actor {
            Actor::Merchant | Actor::Developer => {
                if !meanwhile.is_empty() || days.is_some() {
                    problems.push(problem(it, "is work, yet has `meanwhile` or `days`"));
                }
                if minutes.is_none() {
                    problems.push(problem(it, "is work, yet has no `minutes`"));
                }
            }
            _ => {
                if minutes.is_some() {
                    problems.push(problem(it, "is a wait, yet has `minutes`"));
                }
                if meanwhile.is_empty() && chase.is_none() {
                    problems.push(problem(
                        it,
                        "is a wait with neither `meanwhile` nor `chase`",
                    ));
                }
            }
        }
    }
    for (at, item) in items(catalog) {
        if matches!(item, Item::Days(days) if days.min > days.max) {
            problems.push(at.problem("more days at least than at most"));
        }
    }
    problems
}

/// A page asks for what its proof needs.
pub(super) fn forms_fit_proofs(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        let task = it.task;
        let has = |shape: Shape| task.fields.iter().any(|field| field.shape == shape);
        let of_track = matches!(task.form, Form::Channel(_) | Form::Application)
            || matches!(task.proof, ProofKind::Channel(_) | ProofKind::Payment(_));
        if of_track && !task.per_track {
            problems.push(problem(it, "concerns a track, yet is for the journey"));
        }
        if task.form != Form::Own && !task.fields.is_empty() {
            problems.push(problem(it, "has fields that its page does not show"));
        }
        let fits = match task.proof {
            ProofKind::Person => true,
            ProofKind::PortoneKeys => {
                has(Shape::StoreId) && has(Shape::V2Secret)
                    || has(Shape::UserCode) && has(Shape::V1Key) && has(Shape::V1Secret)
            }
            ProofKind::Channel(mode) => task.form == Form::Channel(mode),
            ProofKind::Payment(_) => has(Shape::PaymentId),
        };
        if !fits {
            problems.push(problem(it, "does not ask for what its proof needs"));
        }
    }
    problems
}

/// A trap that names a field names one of its page.
pub(super) fn traps_name_fields(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in catalog.all_tasks() {
        let channel = matches!(it.task.form, Form::Channel(_));
        let modules = it.gateway.into_iter().flat_map(|gateway| &gateway.modules);
        let of_modules = modules
            .flat_map(|module| &module.fields)
            .filter(|_| channel);
        let head = catalog
            .channel_head
            .iter()
            .chain(&catalog.channel_tail)
            .filter(|_| channel);
        let fields: BTreeSet<&str> = it
            .task
            .fields
            .iter()
            .chain(head)
            .chain(of_modules)
            .map(|field| field.id.as_str())
            .collect();
        for name in it
            .task
            .gotchas
            .iter()
            .filter_map(|gotcha| gotcha.field.as_deref())
        {
            if !fields.contains(name) {
                problems.push(problem(
                    it,
                    format!("a trap at `{name}`, which is not a field"),
                ));
            }
        }
    }
    problems
}
