//! What the core shows of itself: plain values, with nothing behind them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use wizard::Journey;
use wizard::event::FieldAt;

use crate::error::VaultState;

/// Which folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderKind {
    /// 우리 가게.
    Real,
    /// 연습.
    Practice,
}

impl FolderKind {
    /// Its name under the root.
    pub fn dir(self) -> &'static str {
        match self {
            FolderKind::Real => "real",
            FolderKind::Practice => "practice",
        }
    }
}

/// A journey in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Id of the next task.
    pub next: Option<String>,
    /// Tasks done.
    pub done: u32,
    /// Tasks that apply.
    pub total: u32,
    /// 내가 할 일.
    pub mine: u32,
    /// 기다리는 일.
    pub waiting: u32,
    /// A track is open.
    pub open: bool,
    /// The day it went into the bin.
    pub binned_on: Option<Date>,
}

/// A journey with all that its pages need.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Id.
    pub id: String,
    /// The journey.
    pub journey: Arc<Journey>,
    /// As it stands today.
    pub view: wizard::view::JourneyView,
    /// What to think of, soonest first.
    pub reminders: Vec<wizard::Reminder>,
    /// In practice.
    pub practice: bool,
    /// What was typed and refused, by field.
    pub drafts: HashMap<FieldAt, String>,
    /// Secrets that can be read now, by id.
    pub readable: HashSet<String>,
    /// Secrets that are safe, and can be read once the vault is open, by id.
    pub in_vault: HashSet<String>,
    /// Secrets whose former value is still kept, by id.
    pub former: HashSet<String>,
    /// Where the user was.
    pub place: Option<Place>,
}

/// Where the user was.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Screen.
    pub screen: String,
    /// Task key or question.
    pub key: Option<String>,
    /// Field.
    pub field: Option<String>,
}

/// State of the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataState {
    /// Normal.
    Ok,
    /// None open.
    None,
    /// Read-only.
    ReadOnly(ReadOnlyWhy),
    /// Damaged; a backup was opened.
    Recovered {
        /// Its day; None = started empty.
        backup: Option<Date>,
        /// The moment it was made; None when the file system does not remember.
        made_at: Option<Timestamp>,
        /// Where the damaged file lies; None when it could not be kept.
        kept: Option<PathBuf>,
    },
    /// From a newer version.
    Newer,
    /// Another app has it.
    InUse,
    /// No space.
    Full,
    /// Nothing may be written here, and there is nothing to read.
    NotWritable,
    /// The practice PortOne could not be started.
    PracticeDown,
    /// Cannot be opened.
    Unreadable,
}

/// Why a folder is read-only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by store::ReadOnlyWhy")]
pub enum ReadOnlyWhy {
    NotPermitted,
    DiskFull,
}

/// A value of the practice PortOne.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeValue {
    /// What it is.
    pub kind: &'static str,
    /// Whose.
    pub gateway: Option<String>,
    /// Of which module.
    pub module: Option<String>,
    /// The value.
    pub value: String,
}

/// The vault, as far as the window may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultStanding {
    /// State.
    pub state: VaultState,
    /// How many secrets are stored.
    pub stored: u32,
    /// A passphrase can be set: there is no key yet, or it is here.
    pub passphrase: bool,
}

impl VaultStanding {
    /// As long as no folder is open.
    pub(crate) const NONE: VaultStanding = VaultStanding {
        state: VaultState::Closed,
        stored: 0,
        passphrase: false,
    };
}

/// The last check of a task in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastVerdict {
    /// When.
    pub at: Timestamp,
    /// What it found.
    pub verdict: crate::checks::Verdict,
}

/// Everything outside one journey.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Which folder is open.
    pub kind: Option<FolderKind>,
    /// Who marks.
    pub who: Option<String>,
    /// Where the data is.
    pub folder: PathBuf,
    /// Its state.
    pub data: DataState,
    /// Little space is left on its disk.
    pub low_space: bool,
    /// The vault.
    pub vault: VaultStanding,
    /// Journeys.
    pub cards: Vec<Card>,
    /// The bin.
    pub binned: Vec<Card>,
    /// Today in Seoul.
    pub today: Date,
    /// In practice: values to copy.
    pub practice: Vec<PracticeValue>,
    /// The journey that was open last.
    pub resume: Option<String>,
}
