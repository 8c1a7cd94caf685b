//! The window's pages: Node, npm, Vite.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::shell::{self, Done, Fail};

/// Oldest Node that Vite takes.
const NODE: (u32, u32) = (20, 19);

/// npm, in `ui/`.
pub fn npm() -> Command {
    let mut command = shell::program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(shell::root().join("ui"));
    command
}

/// Version of the Node on the path.
pub fn node() -> Result<String, Fail> {
    let needed = format!(
        "Node {}.{} or newer is needed: https://nodejs.org/",
        NODE.0, NODE.1
    );
    let Some(text) = shell::capture(Command::new("node").arg("--version")) else {
        return Err(Fail(format!("Node was not found. {needed}")));
    };
    let version = text.trim().to_owned();
    if new_enough(&version) {
        Ok(version)
    } else {
        Err(Fail(format!("Node is {version}. {needed}")))
    }
}

fn new_enough(version: &str) -> bool {
    let mut parts = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (parts.next(), parts.next()) else {
        return false;
    };
    (major, minor) >= NODE
}

/// Packages as the lock file says; nothing they bring runs at install.
pub fn install() -> Done {
    node()?;
    let ui = shell::root().join("ui");
    let wanted = newest(&[
        ui.join("package-lock.json").as_path(),
        ui.join("package.json").as_path(),
    ]);
    let there = modified(&ui.join("node_modules/.package-lock.json"));
    if there.is_some() && there >= wanted {
        return Ok(());
    }
    shell::run(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// Builds the pages when something they come from is newer.
pub fn build() -> Done {
    let ui = shell::root().join("ui");
    let names = [
        "src",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "svelte.config.js",
        "tsconfig.json",
        "public",
    ];
    let sources: Vec<_> = names.iter().map(|name| ui.join(name)).collect();
    let sources: Vec<&Path> = sources.iter().map(AsRef::as_ref).collect();
    let built = modified(&ui.join("dist/index.html"));
    if built.is_some() && built >= newest(&sources) {
        return Ok(());
    }
    shell::run(npm().args(["run", "build"]))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|about| about.modified()).ok()
}

/// When the newest file under these paths was written.
fn newest(paths: &[&Path]) -> Option<SystemTime> {
    paths
        .iter()
        .filter_map(|path| {
            let inside = std::fs::read_dir(path).map_or(None, |entries| {
                let entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
                newest(&entries.iter().map(AsRef::as_ref).collect::<Vec<_>>())
            });
            modified(path).max(inside)
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn versions_of_node() {
        let cases = [
            ("v20.19.0", true),
            ("v20.18.9", false),
            ("v22.1.0", true),
            ("v18.20.1", false),
            ("", false),
            ("v20", false),
        ];
        for (version, expected) in cases {
            assert_eq!(new_enough(version), expected, "{version}");
        }
    }
}
