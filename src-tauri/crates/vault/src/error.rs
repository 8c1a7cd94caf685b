//! The errors of the vault: a closed list of codes, without text from below and without values.

/// Why there is no keychain to speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AbsentWhy {
    /// The desktop offers no session bus (or the platform has no keychain at all).
    NoService,
    /// There is a session bus, but no program answers for passwords (none is installed).
    NoProvider,
    /// A program answers, but the user never set up a keyring in it.
    NotSetUp,
    /// Earlier calls are still stuck inside the operating system; no further thread is spent.
    StillStuck,
    /// The keychain refused in a way that has no better name.
    Failed,
}

/// What can go wrong with the vault. Carries no message and no value by design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum VaultError {
    /// No keychain can be used now; everything that needs no secret goes on.
    #[error("no keychain can be used")]
    Absent(AbsentWhy),
    /// The keychain is locked and was not unlocked (refused, or nowhere to ask).
    #[error("the keychain stayed locked")]
    Locked,
    /// The deadline passed. The operating system may still be showing its window.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// The caller cancelled the wait.
    #[error("cancelled")]
    Cancelled,
    /// The keychain answers, but the key of this data folder is not in it (any more).
    #[error("the key is not in the keychain")]
    Gone,
    /// A different key for this data folder is already in the keychain; it was not replaced.
    #[error("another key is already there")]
    AlreadyThere,
    /// The key is well formed, but it is not the one this data folder was sealed with.
    #[error("the key belongs to other data")]
    WrongKey,
    /// The passphrase does not open the wrapped key.
    #[error("the passphrase does not fit")]
    WrongPassphrase,
    /// The passphrase is shorter than the required number of characters.
    #[error("the passphrase is too short")]
    PassphraseTooShort,
    /// A sealed value, a wrapped key or a keychain item was changed or cut.
    #[error("the stored value is damaged")]
    Damaged,
    /// The vault was not unlocked.
    #[error("the vault is closed")]
    Closed,
    /// The value is too long to be a secret.
    #[error("the value is too long")]
    TooLong,
    /// The operating system gave no random numbers.
    #[error("no random numbers")]
    NoRandom,
}
