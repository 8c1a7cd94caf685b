//! The shell's hooks for tests, compiled as a build without the feature `e2e` has them: this crate has
//! no such feature.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    unexpected_cfgs,
    dead_code,
    missing_docs,
    reason = "the module of another crate, as that crate is shipped"
)]

#[path = "../../../src/hooks.rs"]
mod hooks;

/// What each hook reads, with something that it would take.
const HOOKS: [(&str, &str); 3] = [
    ("GILJABI_E2E_DATA", "/tmp/elsewhere"),
    ("GILJABI_E2E_NOW", "2031-01-01T00:00:00Z"),
    ("GILJABI_E2E_DIALOG", "/tmp/elsewhere"),
];

/// The environment of a running process is not changed: the test starts itself again.
#[test]
fn a_build_without_the_feature_hears_no_hook() {
    const INSIDE: &str = "GILJABI_HOOKS_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        for (name, value) in HOOKS {
            assert_eq!(std::env::var(name).as_deref(), Ok(value));
        }
        assert_eq!(hooks::data(), None);
        assert_eq!(hooks::now(), None);
        assert_eq!(hooks::dialog(), None);
        println!("inner part done");
        return;
    }
    let own = std::env::current_exe().unwrap();
    let mut again = std::process::Command::new(own);
    again
        .args(["a_build_without", "--nocapture"])
        .env(INSIDE, "1");
    let output = again.envs(HOOKS).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("inner part done"),
        "{text}"
    );
}

#[test]
fn every_hook_is_tried() {
    let source = include_str!("../../../src/hooks.rs");
    let named: Vec<_> = source
        .split('"')
        .filter(|part| part.starts_with("GILJABI_E2E_"))
        .collect();
    assert_eq!(named, HOOKS.map(|(name, _)| name));
}
