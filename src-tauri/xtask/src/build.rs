//! Building and starting the app.

use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Done, Fail};
use crate::{doctor, system, ui};

/// The built pages are part of the program; without this feature it would ask a development server.
pub const EMBED: &str = "tauri/custom-protocol";

/// Everything that is tested is built once, in one graph: the same packages and features in every
/// call, or cargo would build the shell twice.
pub fn tests(command: &str) -> Command {
    let mut cargo = shell::cargo();
    cargo.args([
        command,
        "--locked",
        "--workspace",
        "--features",
        &format!("giljabi/e2e,{EMBED},catalog/schema,xtask/plan"),
    ]);
    cargo
}

/// The app as it is shipped; more can be asked for in the same call.
pub fn release() -> Command {
    let mut cargo = shell::cargo();
    cargo.args([
        "build",
        "--locked",
        "--release",
        "--package",
        "giljabi",
        "--bin",
        "giljabi",
    ]);
    cargo.args(["--features", EMBED]);
    cargo
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), PathBuf::from)
}

/// `cargo xtask run`.
pub fn run() -> Done {
    if !doctor::has_display() {
        return Err(Fail(
            "there is no display here, and the app is a window.\nTo see it without one: cargo xtask demo --out pictures".to_owned(),
        ));
    }
    system::ensure(system::BUILD)?;
    ui::install()?;
    ui::build()?;
    shell::run(shell::cargo().args([
        "run",
        "--locked",
        "--package",
        "giljabi",
        "--features",
        EMBED,
    ]))
}

/// Writes the generated files again, by the tests that hold them.
pub fn codegen() -> Done {
    system::ensure(system::BUILD)?;
    ui::install()?;
    ui::build()?;
    shell::run(
        tests("test")
            .args(["--lib", "--test", "it", "--"])
            .args(["bindings_are_fresh", "schemas", "coverage_is_not_stale"])
            .env("UPDATE", "1"),
    )
}
