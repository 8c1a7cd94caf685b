//! The vault's states, with a holder in memory and with holders that fail.

use super::*;
use crate::{Call, Cancel, MemoryKeyHolder};

fn vault(id: Uuid, check: Option<Sealed>) -> Vault {
    Vault::new(id, check, Redactor::new())
}

/// A holder that always answers with one error.
struct Refusing(VaultError);

impl KeyHolder for Refusing {
    fn get(&self, _: Uuid, _: Ask) -> Call<Vec<MasterKey>> {
        let error = self.0;
        Box::pin(async move { Err(error) })
    }
    fn create(&self, _: Uuid, _: &MasterKey, _: Ask) -> Call<()> {
        let error = self.0;
        Box::pin(async move { Err(error) })
    }
    fn delete(&self, _: Uuid, _: Ask) -> Call<()> {
        let error = self.0;
        Box::pin(async move { Err(error) })
    }
    fn lasting(&self) -> bool {
        true
    }
    fn backend(&self) -> &'static str {
        "refusing"
    }
}

#[tokio::test]
async fn the_first_unlock_makes_a_key_and_later_ones_find_it() {
    let (id, holder, secret) = (Uuid::new_v4(), MemoryKeyHolder::new(), Uuid::new_v4());
    let first = vault(id, None);
    assert_eq!(first.state(), State::Closed);
    assert_eq!(
        first.seal(secret, 1, &Secret::copied_from("x")),
        Err(VaultError::Closed)
    );
    let unlocked = first.unlock(&holder, Ask::quiet()).await.unwrap();
    assert!(!unlocked.lasting, "memory does not last");
    let check = unlocked.new_check.unwrap();
    let sealed = first.seal(secret, 1, &Secret::copied_from("값")).unwrap();
    assert_eq!(
        first.unlock(&holder, Ask::quiet()).await.unwrap().new_check,
        None
    );

    let second = vault(id, Some(check));
    assert_eq!(
        second
            .unlock(&holder, Ask::quiet())
            .await
            .unwrap()
            .new_check,
        None
    );
    assert_eq!(
        second.open(secret, 1, &sealed).unwrap().expose_str(),
        Some("값")
    );
    assert_eq!(
        second.open(secret, 2, &sealed).err(),
        Some(VaultError::Damaged)
    );
    second.lock();
    assert_eq!(
        second.open(secret, 1, &sealed).err(),
        Some(VaultError::Closed)
    );
}

#[tokio::test]
async fn a_key_without_a_check_value_is_taken_over() {
    // The app died between the keychain and the database.
    let (id, holder) = (Uuid::new_v4(), MemoryKeyHolder::new());
    let first = vault(id, None);
    let lost = first.unlock(&holder, Ask::quiet()).await.unwrap();
    let sealed = first.seal(id, 1, &Secret::copied_from("v")).unwrap();
    drop(lost);
    let second = vault(id, None);
    assert!(
        second
            .unlock(&holder, Ask::quiet())
            .await
            .unwrap()
            .new_check
            .is_some()
    );
    assert!(second.open(id, 1, &sealed).is_ok());
}

#[tokio::test]
async fn a_wrong_key_is_told_from_a_missing_one_and_from_a_damaged_row() {
    let (id, holder) = (Uuid::new_v4(), MemoryKeyHolder::new());
    let first = vault(id, None);
    let check = first.unlock(&holder, Ask::quiet()).await.unwrap().new_check;
    let mut sealed = first.seal(id, 1, &Secret::copied_from("v")).unwrap();
    sealed.ct[0] ^= 1;
    assert_eq!(first.open(id, 1, &sealed).err(), Some(VaultError::Damaged));

    let stranger = MemoryKeyHolder::new();
    let other = vault(id, check.clone());
    assert_eq!(
        other.unlock(&stranger, Ask::quiet()).await.err(),
        Some(VaultError::Gone)
    );
    assert_eq!(other.state(), State::Gone);
    stranger
        .create(id, &MasterKey::generate().unwrap(), Ask::quiet())
        .await
        .unwrap();
    assert_eq!(
        other.unlock(&stranger, Ask::quiet()).await.err(),
        Some(VaultError::WrongKey)
    );
    assert_eq!(other.state(), State::WrongKey);
    // The right holder opens it, without a restart.
    assert!(other.unlock(&holder, Ask::quiet()).await.is_ok());
}

#[tokio::test]
async fn starting_over_replaces_the_key_and_its_check_value() {
    let (id, holder) = (Uuid::new_v4(), MemoryKeyHolder::new());
    let first = vault(id, None);
    let old = first
        .unlock(&holder, Ask::quiet())
        .await
        .unwrap()
        .new_check
        .unwrap();
    let sealed = first.seal(id, 1, &Secret::copied_from("v")).unwrap();
    let new = first
        .start_over(&holder, Ask::quiet())
        .await
        .unwrap()
        .new_check
        .unwrap();
    assert_ne!(old, new);
    assert_eq!(first.open(id, 1, &sealed).err(), Some(VaultError::Damaged));
    let later = vault(id, Some(old));
    assert_eq!(
        later.unlock(&holder, Ask::quiet()).await.err(),
        Some(VaultError::WrongKey)
    );
    let later = vault(id, Some(new));
    assert!(later.unlock(&holder, Ask::quiet()).await.is_ok());
}

#[tokio::test]
async fn every_failure_has_its_state() {
    for (error, state) in [
        (
            VaultError::Absent(AbsentWhy::NoService),
            State::Absent(AbsentWhy::NoService),
        ),
        (VaultError::Locked, State::Locked),
        (VaultError::TimedOut, State::Waiting),
        (VaultError::Cancelled, State::Closed),
        (VaultError::Damaged, State::Damaged),
    ] {
        let vault = vault(Uuid::new_v4(), None);
        assert_eq!(
            vault.unlock(&Refusing(error), Ask::quiet()).await.err(),
            Some(error)
        );
        assert_eq!(vault.state(), state);
    }
}

#[tokio::test]
async fn a_failed_start_over_leaves_an_open_vault_open() {
    let (id, holder) = (Uuid::new_v4(), MemoryKeyHolder::new());
    let vault = vault(id, None);
    let _ = vault.unlock(&holder, Ask::quiet()).await.unwrap();
    let sealed = vault.seal(id, 1, &Secret::copied_from("v")).unwrap();
    let refused = vault
        .start_over(&Refusing(VaultError::Locked), Ask::quiet())
        .await;
    assert_eq!(refused.err(), Some(VaultError::Locked));
    assert!(vault.open(id, 1, &sealed).is_ok());
    assert_eq!(vault.state(), State::Open { lasting: false });
}

#[tokio::test]
async fn a_dropped_unlock_does_not_leave_the_vault_opening() {
    struct Never;
    impl KeyHolder for Never {
        fn get(&self, _: Uuid, _: Ask) -> Call<Vec<MasterKey>> {
            Box::pin(std::future::pending())
        }
        fn create(&self, _: Uuid, _: &MasterKey, _: Ask) -> Call<()> {
            Box::pin(std::future::pending())
        }
        fn delete(&self, _: Uuid, _: Ask) -> Call<()> {
            Box::pin(std::future::pending())
        }
        fn lasting(&self) -> bool {
            true
        }
        fn backend(&self) -> &'static str {
            "never"
        }
    }
    let vault = vault(Uuid::new_v4(), None);
    let cancel = Cancel::new();
    tokio::select! {
        biased;
        _ = vault.unlock(&Never, Ask::quiet()) => unreachable!("it never answers"),
        () = async { assert_eq!(vault.state(), State::Opening); cancel.cancel(); } => {}
    }
    assert_eq!(vault.state(), State::Closed);
    assert!(cancel.is_cancelled());
}

#[test]
fn a_passphrase_opens_the_same_key_after_a_restart() {
    let (id, phrase) = (
        Uuid::new_v4(),
        Secret::copied_from("열두 글자보다 긴 비밀 문장"),
    );
    let first = vault(id, None);
    let (wrapped, unlocked) = first.set_passphrase(&phrase).unwrap();
    assert!(unlocked.lasting);
    let sealed = first.seal(id, 7, &Secret::copied_from("v")).unwrap();
    let second = vault(id, unlocked.new_check);
    let wrong = second.unlock_with_passphrase(&wrapped, &Secret::copied_from("틀린 비밀 문장"));
    assert_eq!(wrong.err(), Some(VaultError::WrongPassphrase));
    assert_eq!(
        second.set_passphrase(&phrase).err(),
        Some(VaultError::Closed)
    );
    assert_eq!(
        second
            .unlock_with_passphrase(&wrapped, &phrase)
            .unwrap()
            .new_check,
        None
    );
    assert!(second.open(id, 7, &sealed).is_ok());
}

#[tokio::test]
async fn what_passes_through_is_redacted_from_then_on() {
    let (id, redactor) = (Uuid::new_v4(), Redactor::new());
    let vault = Vault::new(id, None, redactor.clone());
    let _ = vault
        .unlock(&MemoryKeyHolder::new(), Ask::quiet())
        .await
        .unwrap();
    let line = "request with CANARY-vault-1 sent";
    assert_eq!(redactor.redact(line), line);
    let _ = vault
        .seal(id, 1, &Secret::copied_from("CANARY-vault-1"))
        .unwrap();
    assert_eq!(redactor.redact(line), "request with [비밀] sent");
}
