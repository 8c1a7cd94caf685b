//! Rules about the crates: the pure ones stay pure, and all stand under the same lints.

use super::{Complaints, Repo, is_test, without_tests};

/// What each pure crate may depend on. Growing a list is a decision, not an accident.
const PURE: &[(&str, &[&str])] = &[
    // miniz_oxide and serde_json read what the build packed; schemars writes the schema for editors.
    (
        "catalog",
        &[
            "jiff",
            "miniz_oxide",
            "schemars",
            "serde",
            "serde_json",
            "thiserror",
            "toml",
            "unicode-normalization",
        ],
    ),
    ("wizard", &["catalog", "imbl", "jiff", "thiserror"]),
    (
        "planfile",
        &["catalog", "jiff", "serde", "serde_json", "wizard"],
    ),
    (
        "paper",
        &["catalog", "icalendar", "jiff", "krilla", "parley", "wizard"],
    ),
];

/// What a pure crate never does: no file, net, clock, environment, thread or async.
const NEVER: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "async fn",
    "println!",
];

fn folder(name: &str) -> String {
    format!("src-tauri/crates/{name}/")
}

/// The allow-list of dependencies.
pub fn pure_dependencies(repo: &Repo) -> Complaints {
    let mut found = Vec::new();
    for (name, allowed) in PURE {
        let path = format!("{}Cargo.toml", folder(name));
        let Some(text) = repo.files.get(&path) else {
            found.push(format!("{path}: is missing"));
            continue;
        };
        for dependency in dependencies(text) {
            if !allowed.contains(&dependency) {
                found.push(format!(
                    "{path}: {name} is pure and may not depend on {dependency}"
                ));
            }
        }
    }
    found
}

/// Names in the `[dependencies]` tables, of every target, and nowhere else.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            inside = section == "dependencies" || section.ends_with(".dependencies");
            if let Some(name) = section.strip_prefix("dependencies.") {
                names.push(name);
            }
        } else if inside && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

/// What their code never does.
pub fn pure_sources(repo: &Repo) -> Complaints {
    let mut found = Vec::new();
    for (path, text) in repo.ending(&[".rs"]) {
        let pure = PURE
            .iter()
            .any(|(name, _)| path.starts_with(&format!("{}src/", folder(name))));
        if !pure || is_test(path) {
            continue;
        }
        for (number, line) in without_tests(text) {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(never) = NEVER.iter().find(|never| code.contains(**never)) {
                found.push(format!("{path}:{number}: {never} in a pure crate"));
            }
        }
    }
    found
}

/// Every crate takes the lints of the workspace.
pub fn lints(repo: &Repo) -> Complaints {
    repo.ending(&["Cargo.toml"])
        .filter(|(path, text)| {
            path.starts_with("src-tauri/") && !text.contains("[lints]\nworkspace = true")
        })
        .map(|(path, _)| format!("{path}: does not take the lints of the workspace"))
        .collect()
}

/// Crates that judge each other: neither is built with the other, nor with a crate of this workspace that both could
/// take their types from. In tests they meet.
const APART: &[&str] = &["portone", "portone-sim"];

/// What stands apart stays so.
pub fn apart(repo: &Repo) -> Complaints {
    let ours: Vec<&str> = repo
        .files
        .keys()
        .filter_map(|path| {
            path.strip_prefix("src-tauri/crates/")?
                .strip_suffix("/Cargo.toml")
        })
        .collect();
    let mut found = Vec::new();
    for name in APART {
        let path = format!("{}Cargo.toml", folder(name));
        let Some(text) = repo.files.get(&path) else {
            found.push(format!("{path}: is missing"));
            continue;
        };
        for dependency in dependencies(text) {
            if ours.contains(&dependency) {
                found.push(format!(
                    "{path}: {name} is judged by its likes and may not depend on {dependency}"
                ));
            }
        }
    }
    found
}

/// Roots of trust that would come with the program, past what this machine's owner decided.
const BUILT_IN_ROOTS: &str = "webpki-roots";

/// Whom to trust is the system's to say: its certificates, and those of a company's own security program.
pub fn trust(repo: &Repo) -> Complaints {
    let line = format!("name = \"{BUILT_IN_ROOTS}\"");
    match repo.files.get("Cargo.lock") {
        None => vec!["Cargo.lock: is missing".to_owned()],
        Some(text) if text.lines().any(|one| one == line) => {
            vec![format!(
                "Cargo.lock: {BUILT_IN_ROOTS} is in it; certificates are the system's"
            )]
        }
        Some(_) => Complaints::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::about;
    use super::*;

    #[test]
    fn allowed_dependencies() {
        let catalog = "[dependencies]\nserde.workspace = true\ntokio = \"1\"\n\n[dev-dependencies]\nproptest = \"1\"";
        let wizard = "[dependencies.reqwest]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\nlibc = \"1\"";
        let found = about(
            pure_dependencies,
            &[
                ("src-tauri/crates/catalog/Cargo.toml", catalog),
                ("src-tauri/crates/wizard/Cargo.toml", wizard),
            ],
        );
        // Three that are not allowed, and the pure crates without their manifest.
        assert_eq!(found.len(), 3 + PURE.len() - 2, "{found:?}");
        assert_eq!(about(pure_dependencies, &[]).len(), PURE.len());
    }

    #[test]
    fn pure_code() {
        let text = "// std::fs is not for us\nlet now = Timestamp::now();\n#[cfg(test)]\nmod tests { use std::fs; }";
        let found = about(
            pure_sources,
            &[
                ("src-tauri/crates/wizard/src/a.rs", text),
                ("src-tauri/crates/store/src/a.rs", text),
            ],
        );
        assert_eq!(
            found,
            ["src-tauri/crates/wizard/src/a.rs:2: Timestamp::now in a pure crate"]
        );
    }

    #[test]
    fn judges_stay_apart() {
        let (client, practice) = (
            "src-tauri/crates/portone/Cargo.toml",
            "src-tauri/crates/portone-sim/Cargo.toml",
        );
        let shared = ("src-tauri/crates/words/Cargo.toml", "");
        let tested = "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nportone-sim = \"1\"";
        let good = [(client, tested), (practice, "[dependencies]\n"), shared];
        assert!(about(apart, &good).is_empty());
        let bad = [
            (client, "[dependencies]\nportone-sim.workspace = true"),
            (practice, "[dependencies]\nwords = { path = \"../words\" }"),
            shared,
        ];
        assert_eq!(about(apart, &bad).len(), 2);
        assert_eq!(about(apart, &[]).len(), APART.len());
    }

    #[test]
    fn the_system_says_whom_to_trust() {
        let lock = |name| format!("[[package]]\nname = \"{name}\"\n");
        let found = |text: &str| about(trust, &[("Cargo.lock", text)]).len();
        assert_eq!(found(&lock("webpki-roots")), 1);
        assert_eq!(found(&lock("rustls-platform-verifier")), 0);
        assert_eq!(about(trust, &[]).len(), 1);
    }

    #[test]
    fn lints_of_the_workspace() {
        let files = [
            ("src-tauri/a/Cargo.toml", "[lints]\nworkspace = true\n"),
            ("src-tauri/b/Cargo.toml", "[package]"),
        ];
        assert_eq!(about(lints, &files).len(), 1);
    }
}
