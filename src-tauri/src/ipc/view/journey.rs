//! One journey: questions, plan, tracks, road, history.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Bi, Evidence, PortoneView, PurposeView, ReasonView, TaskLine, TaskName, TrackSpec};
use crate::ipc::library::view::GatewayName;

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
