//! The windows: the one the user works in, and the one that shows a secret for 20 seconds.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::Shown;
use tauri::http::{HeaderValue, Response, StatusCode, header};
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
};
use tauri_specta::Event;

use crate::ipc::{App, events};

/// How long a secret is shown.
pub const SHOWN_FOR: Duration = Duration::from_secs(20);
/// How long the page may take to save what was typed last before the window closes without it.
const LAST_SAVE: Duration = Duration::from_millis(1500);

/// Whether something on the screen would be lost with the window.
#[derive(Default)]
pub struct Unsaved(AtomicBool);

impl Unsaved {
    /// Notes whether there is a secret that was typed and not saved.
    pub fn set(&self, unsaved: bool) {
        self.0.store(unsaved, Ordering::Relaxed);
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Files that were dropped on the window: their names only, until the page takes them.
#[derive(Default)]
pub struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    /// Those dropped last.
    pub fn put(&self, paths: Vec<PathBuf>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = paths;
    }

    /// Each drop is taken once.
    pub fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The page is asked before the window closes: it saves what was typed last, and asks the user
/// about a secret that is not saved. A page that does not answer holds the end up only for that.
fn close_asked(window: &WebviewWindow<Wry>) {
    let _ = events::CloseAsked.emit(window.app_handle());
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LAST_SAVE).await;
        if !window.state::<App>().unsaved.is() {
            let _ = window.destroy();
        }
    });
}

/// Closes the window; the page has nothing left to save.
pub fn close(app: &AppHandle<Wry>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.destroy();
    }
}

/// Opens the main window. Nothing but our own pages can be loaded in it.
pub fn open_main(app: &AppHandle<Wry>) -> tauri::Result<WebviewWindow<Wry>> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("길잡이 — 결제 도입 도우미")
        .inner_size(1120.0, 760.0)
        .min_inner_size(640.0, 480.0)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    let handle = app.clone();
    let closing = window.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            close_asked(&closing);
        }
        WindowEvent::Destroyed => {
            if let Some(shown) = handle.get_webview_window("reveal") {
                let _ = shown.destroy();
            }
        }
        _ => {}
    });
    Ok(window)
}

fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows and Android serve the pages from here.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Shows a page that the core serves once, in a window without scripts and without any permission.
pub fn open_reveal(app: &AppHandle<Wry>, handle: &str) -> tauri::Result<()> {
    if let Some(old) = app.get_webview_window("reveal") {
        old.destroy()?;
    }
    let address = format!("reveal://localhost/{handle}");
    let url: Url = address.parse().map_err(|_| tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::new(app, "reveal", WebviewUrl::CustomProtocol(url))
        .title("길잡이")
        .inner_size(560.0, 260.0)
        .resizable(true)
        .minimizable(false)
        .maximizable(false)
        .skip_taskbar(true)
        .content_protected(true)
        .disable_javascript()
        .on_navigation(|url| url.scheme() == "reveal")
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .focused(true)
        .center()
        .build()?;
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::Focused(false) = event {
            let _ = closing.destroy();
        }
    });
    let ending = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOWN_FOR).await;
        let _ = ending.destroy();
    });
    Ok(())
}

/// Brings the window to the front.
pub fn raise(handle: &AppHandle<Wry>) {
    if let Some(window) = handle.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Deletes what the webview keeps of its own; answers with what is left.
pub fn clear_web_data(handle: &AppHandle<Wry>) -> Option<String> {
    let window = handle.get_webview_window("main")?;
    window
        .clear_all_browsing_data()
        .err()
        .map(|_| "WebView".to_owned())
}

/// Pages of shown secrets: each is served once, by a handle nobody can guess.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<HashMap<String, Shown>>>);

impl Shelf {
    /// Lays a secret out; answers with its handle. What was laid out before and never fetched goes.
    pub fn put(&self, shown: Shown) -> String {
        let handle = uuid::Uuid::new_v4().simple().to_string();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.clear();
        all.insert(handle.clone(), shown);
        handle
    }

    /// Serves the page of a handle, once.
    pub fn serve(&self, path: &str) -> Response<Vec<u8>> {
        let handle = path.trim_start_matches('/');
        let found = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(handle);
        let (status, body) = match found {
            Some(shown) => (200, page(&shown)),
            None => (410, String::new()),
        };
        let mut response = Response::new(body.into_bytes());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::GONE);
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'",
            ),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

fn page(shown: &Shown) -> String {
    let value = shown.value.expose_str().unwrap_or_default();
    format!(
        "<!doctype html><html lang=ko><meta charset=utf-8><title>길잡이</title><style>\
         :root{{color-scheme:light dark}}body{{font:16px/1.6 Pretendard,system-ui,sans-serif;\
         margin:24px;word-break:keep-all}}h1{{font-size:17px;margin:0 0 12px}}\
         pre{{font:16px/1.6 ui-monospace,monospace;white-space:pre-wrap;word-break:break-all;\
         border:1px solid #8a9a94;border-radius:10px;padding:12px;margin:0 0 12px;\
         max-height:60vh;overflow:auto;user-select:text}}p{{margin:0;font-size:14px}}</style>\
         <h1>{}</h1><pre>{}</pre><p>20초 뒤에, 또는 다른 창을 누르면 닫혀요. · Closes after 20 seconds or when you click elsewhere.</p>",
        escape(&shown.label),
        escape(value),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Shown {
        Shown {
            label: "<b>키</b>".to_owned(),
            value: vault::Secret::copied_from(value),
        }
    }

    #[test]
    fn a_page_is_served_once_and_only_for_its_handle() {
        let shelf = Shelf::default();
        let handle = shelf.put(shown("a<script>b"));
        assert_eq!(shelf.serve("/no-such-handle").status(), 410);
        let served = shelf.serve(&format!("/{handle}"));
        let text = String::from_utf8(served.body().clone()).unwrap();
        assert_eq!(served.status(), 200);
        assert!(text.contains("a&lt;script&gt;b") && !text.contains("<script>"));
        assert!(text.contains("&lt;b&gt;키"));
        assert_eq!(served.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(shelf.serve(&format!("/{handle}")).status(), 410);
    }

    #[test]
    fn a_page_that_nobody_fetched_goes_with_the_next() {
        let shelf = Shelf::default();
        let first = shelf.put(shown("one"));
        let second = shelf.put(shown("two"));
        assert_eq!(shelf.serve(&first).status(), 410);
        assert_eq!(shelf.serve(&second).status(), 200);
    }

    #[test]
    fn only_our_own_pages_are_ours() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("https://tauri.localhost/", true),
            ("http://127.0.0.1:8080/", false),
            ("https://admin.portone.io/", false),
            ("tauri://evil.example/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("about:blank", false),
        ] {
            assert_eq!(is_ours(&url.parse().unwrap()), ours, "{url}");
        }
    }
}
