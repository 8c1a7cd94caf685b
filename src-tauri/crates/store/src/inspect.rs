//! Looks at a database file without changing it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::connect;
use crate::error::Fault;
use crate::files;
use crate::migrations::{APPLICATION_ID, LATEST};
use crate::repair::DamageWhy;

/// What a database file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is none.
    Missing,
    /// Ours, of this version or an earlier one.
    Ours { version: u32 },
    /// Ours, of a later version.
    Newer,
    /// Not usable.
    Damaged(DamageWhy),
}

/// The tables every version of ours has.
const TABLES: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' \
     AND name IN ('meta', 'journeys', 'events', 'secrets', '_sqlx_migrations')";

pub(crate) async fn inspect(path: &Path) -> Result<Verdict, Fault> {
    match header(path)? {
        Verdict::Ours { .. } => {}
        other => return Ok(other),
    }
    // The log may hold a later version than the file itself.
    match contents(path).await {
        Ok(verdict) => Ok(verdict),
        Err(Fault::Damaged) => Ok(Verdict::Damaged(DamageWhy::Unreadable)),
        Err(fault) => Err(fault),
    }
}

async fn contents(path: &Path) -> Result<Verdict, Fault> {
    let mut connection = connect::frozen(path).await?;
    let version: i64 = connect::one(&mut connection, "PRAGMA user_version").await?;
    let tables: Result<i64, Fault> = connect::one(&mut connection, TABLES).await;
    connect::close(connection).await;
    let Ok(version) = u32::try_from(version) else {
        return Ok(Verdict::Damaged(DamageWhy::NotOurs));
    };
    if version > LATEST {
        return Ok(Verdict::Newer);
    }
    match tables {
        Ok(5) => Ok(Verdict::Ours { version }),
        Ok(_) => Ok(Verdict::Damaged(DamageWhy::NotOurs)),
        Err(fault) => Err(fault),
    }
}

/// What the first 100 bytes and the length tell.
fn header(path: &Path) -> Result<Verdict, Fault> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Verdict::Missing),
        Err(error) => return Err(error.into()),
    };
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(Verdict::Damaged(DamageWhy::Empty));
    }
    let mut bytes = [0_u8; 100];
    match file.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Ok(Verdict::Damaged(DamageWhy::Unreadable));
        }
        other => other?,
    }
    if !bytes.starts_with(b"SQLite format 3\0") {
        return Ok(Verdict::Damaged(DamageWhy::Unreadable));
    }
    if number(&bytes, 68) != APPLICATION_ID {
        return Ok(Verdict::Damaged(DamageWhy::NotOurs));
    }
    let version = number(&bytes, 60);
    if version > LATEST {
        return Ok(Verdict::Newer);
    }
    // While a log exists the file may rightly be shorter than its header says.
    let log = std::fs::metadata(files::beside(path, "-wal")).map_or(0, |log| log.len());
    let page = match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65_536,
        other => u64::from(other),
    };
    let pages = u64::from(number(&bytes, 28));
    if log == 0 && number(&bytes, 24) == number(&bytes, 92) && length < page * pages {
        return Ok(Verdict::Damaged(DamageWhy::Truncated));
    }
    Ok(Verdict::Ours { version })
}

fn number(bytes: &[u8; 100], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
