//! Running other programs, from the root of the checkout.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A sentence for the person at the terminal.
#[derive(Debug)]
pub struct Fail(pub String);

/// What most tasks give back.
pub type Done = Result<(), Fail>;

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Fail {
    fn from(error: std::io::Error) -> Self {
        Fail(error.to_string())
    }
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A program, started at the root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that started us.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says what it runs, runs it, and fails when it fails.
pub fn run(command: &mut Command) -> Done {
    eprintln!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fail(format!("{} ended with {status}", shown(command))))
    }
}

/// Becomes the other program, so that a signal to end reaches it and its exit code is ours. Where a process cannot
/// become another, it waits for it and ends with its code.
pub fn become_it(command: &mut Command) -> Done {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let error = command.exec();
        Err(not_started(command, &error))
    }
    #[cfg(not(unix))]
    {
        let status = command
            .status()
            .map_err(|error| not_started(command, &error))?;
        std::process::exit(status.code().unwrap_or(1))
    }
}

/// Runs it quietly and gives its standard output, if it succeeded.
pub fn capture(command: &mut Command) -> Option<String> {
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// The failure to start a program at all.
pub fn not_started(command: &Command, error: &std::io::Error) -> Fail {
    Fail(format!(
        "cannot start {}: {error}",
        command.get_program().display()
    ))
}

/// The command as it would be typed.
pub fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A stated refusal of words that mean nothing here.
pub fn no_more(rest: &[String]) -> Done {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Fail(format!("does not know {word}"))),
    }
}

/// Is what `stamp` says was installed still what is wanted?
pub fn is_fresh(stamp: &Path, wanted: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|there| there == wanted)
}
