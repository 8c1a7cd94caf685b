//! Commands whose answer is a file: the core opens the dialog and writes it.

use app::Leaving;
use tauri::{AppHandle, Wry};

use super::commands::{Answer, Shared};
use super::view::{Language, TrackSpec};
use super::{join, twins};

/// Lets the user choose where, and writes it there; None when cancelled.
async fn save(handle: &AppHandle<Wry>, file: &Leaving) -> Answer<Option<String>> {
    let Some(path) = crate::dialog::save(handle, &file.name).await else {
        return Ok(None);
    };
    crate::dialog::write(&path, &file.bytes)?;
    Ok(Some(path.display().to_string()))
}

/// What is picked in the window: it counts until the journey follows a plan.
fn picked(tracks: Vec<TrackSpec>) -> Vec<wizard::TrackSpec> {
    tracks.into_iter().map(join::spec_from).collect()
}

/// Saves the journey's days as a calendar file.
#[tauri::command]
#[specta::specta]
pub async fn calendar_save(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    language: Language,
    tracks: Vec<TrackSpec>,
) -> Answer<Option<String>> {
    let file = app
        .core
        .calendar(&id, twins::spoken(language), picked(tracks))
        .await?;
    save(&handle, &file).await
}

/// Saves the plan as PDF.
#[tauri::command]
#[specta::specta]
pub async fn plan_save(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    language: Language,
    tracks: Vec<TrackSpec>,
) -> Answer<Option<String>> {
    let file = app
        .core
        .plan_paper(&id, twins::spoken(language), picked(tracks))
        .await?;
    save(&handle, &file).await
}

/// Opens the plan in the viewer of the operating system.
#[tauri::command]
#[specta::specta]
pub async fn plan_open(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    language: Language,
    tracks: Vec<TrackSpec>,
) -> Answer<()> {
    let file = app
        .core
        .plan_paper(&id, twins::spoken(language), picked(tracks))
        .await?;
    crate::viewer::open(&handle, &file)
}
