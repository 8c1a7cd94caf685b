//! The real window, driven through WebDriver. Started by `cargo xtask test` and `cargo xtask demo`.
//!
//! Each flow has a screen, bus, keychain, driver and profile of its own ([`desk`]), and waits for
//! what it needs to see, never for a time.
#![cfg(target_os = "linux")]

mod album;
mod boundary;
mod desk;
mod journey;
mod keyboard;
mod keychain;
mod language;
mod leaks;
mod library;
mod plan;
mod resume;
mod screens;
mod secrets;
mod stores;
mod sweep;
mod trouble;
mod walk;
mod window;
mod wipe;
mod wrong_key;

use std::error::Error;

/// What a flow gives back.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Fails the flow with a sentence.
#[macro_export]
macro_rules! fail {
    ($($words:tt)*) => { return Err(format!($($words)*).into()) };
}

/// Fails the flow unless it holds.
#[macro_export]
macro_rules! holds {
    ($condition:expr, $($words:tt)*) => {
        if !$condition {
            return Err(format!($($words)*).into());
        }
    };
}
