//! Errors as closed lists of codes. No text of the database or the system leaves this crate.

use std::io;

/// Why the data folder could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum OpenError {
    /// Another copy of the app has this folder open.
    #[error("the data folder is in use")]
    InUse,
    /// The database was written by a newer version. Nothing was changed.
    #[error("the database is of a newer version")]
    NewerVersion,
    /// There is no room to create or migrate the database.
    #[error("the disk is full")]
    DiskFull,
    /// There is nothing here yet, and nothing can be created.
    #[error("the data folder cannot be written")]
    NotWritable,
    /// Damaged, and it could not be moved aside or replaced (or it is read-only).
    #[error("the database is damaged")]
    Damaged,
    /// The SQLite library is of a version with a known corruption bug.
    #[error("the SQLite library is too old")]
    UnsafeSqlite,
    /// The system failed in another way.
    #[error("the system failed")]
    Io,
}

/// Why a write was not done. The database is as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WriteError {
    /// No room. Try again when there is some: no restart is needed.
    #[error("the disk is full")]
    DiskFull,
    /// The folder was opened read-only, or became so.
    #[error("read-only")]
    ReadOnly,
    /// Another program holds the database.
    #[error("the database is busy")]
    Busy,
    /// Somebody wrote since the caller read: the heads differ, or the journey exists already.
    #[error("written meanwhile")]
    Conflict,
    /// There is no such journey or row.
    #[error("not there")]
    Missing,
    /// The database is damaged: call [`crate::Store::maintenance`] and load again.
    #[error("the database is damaged")]
    Damaged,
    /// The system failed in another way; the next write starts on a new connection.
    #[error("the system failed")]
    Io,
}

/// Why a read gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReadError {
    /// There is no such journey or row.
    #[error("not there")]
    Missing,
    /// The database or this row is damaged.
    #[error("the database is damaged")]
    Damaged,
    /// The system failed in another way.
    #[error("the system failed")]
    Io,
}

/// What a failure means, before it is known whether one was reading, writing or opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    DiskFull,
    ReadOnly,
    Busy,
    Conflict,
    Damaged,
    Io,
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) => {
                let extended: u32 = inner.code().and_then(|code| code.parse().ok()).unwrap_or(0);
                by_code(extended)
            }
            sqlx::Error::Io(inner) => Fault::from(inner),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Fault::Damaged,
            _ => Fault::Io,
        }
    }
}

fn by_code(extended: u32) -> Fault {
    match extended & 0xff {
        // Writing past a limit, or growing the index of the log: no room, by another name.
        _ if matches!(extended, 778 | 4874) => Fault::DiskFull,
        5 | 6 => Fault::Busy,
        8 => Fault::ReadOnly,
        11 | 26 => Fault::Damaged,
        13 => Fault::DiskFull,
        19 => Fault::Conflict,
        _ => Fault::Io,
    }
}

impl From<&io::Error> for Fault {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
            io::ErrorKind::WouldBlock | io::ErrorKind::ResourceBusy => Fault::Busy,
            _ => Fault::Io,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::from(&error)
    }
}

impl From<sqlx::migrate::MigrateError> for Fault {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError as E;
        match error {
            E::Execute(inner) | E::ExecuteMigration(inner, _) => Fault::from(inner),
            E::VersionMismatch(_) | E::Dirty(_) => Fault::Damaged,
            _ => Fault::Io,
        }
    }
}

impl From<Fault> for WriteError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::DiskFull => WriteError::DiskFull,
            Fault::ReadOnly => WriteError::ReadOnly,
            Fault::Busy => WriteError::Busy,
            Fault::Conflict => WriteError::Conflict,
            Fault::Damaged => WriteError::Damaged,
            Fault::Io => WriteError::Io,
        }
    }
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Damaged => ReadError::Damaged,
            Fault::DiskFull | Fault::ReadOnly | Fault::Busy | Fault::Conflict | Fault::Io => {
                ReadError::Io
            }
        }
    }
}

impl From<sqlx::Error> for ReadError {
    fn from(error: sqlx::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::DiskFull => OpenError::DiskFull,
            Fault::ReadOnly => OpenError::NotWritable,
            Fault::Busy => OpenError::InUse,
            Fault::Damaged => OpenError::Damaged,
            Fault::Conflict | Fault::Io => OpenError::Io,
        }
    }
}
