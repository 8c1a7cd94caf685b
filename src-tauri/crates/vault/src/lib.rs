//! Secrets: how they are held in memory, sealed for the database, unlocked by the operating
//! system's keychain or a passphrase, copied to the clipboard and kept out of logs.
//!
//! What this crate never does: it never hands a secret to the window, it never waits for the
//! operating system without a deadline, and its errors carry no text and no value.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod cipher;
pub mod clipboard;
mod error;
mod key;
mod keychain;
mod passphrase;
pub mod redact;
mod secret;
mod vault;

pub use cipher::Sealed;
pub use error::{AbsentWhy, VaultError};
pub use key::{Ask, Call, Cancel, KeyHolder, MasterKey, MemoryKeyHolder};
pub use keychain::{Opener, OsKeychain, SERVICE};
pub use passphrase::{MIN_PASSPHRASE_CHARS, WrappedKey};
pub use redact::Redactor;
pub use secret::Secret;
pub use vault::{State, Unlocked, Vault};
