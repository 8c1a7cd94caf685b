//! The shape of the export. Plain strings are Korean, `<key>_en` is the English beside them; what
//! no document says is null.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{
    Actor, ExtraMidRoute, FeePer, LengthUnit, Method, Mode, Portone, Purpose, SizeTier, Standing,
    Way,
};

/// The whole catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Export {
    /// Version of this shape; it grows when a key changes its meaning or goes.
    pub schema: u32,
    /// The day of the newest document about payments that a fact was read in.
    pub docs_date: Date,
    /// Gateways, by id.
    pub gateways: Vec<Gateway>,
    /// What holds for every gateway.
    pub common: super::common::Common,
}

/// A document behind a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Repository and commit, package and version, or `seed`.
    pub document: String,
    /// Path inside it.
    pub path: String,
    /// The day the document carries.
    pub dated: Date,
    /// The day it was read for this fact.
    pub verified_on: Date,
}

/// Documents that say different things about the same fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// What it is about.
    pub about: String,
    /// What it is about.
    pub about_en: String,
    /// What each document says. A reading of several documents stands once for each.
    pub readings: Vec<Reading>,
}

/// One document's reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reading {
    /// What it says.
    pub value: String,
    /// What it says.
    pub value_en: String,
    /// Where.
    pub source: Source,
}

/// One gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gateway {
    /// Stable id.
    pub id: String,
    /// Every name it has or has had, the present one first.
    pub names: Vec<String>,
    /// Whether new merchants can choose it.
    pub status: Standing,
    /// Forms of the console's channel dialog.
    pub modules: Vec<Module>,
    /// Steps of the contract, in order.
    pub contract_steps: Vec<ContractStep>,
    /// What must be so before it takes a merchant.
    pub entry_conditions: Vec<String>,
    /// What must be so before it takes a merchant.
    pub entry_conditions_en: Vec<String>,
    /// Papers beyond the common list.
    pub documents: Vec<String>,
    /// Papers beyond the common list.
    pub documents_en: Vec<String>,
    /// What is done a second time, at the gateway itself.
    pub again: Vec<String>,
    /// What is done a second time, at the gateway itself.
    pub again_en: Vec<String>,
    /// Who asks for the card companies' review, and where.
    pub card_review: Option<CardReview>,
    /// 바로오픈.
    pub early_opening: Vec<String>,
    /// 바로오픈.
    pub early_opening_en: Vec<String>,
    /// What a payment request must keep to.
    pub request_rules: Vec<String>,
    /// What a payment request must keep to.
    pub request_rules_en: Vec<String>,
    /// Extra fields of 전자결제 신청.
    pub application_fields: Vec<Field>,
    /// How a further merchant id is got.
    pub extra_mid_route: Option<ExtraMid>,
    /// Page with the state of the review.
    pub status_url: Option<String>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
    /// Fees of published tables.
    pub fees: Vec<Fee>,
    /// Errors.
    pub errors: Vec<ErrorCode>,
    /// How the errors were chosen, and where the official whole list is.
    pub error_list: Option<ErrorList>,
    /// Notes and documents of the lines in the lists of plain strings above.
    pub lines: Vec<Line>,
    /// Where documents disagree, except about a single field.
    pub disagreements: Vec<Disagreement>,
}

/// What stands behind one line of a list of plain strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// The key of the list.
    pub list: String,
    /// The line's place in it, from 0.
    pub at: usize,
    /// How an ambiguous document was read.
    pub note: Option<String>,
    /// How an ambiguous document was read.
    pub note_en: Option<String>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// How the errors were chosen, and where the official whole list is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErrorList {
    /// How they were chosen.
    pub text: String,
    /// How they were chosen.
    pub text_en: String,
    /// How many codes the official list has; null: there is none, or not in these documents.
    pub documented: Option<u32>,
    /// The official list's documents.
    pub lists: Vec<Source>,
    /// The page where it can be had.
    pub url: Option<String>,
    /// Where that is documented.
    pub sources: Vec<Source>,
}

/// One module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Module {
    /// Stable id.
    pub id: String,
    /// PortOne's provider code, as its API files write it.
    pub provider: String,
    /// PortOne's version.
    pub portone: Portone,
    /// Our short name.
    pub title: String,
    /// Our short name.
    pub title_en: String,
    /// 결제대행사 in the console, to the letter.
    pub console_gateway: Option<String>,
    /// 결제 모듈 in the console, to the letter.
    pub console_module: Option<String>,
    /// Whether new merchants can choose it.
    pub open_to_new: bool,
    /// What it is for.
    pub purposes: Vec<Purpose>,
    /// What buyers may pay with.
    pub methods: Vec<Method>,
    /// 결제창, API or both; empty where no document says.
    pub ways: Vec<Way>,
    /// The channel form's own fields, in the console's order.
    pub fields: Vec<Field>,
    /// Portal where most of its values are found.
    pub portal_url: Option<String>,
    /// Menu path there, step by step.
    pub menu_path: Vec<String>,
    /// Shared test MIDs, one line for each purpose.
    pub test_mids: Vec<TestMid>,
    /// There is no shared test MID: what to do instead.
    pub no_test_mid: Option<String>,
    /// There is no shared test MID: what to do instead.
    pub no_test_mid_en: Option<String>,
    /// What must be done outside the form; exact values stand on lines of their own.
    pub post_setup: Vec<String>,
    /// What must be done outside the form; exact values stand on lines of their own.
    pub post_setup_en: Vec<String>,
    /// Truths about test payments.
    pub test_caveats: Vec<String>,
    /// Truths about test payments.
    pub test_caveats_en: Vec<String>,
    /// Truths about live payments.
    pub live_caveats: Vec<String>,
    /// Truths about live payments.
    pub live_caveats_en: Vec<String>,
    /// How an unclear document was read, and what else is to be known of the module.
    pub note: Option<String>,
    /// How an unclear document was read, and what else is to be known of the module.
    pub note_en: Option<String>,
    /// Notes and documents of the lines in the lists of plain strings above.
    pub lines: Vec<Line>,
    /// Every document behind this module.
    pub sources: Vec<Source>,
}

/// Whether a field must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Always.
    Always,
    /// When `condition` holds.
    Conditional,
    /// It may stay empty.
    Optional,
    /// It must stay empty.
    Blank,
    /// No document says.
    Undocumented,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Field {
    /// To the letter.
    pub label: String,
    /// Our English for the label; the form itself is Korean.
    pub label_en: Option<String>,
    /// Other names of the same value.
    pub aliases: Vec<String>,
    /// Whether it must be filled.
    pub required: Required,
    /// When it must be filled, or why it must stay empty.
    pub condition: Option<String>,
    /// When it must be filled, or why it must stay empty.
    pub condition_en: Option<String>,
    /// It must stay empty when `condition` does not hold.
    pub otherwise_blank: bool,
    /// Longest length; null also where `exact_len` says it.
    pub max_len: Option<u32>,
    /// The only length.
    pub exact_len: Option<u32>,
    /// What lengths count; null where there is none.
    pub len_unit: Option<LengthUnit>,
    /// How live values begin.
    pub live_prefix: Vec<String>,
    /// Nobody else may see it.
    pub secret: bool,
    /// Who sends it, and when.
    pub sent_by: Option<String>,
    /// Who sends it, and when.
    pub sent_by_en: Option<String>,
    /// Portal where it is found.
    pub portal_url: Option<String>,
    /// Menu path there, step by step.
    pub menu_path: Vec<String>,
    /// How an ambiguous document was read.
    pub note: Option<String>,
    /// How an ambiguous document was read.
    pub note_en: Option<String>,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// A shared test MID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestMid {
    /// What it is for.
    pub purpose: Purpose,
    /// To the letter.
    pub mid: String,
    /// What is special about it.
    pub note: Option<String>,
    /// What is special about it.
    pub note_en: Option<String>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// A step of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContractStep {
    /// Action.
    pub title: String,
    /// Action.
    pub title_en: String,
    /// Who acts.
    pub who: Actor,
    /// Usual business days.
    pub days: Option<Days>,
    /// What is special about it.
    pub note: Option<String>,
    /// What is special about it.
    pub note_en: Option<String>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// Usual business days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Days {
    /// At least; null where the documents only say at most.
    pub min: Option<u16>,
    /// At most.
    pub max: u16,
}

/// Who asks for the card companies' review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CardReview {
    /// Who asks for it.
    pub who: Actor,
    /// The channel's mode while the site is looked at.
    pub mode: Option<Mode>,
    /// Portal.
    pub portal_url: Option<String>,
    /// Menu path there.
    pub menu_path: Vec<String>,
    /// In words.
    pub text: String,
    /// In words.
    pub text_en: String,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// The route for a further merchant id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExtraMid {
    /// Which.
    pub kind: ExtraMidRoute,
    /// In words.
    pub text: String,
    /// In words.
    pub text_en: String,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Contact {
    /// What they answer.
    pub what: String,
    /// What they answer.
    pub what_en: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail.
    pub mail: Option<String>,
    /// Web page.
    pub url: Option<String>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// A fee of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fee {
    /// For what.
    pub what: String,
    /// For what.
    pub what_en: String,
    /// For merchants of which size or kind; null: for all.
    pub tier: Option<String>,
    /// For merchants of which size or kind; null: for all.
    pub tier_en: Option<String>,
    /// The figure, to the letter.
    pub value: String,
    /// The figure.
    pub value_en: String,
    /// The card companies' tier; null: for all, or none of theirs.
    pub tier_id: Option<SizeTier>,
    /// The methods it is counted for.
    pub methods: Vec<Method>,
    /// The figure in percent, a decimal; null: not in percent, or not one to count with.
    pub percent: Option<String>,
    /// The figure in won; null: not in won, or not one to count with.
    pub won: Option<u64>,
    /// How often it is paid; null: not one to count with.
    pub per: Option<FeePer>,
    /// The day of the table.
    pub dated: Date,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// An error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErrorCode {
    /// To the letter; null for an error that only has a message.
    pub code: Option<String>,
    /// The message, to the letter.
    pub message: Option<String>,
    /// Methods it concerns; empty where no document says.
    pub methods: Vec<Method>,
    /// Why it comes.
    pub cause: String,
    /// Why it comes.
    pub cause_en: String,
    /// Who mends it.
    pub who: Actor,
    /// The next step.
    pub next: String,
    /// The next step.
    pub next_en: String,
    /// Where documented.
    pub sources: Vec<Source>,
}
