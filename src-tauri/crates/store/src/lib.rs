//! The data folder: one SQLite database behind a file lock, its backups, and nothing that knows
//! what a journey means. Events are opaque text here; a row is a twin of a domain type.
//!
//! A write is done when the call returns: only then may anybody say "저장됨".
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod backup;
mod connect;
mod drafts;
mod error;
mod files;
mod inspect;
mod journeys;
mod migrations;
mod open;
mod repair;
mod rows;
mod secrets;
mod store;
mod wipe;

pub use error::{OpenError, ReadError, WriteError};
pub use open::{Mode, OpenOptions, Opened, ReadOnlyWhy};
pub use repair::{DamageWhy, RestoredFromBackup};
pub use rows::{Batch, EventLog, EventRow, JourneyRow, NewEvent, NewJourney};
pub use secrets::{DeleteReport, SecretRow, SecretWrite};
pub use store::{BackupOutcome, Maintenance, Store};
pub use wipe::wipe;
