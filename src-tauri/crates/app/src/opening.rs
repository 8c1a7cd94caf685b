//! How the vault is opened: by the keychain, by a passphrase, or not at all and for this run only.

use std::sync::Arc;

use vault::{Ask, Cancel, MemoryKeyHolder, Secret, Unlocked, Vault, VaultError, WrappedKey};
use wizard::command::Refusal;

use crate::controller::Controller;
use crate::error::{Error, VaultState};
use crate::folder::{Folder, HowOpen, closed_vault, lock, meta};
use crate::host::Host;
use crate::view::VaultStanding;

impl<H: Host> Controller<H> {
    /// Asks the keychain; the user is at the screen.
    pub async fn open_vault(&self) -> VaultStanding {
        let Ok(folder) = self.folder().await else {
            return VaultStanding::NONE;
        };
        if *lock(&folder.how_open) == HowOpen::Keychain {
            let cancel = Cancel::new();
            *lock(&folder.asking) = cancel.clone();
            let ask = Ask::prompted().cancelled_by(&cancel);
            let keychain = self.host.keychain();
            // The state says what came of it.
            if let Ok(unlocked) = folder.vault().unlock(keychain.as_ref(), ask).await {
                self.keep_check(&folder, unlocked).await;
            }
        }
        self.vault_standing(&folder).await
    }

    /// Stops waiting for the keychain.
    pub async fn cancel_vault(&self) -> VaultStanding {
        let Ok(folder) = self.folder().await else {
            return VaultStanding::NONE;
        };
        lock(&folder.asking).cancel();
        self.vault_standing(&folder).await
    }

    async fn keep_check(&self, folder: &Folder, unlocked: Unlocked) {
        if let (Some(check), true) = (unlocked.new_check, unlocked.lasting) {
            // Without it the next start makes no new key: it finds this one in the keychain.
            let _ = folder.store.meta_set(meta::CHECK, &check.to_bytes()).await;
        }
    }

    /// Sets a passphrase where there is none, or opens with the one that is set.
    ///
    /// # Errors
    /// [`Error::Vault`] with [`VaultState::NeedsPassphrase`] when it does not fit, with another state
    /// when there is a key that is not here; [`Error::Refused`] when it is too short,
    /// [`Error::NotSaved`].
    pub async fn passphrase(&self, phrase: Secret) -> Result<VaultStanding, Error> {
        let folder = self.folder().await?;
        let vault = folder.vault();
        let wrapped = folder.store.meta_get(meta::WRAPPED).await.ok().flatten();
        let task = tokio::task::spawn_blocking(move || match wrapped {
            Some(bytes) => {
                let wrapped = WrappedKey::from_bytes(&bytes)?;
                vault
                    .unlock_with_passphrase(&wrapped, &phrase)
                    .map(|done| (None, done))
            }
            None => vault
                .set_passphrase(&phrase)
                .map(|(key, done)| (Some(key), done)),
        });
        let done = task.await.unwrap_or(Err(VaultError::Closed));
        let (new, unlocked) = match done {
            Ok(done) => done,
            Err(VaultError::PassphraseTooShort) => return Err(Error::Refused(Refusal::BadText)),
            Err(VaultError::WrongPassphrase) => {
                return Err(Error::Vault(VaultState::NeedsPassphrase));
            }
            Err(VaultError::Damaged | VaultError::WrongKey) => {
                return Err(Error::Vault(VaultState::KeyLost));
            }
            Err(_) => return Err(Error::Vault(self.vault_standing(&folder).await.state)),
        };
        if let Some(key) = new {
            let stored = folder.store.meta_set(meta::WRAPPED, &key.to_bytes()).await;
            if let Err(error) = stored {
                if unlocked.new_check.is_some() {
                    // Nothing may be sealed with a key that no restart finds again.
                    let fresh = closed_vault(folder.vault_id, None, self.redactor.clone());
                    *lock(&folder.vault) = fresh;
                }
                return Err(error.into());
            }
        }
        self.keep_check(&folder, unlocked).await;
        *lock(&folder.how_open) = HowOpen::Passphrase;
        Ok(self.vault_standing(&folder).await)
    }

    /// Keeps what is saved from now on in memory until the app closes; nothing of it is stored.
    /// What is stored stays in its vault, which can still be opened.
    ///
    /// # Errors
    /// [`Error::NoPlace`].
    pub async fn this_run_only(&self) -> Result<VaultStanding, Error> {
        let folder = self.folder().await?;
        if lock(&folder.run_vault).is_none() {
            let vault = Vault::new(folder.vault_id, None, self.redactor.clone());
            let opened = vault.unlock(&MemoryKeyHolder::new(), Ask::quiet()).await;
            // Its check value goes with it: nothing of this run is stored.
            let _ = opened.map_err(|_| Error::Vault(VaultState::Absent))?;
            lock(&folder.run_vault).get_or_insert(Arc::new(vault));
        }
        Ok(self.vault_standing(&folder).await)
    }

    /// Gives up secrets that can no longer be opened, here and in the keychain, and begins with a
    /// new key. What the journeys say of them stays, so that each is asked for again.
    ///
    /// # Errors
    /// [`Error::Vault`] when the keychain refuses or nothing is lost, [`Error::NotSaved`].
    pub async fn start_over(&self) -> Result<VaultStanding, Error> {
        let folder = self.folder().await?;
        let standing = self.vault_standing(&folder).await;
        if !matches!(
            standing.state,
            VaultState::KeyLost | VaultState::NeedsPassphrase
        ) {
            return Err(Error::Vault(standing.state));
        }
        let _turn = folder.turn.lock().await;
        let cancel = Cancel::new();
        *lock(&folder.asking) = cancel.clone();
        let ask = Ask::prompted().cancelled_by(&cancel);
        let keychain = self.host.keychain();
        let unlocked = match folder.vault().start_over(keychain.as_ref(), ask).await {
            Ok(unlocked) => unlocked,
            Err(_) => return Err(Error::Vault(self.vault_standing(&folder).await.state)),
        };
        for journey in folder.store.list_journeys().await.unwrap_or_default() {
            for row in folder.store.secrets(journey.id).await.unwrap_or_default() {
                // A copy left in a backup can be opened by no key any more.
                let _ = folder.store.delete_secret_everywhere(row.id).await?;
            }
        }
        if let Some(check) = unlocked.new_check {
            folder
                .store
                .meta_set(meta::CHECK, &check.to_bytes())
                .await?;
        }
        folder.store.meta_delete(meta::WRAPPED).await?;
        *lock(&folder.how_open) = HowOpen::Keychain;
        lock(&folder.former).clear();
        Ok(self.vault_standing(&folder).await)
    }

    /// Opens the lasting vault if nobody asked for it yet.
    pub(crate) async fn open_lasting(&self, folder: &Folder) -> Result<(), Error> {
        let closed = matches!(folder.vault().state(), vault::State::Closed);
        if closed && *lock(&folder.how_open) == HowOpen::Keychain {
            self.open_vault().await;
        }
        let standing = self.vault_standing(folder).await.state;
        match (folder.vault().state(), standing) {
            (vault::State::Open { .. }, _) => Ok(()),
            (_, VaultState::OpenThisRun) => Err(Error::InVault),
            (_, state) => Err(Error::Vault(state)),
        }
    }

    /// Opens a vault that a new value can be sealed with, before the turn is taken.
    pub(crate) async fn open_to_seal(&self, folder: &Folder) -> Result<(), Error> {
        if lock(&folder.run_vault).is_some() {
            return Ok(());
        }
        self.open_lasting(folder).await
    }

    /// The vault that seals new values, and whether they outlast this run.
    pub(crate) async fn sealing(&self, folder: &Folder) -> Result<(Arc<Vault>, bool), Error> {
        let lasting = folder.vault();
        if matches!(lasting.state(), vault::State::Open { .. }) {
            return Ok((lasting, true));
        }
        let run = lock(&folder.run_vault).clone();
        match run {
            Some(run) => Ok((run, false)),
            None => Err(Error::Vault(self.vault_standing(folder).await.state)),
        }
    }
}
