//! `cargo xtask test`: every check, in the order that finds the cheap mistakes first.

mod fuzz;
mod tally;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::shell::{self, Done, Fail};
use crate::{build, judges, system, tidy, tools, ui, workflows};
use tally::Tally;

const DRIVER: &str = "tauri-driver";

/// One thing that was done, and how it went.
struct Stage {
    name: &'static str,
    took: Duration,
    good: bool,
}

/// A whole run.
struct Run {
    stages: Vec<Stage>,
    tally: Tally,
    long: bool,
}

/// `cargo xtask test [--long]`.
pub fn run(rest: &[String]) -> Done {
    let long = match rest {
        [] => false,
        [word] if word == "--long" => true,
        _ => return Err(Fail("takes --long and nothing else".to_owned())),
    };
    let start = Instant::now();
    let mut run = Run {
        stages: Vec::new(),
        tally: Tally::default(),
        long,
    };
    run.all();
    run.report(start.elapsed())
}

/// What the window tests need before they are built: packages, pages, driver.
pub fn prepare() -> Done {
    system::ensure(&[system::BUILD, system::TEST].concat())?;
    ui::install()?;
    ui::build()?;
    install_driver()
}

/// Where tauri-driver is put.
pub fn driver() -> PathBuf {
    tools::path(DRIVER)
}

fn install_driver() -> Done {
    tools::install(DRIVER, "^2")
}

impl Run {
    fn all(&mut self) {
        let linux = cfg!(target_os = "linux");
        let before = self.stage("system packages", |_| {
            system::ensure(&[system::BUILD, system::TEST].concat())
        }) && self.stage("npm ci", |_| ui::install());
        if !before {
            return;
        }
        self.stage("cargo fmt --check", |_| {
            shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
        });
        self.stage("tidy", |_| tidy::run());
        self.stage("workflows", |_| workflows::lint());
        self.stage("svelte-check", |_| {
            shell::run(ui::npm().args(["run", "check"]))
        });
        self.stage("vitest", Self::vitest);
        if !self.stage("ui build", |_| ui::build()) {
            return;
        }
        self.stage("clippy", |_| {
            let mut clippy = build::tests("clippy");
            shell::run(clippy.args([
                "--lib",
                "--bins",
                "--tests",
                "--examples",
                "--test",
                "e2e",
                "--",
                "-D",
                "warnings",
            ]))
        });
        if !self.stage("build of app and tests", |_| {
            shell::run(build::tests("test").args(["--tests", "--test", "e2e", "--no-run"]))
        }) {
            return;
        }
        // A test starts it; `cargo test --tests` alone does not build it.
        self.stage("live-check", |_| {
            shell::run(build::tests("build").args(["--example", "live-check"]))
        });
        if judges::wanted() {
            self.stage("judges", |_| judges::install());
        }
        self.stage("crates and tests/it", |run| {
            run.libtest(
                build::tests("test").args(["--tests", "--no-fail-fast"]),
                &[],
            )
        });
        self.stage("fuzz", |run| fuzz::run(&mut run.tally, run.long));
        if !linux {
            self.tally
                .skip("tests/e2e: needs a virtual display, tried on Linux only");
        } else if self.stage("tauri-driver", |_| install_driver()) {
            self.stage("tests/e2e", |run| {
                run.libtest(
                    build::tests("test")
                        .args(["--test", "e2e"])
                        .env("GILJABI_TAURI_DRIVER", driver()),
                    &["--test-threads=1"],
                )
            });
        }
    }

    /// Runs a stage, times it, and says whether it went well.
    fn stage(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> Done) -> bool {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let failed_before = self.tally.failed();
        let outcome = work(self);
        if let Err(why) = &outcome {
            eprintln!("-- {name}: {why}");
            // A stage without tests of its own counts as one.
            if self.tally.failed() == failed_before {
                self.tally.stage_failed(name);
            }
        }
        let good = outcome.is_ok();
        self.stages.push(Stage {
            name,
            took: start.elapsed(),
            good,
        });
        good
    }

    /// Runs tests of libtest, shows what they say, and counts them.
    fn libtest(&mut self, command: &mut Command, more: &[&str]) -> Done {
        // Tests that find a tool or file missing say so on their output: it is shown also when they pass.
        command.args(["--", "--show-output"]).args(more);
        if self.long {
            command
                .env("PROPTEST_CASES", "10000")
                .env("GILJABI_KILLS", "1000")
                .env("GILJABI_LONG", "1");
        }
        eprintln!("$ {}", shell::shown(command));
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| shell::not_started(command, &error))?;
        let mut shown = std::io::stderr();
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                writeln!(shown, "{line}")?;
                self.tally.libtest_line(&line);
            }
        }
        if child.wait()?.success() {
            Ok(())
        } else {
            Err(Fail("a test failed".to_owned()))
        }
    }

    fn vitest(&mut self) -> Done {
        let report = build::target().join("vitest.json");
        let _absent_is_fine = std::fs::remove_file(&report);
        let mut command = ui::npm();
        command
            .args(["test", "--", "--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", report.display()));
        let outcome = shell::run(&mut command);
        self.tally
            .vitest(&std::fs::read_to_string(&report).unwrap_or_default());
        outcome
    }

    /// The table of times, and the last line.
    fn report(self, took: Duration) -> Done {
        eprintln!("\n{:<26} {:>8}", "stage", "time");
        for stage in &self.stages {
            let mark = if stage.good { "" } else { "  FAILED" };
            eprintln!("{:<26} {:>8}{mark}", stage.name, minutes(stage.took));
        }
        eprintln!("{:<26} {:>8}", "all", minutes(took));
        let tally = self.tally;
        for name in &tally.skipped {
            eprintln!("skipped: {name}");
        }
        for name in &tally.failures {
            eprintln!("failed: {name}");
        }
        println!(
            "{} passed, {} failed, {} skipped",
            tally.passed,
            tally.failed(),
            tally.skipped.len()
        );
        if tally.failed() == 0 {
            Ok(())
        } else {
            Err(Fail("not everything passed".to_owned()))
        }
    }
}

fn minutes(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{}:{:02} min", took.as_secs() / 60, took.as_secs() % 60)
    }
}
