//! Gateways and their modules.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::common::{Disagreement, Method, Mode, Portone, Purpose, Source, SourceKeys, Text, When};
use super::decimal::Decimal;
use super::error::{ErrorCode, ErrorGroup, ErrorList};
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

/// The card companies' size tiers of merchants (영중소).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SizeTier {
    /// 영세.
    VerySmall,
    /// 중소1.
    Small1,
    /// 중소2.
    Small2,
    /// 중소3.
    Small3,
    /// 일반.
    Standard,
}

impl SizeTier {
    /// Every tier, the smallest first.
    pub const ALL: [SizeTier; 5] = [
        SizeTier::VerySmall,
        SizeTier::Small1,
        SizeTier::Small2,
        SizeTier::Small3,
        SizeTier::Standard,
    ];

    /// Its name in the files and in the answers.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            SizeTier::VerySmall => "very_small",
            SizeTier::Small1 => "small1",
            SizeTier::Small2 => "small2",
            SizeTier::Small3 => "small3",
            SizeTier::Standard => "standard",
        }
    }
}

/// How often a fee is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeePer {
    /// Once, when a business joins the gateway.
    Join,
    /// Every month.
    Month,
    /// Every year.
    Year,
    /// Every payment.
    Payment,
}

/// Countries or currencies that a document lists, to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// ISO codes.
    pub codes: Vec<String>,
    /// Only for these methods. Empty: for all.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// How we read an ambiguous document.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// Something else that must be open before a track can begin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartsAfter {
    /// Ids of the modules it is about. Empty: all of the gateway.
    #[serde(default)]
    pub modules: Vec<String>,
    /// For whom.
    #[serde(default)]
    pub when: When,
    /// The first stage that waits.
    pub stage: Stage,
    /// Another gateway's track that holds this must be open: `other` sees that track.
    #[serde(default)]
    pub other: When,
    /// Months after that track is open. Sales of as many months count too.
    #[serde(default)]
    pub months: u8,
    /// In words.
    pub text: Text,
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
    /// The tier, where `tier` is one of the card companies'.
    pub tier_id: Option<SizeTier>,
    /// The methods it is for. Empty: for none that a buyer chooses, or not to be counted with.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// For whom: a purpose, what is sold. Of several fees that hold, one with a condition comes
    /// before one without.
    #[serde(default)]
    pub when: When,
    /// The figure in percent. It stands in `value`.
    pub percent: Option<Decimal>,
    /// The figure in won. It stands in `value`.
    pub won: Option<u64>,
    /// How often it is paid. None: the figure is not one to count with (a range, "after review").
    pub per: Option<FeePer>,
    /// The day of the table.
    pub dated: Date,
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
    /// Countries whose buyers it serves. Empty: not documented.
    #[serde(default)]
    pub countries: Vec<Reach>,
    /// Currencies it takes. Empty: not documented.
    #[serde(default)]
    pub currencies: Vec<Reach>,
    /// Which trades it takes stands in a list of its own: the rules say so, and the list of trades
    /// that are hard to place is silent about it.
    #[serde(default)]
    pub own_trades: bool,
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
    /// It takes no guarantee insurance: what it does instead. None: the common rule holds.
    pub no_insurance: Option<Statement>,
    /// What must be open elsewhere before it begins.
    #[serde(default)]
    pub starts_after: Vec<StartsAfter>,
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
    /// Errors, each with words of its own. Once the file is read, those of the groups stand behind
    /// them, by code.
    #[serde(default)]
    pub errors: Vec<ErrorCode>,
    /// Errors that share their words.
    #[serde(default)]
    pub error_groups: Vec<ErrorGroup>,
    /// How they were chosen, and where the whole list is. Every file says so.
    pub error_list: Option<ErrorList>,
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

impl Gateway {
    /// What must be so before it takes a merchant, and what it takes in the place of an insurance.
    pub fn conditions(&self) -> impl Iterator<Item = &Statement> + Clone {
        self.entry.iter().chain(&self.no_insurance)
    }

    /// All that is stated of it as a whole.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        let rest = [
            &self.documents,
            &self.again,
            &self.direct_open,
            &self.requests,
        ];
        self.conditions().chain(rest.into_iter().flatten())
    }
}
