//! A task, in a list and on its page.

use serde::Serialize;
use specta::Type;

use super::{Bi, CheckView, FieldView, HistoryLine, ModeView, PurposeView, SourceView};

/// The eight statuses.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Status {
    /// 아직 시작 전 (its stage comes later).
    NotYet,
    /// 지금 할 수 있어요.
    Ready,
    /// 먼저 할 일이 있어요.
    Blocked {
        /// Keys and titles of what comes first.
        by: Vec<TaskName>,
    },
    /// 입력 중.
    Typing,
    /// 확인 필요.
    NeedsCheck {
        /// Why it fell back, if it did.
        why: Option<StaleWhy>,
    },
    /// 기다리는 중.
    Waiting {
        /// ISO date.
        since: String,
        /// Usual business days.
        days: Option<(u16, u16)>,
        /// ISO date until which it is usual.
        until: Option<String>,
        /// It takes longer than usual.
        late: bool,
    },
    /// 완료.
    Done {
        /// How proven.
        evidence: Evidence,
        /// ISO date.
        on: String,
        /// By whom.
        by: String,
    },
    /// 해당 없음.
    NotApplicable {
        /// Why.
        why: NotApplicableWhy,
    },
}

/// Why a task does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicableWhy {
    /// Its condition does not hold for the answers.
    Answers,
    /// The track is held.
    TrackHeld,
    /// The track was given up.
    TrackGivenUp,
}

/// Why a proof fell back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct StaleWhy {
    /// Label of the field whose value changed.
    pub label: String,
    /// ISO date of the change.
    pub on: String,
}

/// A task's key and title.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TaskName {
    /// Key.
    pub key: String,
    /// Title.
    pub title: Bi,
}

/// The four evidence levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// 자동 확인.
    Machine,
    /// 자료 있음.
    File,
    /// 직접 확인.
    Person,
    /// 모름.
    Unknown,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "twins of catalog::Actor, documented there")]
pub enum ActorView {
    Merchant,
    Developer,
    Portone,
    Gateway,
    CardCompany,
    Telco,
    Government,
}

/// A task in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TaskLine {
    /// Key: `task-id` or `task-id@track`.
    pub key: String,
    /// Track.
    pub track: Option<u32>,
    /// Title.
    pub title: Bi,
    /// Why, one line.
    pub why: Bi,
    /// Status.
    pub status: Status,
    /// Who acts.
    pub actor: ActorView,
    /// A wait: the merchant starts it, another side ends it.
    pub wait: bool,
    /// Minutes of work.
    pub minutes: Option<u16>,
    /// 오픈 needs it.
    pub must: bool,
    /// How it is to be proven.
    pub proof: ProofView,
    /// Put off (나중에 할게요).
    pub put_off: bool,
}

/// How a task is to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProofView {
    /// 직접 확인.
    Person,
    /// PortOne answers for the keys.
    PortoneKeys,
    /// The channel.
    Channel {
        /// Test or live.
        mode: ModeView,
        /// A machine can check it (V1's channel list); else a person confirms.
        machine: bool,
    },
    /// A payment.
    Payment {
        /// Test or live.
        mode: ModeView,
    },
}

/// A task's page.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TaskPage {
    /// The line.
    pub line: TaskLine,
    /// Stage.
    pub stage: String,
    /// What to do.
    pub steps: Vec<Bi>,
    /// The screen to draw.
    pub screen: Option<ScreenView>,
    /// Fields.
    pub fields: Vec<FieldView>,
    /// What kind of form, for the heading.
    pub form: FormView,
    /// Traps of the whole task.
    pub gotchas: Vec<FactView>,
    /// Test and live truths (channel forms).
    pub caveats: Vec<FactView>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Note.
    pub note: String,
    /// Usual days and what is special about them.
    pub days: Option<DaysView>,
    /// What can be done meanwhile.
    pub meanwhile: Vec<Bi>,
    /// What to do when nothing comes.
    pub chase: Option<Bi>,
    /// Glossary terms.
    pub terms: Vec<String>,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// Our own advice, not documented.
    pub advice: bool,
    /// Contacts of the track's gateway.
    pub contacts: Vec<ContactView>,
    /// Its own history, newest first.
    pub history: Vec<HistoryLine>,
    /// The last machine check's outcome.
    pub check: Option<CheckView>,
    /// Shared test MIDs (test channel form).
    pub test_mids: Vec<TestMidView>,
    /// No shared test MID: what to do instead.
    pub no_test_mid: Option<Bi>,
    /// A test message can be sent to the merchant's server from here.
    pub webhook_probe: bool,
}

/// Usual days.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DaysView {
    /// At least.
    pub min: u16,
    /// At most.
    pub max: u16,
    /// Special.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Which form.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FormView {
    /// The task's own fields (maybe none).
    Own,
    /// A channel form.
    Channel {
        /// Test or live.
        mode: ModeView,
        /// 결제대행사 to the letter; None = not documented.
        console_gateway: Option<String>,
        /// 결제 모듈 to the letter; None = not documented.
        console_module: Option<String>,
    },
    /// A gateway's extra application fields.
    Application,
    /// The interview.
    Interview,
}

/// A fact with sources.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FactView {
    /// In words.
    pub text: Bi,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Where documents disagree.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DisagreementView {
    /// About.
    pub about: Bi,
    /// Each reading.
    pub readings: Vec<FactView>,
    /// What to do.
    pub advice: Option<Bi>,
}

/// A screen to draw or a place to find a value.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ScreenView {
    /// Portal's name.
    pub portal: String,
    /// https address, opened by `open_link`.
    pub url: Option<String>,
    /// Menu path.
    pub menu: Vec<String>,
    /// Note.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Whom to ask.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ContactView {
    /// What they answer.
    pub what: Bi,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail.
    pub mail: Option<String>,
    /// Page.
    pub url: Option<String>,
}

/// A shared test MID.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TestMidView {
    /// Exactly.
    pub mid: String,
    /// The field of the form that takes it.
    pub field: Option<String>,
    /// What for.
    pub purposes: Vec<PurposeView>,
    /// It fits this track's purpose.
    pub fits: bool,
    /// Special.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A glossary term.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TermView {
    /// Id.
    pub id: String,
    /// The word.
    pub word: Bi,
    /// Other words.
    pub aka: Vec<String>,
    /// Meaning.
    pub meaning: Bi,
    /// Example.
    pub example: Option<Bi>,
    /// Where to see it.
    pub place: Option<Bi>,
}
