//! What the library shows: twins of the catalogue's types, with the wire format and nothing else.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::view::{
    ActorView, Bi, ContactView, DaysView, DisagreementView, FactView, FieldView, ModeView,
    PortoneView, PurposeView, ScreenView, SourceView, TermView, TestMidView,
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

/// A page of what is common.
#[derive(Debug, Clone, Serialize, Type)]
pub struct SubjectPage {
    /// Which.
    pub line: SubjectLine,
    /// What it says.
    pub body: SubjectBody,
}

/// What a page of the library says.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubjectBody {
    /// Sentences and tasks.
    Items {
        /// For everyone; by version where it differs.
        items: Vec<ItemView>,
    },
    /// Papers.
    Papers {
        /// Of a sole proprietor.
        sole: Vec<ItemView>,
        /// Of a corporation.
        corporation: Vec<ItemView>,
        /// For some trades.
        trades: Vec<TradePapers>,
    },
    /// Trades.
    Trades {
        /// In the documents' order.
        trades: Vec<TradeView>,
    },
    /// Roles.
    Roles {
        /// From the mightiest down.
        roles: Vec<RoleView>,
    },
    /// Values that PortOne gives.
    Identifiers {
        /// Each.
        identifiers: Vec<IdentifierView>,
    },
    /// Terms.
    Terms {
        /// Each.
        terms: Vec<TermView>,
    },
    /// Holidays.
    Holidays {
        /// ISO date until which they are known.
        known_until: String,
        /// Each.
        days: Vec<HolidayView>,
        /// Sources.
        sources: Vec<SourceView>,
    },
}

/// A task, or something that no task says.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ItemView {
    /// The task's id.
    pub task: Option<String>,
    /// For one version only.
    pub portone: Option<PortoneView>,
    /// What it says.
    pub text: Bi,
    /// Steps of the task.
    pub steps: Vec<Bi>,
    /// Traps of the task.
    pub gotchas: Vec<FactView>,
    /// Values to be copied.
    pub values: Vec<CopyView>,
    /// Our own advice.
    pub advice: bool,
    /// How we read it.
    pub note: Option<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Papers for a trade.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradePapers {
    /// Trade's id.
    pub id: String,
    /// Its name.
    pub name: Bi,
    /// Papers.
    pub papers: Vec<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A trade.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradeView {
    /// Id.
    pub id: String,
    /// Its number in the documents' list.
    pub number: u8,
    /// Name.
    pub name: Bi,
    /// No gateway takes it.
    pub refused_everywhere: bool,
    /// Why it is hard.
    pub why: Option<Bi>,
    /// What gateways answer.
    pub answers: Vec<TradeAnswerView>,
    /// Papers beyond the common list.
    pub papers: Vec<Bi>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Gateways that answer alike.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradeAnswerView {
    /// The answer.
    pub answer: AnswerView,
    /// The condition.
    pub text: Option<Bi>,
    /// Gateways.
    pub gateways: Vec<GatewayName>,
}

/// A gateway by name.
#[derive(Debug, Clone, Serialize, Type)]
pub struct GatewayName {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bi,
}

/// A role of a console account.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RoleView {
    /// Id.
    pub id: String,
    /// To the letter.
    pub name: String,
    /// What it is.
    pub text: Bi,
    /// Who makes such an account.
    pub made_by: Option<Bi>,
    /// How many there may be.
    pub count: Option<Bi>,
    /// What it may do.
    pub may: Vec<Bi>,
    /// What it may not do.
    pub may_not: Vec<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A value that PortOne gives.
#[derive(Debug, Clone, Serialize, Type)]
pub struct IdentifierView {
    /// Id.
    pub id: String,
    /// Versions it is for.
    pub portone: Vec<PortoneView>,
    /// The value as a field: label, other names, where it is found.
    pub field: FieldView,
    /// Who may issue it.
    pub issued_by: Option<Bi>,
    /// What it is used for.
    pub used_for: Bi,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A public holiday.
#[derive(Debug, Clone, Serialize, Type)]
pub struct HolidayView {
    /// ISO date.
    pub on: String,
    /// Its Korean name.
    pub name: String,
}

/// What a search found.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Found {
    /// What was typed is shaped like this secret: it was not looked for.
    pub held: Option<String>,
    /// Finds, best first.
    pub hits: Vec<HitView>,
}

/// A find.
#[derive(Debug, Clone, Serialize, Type)]
pub struct HitView {
    /// Where it leads.
    pub target: TargetView,
    /// What it is called.
    pub title: Bi,
    /// What it belongs to.
    pub of: Option<Bi>,
    /// The name it was found by, where that is not its title.
    pub by: Option<String>,
}

/// Where a find leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TargetView {
    /// A gateway's page.
    Gateway {
        /// Gateway.
        gateway: String,
    },
    /// A part of it.
    Part {
        /// Gateway.
        gateway: String,
        /// Part.
        part: PartView,
    },
    /// A field of its application.
    Application {
        /// Gateway.
        gateway: String,
        /// Field.
        field: String,
    },
    /// A module's page.
    Module {
        /// Module.
        module: String,
    },
    /// A field of its form.
    Field {
        /// Module.
        module: String,
        /// Field.
        field: String,
    },
    /// An error.
    Error {
        /// Gateway; None: PortOne itself.
        gateway: Option<String>,
        /// Code, or message.
        code: String,
    },
    /// A term.
    Term {
        /// Term.
        term: String,
    },
    /// A trade.
    Trade {
        /// Trade.
        trade: String,
    },
    /// A value that PortOne gives.
    Identifier {
        /// Identifier.
        identifier: String,
    },
    /// A page of what is common.
    Subject {
        /// Which.
        subject: SubjectView,
    },
    /// A task; the journey may have it once for each track.
    Task {
        /// Task.
        task: String,
    },
}

/// What an error means.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Translation {
    /// What was typed is shaped like this secret: it was not looked at.
    pub held: Option<String>,
    /// What looks like the code in it.
    pub code: Option<String>,
    /// What documents say of it, those of the journey's gateways first.
    pub known: Vec<KnownError>,
    /// What was typed, fit to be sent to somebody: long numbers and addresses are covered.
    pub quote: String,
}

/// The meanings of an error at one gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub struct KnownError {
    /// The gateway; None: PortOne itself.
    pub gateway: Option<GatewayName>,
    /// The journey has a track with it.
    pub near: bool,
    /// Meanings.
    pub errors: Vec<ErrorView>,
}

/// An error.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ErrorView {
    /// To the letter.
    pub code: Option<String>,
    /// The message it comes with, to the letter.
    pub message: Option<String>,
    /// The methods it concerns; empty: any, or not documented.
    pub methods: Vec<MethodView>,
    /// Why it comes.
    pub cause: Bi,
    /// Who mends it.
    pub who: ActorView,
    /// The next step.
    pub next: Bi,
    /// Sources.
    pub sources: Vec<SourceView>,
}
