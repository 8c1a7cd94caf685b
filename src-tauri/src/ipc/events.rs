//! What the core tells the window unasked.

use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

use super::view::VaultView;

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

/// Files were dropped on the window. Where they go, the page knows: it takes them with
/// `certificate_dropped`, or says that nothing here takes files.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct FilesDropped;
