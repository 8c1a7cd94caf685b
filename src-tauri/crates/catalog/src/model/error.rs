//! Errors of a gateway, each alone or with others of its kind.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::{Method, SourceKeys, Text};
use super::gateway::Gateway;
use super::task::Actor;

/// An error of the gateway: a code, a message, or both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// To the letter. None: the error has a message only.
    pub code: Option<String>,
    /// The message it comes with, to the letter, where documented.
    pub message: Option<String>,
    /// The methods it concerns. Empty: any, or not documented.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// Why it comes.
    pub cause: Text,
    /// Who mends it.
    pub who: Actor,
    /// The next step.
    pub next: Text,
    /// Where documented.
    pub source: SourceKeys,
    /// Which of the gateway's `error_groups` it was listed in; its words stand there once.
    #[serde(skip)]
    pub group: Option<usize>,
}

/// Errors of one kind: all that is said of them but code and message stands once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorGroup {
    /// Why they come.
    pub cause: Text,
    /// Who mends them.
    pub who: Actor,
    /// The next step.
    pub next: Text,
    /// The methods they concern. Empty: any, or not documented.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// Where documented.
    pub source: SourceKeys,
    /// Each code and its message, both to the letter; spaces that only fill a column are left out.
    pub codes: BTreeMap<String, String>,
}

impl ErrorGroup {
    /// Its errors, as if each stood alone. `n` is its place among the gateway's groups.
    fn errors(&self, n: usize) -> impl Iterator<Item = ErrorCode> {
        self.codes.iter().map(move |(code, message)| ErrorCode {
            code: Some(code.clone()),
            message: Some(message.clone()),
            methods: self.methods.clone(),
            cause: self.cause.clone(),
            who: self.who,
            next: self.next.clone(),
            source: self.source.clone(),
            group: Some(n),
        })
    }
}

/// How a gateway's errors were chosen, and where its official whole list is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorList {
    /// How they were chosen.
    pub text: Text,
    /// The documents that are the official whole list. Empty: PortOne hands out none.
    #[serde(default)]
    pub lists: SourceKeys,
    /// How many codes those documents have, each once in each of their parts.
    pub documented: Option<u32>,
    /// The page where the list can be had.
    pub url: Option<String>,
    /// Where documented.
    pub source: SourceKeys,
}

impl Gateway {
    /// Puts the errors of the groups behind the others.
    pub(crate) fn list_errors(&mut self) {
        let groups = self.error_groups.iter().enumerate();
        let mut grouped: Vec<ErrorCode> = groups.flat_map(|(n, group)| group.errors(n)).collect();
        grouped.sort_by(|a, b| a.code.cmp(&b.code));
        self.errors.extend(grouped);
    }
}
