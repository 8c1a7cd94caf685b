//! What happened. Events are facts: they are never changed and never deleted.

use std::fmt;
use std::str::FromStr;

use catalog::model::Purpose;
use jiff::Timestamp;
use jiff::civil::Date;

/// A track's number in its journey. Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(pub u32);

/// A task of a journey, or of one of its tracks. Written `task` or `task@track`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskKey {
    /// The catalogue's id.
    pub task: String,
    /// The track, for a task per track.
    pub track: Option<TrackId>,
}

impl fmt::Display for TaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.track {
            Some(TrackId(n)) => write!(f, "{}@{n}", self.task),
            None => f.write_str(&self.task),
        }
    }
}

/// A text that is not a task key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadKey;

impl FromStr for TaskKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let (task, track) = match text.split_once('@') {
            Some((task, n)) => (task, Some(TrackId(n.parse().map_err(|_| BadKey)?))),
            None => (text, None),
        };
        let sound = !task.is_empty()
            && task
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if sound {
            Ok(TaskKey {
                task: task.to_owned(),
                track,
            })
        } else {
            Err(BadKey)
        }
    }
}

/// A field on a task's page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldAt {
    /// The task whose page shows it.
    pub task: TaskKey,
    /// The field's id in that form.
    pub field: String,
}

/// Gateway × module × purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackSpec {
    /// Gateway id.
    pub gateway: String,
    /// Module id.
    pub module: String,
    /// Purpose.
    pub purpose: Purpose,
}

/// The four evidence levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A value that a proof was made with. The proof holds while every one of these is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bound {
    /// Which field.
    pub at: FieldAt,
    /// What it was.
    pub value: BoundValue,
}

/// The value in a [`Bound`]. Of a secret only which one and which revision of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundValue {
    /// Empty.
    Empty,
    /// A plain value.
    Plain(String),
    /// A secret's revision.
    Secret {
        /// Its id in the vault.
        id: String,
        /// Its revision.
        revision: u32,
    },
}

/// What a machine check found, as far as the journey needs it. Never a secret, never a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It proves the task.
    Proven {
        /// Short facts for the history (`PAID`, amount, channel): name and value.
        facts: Vec<(String, String)>,
    },
    /// It answered, and does not prove it.
    NotProven {
        /// Why, as a code of the check (`wrong_secret`, `not_paid`, …).
        code: String,
        /// Short facts.
        facts: Vec<(String, String)>,
    },
}

/// What happened in a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by their types")]
pub enum Event {
    /// The journey began.
    Created { name: String },
    /// Renamed.
    Renamed { name: String },
    /// A question was answered (empty = taken back).
    Answered {
        question: String,
        values: Vec<String>,
    },
    /// The plan was chosen: which tracks are wanted now.
    Planned { tracks: Vec<TrackSpec> },
    /// A track came in.
    TrackAdded { track: TrackId, spec: TrackSpec },
    /// 보류.
    TrackHeld {
        track: TrackId,
        reason: String,
        on: Date,
    },
    /// 포기.
    TrackGivenUp {
        track: TrackId,
        reason: String,
        on: Date,
    },
    /// Taken up again.
    TrackResumed { track: TrackId, on: Date },
    /// 오픈: every must-have of S2–S10 is at its evidence level and a live payment was seen.
    TrackOpened { track: TrackId, on: Date },
    /// A plain field was set (empty = cleared).
    ValueSet {
        at: FieldAt,
        value: String,
        on: Date,
        overridden: Vec<String>,
    },
    /// A secret was saved in the vault.
    SecretSaved {
        at: FieldAt,
        id: String,
        revision: u32,
        on: Date,
        expires_on: Option<Date>,
    },
    /// A secret was deleted for good. Cannot be undone.
    SecretDeleted { at: FieldAt, id: String, on: Date },
    /// A secret was copied to the clipboard.
    SecretCopied { at: FieldAt },
    /// A secret was shown.
    SecretShown { at: FieldAt },
    /// A note was written.
    Noted { task: TaskKey, text: String },
    /// Work or a wait began.
    Started { task: TaskKey, on: Date },
    /// A person (or a file) says it is done.
    Marked {
        task: TaskKey,
        on: Date,
        evidence: Evidence,
        bound: Vec<Bound>,
    },
    /// The mark (or proof) was taken back.
    Unmarked { task: TaskKey },
    /// 나중에 할게요.
    PutOff { task: TaskKey },
    /// Taken up again.
    TakenUp { task: TaskKey },
    /// A machine checked.
    Checked {
        task: TaskKey,
        on: Date,
        outcome: Outcome,
        bound: Vec<Bound>,
    },
    /// A batch was undone.
    Undone { batch: u64 },
    /// An undone batch was redone.
    Redone { batch: u64 },
}

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Place in the log, from 1, without gaps.
    pub seq: u64,
    /// The command it came from: undo takes a whole batch back.
    pub batch: u64,
    /// When it was written.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What.
    pub event: Event,
}
