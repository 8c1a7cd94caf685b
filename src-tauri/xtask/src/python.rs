//! Programs of others that are installed with Python, each list into an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Done, Fail};
use crate::system;

/// What an apt system calls what Python needs to make an environment of its own.
const APT: &[&str] = &["python3", "python3-venv"];

/// What `list` names, each file by its hash, in an environment of its own in the folder `to`. Nothing is done
/// when it is there already.
pub fn install(list: &Path, to: &Path) -> Done {
    let wanted = fs::read_to_string(list)?;
    let stamp = to.join("installed.txt");
    if shell::is_fresh(&stamp, &wanted) {
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
    shell::run(Command::new(program(to, "python")).args(words).arg(list))?;
    Ok(fs::write(stamp, wanted)?)
}

/// A program of an environment.
pub fn program(folder: &Path, name: &str) -> PathBuf {
    if cfg!(windows) {
        folder.join("Scripts").join(name).with_extension("exe")
    } else {
        folder.join("bin").join(name)
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
