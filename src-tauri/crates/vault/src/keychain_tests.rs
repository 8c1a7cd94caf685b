//! Error mapping, deadlines and stuck threads, with stores made for the purpose.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Mutex as StdMutex;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::mock;

use super::*;
use crate::Cancel;

/// A chain that opens the same mock store every time.
fn mocked() -> (OsKeychain, Arc<CredentialStore>) {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    let same = store.clone();
    (
        OsKeychain::with_opener(Arc::new(move || Ok(same.clone()))),
        store,
    )
}

/// A chain whose store cannot be opened until the returned sender is dropped.
fn stuck() -> (OsKeychain, mpsc::Sender<()>) {
    let (release, gate) = mpsc::channel::<()>();
    let gate = StdMutex::new(gate);
    let chain = OsKeychain::with_opener(Arc::new(move || {
        let _ = gate.lock().unwrap().recv();
        Err(Error::NoDefaultStore)
    }));
    (chain, release)
}

#[tokio::test]
async fn keeps_one_key_and_never_replaces_another() {
    let (chain, store) = mocked();
    let (id, key) = (Uuid::new_v4(), MasterKey::generate().unwrap());
    assert_eq!(
        chain.get(id, Ask::quiet()).await.err(),
        Some(VaultError::Gone)
    );
    chain.create(id, &key, Ask::quiet()).await.unwrap();
    chain.create(id, &key, Ask::quiet()).await.unwrap();
    assert!(chain.get(id, Ask::quiet()).await.unwrap()[0].same_as(&key));
    let other = MasterKey::generate().unwrap();
    let refused = chain.create(id, &other, Ask::quiet()).await;
    assert_eq!(refused.err(), Some(VaultError::AlreadyThere));
    assert!(chain.get(id, Ask::quiet()).await.unwrap()[0].same_as(&key));
    assert_eq!(
        chain.get(Uuid::new_v4(), Ask::quiet()).await.err(),
        Some(VaultError::Gone)
    );

    let item = entry(&*store, id, &[]).unwrap();
    let kept = item.get_secret().unwrap();
    assert!(kept.starts_with(PREFIX) && kept.is_ascii() && kept.len() < 100);
    for junk in ["", "giljabi-key-1:", "giljabi-key-1:AAAA", "x"] {
        item.set_secret(junk.as_bytes()).unwrap();
        assert_eq!(
            chain.get(id, Ask::quiet()).await.err(),
            Some(VaultError::Damaged),
            "{junk}"
        );
    }
    chain.delete(id, Ask::quiet()).await.unwrap();
    chain.delete(id, Ask::quiet()).await.unwrap();
    assert_eq!(
        chain.get(id, Ask::quiet()).await.err(),
        Some(VaultError::Gone)
    );
}

#[test]
fn every_error_of_the_keychain_becomes_a_code() {
    fn inner(text: &str) -> Box<dyn std::error::Error + Send + Sync> {
        Box::new(std::io::Error::other(text.to_owned()))
    }
    for (error, expected) in [
        (Error::NoEntry, VaultError::Gone),
        (Error::BadEncoding(b"CANARY".to_vec()), VaultError::Damaged),
        (
            Error::BadDataFormat(b"CANARY".to_vec(), inner("x")),
            VaultError::Damaged,
        ),
        (Error::TooLong("secret".into(), 2560), VaultError::TooLong),
        (
            Error::NoDefaultStore,
            VaultError::Absent(AbsentWhy::NoService),
        ),
        (Error::NoStorageAccess(inner("Prompt")), VaultError::Locked),
        (
            Error::NoStorageAccess(inner("NoResult")),
            VaultError::Absent(AbsentWhy::NotSetUp),
        ),
        (
            Error::PlatformFailure(inner("org.freedesktop.DBus.Error.ServiceUnknown")),
            VaultError::Absent(AbsentWhy::NoProvider),
        ),
        (
            Error::PlatformFailure(inner("other")),
            VaultError::Absent(AbsentWhy::Failed),
        ),
        (
            Error::Invalid("a".into(), "b".into()),
            VaultError::Absent(AbsentWhy::Failed),
        ),
    ] {
        let got = code(&error);
        assert_eq!(got, expected);
        assert!(!format!("{got:?}{got}").contains("CANARY"));
    }
}

#[tokio::test]
async fn a_stuck_call_ends_at_its_deadline_and_after_three_none_is_tried() {
    let (chain, release) = stuck();
    for tried in 1..=MAX_STUCK {
        let started = Instant::now();
        let ask = Ask::within(Duration::from_millis(30));
        assert_eq!(
            chain.get(Uuid::nil(), ask).await.err(),
            Some(VaultError::TimedOut)
        );
        assert!(started.elapsed() >= Duration::from_millis(30));
        assert_eq!(chain.stuck_threads(), tried);
    }
    let started = Instant::now();
    let refused = chain.get(Uuid::nil(), Ask::prompted()).await.err();
    assert_eq!(refused, Some(VaultError::Absent(AbsentWhy::StillStuck)));
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "it did not wait"
    );

    // The system lets go: the threads end, and calls go through again.
    drop(release);
    tokio::time::timeout(Duration::from_secs(10), async {
        while chain.stuck_threads() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the stuck threads end");
    let answer = chain.get(Uuid::nil(), Ask::prompted()).await.err();
    assert_eq!(answer, Some(VaultError::Absent(AbsentWhy::NoService)));
}

#[tokio::test]
async fn cancelling_ends_the_wait_at_once() {
    let (chain, _release) = stuck();
    let cancel = Cancel::new();
    let call = chain.get(Uuid::nil(), Ask::prompted().cancelled_by(&cancel));
    let waiting = tokio::spawn(call);
    cancel.cancel();
    assert_eq!(waiting.await.unwrap().err(), Some(VaultError::Cancelled));
    let at_once = chain
        .get(Uuid::nil(), Ask::prompted().cancelled_by(&cancel))
        .await;
    assert_eq!(at_once.err(), Some(VaultError::Cancelled));
}

#[tokio::test]
async fn a_panic_inside_the_platform_is_an_answer() {
    let chain = OsKeychain::with_opener(Arc::new(|| panic!("inside the platform")));
    let answer = chain.get(Uuid::nil(), Ask::quiet()).await.err();
    assert_eq!(answer, Some(VaultError::Absent(AbsentWhy::Failed)));
    assert_eq!(chain.stuck_threads(), 0);
}

/// A store whose every item is ambiguous between these contents.
struct Twins(Vec<Vec<u8>>);

struct Twin(Vec<Vec<u8>>);

impl CredentialStoreApi for Twins {
    fn vendor(&self) -> String {
        "twins".into()
    }
    fn id(&self) -> String {
        "twins".into()
    }
    fn build(
        &self,
        _: &str,
        _: &str,
        _: Option<&HashMap<&str, &str>>,
    ) -> keyring_core::Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(Twin(self.0.clone()))))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for Twin {
    fn set_secret(&self, _: &[u8]) -> keyring_core::Result<()> {
        Err(Error::NoEntry)
    }
    fn get_secret(&self) -> keyring_core::Result<Vec<u8>> {
        if let [only] = self.0.as_slice() {
            return Ok(only.clone());
        }
        let twin = |item: &Vec<u8>| Entry::new_with_credential(Arc::new(Twin(vec![item.clone()])));
        Err(Error::Ambiguous(self.0.iter().map(twin).collect()))
    }
    fn delete_credential(&self) -> keyring_core::Result<()> {
        Ok(())
    }
    fn get_credential(&self) -> keyring_core::Result<Option<Arc<keyring_core::Credential>>> {
        Ok(None)
    }
    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Twin")
    }
}

#[tokio::test]
async fn of_two_matching_items_the_one_that_opens_the_check_value_wins() {
    let (wrong, right) = (
        MasterKey::generate().unwrap(),
        MasterKey::generate().unwrap(),
    );
    let id = Uuid::new_v4();
    let check = crate::cipher::seal_check(&right, id).unwrap();
    let items = vec![
        b"junk".to_vec(),
        encode(&wrong).to_vec(),
        encode(&right).to_vec(),
    ];
    let chain = OsKeychain::with_opener(Arc::new(move || Ok(Arc::new(Twins(items.clone())))));
    let vault = crate::Vault::new(id, Some(check), crate::Redactor::new());
    assert!(vault.unlock(&chain, Ask::quiet()).await.is_ok());
}
