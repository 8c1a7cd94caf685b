//! What the app needs of the computer it runs on, and nothing else.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

/// The computer.
pub trait Host: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
    /// The folder under which the data folders lie.
    fn root(&self) -> PathBuf;
    /// The keychain.
    fn keychain(&self) -> Arc<dyn vault::KeyHolder>;
}
