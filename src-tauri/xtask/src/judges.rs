//! Programs of others that judge the practice PortOne and its client: PortOne's own SDKs, Prism, the reference
//! implementation of webhook signatures. Installed into the target folder, from a lock file and by hash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Done, Fail};
use crate::{build, system, ui};

const FOLDER: &str = "src-tauri/crates/portone-sim/tests/judges";
/// What an apt system calls what Python needs to make an environment of its own.
const APT: &[&str] = &["python3", "python3-venv"];

/// Are they wanted? Only where PortOne's own API files are: without them the tests that need a judge are skipped.
pub fn wanted() -> bool {
    std::env::var_os("GILJABI_PORTONE_SPEC").is_some()
}

/// Installs what is missing or of another version.
pub fn install() -> Done {
    let from = shell::root().join(FOLDER);
    let to = build::target().join("judges");
    fs::create_dir_all(&to)?;
    npm(&from, &to.join("node"))?;
    python(&from, &to.join("python"))
}

/// Is what `stamp` says was installed still what these files say?
fn fresh(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|there| there == wanted)
}

fn npm(from: &Path, to: &Path) -> Done {
    ui::node()?;
    let lock = fs::read_to_string(from.join("package-lock.json"))?;
    let stamp = to.join("installed.json");
    if fresh(&stamp, &lock) {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), to.join(name))?;
    }
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    shell::run(ui::npm().current_dir(to).args(words))?;
    Ok(fs::write(stamp, lock)?)
}

fn python(from: &Path, to: &Path) -> Done {
    let list = from.join("requirements.txt");
    let wanted = fs::read_to_string(&list)?;
    let stamp = to.join("installed.txt");
    if fresh(&stamp, &wanted) {
        return Ok(());
    }
    let python = python_with_venv()?;
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    shell::run(Command::new(python).args(["-m", "venv"]).arg(to))?;
    let words = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--requirement",
    ];
    shell::run(Command::new(inside(to)).args(words).arg(list))?;
    Ok(fs::write(stamp, wanted)?)
}

/// The Python of an environment.
fn inside(folder: &Path) -> PathBuf {
    if cfg!(windows) {
        folder.join("Scripts/python.exe")
    } else {
        folder.join("bin/python")
    }
}

/// A Python that can make an environment with pip in it.
fn python_with_venv() -> Result<&'static str, Fail> {
    let find = || {
        ["python3", "python"].into_iter().find(|name| {
            let probe = "import venv, ensurepip, sys; assert sys.version_info >= (3, 10)";
            shell::capture(Command::new(name).args(["-c", probe])).is_some()
        })
    };
    if let Some(name) = find() {
        return Ok(name);
    }
    if system::has_apt() {
        system::ensure(APT)?;
    }
    find().ok_or_else(|| {
        let apt = system::command_for(APT);
        Fail(format!(
            "Python 3.10 or newer with the modules venv and ensurepip was not found.\nOn Debian and Ubuntu: {apt}\nElsewhere: https://www.python.org/downloads/"
        ))
    })
}
