//! The open store: one connection that writes, one that reads, and the day's care.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use sqlx::SqliteConnection;
use tokio::sync::{Mutex, MutexGuard};

use crate::backup;
use crate::connect;
use crate::error::{Fault, ReadError, WriteError};
use crate::files;
use crate::open::{FolderLock, Mode};
use crate::repair::{self, DamageWhy, RestoredFromBackup};
use crate::secrets::DeleteReport;

/// The data folder, open. Clones are the same store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub dir: PathBuf,
    pub mode: Mode,
    pub today: Date,
    pub app_version: String,
    pub min_free_bytes: u64,
    /// Nothing inside: the next use opens a new connection.
    pub writer: Mutex<Option<SqliteConnection>>,
    pub reader: Mutex<Option<SqliteConnection>>,
    /// True once the database was checked and backed up since it was opened.
    pub cared_for: AtomicBool,
    /// True once it was closed: no clone may go on without the lock.
    pub closed: AtomicBool,
    /// Held as long as the store is open; the system lets go of it however the app ends.
    pub lock: Option<FolderLock>,
}

/// What became of the daily backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupOutcome {
    /// Made now.
    Made,
    /// There is one of today already.
    AlreadyThere,
    /// Not made; it is tried again the next time.
    Failed(WriteError),
}

/// What the daily care found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a restored database must be loaded again and told to the user"]
pub struct Maintenance {
    /// Set if the database was damaged and a backup took its place: load everything again.
    pub restored: Option<RestoredFromBackup>,
    /// The daily backup.
    pub backup: BackupOutcome,
    /// What came of deletions that were interrupted.
    pub deletions: DeleteReport,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("mode", &self.0.mode)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Whether it can write.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Whether less space is left on the disk now than [`crate::OpenOptions`] asked for.
    #[must_use]
    pub fn low_space(&self) -> bool {
        fs4::available_space(&self.0.dir).is_ok_and(|free| free < self.0.min_free_bytes)
    }

    /// Checks the database for damage, repairs it from a backup if need be, makes the daily
    /// backup and finishes deletions that were interrupted. Meant for after the first screen; the
    /// first write does the checking itself if it comes earlier.
    ///
    /// # Errors
    /// [`WriteError::ReadOnly`]; [`WriteError::Damaged`] if it could not be repaired either.
    pub async fn maintenance(&self, today: Date) -> Result<Maintenance, WriteError> {
        self.0.writable()?;
        let mut writer = self.0.writer.lock().await;
        let mut reader = self.0.reader.lock().await;
        let restored = match self.0.check(&mut writer).await {
            Ok(()) => None,
            Err(WriteError::Damaged) => {
                for connection in [writer.take(), reader.take()].into_iter().flatten() {
                    connect::close(connection).await;
                }
                let dir = &self.0.dir;
                let done = repair::replace(dir, today, DamageWhy::Unreadable).await?;
                *writer = Some(repair::bring_up(dir, today).await?);
                *reader = Some(connect::reader(&self.0.database()).await?);
                Some(done)
            }
            Err(error) => return Err(error),
        };
        drop(reader);
        let backup = self.0.back_up(&mut writer, today).await;
        if let Some(connection) = writer.as_mut() {
            note_version(connection, &self.0.app_version).await?;
            self.0.cared_for.store(true, Ordering::Release);
        }
        drop(writer);
        let deletions = self.finish_pending_deletes().await?;
        Ok(Maintenance {
            restored,
            backup,
            deletions,
        })
    }

    /// Closes both connections and lets go of the folder. Calls on clones fail from then on.
    pub async fn close(self) {
        self.0.closed.store(true, Ordering::Release);
        if let Some(reader) = self.0.reader.lock().await.take() {
            connect::close(reader).await;
        }
        if let Some(writer) = self.0.writer.lock().await.take() {
            connect::close(writer).await;
        }
        if let Some(lock) = &self.0.lock {
            lock.release();
        }
    }
}

impl Inner {
    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join(files::DATABASE)
    }

    pub(crate) fn writable(&self) -> Result<(), WriteError> {
        match self.mode {
            _ if self.closed.load(Ordering::Acquire) => Err(WriteError::Io),
            Mode::ReadWrite => Ok(()),
            Mode::ReadOnly(_) => Err(WriteError::ReadOnly),
        }
    }

    /// A transaction that has the database to itself.
    pub(crate) async fn begin(&self) -> Result<Writing<'_>, WriteError> {
        self.writable()?;
        let mut writer = self.writer.lock().await;
        self.writable()?; // it may have been closed while this call waited
        let first = !self.cared_for.load(Ordering::Acquire);
        if first {
            self.check(&mut writer).await?;
            // A backup that fails must not keep the user from saving.
            let _ = self.back_up(&mut writer, self.today).await;
        }
        let mut writing = Writing {
            writer,
            open: false,
        };
        writing.start(&self.database()).await?;
        if first {
            note_version(writing.connection()?, &self.app_version).await?;
            self.cared_for.store(true, Ordering::Release);
        }
        Ok(writing)
    }

    /// The reading connection.
    pub(crate) async fn read(&self) -> Result<Reading<'_>, ReadError> {
        let mut reader = self.reader.lock().await;
        if self.closed.load(Ordering::Acquire) {
            return Err(ReadError::Io);
        }
        let connection = match reader.take() {
            Some(connection) => connection,
            None => match self.mode {
                Mode::ReadWrite => connect::reader(&self.database()).await?,
                Mode::ReadOnly(_) => connect::frozen(&self.database()).await?,
            },
        };
        *reader = Some(connection);
        Ok(Reading(reader))
    }

    async fn check(&self, writer: &mut Option<SqliteConnection>) -> Result<(), WriteError> {
        let mut connection = match writer.take() {
            Some(connection) => connection,
            None => connect::writer(&self.database()).await?,
        };
        let sound = connect::quick_check(&mut connection).await;
        *writer = Some(connection);
        if sound? {
            Ok(())
        } else {
            Err(WriteError::Damaged)
        }
    }

    async fn back_up(&self, writer: &mut Option<SqliteConnection>, today: Date) -> BackupOutcome {
        let Some(connection) = writer.as_mut() else {
            return BackupOutcome::Failed(WriteError::Io);
        };
        match backup::daily(&self.dir, connection, today).await {
            Ok(true) => BackupOutcome::Made,
            Ok(false) => BackupOutcome::AlreadyThere,
            Err(fault) => BackupOutcome::Failed(fault.into()),
        }
    }
}

/// The reading connection, held for one question.
pub(crate) struct Reading<'a>(MutexGuard<'a, Option<SqliteConnection>>);

impl Reading<'_> {
    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, ReadError> {
        self.0.as_mut().ok_or(ReadError::Io)
    }
}

/// A transaction. Dropped before [`Writing::commit`], in an error or a cancelled call, it takes
/// its connection with it: SQLite rolls back, and the next write starts on a new one.
pub(crate) struct Writing<'a> {
    writer: MutexGuard<'a, Option<SqliteConnection>>,
    open: bool,
}

impl Writing<'_> {
    async fn start(&mut self, database: &std::path::Path) -> Result<(), WriteError> {
        self.open = true;
        if self.writer.is_none() {
            *self.writer = Some(connect::writer(database).await?);
        }
        sqlx::query("BEGIN IMMEDIATE")
            .execute(self.connection()?)
            .await?;
        Ok(())
    }

    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, WriteError> {
        self.writer.as_mut().ok_or(WriteError::Io)
    }

    /// Done when this returns.
    pub(crate) async fn commit(mut self) -> Result<(), WriteError> {
        sqlx::query("COMMIT").execute(self.connection()?).await?;
        self.open = false;
        Ok(())
    }

    /// Gives up without an error of the database, and keeps the connection.
    pub(crate) async fn give_up(mut self, why: WriteError) -> WriteError {
        if let Ok(connection) = self.connection()
            && sqlx::query("ROLLBACK").execute(connection).await.is_ok()
        {
            self.open = false;
        }
        why
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if self.open {
            drop(self.writer.take());
        }
    }
}

/// Remembers which version of the app wrote here last, for support.
async fn note_version(connection: &mut SqliteConnection, version: &str) -> Result<(), WriteError> {
    sqlx::query(
        "INSERT INTO meta (key, value) VALUES ('app_version', ?1) \
         ON CONFLICT (key) DO UPDATE SET value = ?1 WHERE value <> ?1",
    )
    .bind(version.as_bytes())
    .execute(connection)
    .await?;
    Ok(())
}

/// Empties the write-ahead log into the database, so that nothing old stays in it.
pub(crate) async fn empty_log(connection: &mut SqliteConnection) -> Result<(), Fault> {
    let busy: i64 = connect::one(connection, "PRAGMA wal_checkpoint(TRUNCATE)").await?;
    if busy == 0 { Ok(()) } else { Err(Fault::Busy) }
}
