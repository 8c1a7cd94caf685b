//! What the window sees: twins of the core's types, with the wire format and nothing else.
//!
//! Texts of the catalogue come in both languages so that switching needs no round trip. The UI owns
//! every other sentence and keys it by the enums here.

mod app;
mod check;
mod field;
mod journey;
mod task;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use app::{
    AppView, DataState, DataView, JourneyCard, Language, Place, PracticeValue, Prefs, ReadOnlyWhy,
    Theme, VaultState, VaultView,
};
pub use check::{
    ChannelFound, CheckView, MissingField, PaymentFound, PaymentState, Reading, Unreachable,
    Verdict,
};
pub use field::{
    CertificateRead, FieldRef, FieldView, LengthView, Lint, LintCode, RequirementView,
    StoredSecret, Suspect, Typed, Weight,
};
pub use journey::{
    ChangeKind, ChoiceView, DatedView, HistoryLine, JourneyView, OfferView, PlaceMark, PlanView,
    QuestionKind, QuestionView, RefusedView, StageState, StageView, TrackState, TrackView,
};
pub use task::{
    ActorView, ContactView, DaysView, DisagreementView, Evidence, FactView, FormView,
    NotApplicableWhy, ProofView, ScreenView, StaleWhy, Status, TaskLine, TaskName, TaskPage,
    TermView, TestMidView,
};

/// A catalogue sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct Bi {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// PortOne version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PortoneView {
    /// V1.
    V1,
    /// V2.
    V2,
}

/// Test or live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ModeView {
    /// Test.
    Test,
    /// Live.
    Live,
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "twins of catalog::Purpose, documented there")]
pub enum PurposeView {
    OneTime,
    Recurring,
    KeyIn,
    Identity,
    EasyPay,
    Overseas,
}

/// A track to choose: gateway, module, purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrackSpec {
    /// Gateway id.
    pub gateway: String,
    /// Module id.
    pub module: String,
    /// Purpose.
    pub purpose: PurposeView,
}

/// A reason with its source.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ReasonView {
    /// Code.
    pub code: String,
    /// In words.
    pub text: Bi,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A document.
#[derive(Debug, Clone, Serialize, Type)]
pub struct SourceView {
    /// Collection.
    pub doc: String,
    /// Path.
    pub path: String,
    /// ISO date of the document.
    pub date: String,
    /// ISO date of our reading.
    pub verified_on: String,
}
