//! The migrations, each one file that never changes again.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqliteConnection};

use crate::error::Fault;

/// `application_id` of our databases: "GJBI".
pub(crate) const APPLICATION_ID: u32 = 0x474A_4249;

const FILES: [(&str, &str); 1] = [("first", include_str!("../migrations/0001_first.sql"))];

/// The `user_version` after all migrations.
pub(crate) const LATEST: u32 = FILES.len() as u32;

/// Brings the database to [`LATEST`]. Each migration is one transaction.
pub(crate) async fn run(connection: &mut SqliteConnection) -> Result<(), Fault> {
    let migrations = FILES
        .iter()
        .zip(1..)
        .map(|((name, sql), version)| {
            let sql = sql.into_sql_str();
            Migration::new(
                version,
                Cow::Borrowed(name),
                MigrationType::Simple,
                sql,
                false,
            )
        })
        .collect();
    Migrator::with_migrations(migrations)
        .run_direct(None, connection, false)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A migration that was released is never edited: add a new one instead.
    const PINNED: [&str; 1] = ["2fefb1377bd6b7291c52e6dd317841ebc25f9b3efcf04dffc26c04ac7bb42988"];

    #[test]
    fn released_migrations_are_unchanged() {
        for ((name, sql), pinned) in FILES.iter().zip(PINNED) {
            assert_eq!(
                blake3::hash(sql.as_bytes()).to_hex().as_str(),
                pinned,
                "{name}"
            );
        }
    }

    #[test]
    fn every_file_in_the_folder_is_listed_and_sets_its_version() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let listed: Vec<_> = FILES
            .iter()
            .zip(1..)
            .map(|((name, _), version)| format!("{version:04}_{name}.sql"))
            .collect();
        assert_eq!(names, listed);
        for ((name, sql), version) in FILES.iter().zip(1..) {
            assert!(
                sql.contains(&format!("PRAGMA user_version = {version};")),
                "{name}"
            );
        }
    }
}
