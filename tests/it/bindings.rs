//! The generated TypeScript is committed and fresh.

use std::path::Path;

use specta_typescript::Typescript;

const COMMITTED: &str = "ui/src/lib/host/bindings.ts";

#[test]
fn bindings_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = tempfile::NamedTempFile::new().expect("a temporary file");
    giljabi_lib::ipc::builder()
        .export(Typescript::default(), made.path())
        .expect("export");
    let fresh = std::fs::read_to_string(made.path()).expect("what was exported");
    let committed = root.join(COMMITTED);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&committed, &fresh).expect("write the bindings");
    }
    let kept = std::fs::read_to_string(&committed).unwrap_or_default();
    assert!(kept == fresh, "{COMMITTED} is stale: cargo xtask codegen");
}
