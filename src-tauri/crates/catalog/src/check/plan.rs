//! Rules about what the plan counts with.

use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use super::walk::gateway_file;
use crate::load::Catalog;
use crate::model::{Decimal, Fee, Reach, Sentence, Text};

/// A figure to count with stands in the fee's own words, in percent or in won.
pub(super) fn fees_can_be_counted_with(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for gateway in catalog.gateways.values() {
        for (n, fee) in gateway.fees.iter().enumerate() {
            if let Some(wrong) = figure(fee) {
                let at = format!("fees[{n}]");
                problems.push(Problem::new(&gateway_file(gateway), &at, wrong));
            }
        }
    }
    problems
}

fn figure(fee: &Fee) -> Option<&'static str> {
    match (fee.percent, fee.won, fee.per) {
        (None, None, None) => None,
        (Some(_), Some(_), _) => Some("is in percent or in won, not both"),
        (None, None, Some(_)) => Some("is paid so often, but how much"),
        (_, _, None) => Some("how often is it paid"),
        (Some(percent), None, Some(_)) => {
            let stands = numbers(&fee.value, '%').contains(&percent);
            (!stands).then_some("`percent` does not stand in `value`")
        }
        (None, Some(0), Some(_)) => {
            let free = fee.value.ko.contains("무료") || fee.value.ko.contains("없");
            (!free).then_some("`won` is 0, and `value` does not say so")
        }
        (None, Some(won), Some(_)) => {
            let stands = numbers(&fee.value, 'w').contains(&Decimal::from(won));
            (!stands).then_some("`won` does not stand in the English `value`")
        }
    }
}

/// The numbers before a sign (`3.20%`), or before won in English (`150,000 won`).
fn numbers(value: &Text, sign: char) -> Vec<Decimal> {
    let plain: String = value
        .en
        .chars()
        .filter(|c| *c != ',' && *c != ' ')
        .collect();
    let mut found = Vec::new();
    for (at, _) in plain.match_indices(sign) {
        let before = &plain[..at];
        let start = before
            .rfind(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(0, |end| {
                end + before[end..].chars().next().map_or(1, char::len_utf8)
            });
        found.extend(before[start..].parse::<Decimal>());
    }
    found
}

/// Bands go up from nothing, a multiple is one, and both are there.
pub(super) fn plan_facts_are_sound(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |at: &str, text: &str| problems.push(Problem::new("plan.toml", at, text));
    let bands = &catalog.plan.portone.bands;
    if bands.first().map(|it| it.from) != Some(0) {
        wrong("portone.bands", "the first begins at 0");
    }
    if bands.windows(2).any(|two| two[0].from >= two[1].from) {
        wrong("portone.bands", "the lowest comes first");
    }
    let insurance = &catalog.plan.insurance;
    if insurance.cycles.is_empty() || insurance.cycles.iter().any(|it| it.times == 0) {
        wrong("insurance.cycles", "needs multiples");
    }
    if insurance.percent == Decimal::default() {
        wrong("insurance.percent", "needs a rate");
    }
    for it in &catalog.plan.contradictions {
        for id in it
            .questions
            .iter()
            .filter(|id| catalog.question(id).is_none())
        {
            wrong(&it.id, &format!("no question `{id}`"));
        }
    }
    for gateway in catalog.gateways.values() {
        for it in &gateway.starts_after {
            for id in &it.modules {
                if !gateway.modules.iter().any(|module| module.id == *id) {
                    let text = format!("no module `{id}`");
                    problems.push(Problem::new(&gateway_file(gateway), "starts_after", text));
                }
            }
        }
    }
    problems
}

/// Countries and currencies are those of the standards.
pub(super) fn codes_are_known(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut look = |file: &str, at: &str, lists: &[Reach], known: &BTreeMap<String, Text>| {
        for list in lists {
            if list.codes.is_empty() {
                problems.push(Problem::new(file, at, "a list without codes"));
            }
            for code in list.codes.iter().filter(|it| !known.contains_key(*it)) {
                problems.push(Problem::new(file, at, format!("no code `{code}`")));
            }
        }
    };
    for (gateway, module) in catalog.modules() {
        let file = gateway_file(gateway);
        look(&file, &module.id, &module.countries, &catalog.countries);
        look(&file, &module.id, &module.currencies, &catalog.currencies);
    }
    problems
}

/// What the plan puts into a sentence, it can put into both languages.
pub(super) fn sentences_have_the_same_blanks(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, Sentence { text, .. }) in &catalog.plan.sentences {
        if blanks(&text.ko) != blanks(&text.en) {
            problems.push(Problem::new("plan.toml", id, "the blanks differ"));
        }
    }
    problems
}

fn blanks(text: &str) -> BTreeSet<&str> {
    let opened = text.split('{').skip(1);
    opened
        .filter_map(|it| it.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
