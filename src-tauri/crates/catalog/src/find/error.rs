//! What an error means: from a code, or a message that somebody pasted, to who mends it and how.

use unicode_normalization::UnicodeNormalization;

use super::fold::Folded;
use crate::load::Catalog;
use crate::model::{ErrorCode, Gateway};

/// What stands before a code, in messages of gateways and in people's own words.
const MARKS: [&str; 8] = [
    "코드",
    "code",
    "오류",
    "에러",
    "error",
    "번호",
    "resultcode",
    "rescd",
];
/// What follows a number that is an amount or a time.
const UNITS: [char; 10] = ['원', '년', '월', '일', '시', '분', '초', '개', '건', '%'];
/// A message shorter than this is too common to be known by.
const MESSAGE: usize = 4;
/// A message of so many letters is known by its words even beside a code.
const TELLING: usize = 10;
/// The longest word that may be a code.
const CODE: usize = 40;

/// An error and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The gateway; None: PortOne itself.
    pub gateway: Option<&'a Gateway>,
    /// The error.
    pub error: &'a ErrorCode,
}

/// What was made of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading<'a> {
    /// What looks like the code in it, known or not.
    pub code: Option<String>,
    /// What the catalogue knows of it, in the order of its gateways. Empty: the documents say nothing.
    pub known: Vec<Known<'a>>,
}

/// Reads a code, or a message that has one or is one; of one gateway, or of all. An empty text is
/// every error of the gateway.
#[must_use]
pub fn read<'a>(catalog: &'a Catalog, text: &str, gateway: Option<&str>) -> Reading<'a> {
    let all: Vec<Known<'a>> = everything(catalog)
        .filter(|it| gateway.is_none_or(|id| it.gateway.is_some_and(|own| own.id == id)))
        .collect();
    let plain: String = text.nfkc().collect();
    let plain = plain.trim();
    if plain.is_empty() {
        let known = if gateway.is_some() { all } else { Vec::new() };
        return Reading { code: None, known };
    }
    let with_code = |code: &str| -> Vec<Known<'a>> {
        let same = |it: &&Known<'a>| {
            let own = it.error.code.as_deref();
            own.is_some_and(|own| own.eq_ignore_ascii_case(code))
        };
        all.iter().filter(same).copied().collect()
    };
    let whole = with_code(plain);
    if !whole.is_empty() {
        let code = Some(plain.to_owned());
        return Reading { code, known: whole };
    }
    let words = words(plain);
    let mut codes: Vec<&Word<'_>> = words
        .iter()
        .filter(|it| it.may_be_code() && !with_code(it.text).is_empty())
        .collect();
    // A code with letters is nobody's amount; then numbers beside it are.
    if codes.iter().any(|it| it.lettered()) {
        codes.retain(|it| it.lettered());
    } else if codes.iter().any(|it| it.marked) {
        codes.retain(|it| it.marked);
    }
    let message = Folded::new(plain);
    if let Some(first) = codes.first() {
        let mut known = with_code(first.text);
        for more in &codes[1..] {
            let further = with_code(more.text);
            known.extend(
                further
                    .into_iter()
                    .filter(|it| !first.same(more) && it.error.code.is_some()),
            );
        }
        // A long message that was pasted whole says more than its code, and may have none.
        let whole = |it: &&Known<'a>| {
            let own = it.error.message.as_deref().map(Folded::new);
            own.is_some_and(|own| own.len() >= TELLING && message.holds(&own))
        };
        let pasted = all.iter().filter(whole).copied();
        known.extend(pasted.filter(|it| !known.contains(it)).collect::<Vec<_>>());
        known.sort_by_key(|it| !says(it.error, &message));
        let code = Some(first.text.to_owned());
        return Reading { code, known };
    }
    let mut known: Vec<Known<'a>> = all
        .iter()
        .filter(|it| says(it.error, &message))
        .copied()
        .collect();
    known.sort_by_key(|it| std::cmp::Reverse(it.error.message.as_ref().map_or(0, String::len)));
    Reading {
        code: likely(&words),
        known,
    }
}

fn everything(catalog: &Catalog) -> impl Iterator<Item = Known<'_>> {
    let common = catalog.errors.iter().map(|error| Known {
        gateway: None,
        error,
    });
    let own = catalog.gateways.values().flat_map(|gateway| {
        gateway.errors.iter().map(move |error| Known {
            gateway: Some(gateway),
            error,
        })
    });
    common.chain(own)
}

/// Whether the error's message was pasted, or a good piece of it.
fn says(error: &ErrorCode, pasted: &Folded) -> bool {
    let Some(message) = error.message.as_deref().map(Folded::new) else {
        return false;
    };
    (message.len() > MESSAGE && pasted.holds(&message))
        || (pasted.len() > MESSAGE && message.holds(pasted))
}

/// A run of letters, digits, `_` and `-` in a pasted text.
struct Word<'t> {
    text: &'t str,
    /// In brackets, or after a word such as 코드.
    marked: bool,
    /// A piece of an amount, a day or a time.
    counted: bool,
}

impl Word<'_> {
    fn lettered(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_alphabetic())
    }

    fn same(&self, other: &Word<'_>) -> bool {
        self.text.eq_ignore_ascii_case(other.text)
    }

    /// A bare number is a code only where it is said to be one, or is long enough to be no count.
    fn may_be_code(&self) -> bool {
        self.lettered() || self.marked || (!self.counted && self.text.len() > 2)
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(inside) {
        let from = rest + from;
        let to = text[from..]
            .find(|c| !inside(c))
            .map_or(text.len(), |to| from + to);
        rest = to;
        let before = text[..from].trim_end_matches([' ', ':', '=', '"', '\'', '(', '[']);
        let bracket = text[..from].ends_with(['[', '(']) && text[to..].starts_with([']', ')']);
        let lower = before.to_lowercase();
        let said = MARKS.iter().any(|mark| lower.ends_with(mark));
        let digits_near = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ',' | ':' | '/'));
        let next = text[to..].chars().next();
        let counted = digits_near(next)
            && text[to..]
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_ascii_digit())
            || digits_near(text[..from].chars().next_back())
                && text[..from]
                    .chars()
                    .rev()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_digit())
            || next.is_some_and(|c| UNITS.contains(&c));
        let word = &text[from..to];
        // A hyphen at the end joins nothing; one at the start is a sign.
        let word = word.trim_end_matches(['-', '_']);
        if !word.is_empty() && word.len() <= CODE {
            found.push(Word {
                text: word,
                marked: said || bracket,
                counted,
            });
        }
    }
    found
}

/// What looks most like a code that nobody documented.
fn likely(words: &[Word<'_>]) -> Option<String> {
    let digits = |it: &&Word<'_>| it.text.bytes().any(|b| b.is_ascii_digit());
    let marked = words.iter().find(|it| it.marked && digits(it));
    let mixed = || words.iter().find(|it| it.lettered() && digits(it));
    let only = || match words {
        [only] => Some(only),
        _ => None,
    };
    let found = marked.or_else(mixed).or_else(only)?;
    Some(found.text.to_owned())
}
