//! The operating system's keychain.
//!
//! A call into it can block without limit while the system shows its own window, or while its
//! daemon hangs. So every call runs on a thread of its own with a freshly opened store, the caller
//! waits until a deadline or until it cancels, and a thread that is still stuck then is abandoned.
//! After three stuck threads no more are spent: the keychain counts as absent until one returns.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use base64ct::{Base64, Encoding};
use keyring_core::{CredentialStore, Entry, Error};
use tokio::sync::{Mutex, oneshot};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use crate::{AbsentWhy, Ask, Call, KeyHolder, MasterKey, VaultError};

/// The service name of our items; the user name of an item is the id of its data folder.
pub const SERVICE: &str = "kr.giljabi.vault";

/// What a keychain item starts with, before the key in base64 (some stores keep text only).
const PREFIX: &[u8] = b"giljabi-key-1:";

/// How many stuck threads are tolerated.
const MAX_STUCK: usize = 3;

/// Opens the platform's store. Called anew for every call, on the call's own thread.
pub type Opener = Arc<dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync>;

/// What the platform's store is told about a new item.
type Modifiers = &'static [(&'static str, &'static str)];

/// On Windows the item stays on this computer: it must not roam with the profile.
#[cfg(windows)]
const NATIVE: Modifiers = &[("persistence", "local")];
#[cfg(target_os = "macos")]
const NATIVE: Modifiers = &[];
#[cfg(all(unix, not(target_os = "macos")))]
const NATIVE: Modifiers = &[("label", "Giljabi (길잡이)")];

/// The operating system's keychain as a key holder.
#[derive(Clone)]
pub struct OsKeychain {
    opener: Opener,
    modifiers: Modifiers,
    /// One call at a time: platforms do not promise an order across threads.
    turn: Arc<Mutex<()>>,
    stuck: Arc<AtomicUsize>,
}

impl OsKeychain {
    /// The keychain of this platform. Touches nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            modifiers: NATIVE,
            ..Self::with_opener(Arc::new(open_native))
        }
    }

    /// A keychain behind another store, for tests of the error paths.
    #[must_use]
    pub fn with_opener(opener: Opener) -> Self {
        Self {
            opener,
            modifiers: &[],
            turn: Arc::default(),
            stuck: Arc::default(),
        }
    }

    /// How many threads are still inside calls that nobody waits for.
    #[must_use]
    pub fn stuck_threads(&self) -> usize {
        self.stuck.load(Ordering::SeqCst)
    }

    fn call<T, F>(&self, ask: Ask, job: F) -> Call<T>
    where
        T: Send + 'static,
        F: FnOnce(&CredentialStore) -> Result<T, VaultError> + Send + 'static,
    {
        let this = self.clone();
        Box::pin(async move {
            let Ask { patience, cancel } = ask;
            tokio::select! {
                biased;
                () = cancel.cancelled() => Err(VaultError::Cancelled),
                answer = tokio::time::timeout(patience, this.run(job)) => {
                    answer.unwrap_or(Err(VaultError::TimedOut))
                }
            }
        })
    }

    async fn run<T, F>(&self, job: F) -> Result<T, VaultError>
    where
        T: Send + 'static,
        F: FnOnce(&CredentialStore) -> Result<T, VaultError> + Send + 'static,
    {
        let _turn = self.turn.lock().await;
        if self.stuck_threads() >= MAX_STUCK {
            return Err(VaultError::Absent(AbsentWhy::StillStuck));
        }
        let (answer, waiter) = oneshot::channel();
        let fate = Arc::new(Fate {
            stage: AtomicU8::new(RUNNING),
            stuck: self.stuck.clone(),
        });
        let (opener, in_thread) = (self.opener.clone(), Finish(fate.clone()));
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                let finish = in_thread; // dropped by a panic too
                let result = opener()
                    .map_err(|error| code(&error))
                    .and_then(|store| job(&*store));
                // First finished, then answered: nobody who has an answer sees a stuck thread.
                drop(finish);
                let _ = answer.send(result);
            })
            .map_err(|_| VaultError::Absent(AbsentWhy::Failed))?;
        let _abandon = Abandon(fate);
        waiter
            .await
            .unwrap_or(Err(VaultError::Absent(AbsentWhy::Failed)))
    }
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new()
    }
}

const RUNNING: u8 = 0;
const ABANDONED: u8 = 1;
const FINISHED: u8 = 2;

/// Whether a call's thread still runs, and whether anybody still waits for it.
struct Fate {
    stage: AtomicU8,
    stuck: Arc<AtomicUsize>,
}

/// Dropped by the thread when it is done, however it ends.
struct Finish(Arc<Fate>);

impl Drop for Finish {
    fn drop(&mut self) {
        if self.0.stage.swap(FINISHED, Ordering::SeqCst) == ABANDONED {
            self.0.stuck.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Dropped by the waiter, with the answer or without it.
struct Abandon(Arc<Fate>);

impl Drop for Abandon {
    fn drop(&mut self) {
        // Counted before it shows as abandoned, so that the thread never subtracts first.
        self.0.stuck.fetch_add(1, Ordering::SeqCst);
        let swapped =
            self.0
                .stage
                .compare_exchange(RUNNING, ABANDONED, Ordering::SeqCst, Ordering::SeqCst);
        if swapped.is_err() {
            self.0.stuck.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl KeyHolder for OsKeychain {
    fn get(&self, vault_id: Uuid, ask: Ask) -> Call<Vec<MasterKey>> {
        let modifiers = self.modifiers;
        self.call(ask, move |store| read(&entry(store, vault_id, modifiers)?))
    }

    fn create(&self, vault_id: Uuid, key: &MasterKey, ask: Ask) -> Call<()> {
        let (key, modifiers) = (key.duplicate(), self.modifiers);
        self.call(ask, move |store| {
            let entry = entry(store, vault_id, modifiers)?;
            match read(&entry) {
                Ok(there) if there.iter().any(|found| found.same_as(&key)) => return Ok(()),
                Ok(_) => return Err(VaultError::AlreadyThere),
                Err(VaultError::Gone) => {}
                Err(error) => return Err(error),
            }
            entry
                .set_secret(&encode(&key))
                .map_err(|error| code(&error))?;
            match read(&entry) {
                Ok(back) if back.iter().any(|found| found.same_as(&key)) => Ok(()),
                Ok(_) => Err(VaultError::Damaged),
                Err(error) => Err(error),
            }
        })
    }

    fn delete(&self, vault_id: Uuid, ask: Ask) -> Call<()> {
        let modifiers = self.modifiers;
        self.call(ask, move |store| {
            match entry(store, vault_id, modifiers)?.delete_credential() {
                Ok(()) | Err(Error::NoEntry) => Ok(()),
                Err(Error::Ambiguous(entries)) => entries
                    .iter()
                    .try_for_each(|found| found.delete_credential().map_err(|error| code(&error))),
                Err(error) => Err(code(&error)),
            }
        })
    }

    fn lasting(&self) -> bool {
        true
    }

    fn backend(&self) -> &'static str {
        if cfg!(target_os = "macos") {
            "macos-keychain"
        } else if cfg!(windows) {
            "windows-credentials"
        } else {
            "secret-service"
        }
    }
}

fn entry(
    store: &CredentialStore,
    vault_id: Uuid,
    modifiers: Modifiers,
) -> Result<Entry, VaultError> {
    let user = vault_id.to_string();
    let modifiers = (!modifiers.is_empty()).then(|| modifiers.iter().copied().collect());
    store
        .build(SERVICE, &user, modifiers.as_ref())
        .map_err(|error| code(&error))
}

fn read(entry: &Entry) -> Result<Vec<MasterKey>, VaultError> {
    match entry.get_secret() {
        Ok(item) => Ok(vec![decode(item)?]),
        Err(Error::Ambiguous(entries)) => {
            let found: Vec<_> = entries
                .iter()
                .filter_map(|entry| entry.get_secret().ok())
                .filter_map(|item| decode(item).ok())
                .collect();
            if found.is_empty() {
                Err(VaultError::Damaged)
            } else {
                Ok(found)
            }
        }
        Err(error) => Err(code(&error)),
    }
}

fn encode(key: &MasterKey) -> Zeroizing<Vec<u8>> {
    let text = Zeroizing::new(Base64::encode_string(key.expose()));
    let mut item = Zeroizing::new(Vec::with_capacity(PREFIX.len() + text.len()));
    item.extend_from_slice(PREFIX);
    item.extend_from_slice(text.as_bytes());
    item
}

fn decode(mut item: Vec<u8>) -> Result<MasterKey, VaultError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    let read = item
        .strip_prefix(PREFIX)
        .and_then(|text| Base64::decode(text, bytes.as_mut_slice()).ok())
        .map(<[u8]>::len);
    item.zeroize();
    if read == Some(bytes.len()) {
        Ok(MasterKey::from_bytes(bytes))
    } else {
        Err(VaultError::Damaged)
    }
}

/// Reduces the keychain's error to a code. Its own texts can quote item contents: none leaves.
fn code(error: &Error) -> VaultError {
    match error {
        Error::NoEntry => VaultError::Gone,
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            VaultError::Damaged
        }
        Error::TooLong(..) => VaultError::TooLong,
        Error::NoDefaultStore => VaultError::Absent(AbsentWhy::NoService),
        Error::NoStorageAccess(inner) => {
            if mentions(inner.as_ref(), &["NoResult"]) {
                VaultError::Absent(AbsentWhy::NotSetUp)
            } else {
                VaultError::Locked
            }
        }
        Error::PlatformFailure(inner) => VaultError::Absent(why(inner.as_ref())),
        _ => VaultError::Absent(AbsentWhy::Failed),
    }
}

fn why(error: &(dyn std::error::Error + Send + Sync)) -> AbsentWhy {
    if mentions(error, &["ServiceUnknown", "Spawn.", "NameHasNoOwner"]) {
        AbsentWhy::NoProvider
    } else if mentions(
        error,
        &["NotFound", "ConnectionRefused", "InputOutput", "Address"],
    ) {
        AbsentWhy::NoService
    } else {
        AbsentWhy::Failed
    }
}

/// Looks for a mark in the debug form of an error. The form itself goes nowhere.
fn mentions(error: &(dyn std::error::Error + Send + Sync), marks: &[&str]) -> bool {
    let text = Zeroizing::new(format!("{error:?}"));
    marks.iter().any(|mark| text.contains(mark))
}

#[cfg(all(unix, not(target_os = "macos")))]
fn open_native() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn open_native() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

#[cfg(windows)]
fn open_native() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(test)]
#[path = "keychain_tests.rs"]
mod tests;
