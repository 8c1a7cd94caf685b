//! 길잡이: the shell around the core. It opens windows and maps commands to calls; it decides nothing.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod dialog;
mod hooks;
mod host;
pub mod ipc;
mod notices;
mod viewer;
mod window;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::Controller;
use catalog::Catalog;
use tauri::{AppHandle, DragDropEvent, Manager, RunEvent, WindowEvent, Wry};
use tauri_specta::Event;

use crate::host::Desktop;
use crate::ipc::{App, events};

/// How long the app may take to say goodbye.
const FAREWELL: Duration = Duration::from_millis(1500);

/// Runs the app until its window is closed.
///
/// # Panics
/// When no window can be opened at all: there is nobody to tell.
pub fn run() {
    let commands = ipc::builder();
    let shown = window::Shelf::default();
    let shelf = shown.clone();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|handle, _, _| {
            window::raise(handle)
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .register_uri_scheme_protocol("reveal", move |_, request| {
            shelf.serve(request.uri().path())
        })
        .invoke_handler(commands.invoke_handler())
        .setup(move |tauri| {
            commands.mount_events(tauri);
            let root = root(tauri.handle());
            let core = Controller::new(
                Desktop::new(root),
                Catalog::embedded(),
                vault::Redactor::new(),
            );
            tauri.manage(App {
                core: Arc::new(core),
                catalog: Catalog::embedded(),
                index: std::sync::OnceLock::new(),
                shown,
                unsaved: window::Unsaved::default(),
                dropped: window::Dropped::default(),
            });
            window::open_main(tauri.handle())?;
            viewer::tidy(tauri.handle());
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => panic!("no window: {error}"),
    };
    app.run(|handle, event| match event {
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }),
            ..
        } if label == "main" => dropped(handle, paths),
        RunEvent::Exit => farewell(handle),
        _ => {}
    });
}

fn root(handle: &AppHandle<Wry>) -> PathBuf {
    hooks::data()
        .or_else(|| handle.path().app_local_data_dir().ok())
        .unwrap_or_else(|| PathBuf::from("giljabi-data"))
}

fn dropped(handle: &AppHandle<Wry>, paths: Vec<PathBuf>) {
    handle.state::<App>().dropped.put(paths);
    let _ = events::FilesDropped.emit(handle);
}

/// The clipboard is cleared and the folder closed; a keychain that hangs does not hold the end up.
fn farewell(handle: &AppHandle<Wry>) {
    let core = handle.state::<App>().core.clone();
    tauri::async_runtime::block_on(async {
        let _ = tokio::time::timeout(FAREWELL, core.farewell()).await;
    });
}

/// The window painted its first frame: what waited for it begins.
pub(crate) fn painted(handle: &AppHandle<Wry>) {
    tell_starter();
    maintain(handle);
    notices::watch(handle);
}

/// Whoever started the app and asked to be told (`sd_notify(3)`) hears that it can be used.
fn tell_starter() {
    #[cfg(target_os = "linux")]
    if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Ready]) {
        tracing::debug!(%error, "nobody hears that the window is there");
    }
}

/// The daily backup and the deep check, beside the user's work.
pub(crate) fn maintain(handle: &AppHandle<Wry>) {
    let core = handle.state::<App>().core.clone();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        if core.maintain().await {
            let _ = events::AppChanged.emit(&handle);
        }
    });
}
