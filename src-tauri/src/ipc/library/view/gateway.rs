//! The entrance, a gateway's page and a module's.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::view::{
    ActorView, Bi, ContactView, DaysView, DisagreementView, FactView, FieldView, ModeView,
    PortoneView, PurposeView, ScreenView, SourceView, TestMidView,
};

/// Whether new merchants can choose a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StandingView {
    /// They can.
    Open,
    /// Nobody new.
    ClosedToNew,
    /// PortOne no longer offers it.
    Discontinued,
}

/// What a buyer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "twins of catalog::Method, documented there")]
pub enum MethodView {
    Card,
    Transfer,
    VirtualAccount,
    Mobile,
    GiftCertificate,
    Kakaopay,
    Tosspay,
    Naverpay,
    Payco,
    OtherEasyPay,
    Identity,
}

/// How a module is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WayView {
    /// 결제창.
    Window,
    /// API.
    Api,
}

/// What a gateway answers to a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AnswerView {
    /// It looks at the case.
    Reviews,
    /// It does so under a condition.
    Conditional,
    /// It does not take it.
    Refuses,
    /// No gateway takes it.
    RefusedEverywhere,
    /// No document says.
    Undocumented,
}

/// A page of what is common to every gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "twins of catalog::Subject, documented there")]
pub enum SubjectView {
    Papers,
    Site,
    Trades,
    Insurance,
    Roles,
    Identifiers,
    Webhook,
    TestMode,
    GoLive,
    FurtherMid,
    Terms,
    Holidays,
}

/// A part of a gateway's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "twins of catalog::Part, documented there")]
pub enum PartView {
    Abilities,
    Contract,
    Entry,
    Papers,
    Application,
    Again,
    CardReview,
    DirectOpen,
    Fees,
    Trades,
    Requests,
    ExtraMid,
    Contacts,
    Errors,
    Disagreements,
    Sources,
}

/// The entrance of the library.
#[derive(Debug, Clone, Serialize, Type)]
pub struct LibraryView {
    /// Gateways: those that can be chosen first.
    pub gateways: Vec<GatewayLine>,
    /// Pages of what is common.
    pub subjects: Vec<SubjectLine>,
    /// How many errors are known.
    pub errors: u32,
}

/// A gateway in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub struct GatewayLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bi,
    /// Every other name it has or has had.
    pub aka: Vec<String>,
    /// Whether it can be chosen.
    pub standing: StandingView,
    /// Versions of PortOne that it has a module for.
    pub portone: Vec<PortoneView>,
    /// What its modules are for.
    pub purposes: Vec<PurposeView>,
}

/// A page in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub struct SubjectLine {
    /// Which.
    pub id: SubjectView,
    /// Title.
    pub title: Bi,
    /// What is found there.
    pub lead: Option<Bi>,
}

/// A gateway's page.
#[derive(Debug, Clone, Serialize, Type)]
pub struct GatewayPage {
    /// Which.
    pub line: GatewayLine,
    /// Its parts, in order.
    pub parts: Vec<PartLine>,
    /// Modules: what it can do.
    pub modules: Vec<ModuleLine>,
    /// Steps of the contract.
    pub contract: Vec<StepView>,
    /// Conditions to get in.
    pub entry: Vec<StatementView>,
    /// Papers beyond the common list.
    pub papers: Vec<StatementView>,
    /// Extra fields of 전자결제 신청.
    pub application: Vec<FieldView>,
    /// What is done a second time, at the gateway.
    pub again: Vec<StatementView>,
    /// The card companies' review.
    pub card_review: Option<ReviewView>,
    /// Page with the state of the review.
    pub review_page: Option<PortalView>,
    /// 바로오픈.
    pub direct_open: Vec<StatementView>,
    /// Fees of published tables.
    pub fees: Vec<FeeView>,
    /// What it answers to trades.
    pub trades: Vec<TradeLine>,
    /// What a payment request must keep to.
    pub requests: Vec<StatementView>,
    /// The route for a further merchant id.
    pub extra_mid: Option<ExtraMidView>,
    /// Whom to ask.
    pub contacts: Vec<ContactView>,
    /// How many of its errors are known.
    pub errors: u32,
    /// Where documents disagree, wherever it stands in its file, each once.
    pub disagreements: Vec<DisagreementView>,
    /// The documents that were read.
    pub sources: Vec<SourceView>,
}

/// A part of a gateway's page.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PartLine {
    /// Which.
    pub id: PartView,
    /// Title.
    pub title: Bi,
}

/// A module in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ModuleLine {
    /// Id.
    pub id: String,
    /// Gateway's id.
    pub gateway: String,
    /// Name.
    pub name: Bi,
    /// V1 or V2.
    pub portone: PortoneView,
    /// New merchants can choose it.
    pub open_to_new: bool,
    /// ISO date since which nobody new can.
    pub closed_since: Option<String>,
    /// What it is for, each with what buyers pay with.
    pub purposes: Vec<AbilityView>,
    /// 결제창, API or both; empty: not documented.
    pub ways: Vec<WayView>,
    /// 결제대행사 in the console, to the letter.
    pub console_gateway: Option<String>,
    /// 결제 모듈 in the console, to the letter.
    pub console_module: Option<String>,
    /// How many fields its form has of its own.
    pub fields: u32,
}

/// A purpose and what buyers may pay with.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AbilityView {
    /// What for.
    pub purpose: PurposeView,
    /// With what.
    pub methods: Vec<MethodView>,
}

/// A step of the contract.
#[derive(Debug, Clone, Serialize, Type)]
pub struct StepView {
    /// Action.
    pub title: Bi,
    /// Who acts.
    pub who: ActorView,
    /// Usual business days.
    pub days: Option<DaysView>,
    /// What is special about it.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// For whom a statement holds, where it is not everyone.
#[derive(Debug, Clone, Serialize, Type)]
pub struct OnlyView {
    /// One version.
    pub portone: Option<PortoneView>,
    /// One mode.
    pub mode: Option<ModeView>,
    /// Some purposes.
    pub purposes: Vec<PurposeView>,
    /// Some modules, by name.
    pub modules: Vec<Bi>,
}

/// A value to be copied, and what it is.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CopyView {
    /// What it is.
    pub label: Option<Bi>,
    /// To the letter.
    pub value: String,
}

/// Something a document says.
#[derive(Debug, Clone, Serialize, Type)]
pub struct StatementView {
    /// For whom.
    pub only: OnlyView,
    /// What it says.
    pub text: Bi,
    /// Values to be copied.
    pub values: Vec<CopyView>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Who asks for the card companies' review.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ReviewView {
    /// Who asks.
    pub who: ActorView,
    /// The channel's mode meanwhile.
    pub mode: Option<ModeView>,
    /// Where it is asked for.
    pub place: Option<ScreenView>,
    /// In words.
    pub text: Bi,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A web page of a gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PortalView {
    /// Name.
    pub name: String,
    /// https address, opened by `open_link`.
    pub url: String,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// How a further merchant id is got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RouteView {
    /// In the gateway's own portal.
    PgAdmin,
    /// By applying again.
    Reapply,
    /// Through PortOne's support.
    PortoneSupport,
    /// Another way.
    Other,
}

/// The route for a further merchant id.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ExtraMidView {
    /// Which.
    pub route: RouteView,
    /// In words.
    pub text: Bi,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A fee.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FeeView {
    /// For what.
    pub what: Bi,
    /// For whom; None: for all.
    pub tier: Option<Bi>,
    /// To the letter.
    pub value: Bi,
    /// ISO date of the table.
    pub dated: String,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A trade, and what one gateway answers.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradeLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bi,
    /// The answer.
    pub answer: AnswerView,
    /// The condition.
    pub text: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A module's channel form, and what belongs to it.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ModulePage {
    /// Which.
    pub line: ModuleLine,
    /// Gateway's name.
    pub gateway: Bi,
    /// Where the form is.
    pub screen: Option<ScreenView>,
    /// The form's fields, top to bottom.
    pub fields: Vec<FieldView>,
    /// Shared test MIDs.
    pub test_mids: Vec<TestMidView>,
    /// None: what to do instead.
    pub no_test_mid: Option<Bi>,
    /// What is done outside the form.
    pub post_setup: Vec<StatementView>,
    /// Truths about test payments.
    pub test_caveats: Vec<FactView>,
    /// Truths about live payments.
    pub live_caveats: Vec<FactView>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}
