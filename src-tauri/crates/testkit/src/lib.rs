//! Helpers for the tests of the other crates: a clock that stands, a profile folder that goes
//! away, a key holder in memory, and desktop sessions with a keyring of their own. Not shipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper that fails must fail the test"
)]

mod clock;
pub mod kill;
mod profile;
#[cfg(unix)]
pub mod session;

pub use clock::FixedClock;
pub use profile::TempProfile;
pub use vault::MemoryKeyHolder;
