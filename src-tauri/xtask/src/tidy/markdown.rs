//! Every path that a Markdown file names exists.

use super::{Complaints, Repo};

const ENDINGS: &[&str] = &[
    ".rs", ".ts", ".svelte", ".md", ".toml", ".json", ".sh", ".yml", ".sql", ".png", ".html",
    ".css", ".lock",
];

/// Links to files, and paths in code marks.
pub fn paths(repo: &Repo) -> Complaints {
    let mut found = Vec::new();
    for (file, text) in repo.ending(&[".md"]) {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                continue;
            }
            let spans = line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|span| is_path(repo, span));
            for path in links(line).chain(spans) {
                let path = path.trim_start_matches("./");
                let beside = if folder.is_empty() {
                    path.to_owned()
                } else {
                    format!("{folder}/{path}")
                };
                if !repo.has(path) && !repo.has(&beside) {
                    found.push(format!("{file}:{number}: {path} does not exist"));
                }
            }
        }
    }
    found
}

/// Targets of links inside the checkout.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#', ' ']).next())
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
}

/// Does this code mark name a file or folder of ours? What is built (`target/`) is not ours to check.
fn is_path(repo: &Repo, span: &str) -> bool {
    let plain = span
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
    if !plain || span.starts_with(['/', '-']) || span.starts_with("target/") {
        return false;
    }
    let first = span.split('/').next().unwrap_or_default();
    (span.contains('/') && repo.has(first))
        || ENDINGS
            .iter()
            .any(|end| span.ends_with(end) && span.len() > end.len())
}

#[cfg(test)]
mod tests {
    use super::super::tests::about;
    use super::*;

    #[test]
    fn named_paths() {
        let cases = [
            ("see `src/a.rs`", 0),
            ("see `src/gone.rs` and [it](gone.md)", 2),
            ("see [it](b.md#part), [net](https://example.com/x.md)", 0),
            ("run `cargo xtask test`, feature `a/b`, key `owner/name`", 0),
            ("`src/gone/`", 1),
            ("`gone.toml`", 1),
            ("```\nsrc/gone.rs `src/gone.rs`\n```", 0),
        ];
        for (text, expected) in cases {
            let found = about(
                paths,
                &[("README.md", text), ("src/a.rs", ""), ("b.md", "")],
            );
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
        assert!(about(paths, &[("docs/a.md", "[b](b.md)"), ("docs/b.md", "")]).is_empty());
    }
}
