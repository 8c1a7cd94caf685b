//! Backups: whole, durable, numbered (a clock may run backwards, numbers do not), five kept.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;
use sqlx::SqliteConnection;

use crate::error::Fault;
use crate::files;

/// How many of each kind are kept.
const KEEP: usize = 5;

/// What a backup was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Once a day.
    Daily,
    /// Before a migration.
    BeforeMigration,
}

/// A backup file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Backup {
    pub path: PathBuf,
    pub number: u64,
    pub date: Date,
    pub kind: Kind,
}

impl Backup {
    /// The moment it was finished, as far as the file system remembers.
    pub(crate) fn made_at(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.path)
            .and_then(|file| file.modified())
            .ok()
    }

    fn parse(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
        let (number, rest) = name.split_once('-')?;
        let (date, kind) = match rest.strip_suffix("-migration") {
            Some(date) => (date, Kind::BeforeMigration),
            None => (rest, Kind::Daily),
        };
        let (number, date) = (number.parse().ok()?, date.parse().ok()?);
        Some(Self {
            path,
            number,
            date,
            kind,
        })
    }
}

/// All backups, the newest first.
pub(crate) fn list(dir: &Path) -> Result<Vec<Backup>, Fault> {
    let entries = match std::fs::read_dir(dir.join(files::BACKUPS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found = Vec::new();
    for entry in entries {
        found.extend(Backup::parse(entry?.path()));
    }
    found.sort_by_key(|backup| std::cmp::Reverse(backup.number));
    Ok(found)
}

/// Makes today's backup unless there is one. True if it was made.
pub(crate) async fn daily(
    dir: &Path,
    connection: &mut SqliteConnection,
    today: Date,
) -> Result<bool, Fault> {
    let there = list(dir)?;
    if there
        .iter()
        .any(|backup| backup.kind == Kind::Daily && backup.date == today)
    {
        return Ok(false);
    }
    make(dir, connection, today, Kind::Daily).await?;
    Ok(true)
}

/// Makes a backup: into a temporary file, made durable, then named.
pub(crate) async fn make(
    dir: &Path,
    connection: &mut SqliteConnection,
    today: Date,
    kind: Kind,
) -> Result<(), Fault> {
    let folder = dir.join(files::BACKUPS);
    files::private_dir(&folder)?;
    let number = list(dir)?.first().map_or(1, |newest| newest.number + 1);
    let suffix = match kind {
        Kind::Daily => "",
        Kind::BeforeMigration => "-migration",
    };
    let part = folder.join(files::PART);
    let named = folder.join(format!("{number:06}-{today}{suffix}.db"));
    let written = write(connection, &part).await.and_then(|()| {
        files::durable_rename(&part, &named)?;
        Ok(())
    });
    if written.is_err() {
        let _ = files::remove_database(&part);
    }
    written?;
    prune(dir, kind)
}

async fn write(connection: &mut SqliteConnection, part: &Path) -> Result<(), Fault> {
    files::remove_database(part)?;
    // SQLite writes into an empty file that exists, and so keeps its mode.
    drop(files::private_file(part)?);
    let target = part.to_str().ok_or(Fault::Io)?;
    sqlx::query("VACUUM INTO ?")
        .bind(target)
        .execute(connection)
        .await?;
    Ok(())
}

fn prune(dir: &Path, kind: Kind) -> Result<(), Fault> {
    let old = list(dir)?
        .into_iter()
        .filter(|backup| backup.kind == kind)
        .skip(KEEP);
    for backup in old {
        files::remove_database(&backup.path)?;
    }
    Ok(())
}
