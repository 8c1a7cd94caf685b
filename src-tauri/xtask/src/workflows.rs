//! The workflows, which nobody can run here, are read by programs that know them: GitHub's schema, and what is
//! known to be unsafe in them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Done};
use crate::{build, python};

const FOLDER: &str = ".github/workflows";

/// Fails when one is not as GitHub wants it, or does something that is advised against.
pub fn lint() -> Done {
    let tools = build::target().join("tools/workflows");
    fs::create_dir_all(build::target().join("tools"))?;
    python::install(&shell::root().join(".github/lint/requirements.txt"), &tools)?;
    let mut files = fs::read_dir(shell::root().join(FOLDER))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    files.sort();
    let mut schema = Command::new(python::program(&tools, "check-jsonschema"));
    shell::run(
        schema
            .args(["--builtin-schema", "vendor.github-workflows"])
            .args(files),
    )?;
    let mut habits = Command::new(python::program(&tools, "zizmor"));
    // Without the network: what it would ask GitHub is another's state, not ours.
    let words = [
        "--offline",
        "--no-progress",
        "--persona",
        "pedantic",
        "--min-severity",
        "low",
    ];
    shell::run(habits.current_dir(shell::root()).args(words).arg(FOLDER))
}
