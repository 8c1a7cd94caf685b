//! Hooks for tests. Without the feature `e2e` every one of them is None, whatever the environment.

use std::path::PathBuf;

use jiff::Timestamp;

/// Another data folder.
pub fn data() -> Option<PathBuf> {
    variable("GILJABI_E2E_DATA").map(PathBuf::from)
}

/// Another now.
pub fn now() -> Option<Timestamp> {
    variable("GILJABI_E2E_NOW")?.parse().ok()
}

/// What a file dialog would answer.
pub fn dialog() -> Option<PathBuf> {
    variable("GILJABI_E2E_DIALOG").map(PathBuf::from)
}

#[cfg(feature = "e2e")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(not(feature = "e2e"))]
fn variable(_: &str) -> Option<String> {
    None
}
