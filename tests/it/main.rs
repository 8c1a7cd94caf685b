//! What holds the parts together: the bindings, the permissions, the screens.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod bindings;
mod permissions;
