//! `cargo xtask sim` as a process, from another folder than the checkout: what it writes and how it ends.
#![cfg(unix)]

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

type Done = Result<(), Box<dyn Error>>;

const SEED: &str = r#"{"schema":1,"stores":[{"id":"store-practice-from-a-file","name":"파일 상점",
    "v2_secrets":["practice-secret-from-a-file"],"channels":[],"payments":[]}]}"#;

fn sim(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder).arg("sim").args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}

/// Ends it whatever becomes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Started here and ended by a signal: one line, nothing else, and 0. The seed's path is the caller's own.
#[test]
fn one_line_until_it_is_told_to_end() -> Done {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("below"))?;
    std::fs::write(folder.path().join("below/seed.json"), SEED)?;
    let command = sim(folder.path(), &["--seed", "below/seed.json"]).spawn();
    let mut running = Running(command?);
    // Read all along, or a full pipe would stop it.
    let mut errors = running.0.stderr.take().ok_or("standard error")?;
    let said = std::thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).map(|_| text)
    });
    let mut out = BufReader::new(running.0.stdout.take().ok_or("standard output")?);
    let mut line = String::new();
    out.read_line(&mut line)?;
    if line.is_empty() {
        return Err(format!("no line: {:?}", said.join()).into());
    }
    let started: Value = serde_json::from_str(&line)?;
    assert_eq!(started["schema"], 1);
    assert_eq!(started["v2"]["store_id"], "store-practice-from-a-file");
    assert_eq!(started["v2"]["secret"], "practice-secret-from-a-file");
    let base = started["v2"]["base_url"].as_str().ok_or("an address")?;
    let address = base.strip_prefix("http://").ok_or("http")?;
    let host = address.split('/').next().ok_or("a host")?;
    // It listens when it says so.
    std::net::TcpStream::connect(host)?;

    let told = Command::new("kill")
        .args(["-TERM", &running.0.id().to_string()])
        .status()?;
    assert!(told.success());
    let ended = running.0.wait()?;
    assert_eq!(ended.code(), Some(0), "{ended}");
    let mut rest = String::new();
    out.read_to_string(&mut rest)?;
    assert_eq!(rest, "", "one line and nothing else");
    Ok(())
}

/// What is wrong with a seed is said with its place, before anything listens.
#[test]
fn a_bad_seed_ends_with_2_and_says_where() -> Done {
    let folder = tempfile::tempdir()?;
    for (name, text, place) in [
        (
            "unknown.json",
            SEED.replace("\"name\"", "\"nome\""),
            "stores[0]",
        ),
        (
            "status.json",
            SEED.replace(
                "\"payments\":[]",
                r#""payments":[{"id":"a","version":"V2","status":"MAYBE","amount":1,"currency":"KRW"}]"#,
            ),
            "stores[0].payments[0]",
        ),
    ] {
        std::fs::write(folder.path().join(name), text)?;
        let out = sim(folder.path(), &["--seed", name]).output()?;
        let said = String::from_utf8(out.stderr)?;
        assert_eq!(out.status.code(), Some(2), "{name}: {said}");
        assert!(out.stdout.is_empty(), "{name}");
        assert!(said.contains(name) && said.contains(place), "{said}");
    }
    let absent = sim(folder.path(), &["--seed", "absent.json"]).output()?;
    assert_eq!(absent.status.code(), Some(2));
    Ok(())
}
