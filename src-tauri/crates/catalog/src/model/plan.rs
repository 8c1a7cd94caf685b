//! The interview, the rules of the plan, and the glossary.

use serde::Deserialize;

use super::common::{SourceKeys, Text, When};

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// One of the options.
    One,
    /// Any number of the options.
    Many,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable value.
    pub value: String,
    /// Label.
    pub label: Text,
    /// What it means.
    pub help: Option<Text>,
    /// For a many-question: chosen alone (for instance "none").
    #[serde(default)]
    pub alone: bool,
}

/// A question of the interview.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// The question.
    pub title: Text,
    /// Why we ask.
    pub help: Option<Text>,
    /// One or many.
    pub kind: AnswerKind,
    /// Options.
    pub choices: Vec<Choice>,
    /// Asked only when.
    #[serde(default)]
    pub when: When,
}

/// What a rule says of a module that it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Cannot be.
    No,
    /// Can be, under a condition.
    Conditional,
    /// A reason in favour.
    Prefer,
    /// The whole journey should know.
    Warn,
}

/// A rule of the plan. `when` sees the answers and the candidate (its purpose, module, gateway,
/// PortOne version).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id: the reason's code.
    pub id: String,
    /// When it applies.
    pub when: When,
    /// What follows.
    pub verdict: Verdict,
    /// The reason in plain words.
    pub text: Text,
    /// Where documented.
    pub source: SourceKeys,
}

/// A wish that no module fulfils, with the reason: shown as refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Impossible {
    /// Stable id.
    pub id: String,
    /// Gateway.
    pub gateway: String,
    /// When the user wishes it.
    pub when: When,
    /// Why not.
    pub text: Text,
    /// Where documented.
    pub source: SourceKeys,
}

/// A glossary term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// The word.
    pub word: Text,
    /// Other words for the same thing.
    #[serde(default)]
    pub aka: Vec<String>,
    /// At most two sentences.
    pub meaning: Text,
    /// An example.
    pub example: Option<Text>,
    /// Where to see it.
    pub place: Option<Text>,
}
