//! Opening the data folder, whatever state it is in.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use sqlx::SqliteConnection;
use tokio::sync::Mutex;

use crate::connect;
use crate::error::{Fault, OpenError};
use crate::files;
use crate::inspect::{self, Verdict};
use crate::repair::{self, DamageWhy, RestoredFromBackup};
use crate::store::{Inner, Store};

/// What opening needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOptions {
    /// The version of the app, kept in the database for support.
    pub app_version: String,
    /// The day.
    pub today: Date,
    /// Below this much free space [`Store::low_space`] says so.
    pub min_free_bytes: u64,
}

impl OpenOptions {
    /// Warns below 50 MB of free space.
    #[must_use]
    pub fn new(app_version: &str, today: Date) -> Self {
        Self {
            app_version: app_version.to_owned(),
            today,
            min_free_bytes: 50 * 1024 * 1024,
        }
    }
}

/// Whether the store can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It can.
    ReadWrite,
    /// It cannot; everything can be read.
    ReadOnly(ReadOnlyWhy),
}

/// Why the store cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyWhy {
    /// The folder or the database may not be written by this user, or the disk is read-only.
    NotPermitted,
    /// There is no room for even the lock file.
    DiskFull,
}

/// An open store, and what happened on the way.
#[derive(Debug)]
#[must_use = "what happened on the way must be told to the user"]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Whether it can write.
    pub mode: Mode,
    /// Set if a damaged database was replaced.
    pub recovered: Option<RestoredFromBackup>,
    /// True if the database was made just now, as on the first start.
    pub first_start: bool,
}

impl Store {
    /// Opens the folder, and makes it if it is not there. Never loses a readable database: what
    /// is damaged is moved aside, what is newer is not touched.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(dir: &Path, options: OpenOptions) -> Result<Opened, OpenError> {
        let (lock, mode) = claim(dir)?;
        let database = dir.join(files::DATABASE);
        let verdict = inspect::inspect(&database).await?;
        if verdict == Verdict::Newer {
            return Err(OpenError::NewerVersion);
        }
        let tried = match mode {
            Mode::ReadWrite => open_writable(dir, options.today, verdict).await,
            Mode::ReadOnly(_) => open_read_only(dir, verdict, mode).await,
        };
        let parts = match tried {
            Err(OpenError::DiskFull) if matches!(verdict, Verdict::Ours { .. }) => {
                let mode = Mode::ReadOnly(ReadOnlyWhy::DiskFull);
                open_read_only(dir, verdict, mode).await?
            }
            other => other?,
        };
        let Parts {
            mode,
            writer,
            reader,
            recovered,
            first_start,
        } = parts;
        let inner = Inner {
            dir: dir.to_owned(),
            mode,
            today: options.today,
            app_version: options.app_version,
            min_free_bytes: options.min_free_bytes,
            writer: Mutex::new(writer),
            reader: Mutex::new(Some(reader)),
            cared_for: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            lock,
        };
        let store = Store(Arc::new(inner));
        Ok(Opened {
            store,
            mode,
            recovered,
            first_start,
        })
    }
}

/// What opening comes to, in either mode.
struct Parts {
    mode: Mode,
    writer: Option<SqliteConnection>,
    reader: SqliteConnection,
    recovered: Option<RestoredFromBackup>,
    first_start: bool,
}

/// Makes the folder private and locks it. Tells if it can only be read.
fn claim(dir: &Path) -> Result<(Option<FolderLock>, Mode), OpenError> {
    let path = dir.join(files::LOCK);
    let made = files::private_dir(dir).and_then(|()| files::private_lock_file(&path));
    let file = match made.map_err(Fault::from) {
        Ok(file) => file,
        Err(Fault::ReadOnly) => return claim_to_read(dir, ReadOnlyWhy::NotPermitted),
        Err(Fault::DiskFull) => return claim_to_read(dir, ReadOnlyWhy::DiskFull),
        Err(fault) => return Err(fault.into()),
    };
    let lock = FolderLock::take(file)?;
    // An existing lock can be opened in a folder where nothing can be made.
    let probe = dir.join(files::PROBE);
    let probed = files::private_file(&probe).and_then(|_| files::remove_if_there(&probe));
    if probed.map_err(Fault::from) == Err(Fault::ReadOnly) {
        return Ok((Some(lock), Mode::ReadOnly(ReadOnlyWhy::NotPermitted)));
    }
    let database = dir.join(files::DATABASE);
    let writable = File::options().read(true).append(true).open(&database);
    match writable
        .map(drop)
        .map_err(|error| (error.kind(), Fault::from(&error)))
    {
        Err((_, Fault::ReadOnly)) => Ok((Some(lock), Mode::ReadOnly(ReadOnlyWhy::NotPermitted))),
        Err((kind, fault)) if kind != std::io::ErrorKind::NotFound => Err(fault.into()),
        Ok(()) | Err(_) => Ok((Some(lock), Mode::ReadWrite)),
    }
}

/// A folder that cannot be written still has at most one writer: whoever holds an existing lock.
fn claim_to_read(dir: &Path, why: ReadOnlyWhy) -> Result<(Option<FolderLock>, Mode), OpenError> {
    if !dir.join(files::DATABASE).exists() {
        return Err(match why {
            ReadOnlyWhy::NotPermitted => OpenError::NotWritable,
            ReadOnlyWhy::DiskFull => OpenError::DiskFull,
        });
    }
    let lock = match File::open(dir.join(files::LOCK)) {
        Ok(file) => Some(FolderLock::take(file)?),
        Err(_) => None,
    };
    Ok((lock, Mode::ReadOnly(why)))
}

/// The folder's lock, for as long as it lives.
pub(crate) struct FolderLock(File);

impl FolderLock {
    fn take(file: File) -> Result<Self, OpenError> {
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
            Err(TryLockError::Error(_)) => Err(OpenError::Io),
        }
    }

    /// Said aloud, since closing the file is not enough while a child process that was just
    /// started still has a copy of it.
    pub(crate) fn release(&self) {
        let _ = self.0.unlock();
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        self.release();
    }
}

async fn open_writable(dir: &Path, today: Date, verdict: Verdict) -> Result<Parts, OpenError> {
    let database = dir.join(files::DATABASE);
    // Leftovers of what a power cut interrupted.
    files::remove_database(&dir.join(files::NEW_DATABASE)).map_err(Fault::from)?;
    files::remove_database(&dir.join(files::BACKUPS).join(files::PART)).map_err(Fault::from)?;

    let (mut recovered, mut first_start) = (None, false);
    match verdict {
        Verdict::Ours { .. } => files::make_private(&database).map_err(Fault::from)?,
        Verdict::Missing if crate::backup::list(dir)?.is_empty() => {
            // A log without its database belongs to nothing.
            files::remove_database(&database).map_err(Fault::from)?;
            repair::create(dir).await?;
            first_start = true;
        }
        Verdict::Missing => {
            files::remove_database(&database).map_err(Fault::from)?;
            recovered = Some(repair::replace(dir, today, DamageWhy::Vanished).await?);
        }
        Verdict::Damaged(why) => recovered = Some(repair::replace(dir, today, why).await?),
        Verdict::Newer => return Err(OpenError::NewerVersion),
    }
    let connection = match repair::bring_up(dir, today).await {
        Err(Fault::Damaged) if recovered.is_none() => {
            recovered = Some(repair::replace(dir, today, DamageWhy::Unreadable).await?);
            repair::bring_up(dir, today).await?
        }
        other => other?,
    };
    let writer = Some(safe(connection).await?);
    // Opened now and kept: on a full disk there may be no room to open it later.
    let reader = connect::reader(&database).await?;
    Ok(Parts {
        mode: Mode::ReadWrite,
        writer,
        reader,
        recovered,
        first_start,
    })
}

async fn open_read_only(dir: &Path, verdict: Verdict, mode: Mode) -> Result<Parts, OpenError> {
    match verdict {
        Verdict::Ours { version } if version == crate::migrations::LATEST => {}
        // An older version would need a migration, and so a folder that can be written.
        Verdict::Ours { .. } | Verdict::Missing => return Err(OpenError::NotWritable),
        Verdict::Damaged(_) => return Err(OpenError::Damaged),
        Verdict::Newer => return Err(OpenError::NewerVersion),
    }
    let reader = safe(connect::frozen(&dir.join(files::DATABASE)).await?).await?;
    Ok(Parts {
        mode,
        writer: None,
        reader,
        recovered: None,
        first_start: false,
    })
}

async fn safe(mut connection: SqliteConnection) -> Result<SqliteConnection, OpenError> {
    if connect::library_is_safe(&mut connection).await? {
        Ok(connection)
    } else {
        Err(OpenError::UnsafeSqlite)
    }
}
