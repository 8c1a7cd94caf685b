// tidy: long because the wire format is read as one list; splitting it would scatter it.
//! What the window sees: twins of the core's types, with the wire format and nothing else.
//!
//! Texts of the catalogue come in both languages so that switching needs no round trip. The UI owns
//! every other sentence and keys it by the enums here.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::library::view::GatewayName;

/// A catalogue sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct Bi {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// Which data folder is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// 우리 가게.
    Real,
    /// 연습.
    Practice,
}

/// Everything outside one journey.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AppView {
    /// None until the user chose on the first run (or this run has not chosen yet).
    pub place: Option<Place>,
    /// Who marks; asked once at first run.
    pub who: Option<String>,
    /// Preferences.
    pub prefs: Prefs,
    /// The language of the operating system.
    pub os_language: Language,
    /// Where secrets are kept, and whether it is open.
    pub vault: VaultView,
    /// Where the data is.
    pub data: DataView,
    /// Less than 50 MB are left on the disk of the data folder.
    pub low_space: bool,
    /// Journeys, newest first.
    pub journeys: Vec<JourneyCard>,
    /// Journeys in the bin.
    pub bin: Vec<JourneyCard>,
    /// Today in Asia/Seoul, ISO.
    pub today: String,
    /// Glossary.
    pub terms: Vec<TermView>,
    /// In practice: the keys, ids and payments that the practice PortOne knows, to be copied in.
    pub practice: Vec<PracticeValue>,
    /// App version.
    pub version: String,
    /// The journey that was open last, to go on with.
    pub resume: Option<String>,
}

/// A value of the practice PortOne that the user may copy into a field.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PracticeValue {
    /// What it is: `store_id`, `v2_secret`, `v1_key`, `v1_secret`, `user_code`, `channel_test`,
    /// `channel_live` (MIDs), `channel_key_test`, `channel_key_live`, `payment_test`, `payment_live`.
    pub kind: String,
    /// The gateway, when it belongs to one.
    pub gateway: Option<String>,
    /// The module, when it belongs to one.
    pub module: Option<String>,
    /// The value; always contains `practice`.
    pub value: String,
}

/// UI language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 한국어.
    Ko,
    /// English.
    En,
}

/// Colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// Preferences of the window.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Prefs {
    /// None = as the operating system.
    pub language: Option<Language>,
    /// Theme.
    pub theme: Theme,
    /// Base text size in CSS pixels, 14–24.
    pub text_size: u8,
    /// Notices of the operating system on days with something to think of. None = not asked yet.
    #[serde(default)]
    pub reminders: Option<bool>,
}

/// State of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// Not asked for yet.
    Closed,
    /// Asking the keychain; its window may be behind ours.
    Opening,
    /// Open, key in the OS keychain.
    Open,
    /// Open, key wrapped by a passphrase.
    OpenPassphrase,
    /// Open for this run only; nothing survives the end of the app.
    OpenThisRun,
    /// No keychain on this computer.
    Absent,
    /// The system could have one, but no program for it is installed.
    NotInstalled,
    /// The keychain is locked or the user refused.
    Locked,
    /// The keychain did not answer in time.
    Frozen,
    /// The key that sealed our values is gone: they must be entered again.
    KeyLost,
    /// A passphrase is set and must be entered.
    NeedsPassphrase,
}

/// The vault as the window sees it.
#[derive(Debug, Clone, Serialize, Type)]
pub struct VaultView {
    /// State.
    pub state: VaultState,
    /// How many secrets are stored in this folder.
    pub stored: u32,
    /// A passphrase can be set: there is no key yet, or it is here.
    pub passphrase: bool,
}

/// State of the data folder.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DataState {
    /// Normal.
    Ok,
    /// No folder opened yet.
    None,
    /// Opened read-only.
    ReadOnly {
        /// Why.
        why: ReadOnlyWhy,
    },
    /// The file was damaged; a backup of this day was opened, the original kept.
    Recovered {
        /// ISO date of the backup; None = started empty.
        backup: Option<String>,
        /// RFC 3339 with zone: the moment it was made; None when nobody knows any more.
        made_at: Option<String>,
        /// Where the damaged file lies; None when it could not be kept.
        kept: Option<String>,
    },
    /// Written by a newer version; untouched.
    Newer,
    /// Another running app has it.
    InUse,
    /// No space to start with.
    Full,
    /// Nothing may be written in the folder, and there is nothing in it to read.
    NotWritable,
    /// The practice PortOne could not be started.
    PracticeDown,
    /// Cannot be opened, and no backup is good.
    Unreadable,
}

/// Why a folder is read-only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReadOnlyWhy {
    /// This user may not write there, or the disk is read-only.
    NotPermitted,
    /// There is no room.
    DiskFull,
}

/// Where the data is.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DataView {
    /// Path of the folder.
    pub folder: String,
    /// State.
    pub state: DataState,
}

/// A journey in the list.
#[derive(Debug, Clone, Serialize, Type)]
pub struct JourneyCard {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title of the next task.
    pub next: Option<Bi>,
    /// Tasks done.
    pub done: u32,
    /// Tasks in all (without 해당 없음).
    pub total: u32,
    /// 내가 할 일.
    pub mine: u32,
    /// 기다리는 일.
    pub waiting: u32,
    /// A track is open.
    pub open: bool,
    /// ISO day it went into the bin.
    pub binned_on: Option<String>,
}

/// One journey.
#[derive(Debug, Clone, Serialize, Type)]
pub struct JourneyView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Grows with each change.
    pub rev: u32,
    /// What undo would take back.
    pub undo: Option<ChangeKind>,
    /// What redo would bring back.
    pub redo: Option<ChangeKind>,
    /// Tasks done / in all, and the two counters.
    pub done: u32,
    /// Tasks in all.
    pub total: u32,
    /// 내가 할 일.
    pub mine: u32,
    /// 기다리는 일.
    pub waiting: u32,
    /// The interview's questions that apply, in order, with the answers.
    pub questions: Vec<QuestionView>,
    /// The plan was chosen.
    pub planned: bool,
    /// Tracks.
    pub tracks: Vec<TrackView>,
    /// Stages that some track has.
    pub stages: Vec<StageView>,
    /// Key of the task for the 다음 할 일 card.
    pub next: Option<String>,
    /// A track is open.
    pub open: bool,
    /// Where the user was last: task key and field id.
    pub place: Option<PlaceMark>,
    /// Dated things to come (expiry of a certificate, …), soonest first.
    pub dates: Vec<DatedView>,
}

/// Where the user was.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PlaceMark {
    /// `road`, `interview`, `plan`, `task`, `history`, `settings`.
    pub screen: String,
    /// Task key or question id.
    pub key: Option<String>,
    /// Field id.
    pub field: Option<String>,
}

/// A dated thing to come, or to think of.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DatedView {
    /// What: `chase`, `certificate_expiry`, `certificate_renewable`, `secret_expiry`, `end`.
    pub kind: String,
    /// ISO date.
    pub on: String,
    /// That day has come.
    pub due: bool,
    /// Task it belongs to.
    pub task: String,
    /// The task's title, or the field's label to the letter.
    pub label: Bi,
    /// A letter to ask with, ready to be copied.
    pub letter: Option<Bi>,
}

/// What a change was, for undo labels and the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Journey created.
    Created,
    /// Renamed.
    Renamed,
    /// Answered a question.
    Answered,
    /// Chose the plan.
    Planned,
    /// Typed a value.
    ValueSet,
    /// Saved a secret.
    SecretSaved,
    /// Deleted a secret.
    SecretDeleted,
    /// Copied a secret.
    SecretCopied,
    /// Showed a secret.
    SecretShown,
    /// Wrote a note.
    Noted,
    /// Started (or started waiting).
    Started,
    /// Marked.
    Marked,
    /// Took a mark back.
    Unmarked,
    /// Put off.
    PutOff,
    /// Took up again.
    TakenUp,
    /// A machine checked.
    Checked,
    /// A track was held.
    TrackHeld,
    /// A track was given up.
    TrackGivenUp,
    /// A track was taken up again.
    TrackResumed,
    /// A track opened.
    TrackOpened,
    /// A lint's warning was overridden.
    LintOverridden,
    /// Undone.
    Undone,
    /// Redone.
    Redone,
}

/// A question.
#[derive(Debug, Clone, Serialize, Type)]
pub struct QuestionView {
    /// Id.
    pub id: String,
    /// The question.
    pub title: Bi,
    /// Why we ask.
    pub help: Option<Bi>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// More than one may be chosen.
    pub many: bool,
    /// Options. "I do not know" is among them, also of a number, a day or words.
    pub choices: Vec<ChoiceView>,
    /// The options are too many to show: they are searched.
    pub search: bool,
    /// What a number counts.
    pub unit: Option<Bi>,
    /// What it means for the plan when it is not known.
    pub unknown: Bi,
    /// Chosen values; empty = not answered.
    pub value: Vec<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of the options.
    One,
    /// Any number of the options.
    Many,
    /// A whole number.
    Number,
    /// A day, as YYYY-MM-DD.
    Day,
    /// Words of the user's own.
    Text,
}

/// An option.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ChoiceView {
    /// Value.
    pub value: String,
    /// Label.
    pub label: Bi,
    /// What it means.
    pub help: Option<Bi>,
    /// Chosen alone.
    pub alone: bool,
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

/// The plan offered after the interview.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PlanView {
    /// What can be, best first.
    pub offers: Vec<OfferView>,
    /// What cannot be, with reasons.
    pub refused: Vec<RefusedView>,
    /// Gateways that could be as well, for who has them in mind.
    pub others: Vec<GatewayName>,
    /// Warnings for the journey.
    pub warnings: Vec<ReasonView>,
}

/// A track that can be.
#[derive(Debug, Clone, Serialize, Type)]
pub struct OfferView {
    /// Which.
    pub track: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name.
    pub module: Bi,
    /// V1 or V2.
    pub portone: PortoneView,
    /// We would take it.
    pub recommended: bool,
    /// Already among the journey's tracks.
    pub chosen: bool,
    /// Why.
    pub reasons: Vec<ReasonView>,
    /// Under which conditions.
    pub conditions: Vec<ReasonView>,
}

/// Something that cannot be.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RefusedView {
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name, when it is about one.
    pub module: Option<Bi>,
    /// Purpose, when it is about one.
    pub purpose: Option<PurposeView>,
    /// Why not.
    pub reasons: Vec<ReasonView>,
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

/// State of a track.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TrackState {
    /// Going on.
    Active,
    /// 보류.
    Held {
        /// Why.
        reason: String,
        /// ISO date.
        on: String,
    },
    /// 포기.
    GivenUp {
        /// Why.
        reason: String,
        /// ISO date.
        on: String,
    },
    /// 오픈.
    Open {
        /// ISO date.
        on: String,
    },
}

/// A track.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TrackView {
    /// Id in the journey.
    pub id: u32,
    /// What.
    pub spec: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name.
    pub module: Bi,
    /// V1 or V2.
    pub portone: PortoneView,
    /// State.
    pub state: TrackState,
    /// The stage it stands in.
    pub stage: String,
    /// Must-haves still missing for 오픈: task keys.
    pub missing: Vec<String>,
}

/// State of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// All done.
    Done,
    /// Something can be done now.
    Now,
    /// Only waits are going on.
    Waiting,
    /// Later.
    Ahead,
}

/// A milestone of the road.
#[derive(Debug, Clone, Serialize, Type)]
pub struct StageView {
    /// Id.
    pub id: String,
    /// S0 …
    pub code: String,
    /// Title.
    pub title: Bi,
    /// What is reached at its end.
    pub reached: Bi,
    /// State.
    pub state: StageState,
    /// Done.
    pub done: u32,
    /// In all.
    pub total: u32,
    /// Its tasks.
    pub tasks: Vec<TaskLine>,
}

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

/// Whether a field must be filled.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RequirementView {
    /// Required.
    Required,
    /// Required here: the condition holds, or only a person can tell.
    Conditional {
        /// The condition in words.
        text: Bi,
        /// Some(true): holds here. Some(false): leave empty or optional. None: only you can tell.
        applies: Option<bool>,
        /// Must be empty when it does not apply.
        else_blank: bool,
    },
    /// Optional.
    Optional,
    /// Must stay empty.
    Blank {
        /// Why.
        text: Bi,
    },
    /// No document says whether it must be filled.
    Undocumented,
    /// A drop-down whose choice the journey knows: nothing is typed.
    Decided {
        /// What to choose, to the letter; None: no document names it.
        value: Option<String>,
    },
}

/// A field.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FieldView {
    /// Id.
    pub id: String,
    /// Label to the letter.
    pub label: String,
    /// English gloss.
    pub gloss: Option<String>,
    /// Required …
    pub requirement: RequirementView,
    /// Kept in the vault.
    pub secret: bool,
    /// Chosen from a file (certificate, private key).
    pub file: bool,
    /// Multi-line or date or plain: `text`, `date`, `file`.
    pub input: String,
    /// Documented length.
    pub length: Option<LengthView>,
    /// Prefixes of live values.
    pub live_prefix: Vec<String>,
    /// Other names.
    pub aka: Vec<String>,
    /// Where to find it.
    pub place: Option<ScreenView>,
    /// Who sends it and when.
    pub sender: Option<Bi>,
    /// Help.
    pub hint: Option<Bi>,
    /// Traps.
    pub gotchas: Vec<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// The saved value (never of a secret).
    pub value: Option<String>,
    /// What was typed last and refused; shown again so that nothing is lost. Never of a secret.
    pub draft: Option<String>,
    /// Merchant ids that the interview noted for this gateway: offered, never written by themselves.
    pub noted: Vec<String>,
    /// Lints of the saved value.
    pub lints: Vec<Lint>,
    /// The saved secret.
    pub stored: Option<StoredSecret>,
}

/// How long a value may be.
#[derive(Debug, Clone, Serialize, Type)]
pub struct LengthView {
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// Bytes of UTF-8 are counted, not characters.
    pub bytes: bool,
    /// Live values only.
    pub live_only: bool,
}

/// What the window may know of a stored secret.
#[derive(Debug, Clone, Serialize, Type)]
pub struct StoredSecret {
    /// ISO date.
    pub saved_on: String,
    /// ISO date.
    pub expires_on: Option<String>,
    /// ISO date from which it can be renewed.
    pub renewable_from: Option<String>,
    /// It can be read now: it opens with the key that is here.
    pub readable: bool,
    /// It is safe, and can be read once the vault is open. Neither: it must be entered again.
    pub in_vault: bool,
    /// A former value is kept until the app closes.
    pub former: bool,
}

/// How much a lint weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// For information: shows what was cleaned.
    Info,
    /// May be wrong: goes on, and the choice is recorded.
    Warn,
    /// Refused: not saved.
    Refuse,
}

/// What a lint says. The UI owns the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LintCode {
    /// Hyphens, spaces, full-width or invisible characters were taken out.
    Cleaned {
        /// `spaces`, `hyphens`, `full_width`, `invisible`, `quotes`.
        what: Vec<String>,
    },
    /// Longer than documented.
    TooLong {
        /// Documented.
        max: u32,
        /// This.
        is: u32,
    },
    /// Shorter than documented.
    TooShort {
        /// Documented.
        min: u32,
        /// This.
        is: u32,
    },
    /// A live value should begin otherwise.
    WrongPrefix {
        /// Documented prefixes.
        expected: Vec<String>,
    },
    /// It is shaped like another value.
    Swapped {
        /// What it looks like: `store_id`, `channel_key`, `user_code`, `v1_key`, `v1_secret`,
        /// `v2_secret`, `webhook_secret`, `mid`, `pem_key`, `certificate`.
        looks_like: String,
    },
    /// A shared test MID in a live channel.
    TestMidInLive,
    /// A live-looking MID in a test channel.
    LiveMidInTest,
    /// A practice value in the real mode.
    PracticeValue,
    /// A real value in practice.
    NotPractice,
    /// Should stay empty.
    ShouldBeBlank,
    /// Not the documented shape.
    WrongShape {
        /// `digits`, `alnum`, `ascii`, `url`, `email`, `phone`, `business_number`, `date`,
        /// `channel_name`, …
        expected: String,
    },
    /// The checksum of a business number does not fit.
    BadChecksum,
    /// The MID is another purpose's shared test MID.
    OtherPurpose,
}

/// A lint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Lint {
    /// What.
    pub code: LintCode,
    /// How much it weighs.
    pub weight: Weight,
    /// The user chose to go on.
    pub overridden: bool,
}

/// A value shaped like a secret was typed where no secret belongs: nothing was written.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Suspect {
    /// `v1_secret`, `v2_secret`, `webhook_secret`, `pem_key`, `v1_key`, …
    pub looks_like: String,
    /// The field it belongs to, if the journey has one: task key and field id.
    pub offer: Option<FieldRef>,
}

/// A field of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldRef {
    /// Task key.
    pub task: String,
    /// Field id.
    pub field: String,
}

/// Answer to typing into a field, a note or a name.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Typed {
    /// It is committed.
    pub saved: bool,
    /// The value as cleaned (None when held back or refused).
    pub value: Option<String>,
    /// Lints.
    pub lints: Vec<Lint>,
    /// Held back.
    pub suspect: Option<Suspect>,
}

/// What reading a certificate file gave.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CertificateRead {
    /// Site code from the file's name; None = it was renamed: ask.
    pub site_code: Option<String>,
    /// ISO date.
    pub expires_on: Option<String>,
    /// ISO date.
    pub renewable_from: Option<String>,
    /// Certificate and key belong together; None = only one of them was there.
    pub pair: Option<bool>,
    /// What was saved: field ids.
    pub saved: Vec<String>,
    /// Where the original still lies (as chosen).
    pub original: String,
}

/// A line of the history.
#[derive(Debug, Clone, Serialize, Type)]
pub struct HistoryLine {
    /// Grows.
    pub seq: u32,
    /// RFC 3339 with zone.
    pub at: String,
    /// By whom.
    pub by: String,
    /// What.
    pub kind: ChangeKind,
    /// Task, when about one.
    pub task: Option<TaskName>,
    /// Field label, question title or reason; never a secret.
    pub about: Option<Bi>,
    /// The value or reason, when it may be shown.
    pub value: Option<Bi>,
    /// How proven.
    pub evidence: Option<Evidence>,
    /// ISO day it really happened, when it is a mark.
    pub on: Option<String>,
    /// It was undone later.
    pub undone: bool,
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

/// What a machine check found.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CheckView {
    /// RFC 3339 with zone.
    pub at: String,
    /// Verdict.
    pub verdict: Verdict,
}

/// A machine check's verdict. The UI owns the sentences.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    /// V2: secret good; the store answered.
    KeysGood {
        /// A real answer carried the store id (자동 확인); false = probable only.
        store_proven: bool,
        /// What the answer about the store can mean: none, or both readings, the likelier first.
        readings: Vec<Reading>,
    },
    /// The secret or key was refused.
    WrongSecret {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The secret was refused and has not the length of PortOne's.
    GatewaySecret {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The store is not this key's.
    StoreNotMine {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The store id is malformed.
    StoreMalformed {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// V1: the key is good, and the channels compared with what was entered.
    Channels {
        /// Each channel as PortOne has it.
        found: Vec<ChannelFound>,
        /// What was entered and PortOne does not have.
        missing: Vec<String>,
    },
    /// A payment was looked up.
    Payment(PaymentFound),
    /// No such payment.
    PaymentNotFound {
        /// The failed call, for the support text; None = PortOne was not asked.
        call: Option<String>,
    },
    /// PortOne answered about another payment.
    OtherPayment {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne refuses, perhaps for this computer's address.
    AddressNotAllowed {
        /// None, or both readings.
        readings: Vec<Reading>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// The key may not ask this.
    NotPermitted {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// Not reached.
    Unreachable {
        /// Why.
        why: Unreachable,
        /// Host of the proxy in use.
        proxy: Option<String>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne's fault.
    PortoneFault {
        /// HTTP status, if any.
        status: Option<u16>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne is still at work on the same request.
    StillWorking {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne asks to wait.
    AskedToWait {
        /// How many seconds, if it said.
        seconds: Option<u32>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// An answer of another shape than documented.
    Unexpected {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// A field that the check needs is still empty.
    Incomplete {
        /// Each, with where it is filled.
        missing: Vec<MissingField>,
    },
    /// The vault is not open.
    VaultClosed,
    /// The user stopped it.
    Cancelled,
    /// A value was changed while PortOne was asked.
    Changed,
}

/// One way to read an answer that does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The key may use the store, which has no such payment.
    StoreUsable,
    /// PortOne looked for the payment before it looked at the store.
    StoreNotLookedAt,
    /// The store belongs to somebody else.
    StoreOfOthers,
    /// The key or its owner's role may not look into it.
    RoleTooSmall,
    /// The id is no store id.
    IdMalformed,
    /// PortOne did not understand something else about the question.
    RequestNotUnderstood,
    /// The key or its secret is wrong.
    KeyWrong,
    /// This computer's address is not on the allow-list.
    AddressRefused,
    /// A gateway's own secret.
    GatewaysSecret,
    /// PortOne's secret, not all of it or with something more.
    MistypedSecret,
}

/// Why PortOne was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// The name could not be resolved.
    Dns,
    /// No connection.
    Connect,
    /// The certificate is out of date, or this computer's clock is wrong.
    CertificateExpired,
    /// The certificate is for another host.
    CertificateHost,
    /// Nobody this computer trusts signed the certificate.
    CertificateUnknown,
    /// What answered speaks no TLS.
    NotSecure,
    /// Something else about the secure connection.
    Tls,
    /// A company's proxy.
    Proxy,
    /// A page in between.
    Captive,
    /// No answer in time.
    Timeout,
}

/// A field that is still empty.
#[derive(Debug, Clone, Serialize, Type)]
pub struct MissingField {
    /// Its label.
    pub label: String,
    /// Where it is filled.
    pub at: FieldRef,
}

/// A V1 channel.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ChannelFound {
    /// Provider code.
    pub provider: String,
    /// MID.
    pub mid: String,
    /// Test or live.
    pub mode: ModeView,
    /// Name in the console.
    pub name: Option<String>,
    /// It is one that was entered.
    pub entered: bool,
    /// Entered with the other mode.
    pub mode_differs: bool,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Paid in full, nothing given back.
    Paid,
    /// A virtual account waits for its money.
    AwaitsDeposit,
    /// Paid, and all or a part given back since.
    GivenBack,
    /// Not decided yet.
    Unfinished,
    /// Failed.
    Failed,
    /// Cancelled before anything was paid.
    Cancelled,
    /// No payment can be like this.
    Impossible,
}

/// A payment.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PaymentFound {
    /// Id.
    pub id: String,
    /// Status as PortOne says it.
    pub status: String,
    /// Where it stands.
    pub state: PaymentState,
    /// The gateway's own code of a payment that failed, when PortOne told it.
    pub pg_code: Option<String>,
    /// Paid.
    pub paid: bool,
    /// Amount as text with its currency, e.g. `1,000 KRW`.
    pub amount: String,
    /// Channel's mode; None = the answer named none.
    pub mode: Option<ModeView>,
    /// MID of the channel.
    pub mid: Option<String>,
    /// Provider code.
    pub provider: Option<String>,
    /// The provider is this track's gateway.
    pub gateway_fits: bool,
    /// The MID is the one entered here; None when either is unknown.
    pub mid_fits: Option<bool>,
    /// Test or real, as this step wants it.
    pub mode_fits: bool,
    /// It proves the task.
    pub proves: bool,
}
