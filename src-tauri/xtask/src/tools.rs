//! Programs of others that are built from source, each into the target folder and by its version.

use std::path::PathBuf;

use crate::build;
use crate::shell::{self, Done};

/// Where a tool is put.
pub fn path(name: &str) -> PathBuf {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    build::target().join("tools/bin").join(file)
}

/// Installs a tool unless it is there.
pub fn install(name: &str, version: &str) -> Done {
    if path(name).exists() {
        return Ok(());
    }
    let tools = build::target().join("tools");
    shell::run(
        shell::cargo()
            .args(["install", name, "--version", version])
            .args(["--locked", "--debug", "--root"])
            .arg(&tools)
            .arg("--target-dir")
            .arg(tools.join("build")),
    )
}
