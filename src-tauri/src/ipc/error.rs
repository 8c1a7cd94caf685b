//! Errors over IPC: a code exists only if the UI acts on it; the UI owns every sentence.

use serde::Serialize;
use specta::Type;

use super::view::VaultState;

/// Why a change was not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NotSaved {
    /// No space.
    DiskFull,
    /// Read-only folder.
    ReadOnly,
    /// Something else holds the file.
    Busy,
    /// The file is damaged.
    Damaged,
    /// Another reason.
    Io,
}

/// Why the journey refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefusedWhy {
    /// Another task comes first.
    Blocked,
    /// A machine must prove it.
    NeedsProof,
    /// The track is held or given up.
    TrackNotActive,
    /// The combination is impossible.
    Impossible,
    /// The day is in the future.
    FutureDay,
    /// Nothing to undo or redo.
    Nothing,
    /// A reason is needed.
    ReasonNeeded,
    /// It is already so.
    Already,
    /// Too long or empty text.
    BadText,
    /// It looks like a secret, and has no place here.
    LooksSecret,
}

/// Every failure that the UI acts on.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "code", content = "detail", rename_all = "snake_case")]
pub enum IpcError {
    /// Nothing was written; what was typed stays on the screen.
    NotSaved(NotSaved),
    /// The journey refuses.
    Refused(RefusedWhy),
    /// The vault is not open.
    Vault(VaultState),
    /// It lies in the vault, which is not open: it can be neither read nor replaced.
    InVault,
    /// The secret is not there (any more): enter it again.
    SecretGone,
    /// It is deleted, but these files may still hold it, sealed. The next start tries again.
    LeftBehind(Vec<String>),
    /// No such journey, task or field (any more).
    NotFound,
    /// Another window or process changed it first: reload.
    Conflict,
    /// The address is not on the allow-list.
    LinkRefused,
    /// The clipboard cannot be reached.
    Clipboard,
    /// The chosen file is not what was expected.
    BadFile(FileProblem),
    /// No folder is open yet.
    NoPlace,
    /// A stored event of this journey cannot be read: the journey is shown as damaged.
    JourneyDamaged,
    /// The operating system's dialog or window could not be opened.
    Window,
}

/// What is wrong with a chosen file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// Bigger than 1 MB.
    TooBig,
    /// More than 20 entries.
    TooMany,
    /// Neither certificate, key nor zip of them.
    NotCertificate,
    /// Certificate and key do not belong together.
    NotPair,
    /// A real certificate: practice keeps none.
    NotForPractice,
    /// Cannot be read.
    Unreadable,
    /// An export of a newer version.
    Newer,
    /// Not an export of ours.
    NotExport,
    /// An export of the other folder: practice and real stores do not mix.
    OtherPlace,
    /// It holds what looks like a secret, and nobody said that it is none.
    HoldsSecretLike,
}
