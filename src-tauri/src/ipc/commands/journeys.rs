//! Journeys as a whole: their life, their history, and where the user is in them.

use tauri::{AppHandle, Wry};
use wizard::command::Command;

use super::{Answer, Shared};
use crate::host::Desktop;
use crate::ipc::error::{FileProblem, IpcError};
use crate::ipc::view::{AppView, HistoryLine, JourneyView, PlaceMark, Typed};
use crate::ipc::{join, twins};

/// Begins a journey.
#[tauri::command]
#[specta::specta]
pub async fn journey_create(app: Shared<'_>, name: String) -> Answer<JourneyView> {
    let loaded = app.core.create(&name).await?;
    Ok(join::journey(app.catalog, &loaded))
}

/// Opens a journey.
#[tauri::command]
#[specta::specta]
pub async fn journey_open(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    let loaded = app.core.open(&id).await?;
    Ok(join::journey(app.catalog, &loaded))
}

/// Renames it.
#[tauri::command]
#[specta::specta]
pub async fn journey_rename(app: Shared<'_>, id: String, name: String) -> Answer<Typed> {
    Ok(twins::typed(&app.core.rename(&id, &name).await?))
}

/// Duplicates it: answers and notes, no secret, proof or date.
#[tauri::command]
#[specta::specta]
pub async fn journey_duplicate(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<AppView> {
    app.core.duplicate(&id).await?;
    Ok(app.view(&handle).await)
}

/// Puts it in the bin.
#[tauri::command]
#[specta::specta]
pub async fn journey_bin(handle: AppHandle<Wry>, app: Shared<'_>, id: String) -> Answer<AppView> {
    app.core.bin(&id).await?;
    Ok(app.view(&handle).await)
}

/// Takes it out again.
#[tauri::command]
#[specta::specta]
pub async fn journey_unbin(handle: AppHandle<Wry>, app: Shared<'_>, id: String) -> Answer<AppView> {
    app.core.unbin(&id).await?;
    Ok(app.view(&handle).await)
}

/// Deletes it for good, from the bin only.
#[tauri::command]
#[specta::specta]
pub async fn journey_delete(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<AppView> {
    app.core.delete(&id).await?;
    Ok(app.view(&handle).await)
}

/// Exports it as one file without secrets; the core opens the dialog.
#[tauri::command]
#[specta::specta]
pub async fn journey_export(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<Option<String>> {
    let (name, text) = app.core.export(&id).await?;
    let Some(path) = crate::dialog::save(&handle, &format!("{name}.giljabi.json")).await else {
        return Ok(None);
    };
    crate::dialog::write(&path, text.as_bytes())?;
    Ok(Some(path.display().to_string()))
}

/// Imports one.
#[tauri::command]
#[specta::specta]
pub async fn journey_import(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
) -> Answer<Option<JourneyView>> {
    let Some(path) = crate::dialog::pick(&handle, &["json"]).await else {
        return Ok(None);
    };
    let text = crate::dialog::read(&path, app::Controller::<Desktop>::LARGEST_EXPORT)?;
    let text = String::from_utf8(text).map_err(|_| IpcError::BadFile(FileProblem::NotExport))?;
    let loaded = app.core.import(&text).await?;
    Ok(Some(join::journey(app.catalog, &loaded)))
}

/// Takes the last change back.
#[tauri::command]
#[specta::specta]
pub async fn undo(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    app.run(&id, Command::Undo).await
}

/// Brings it back.
#[tauri::command]
#[specta::specta]
pub async fn redo(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    app.run(&id, Command::Redo).await
}

/// The history, newest first.
#[tauri::command]
#[specta::specta]
pub async fn history(app: Shared<'_>, id: String) -> Answer<Vec<HistoryLine>> {
    let loaded = app.core.load(&id).await?;
    Ok(join::history(app.catalog, &loaded, None))
}

/// Remembers where the user is.
#[tauri::command]
#[specta::specta]
pub async fn place_put(app: Shared<'_>, id: String, place: PlaceMark) -> Answer<()> {
    let place = app::Place {
        screen: place.screen,
        key: place.key,
        field: place.field,
    };
    Ok(app.core.put_place(&id, &place).await?)
}
