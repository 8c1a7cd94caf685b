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

/// Deletes them; answers with the file when something of them is left.
pub fn forget(app: &AppHandle<Wry>) -> Option<String> {
    let path = tauri_plugin_store::resolve_store_path(app, FILE).ok()?;
    let emptied = app.store(FILE).and_then(|file| {
        file.clear();
        let saved = file.save();
        file.close_resource();
        saved
    });
    // An empty file holds nothing of the user's, whether or not it can be removed.
    let removed = std::fs::remove_file(&path);
    let gone = emptied.is_ok() || removed.is_ok() || !path.exists();
    (!gone).then(|| path.display().to_string())
}
