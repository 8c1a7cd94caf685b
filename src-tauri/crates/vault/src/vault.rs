//! The vault of one data folder: closed until its key is there, then it seals and opens.

use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::cipher::{self, Place};
use crate::{
    AbsentWhy, Ask, KeyHolder, MasterKey, Redactor, Sealed, Secret, VaultError, WrappedKey,
};

/// Where the vault stands. Tells presence only, so it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody asked for the key yet.
    Closed,
    /// The key holder was asked and has not answered.
    Opening,
    /// Values can be sealed and opened.
    Open {
        /// False if the key is gone when the app ends.
        lasting: bool,
    },
    /// There is no keychain to use now.
    Absent(AbsentWhy),
    /// The keychain is locked and was not unlocked.
    Locked,
    /// The keychain did not answer in time; the system's window may be open behind others.
    Waiting,
    /// The keychain has no key for this folder, though values were sealed with one.
    Gone,
    /// The keychain's key is not the one this folder was sealed with.
    WrongKey,
    /// The keychain's item is unreadable.
    Damaged,
}

/// What came of unlocking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a new check value must be stored"]
pub struct Unlocked {
    /// The check value to store, if there was none. Store it only if `lasting`.
    pub new_check: Option<Sealed>,
    /// False if the key is gone when the app ends: then no sealed value may be stored.
    pub lasting: bool,
}

struct Inner {
    state: State,
    key: Option<MasterKey>,
    check: Option<Sealed>,
}

/// Seals and opens the secrets of one data folder.
pub struct Vault {
    id: Uuid,
    redactor: Redactor,
    inner: Mutex<Inner>,
    /// One unlock at a time, so that two of them never make two keys.
    opening: tokio::sync::Mutex<()>,
}

impl Vault {
    /// The closed vault of a folder. `check` is the stored check value: none means that no key
    /// was ever made here. Every secret that passes through is registered with `redactor`.
    #[must_use]
    pub fn new(id: Uuid, check: Option<Sealed>, redactor: Redactor) -> Self {
        let inner = Inner {
            state: State::Closed,
            key: None,
            check,
        };
        Self {
            id,
            redactor,
            inner: Mutex::new(inner),
            opening: tokio::sync::Mutex::default(),
        }
    }

    /// The folder this vault belongs to.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Where the vault stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.inner().state
    }

    /// Fetches the key from its holder, or makes one if none was ever made. Ends by the deadline
    /// of `ask`; can be called again after any failure, without a restart.
    ///
    /// # Errors
    /// As the holder says; [`VaultError::WrongKey`] if no key there opens the check value.
    pub async fn unlock(&self, holder: &dyn KeyHolder, ask: Ask) -> Result<Unlocked, VaultError> {
        let _one = self.opening.lock().await;
        if let State::Open { lasting } = self.state() {
            return Ok(Unlocked {
                new_check: None,
                lasting,
            });
        }
        let settling = Settling::begin(self);
        let result = self.fetch(holder, ask).await;
        settling.end(result.as_ref().err().copied());
        let (key, new_check) = result?;
        let lasting = holder.lasting();
        self.opened(key, new_check.clone(), lasting);
        Ok(Unlocked { new_check, lasting })
    }

    async fn fetch(
        &self,
        holder: &dyn KeyHolder,
        ask: Ask,
    ) -> Result<(MasterKey, Option<Sealed>), VaultError> {
        let check = self.inner().check.clone();
        match (holder.get(self.id, ask.clone()).await, check) {
            (Ok(keys), Some(check)) => keys
                .into_iter()
                .find(|key| cipher::fits(key, self.id, &check))
                .map(|key| (key, None))
                .ok_or(VaultError::WrongKey),
            (Ok(keys), None) => {
                let key = keys.into_iter().next().ok_or(VaultError::Gone)?;
                let check = cipher::seal_check(&key, self.id)?;
                Ok((key, Some(check)))
            }
            (Err(VaultError::Gone), None) => {
                let key = MasterKey::generate()?;
                let check = cipher::seal_check(&key, self.id)?;
                holder.create(self.id, &key, ask).await?;
                Ok((key, Some(check)))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Gives up the old key, in the holder too, and makes a new one. Whatever the old key sealed
    /// is lost: only after the user agreed, when the key is gone or wrong.
    ///
    /// # Errors
    /// As the holder says. The old check value stays in force then.
    pub async fn start_over(
        &self,
        holder: &dyn KeyHolder,
        ask: Ask,
    ) -> Result<Unlocked, VaultError> {
        let _one = self.opening.lock().await;
        let settling = Settling::begin(self);
        let result = async {
            holder.delete(self.id, ask.clone()).await?;
            let key = MasterKey::generate()?;
            let check = cipher::seal_check(&key, self.id)?;
            holder.create(self.id, &key, ask).await?;
            Ok((key, check))
        }
        .await;
        settling.end(result.as_ref().err().copied());
        let (key, check) = result?;
        let lasting = holder.lasting();
        self.opened(key, Some(check.clone()), lasting);
        Ok(Unlocked {
            new_check: Some(check),
            lasting,
        })
    }

    /// Opens with a passphrase. Slow on purpose: call it off the event loop.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], [`VaultError::WrongKey`], [`VaultError::Damaged`].
    pub fn unlock_with_passphrase(
        &self,
        wrapped: &WrappedKey,
        phrase: &Secret,
    ) -> Result<Unlocked, VaultError> {
        let key = wrapped.unwrap_key(self.id, phrase)?;
        let check = self.inner().check.clone();
        let new_check = match check {
            Some(check) if cipher::fits(&key, self.id, &check) => None,
            Some(_) => return Err(VaultError::WrongKey),
            None => Some(cipher::seal_check(&key, self.id)?),
        };
        self.opened(key, new_check.clone(), true);
        Ok(Unlocked {
            new_check,
            lasting: true,
        })
    }

    /// Wraps the key of this vault with a passphrase: the present key, or a new one if none was
    /// ever made (the vault is open afterwards). Slow on purpose: call it off the event loop.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`]; [`VaultError::Closed`] if a key exists but is not here.
    pub fn set_passphrase(&self, phrase: &Secret) -> Result<(WrappedKey, Unlocked), VaultError> {
        let (present, checked) = {
            let inner = self.inner();
            (
                inner.key.as_ref().map(MasterKey::duplicate),
                inner.check.is_some(),
            )
        };
        let (key, new_check) = match present {
            Some(key) => (key, None),
            None if checked => return Err(VaultError::Closed),
            None => {
                let key = MasterKey::generate()?;
                let check = cipher::seal_check(&key, self.id)?;
                (key, Some(check))
            }
        };
        let wrapped = WrappedKey::wrap(self.id, &key, phrase)?;
        self.opened(key, new_check.clone(), true);
        Ok((
            wrapped,
            Unlocked {
                new_check,
                lasting: true,
            },
        ))
    }

    /// Whether [`Vault::set_passphrase`] has a key to wrap: the present one, or a new one.
    #[must_use]
    pub fn may_be_wrapped(&self) -> bool {
        let inner = self.inner();
        inner.key.is_some() || inner.check.is_none()
    }

    /// Wipes the key from memory.
    pub fn lock(&self) {
        let mut inner = self.inner();
        inner.key = None;
        inner.state = State::Closed;
    }

    /// Seals a value for its place. The same value never gives the same bytes twice.
    ///
    /// # Errors
    /// [`VaultError::Closed`], [`VaultError::TooLong`], [`VaultError::NoRandom`].
    pub fn seal(&self, secret: Uuid, revision: u32, value: &Secret) -> Result<Sealed, VaultError> {
        self.redactor.register(value);
        let inner = self.inner();
        let key = inner.key.as_ref().ok_or(VaultError::Closed)?;
        cipher::seal(
            key,
            Place::Value {
                vault: self.id,
                secret,
                revision,
            },
            value.expose(),
        )
    }

    /// Opens a sealed value at its place.
    ///
    /// # Errors
    /// [`VaultError::Closed`]; [`VaultError::Damaged`] if the row was changed, or belongs to
    /// another secret, revision or folder (a wrong key was ruled out at unlocking).
    pub fn open(&self, secret: Uuid, revision: u32, sealed: &Sealed) -> Result<Secret, VaultError> {
        let value = {
            let inner = self.inner();
            let key = inner.key.as_ref().ok_or(VaultError::Closed)?;
            cipher::open(
                key,
                Place::Value {
                    vault: self.id,
                    secret,
                    revision,
                },
                sealed,
            )?
        };
        self.redactor.register(&value);
        Ok(value)
    }

    /// Whether the present key opens a sealed value at its place. Nothing of the value stays.
    #[must_use]
    pub fn opens(&self, secret: Uuid, revision: u32, sealed: &Sealed) -> bool {
        let place = Place::Value {
            vault: self.id,
            secret,
            revision,
        };
        let inner = self.inner();
        inner
            .key
            .as_ref()
            .is_some_and(|key| cipher::open(key, place, sealed).is_ok())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened(&self, key: MasterKey, new_check: Option<Sealed>, lasting: bool) {
        let mut inner = self.inner();
        inner.key = Some(key);
        inner.state = State::Open { lasting };
        if new_check.is_some() {
            inner.check = new_check;
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("id", &self.id)
            .field("state", &self.state())
            .finish()
    }
}

/// Shows [`State::Opening`] and never leaves it standing, not even if the caller drops the wait.
struct Settling<'a> {
    vault: &'a Vault,
    before: State,
    after: Option<State>,
}

impl<'a> Settling<'a> {
    fn begin(vault: &'a Vault) -> Self {
        let before = std::mem::replace(&mut vault.inner().state, State::Opening);
        Self {
            vault,
            before,
            after: None,
        }
    }

    fn end(mut self, error: Option<VaultError>) {
        self.after = error.map(|error| match error {
            VaultError::Absent(why) => State::Absent(why),
            VaultError::Locked => State::Locked,
            VaultError::TimedOut => State::Waiting,
            VaultError::Gone => State::Gone,
            VaultError::WrongKey | VaultError::AlreadyThere => State::WrongKey,
            VaultError::Damaged | VaultError::TooLong => State::Damaged,
            VaultError::Cancelled
            | VaultError::Closed
            | VaultError::NoRandom
            | VaultError::WrongPassphrase
            | VaultError::PassphraseTooShort => State::Closed,
        });
    }
}

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        let mut inner = self.vault.inner();
        if inner.state == State::Opening {
            inner.state = match self.after {
                _ if inner.key.is_some() => self.before, // what was open still is
                Some(after) => after,
                None => State::Closed,
            };
        }
    }
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
