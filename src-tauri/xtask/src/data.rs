//! Commands about the catalogue and the practice PortOne.

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
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        if word == "--today" {
            command.arg(word).args(rest.next());
        } else {
            // Named from where the person stands; the program starts at the root.
            command.arg(std::path::absolute(word)?);
        }
    }
    shell::become_it(&mut command)
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
