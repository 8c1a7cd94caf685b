//! Everything outside one journey.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Bi, TermView};

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
