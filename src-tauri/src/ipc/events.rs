//! What the core tells the window unasked.

use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

use super::error::FileProblem;
use super::view::{CertificateRead, VaultView};

/// Something outside the journeys changed: ask for the app's view again.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct AppChanged;

/// The user closes the window: save what was typed last, then `close_now`.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct CloseAsked;

/// A journey changed by something other than the answer to an intent.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct JourneyChanged {
    /// Which.
    pub id: String,
}

/// The copied secret was cleared from the clipboard.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ClipboardCleared;

/// The copied secret could not be cleared, and may still lie there.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ClipboardNotCleared;

/// The vault's state changed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct VaultChanged(pub VaultView);

/// A certificate was dropped on the window and read.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct CertificateDropped {
    /// What was found.
    pub read: CertificateRead,
}

/// What was dropped cannot be taken.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct CertificateFailed {
    /// Why.
    pub problem: FileProblem,
}
