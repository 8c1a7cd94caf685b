//! Removes everything of ours from a data folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files;

/// Deletes the database, its logs, backups, damaged copies and the lock, and then the folder if
/// nothing else is in it. The store must be closed. Returns what is left: files that are not ours
/// or could not be removed.
///
/// # Errors
/// If the folder itself cannot be read.
pub fn wipe(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut left = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let removed = if name == files::BACKUPS || name.starts_with(files::DAMAGED_PREFIX) {
            fs::remove_dir_all(&path)
        } else if [files::LOCK, files::PROBE].contains(&name) || name.starts_with(files::DATABASE) {
            fs::remove_file(&path)
        } else {
            left.push(path);
            continue;
        };
        if removed.is_err() {
            left.push(path);
        }
    }
    if left.is_empty()
        && let Err(error) = fs::remove_dir(dir)
        && error.kind() != io::ErrorKind::NotFound
    {
        left.push(dir.to_owned());
    }
    left.sort();
    Ok(left)
}
