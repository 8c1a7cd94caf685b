//! Rules about words.

use super::Problem;
use super::walk::{Item, Role, items};
use crate::load::Catalog;
use crate::model::Say;

/// How many characters a Korean title may have.
const TITLE: usize = 45;

/// How many characters of a Korean sentence are ours: labels, blanks and exact values stand in it to
/// the letter, and are not counted.
const SENTENCE: usize = 45;

/// How many characters it may have with those, addresses left out.
const WITH_LABELS: usize = 70;

/// What stands between these is copied: labels of a screen, quoted words, blanks to be filled.
const QUOTES: [(char, char); 5] = [('[', ']'), ('‘', '’'), ('“', '”'), ('\'', '\''), ('{', '}')];

/// What no sentence says: it leaves the reader with nothing to do.
const FORBIDDEN: [&str; 3] = ["잘못된 요청", "알 수 없는 오류", "관리자에게 문의"];

/// Every text stands in both languages.
pub fn texts_are_complete(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Text(_, text) = item else { continue };
        for (language, words) in [("ko", &text.ko), ("en", &text.en)] {
            if words.trim().is_empty() {
                problems.push(at.problem(format!("no words in `{language}`")));
            } else if words.trim() != words {
                problems.push(at.problem(format!("spaces around the words in `{language}`")));
            }
        }
    }
    for say in Say::ALL {
        if !catalog.paper.contains_key(say) {
            problems.push(Problem::new(
                "paper.toml",
                &format!("{say:?}"),
                "is missing",
            ));
        }
    }
    problems
}

/// Titles are short, without a full stop, and no text gives up on the reader.
pub(super) fn texts_keep_the_voice(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Text(role, text) = item else {
            continue;
        };
        if role == Role::Title {
            let count = text.ko.chars().count();
            if count > TITLE {
                problems.push(at.problem(format!("{count} characters, {TITLE} at most")));
            }
            if text.ko.ends_with('.') || text.en.ends_with('.') {
                problems.push(at.problem("a title ends without a full stop"));
            }
        }
        for words in FORBIDDEN.iter().filter(|words| text.ko.contains(**words)) {
            problems.push(at.problem(format!("says `{words}`")));
        }
    }
    problems
}

/// Sentences are short, but for figures that stand as the table prints them.
pub(super) fn sentences_are_short(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, item) in items(catalog) {
        let Item::Text(Role::Sentence, text) = item else {
            continue;
        };
        for sentence in sentences(&text.ko) {
            let (ours, whole) = (own_length(sentence), whole_length(sentence));
            if ours > SENTENCE {
                let limit = format!("{ours} characters of our own, {SENTENCE} at most");
                problems.push(at.problem(format!("{limit}: {sentence}")));
            } else if whole > WITH_LABELS {
                let limit = format!("{whole} characters with labels, {WITH_LABELS} at most");
                problems.push(at.problem(format!("{limit}: {sentence}")));
            }
        }
    }
    problems
}

/// The sentences of a text: each ends at a mark with a space behind it, or with the line.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, it) in text.char_indices() {
        if it == '\n' || (ended && it.is_whitespace()) {
            sentences.push(&text[start..at]);
            start = at;
        }
        ended = matches!(it, '.' | '?' | '!');
    }
    sentences.push(&text[start..]);
    let sentences = sentences.into_iter().map(str::trim);
    sentences.filter(|it| !it.is_empty()).collect()
}

/// How long a sentence is without what it copies: quoted labels, blanks, and every run of Latin
/// letters, digits and signs that is a value and not a number of the sentence.
pub(super) fn own_length(sentence: &str) -> usize {
    let mut own = String::new();
    let mut run = String::new();
    let mut rest = sentence.chars();
    while let Some(it) = rest.next() {
        let quote = QUOTES
            .iter()
            .find(|(open, close)| it == *open && rest.as_str().contains(*close));
        if let Some((_, close)) = quote {
            end_run(&mut run, &mut own);
            rest.by_ref().find(|it| it == close);
        } else if it.is_ascii_graphic() {
            run.push(it);
        } else {
            end_run(&mut run, &mut own);
            if it != '→' {
                own.push(it);
            }
        }
    }
    end_run(&mut run, &mut own);
    let words: Vec<&str> = own.split_whitespace().collect();
    words.join(" ").chars().count()
}

/// Keeps a run of ASCII that is no value: punctuation, or a number that is counted with.
fn end_run(run: &mut String, own: &mut String) {
    let letters = run.contains(|it: char| it.is_ascii_alphabetic());
    let mut parts = run.split('-');
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let telephone = run.contains('-') && parts.all(digits);
    if !letters && !telephone {
        own.push_str(run);
    }
    run.clear();
}

/// How long a sentence is with all it copies but addresses.
fn whole_length(sentence: &str) -> usize {
    let words = sentence.split_whitespace().filter(|it| !it.contains("://"));
    words.collect::<Vec<&str>>().join(" ").chars().count()
}
