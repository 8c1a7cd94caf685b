//! `cargo xtask bench`: a table of medians, or the same as JSON.

#[cfg(target_os = "linux")]
mod starts;
#[cfg(not(target_os = "linux"))]
mod starts {
    /// Nothing here to start windows on unseen.
    pub fn measure() -> Result<super::Starts, String> {
        Err("needs Xvfb and /proc".to_owned())
    }
}

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::shell::{self, Done, Fail};
use crate::{build, system, ui};

/// Medians of starts: ours and the bare window's.
struct Starts {
    /// From spawn to the first painted frame, in ms.
    first_frame: (f64, f64),
    /// PSS of the process tree at rest after that frame, in MB.
    memory: (f64, f64),
}

/// A figure, its goal, and what it is compared with.
struct Row {
    name: &'static str,
    unit: &'static str,
    /// Or why there is none.
    value: Result<f64, String>,
    /// The bare window's, or the bare client's.
    reference: Option<f64>,
    /// None: a figure to know, and nothing to meet.
    goal: Option<f64>,
    /// The goal is about the ratio to the reference.
    relative: bool,
    /// Why the goal is missed, where it is.
    because: Option<&'static str>,
}

impl Row {
    fn plain(
        name: &'static str,
        unit: &'static str,
        goal: f64,
        value: Result<f64, String>,
    ) -> Self {
        Row {
            name,
            unit,
            value,
            reference: None,
            goal: Some(goal),
            relative: false,
            because: None,
        }
    }

    fn figure(name: &'static str, unit: &'static str, value: Result<f64, String>) -> Self {
        Row {
            goal: None,
            ..Row::plain(name, unit, 0.0, value)
        }
    }

    fn against(
        name: &'static str,
        unit: &'static str,
        goal: f64,
        pair: Result<(f64, f64), String>,
    ) -> Self {
        let reference = pair.as_ref().ok().map(|(_, bare)| *bare);
        Row {
            name,
            unit,
            value: pair.map(|(ours, _)| ours),
            reference,
            goal: Some(goal),
            relative: true,
            because: None,
        }
    }

    fn because(self, why: &'static str) -> Self {
        Row {
            because: Some(why),
            ..self
        }
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.value.as_ref().ok()? / self.reference?)
    }

    fn met(&self) -> Option<bool> {
        let judged = if self.relative {
            self.ratio()?
        } else {
            *self.value.as_ref().ok()?
        };
        Some(judged <= self.goal?)
    }

    /// Why it is not met, or why nobody can say.
    fn reason(&self) -> Option<&str> {
        match (&self.value, self.met()) {
            (Err(why), _) => Some(why),
            (Ok(_), None) => Some("a figure to know: it has no goal"),
            (Ok(_), Some(false)) => Some(self.because.unwrap_or("not known yet")),
            (Ok(_), Some(true)) => None,
        }
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "unit": self.unit,
            "value": self.value.as_ref().ok(),
            "reference": self.reference,
            "ratio": self.ratio(),
            "goal": self.goal,
            "met": self.met(),
            "reason": self.reason(),
        })
    }
}

/// `cargo xtask bench [--json]`: succeeds whenever it measured, whatever it found.
pub fn run(rest: &[String]) -> Done {
    let as_json = match rest {
        [] => false,
        [word] if word == "--json" => true,
        _ => return Err(Fail("takes --json and nothing else".to_owned())),
    };
    // A screen, to start the windows on.
    system::ensure(&[system::BUILD, &["xvfb"]].concat())?;
    ui::install()?;
    ui::build()?;
    let rows = rows()?;
    let machine = machine();
    if as_json {
        let rows: Vec<Value> = rows.iter().map(Row::json).collect();
        println!(
            "{:#}",
            json!({ "schema": 1, "machine": machine, "rows": rows })
        );
    } else {
        table(&rows, &machine);
    }
    Ok(())
}

/// What is built beside the app: a bare window, and what calls the crates.
const BESIDE: &str = "xtask/bare,xtask/core";

fn rows() -> Result<Vec<Row>, Fail> {
    // The very program that is shipped is started and weighed: built with the measuring programs in
    // one go, so that what they share is built once. A test holds that they bring no feature along.
    let mut build = build::release();
    build.args(["--package", "xtask", "--bin", "bare", "--bin", "xtask-core"]);
    shell::run(build.args(["--features", BESIDE]))?;
    let starts = starts::measure();
    let core = core_rows();
    let pair = |pick: fn(&Starts) -> (f64, f64)| starts.as_ref().map(pick).map_err(Clone::clone);
    let of_core = |name: &str| of(&core, name);
    Ok(vec![
        Row::against(
            "start to first usable screen",
            "ms",
            1.25,
            pair(|starts| starts.first_frame),
        )
        .because("a whole screen is drawn after the preferences are read, not a heading"),
        Row::against(
            "memory of the process tree (PSS)",
            "MB",
            1.15,
            pair(|starts| starts.memory),
        )
        .because(
            "its own process takes about 22 MB more than the bare window's (code, facts, heap), the \
             page's about 52 MB more: a whole screen is drawn, not a heading",
        ),
        Row::plain("release binary", "MB", 20.0, size(&binary("giljabi"))).because(
            "it carries the practice PortOne, the PDF maker with two Korean fonts, the window's \
             pages and every gateway's facts, about 10 MB of data; the package is what is downloaded",
        ),
        Row::plain("deb package", "MB", 20.0, deb()),
        Row::plain("first-load JavaScript, gzip", "KB", 120.0, first_load()),
        Row::plain(
            "view of 28 tracks and 10,000 events",
            "ms",
            5.0,
            of_core("view"),
        ),
        Row::plain(
            "opening a store of 1,000 journeys",
            "ms",
            50.0,
            of_core("list"),
        ),
        Row::plain("search, 99th percentile", "ms", 50.0, of_core("search_p99")),
        Row::plain("commit, 99th percentile", "ms", 20.0, of_core("commit_p99")),
        Row::plain(
            "replay growth, 1,000 to 100,000 events",
            "slope",
            1.1,
            of_core("replay_slope"),
        )
        .because("an event takes somewhat longer in the larger log, about 0.2 µs and not 0.12"),
        Row::plain(
            "plan over the whole catalogue",
            "ms",
            20.0,
            of_core("plan_all"),
        ),
        Row::plain(
            "plan with a named gateway, the longest",
            "ms",
            20.0,
            of_core("plan_named"),
        ),
        Row::figure("plan of a shop with cards", "ms", of_core("plan_shop")),
        Row::figure(
            "plan growth with modules",
            "slope",
            of_core("plan_by_modules"),
        ),
        Row::figure(
            "plan growth with wishes",
            "slope",
            of_core("plan_by_wishes"),
        ),
        Row::against(
            "call of the PortOne client over reqwest",
            "µs",
            1.2,
            of_core("client_call").and_then(|ours| Ok((ours, of_core("bare_call")?))),
        ),
        Row::figure(
            "call for the largest payment that is taken",
            "µs",
            of_core("largest_payment"),
        ),
        Row::figure(
            "practice PortOne, one core",
            "requests/s",
            of_core("practice_requests"),
        ),
    ])
}

/// One figure of those that the measuring program printed.
fn of(core: &Result<Value, String>, name: &str) -> Result<f64, String> {
    let values = core.as_ref().map_err(Clone::clone)?;
    let known = values[name].as_f64();
    known.ok_or_else(|| format!("{name} was not measured"))
}

/// A program of the release build.
fn binary(name: &str) -> std::path::PathBuf {
    build::target()
        .join("release")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn core_rows() -> Result<Value, String> {
    let out = shell::capture(shell::program(binary("xtask-core")).arg("measure"));
    let out = out.ok_or(
        "the measuring program failed; run it to see why: target/release/xtask-core measure",
    )?;
    serde_json::from_str(&out).map_err(|error| error.to_string())
}

fn size(path: &std::path::Path) -> Result<f64, String> {
    let about = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
    // Bytes to megabytes; a float holds any file's size.
    Ok(about.len() as f64 / 1e6)
}

/// Bundles the release binary with Tauri's own tool, taken from npm for this once.
fn deb() -> Result<f64, String> {
    if !cfg!(target_os = "linux") {
        return Err("deb packages are made on Linux".to_owned());
    }
    let mut npx = shell::program("npx");
    npx.args([
        "--yes",
        "@tauri-apps/cli@2",
        "bundle",
        "--ci",
        "--bundles",
        "deb",
    ]);
    shell::run(npx.stdout(std::process::Stdio::null()))
        .map_err(|why| format!("not bundled: {why}"))?;
    let folder = build::target().join("release/bundle/deb");
    let files = fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let deb = files
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "deb"));
    size(&deb.ok_or("no package was made")?)
}

/// What index.html asks for at once: scripts and their preloads.
fn first_load() -> Result<f64, String> {
    let dist = shell::root().join("ui/dist");
    let page = fs::read_to_string(dist.join("index.html")).map_err(|error| error.to_string())?;
    let files: Vec<String> = page
        .split(['"', '\''])
        .filter(|word| word.ends_with(".js"))
        .map(|word| {
            dist.join(word.trim_start_matches(['.', '/']))
                .display()
                .to_string()
        })
        .collect();
    let script = "const z = require('zlib'), f = require('fs'); \
        console.log(process.argv.slice(1).reduce((sum, name) => sum + z.gzipSync(f.readFileSync(name), { level: 9 }).length, 0))";
    let out = shell::capture(Command::new("node").arg("-e").arg(script).args(&files))
        .ok_or("node could not read the scripts")?;
    out.trim()
        .parse::<f64>()
        .map(|bytes| bytes / 1e3)
        .map_err(|error| error.to_string())
}

/// The machine in words.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory
        .split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<f64>().ok())
        .map_or(String::new(), |kb| format!(", {:.0} GB", kb / 1e6));
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .unwrap_or(std::env::consts::OS)
        .trim_matches('"')
        .to_owned();
    format!(
        "{cores} cores of {}{memory}, {system}",
        model.unwrap_or(std::env::consts::ARCH)
    )
}

fn table(rows: &[Row], machine: &str) {
    println!("| what | value | bare | ratio | goal | met |\n|---|---:|---:|---:|---:|---|");
    for row in rows {
        let number =
            |value: Option<f64>| value.map_or("".to_owned(), |value| format!("{value:.2}"));
        let value = row.value.as_ref().map_or_else(
            |_| "not measured".to_owned(),
            |value| format!("{value:.2} {}", row.unit),
        );
        let goal = row.goal.map_or(String::new(), |goal| {
            let unit = if row.relative { "×" } else { row.unit };
            format!("≤ {goal} {unit}")
        });
        let met = match (row.met(), row.reason()) {
            (Some(true), _) => "yes".to_owned(),
            (Some(false), why) => format!("no: {}", why.unwrap_or_default()),
            (None, why) => why
                .filter(|_| row.goal.is_some())
                .unwrap_or_default()
                .to_owned(),
        };
        println!(
            "| {} | {value} | {} | {} | {goal} | {met} |",
            row.name,
            number(row.reference),
            number(row.ratio())
        );
    }
    println!("\n{machine}");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{BESIDE, Row, of};
    use crate::{build, shell};

    #[test]
    fn a_figure_that_was_not_printed_is_named() {
        let printed = Ok(json!({ "view": 0.5, "list": null }));
        assert_eq!(of(&printed, "view"), Ok(0.5));
        for missing in ["list", "search_p99"] {
            let why = format!("{missing} was not measured");
            assert_eq!(of(&printed, missing), Err(why));
        }
        let failed = Err("no program".to_owned());
        assert_eq!(of(&failed, "view"), Err("no program".to_owned()));
    }

    #[test]
    fn what_is_measured_has_the_features_of_what_is_shipped() {
        let graph = |more: &[&str]| -> BTreeSet<String> {
            let mut cargo = shell::cargo();
            cargo.args(["tree", "--locked", "--package", "giljabi", "--features"]);
            cargo.args([build::EMBED, "--edges", "normal,build", "--prefix", "none"]);
            let tree = shell::capture(cargo.args(["--format", "{p} {f}"]).args(more));
            let tree = tree.unwrap_or_default();
            let lines = tree
                .lines()
                .map(|line| line.trim_end_matches(" (*)").to_owned());
            lines.collect()
        };
        let shipped = graph(&[]);
        let measured = graph(&["--package", "xtask", "--features", BESIDE]);
        assert!(shipped.iter().any(|it| it.starts_with("portone v")));
        let changed: Vec<_> = shipped.difference(&measured).collect();
        assert!(changed.is_empty(), "{changed:?}");
    }

    #[test]
    fn goals() {
        assert_eq!(Row::plain("a", "ms", 5.0, Ok(5.0)).met(), Some(true));
        assert_eq!(Row::plain("a", "ms", 5.0, Ok(5.1)).met(), Some(false));
        assert_eq!(
            Row::against("a", "ms", 1.25, Ok((126.0, 100.0))).met(),
            Some(false)
        );
        assert_eq!(
            Row::against("a", "ms", 1.25, Ok((125.0, 100.0))).met(),
            Some(true)
        );
        let missed = Row::plain("a", "ms", 5.0, Ok(6.0)).because("it counts twice");
        assert_eq!(missed.json()["reason"], "it counts twice");
        assert!(Row::plain("a", "ms", 5.0, Ok(5.0)).json()["reason"].is_null());
        let known = Row::figure("a", "requests/s", Ok(5.0)).json();
        assert!(known["met"].is_null() && known["goal"].is_null() && known["value"] == 5.0);
        assert_eq!(known["reason"], "a figure to know: it has no goal");
        let absent = Row::plain("a", "ms", 5.0, Err("no display".to_owned())).json();
        assert!(absent["met"].is_null() && absent["value"].is_null());
        assert_eq!(absent["reason"], "no display");
    }
}
