//! The master key, and who can hold it.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{VaultError, cipher};

/// The random 256-bit key of one data folder. Wiped when dropped.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// Makes a new key from the operating system's generator.
    ///
    /// # Errors
    /// [`VaultError::NoRandom`] if the generator gives nothing.
    pub fn generate() -> Result<Self, VaultError> {
        cipher::random().map(Self)
    }

    /// Takes over the bytes of a key.
    #[must_use]
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// A second handle on the same key, for a thread that must own it.
    pub(crate) fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Compares without stopping at the first difference.
    #[must_use]
    pub fn same_as(&self, other: &MasterKey) -> bool {
        self.0
            .iter()
            .zip(other.0.iter())
            .fold(0, |diff, (a, b)| diff | (a ^ b))
            == 0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

/// Ends a wait from outside. Clones share one switch; once cancelled it stays so.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Cancel {
    /// A switch nobody has pressed.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Ends every wait that holds a clone.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// True after [`Cancel::cancel`].
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when cancelled, and never before.
    pub async fn cancelled(&self) {
        // The sender lives as long as self, so this only ends with the value true.
        let _ = self.0.subscribe().wait_for(|pressed| *pressed).await;
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

/// How long a caller waits for the keychain, and how it can stop waiting.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The deadline of the whole call.
    pub patience: Duration,
    /// The caller's way out.
    pub cancel: Cancel,
}

impl Ask {
    /// At start and in the background: five seconds.
    #[must_use]
    pub fn quiet() -> Self {
        Self::within(Duration::from_secs(5))
    }

    /// The user is at the screen and expects the system's window: two minutes.
    #[must_use]
    pub fn prompted() -> Self {
        Self::within(Duration::from_secs(120))
    }

    /// A deadline of one's own.
    #[must_use]
    pub fn within(patience: Duration) -> Self {
        Self {
            patience,
            cancel: Cancel::new(),
        }
    }

    /// The same wait, ended by this switch.
    #[must_use]
    pub fn cancelled_by(mut self, cancel: &Cancel) -> Self {
        self.cancel = cancel.clone();
        self
    }
}

/// An answer that arrives by the deadline of its [`Ask`], or an error by then. Dropping it ends
/// the wait.
pub type Call<T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send>>;

/// Something that can keep the master key of a data folder.
pub trait KeyHolder: Send + Sync {
    /// Every key that is kept for this folder: at least one, or [`VaultError::Gone`]. More than
    /// one can come up where the platform allows duplicates; the vault tries them all.
    fn get(&self, vault_id: Uuid, ask: Ask) -> Call<Vec<MasterKey>>;

    /// Keeps a key and reads it back. Never replaces a different one.
    fn create(&self, vault_id: Uuid, key: &MasterKey, ask: Ask) -> Call<()>;

    /// Forgets every key of this folder. To forget what is not there is a success.
    fn delete(&self, vault_id: Uuid, ask: Ask) -> Call<()>;

    /// True if the key is still there after a restart.
    fn lasting(&self) -> bool;

    /// A stable name of the mechanism, to notice that a profile moved to another one.
    fn backend(&self) -> &'static str;
}

/// Keeps keys in memory: for tests, and for "only this time" where there is no keychain.
#[derive(Debug, Clone, Default)]
pub struct MemoryKeyHolder {
    keys: Arc<Mutex<HashMap<Uuid, MasterKey>>>,
}

impl MemoryKeyHolder {
    /// Holds nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<Uuid, MasterKey>) -> T) -> T {
        act(&mut self.keys.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeyHolder for MemoryKeyHolder {
    fn get(&self, vault_id: Uuid, _ask: Ask) -> Call<Vec<MasterKey>> {
        let found = self.with(|keys| keys.get(&vault_id).map(MasterKey::duplicate));
        Box::pin(async move { found.map(|key| vec![key]).ok_or(VaultError::Gone) })
    }

    fn create(&self, vault_id: Uuid, key: &MasterKey, _ask: Ask) -> Call<()> {
        let kept = self.with(|keys| match keys.get(&vault_id) {
            Some(there) if !there.same_as(key) => Err(VaultError::AlreadyThere),
            Some(_) => Ok(()),
            None => {
                keys.insert(vault_id, key.duplicate());
                Ok(())
            }
        });
        Box::pin(async move { kept })
    }

    fn delete(&self, vault_id: Uuid, _ask: Ask) -> Call<()> {
        self.with(|keys| keys.remove(&vault_id));
        Box::pin(async { Ok(()) })
    }

    fn lasting(&self) -> bool {
        false
    }

    fn backend(&self) -> &'static str {
        "memory"
    }
}
