//! The vault and what lies in it. No answer here carries a secret.

use std::path::PathBuf;

use tauri::{AppHandle, Wry};
use tauri_specta::Event;
use wizard::event::TaskKey;

use super::{Answer, App, Shared, field, task_key};
use crate::ipc::error::IpcError;
use crate::ipc::view::{CertificateRead, FieldRef, Typed, VaultView};
use crate::ipc::{events, twins};
use crate::window;

/// Seals a secret. It goes from the window to the core once and never back.
#[tauri::command]
#[specta::specta]
pub async fn secret_save(
    app: Shared<'_>,
    id: String,
    at: FieldRef,
    value: String,
    go_on: bool,
) -> Answer<Typed> {
    let value = vault::Secret::new(value.into_boxed_str());
    Ok(twins::typed(
        &app.core
            .save_secret(&id, &field(&at)?, value, go_on)
            .await?,
    ))
}

/// Deletes it from the database, the log and every backup.
#[tauri::command]
#[specta::specta]
pub async fn secret_delete(app: Shared<'_>, id: String, at: FieldRef) -> Answer<()> {
    Ok(app.core.delete_secret(&id, &field(&at)?).await?)
}

/// Copies it; answers with the seconds until it is cleared.
#[tauri::command]
#[specta::specta]
pub async fn secret_copy(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    at: FieldRef,
) -> Answer<u32> {
    let ending = app.core.copy_secret(&id, &field(&at)?).await?;
    tauri::async_runtime::spawn(async move {
        let _ = match ending.await {
            app::Ending::Cleared => events::ClipboardCleared.emit(&handle),
            app::Ending::Failed => events::ClipboardNotCleared.emit(&handle),
            app::Ending::Replaced => Ok(()),
        };
    });
    Ok(twins::seconds(app::COPIED_FOR))
}

/// Shows it in its own window; answers with the seconds until that closes.
#[tauri::command]
#[specta::specta]
pub async fn secret_show(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    at: FieldRef,
) -> Answer<u32> {
    let shown = app.core.show_secret(&id, &field(&at)?).await?;
    let single_use = app.shown.put(shown);
    window::open_reveal(&handle, &single_use).map_err(|_| IpcError::Window)?;
    Ok(twins::seconds(window::SHOWN_FOR))
}

/// Brings the former value back, as long as the app has not been closed.
#[tauri::command]
#[specta::specta]
pub async fn secret_restore(app: Shared<'_>, id: String, at: FieldRef) -> Answer<()> {
    Ok(app.core.restore_secret(&id, &field(&at)?).await?)
}

/// Lets the user choose a certificate; the core opens the dialog and reads in memory only.
#[tauri::command]
#[specta::specta]
pub async fn certificate_choose(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = task_key(&key)?;
    let paths = crate::dialog::pick_many(&handle, &["zip", "pem", "crt", "cer", "key"]).await;
    read_certificate(&app, &id, &key, &paths).await
}

/// Takes the certificate that was dropped on the window last; each drop is taken once.
#[tauri::command]
#[specta::specta]
pub async fn certificate_dropped(
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = task_key(&key)?;
    read_certificate(&app, &id, &key, &app.dropped.take()).await
}

/// In memory only: the files stay where they are.
async fn read_certificate(
    app: &App,
    id: &str,
    key: &TaskKey,
    paths: &[PathBuf],
) -> Answer<Option<CertificateRead>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let files = crate::dialog::read_all(paths)?;
    let saved = app.core.save_certificate(id, key, files).await?;
    Ok(Some(twins::certificate(&saved, paths)))
}

/// Makes and saves a certificate for practice.
#[tauri::command]
#[specta::specta]
pub async fn certificate_practice(
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = task_key(&key)?;
    let saved = app.core.practice_certificate(&id, &key).await?;
    Ok(Some(twins::certificate(&saved, &[])))
}

/// Opens the vault.
#[tauri::command]
#[specta::specta]
pub async fn vault_open(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<VaultView> {
    let view = twins::vault(&app.core.open_vault().await);
    let _ = events::VaultChanged(view.clone()).emit(&handle);
    Ok(view)
}

/// Stops waiting for the keychain.
#[tauri::command]
#[specta::specta]
pub async fn vault_cancel(app: Shared<'_>) -> Answer<VaultView> {
    Ok(twins::vault(&app.core.cancel_vault().await))
}

/// Sets or enters the passphrase.
#[tauri::command]
#[specta::specta]
pub async fn vault_passphrase(app: Shared<'_>, pass: String) -> Answer<VaultView> {
    let pass = vault::Secret::new(pass.into_boxed_str());
    Ok(twins::vault(&app.core.passphrase(pass).await?))
}

/// Keeps secrets for this run only.
#[tauri::command]
#[specta::specta]
pub async fn vault_this_run(app: Shared<'_>) -> Answer<VaultView> {
    Ok(twins::vault(&app.core.this_run_only().await?))
}

/// Gives up secrets that can no longer be opened and begins with a new key.
#[tauri::command]
#[specta::specta]
pub async fn vault_start_over(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<VaultView> {
    let view = twins::vault(&app.core.start_over().await?);
    let _ = events::VaultChanged(view.clone()).emit(&handle);
    Ok(view)
}
