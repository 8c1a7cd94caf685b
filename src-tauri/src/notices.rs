//! Notices of the operating system: only when the user said so, and at most one a day.

use std::time::Duration;

use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_notification::NotificationExt;

use crate::ipc::{App, prefs};

/// How often a window that stays open looks whether a new day has come.
const LOOK: Duration = Duration::from_secs(30 * 60);

/// Looks now, and then again and again as long as the app runs.
pub fn watch(handle: &AppHandle<Wry>) {
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            look(&handle).await;
            tokio::time::sleep(LOOK).await;
        }
    });
}

/// Shows the notice of the day, if there is one.
pub async fn look(handle: &AppHandle<Wry>) {
    let mut remembered = prefs::load(handle);
    let app = handle.state::<App>();
    let today = app.core.today();
    let language = crate::ipc::language(&remembered.prefs);
    let wanted = remembered.prefs.reminders;
    let notice = app.core.notice(wanted, language, remembered.noticed).await;
    let Some(notice) = notice else { return };
    let shown = handle
        .notification()
        .builder()
        .title(notice.title)
        .body(notice.body)
        .show();
    match shown {
        Ok(()) => {
            remembered.noticed = Some(today);
            prefs::save(handle, &remembered);
        }
        // The list in the window is there all the same.
        Err(error) => tracing::warn!(%error, "no notice"),
    }
}
