//! The bare window that `cargo xtask bench` compares with: same WebKit, same flags, one heading.

use std::path::PathBuf;

use tauri::http::Response;

fn main() {
    let painted = std::env::var_os("GILJABI_E2E_PAINT").map(PathBuf::from);
    let app = tauri::Builder::default().register_uri_scheme_protocol("painted", move |_, _| {
        if let Some(path) = &painted {
            // Without the line the measurement gives up and says so.
            let _ = std::fs::write(path, "painted\n");
        }
        Response::new(Vec::new())
    });
    if let Err(error) = app.run(tauri::generate_context!("bare/tauri.conf.json")) {
        panic!("no window: {error}");
    }
}
