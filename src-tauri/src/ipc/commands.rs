//! The commands: each maps to one call of the controller, and an error to a code. They stand by
//! subject; those whose answers are shapes of their own stand beside these (`leaving`, `practice`,
//! `probing`).

pub mod checks;
pub mod desktop;
pub mod journeys;
pub mod lookup;
pub mod places;
pub mod secrets;
pub mod tasks;
pub mod tracks;

use std::sync::{Arc, OnceLock};

use app::Controller;
use catalog::Catalog;
use catalog::find::Index;
use tauri::{AppHandle, State, Wry};
use wizard::command::Command;
use wizard::event::{FieldAt, TaskKey};

use super::error::IpcError;
use super::view::{AppView, FieldRef, JourneyView};
use super::{join, prefs, twins};
use crate::host::Desktop;
use crate::window;

pub(super) type Answer<T> = Result<T, IpcError>;

/// What the commands share.
pub struct App {
    /// The core.
    pub core: Arc<Controller<Desktop>>,
    /// The catalogue.
    pub catalog: &'static Catalog,
    /// What can be searched for; made when somebody first searches.
    pub index: OnceLock<Index>,
    /// Pages of shown secrets, each served once.
    pub shown: window::Shelf,
    /// What would be lost with the window.
    pub unsaved: window::Unsaved,
    /// What lies on the window.
    pub dropped: window::Dropped,
}

pub(super) type Shared<'a> = State<'a, App>;

pub(super) fn task_key(text: &str) -> Answer<TaskKey> {
    text.parse().map_err(|_| IpcError::NotFound)
}

fn field(at: &FieldRef) -> Answer<FieldAt> {
    Ok(FieldAt {
        task: task_key(&at.task)?,
        field: at.field.clone(),
    })
}

impl App {
    async fn view(&self, handle: &AppHandle<Wry>) -> AppView {
        let overview = self.core.overview().await;
        twins::app_view(self.catalog, &overview, prefs::load(handle).prefs)
    }

    async fn run(&self, id: &str, command: Command) -> Answer<JourneyView> {
        let loaded = self.core.run(id, command).await?;
        Ok(join::journey(self.catalog, &loaded))
    }
}
