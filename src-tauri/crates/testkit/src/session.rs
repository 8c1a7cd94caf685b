//! Private desktop sessions: a message bus, a keyring daemon and a display of their own, in which
//! the running test starts itself again.
//!
//! A test calls [`phase`] first. Outside it gets `None`, builds a [`Session`] and calls
//! [`Session::run`] once per phase; inside it gets the phase's name and does the work.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const PHASE: &str = "GILJABI_TEST_PHASE";
const DONE: &str = "GILJABI_TEST_DONE";
/// How long a phase may take.
const LIMIT: Duration = Duration::from_secs(90);
/// What a test's caller may set: it is handed on into the session.
const HANDED_ON: [&str; 2] = ["GILJABI_KILLS", "GILJABI_SEED"];
/// The password of the session's keyring.
pub const PASSWORD: &str = "session-password";

/// How the session's keyring stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// No message bus at all.
    NoBus,
    /// A message bus on which nobody answers for passwords.
    NoProvider,
    /// The daemon starts when it is called, and nobody unlocked it.
    Locked,
    /// The daemon runs and is unlocked with [`PASSWORD`].
    Unlocked,
}

/// Whether the session has a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// None.
    None,
    /// A virtual one.
    Virtual,
}

/// The phase this process was started for, if it runs inside a session.
#[must_use]
pub fn phase() -> Option<String> {
    std::env::var(PHASE).ok()
}

/// Fails the test, with the package to install, unless every program is there.
///
/// # Panics
/// If a program is missing.
pub fn need(programs: &[(&str, &str)]) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    for (program, package) in programs {
        assert!(
            std::env::split_paths(&path).any(|folder| folder.join(program).is_file()),
            "this test needs `{program}`: apt-get install {package}"
        );
    }
}

/// A home of its own; its keyring stays from one phase to the next.
#[derive(Debug)]
pub struct Session {
    home: tempfile::TempDir,
}

impl Session {
    /// An empty home.
    ///
    /// # Panics
    /// If a program is missing or the folder cannot be made.
    #[must_use]
    pub fn new() -> Self {
        need(&[
            ("dbus-run-session", "dbus"),
            ("gnome-keyring-daemon", "gnome-keyring"),
            ("xvfb-run", "xvfb"),
            ("xauth", "xauth"),
        ]);
        let home = tempfile::Builder::new()
            .prefix("giljabi-session-")
            .tempdir();
        let home = home.expect("a temporary folder");
        let run = home.path().join("run");
        std::fs::create_dir(&run).expect("a runtime folder");
        std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o700)).expect("its mode");
        Self { home }
    }

    /// The session's home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts the test `test` again inside, for one phase, and fails as it fails.
    ///
    /// # Panics
    /// If the phase fails, does not end within 90 seconds, or did not run at all.
    pub fn run(&self, test: &str, phase: &str, keyring: Keyring, display: Display) {
        self.run_for(LIMIT, test, phase, keyring, display);
    }

    /// The same for a phase that may take longer.
    ///
    /// # Panics
    /// As [`Session::run`], after `limit`.
    pub fn run_for(
        &self,
        limit: Duration,
        test: &str,
        phase: &str,
        keyring: Keyring,
        display: Display,
    ) {
        // One session at a time: several daemons and displays at once slow each other down.
        static TURN: Mutex<()> = Mutex::new(());
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let done = self.home().join(format!("{phase}.done"));
        let mut output = tempfile::tempfile().expect("a file for the output");
        let mut command = self.command(keyring, display, &self.script(keyring));
        command
            .args([test, "--exact", "--nocapture", "--include-ignored"])
            .env(PHASE, phase)
            .env(DONE, &done)
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output.try_clone().expect("a second handle"))
            .process_group(0);
        let mut child = command.spawn().expect("the session starts");
        let ended = wait(&mut child, limit);
        if ended.is_none() {
            end_group(&mut child);
        }
        let text = read_all(&mut output);
        assert!(ended.is_some(), "phase `{phase}` of {test} hangs:\n{text}");
        assert!(
            ended == Some(true),
            "phase `{phase}` of {test} failed:\n{text}"
        );
        assert!(
            done.is_file(),
            "phase `{phase}` of {test} did not run:\n{text}"
        );
    }

    fn script(&self, keyring: Keyring) -> String {
        let unlock = format!(
            "printf '%s' {PASSWORD} | gnome-keyring-daemon --unlock --components=secrets \
             >/dev/null 2>&1 || exit 97; "
        );
        let unlock = if keyring == Keyring::Unlocked {
            unlock.as_str()
        } else {
            ""
        };
        format!("{unlock}exec \"$0\" \"$@\"")
    }

    fn command(&self, keyring: Keyring, display: Display, script: &str) -> Command {
        let mut words: Vec<String> = Vec::new();
        if display == Display::Virtual {
            words.extend(["xvfb-run", "-a"].map(String::from));
        }
        match keyring {
            Keyring::NoBus => {}
            Keyring::NoProvider => {
                words.push("dbus-run-session".into());
                words.push(format!("--config-file={}", self.bare_bus().display()));
                words.push("--".into());
            }
            Keyring::Locked | Keyring::Unlocked => {
                words.extend(["dbus-run-session", "--"].map(String::from));
            }
        }
        words.extend(["sh", "-c"].map(String::from));
        words.push(script.into());
        let own = std::env::current_exe().expect("the path of this test");
        words.push(own.to_str().expect("a path in UTF-8").into());

        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.home().join("run"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TMPDIR", std::env::temp_dir())
            .env("LANG", "C.UTF-8")
            .envs(
                HANDED_ON
                    .iter()
                    .filter_map(|name| Some((name, std::env::var_os(name)?))),
            );
        command
    }

    /// A bus configuration that can start no service.
    fn bare_bus(&self) -> PathBuf {
        let path = self.home().join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:tmpdir={}</listen>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            self.home().join("run").display()
        );
        std::fs::write(&path, text).expect("a bus configuration");
        path
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// Called at the end of a phase: without it the phase counts as not run.
///
/// # Panics
/// Outside a session.
pub fn phase_done() {
    let path = std::env::var_os(DONE).expect("inside a session");
    File::create(path).expect("a mark for the outer test");
}

/// The process that answers for passwords on this session's bus.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn keyring_pid() -> u32 {
    need(&[("dbus-send", "dbus")]);
    let output = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
        ])
        .args([
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
        ])
        .arg("string:org.freedesktop.secrets")
        .output()
        .expect("dbus-send runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text
        .split_whitespace()
        .last()
        .and_then(|word| word.parse().ok());
    number.unwrap_or_else(|| panic!("nobody answers for passwords: {text}"))
}

/// Sends a signal (`STOP`, `CONT`, `KILL`, …) to one process that this session started.
///
/// # Panics
/// If the signal cannot be sent.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill")
        .arg(format!("-{name}"))
        .arg(pid.to_string())
        .status();
    assert!(
        sent.expect("kill runs").success(),
        "cannot send {name} to {pid}"
    );
}

/// Locks the session's keyring, as a screen lock or the user would.
///
/// # Panics
/// If the daemon does not answer.
pub fn lock_keyring() {
    let sent = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
        ])
        .args([
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
        ])
        .arg("array:objpath:/org/freedesktop/secrets/collection/login")
        .stdout(Stdio::null())
        .status();
    assert!(
        sent.expect("dbus-send runs").success(),
        "the keyring cannot be locked"
    );
}

/// Waits until a window of that kind is on the virtual display.
///
/// # Panics
/// If none comes within 30 seconds.
pub fn wait_for_window(class: &str) {
    need(&[("xdotool", "xdotool")]);
    let mut child = Command::new("xdotool")
        .args(["search", "--sync", "--onlyvisible", "--class", class])
        .stdout(Stdio::null())
        .spawn()
        .expect("xdotool runs");
    let seen = wait(&mut child, Duration::from_secs(30));
    if seen.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    assert_eq!(seen, Some(true), "no window of class {class}");
}

/// Waits for a window, gives it these `xdotool` commands, and again until it is gone: the first
/// keys can come before the window takes the keyboard.
///
/// # Panics
/// If the window does not come, or does not go within 30 seconds.
pub fn answer_window(class: &str, commands: &[&[&str]]) {
    wait_for_window(class);
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        for arguments in commands {
            let typed = Command::new("xdotool")
                .args(*arguments)
                .status()
                .expect("xdotool runs");
            assert!(typed.success(), "xdotool {arguments:?}");
        }
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(1) {
            if !is_visible(class) {
                return;
            }
        }
    }
    panic!("the window of class {class} stays");
}

fn is_visible(class: &str) -> bool {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--class", class])
        .output()
        .expect("xdotool runs");
    !found.stdout.is_empty()
}

/// `Some(success)` when it ended, `None` if it did not within the time.
fn wait(child: &mut Child, within: Duration) -> Option<bool> {
    let deadline = Instant::now() + within;
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return Some(status.success());
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(10)); // the standard library has no timed wait
    }
}

/// Ends a session that hangs, with everything that was started in it.
fn end_group(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    let _ = child.wait();
}

fn read_all(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().expect("a file can be read again");
    file.read_to_end(&mut bytes).expect("a readable file");
    String::from_utf8_lossy(&bytes).into_owned()
}
