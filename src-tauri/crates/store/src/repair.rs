//! What happens when the database is damaged: the original is kept aside, the newest sound backup
//! takes its place, and if there is none, an empty database does.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;
use sqlx::SqliteConnection;

use crate::backup;
use crate::connect;
use crate::error::Fault;
use crate::files;
use crate::inspect::{self, Verdict};
use crate::migrations::{self, LATEST};

/// What was wrong with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageWhy {
    /// It was gone, though there are backups.
    Vanished,
    /// The file was there, with nothing in it.
    Empty,
    /// The file ends too early.
    Truncated,
    /// It is a database, but not one of ours.
    NotOurs,
    /// It cannot be read as a database, or its structure is broken.
    Unreadable,
}

/// A backup took the place of a damaged database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredFromBackup {
    /// What was wrong.
    pub why: DamageWhy,
    /// The day of the backup; none if there was no sound one and an empty database was made.
    pub backup_date: Option<Date>,
    /// The moment the backup was made, as far as the file system remembers.
    pub backup_made_at: Option<SystemTime>,
    /// The folder that keeps the damaged files.
    pub moved_aside_to: Option<PathBuf>,
}

/// Moves the damaged database aside and puts a backup or an empty database in its place. No
/// connection may be open.
pub(crate) async fn replace(
    dir: &Path,
    today: Date,
    why: DamageWhy,
) -> Result<RestoredFromBackup, Fault> {
    let moved_aside_to = move_aside(dir, today)?;
    let mut restored = RestoredFromBackup {
        why,
        backup_date: None,
        backup_made_at: None,
        moved_aside_to,
    };
    let (database, new) = (dir.join(files::DATABASE), dir.join(files::NEW_DATABASE));
    for backup in backup::list(dir)? {
        if !is_sound(&backup.path).await {
            continue;
        }
        files::remove_database(&new)?;
        files::durable_copy(&backup.path, &new)?;
        files::durable_rename(&new, &database)?;
        restored.backup_date = Some(backup.date);
        restored.backup_made_at = backup.made_at();
        return Ok(restored);
    }
    create(dir).await?;
    Ok(restored)
}

/// Opens the database for writing, with a backup and all migrations if it is of an earlier
/// version.
pub(crate) async fn bring_up(dir: &Path, today: Date) -> Result<SqliteConnection, Fault> {
    let mut connection = connect::writer(&dir.join(files::DATABASE)).await?;
    let version: i64 = connect::one(&mut connection, "PRAGMA user_version").await?;
    if version < i64::from(LATEST) {
        backup::make(dir, &mut connection, today, backup::Kind::BeforeMigration).await?;
        migrations::run(&mut connection).await?;
    }
    Ok(connection)
}

/// Makes an empty database beside its place, complete, and then names it.
pub(crate) async fn create(dir: &Path) -> Result<(), Fault> {
    let new = dir.join(files::NEW_DATABASE);
    files::remove_database(&new)?;
    drop(files::private_file(&new)?);
    let made = fill(&new).await;
    if made.is_err() {
        let _ = files::remove_database(&new);
    }
    made?;
    files::durable_rename(&new, &dir.join(files::DATABASE))?;
    Ok(())
}

async fn fill(path: &Path) -> Result<(), Fault> {
    let mut connection = connect::writer(path).await?;
    migrations::run(&mut connection).await?;
    sqlx::query("INSERT INTO meta (key, value) VALUES ('vault_id', ?)")
        .bind(uuid::Uuid::new_v4().as_bytes().as_slice())
        .execute(&mut connection)
        .await?;
    crate::store::empty_log(&mut connection).await?;
    connect::close(connection).await;
    Ok(())
}

async fn is_sound(path: &Path) -> bool {
    if !matches!(inspect::inspect(path).await, Ok(Verdict::Ours { .. })) {
        return false;
    }
    let Ok(mut connection) = connect::frozen(path).await else {
        return false;
    };
    let sound = connect::quick_check(&mut connection).await;
    connect::close(connection).await;
    sound == Ok(true)
}

/// Moves the database with its side files into a folder of its own.
fn move_aside(dir: &Path, today: Date) -> Result<Option<PathBuf>, Fault> {
    let database = dir.join(files::DATABASE);
    if !database.exists() {
        return Ok(None);
    }
    let aside = (1..)
        .map(|number: u32| dir.join(format!("{}{today}-{number}", files::DAMAGED_PREFIX)))
        .find(|folder| !folder.exists())
        .ok_or(Fault::Io)?;
    files::private_dir(&aside)?;
    for suffix in files::SIDE_FILES {
        let side = files::beside(&database, suffix);
        if side.exists() {
            std::fs::rename(&side, files::beside(&aside.join(files::DATABASE), suffix))?;
        }
    }
    std::fs::rename(&database, aside.join(files::DATABASE))?;
    files::sync_parent(&database)?;
    Ok(Some(aside))
}
