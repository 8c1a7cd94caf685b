//! Data folders, who works in them, and preferences.

use tauri::AppHandle;
use tauri::Wry;

use super::{Answer, Shared};
use crate::ipc::view::{AppView, Place, Prefs};
use crate::ipc::{prefs, twins};
use crate::window;

/// Everything outside one journey.
#[tauri::command]
#[specta::specta]
pub async fn app_view(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<AppView> {
    // The folder that was open last is opened again, once: so the first screen is the right one.
    if app.core.nothing_chosen().await
        && let Some(place) = prefs::load(&handle).place
    {
        app.core.choose_place(twins::kind_from(place), "").await?;
    }
    Ok(app.view(&handle).await)
}

/// Opens a data folder.
#[tauri::command]
#[specta::specta]
pub async fn choose_place(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    place: Place,
    who: String,
) -> Answer<AppView> {
    app.core.choose_place(twins::kind_from(place), &who).await?;
    let mut remembered = prefs::load(&handle);
    remembered.place = Some(place);
    prefs::save(&handle, &remembered);
    crate::maintain(&handle);
    Ok(app.view(&handle).await)
}

/// Back to the first choice.
#[tauri::command]
#[specta::specta]
pub async fn leave_place(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<AppView> {
    app.core.leave_place().await;
    let mut remembered = prefs::load(&handle);
    remembered.place = None;
    prefs::save(&handle, &remembered);
    Ok(app.view(&handle).await)
}

/// Who marks.
#[tauri::command]
#[specta::specta]
pub async fn set_who(handle: AppHandle<Wry>, app: Shared<'_>, who: String) -> Answer<AppView> {
    app.core.set_who(&who).await?;
    Ok(app.view(&handle).await)
}

/// Preferences.
#[tauri::command]
#[specta::specta]
pub async fn set_prefs(handle: AppHandle<Wry>, app: Shared<'_>, prefs: Prefs) -> Answer<AppView> {
    let mut remembered = prefs::load(&handle);
    remembered.prefs = Prefs {
        text_size: prefs.text_size.clamp(14, 24),
        ..prefs
    };
    prefs::save(&handle, &remembered);
    Ok(app.view(&handle).await)
}

/// Deletes everything of this folder; answers with what is left.
#[tauri::command]
#[specta::specta]
pub async fn wipe(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<Vec<String>> {
    let mut left = app.core.wipe().await?;
    left.extend(prefs::forget(&handle));
    left.extend(window::clear_web_data(&handle));
    Ok(left)
}
