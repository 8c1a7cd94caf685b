//! Shows a file in the viewer of the operating system, which needs it on disk for as long.

use std::path::PathBuf;

use app::Leaving;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_opener::OpenerExt;

use crate::ipc::error::IpcError;

/// Where such files lie, away from what the user saves.
fn folder(handle: &AppHandle<Wry>) -> Option<PathBuf> {
    let cache = crate::hooks::data().or_else(|| handle.path().app_cache_dir().ok())?;
    Some(cache.join("shown"))
}

/// Writes it and opens it.
pub fn open(handle: &AppHandle<Wry>, file: &Leaving) -> Result<(), IpcError> {
    let folder = folder(handle).ok_or(IpcError::Window)?;
    std::fs::create_dir_all(&folder).map_err(|_| IpcError::Window)?;
    let path = folder.join(&file.name);
    crate::dialog::write(&path, &file.bytes)?;
    handle
        .opener()
        .open_path(path.display().to_string(), None::<&str>)
        .map_err(|_| IpcError::Window)
}

/// Deletes what was shown in former runs.
pub fn tidy(handle: &AppHandle<Wry>) {
    if let Some(folder) = folder(handle) {
        // Nothing there, or still open on Windows: the next start tries again.
        let _ = std::fs::remove_dir_all(folder);
    }
}
