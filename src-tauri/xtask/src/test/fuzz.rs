//! The fuzz targets of the client's decoders, each for a short time, on the stable toolchain.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::tally::Tally;
use crate::shell::{self, Done, Fail};
use crate::{build, tools};

/// The version of cargo-fuzz. A later one may ask for another toolchain.
const VERSION: &str = "=0.13.2";
const FOLDER: &str = "src-tauri/crates/portone/fuzz";
/// What one target is given, in `test` and in `test --long`.
const SHORT: Duration = Duration::from_secs(10);
const LONG: Duration = Duration::from_secs(60);

/// Runs every target; where it cannot be had, the stage counts as skipped.
pub fn run(tally: &mut Tally, long: bool) -> Done {
    if !cfg!(target_os = "linux") {
        tally.skip("fuzz: cargo-fuzz is tried on Linux only");
        return Ok(());
    }
    if let Err(Fail(why)) = tools::install("cargo-fuzz", VERSION) {
        tally.skip(&format!("fuzz: cargo-fuzz cannot be installed here: {why}"));
        return Ok(());
    }
    // cargo-fuzz takes no --locked, and would write a stale lock file again without a word.
    let mut lock = shell::cargo();
    let manifest = format!("{FOLDER}/Cargo.toml");
    let asked = [
        "metadata",
        "--locked",
        "--format-version=1",
        "--manifest-path",
        &manifest,
    ];
    if shell::capture(lock.args(asked)).is_none() {
        return Err(Fail(format!("{FOLDER}/Cargo.lock is stale")));
    }
    let targets = targets()?;
    if targets.is_empty() {
        return Err(Fail(format!("{FOLDER} has no target")));
    }
    for target in &targets {
        fuzz("build", target, &[])?;
    }
    let mut broken = Vec::new();
    for target in targets {
        match one(&target, if long { LONG } else { SHORT }) {
            Ok(()) => tally.passed += 1,
            Err(Fail(why)) => {
                tally.failures.push(format!("fuzz {target}: {why}"));
                broken.push(target);
            }
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(Fail(format!("found something in {}", broken.join(", "))))
    }
}

fn targets() -> Result<Vec<String>, Fail> {
    let mut list = shell::program(tools::path("cargo-fuzz"));
    let names = shell::capture(list.args(["fuzz", "list", "--fuzz-dir", FOLDER]))
        .ok_or_else(|| Fail("cargo-fuzz does not list its targets".to_owned()))?;
    Ok(names.split_whitespace().map(str::to_owned).collect())
}

/// Where what is found and built goes: nothing is written beside the sources.
fn place(name: &str) -> PathBuf {
    build::target().join("fuzz").join(name)
}

fn one(target: &str, time: Duration) -> Done {
    let found = place("corpus").join(target);
    let broken = place("broken").join(target);
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&broken)?;
    let words = [
        // New inputs go into the first folder; the kept ones are read from the second.
        found.display().to_string(),
        format!("{FOLDER}/corpus/{target}"),
        "--".to_owned(),
        format!("-max_total_time={}", time.as_secs()),
        "-timeout=10".to_owned(),
        "-verbosity=0".to_owned(),
        "-print_final_stats=1".to_owned(),
        format!("-artifact_prefix={}/", broken.display()),
    ];
    fuzz("run", target, &words)
}

fn fuzz(command: &str, target: &str, words: &[String]) -> Done {
    shell::run(
        shell::program(tools::path("cargo-fuzz"))
            .args(["fuzz", command, "-s", "none", "--fuzz-dir", FOLDER])
            .arg("--target-dir")
            .arg(place("build"))
            .arg(target)
            .args(words),
    )
}
