//! Why an intent was not carried out. A variant exists only where somebody acts on it.

use std::path::PathBuf;

use store::{DeleteReport, WriteError};
use wizard::command::Refusal;

/// Why nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by store::WriteError")]
pub enum NotSaved {
    DiskFull,
    ReadOnly,
    Busy,
    Damaged,
    Io,
}

/// State of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// Not asked for yet.
    Closed,
    /// Asking the keychain.
    Opening,
    /// Open by the keychain.
    Open,
    /// Open by a passphrase.
    OpenPassphrase,
    /// Open for this run only.
    OpenThisRun,
    /// No keychain.
    Absent,
    /// The system could have one, but no program for it is installed.
    NotInstalled,
    /// Locked, or the user refused.
    Locked,
    /// No answer in time.
    Frozen,
    /// The key that sealed our values is gone.
    KeyLost,
    /// A passphrase is set and must be entered.
    NeedsPassphrase,
}

/// Every failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was written.
    #[error("not saved")]
    NotSaved(NotSaved),
    /// The journey refuses.
    #[error("refused")]
    Refused(Refusal),
    /// The vault is not open.
    #[error("the vault is not open")]
    Vault(VaultState),
    /// It lies in the vault, which is not open: it can be neither read nor replaced.
    #[error("the secret is in the closed vault")]
    InVault,
    /// The secret is not there, or cannot be read any more.
    #[error("the secret is gone")]
    SecretGone,
    /// It is deleted, but these files may still hold it, sealed. The next start tries again.
    #[error("deleted, but left in some files")]
    LeftBehind(Vec<PathBuf>),
    /// No such journey, task or field.
    #[error("not found")]
    NotFound,
    /// A file could not be made.
    #[error("unwritable")]
    Unwritable,
    /// It was changed meanwhile.
    #[error("changed meanwhile")]
    Conflict,
    /// No folder is open.
    #[error("no folder is open")]
    NoPlace,
    /// A stored event cannot be read.
    #[error("the journey is damaged")]
    JourneyDamaged,
    /// The clipboard cannot be reached.
    #[error("no clipboard")]
    Clipboard,
    /// The chosen file.
    #[error("not the expected file")]
    BadFile(crate::certificate::BadCertificate),
    /// Not an export of ours.
    #[error("not an export")]
    NotExport,
    /// An export of the other folder: practice and real stores do not mix.
    #[error("an export of the other folder")]
    OtherPlace,
    /// The export holds what looks like a secret, and nobody said that it is none.
    #[error("the export holds what looks like a secret")]
    HoldsSecretLike,
    /// An export of a newer version.
    #[error("a newer export")]
    NewerExport,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::DiskFull => Error::NotSaved(NotSaved::DiskFull),
            WriteError::ReadOnly => Error::NotSaved(NotSaved::ReadOnly),
            WriteError::Busy => Error::NotSaved(NotSaved::Busy),
            WriteError::Damaged => Error::NotSaved(NotSaved::Damaged),
            WriteError::Conflict => Error::Conflict,
            WriteError::Missing => Error::NotFound,
            WriteError::Io => Error::NotSaved(NotSaved::Io),
        }
    }
}

/// "지웠어요" is said only when no copy is left.
pub(crate) fn all_gone(report: DeleteReport) -> Result<(), Error> {
    if report.left.is_empty() {
        Ok(())
    } else {
        Err(Error::LeftBehind(report.left))
    }
}
