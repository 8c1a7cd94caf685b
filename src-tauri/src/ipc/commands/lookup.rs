//! The library, the search and the error translator.

use catalog::find::Index;

use super::{Answer, App, Shared};
use crate::ipc::error::IpcError;
use crate::ipc::library;
use crate::ipc::library::view::{
    Found, GatewayPage, LibraryView, ModulePage, SubjectPage, SubjectView, Translation,
};

impl App {
    /// What is near to who looks something up: the open journey's gateways.
    async fn near(&self, journey: Option<String>) -> library::Neighbours {
        match journey {
            Some(id) => match self.core.load(&id).await {
                Ok(loaded) => library::Neighbours::of(&loaded),
                // Looking something up works without the journey, too.
                Err(_) => library::Neighbours::default(),
            },
            None => library::Neighbours::default(),
        }
    }
}

/// What the catalogue knows, whether a journey needs it or not.
#[tauri::command]
#[specta::specta]
pub async fn library(app: Shared<'_>) -> Answer<LibraryView> {
    Ok(library::library(app.catalog))
}

/// A page of what is common to every gateway.
#[tauri::command]
#[specta::specta]
pub async fn subject_page(app: Shared<'_>, subject: SubjectView) -> Answer<SubjectPage> {
    library::subject_page(app.catalog, subject).ok_or(IpcError::NotFound)
}

/// A gateway's page.
#[tauri::command]
#[specta::specta]
pub async fn gateway_page(app: Shared<'_>, gateway: String) -> Answer<GatewayPage> {
    library::gateway_page(app.catalog, &gateway).ok_or(IpcError::NotFound)
}

/// A module's channel form.
#[tauri::command]
#[specta::specta]
pub async fn module_page(app: Shared<'_>, module: String) -> Answer<ModulePage> {
    library::module_page(app.catalog, &module).ok_or(IpcError::NotFound)
}

/// Looks a text up; what is shaped like a secret only when the user said that it is none.
#[tauri::command]
#[specta::specta]
pub async fn search(
    app: Shared<'_>,
    journey: Option<String>,
    text: String,
    go_on: bool,
) -> Answer<Found> {
    let near = app.near(journey).await;
    let index = app.index.get_or_init(|| Index::new(app.catalog));
    Ok(library::search(app.catalog, index, &near, &text, go_on))
}

/// What an error means; without a text, every error of a gateway.
#[tauri::command]
#[specta::specta]
pub async fn translate(
    app: Shared<'_>,
    journey: Option<String>,
    text: String,
    gateway: Option<String>,
    go_on: bool,
) -> Answer<Translation> {
    let near = app.near(journey).await;
    let gateway = gateway.as_deref();
    Ok(library::translate(
        app.catalog,
        &near,
        &text,
        gateway,
        go_on,
    ))
}
