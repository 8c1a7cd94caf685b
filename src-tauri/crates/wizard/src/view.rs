//! The journey as it stands on a day: ids and states, no text for people.

use catalog::model::{Actor, Mode, ProofKind, Stage};
use jiff::civil::Date;

use crate::event::{Evidence, FieldAt, TaskKey, TrackId, TrackSpec};

/// A journey as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyView {
    /// Name.
    pub name: String,
    /// Tasks done, of `total` that apply.
    pub done: u32,
    /// Tasks that apply.
    pub total: u32,
    /// 내가 할 일: ready, typing or to be checked, not put off, merchant's or developer's.
    pub mine: u32,
    /// 기다리는 일.
    pub waiting: u32,
    /// Ids of the questions that apply, in order.
    pub questions: Vec<String>,
    /// A plan was chosen.
    pub planned: bool,
    /// Tracks in order.
    pub tracks: Vec<TrackView>,
    /// Stages that some track (or the journey) has.
    pub stages: Vec<StageView>,
    /// The task for the 다음 할 일 card.
    pub next: Option<TaskKey>,
    /// Dated things to come, soonest first.
    pub dates: Vec<Dated>,
    /// The seq of the batch's event that undo would take back.
    pub undo: Option<u64>,
    /// The same for redo.
    pub redo: Option<u64>,
}

/// A track as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackView {
    /// Number.
    pub id: TrackId,
    /// What.
    pub spec: TrackSpec,
    /// State.
    pub state: TrackState,
    /// First stage with something open.
    pub stage: Stage,
    /// Must-haves of S2–S10 and the live payment that 오픈 still needs.
    pub missing: Vec<TaskKey>,
}

/// State of a track.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by their types")]
pub enum TrackState {
    /// Going on.
    Active,
    /// 보류.
    Held { reason: String, on: Date },
    /// 포기.
    GivenUp { reason: String, on: Date },
    /// 오픈.
    Open { on: Date },
}

/// State of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// All done.
    Done,
    /// Something can be done now.
    Now,
    /// Only waits go on.
    Waiting,
    /// Later.
    Ahead,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageView {
    /// Which.
    pub id: Stage,
    /// State.
    pub state: StageState,
    /// Done.
    pub done: u32,
    /// In all that apply.
    pub total: u32,
    /// Tasks, in the catalogue's order, journey tasks first, then by track.
    pub tasks: Vec<TaskView>,
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// Key.
    pub key: TaskKey,
    /// Status.
    pub status: Status,
    /// Who acts.
    pub actor: Actor,
    /// Another side ends it.
    pub wait: bool,
    /// 오픈 needs it.
    pub must: bool,
    /// How it is to be proven.
    pub proof: ProofKind,
    /// 나중에 할게요.
    pub put_off: bool,
}

/// The eight statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by their types")]
pub enum Status {
    /// 아직 시작 전: no need is open, but the stage before it has not begun or is all ahead.
    NotYet,
    /// 지금 할 수 있어요.
    Ready,
    /// 먼저 할 일이 있어요.
    Blocked { by: Vec<TaskKey> },
    /// 입력 중: started, or some but not all required fields are filled.
    Typing,
    /// 확인 필요: the fields are filled but unproven, or the proof fell back.
    NeedsCheck { stale: Option<Stale> },
    /// 기다리는 중.
    Waiting {
        since: Date,
        days: Option<(u16, u16)>,
        until: Option<Date>,
        late: bool,
    },
    /// 완료.
    Done {
        evidence: Evidence,
        on: Date,
        by: String,
    },
    /// 해당 없음.
    NotApplicable { why: NotApplicable },
}

/// Why a proof fell back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The field that changed.
    pub at: FieldAt,
    /// The day it changed.
    pub on: Date,
}

/// Why a task does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotApplicable {
    /// Its condition does not hold.
    Answers,
    /// The track is held.
    TrackHeld,
    /// The track was given up.
    TrackGivenUp,
}

/// A dated thing to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// What.
    pub kind: DatedKind,
    /// When.
    pub on: Date,
    /// Where it is entered.
    pub at: FieldAt,
}

/// What a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedKind {
    /// A certificate ends.
    CertificateExpiry,
    /// It can be renewed from this day (30 days before).
    CertificateRenewable,
    /// A secret ends.
    SecretExpiry,
    /// Something else ends, on a day that was typed.
    End,
}

/// Whether a conditional field is needed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// Must be filled.
    Yes,
    /// May be filled.
    May,
    /// Must stay empty.
    Blank,
    /// Only a person can tell.
    AskPerson,
}

/// A mode for the fields of a form, for `When::Mode`.
pub type FormMode = Option<Mode>;
