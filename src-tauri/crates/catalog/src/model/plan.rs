//! The interview, the rules of the plan, what it counts with, and the glossary.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::{Purpose, SourceKeys, Text, When};
use super::decimal::Decimal;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// One of the options.
    One,
    /// Any number of the options.
    Many,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Words of the user's own.
    Text,
}

/// Options that are a list of their own: too long to show, so they are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Trades that are hard to place, `industries.toml`.
    Industries,
    /// Countries by their ISO 3166-1 code, `codes.toml`.
    Countries,
    /// Currencies by their ISO 4217 code, `codes.toml`.
    Currencies,
}

/// The answer of who does not know. It can be given to every question, and alone.
pub const UNKNOWN: &str = "unknown";

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
    /// How it is answered.
    pub kind: AnswerKind,
    /// Options of [`AnswerKind::One`] and [`AnswerKind::Many`]. The loader adds those of `list`, and
    /// "I do not know" ([`UNKNOWN`]) where the file has none.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Further options.
    pub list: Option<List>,
    /// What a number counts.
    pub unit: Option<Text>,
    /// What it means for the plan when it is not known.
    pub unknown: Text,
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
    /// Documents say different things about it.
    Disagree,
    /// No document says whether it can be.
    Undocumented,
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

/// Two answers that cannot both be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Stable id.
    pub id: String,
    /// The questions they answer.
    pub questions: [String; 2],
    /// When they are given.
    pub when: When,
    /// Why they cannot both be, and what to do.
    pub text: Text,
}

/// `plan.toml`: what the plan counts with, and the sentences it writes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanFacts {
    /// What PortOne itself costs.
    pub portone: PortonePrice,
    /// Guarantee insurance.
    pub insurance: InsuranceRate,
    /// Answers that cannot both be.
    #[serde(default)]
    pub contradictions: Vec<Contradiction>,
    /// Sentences by id: the codes of the reasons that no rule gives. `{name}` stands for what the
    /// plan puts in.
    #[serde(default)]
    pub sentences: BTreeMap<String, Sentence>,
}

/// A sentence that the plan writes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// In words.
    pub text: Text,
    /// Where documented. Empty: our own reckoning, or the source comes with what is put in.
    #[serde(default)]
    pub source: SourceKeys,
}

/// What PortOne itself costs a month, by the net sales of that month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PortonePrice {
    /// Bands, the lowest first.
    pub bands: Vec<PriceBand>,
    /// Net sales in won from which PortOne writes that the next band is near.
    pub notice_from: u64,
    /// Purposes that cost nothing as long as nothing else is used.
    #[serde(default)]
    pub free_for: Vec<Purpose>,
    /// What is special about it.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// One band of [`PortonePrice`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceBand {
    /// Net sales in won from which it holds.
    pub from: u64,
    /// Won a month, without VAT.
    pub won: u64,
    /// The band, to the letter.
    pub text: Text,
}

/// Guarantee insurance: the premium is a rate of the sum insured, and the sum insured times the
/// multiple of the settlement cycle is what may be settled in a month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InsuranceRate {
    /// Percent of the sum insured for a year, as a decimal.
    pub percent: Decimal,
    /// Multiples by settlement cycle.
    pub cycles: Vec<SettlementCycle>,
    /// What is special about it.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// How often a gateway settles, and what the insured sum allows then.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettlementCycle {
    /// Stable id.
    pub id: String,
    /// To the letter.
    pub label: Text,
    /// The month's limit is this many times the sum insured.
    pub times: u64,
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
