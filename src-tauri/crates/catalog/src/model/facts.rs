//! What holds whatever the gateway: who may do what, which trades are hard to place, and what the
//! documents say beside the tasks.

use serde::{Deserialize, Serialize};

use super::common::{Disagreement, Portone, SourceKeys, Text, When};
use super::gateway::Value;

/// Something a document says beside what the tasks already say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// For whom.
    #[serde(default)]
    pub when: When,
    /// What it says.
    pub text: Text,
    /// Exact values to be copied, to the letter.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// How we read an ambiguous document.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// One subject: the tasks that already speak of it, and what they leave out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Ids of common tasks, in the order to read them.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// What no task says.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// `facts.toml`: every subject.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Topics {
    /// 결제알림(Webhook).
    pub webhook: Topic,
    /// Papers of a sole proprietor.
    pub papers_sole: Topic,
    /// Papers of a corporation.
    pub papers_corporation: Topic,
    /// What the site must show.
    pub site: Topic,
    /// Guarantee insurance.
    pub insurance: Topic,
    /// Rules of test payments.
    pub test_mode: Topic,
    /// What to check before opening.
    pub go_live: Topic,
    /// When a further merchant id is needed.
    pub further_mid: Topic,
}

impl Topics {
    /// Every subject by its name in the file.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &Topic); 8] {
        [
            ("webhook", &self.webhook),
            ("papers_sole", &self.papers_sole),
            ("papers_corporation", &self.papers_corporation),
            ("site", &self.site),
            ("insurance", &self.insurance),
            ("test_mode", &self.test_mode),
            ("go_live", &self.go_live),
            ("further_mid", &self.further_mid),
        ]
    }
}

/// A value that PortOne itself gives a merchant, and who may issue it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Stable id.
    pub id: String,
    /// `<task>.<field>` of the common task that asks for it.
    pub field: String,
    /// Versions it is for.
    pub portone: Vec<Portone>,
    /// Who may issue it, and how often it is seen. None: not documented.
    pub issued_by: Option<Text>,
    /// What it is used for.
    pub used_for: Text,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// Where documented.
    pub source: SourceKeys,
}

/// A role of a console account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRole {
    /// Stable id.
    pub id: String,
    /// To the letter.
    pub name: String,
    /// What it is in words.
    pub text: Text,
    /// Who makes such an account; None: not documented.
    pub made_by: Option<Text>,
    /// How many there may be; None: not documented.
    pub count: Option<Text>,
    /// What it may do.
    #[serde(default)]
    pub may: Vec<Text>,
    /// What it may not do.
    #[serde(default)]
    pub may_not: Vec<Text>,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// Where documented.
    pub source: SourceKeys,
}

/// What a gateway answers to a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It looks at the case and may take it.
    Reviews,
    /// It looks at the case under a condition, in `text`.
    Conditional,
    /// It does not take it.
    Refuses,
}

/// Gateways that answer alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TradeAnswer {
    /// Gateways' ids.
    pub gateways: Vec<String>,
    /// What they answer.
    pub answer: Answer,
    /// The condition, or what else is said of it.
    pub text: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// A trade that is hard to place. A gateway without an answer: not documented.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Industry {
    /// Stable id.
    pub id: String,
    /// To the letter, and in English.
    pub name: Text,
    /// Its number in the document's list.
    pub number: u8,
    /// No gateway takes it.
    #[serde(default)]
    pub refused_everywhere: bool,
    /// Id of the entry that names the same goods and says otherwise: where a gateway takes them
    /// there, the documents disagree.
    pub overlaps: Option<String>,
    /// Why it is hard; None: not documented.
    pub why: Option<Text>,
    /// The business certificate must list it.
    #[serde(default)]
    pub must_be_registered: bool,
    /// What gateways answer.
    #[serde(default)]
    pub answers: Vec<TradeAnswer>,
    /// Papers beyond the common list.
    #[serde(default)]
    pub papers: Vec<Text>,
    /// Where `papers` are documented.
    #[serde(default)]
    pub papers_source: SourceKeys,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// How we read an ambiguous document.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}
