//! Asking PortOne.

use super::{Answer, Shared, task_key};
use crate::ipc::twins;
use crate::ipc::view::Verdict;

/// Asks PortOne about the keys.
#[tauri::command]
#[specta::specta]
pub async fn check_keys(app: Shared<'_>, id: String, key: String) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core.check_keys(&id, &task_key(&key)?).await?,
    ))
}

/// Compares a channel with PortOne's list (V1).
#[tauri::command]
#[specta::specta]
pub async fn check_channel(app: Shared<'_>, id: String, key: String) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core.check_channel(&id, &task_key(&key)?).await?,
    ))
}

/// Looks a payment up.
#[tauri::command]
#[specta::specta]
pub async fn check_payment(
    app: Shared<'_>,
    id: String,
    key: String,
    payment_id: String,
) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core
            .check_payment(&id, &task_key(&key)?, &payment_id)
            .await?,
    ))
}

/// Stops the check that is going on.
#[tauri::command]
#[specta::specta]
pub async fn check_cancel(app: Shared<'_>) -> Answer<()> {
    app.core.cancel_check();
    Ok(())
}
