//! Commands about the catalogue and the practice PortOne.

use std::ffi::OsString;

use crate::shell::{self, Done, Fail};

/// `cargo xtask catalog check|export|schema`: the rules, all facts as one JSON, and its schema.
pub fn catalog(rest: &[String]) -> Done {
    let [command] = rest else {
        return Err(Fail("takes check, export or schema".to_owned()));
    };
    if !["check", "export", "schema"].contains(&command.as_str()) {
        return Err(Fail("takes check, export or schema".to_owned()));
    }
    shell::run(shell::cargo().args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--features",
        "catalog",
        "--bin",
        "xtask-catalog",
        "--",
        command,
    ]))
}

/// `cargo xtask plan FILE [--today YYYY-MM-DD]`: what the answers in a file allow, as JSON. Ends with
/// 2, and an error as JSON, for a file that is not valid.
pub fn plan(rest: &[String]) -> Done {
    let mut command = shell::cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--features",
        "plan",
        "--bin",
        "xtask-plan",
        "--",
    ]);
    command.args(plan_words(rest)?);
    shell::become_it(&mut command)
}

/// The words as the program takes them. A file is named from where the person stands, and the
/// program starts at the root.
fn plan_words(rest: &[String]) -> std::io::Result<Vec<OsString>> {
    let mut words = Vec::new();
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        if word == "--today" {
            words.push(word.into());
            words.extend(rest.next().map(OsString::from));
        } else if word.starts_with("--") || word.is_empty() {
            words.push(word.into());
        } else {
            words.push(std::path::absolute(word)?.into());
        }
    }
    Ok(words)
}

/// `cargo xtask sim [--port N] [--scenario NAME] [--seed FILE]`: writes where it is and what it takes, and serves
/// until it is told to end.
pub fn sim(rest: &[String]) -> Done {
    let mut command = shell::cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "portone-sim",
        "--",
    ]);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        command.arg(word);
        if word == "--seed"
            && let Some(file) = rest.next()
        {
            // Named from where the person stands; the program starts at the root.
            command.arg(std::path::absolute(file)?);
        }
    }
    shell::become_it(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_is_a_path() -> std::io::Result<()> {
        let words =
            |all: &[&str]| plan_words(&all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        let file: OsString = std::path::absolute("a.json")?.into();
        assert_eq!(
            words(&["a.json", "--today", "2026-11-23"])?,
            [file.clone(), "--today".into(), "2026-11-23".into()]
        );
        assert_eq!(
            words(&["--today=2026-11-23", "a.json"])?,
            [OsString::from("--today=2026-11-23"), file]
        );
        assert_eq!(words(&["--today"])?, [OsString::from("--today")]);
        assert_eq!(words(&["--help"])?, [OsString::from("--help")]);
        Ok(())
    }
}
