//! The desktop as the core needs it.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use vault::{KeyHolder, OsKeychain};

/// This computer.
pub struct Desktop {
    root: PathBuf,
    keychain: Arc<OsKeychain>,
}

impl Desktop {
    /// With its data under this folder.
    pub fn new(root: PathBuf) -> Self {
        Desktop {
            root,
            keychain: Arc::new(OsKeychain::new()),
        }
    }
}

impl app::Host for Desktop {
    fn now(&self) -> Timestamp {
        crate::hooks::now().unwrap_or_else(Timestamp::now)
    }

    fn root(&self) -> PathBuf {
        self.root.clone()
    }

    fn keychain(&self) -> Arc<dyn KeyHolder> {
        self.keychain.clone()
    }
}
