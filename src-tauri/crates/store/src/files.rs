//! The data folder's files: their names, their modes, and writes that survive a power cut.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

pub(crate) const DATABASE: &str = "giljabi.db";
pub(crate) const NEW_DATABASE: &str = "giljabi.db.new";
pub(crate) const LOCK: &str = "lock";
pub(crate) const PROBE: &str = "probe";
pub(crate) const BACKUPS: &str = "backups";
pub(crate) const PART: &str = "part";
pub(crate) const DAMAGED_PREFIX: &str = "damaged-";
/// What SQLite puts beside a database.
pub(crate) const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file's companion, such as its write-ahead log.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes a folder that only its owner can enter, or makes an existing one so.
pub(crate) fn private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
        }
    }
    Ok(())
}

/// Makes an empty file that only its owner can read. SQLite gives its side files the same mode.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
    private_mode(&mut options);
    options.open(path)
}

/// Opens a file that only its owner can read, made if it is missing, content kept.
pub(crate) fn private_lock_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private_mode(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn private_mode(options: &mut fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private_mode(_options: &mut fs::OpenOptions) {}

/// Takes away what others may do with an existing file, such as one that was copied here by hand.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Renames, and makes both the content and the name durable.
pub(crate) fn durable_rename(from: &Path, to: &Path) -> io::Result<()> {
    File::options()
        .read(true)
        .write(true)
        .open(from)?
        .sync_all()?;
    fs::rename(from, to)?;
    sync_parent(to)
}

/// Makes the entries of the file's folder durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(parent) = path.parent() {
        File::open(parent)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Copies into a private file and makes it durable.
pub(crate) fn durable_copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = private_file(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

/// Removes a file; that it is not there is fine.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a database with its side files.
pub(crate) fn remove_database(path: &Path) -> io::Result<()> {
    for suffix in SIDE_FILES {
        remove_if_there(&beside(path, suffix))?;
    }
    remove_if_there(path)
}
