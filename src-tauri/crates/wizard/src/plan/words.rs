//! Reasons in the catalogue's words.

use catalog::Catalog;
use catalog::model::{Source, SourceKeys, Text};

use super::Reason;

/// The catalogue's words, and the gateway whose documents come first.
#[derive(Clone, Copy)]
pub(super) struct Words<'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) gateway: Option<&'c str>,
}

impl<'c> Words<'c> {
    /// Words that are no gateway's.
    pub(super) fn common(catalog: &'c Catalog) -> Self {
        Words {
            catalog,
            gateway: None,
        }
    }

    /// The documents behind a fact.
    pub(super) fn sources(self, keys: &SourceKeys) -> Vec<Source> {
        let found = keys.iter();
        found
            .filter_map(|key| self.catalog.source(key, self.gateway).cloned())
            .collect()
    }

    /// A reason that stands in a file as it is.
    pub(super) fn reason(self, code: &str, text: &Text, source: &SourceKeys) -> Reason {
        Reason {
            code: code.to_owned(),
            text: text.clone(),
            sources: self.sources(source),
        }
    }

    /// A reason that the plan itself gives, by the rule that has its words. Every one is in the
    /// catalogue, which a test holds; without it the reason is its code alone.
    pub(super) fn rule(self, id: &str) -> Reason {
        let common = Words::common(self.catalog);
        let rule = self.catalog.rules.iter().find(|it| it.id == id);
        rule.map_or_else(
            || alone(id),
            |it| common.reason(&it.id, &it.text, &it.source),
        )
    }

    /// A sentence of the plan, with its blanks filled. Every sentence that the plan names is in the
    /// catalogue, which a test holds; without one the reason is its code alone.
    pub(super) fn sentence(self, code: &str, blanks: &[(&str, &Text)]) -> Reason {
        let Some(sentence) = self.catalog.plan.sentences.get(code) else {
            return alone(code);
        };
        let mut text = sentence.text.clone();
        for (name, value) in blanks {
            let blank = format!("{{{name}}}");
            text.ko = text.ko.replace(&blank, &value.ko);
            text.en = text.en.replace(&blank, &value.en);
        }
        Reason {
            code: code.to_owned(),
            text,
            sources: Words::common(self.catalog).sources(&sentence.source),
        }
    }
}

fn alone(code: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        text: same(code),
        sources: Vec::new(),
    }
}

/// Words that are the same in both languages: a number, a code.
pub(super) fn same(words: impl ToString) -> Text {
    Text {
        ko: words.to_string(),
        en: words.to_string(),
    }
}

/// Puts a reason to others that do not have it yet.
pub(super) fn add(reasons: &mut Vec<Reason>, more: impl IntoIterator<Item = Reason>) {
    for reason in more {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
}
