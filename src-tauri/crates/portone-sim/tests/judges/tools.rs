//! Where the judges are, and what every one of them needs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use portone::{Config, Hosts, PortOne, V1, V1Credential, V2, V2Secret};
use portone_sim::{Options, Sim};
use serde_json::Value;

/// The installed judges and PortOne's files.
pub struct Judges {
    specs: PathBuf,
    folder: PathBuf,
}

impl Judges {
    /// `None` where PortOne's files are not, and then it says so.
    pub fn find() -> Option<Self> {
        let Some(specs) = std::env::var_os("GILJABI_PORTONE_SPEC") else {
            println!("skipped: spec not available");
            return None;
        };
        // Beside the folder for what tests write, whatever the target folder is called.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let folder = target.join("judges");
        for stamp in ["node/installed.json", "python/installed.txt"] {
            let there = folder.join(stamp).exists();
            assert!(
                there,
                "a judge is missing: cargo xtask judges installs {stamp}"
            );
        }
        let specs = specs.into();
        Some(Self { specs, folder })
    }

    /// Node, where the packages are.
    pub fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.current_dir(self.folder.join("node"));
        command
    }

    /// A package's file.
    pub fn package(&self, path: &str) -> PathBuf {
        self.folder.join("node/node_modules").join(path)
    }

    /// The Python that has the packages.
    pub fn python(&self) -> Command {
        let inside = if cfg!(windows) {
            "python/Scripts/python.exe"
        } else {
            "python/bin/python"
        };
        let mut command = Command::new(self.folder.join(inside));
        // Everything is on this machine, whatever proxy it has.
        command.env("NO_PROXY", "*").env("no_proxy", "*");
        command
    }

    /// One of PortOne's files as it is.
    pub fn spec(&self, name: &str) -> Value {
        let text = std::fs::read(self.specs.join(name)).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// One of PortOne's files (`v1` or `v2`), made usable by the script beside it.
    pub fn patched(&self, api: &str, into: &Path) -> PathBuf {
        let out = into.join(format!("{api}.json"));
        let mut command = self.python();
        command
            .arg(self.specs.join(format!("patch_{api}.py")))
            .arg(self.specs.join(format!("{api}.openapi.json")))
            .arg(&out);
        assert!(command.status().unwrap().success());
        out
    }
}

/// A script beside this file.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/judges")
        .join(name)
}

/// Runs a driver, gives what it printed as JSON, and panics with what it said if it failed.
pub fn run(mut command: Command) -> Value {
    let out = command.output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| {
        let printed = String::from_utf8_lossy(&out.stdout);
        panic!("not JSON: {printed}\n{said}")
    })
}

/// A practice PortOne with V1 and V2 on addresses of their own, as the real one has them.
pub async fn sim() -> Sim {
    let any = ([127, 0, 0, 1], 0).into();
    let options = Options {
        v1_address: Some(any),
        ..Options::default()
    };
    Sim::start(options).await.unwrap()
}

/// Our client with the practice keys.
pub struct Ours {
    pub portone: PortOne,
    pub v1: V1,
    pub v2: V2,
}

impl Ours {
    pub fn at(v1: &str, v2: &str) -> Self {
        let config = Config {
            // Prism takes its time with the first call.
            check: Duration::from_secs(60),
            retries: 0,
            first_delay: Duration::from_millis(1),
            in_flight_delay: Duration::from_millis(1),
            ..Config::default()
        };
        let portone = PortOne::new(Hosts::practice_pair(v1, v2).unwrap(), config).unwrap();
        let secret = V2Secret::new(portone_sim::V2_SECRET.into()).unwrap();
        let (key, secret_v1) = (portone_sim::V1_KEY, portone_sim::V1_SECRET);
        let credential = V1Credential::new(key.into(), secret_v1.into()).unwrap();
        Self {
            v1: portone.v1(credential),
            v2: portone.v2(secret),
            portone,
        }
    }
}
