//! The merchant ids that the interview noted, in the user's own words, for the form that takes them.
//! What is read out of a note is only ever offered: a person looks before it is written.

use std::collections::BTreeMap;
use std::ops::Range;

use catalog::Catalog;
use catalog::model::Gateway;

use crate::plan::{CONTRACTED, CONTRACTED_MIDS};
use crate::secret_shape::secret_shape;

/// An id that is shorter is a number of something else.
const SHORTEST: usize = 4;
/// No gateway's id is longer.
const LONGEST: usize = 40;
/// Digits alone are an id from here on: a year is not.
const SHORTEST_NUMBER: usize = 6;

/// The ids that were noted for a gateway, in the order of the note. An id belongs to the gateway that
/// is named before it, or behind it in the same part of the note, or to the only contract there is.
#[must_use]
pub fn noted_mids(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    gateway: &str,
) -> Vec<String> {
    let of = |question: &str| answers.get(question).map(Vec::as_slice).unwrap_or_default();
    let contracted = of(CONTRACTED);
    let mut named: Option<Vec<&str>> = match contracted {
        [only] => Some(vec![only]),
        _ => None,
    };
    let mut ids = Vec::new();
    let note = of(CONTRACTED_MIDS).join("\n");
    for part in note.split(['\n', ',', ';', '，', '、']) {
        let names = names(part, catalog, contracted);
        for (at, id) in tokens(part, &names) {
            let before = names.iter().rev().find(|(name, _)| name.end <= at);
            let own = before.or(names.first()).map(|it| &it.1).or(named.as_ref());
            let own = own.is_some_and(|it| it.contains(&gateway));
            if own && !ids.contains(&id) {
                ids.push(id);
            }
        }
        if let Some((_, last)) = names.into_iter().next_back() {
            named = Some(last);
        }
    }
    ids
}

/// Where gateways are named, the longest name first where several begin; whoever shares a name is
/// told apart by the contracts.
fn names<'a>(
    part: &str,
    catalog: &'a Catalog,
    contracted: &[String],
) -> Vec<(Range<usize>, Vec<&'a str>)> {
    // Bytes stay where they are: only ASCII has its case changed.
    let part = part.to_ascii_lowercase();
    let mut found: Vec<(Range<usize>, Vec<&str>)> = Vec::new();
    for (id, gateway) in &catalog.gateways {
        for name in called(gateway) {
            for (at, _) in part.match_indices(&name) {
                let here = at..at + name.len();
                if !stands_alone(&part, &here) {
                    continue;
                }
                match found.iter_mut().find(|it| it.0 == here) {
                    Some((_, ids)) if ids.contains(&id.as_str()) => {}
                    Some((_, ids)) => ids.push(id),
                    None => found.push((here, vec![id])),
                }
            }
        }
    }
    let all: Vec<Range<usize>> = found.iter().map(|it| it.0.clone()).collect();
    let inside = |it: &Range<usize>| {
        let wider = |other: &&Range<usize>| other.start <= it.start && it.end <= other.end;
        all.iter().filter(wider).any(|other| other != it)
    };
    found.retain(|it| !inside(&it.0));
    for (_, ids) in &mut found {
        if ids.iter().any(|id| contracted.iter().any(|it| it == id)) {
            ids.retain(|id| contracted.iter().any(|it| it == id));
        }
    }
    found.sort_by_key(|it| it.0.start);
    found
}

/// What a gateway is called, in small letters.
fn called(gateway: &Gateway) -> impl Iterator<Item = String> {
    let names = [&gateway.name.ko, &gateway.name.en];
    let all = names.into_iter().chain(&gateway.aliases);
    all.filter(|it| !it.is_empty())
        .map(|it| it.to_ascii_lowercase())
}

/// Whether a name is no part of a longer Latin word: an id may begin as its gateway does.
fn stands_alone(part: &str, at: &Range<usize>) -> bool {
    let letter = |it: Option<char>| it.is_some_and(of_an_id);
    let joined = |inner: Option<char>, outer: Option<char>| letter(inner) && letter(outer);
    let name = &part[at.clone()];
    !joined(name.chars().next(), part[..at.start].chars().next_back())
        && !joined(name.chars().next_back(), part[at.end..].chars().next())
}

fn of_an_id(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_' || it == '-'
}

/// What looks like an id outside the names, and where it begins.
fn tokens(part: &str, names: &[(Range<usize>, Vec<&str>)]) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    for run in part.split_inclusive(|it| !of_an_id(it)) {
        let token = run.trim_end_matches(|it| !of_an_id(it));
        let in_name = names.iter().any(|it| it.0.contains(&at));
        if !in_name && is_id(token) {
            tokens.push((at, token.to_owned()));
        }
        at += run.len();
    }
    tokens
}

fn is_id(token: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let letters = token.chars().filter(char::is_ascii_alphabetic).count();
    let long_enough = match letters {
        // A date, a telephone number, a business number.
        0 if digits < token.len() => false,
        0 => digits >= SHORTEST_NUMBER,
        _ => token.len() >= SHORTEST,
    };
    digits > 0 && long_enough && token.len() <= LONGEST && secret_shape(token).is_none()
}
