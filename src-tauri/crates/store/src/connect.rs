//! Connections, each with every setting we rely on, and proof that the settings took hold.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::error::Fault;
use crate::files;

/// The first SQLite without the bug that could corrupt a database while its log restarts.
const SAFE_SQLITE: [u32; 3] = [3, 51, 3];

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

/// The one connection that writes.
pub(crate) async fn writer(path: &Path) -> Result<SqliteConnection, Fault> {
    let mut connection = common(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    let journal: String = one(&mut connection, "PRAGMA journal_mode").await?;
    let synchronous: i64 = one(&mut connection, "PRAGMA synchronous").await?;
    let secure_delete: i64 = one(&mut connection, "PRAGMA secure_delete").await?;
    if (journal.as_str(), synchronous, secure_delete) == ("wal", 2, 1) {
        Ok(connection)
    } else {
        Err(Fault::Io)
    }
}

/// A connection that only reads a database somebody else may write.
pub(crate) async fn reader(path: &Path) -> Result<SqliteConnection, Fault> {
    Ok(common(path).pragma("query_only", "ON").connect().await?)
}

/// Reads a file that must not be changed. On a folder that cannot be written SQLite has no place
/// for its index of the log; then the file is read as it stands, unless a log holds more.
pub(crate) async fn frozen(path: &Path) -> Result<SqliteConnection, Fault> {
    let tried = open_frozen(common(path).read_only(true)).await;
    match tried {
        Ok(connection) => Ok(connection),
        Err(Fault::Damaged) => Err(Fault::Damaged),
        Err(fault) => {
            let log = std::fs::metadata(files::beside(path, "-wal"));
            if log.is_ok_and(|log| log.len() > 0) {
                return Err(fault);
            }
            open_frozen(common(path).read_only(true).immutable(true)).await
        }
    }
}

async fn open_frozen(options: SqliteConnectOptions) -> Result<SqliteConnection, Fault> {
    let mut connection = options.connect().await?;
    let _: i64 = one(&mut connection, "PRAGMA user_version").await?;
    Ok(connection)
}

/// A connection to a backup, to take something out of it: no log stays behind.
pub(crate) async fn editor(path: &Path) -> Result<SqliteConnection, Fault> {
    Ok(common(path)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .connect()
        .await?)
}

/// One value of one row.
pub(crate) async fn one<T>(connection: &mut SqliteConnection, sql: &'static str) -> Result<T, Fault>
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    Ok(sqlx::query_scalar(sql).fetch_one(connection).await?)
}

/// True unless the library is one that may corrupt the database.
pub(crate) async fn library_is_safe(connection: &mut SqliteConnection) -> Result<bool, Fault> {
    let text: String = one(connection, "SELECT sqlite_version()").await?;
    let version: Vec<u32> = text
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    Ok(version.as_slice() >= SAFE_SQLITE.as_slice())
}

/// True if SQLite finds no structural damage.
pub(crate) async fn quick_check(connection: &mut SqliteConnection) -> Result<bool, Fault> {
    match one::<String>(connection, "PRAGMA quick_check(1)").await {
        Ok(answer) => Ok(answer == "ok"),
        Err(Fault::Damaged) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Closes and waits for it, so that files can be moved. A failure to close changes nothing then.
pub(crate) async fn close(connection: SqliteConnection) {
    let _ = connection.close().await;
}
