//! The practice PortOne and its client, judged by programs of others.
//!
//! They need PortOne's own API files, which `GILJABI_PORTONE_SPEC` names, and the judges, which
//! `cargo xtask judges` installs. Without the files these tests say so and pass; with them a missing judge fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "../../../portone/tests/beyond/mod.rs"]
mod beyond;
mod differential;
mod driver;
mod mock;
mod official;
mod page;
mod prism;
mod proxied;
mod recorder;
mod tools;
mod webhooks;
