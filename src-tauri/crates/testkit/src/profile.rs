//! A data folder for one test.

use std::path::{Path, PathBuf};

/// A fresh folder that is removed with everything in it when dropped.
#[derive(Debug)]
pub struct TempProfile(tempfile::TempDir);

impl TempProfile {
    /// Makes the folder.
    ///
    /// # Panics
    /// If the temporary directory cannot be written.
    #[must_use]
    pub fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("giljabi-test-").tempdir();
        Self(dir.expect("a temporary folder"))
    }

    /// The data folder itself: not made yet, as on the first run of the app.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// The folder around it.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Every file below, to search them all.
    ///
    /// # Panics
    /// If the folder cannot be read.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let (mut found, mut folders) = (Vec::new(), vec![self.0.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a readable folder") {
                let path = entry.expect("a readable entry").path();
                if path.is_dir() {
                    folders.push(path)
                } else {
                    found.push(path)
                }
            }
        }
        found.sort();
        found
    }

    /// The files that contain these bytes.
    ///
    /// # Panics
    /// If a file cannot be read.
    #[must_use]
    pub fn files_with(&self, needle: &[u8]) -> Vec<PathBuf> {
        self.files()
            .into_iter()
            .filter(|path| {
                let bytes = std::fs::read(path).expect("a readable file");
                bytes.windows(needle.len()).any(|window| window == needle)
            })
            .collect()
    }
}

impl Default for TempProfile {
    fn default() -> Self {
        Self::new()
    }
}
