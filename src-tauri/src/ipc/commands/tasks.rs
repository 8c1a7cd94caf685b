//! One task: its page, what is typed there, and its marks.

use wizard::command::Command;

use super::{Answer, Shared, field, task_key};
use crate::ipc::error::{IpcError, RefusedWhy};
use crate::ipc::view::{FieldRef, JourneyView, TaskPage, Typed};
use crate::ipc::{page, twins};

/// One task's page.
#[tauri::command]
#[specta::specta]
pub async fn task_page(app: Shared<'_>, id: String, key: String) -> Answer<TaskPage> {
    let key = task_key(&key)?;
    let loaded = app.core.load(&id).await?;
    let check = app
        .core
        .last_verdict(&id, &key)
        .await
        .map(|it| twins::check(&it));
    page::task_page(app.catalog, &loaded, &key, check).ok_or(IpcError::NotFound)
}

/// Types into a plain field.
#[tauri::command]
#[specta::specta]
pub async fn set_value(
    app: Shared<'_>,
    id: String,
    at: FieldRef,
    raw: String,
    go_on: bool,
) -> Answer<Typed> {
    Ok(twins::typed(
        &app.core.set_value(&id, &field(&at)?, &raw, go_on).await?,
    ))
}

/// Writes a note.
#[tauri::command]
#[specta::specta]
pub async fn set_note(
    app: Shared<'_>,
    id: String,
    key: String,
    text: String,
    go_on: bool,
) -> Answer<Typed> {
    Ok(twins::typed(
        &app.core
            .set_note(&id, &task_key(&key)?, &text, go_on)
            .await?,
    ))
}

/// Begins work or a wait.
#[tauri::command]
#[specta::specta]
pub async fn start(app: Shared<'_>, id: String, key: String, on: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Start {
            task: task_key(&key)?,
            on: day(&on)?,
        },
    )
    .await
}

/// Says it is done.
#[tauri::command]
#[specta::specta]
pub async fn mark(app: Shared<'_>, id: String, key: String, on: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Mark {
            task: task_key(&key)?,
            on: day(&on)?,
        },
    )
    .await
}

/// Says of several that they were done before.
#[tauri::command]
#[specta::specta]
pub async fn mark_many(
    app: Shared<'_>,
    id: String,
    keys: Vec<String>,
    on: String,
) -> Answer<JourneyView> {
    let tasks = keys
        .iter()
        .map(|text| task_key(text))
        .collect::<Result<_, _>>()?;
    app.run(
        &id,
        Command::MarkMany {
            tasks,
            on: day(&on)?,
        },
    )
    .await
}

/// Takes a mark back.
#[tauri::command]
#[specta::specta]
pub async fn unmark(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Unmark {
            task: task_key(&key)?,
        },
    )
    .await
}

/// 나중에 할게요.
#[tauri::command]
#[specta::specta]
pub async fn put_off(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::PutOff {
            task: task_key(&key)?,
        },
    )
    .await
}

/// Takes it up again.
#[tauri::command]
#[specta::specta]
pub async fn take_up(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::TakeUp {
            task: task_key(&key)?,
        },
    )
    .await
}

fn day(text: &str) -> Answer<jiff::civil::Date> {
    text.parse()
        .map_err(|_| IpcError::Refused(RefusedWhy::BadText))
}
