//! Secrets: saved, copied, shown, replaced, deleted; and how the vault is opened for it.

use std::future::Future;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use store::{SecretRow, SecretWrite};
use uuid::Uuid;
use vault::clipboard::Holding;
use vault::{Ask, Cancel, MemoryKeyHolder, Secret, Unlocked, Vault, WrappedKey};
use wizard::Journey;
use wizard::command::{Command, Refusal};
use wizard::event::{FieldAt, TaskKey};
use wizard::lint::{self, Weight};

use crate::certificate;
use crate::controller::Controller;
use crate::error::{Error, VaultState, all_gone};
use crate::folder::{Cached, Folder, HowOpen, lock, meta};
use crate::host::Host;
use crate::typing::{Typed, field_of};
use crate::view::VaultStanding;

/// How long a copied secret stays on the clipboard.
pub const COPIED_FOR: Duration = vault::clipboard::KEEP;

/// A secret to be shown once, with the label over it.
pub struct Shown {
    /// The field's label.
    pub label: String,
    /// The value.
    pub value: Secret,
}

/// What became of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSaved {
    /// From the file's name.
    pub site_code: Option<String>,
    /// The certificate's last day.
    pub expires_on: Option<Date>,
    /// They belong together.
    pub pair: Option<bool>,
    /// Ids of the fields that were saved.
    pub fields: Vec<String>,
}

impl<H: Host> Controller<H> {
    /// Asks the keychain; the user is at the screen.
    pub async fn open_vault(&self) -> VaultStanding {
        let Ok(folder) = self.folder().await else {
            return VaultStanding {
                state: VaultState::Closed,
                stored: 0,
            };
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
            return VaultStanding {
                state: VaultState::Closed,
                stored: 0,
            };
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
    /// [`Error::Vault`] when it does not fit, [`Error::Refused`] when it is too short,
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
        let done = task
            .await
            .map_err(|_| Error::Vault(VaultState::NeedsPassphrase))?;
        let (new, unlocked) = done.map_err(|error| match error {
            vault::VaultError::PassphraseTooShort => Error::Refused(Refusal::BadText),
            vault::VaultError::Closed => Error::Vault(VaultState::KeyLost),
            _ => Error::Vault(VaultState::NeedsPassphrase),
        })?;
        if let Some(key) = new {
            folder
                .store
                .meta_set(meta::WRAPPED, &key.to_bytes())
                .await?;
        }
        self.keep_check(&folder, unlocked).await;
        *lock(&folder.how_open) = HowOpen::Passphrase;
        Ok(self.vault_standing(&folder).await)
    }

    /// Keeps secrets in memory until the app closes; nothing of them is stored.
    ///
    /// # Errors
    /// [`Error::NoPlace`].
    pub async fn this_run_only(&self) -> Result<VaultStanding, Error> {
        let folder = self.folder().await?;
        let vault = Vault::new(folder.vault_id, None, self.redactor.clone());
        let opened = vault.unlock(&MemoryKeyHolder::new(), Ask::quiet()).await;
        // Its check value goes with it: nothing of this run is stored.
        let _ = opened.map_err(|_| Error::Vault(VaultState::Absent))?;
        *lock(&folder.vault) = std::sync::Arc::new(vault);
        *lock(&folder.how_open) = HowOpen::ThisRun;
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

    async fn open_for_use(&self, folder: &Folder) -> Result<std::sync::Arc<Vault>, Error> {
        let vault = folder.vault();
        if matches!(vault.state(), vault::State::Closed)
            && *lock(&folder.how_open) == HowOpen::Keychain
        {
            self.open_vault().await;
        }
        match folder.vault().state() {
            vault::State::Open { .. } => Ok(folder.vault()),
            _ => Err(Error::Vault(self.vault_standing(folder).await.state)),
        }
    }

    /// Seals a secret and writes it in the transaction of the event that mentions it.
    ///
    /// # Errors
    /// [`Error::Vault`] while the vault is not open, [`Error::NotSaved`].
    pub async fn save_secret(
        &self,
        id: &str,
        at: &FieldAt,
        value: Secret,
        go_on: bool,
    ) -> Result<Typed, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let field = field_of(self.catalog, &journey, at)?;
        if !field.secret {
            return Err(Error::Refused(Refusal::WrongKind));
        }
        let ctx = crate::lint_ctx(self.catalog, &journey, &at.task, folder.practising());
        let raw = value.expose_str().ok_or(Error::Refused(Refusal::BadText))?;
        let linted = lint::lint(field, &ctx, raw);
        let stops = |weight| linted.lints.iter().any(|lint| lint.weight == weight);
        if linted.value.is_empty() || stops(Weight::Refuse) || (stops(Weight::Warn) && !go_on) {
            return Ok(Typed {
                lints: linted.lints,
                ..Typed::default()
            });
        }
        let cleaned = Secret::new(linted.value.into_boxed_str());
        self.open_for_use(&folder).await?;
        let _turn = folder.turn.lock().await;
        self.put_secret(&folder, id, at, &cleaned, None).await?;
        Ok(Typed {
            saved: true,
            lints: linted.lints,
            ..Typed::default()
        })
    }

    /// Seals and writes. The caller holds the turn and has opened the vault.
    async fn put_secret(
        &self,
        folder: &Folder,
        id: &str,
        at: &FieldAt,
        value: &Secret,
        expires_on: Option<Date>,
    ) -> Result<Cached, Error> {
        let journey = self.cached(folder, id).await?;
        let before = journey.secret(at).cloned();
        let secret_id = match &before {
            Some(meta) => meta.id.parse().map_err(|_| Error::JourneyDamaged)?,
            None => Uuid::new_v4(),
        };
        let revision = journey.next_revision(at);
        let sealed = folder
            .vault()
            .seal(secret_id, revision, value)
            .map_err(|_| Error::Vault(VaultState::Closed))?;
        let row = SecretRow {
            id: secret_id,
            slot: crate::journeys::draft_key(at),
            revision,
            sealed,
            saved_at: self.clock().to_string(),
            expires_on: expires_on.map(|day| day.to_string()),
        };
        if let Some(meta) = &before
            && let Some(old) = self.secret_row(folder, meta).await
        {
            lock(&folder.former).insert((old.id, old.revision), old);
        }
        let command = Command::SaveSecret {
            at: at.clone(),
            id: secret_id.to_string(),
            revision,
            expires_on,
        };
        let key = (secret_id, revision);
        let this_run = *lock(&folder.how_open) == HowOpen::ThisRun;
        let writes = if this_run {
            Vec::new()
        } else {
            vec![SecretWrite::Put(row.clone())]
        };
        let next = self.commit(folder, id, command, writes).await?;
        lock(&folder.former).insert(key, row.clone());
        if this_run {
            lock(&folder.this_run).insert(key, row);
        }
        Ok(next)
    }

    /// The sealed row of a secret's revision, wherever it is kept now.
    pub(crate) async fn secret_row(
        &self,
        folder: &Folder,
        meta: &wizard::SecretMeta,
    ) -> Option<SecretRow> {
        let id = meta.id.parse().ok()?;
        let held = lock(&folder.this_run).get(&(id, meta.revision)).cloned();
        if held.is_some() {
            return held;
        }
        let row = folder.store.secret(id).await.ok()?;
        (row.revision == meta.revision).then_some(row)
    }

    /// Opens a stored secret for use in the core.
    pub(crate) async fn secret_value(
        &self,
        folder: &Folder,
        journey: &Journey,
        at: &FieldAt,
    ) -> Result<Secret, Error> {
        let meta = journey.secret(at).cloned().ok_or(Error::SecretGone)?;
        let vault = self.open_for_use(folder).await?;
        let row = self
            .secret_row(folder, &meta)
            .await
            .ok_or(Error::SecretGone)?;
        vault
            .open(row.id, row.revision, &row.sealed)
            .map_err(|_| Error::SecretGone)
    }

    /// Deletes a secret from the database, its log, every backup and the memory of this run.
    ///
    /// # Errors
    /// [`Error::SecretGone`], [`Error::NotSaved`]; [`Error::LeftBehind`] when it is deleted, but not
    /// everywhere.
    pub async fn delete_secret(&self, id: &str, at: &FieldAt) -> Result<(), Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let journey = self.cached(&folder, id).await?;
        let meta = journey.secret(at).cloned().ok_or(Error::SecretGone)?;
        let secret: Uuid = meta.id.parse().map_err(|_| Error::JourneyDamaged)?;
        let gone = vec![SecretWrite::Delete(secret)];
        self.commit(&folder, id, Command::DeleteSecret { at: at.clone() }, gone)
            .await?;
        lock(&folder.former).retain(|(kept, _), _| *kept != secret);
        lock(&folder.this_run).retain(|(kept, _), _| *kept != secret);
        match folder.store.finish_pending_deletes().await {
            Ok(report) => all_gone(report),
            // The journey says that it is deleted already.
            Err(_) => Err(Error::LeftBehind(vec![self.path(folder.kind)])),
        }
    }

    /// Copies a secret. What is answered resolves when it is no longer on the clipboard.
    ///
    /// # Errors
    /// [`Error::Clipboard`], [`Error::Vault`], [`Error::SecretGone`].
    pub async fn copy_secret(
        &self,
        id: &str,
        at: &FieldAt,
    ) -> Result<impl Future<Output = ()> + Send + use<H>, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let value = self.secret_value(&folder, &journey, at).await?;
        let until = self
            .clipboard
            .copy(&value)
            .await
            .map_err(|_| Error::Clipboard)?;
        let _turn = folder.turn.lock().await;
        self.commit(
            &folder,
            id,
            Command::CopySecret { at: at.clone() },
            Vec::new(),
        )
        .await?;
        let mut holding = self.clipboard.holding();
        Ok(async move {
            let ours = |now: &Holding| *now == Holding::Until(until);
            // Another copy takes its place, it is cleared, or the app ends.
            while ours(&holding.borrow()) && Instant::now() < until + Duration::from_secs(60) {
                if holding.changed().await.is_err() {
                    break;
                }
            }
        })
    }

    /// Opens a secret to be shown in the core's own window.
    ///
    /// # Errors
    /// [`Error::Vault`], [`Error::SecretGone`].
    pub async fn show_secret(&self, id: &str, at: &FieldAt) -> Result<Shown, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let label = field_of(self.catalog, &journey, at)?.label.clone();
        let value = self.secret_value(&folder, &journey, at).await?;
        let _turn = folder.turn.lock().await;
        self.commit(
            &folder,
            id,
            Command::ShowSecret { at: at.clone() },
            Vec::new(),
        )
        .await?;
        Ok(Shown { label, value })
    }

    /// Brings the value before the last replacement back, as a new revision.
    ///
    /// # Errors
    /// [`Error::SecretGone`] when it is no longer kept.
    pub async fn restore_secret(&self, id: &str, at: &FieldAt) -> Result<(), Error> {
        let folder = self.folder().await?;
        let vault = self.open_for_use(&folder).await?;
        let _turn = folder.turn.lock().await;
        let journey = self.cached(&folder, id).await?;
        let meta = journey.secret(at).cloned().ok_or(Error::SecretGone)?;
        let former = lock(&folder.former)
            .iter()
            .filter(|((kept, revision), _)| {
                kept.to_string() == meta.id && *revision < meta.revision
            })
            .max_by_key(|((_, revision), _)| *revision)
            .map(|(_, row)| row.clone())
            .ok_or(Error::SecretGone)?;
        let value = vault
            .open(former.id, former.revision, &former.sealed)
            .map_err(|_| Error::SecretGone)?;
        let expires = former.expires_on.and_then(|day| day.parse().ok());
        self.put_secret(&folder, id, at, &value, expires).await?;
        Ok(())
    }

    /// Undo and redo: the same state, so a secret's row goes back with the event that named it.
    pub(crate) async fn step(
        &self,
        folder: &Folder,
        id: &str,
        command: Command,
    ) -> Result<Cached, Error> {
        let journey = self.cached(folder, id).await?;
        let now = self.now(folder).await;
        let events = wizard::decide(&journey, self.catalog, command, &now)?;
        let mut next = Journey::clone(&journey);
        for (seq, event) in (journey.head() + 1..).zip(events.clone()) {
            let stamped = wizard::event::Stamped {
                seq,
                batch: journey.head() + 1,
                at: now.at,
                by: now.by.clone(),
                event,
            };
            next.evolve(stamped).map_err(|_| Error::JourneyDamaged)?;
        }
        let writes = self.secret_moves(folder, &journey, &next)?;
        let this_run = *lock(&folder.how_open) == HowOpen::ThisRun;
        let writes = if this_run { Vec::new() } else { writes };
        self.write(folder, id, &journey, events, &now, writes).await
    }

    /// The rows that make the stored secrets those of `after`.
    fn secret_moves(
        &self,
        folder: &Folder,
        before: &Journey,
        after: &Journey,
    ) -> Result<Vec<SecretWrite>, Error> {
        let mut writes = Vec::new();
        for (at, was) in before.secrets() {
            if after.secret(&at).is_none() {
                writes.push(SecretWrite::Delete(parsed(&was.id)?));
            }
        }
        for (at, is) in after.secrets() {
            let same = before
                .secret(&at)
                .is_some_and(|was| was.id == is.id && was.revision == is.revision);
            if same {
                continue;
            }
            // Kept in memory since it was saved; after a restart the step cannot be taken.
            let row = lock(&folder.former)
                .get(&(parsed(&is.id)?, is.revision))
                .cloned()
                .ok_or(Error::Refused(Refusal::Nothing))?;
            writes.push(SecretWrite::Put(row));
        }
        Ok(writes)
    }

    /// Reads a certificate and its key in memory, and saves them in the fields of that shape.
    ///
    /// # Errors
    /// [`Error::BadFile`], [`Error::Vault`], [`Error::NotSaved`].
    pub async fn save_certificate(
        &self,
        id: &str,
        key: &TaskKey,
        files: Vec<(String, Vec<u8>)>,
    ) -> Result<CertificateSaved, Error> {
        let found = certificate::read(files).map_err(Error::BadFile)?;
        if self.folder().await?.practising() {
            // A real certificate has nothing to do in practice, and is not kept there.
            return Err(Error::Refused(Refusal::WrongKind));
        }
        self.keep_certificate(id, key, found).await
    }

    /// Makes a certificate for practice and saves it as a chosen one would be.
    ///
    /// # Errors
    /// [`Error::Refused`] outside practice; as [`Controller::save_certificate`].
    pub async fn practice_certificate(
        &self,
        id: &str,
        key: &TaskKey,
    ) -> Result<CertificateSaved, Error> {
        if !self.folder().await?.practising() {
            return Err(Error::Refused(Refusal::WrongKind));
        }
        let files = certificate::for_practice(self.clock()).map_err(Error::BadFile)?;
        let found = certificate::read(files).map_err(Error::BadFile)?;
        self.keep_certificate(id, key, found).await
    }

    async fn keep_certificate(
        &self,
        id: &str,
        key: &TaskKey,
        found: certificate::Found,
    ) -> Result<CertificateSaved, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let fields = wizard::form_fields(&journey, self.catalog, key);
        let field_of = |shape| {
            fields
                .iter()
                .map(|(field, _)| *field)
                .find(|field| field.shape == shape)
        };
        let mut parts = Vec::new();
        if let (Some(field), Some(pem)) =
            (field_of(catalog::Shape::CertificatePem), &found.certificate)
        {
            parts.push((field, Secret::copied_from(pem)));
        }
        if let (Some(field), Some(pem)) = (field_of(catalog::Shape::PrivateKeyPem), found.key) {
            parts.push((field, pem));
        }
        if parts.is_empty() {
            return Err(Error::NotFound);
        }
        self.open_for_use(&folder).await?;
        let _turn = folder.turn.lock().await;
        let mut saved = Vec::new();
        for (field, value) in parts {
            let at = FieldAt {
                task: key.clone(),
                field: field.id.clone(),
            };
            self.put_secret(&folder, id, &at, &value, found.expires_on)
                .await?;
            saved.push(field.id.clone());
        }
        Ok(CertificateSaved {
            site_code: found.site_code,
            expires_on: found.expires_on,
            pair: found.pair,
            fields: saved,
        })
    }

    /// Copies a plain text; it is not cleared.
    ///
    /// # Errors
    /// [`Error::Clipboard`].
    pub async fn copy_text(&self, text: &str) -> Result<(), Error> {
        self.clipboard
            .copy_plain(text)
            .await
            .map_err(|_| Error::Clipboard)
    }

    /// At the end of the app: nothing of ours stays on the clipboard, and the key leaves memory.
    pub async fn farewell(&self) {
        let _ = self.clipboard.clear_now(Duration::from_secs(2));
        self.leave_place().await;
    }
}

fn parsed(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::JourneyDamaged)
}
