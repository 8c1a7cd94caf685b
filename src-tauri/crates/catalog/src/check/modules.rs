//! Rules about modules and fields.

use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use super::walk::{Item, error_at, gateway_file, items, statements};
use crate::load::Catalog;
use crate::model::{ErrorCode, ErrorGroup, Gateway, Method, Module, Requirement, Shape};

fn problem(gateway: &Gateway, module: &Module, text: impl Into<String>) -> Problem {
    Problem::new(&gateway_file(gateway), &module.id, text)
}

/// A module offers a shared test MID or says what to do without one, a test MID is not a mere live
/// prefix, and nothing claims purposes or methods that the module lacks.
pub(super) fn modules_can_be_tested(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (gateway, module) in catalog.modules() {
        if module.test_mids.is_empty() == module.no_test_mid.is_none() {
            problems.push(problem(
                gateway,
                module,
                "needs `test_mids` or `no_test_mid`, not both",
            ));
        }
        for mid in &module.test_mids {
            let prefixes = module.fields.iter().flat_map(|field| &field.live_prefix);
            if mid.mid.trim().is_empty() || prefixes.into_iter().any(|prefix| *prefix == mid.mid) {
                problems.push(problem(
                    gateway,
                    module,
                    format!("`{}` is no test MID", mid.mid),
                ));
            }
            let purposes = &module.purposes;
            if mid.purposes.is_empty() || !mid.purposes.iter().all(|it| purposes.contains(it)) {
                let text = format!("test MID `{}` has purposes the module lacks", mid.mid);
                problems.push(problem(gateway, module, text));
            }
        }
        for (purpose, methods) in &module.methods_of {
            let known = methods.iter().all(|method| module.methods.contains(method));
            if !known || !module.purposes.contains(purpose) {
                problems.push(problem(
                    gateway,
                    module,
                    "`methods_of` is wider than the module",
                ));
            }
        }
        if module.purposes.is_empty() {
            problems.push(problem(gateway, module, "has no purpose"));
        }
    }
    problems
}

/// PortOne reports one merchant id per channel, so one field holds it.
pub(super) fn modules_have_one_merchant_id(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (gateway, module) in catalog.modules() {
        let count = module.fields.iter().filter(|field| field.is_mid).count();
        // A module that is closed to new merchants may be documented without its form.
        if count > 1 || count == 0 && module.closed_since.is_none() {
            problems.push(problem(
                gateway,
                module,
                format!("{count} fields hold the MID"),
            ));
        }
    }
    problems
}

/// Lengths are possible, and what only live values keep says what that is.
pub(super) fn fields_are_sound(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Field(field) = item else { continue };
        let length = field.length.unwrap_or_default();
        if field.label.trim().is_empty() {
            problems.push(at.problem("no label"));
        }
        if matches!((length.min, length.max), (Some(min), Some(max)) if min > max) {
            problems.push(at.problem("longer at least than at most"));
        }
        if field.live_only && field.length.is_none() && field.live_prefix.is_empty() {
            problems.push(at.problem("`live_only` without a length or prefix"));
        }
        if field.strict && field.length.is_none() && field.shape == Shape::Text {
            problems.push(at.problem("`strict` without a shape or length"));
        }
    }
    problems
}

/// A channel form's field counts as required because of how a sentence or a picture was read: it
/// says how.
pub(super) fn required_fields_say_why(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (gateway, module) in catalog.modules() {
        for field in &module.fields {
            if field.requirement == Requirement::Required && field.note.is_none() {
                let text = format!("`{}` is required without a note", field.id);
                problems.push(problem(gateway, module, text));
            }
        }
    }
    problems
}

/// What is said of some modules of a gateway names modules that it has.
pub(super) fn statements_name_modules(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for gateway in catalog.gateways.values() {
        for (name, list) in statements(gateway) {
            for id in list.iter().flat_map(|statement| &statement.modules) {
                if !gateway.modules.iter().any(|module| module.id == *id) {
                    let text = format!("no module `{id}`");
                    problems.push(Problem::new(&gateway_file(gateway), name, text));
                }
            }
        }
    }
    problems
}

/// A drop-down that the journey decides names each of its choices, and no other.
pub(super) fn choices_are_named(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Field(field) = item else { continue };
        let Requirement::Decided { by, choices } = &field.requirement else {
            continue;
        };
        let named: Vec<&str> = choices
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        if named != by.choices() {
            let text = format!("names the choices {named:?}, not {:?}", by.choices());
            problems.push(at.problem(text));
        }
    }
    problems
}

/// What can move money is marked secret; what PortOne shows to everybody is not.
pub(super) fn secrets_are_marked(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Field(field) = item else { continue };
        let secret = matches!(
            field.shape,
            Shape::V2Secret
                | Shape::V1Key
                | Shape::V1Secret
                | Shape::WebhookSecret
                | Shape::PrivateKeyPem
        );
        let public = field.is_mid
            || matches!(
                field.shape,
                Shape::StoreId | Shape::ChannelKey | Shape::UserCode
            );
        if secret && !field.secret {
            problems.push(at.problem("holds a secret that is not marked"));
        }
        if public && field.secret {
            problems.push(at.problem("is marked secret, yet is not"));
        }
    }
    problems
}

/// An error has a code or a message, a code that stands twice says for which method, a group has
/// codes with messages and is the only one of its words, and a value to be copied is not empty.
pub(super) fn errors_say_something(catalog: &Catalog) -> Vec<Problem> {
    let own = (0..).zip(&catalog.errors);
    let own = own.filter_map(|(n, error)| says_nothing("errors.toml", n, error));
    let mut problems: Vec<Problem> = own.collect();
    for gateway in catalog.gateways.values() {
        let file = gateway_file(gateway);
        let mut methods: BTreeMap<&str, BTreeSet<Option<Method>>> = BTreeMap::new();
        for (n, error) in gateway.errors.iter().enumerate() {
            let any = error.methods.is_empty().then_some(None);
            let own = error.methods.iter().copied().map(Some).chain(any);
            let seen = methods
                .entry(error.code.as_deref().unwrap_or_default())
                .or_default();
            let fresh = own.filter(|it| seen.insert(*it)).count();
            if error.code.is_some() && fresh < error.methods.len().max(1) {
                let text = "stands twice for the same method";
                problems.push(Problem::new(&file, &error_at(n, error), text));
            }
            problems.extend(says_nothing(&file, n, error));
        }
        problems.extend(groups_say_nothing(&file, &gateway.error_groups));
        let set_up = gateway.modules.iter().flat_map(|it| &it.post_setup);
        let stated = statements(gateway).into_iter().flat_map(|(_, list)| list);
        for statement in stated.chain(set_up) {
            if statement
                .values
                .iter()
                .any(|it| it.value().trim().is_empty())
            {
                problems.push(Problem::new(&file, &statement.text.ko, "an empty value"));
            }
        }
    }
    problems
}

/// Each gateway's file says how its errors were chosen. What is said of the official list fits what
/// was taken from it, and its page can be opened.
pub(super) fn error_lists_are_told(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for gateway in catalog.gateways.values() {
        let mut report = |text: String| {
            problems.push(Problem::new(&gateway_file(gateway), "error_list", text));
        };
        let Some(list) = &gateway.error_list else {
            report("is missing".to_owned());
            continue;
        };
        let of_list = |it: &&ErrorCode| it.source.iter().any(|key| list.lists.contains(key));
        let taken = gateway.errors.iter().filter(of_list).count();
        let documented = list.documented.map_or(0, |it| it as usize);
        if list.lists.is_empty() != list.documented.is_none() {
            report("`lists` and `documented` go together".to_owned());
        } else if taken > documented {
            report(format!("{taken} errors are of a list of {documented}"));
        } else if documented > 0 && taken == 0 {
            report("no error is of the list".to_owned());
        }
        for url in list.url.iter().filter(|it| !catalog.link_allowed(it)) {
            report(format!("`{url}` cannot be opened"));
        }
    }
    problems
}

fn groups_say_nothing(file: &str, groups: &[ErrorGroup]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (n, group) in groups.iter().enumerate() {
        let at = format!("error_groups[{n}]");
        let trimmed = |it: &str| !it.is_empty() && it.trim() == it;
        if group.codes.is_empty() {
            problems.push(Problem::new(file, &at, "no codes"));
        }
        for (code, message) in &group.codes {
            if !trimmed(code) || !trimmed(message) {
                let text = format!("`{code}`: a code or message is empty, or has spaces around it");
                problems.push(Problem::new(file, &at, text));
            }
        }
        let words = |it: &ErrorGroup| {
            let words = (it.cause.clone(), it.who, it.next.clone());
            (words, it.methods.clone(), it.source.clone())
        };
        let twin = groups[..n].iter().position(|it| words(it) == words(group));
        if let Some(twin) = twin {
            let text = format!("the same words as `error_groups[{twin}]`");
            problems.push(Problem::new(file, &at, text));
        }
    }
    problems
}

fn says_nothing(file: &str, n: usize, error: &ErrorCode) -> Option<Problem> {
    let said = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.trim().is_empty());
    let nothing = !said(&error.code) && !said(&error.message);
    nothing.then(|| Problem::new(file, &error_at(n, error), "neither code nor message"))
}

/// Where several values are to be set outside the form, each says what it is.
pub(super) fn several_values_are_labelled(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (gateway, module) in catalog.modules() {
        for (n, statement) in module.post_setup.iter().enumerate() {
            let bare = statement.values.iter().filter(|it| it.label().is_none());
            if statement.values.len() > 1 && bare.count() > 0 {
                let text = format!("post_setup[{n}]: several values, not all with a label");
                problems.push(problem(gateway, module, text));
            }
        }
    }
    problems
}
