//! The store from outside: what it keeps through crashes, full disks and damage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod common;
mod crash;
mod damage;
mod deletion;
mod full_disk;
mod journal;
mod opening;
