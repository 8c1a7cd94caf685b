//! Gateways and their modules.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::common::{Disagreement, Method, Mode, Portone, Purpose, Source, SourceKeys, Text, When};
use super::field::Field;
use super::task::{Days, Stage, Task};

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
