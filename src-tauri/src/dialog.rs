//! The operating system's file dialogs, opened by the core: the window never names a path.

use std::io::Read;
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use crate::hooks;
use crate::ipc::error::{FileProblem, IpcError, NotSaved};

/// Where to save; None when the user cancelled.
pub async fn save(handle: &AppHandle<Wry>, name: &str) -> Option<PathBuf> {
    if let Some(path) = hooks::dialog() {
        return Some(path);
    }
    let (done, chosen) = oneshot::channel();
    handle
        .dialog()
        .file()
        .set_file_name(name)
        .save_file(move |path| {
            let _ = done.send(path);
        });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// One file to read.
pub async fn pick(handle: &AppHandle<Wry>, kinds: &[&str]) -> Option<PathBuf> {
    if let Some(path) = hooks::dialog() {
        return Some(path);
    }
    let (done, chosen) = oneshot::channel();
    handle
        .dialog()
        .file()
        .add_filter("길잡이", kinds)
        .pick_file(move |path| {
            let _ = done.send(path);
        });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Files to read.
pub async fn pick_many(handle: &AppHandle<Wry>, kinds: &[&str]) -> Vec<PathBuf> {
    if let Some(path) = hooks::dialog() {
        return vec![path];
    }
    let (done, chosen) = oneshot::channel();
    handle
        .dialog()
        .file()
        .add_filter("PEM, ZIP", kinds)
        .pick_files(move |paths| {
            let _ = done.send(paths);
        });
    let paths = chosen.await.ok().flatten().unwrap_or_default();
    paths
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect()
}

/// Reads a file, up to `most` bytes.
pub fn read(path: &Path, most: usize) -> Result<Vec<u8>, IpcError> {
    let unreadable = |_| IpcError::BadFile(FileProblem::Unreadable);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > most {
        Err(IpcError::BadFile(FileProblem::TooBig))
    } else {
        Ok(bytes)
    }
}

/// Reads certificate files: by name and content, in memory only.
pub fn read_all(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, IpcError> {
    use app::certificate::{MAX_BYTES, MAX_ENTRIES};
    if paths.len() > MAX_ENTRIES {
        return Err(IpcError::BadFile(FileProblem::TooMany));
    }
    paths
        .iter()
        .map(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            Ok((name, read(path, MAX_BYTES)?))
        })
        .collect()
}

/// Writes a whole file or nothing: beside the target first, then in its place.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), IpcError> {
    let failed = |error: std::io::Error| {
        IpcError::NotSaved(match error.kind() {
            std::io::ErrorKind::StorageFull => NotSaved::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                NotSaved::ReadOnly
            }
            _ => NotSaved::Io,
        })
    };
    let folder = path
        .parent()
        .filter(|it| !it.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    std::io::Write::write_all(&mut beside, bytes).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
