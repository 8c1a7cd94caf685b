//! Secrets: saved, copied, shown, replaced, deleted.

use std::future::Future;
use std::time::Duration;

use jiff::civil::Date;
use store::{SecretRow, SecretWrite};
use uuid::Uuid;
use vault::Secret;
use vault::clipboard::{Ending, Holding};
use wizard::Journey;
use wizard::command::{Command, Refusal};
use wizard::event::{FieldAt, TaskKey};
use wizard::lint::{self, Weight};

use crate::certificate;
use crate::controller::Controller;
use crate::error::{Error, VaultState, all_gone};
use crate::folder::{Cached, Folder, lock};
use crate::host::Host;
use crate::typing::{Typed, field_of};

/// How long a copied secret stays on the clipboard.
pub const COPIED_FOR: Duration = vault::clipboard::KEEP;

/// How long after that it may take until it is known to be cleared.
const CLEARED_WITHIN: Duration = Duration::from_secs(5);

/// A secret to be shown once, with the label over it.
pub struct Shown {
    /// The field's label.
    pub label: String,
    /// The value.
    pub value: Secret,
}

/// Whether a stored secret can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It opens with a key that is here.
    Now,
    /// It is safe; the vault has to be opened first.
    InVault,
    /// It is not there any more, or no key opens it.
    Lost,
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
        self.open_to_seal(&folder).await?;
        let _turn = folder.turn.lock().await;
        self.put_secret(&folder, id, at, &cleaned, None).await?;
        Ok(Typed {
            saved: true,
            lints: linted.lints,
            ..Typed::default()
        })
    }

    /// Seals and writes. The caller holds the turn and has opened a vault.
    async fn put_secret(
        &self,
        folder: &Folder,
        id: &str,
        at: &FieldAt,
        value: &Secret,
        expires_on: Option<Date>,
    ) -> Result<Cached, Error> {
        let journey = self.cached(folder, id).await?;
        self.may_put(folder, &journey, at).await?;
        let before = journey.secret(at).cloned();
        let secret_id = match &before {
            Some(meta) => parsed(&meta.id)?,
            None => Uuid::new_v4(),
        };
        let revision = journey.next_revision(at);
        let (vault, lasting) = self.sealing(folder).await?;
        let sealed = vault
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
        let writes = if lasting {
            vec![SecretWrite::Put(row.clone())]
        } else {
            Vec::new()
        };
        let next = self.commit(folder, id, command, writes).await?;
        lock(&folder.former).insert(key, row.clone());
        if !lasting {
            lock(&folder.this_run).insert(key, row);
        }
        Ok(next)
    }

    /// A value of this run takes no stored one's place: after the run there would be neither.
    async fn may_put(&self, folder: &Folder, journey: &Journey, at: &FieldAt) -> Result<(), Error> {
        match journey.secret(at) {
            Some(meta) if self.access(folder, meta).await == Access::InVault => Err(Error::InVault),
            _ => Ok(()),
        }
    }

    /// Whether a secret can be read now. Opens nothing.
    pub(crate) async fn access(&self, folder: &Folder, meta: &wizard::SecretMeta) -> Access {
        let Some(row) = self.secret_row(folder, meta).await else {
            return Access::Lost;
        };
        if lock(&folder.this_run).contains_key(&(row.id, row.revision)) {
            return Access::Now;
        }
        let vault = folder.vault();
        match vault.state() {
            vault::State::Open { .. } if vault.opens(row.id, row.revision, &row.sealed) => {
                Access::Now
            }
            vault::State::Open { .. }
            | vault::State::Gone
            | vault::State::WrongKey
            | vault::State::Damaged => Access::Lost,
            vault::State::Closed
            | vault::State::Opening
            | vault::State::Absent(_)
            | vault::State::Locked
            | vault::State::Waiting => Access::InVault,
        }
    }

    /// Opens a row with the key that sealed it.
    fn unseal(&self, folder: &Folder, row: &SecretRow) -> Result<Secret, Error> {
        let of_run = lock(&folder.this_run).contains_key(&(row.id, row.revision));
        let vault = if of_run {
            lock(&folder.run_vault).clone()
        } else {
            Some(folder.vault())
        };
        vault
            .ok_or(Error::SecretGone)?
            .open(row.id, row.revision, &row.sealed)
            .map_err(|_| Error::SecretGone)
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
        if self.access(folder, &meta).await == Access::InVault {
            self.open_lasting(folder).await?;
        }
        let row = self
            .secret_row(folder, &meta)
            .await
            .ok_or(Error::SecretGone)?;
        match self.access(folder, &meta).await {
            Access::Now => self.unseal(folder, &row),
            Access::InVault => Err(Error::InVault),
            Access::Lost => Err(match self.vault_standing(folder).await.state {
                state @ VaultState::KeyLost => Error::Vault(state),
                _ => Error::SecretGone,
            }),
        }
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

    /// Copies a secret. What is answered resolves when it is no longer on the clipboard, or could not
    /// be cleared from it.
    ///
    /// # Errors
    /// [`Error::Clipboard`], [`Error::Vault`], [`Error::InVault`], [`Error::SecretGone`].
    pub async fn copy_secret(
        &self,
        id: &str,
        at: &FieldAt,
    ) -> Result<impl Future<Output = Ending> + Send + use<H>, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let value = self.secret_value(&folder, &journey, at).await?;
        let until = self
            .clipboard
            .copy(&value)
            .await
            .map_err(|_| Error::Clipboard)?;
        let mut holding = self.clipboard.holding();
        let _turn = folder.turn.lock().await;
        self.commit(
            &folder,
            id,
            Command::CopySecret { at: at.clone() },
            Vec::new(),
        )
        .await?;
        Ok(async move {
            let over = holding.wait_for(|now| *now != Holding::Until(until));
            // The clipboard's thread may hang in the system, or have ended with the app.
            match tokio::time::timeout_at((until + CLEARED_WITHIN).into(), over).await {
                Ok(Ok(now)) => match *now {
                    Holding::Ended(ours, ending) if ours == until => ending,
                    // Another secret of ours took its place, and has an end of its own.
                    Holding::Ended(..) | Holding::Until(_) | Holding::Nothing => Ending::Replaced,
                },
                Ok(Err(_)) | Err(_) => Ending::Failed,
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
        self.open_to_seal(&folder).await?;
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
        let value = self.unseal(&folder, &former)?;
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
            if lock(&folder.this_run).contains_key(&(parsed(&is.id)?, is.revision)) {
                // It was never stored. What was stored under its name after it is taken back.
                writes.push(SecretWrite::Delete(parsed(&is.id)?));
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
            return Err(Error::BadFile(certificate::BadCertificate::NotForPractice));
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
        self.open_to_seal(&folder).await?;
        let _turn = folder.turn.lock().await;
        let at = |field: &catalog::Field| FieldAt {
            task: key.clone(),
            field: field.id.clone(),
        };
        // Both or none.
        for (field, _) in &parts {
            self.may_put(&folder, &journey, &at(field)).await?;
        }
        let mut saved = Vec::new();
        for (field, value) in parts {
            let at = at(field);
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
