//! The vault against the real thing: a keyring daemon and a clipboard, each in a session of its
//! own. Linux only; the other platforms are covered by the library's own tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
#![cfg(target_os = "linux")]

mod clipboard;
mod keychain;
