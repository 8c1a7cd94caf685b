//! The bare window that `cargo xtask bench` compares with: same WebKit, same flags, one heading.

use tauri::http::Response;

fn main() {
    let app = tauri::Builder::default().register_uri_scheme_protocol("painted", |_, _| {
        // As the app tells it; unheard, the measurement gives up and says so.
        #[cfg(target_os = "linux")]
        let _unheard = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
        Response::new(Vec::new())
    });
    if let Err(error) = app.run(tauri::generate_context!("bare/tauri.conf.json")) {
        panic!("no window: {error}");
    }
}
