//! Numbered pictures for people to look at.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::Outcome;
use crate::window::Window;

/// Where pictures go, if anywhere.
pub struct Album {
    folder: Option<PathBuf>,
    taken: u32,
    /// The screens that were shown, with or without a picture.
    pub seen: BTreeSet<String>,
}

impl Album {
    /// The folder that `cargo xtask demo` named; without it no picture is taken.
    pub fn from_environment() -> Self {
        Album {
            folder: std::env::var_os("GILJABI_DEMO_OUT").map(PathBuf::from),
            taken: 0,
            seen: BTreeSet::new(),
        }
    }

    /// Takes no pictures.
    pub fn none() -> Self {
        Album {
            folder: None,
            taken: 0,
            seen: BTreeSet::new(),
        }
    }

    /// Takes a picture.
    pub async fn take(&mut self, window: &Window, name: &str) -> Outcome {
        self.seen.insert(window.screen().await?);
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        self.taken += 1;
        window.settled().await?;
        let plain: String = name
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        window
            .picture(&folder.join(format!("{:03}-{plain}.png", self.taken)))
            .await
    }
}
