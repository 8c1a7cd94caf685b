//! The window's preferences, the one thing in `tauri-plugin-store`.

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::StoreExt;

use super::view::{Place, Prefs, Theme};

const FILE: &str = "preferences.json";

/// What is remembered between runs outside any data folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remembered {
    /// Preferences.
    #[serde(flatten)]
    pub prefs: Prefs,
    /// Which folder was open last.
    pub place: Option<Place>,
    /// The day of the last notice.
    #[serde(default)]
    pub noticed: Option<jiff::civil::Date>,
}

impl Default for Remembered {
    fn default() -> Self {
        Remembered {
            prefs: Prefs {
                language: None,
                theme: Theme::System,
                text_size: 16,
                reminders: None,
            },
            place: None,
            noticed: None,
        }
    }
}

/// Reads them; what cannot be read is as on the first run.
pub fn load(app: &AppHandle<Wry>) -> Remembered {
    let Ok(file) = app.store(FILE) else {
        return Remembered::default();
    };
    let mut found: Remembered = file
        .get("remembered")
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default();
    found.prefs.text_size = found.prefs.text_size.clamp(14, 24);
    found
}

/// Writes them. A failure is not worth a word to the user: the next run starts as the last one did.
pub fn save(app: &AppHandle<Wry>, remembered: &Remembered) {
    let Ok(file) = app.store(FILE) else { return };
    let Ok(value) = serde_json::to_value(remembered) else {
        return;
    };
    file.set("remembered", value);
    if file.save().is_err() {
        tracing::warn!("preferences not saved");
    }
}

/// Deletes them.
pub fn forget(app: &AppHandle<Wry>) {
    if let Ok(file) = app.store(FILE) {
        file.clear();
        let _ = file.save();
        file.close_resource();
    }
}
