//! What the window asks of the desktop it stands on.

use tauri::{AppHandle, Wry};
use tauri_plugin_opener::OpenerExt;

use super::{Answer, Shared};
use crate::ipc::error::IpcError;
use crate::window;

/// Opens an official page in the default browser; only addresses of the catalogue.
#[tauri::command]
#[specta::specta]
pub async fn open_link(handle: AppHandle<Wry>, app: Shared<'_>, url: String) -> Answer<()> {
    if !app.catalog.link_allowed(&url) {
        return Err(IpcError::LinkRefused);
    }
    handle
        .opener()
        .open_url(url, None::<&str>)
        .map_err(|_| IpcError::Window)
}

/// Copies a plain text.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(app: Shared<'_>, text: String) -> Answer<()> {
    Ok(app.core.copy_text(&text).await?)
}

/// Notes whether a secret on the screen is typed and not saved: closing asks about it then.
#[tauri::command]
#[specta::specta]
pub async fn set_unsaved(app: Shared<'_>, unsaved: bool) -> Answer<()> {
    app.unsaved.set(unsaved);
    Ok(())
}

/// Closes the window; the page has nothing left to save.
#[tauri::command]
#[specta::specta]
pub async fn close_now(handle: AppHandle<Wry>) -> Answer<()> {
    window::close(&handle);
    Ok(())
}

/// The window painted its first frame.
#[tauri::command]
#[specta::specta]
pub async fn first_paint(handle: AppHandle<Wry>) -> Answer<()> {
    crate::painted(&handle);
    Ok(())
}
