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

/// `cargo xtask sim [--port N]`: prints its address and keys, and serves until it is ended.
pub fn sim(rest: &[String]) -> Done {
    let port = match rest {
        [] => "0",
        [name, port] if name == "--port" => port,
        _ => return Err(Fail("takes --port N and nothing else".to_owned())),
    };
    shell::run(shell::cargo().args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--features",
        "core",
        "--bin",
        "xtask-core",
        "--",
        "sim",
        port,
    ]))
}
