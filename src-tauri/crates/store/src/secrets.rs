//! Sealed values, and their deletion from everywhere.

use std::path::{Path, PathBuf};

use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;
use vault::Sealed;

use crate::backup;
use crate::connect;
use crate::error::{Fault, ReadError, WriteError};
use crate::files;
use crate::store::{Store, empty_log};

const COUNT: &str = "SELECT COUNT(*) FROM secrets WHERE journey IN (SELECT id FROM journeys)";

/// A sealed value with what may be known about it without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRow {
    /// Its id, part of what it is sealed to.
    pub id: Uuid,
    /// What it is for.
    pub slot: String,
    /// Its revision, part of what it is sealed to.
    pub revision: u32,
    /// The sealed value.
    pub sealed: Sealed,
    /// When it was saved (RFC 3339 with zone).
    pub saved_at: String,
    /// The day it expires, if it does.
    pub expires_on: Option<String>,
}

/// A change to the sealed values of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretWrite {
    /// Saves or replaces the value of this id.
    Put(SecretRow),
    /// Deletes it here; call [`Store::finish_pending_deletes`] before telling that it is gone.
    Delete(Uuid),
}

/// What a deletion could not reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "say that it is deleted only if nothing is left"]
pub struct DeleteReport {
    /// Files that may still hold the sealed value. The next maintenance tries again.
    pub left: Vec<PathBuf>,
}

const COLUMNS_BY_ID: &str = "SELECT id, slot, revision, nonce, ct, saved_at, expires_on \
     FROM secrets WHERE id = ?";
const COLUMNS_BY_JOURNEY: &str = "SELECT id, slot, revision, nonce, ct, saved_at, expires_on \
     FROM secrets WHERE journey = ? ORDER BY slot, id";

impl Store {
    /// A sealed value.
    ///
    /// # Errors
    /// [`ReadError::Missing`], [`ReadError::Damaged`].
    pub async fn secret(&self, id: Uuid) -> Result<SecretRow, ReadError> {
        let mut reading = self.0.read().await?;
        let row = sqlx::query(COLUMNS_BY_ID)
            .bind(id.to_string())
            .fetch_optional(reading.connection()?)
            .await?;
        secret_row(&row.ok_or(ReadError::Missing)?)
    }

    /// The sealed values of a journey.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn secrets(&self, journey: Uuid) -> Result<Vec<SecretRow>, ReadError> {
        let mut reading = self.0.read().await?;
        let rows = sqlx::query(COLUMNS_BY_JOURNEY)
            .bind(journey.to_string())
            .fetch_all(reading.connection()?)
            .await?;
        rows.iter().map(secret_row).collect()
    }

    /// How many sealed values the journeys have, all of them together.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn count_secrets(&self) -> Result<u64, ReadError> {
        let mut reading = self.0.read().await?;
        let count: i64 = sqlx::query_scalar(COUNT)
            .fetch_one(reading.connection()?)
            .await?;
        Ok(count.cast_unsigned())
    }

    /// Deletes a sealed value from the database, its log and every backup. It is gone when this
    /// returns without leftovers; that it was not there is fine.
    ///
    /// # Errors
    /// See [`WriteError`]. The deletion is remembered and finished by the next maintenance.
    pub async fn delete_secret_everywhere(&self, id: Uuid) -> Result<DeleteReport, WriteError> {
        let mut writing = self.0.begin().await?;
        delete_row(writing.connection()?, &id.to_string()).await?;
        writing.commit().await?;
        self.finish_pending_deletes().await
    }

    /// Carries every deletion through to the log and the backups, as far as it can.
    ///
    /// # Errors
    /// See [`WriteError`]: nothing could be tried.
    pub async fn finish_pending_deletes(&self) -> Result<DeleteReport, WriteError> {
        self.0.writable()?;
        let mut writing = self.0.begin().await?;
        let pending: Vec<String> = sqlx::query_scalar("SELECT secret FROM pending_deletes")
            .fetch_all(writing.connection()?)
            .await?;
        writing.commit().await?;
        if pending.is_empty() {
            return Ok(DeleteReport::default());
        }
        let mut report = DeleteReport::default();
        match backup::list(&self.0.dir) {
            Ok(backups) => {
                for backup in backups {
                    if scrub_backup(&backup.path, &pending).await.is_err() {
                        report.left.push(backup.path);
                    }
                }
            }
            Err(_) => report.left.push(self.0.dir.join(files::BACKUPS)),
        }
        match damaged_copies(&self.0.dir) {
            Ok(copies) => {
                for copy in copies {
                    if scrub(&copy, &pending).await.is_err() {
                        report.left.push(copy);
                    }
                }
            }
            Err(_) => report.left.push(self.0.dir.clone()),
        }
        if self.empty_own_log().await.is_err() {
            report.left.push(files::beside(&self.0.database(), "-wal"));
        }
        if report.left.is_empty() {
            let mut writing = self.0.begin().await?;
            for secret in &pending {
                sqlx::query("DELETE FROM pending_deletes WHERE secret = ?")
                    .bind(secret)
                    .execute(writing.connection()?)
                    .await?;
            }
            writing.commit().await?;
        }
        Ok(report)
    }

    async fn empty_own_log(&self) -> Result<(), Fault> {
        let mut writer = self.0.writer.lock().await;
        let _reader = self.0.reader.lock().await; // nobody may be reading the old pages
        empty_log(writer.as_mut().ok_or(Fault::Io)?).await
    }
}

pub(crate) async fn write(
    connection: &mut SqliteConnection,
    journey: &str,
    secret: SecretWrite,
) -> Result<(), WriteError> {
    let row = match secret {
        SecretWrite::Delete(id) => return delete_row(connection, &id.to_string()).await,
        SecretWrite::Put(row) => row,
    };
    let id = row.id.to_string();
    sqlx::query("DELETE FROM pending_deletes WHERE secret = ?")
        .bind(&id)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT OR REPLACE INTO secrets \
         (id, journey, slot, revision, nonce, ct, saved_at, expires_on) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&id)
    .bind(journey)
    .bind(row.slot)
    .bind(row.revision)
    .bind(row.sealed.nonce.to_vec())
    .bind(row.sealed.ct)
    .bind(row.saved_at)
    .bind(row.expires_on)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a row and remembers that the backups still have it.
pub(crate) async fn delete_row(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<(), WriteError> {
    for sql in [
        "DELETE FROM secrets WHERE id = ?",
        "INSERT OR IGNORE INTO pending_deletes (secret) VALUES (?)",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Takes secrets out of a backup. One that cannot be read cannot be restored either: it goes.
async fn scrub_backup(path: &Path, secrets: &[String]) -> Result<(), Fault> {
    let made_at = std::fs::metadata(path).and_then(|file| file.modified());
    match scrub(path, secrets).await {
        Err(Fault::Damaged) => Ok(files::remove_database(path)?),
        done => {
            // It is still a backup of the moment at which it was made.
            let kept = made_at.and_then(|at| {
                std::fs::File::options()
                    .write(true)
                    .open(path)?
                    .set_modified(at)
            });
            done.and(kept.map_err(Fault::from))
        }
    }
}

/// Takes secrets out of a database that is not the live one, and empties its log.
async fn scrub(path: &Path, secrets: &[String]) -> Result<(), Fault> {
    let mut connection = connect::editor(path).await?;
    let done = scrub_open(&mut connection, secrets).await;
    connect::close(connection).await;
    done
}

async fn scrub_open(connection: &mut SqliteConnection, secrets: &[String]) -> Result<(), Fault> {
    for secret in secrets {
        sqlx::query("DELETE FROM secrets WHERE id = ?")
            .bind(secret)
            .execute(&mut *connection)
            .await?;
    }
    if !connect::quick_check(connection).await? {
        return Err(Fault::Damaged);
    }
    empty_log(connection).await
}

/// Databases that were moved aside.
fn damaged_copies(dir: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let ours = entry
            .file_name()
            .to_string_lossy()
            .starts_with(files::DAMAGED_PREFIX);
        let copy = entry.path().join(files::DATABASE);
        if ours && copy.exists() {
            found.push(copy);
        }
    }
    found.sort();
    Ok(found)
}

fn secret_row(row: &sqlx::sqlite::SqliteRow) -> Result<SecretRow, ReadError> {
    let id: String = row.try_get(0)?;
    let nonce: Vec<u8> = row.try_get(3)?;
    Ok(SecretRow {
        id: Uuid::parse_str(&id).map_err(|_| ReadError::Damaged)?,
        slot: row.try_get(1)?,
        revision: row.try_get(2)?,
        sealed: Sealed {
            nonce: nonce
                .as_slice()
                .try_into()
                .map_err(|_| ReadError::Damaged)?,
            ct: row.try_get(4)?,
        },
        saved_at: row.try_get(5)?,
        expires_on: row.try_get(6)?,
    })
}
