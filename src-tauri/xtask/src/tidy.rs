//! The house rules that a machine can hold (ARCHITECTURE.md). Run by `cargo xtask tidy`, and a test.

mod code;
mod crates;
mod markdown;

use std::collections::BTreeMap;

use crate::shell::{self, Done, Fail};

/// The checkout: paths from its root, with `/` on every system, and the text of each text file.
#[derive(Debug, Default)]
struct Repo {
    files: BTreeMap<String, String>,
}

/// Where, and what is wrong there.
type Complaints = Vec<String>;

const RULES: &[fn(&Repo) -> Complaints] = &[
    code::length,
    code::reasons,
    code::host_import,
    code::inner_html,
    code::gateways,
    code::hooks,
    crates::pure_dependencies,
    crates::pure_sources,
    crates::lints,
    crates::apart,
    crates::trust,
    markdown::paths,
];

/// `cargo xtask tidy`.
pub fn run() -> Done {
    let complaints = complaints(&Repo::checkout()?);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Fail(format!("{} things to tidy", complaints.len())))
    }
}

fn complaints(repo: &Repo) -> Complaints {
    RULES.iter().flat_map(|rule| rule(repo)).collect()
}

impl Repo {
    /// What git knows or would take; deleted files are gone.
    fn checkout() -> Result<Self, Fail> {
        let mut git = shell::program("git");
        git.args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let names =
            shell::capture(&mut git).ok_or_else(|| Fail("needs git and a checkout".to_owned()))?;
        let files = names
            .split_terminator('\0')
            .filter(|name| shell::root().join(name).is_file())
            .map(|name| {
                // A file that is no text has a path and nothing to read.
                let text = std::fs::read_to_string(shell::root().join(name)).unwrap_or_default();
                (name.to_owned(), text)
            })
            .collect();
        Ok(Repo { files })
    }

    /// Files with one of these endings.
    fn ending<'a>(&'a self, endings: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(|(path, _)| endings.iter().any(|end| path.ends_with(end)))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Is there such a file or folder?
    fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }
}

/// Is it a test, by its path?
fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.contains("/testkit/")
        || path.contains(".test.")
        || path.starts_with("ui/src/test/")
        || path.starts_with("ui/src/dev/")
}

/// The lines before the tests of a Rust file, numbered from 1.
fn without_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(
        text.lines()
            .take_while(|line| line.trim() != "#[cfg(test)]"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Complaints, Repo, complaints};

    /// The complaints of one rule about these files.
    pub fn about(rule: fn(&Repo) -> Complaints, files: &[(&str, &str)]) -> Complaints {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        rule(&Repo { files })
    }

    #[test]
    fn the_checkout_is_tidy() -> Result<(), crate::shell::Fail> {
        let found = complaints(&Repo::checkout()?);
        assert!(found.is_empty(), "\n{}", found.join("\n"));
        Ok(())
    }
}
