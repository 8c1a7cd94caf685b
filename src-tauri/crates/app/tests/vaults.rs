//! Vaults that do not open as one would wish, and what becomes of what was copied.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::checks::Verdict;
use app::{Ending, Error, FolderKind, VaultState};
use catalog::{Portone, Shape};
use desk::{Desk, field, open, spec, v2, with_track};
use vault::clipboard::{Board, Clipboard, ClipboardError};
use vault::{AbsentWhy, Secret, VaultError};
use wizard::command::Refusal;
use wizard::event::FieldAt;

const REAL: FolderKind = FolderKind::Real;
const STORED: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";
const OTHER: &str =
    "z9Y8x7W6v5U4t3S2r1Q0z9Y8x7W6v5U4t3S2r1Q0z9Y8x7W6v5U4t3S2r1Q0z9Y8x7W6v5U4t3S2r1Q0";
const STORE: &str = "store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec";
const PHRASE: &str = "우리 가게 비밀 문장 열둘";

/// A real folder with a V2 journey, and where its secret is typed.
async fn real() -> (Desk, String, FieldAt) {
    let desk = open(REAL).await;
    let id = with_track(&desk.core, v2()).await;
    (desk, id, field(Shape::V2Secret))
}

async fn save(desk: &Desk, id: &str, at: &FieldAt, value: &str) -> Result<bool, Error> {
    let value = Secret::copied_from(value);
    let typed = desk.core.save_secret(id, at, value, true).await?;
    Ok(typed.saved)
}

async fn shown(desk: &Desk, id: &str, at: &FieldAt) -> Result<String, Error> {
    let shown = desk.core.show_secret(id, at).await?;
    Ok(shown.value.expose_str().unwrap().to_owned())
}

/// Can be read now, and is safe in the closed vault.
async fn access(desk: &Desk, id: &str, at: &FieldAt) -> (bool, bool) {
    let loaded = desk.core.load(id).await.unwrap();
    let meta = loaded.journey.secret(at).unwrap();
    let among = |all: &std::collections::HashSet<String>| all.contains(&meta.id);
    (among(&loaded.readable), among(&loaded.in_vault))
}

#[tokio::test]
async fn without_a_keychain_a_passphrase_keeps_secrets_over_a_restart() {
    let (mut desk, id, secret) = real().await;
    desk.keychain(Some(VaultError::Absent(AbsentWhy::NoService)));
    let standing = desk.core.open_vault().await;
    assert_eq!(
        (standing.state, standing.passphrase),
        (VaultState::Absent, true)
    );
    let enter = async |desk: &Desk, phrase: &str| {
        let entered = desk.core.passphrase(Secret::copied_from(phrase)).await;
        entered.map(|standing| standing.state)
    };
    let short = enter(&desk, "짧은 암호").await;
    assert_eq!(short, Err(Error::Refused(Refusal::BadText)));
    assert_eq!(enter(&desk, PHRASE).await, Ok(VaultState::OpenPassphrase));
    assert_eq!(save(&desk, &id, &secret, STORED).await, Ok(true));
    desk.again(REAL).await;
    let standing = desk.core.overview().await.vault;
    assert_eq!(standing.state, VaultState::NeedsPassphrase);
    assert!(!standing.passphrase, "one is set");
    assert_eq!(access(&desk, &id, &secret).await, (false, true));
    let wrong = enter(&desk, "우리 가게 비밀 문장 열셋").await;
    assert_eq!(wrong, Err(Error::Vault(VaultState::NeedsPassphrase)));
    assert_eq!(enter(&desk, PHRASE).await, Ok(VaultState::OpenPassphrase));
    assert_eq!(access(&desk, &id, &secret).await, (true, false));
    assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
}

#[tokio::test]
async fn a_passphrase_is_not_offered_while_the_key_is_out_of_reach() {
    let (mut desk, id, secret) = real().await;
    assert!(
        desk.core.overview().await.vault.passphrase,
        "there is no key yet"
    );
    save(&desk, &id, &secret, STORED).await.unwrap();
    desk.again(REAL).await;
    for (trouble, state) in [
        (VaultError::Locked, VaultState::Locked),
        (VaultError::TimedOut, VaultState::Frozen),
        (VaultError::Absent(AbsentWhy::NoService), VaultState::Absent),
        (
            VaultError::Absent(AbsentWhy::NoProvider),
            VaultState::NotInstalled,
        ),
    ] {
        desk.keychain(Some(trouble));
        let standing = desk.core.open_vault().await;
        assert_eq!((standing.state, standing.passphrase), (state, false));
        let set = desk.core.passphrase(Secret::copied_from(PHRASE)).await;
        assert_eq!(
            set.err(),
            Some(Error::Vault(state)),
            "it is not called wrong"
        );
    }
    // Nothing was broken by trying.
    desk.keychain(None);
    assert_eq!(desk.core.open_vault().await.state, VaultState::Open);
    assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
}

#[tokio::test]
async fn for_this_run_only_leaves_what_is_stored_as_it_is() {
    let (mut desk, id, secret) = real().await;
    save(&desk, &id, &secret, STORED).await.unwrap();
    let v1 = with_track(&desk.core, spec(|module| module.portone == Portone::V1)).await;
    let (run_only, store) = (field(Shape::V1Secret), field(Shape::StoreId));
    for reopened in [false, true] {
        desk.keychain(Some(VaultError::Locked));
        desk.again(REAL).await;
        assert_eq!(desk.core.open_vault().await.state, VaultState::Locked);
        let locked = Error::Vault(VaultState::Locked);
        assert_eq!(shown(&desk, &id, &secret).await, Err(locked));
        let state = desk.core.this_run_only().await.unwrap().state;
        assert_eq!(state, VaultState::OpenThisRun);

        // What is stored is safe: neither read, nor called lost, nor replaced.
        assert_eq!(access(&desk, &id, &secret).await, (false, true));
        assert_eq!(shown(&desk, &id, &secret).await, Err(Error::InVault));
        let plain = desk.core.set_value(&id, &store, STORE, true).await;
        assert!(plain.unwrap().saved);
        let verdict = desk.core.check_keys(&id, &store.task).await;
        assert_eq!(verdict, Ok(Verdict::VaultClosed));
        let head = desk.core.load(&id).await.unwrap().journey.head();
        let replaced = save(&desk, &id, &secret, OTHER).await;
        assert_eq!(replaced, Err(Error::InVault));
        assert_eq!(desk.core.load(&id).await.unwrap().journey.head(), head);

        // A field with nothing stored takes a value for this run, however often that is chosen.
        assert_eq!(save(&desk, &v1, &run_only, OTHER).await, Ok(true));
        desk.core.this_run_only().await.unwrap();
        assert_eq!(access(&desk, &v1, &run_only).await, (true, false));
        assert_eq!(shown(&desk, &v1, &run_only).await.as_deref(), Ok(OTHER));

        if reopened {
            // The way back, without a restart.
            assert_eq!(desk.core.open_vault().await.state, VaultState::OpenThisRun);
            desk.keychain(None);
            assert_eq!(desk.core.open_vault().await.state, VaultState::Open);
            assert_eq!(access(&desk, &id, &secret).await, (true, false));
            assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
            assert_eq!(shown(&desk, &v1, &run_only).await.as_deref(), Ok(OTHER));
        }
        desk.keychain(None);
        desk.again(REAL).await;
        assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
        assert_eq!(
            access(&desk, &v1, &run_only).await,
            (false, false),
            "gone, as said"
        );
    }
}

#[tokio::test]
async fn a_value_of_this_run_can_be_stored_and_taken_back_once_the_vault_is_open() {
    use wizard::command::Command;
    let (mut desk, id, secret) = real().await;
    desk.keychain(Some(VaultError::Locked));
    desk.core.open_vault().await;
    desk.core.this_run_only().await.unwrap();
    save(&desk, &id, &secret, OTHER).await.unwrap();
    desk.keychain(None);
    assert_eq!(desk.core.open_vault().await.state, VaultState::Open);
    save(&desk, &id, &secret, STORED).await.unwrap();
    desk.core.run(&id, Command::Undo).await.unwrap();
    assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(OTHER));
    desk.core.run(&id, Command::Redo).await.unwrap();
    assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
    desk.again(REAL).await;
    assert_eq!(shown(&desk, &id, &secret).await.as_deref(), Ok(STORED));
}

/// A clipboard in memory, which can refuse to be cleared.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<(Option<String>, bool)>>);

impl Board for Memory {
    fn put(&mut self, text: &str) -> Result<(), ClipboardError> {
        self.0.lock().unwrap().0 = Some(text.to_owned());
        Ok(())
    }

    fn put_plain(&mut self, text: &str) -> Result<(), ClipboardError> {
        self.put(text)
    }

    fn text(&mut self) -> Result<Option<zeroize::Zeroizing<String>>, ClipboardError> {
        Ok(self
            .0
            .lock()
            .unwrap()
            .0
            .clone()
            .map(zeroize::Zeroizing::new))
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        let mut board = self.0.lock().unwrap();
        if board.1 {
            return Err(ClipboardError::Busy);
        }
        board.0 = None;
        Ok(())
    }
}

#[tokio::test]
async fn only_what_was_cleared_is_said_to_be_cleared() {
    let (mut desk, id, secret) = real().await;
    save(&desk, &id, &secret, STORED).await.unwrap();
    let memory = Memory::default();
    let board = memory.clone();
    let clipboard = Clipboard::with(
        Box::new(move || Ok(Box::new(board.clone()))),
        Duration::from_millis(300),
    );
    desk.again_with(REAL, clipboard).await;
    let text = || memory.0.lock().unwrap().0.clone();
    let copy = async || desk.core.copy_secret(&id, &secret).await.unwrap();

    let (first, second) = (copy().await, copy().await);
    assert_eq!(first.await, Ending::Replaced, "the second took its place");
    assert_eq!(text().as_deref(), Some(STORED), "and is still there");
    assert_eq!(second.await, Ending::Cleared);
    assert_eq!(text(), None);

    let before = copy().await;
    desk.core.copy_text("결제 번호").await.unwrap();
    assert_eq!(before.await, Ending::Replaced);
    let elsewhere = copy().await;
    memory.0.lock().unwrap().0 = Some("다른 앱의 글".to_owned());
    assert_eq!(elsewhere.await, Ending::Replaced);
    assert_eq!(text().as_deref(), Some("다른 앱의 글"));

    memory.0.lock().unwrap().1 = true;
    assert_eq!(copy().await.await, Ending::Failed);
    assert_eq!(text().as_deref(), Some(STORED));
}
