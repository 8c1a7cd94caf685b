//! What a user (or a check) wants, and why it may be refused.

use jiff::civil::Date;

use crate::event::{FieldAt, Outcome, TaskKey, TrackId, TrackSpec};

/// An intent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by their types")]
pub enum Command {
    /// Begin a journey.
    Create { name: String },
    /// Rename it.
    Rename { name: String },
    /// Answer a question.
    Answer {
        question: String,
        values: Vec<String>,
    },
    /// Take these tracks. New ones come in; ones left out are given up with the reason `plan`;
    /// ones given up earlier and named again are resumed. Nothing that was done is lost.
    ChoosePlan { tracks: Vec<TrackSpec> },
    /// Set a plain field. `overridden`: names of the lints the user chose to go on with.
    SetValue {
        at: FieldAt,
        value: String,
        overridden: Vec<String>,
    },
    /// A secret was sealed; written in the same transaction.
    SaveSecret {
        at: FieldAt,
        id: String,
        revision: u32,
        expires_on: Option<Date>,
    },
    /// Delete it for good.
    DeleteSecret { at: FieldAt },
    /// It was copied.
    CopySecret { at: FieldAt },
    /// It was shown.
    ShowSecret { at: FieldAt },
    /// Write a note (empty = none).
    Note { task: TaskKey, text: String },
    /// Begin work or a wait.
    Start { task: TaskKey, on: Date },
    /// Say it is done (직접 확인). Refused where only a machine can know.
    Mark { task: TaskKey, on: Date },
    /// Say of several at once that they were done before. Needs among them are satisfied by each
    /// other, in whatever order.
    MarkMany { tasks: Vec<TaskKey>, on: Date },
    /// Take it back.
    Unmark { task: TaskKey },
    /// Later.
    PutOff { task: TaskKey },
    /// Not later.
    TakeUp { task: TaskKey },
    /// A machine checked.
    RecordCheck { task: TaskKey, outcome: Outcome },
    /// 보류.
    HoldTrack { track: TrackId, reason: String },
    /// 포기.
    GiveUpTrack { track: TrackId, reason: String },
    /// Take it up again.
    ResumeTrack { track: TrackId },
    /// Take the last change back.
    Undo,
    /// Bring it back.
    Redo,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such task, field, track, question or answer in this journey and catalogue.
    Unknown,
    /// These come first.
    Blocked(Vec<TaskKey>),
    /// Only a machine can know: check it.
    NeedsProof,
    /// Held, given up, or the task does not apply.
    NotActive,
    /// The combination is impossible; the rule's id.
    Impossible(String),
    /// A day in the future.
    FutureDay,
    /// Nothing to undo or redo.
    Nothing,
    /// A reason is needed.
    ReasonNeeded,
    /// Too long or empty text.
    BadText,
    /// It looks like a secret, and has no place here.
    LooksSecret,
    /// It is already so.
    Already,
    /// The field is of the other kind (plain, secret).
    WrongKind,
}
