//! Gateways and their modules.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::common::{Disagreement, Method, Mode, Portone, Purpose, Source, SourceKeys, Text, When};
use super::field::{Decided, Field, Place, Requirement};
use super::task::{Actor, Days, Stage, Task};

/// A shared test MID.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TestMid {
    /// The MID, exactly.
    pub mid: String,
    /// What it is for.
    pub purposes: Vec<Purpose>,
    /// What is special about it.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// A truth about test or live payments that bites those who do not know it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Caveat {
    /// Test or live.
    pub mode: Mode,
    /// Narrower than the whole gateway or module.
    #[serde(default)]
    pub when: When,
    /// The truth.
    pub text: Text,
    /// Where documented.
    pub source: SourceKeys,
}

/// A value to be copied, and what it is where several stand together. In TOML: `"UTF-8"`, or
/// `{ label = { ko = "인코딩", en = "Encoding" }, value = "UTF-8" }`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum Value {
    /// The value alone.
    Plain(String),
    /// What it is, and the value.
    Labelled {
        /// What it is.
        label: Text,
        /// To the letter.
        value: String,
    },
}

impl Value {
    /// The value, to the letter.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Value::Plain(value) | Value::Labelled { value, .. } => value,
        }
    }

    /// What it is.
    #[must_use]
    pub fn label(&self) -> Option<&Text> {
        match self {
            Value::Plain(_) => None,
            Value::Labelled { label, .. } => Some(label),
        }
    }
}

/// Something a document says, for whom it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Ids of the modules it is about. Empty: all of the gateway.
    #[serde(default)]
    pub modules: Vec<String>,
    /// For whom.
    #[serde(default)]
    pub when: When,
    /// What it says.
    pub text: Text,
    /// Exact values to be copied (addresses, settings), to the letter.
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

/// Whether new merchants can choose a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// They can.
    #[default]
    Open,
    /// Those who have a contract go on; nobody new.
    ClosedToNew,
    /// PortOne no longer offers it.
    Discontinued,
}

/// How a module is called by the merchant's site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 결제창.
    Window,
    /// API.
    Api,
}

/// A step of the contract, in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContractStep {
    /// Action, as a title.
    pub title: Text,
    /// Who acts.
    pub who: Actor,
    /// Usual business days; None: not documented.
    pub days: Option<Days>,
    /// What is special about it.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// Who asks for the card companies' review, where, and how the site must stand then.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CardReview {
    /// Who asks for it.
    pub who: Actor,
    /// The channel's mode while the site is looked at; None: not documented.
    pub mode: Option<Mode>,
    /// Where it is asked for.
    pub place: Option<Place>,
    /// In words.
    pub text: Text,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// Where documented.
    pub source: SourceKeys,
}

/// How a further merchant id is got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExtraMidRoute {
    /// In the gateway's own portal.
    PgAdmin,
    /// By applying again (전자결제 신청).
    Reapply,
    /// Through PortOne's support.
    PortoneSupport,
    /// Another way.
    Other,
}

/// The route for a further merchant id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraMid {
    /// Which.
    pub kind: ExtraMidRoute,
    /// In words.
    pub text: Text,
    /// Where documents disagree about it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// Where documented.
    pub source: SourceKeys,
}

/// A fee of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// For what: joining, a method's rate, …
    pub what: Text,
    /// For merchants of which size or kind; None: for all.
    pub tier: Option<Text>,
    /// The figure, to the letter.
    pub value: Text,
    /// The day of the table.
    pub dated: Date,
    /// Where documented.
    pub source: SourceKeys,
}

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
}

/// One module: a form of the console's channel dialog.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// PortOne's provider code in lower case, `-<purpose>` where one code has several forms.
    pub id: String,
    /// PortOne's provider code in lower case.
    pub code: String,
    /// V1 or V2.
    pub portone: Portone,
    /// Our short name.
    pub name: Text,
    /// 결제대행사 in the console, to the letter. None = not documented.
    pub console_gateway: Option<String>,
    /// 결제 모듈 in the console, to the letter. None = not documented.
    pub console_module: Option<String>,
    /// Closed to new merchants since this day.
    pub closed_since: Option<Date>,
    /// Purposes.
    pub purposes: Vec<Purpose>,
    /// 결제창, API or both. Empty: not documented.
    #[serde(default)]
    pub ways: Vec<Way>,
    /// Methods.
    pub methods: Vec<Method>,
    /// Methods for a purpose for which not all of `methods` work, for instance billing keys for
    /// cards only.
    #[serde(default)]
    pub methods_of: BTreeMap<Purpose, Vec<Method>>,
    /// Lower comes first when several modules fit the same wish.
    #[serde(default)]
    pub rank: u32,
    /// The channel form's own fields, in the console's order (the common head and tail of the form
    /// are in `channel.toml`).
    pub fields: Vec<Field>,
    /// Shared test MIDs.
    #[serde(default)]
    pub test_mids: Vec<TestMid>,
    /// There is no shared test MID: what to do instead.
    pub no_test_mid: Option<Text>,
    /// What must be done outside the form: notification addresses, API versions, domains, group
    /// ids, certificates, key files.
    #[serde(default)]
    pub post_setup: Vec<Statement>,
    /// Test and live truths.
    #[serde(default)]
    pub caveats: Vec<Caveat>,
    /// Where documents disagree about this module.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// How we read an ambiguous document.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

impl Module {
    /// What to choose in a drop-down of its form that is decided, to the letter. None for every
    /// other field, and where no document names the choice.
    #[must_use]
    pub fn decided<'a>(
        &'a self,
        requirement: &'a Requirement,
        mode: Mode,
        purpose: Purpose,
    ) -> Option<&'a str> {
        let Requirement::Decided { by, choices } = requirement else {
            return None;
        };
        let choice = |name: &str| choices.get(name).map(String::as_str);
        match by {
            Decided::Mode if mode == Mode::Live => choice("live"),
            Decided::Mode => choice("test"),
            Decided::Purpose if purpose == Purpose::Identity => choice("identity"),
            Decided::Purpose => choice("payment"),
            Decided::Gateway => self.console_gateway.as_deref(),
            Decided::Module => self.console_module.as_deref(),
        }
    }
}

/// A portal: a web site with menus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Its name to the letter.
    pub name: String,
    /// https address.
    pub url: String,
    /// Where documented.
    pub source: SourceKeys,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What they answer.
    pub what: Text,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail.
    pub mail: Option<String>,
    /// Web page.
    pub url: Option<String>,
    /// Where documented.
    pub source: SourceKeys,
}

/// One gateway: one file under `data/pg/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Every other name it has had or is called by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether new merchants can choose it.
    #[serde(default)]
    pub standing: Standing,
    /// Documents.
    pub sources: BTreeMap<String, Source>,
    /// Portals.
    #[serde(default)]
    pub portals: BTreeMap<String, Portal>,
    /// Whom to ask.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Page with the state of the review, and where that is documented.
    pub review_page: Option<Portal>,
    /// Steps of the contract, in order.
    #[serde(default)]
    pub contract: Vec<ContractStep>,
    /// What must be so before it takes a merchant.
    #[serde(default)]
    pub entry: Vec<Statement>,
    /// Papers beyond the common list.
    #[serde(default)]
    pub documents: Vec<Statement>,
    /// What must be done a second time, at the gateway itself.
    #[serde(default)]
    pub again: Vec<Statement>,
    /// The card companies' review.
    pub card_review: Option<CardReview>,
    /// 바로오픈.
    #[serde(default)]
    pub direct_open: Vec<Statement>,
    /// The route for a further merchant id; None: not documented.
    pub extra_mid: Option<ExtraMid>,
    /// Fees of published tables.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Error codes.
    #[serde(default)]
    pub errors: Vec<ErrorCode>,
    /// What a payment request must keep to, that bites later.
    #[serde(default)]
    pub requests: Vec<Statement>,
    /// Extra fields of 전자결제 신청 for this gateway.
    #[serde(default)]
    pub application: Vec<Field>,
    /// Modules.
    pub modules: Vec<Module>,
    /// Tasks of this gateway, beside the common ones.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// Usual business days, by stage, where they differ from the common ones.
    #[serde(default)]
    pub days: BTreeMap<Stage, Days>,
    /// Where documents disagree about the gateway as a whole.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
}
