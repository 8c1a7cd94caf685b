//! 앱 데이터 전부 지우기: nothing of this folder is left, neither on the disk nor in the keychain.

use std::path::PathBuf;

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, holds, walk};

const VALUE: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";

#[test]
fn everything_is_deleted() -> Outcome {
    flow("everything_is_deleted", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    walk::to_real_task(window, "keys-v2", &mut Album::none()).await?;
    window.fill("secret-v2_secret", VALUE).await?;
    window.click("secret-save-v2_secret").await?;
    window
        .until("the secret to be saved", async || {
            window.click_if_there("go-on-v2_secret").await?;
            window.has("secret-replace-v2_secret").await
        })
        .await?;
    holds!(!items(desk)?.is_empty(), "the key is not in the keychain");
    window.click("to-settings").await?;
    window.click("wipe").await?;
    window.fill("wipe-typed", "모두 지우기").await?;
    window.click("wipe-confirm").await?;
    window.at("start").await?;
    let folder = desk.data().join("real");
    let left = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    holds!(left == 0, "{left} files are left in {}", folder.display());
    let left = outside(desk, &["길동", VALUE])?;
    holds!(left.is_empty(), "outside the data folder: {left:?}");
    let items = items(desk)?;
    holds!(items.is_empty(), "the keychain still has {items}");
    // And a new beginning is possible at once.
    walk::begin(window, "start-real", "길동").await?;
    walk::create(window, "새 상점").await.map(drop)
}

/// Files outside the data folder that still hold something: preferences and logs that are not empty,
/// and whatever of the page has one of these words, as the web engine may keep them.
fn outside(desk: &Desk, words: &[&str]) -> Outcome<Vec<PathBuf>> {
    let wide = |word: &&str| word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let plain = words.iter().map(|word| word.as_bytes().to_vec());
    let needles: Vec<Vec<u8>> = plain.chain(words.iter().map(wide)).collect();
    let mut left = Vec::new();
    let mut folders = vec![desk.home().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
                continue;
            }
            // Sockets and what ends while it is looked at are no files of ours.
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let empty = matches!(bytes.trim_ascii(), b"" | b"{}");
            // The driver's own log is the test's; it is only searched.
            let log = name.ends_with(".log") && name != "driver.log";
            let ours = name == "preferences.json" || log;
            let holds = |needle: &Vec<u8>| bytes.windows(needle.len()).any(|it| it == *needle);
            if (ours && !empty) || needles.iter().any(holds) {
                left.push(path);
            }
        }
    }
    Ok(left)
}

/// What the keychain holds of ours, without the values.
fn items(desk: &Desk) -> Outcome<String> {
    let mut search = desk.command("secret-tool");
    search.args(["search", "--all", "service", vault::SERVICE]);
    let found = search.output()?;
    let text = [found.stdout, found.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(text.lines().filter(|line| line.contains("[/")).collect())
}
