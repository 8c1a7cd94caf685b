//! Rules about words.

use super::Problem;
use super::walk::{Item, Role, items};
use crate::load::Catalog;
use crate::model::Say;

/// How many characters a Korean title may have.
const TITLE: usize = 45;

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
