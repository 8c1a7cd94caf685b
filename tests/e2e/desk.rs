//! Where a flow runs: its own home, screen, bus, keychain and driver, and nothing of this machine's.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Outcome, fail};

/// How long the surroundings may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);
/// The password of the keychain.
pub const KEYCHAIN_PASSWORD: &str = "desk";

/// In which state the keychain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// A real gnome-keyring, unlocked.
    Unlocked,
    /// A real gnome-keyring that asks for its password.
    Locked,
    /// A real gnome-keyring, unlocked, that answers nothing any more.
    Frozen,
    /// A bus that offers none.
    Absent,
}

/// The surroundings of one flow. All that it started ends with it.
pub struct Desk {
    home: TempDir,
    children: Vec<Child>,
    driver: Option<Child>,
    env: Vec<(&'static str, OsString)>,
    port: u16,
    /// What was typed into fields for secrets: none of it may lie about when the flow ends.
    typed: Rc<RefCell<Vec<String>>>,
}

impl Desk {
    /// Everything but the driver.
    pub fn new(keychain: Keychain) -> Outcome<Self> {
        let home = tempfile::tempdir()?;
        let at = |name: &str| home.path().join(name);
        private_dir(&at("run"))?;
        let mut desk = Desk {
            children: Vec::new(),
            driver: None,
            env: Vec::new(),
            port: 0,
            typed: Rc::default(),
            home,
        };
        let home = desk.home.path().to_path_buf();
        desk.set("HOME", &home);
        desk.set("XDG_RUNTIME_DIR", home.join("run"));
        desk.set("TMPDIR", &home);
        desk.set("PATH", std::env::var_os("PATH").unwrap_or_default());
        desk.set("LANG", "ko_KR.UTF-8");
        desk.set("TZ", "Asia/Seoul");
        desk.set("GDK_BACKEND", "x11");
        desk.set("GTK_A11Y", "none");
        // No GPU in a virtual display: WebKit's accelerated path then draws nothing.
        desk.set("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        desk.set("GILJABI_E2E_DATA", desk.data());
        desk.screen()?;
        desk.bus(keychain)?;
        match keychain {
            Keychain::Unlocked => desk.keychain()?,
            Keychain::Locked => {
                // Once open, so that there is something to lock; the next caller wakes it up locked.
                desk.keychain()?;
                desk.end_last();
            }
            Keychain::Frozen => {
                desk.keychain()?;
                desk.freeze_keychain(true)?;
            }
            Keychain::Absent => {}
        }
        Ok(desk)
    }

    /// Stops the keychain in the middle of whatever it does, or lets it go on. It was started last.
    pub fn freeze_keychain(&self, frozen: bool) -> Outcome {
        let Some(daemon) = self.children.last() else {
            fail!("no keychain was started")
        };
        let signal = if frozen { "-STOP" } else { "-CONT" };
        Command::new("kill")
            .args([signal, &daemon.id().to_string()])
            .status()?;
        Ok(())
    }

    /// The app's next start finds the calendar a day later.
    pub fn a_day_later(&mut self) {
        let tomorrow = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24);
        self.set("GILJABI_E2E_NOW", tomorrow.to_string());
    }

    /// What the next window's file dialogs answer.
    pub fn dialogs_answer(&mut self, path: &Path) {
        self.set("GILJABI_E2E_DIALOG", path);
    }

    /// Listens for what the next window tells whoever started it.
    pub fn starter(&mut self) -> Outcome<UnixDatagram> {
        let path = self.home().join("starter");
        let socket = UnixDatagram::bind(&path)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        self.set("NOTIFY_SOCKET", path);
        Ok(socket)
    }

    /// Where windows write down what is typed into fields for secrets.
    pub fn typed(&self) -> Rc<RefCell<Vec<String>>> {
        self.typed.clone()
    }

    fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.env.push((name, value.into()));
    }

    /// The folder that holds everything of this desk.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the app keeps its data.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("giljabi")
    }

    /// A program in these surroundings.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.home.path()).stdin(Stdio::null());
        command
    }

    /// Its screen.
    pub fn display(&self) -> String {
        let value = self
            .env
            .iter()
            .find(|(name, _)| *name == "DISPLAY")
            .map(|(_, value)| value);
        value.map_or_else(String::new, |value| value.to_string_lossy().into_owned())
    }

    fn screen(&mut self) -> Outcome {
        let mut xvfb = self.command("Xvfb");
        xvfb.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
        ]);
        let number = self.start_and_read(&mut xvfb)?;
        self.set("DISPLAY", format!(":{number}"));
        Ok(())
    }

    fn bus(&mut self, keychain: Keychain) -> Outcome {
        let mut bus = self.command("dbus-daemon");
        bus.args(["--nofork", "--print-address=1"]);
        if keychain == Keychain::Absent {
            let config = self.home.path().join("bus.conf");
            std::fs::write(&config, BUS_WITHOUT_SERVICES)?;
            bus.arg("--config-file").arg(config);
        } else {
            bus.arg("--session");
        }
        let address = self.start_and_read(&mut bus)?;
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
        Ok(())
    }

    /// Unlocks a keychain before anything can wake it up locked.
    fn keychain(&mut self) -> Outcome {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut child = daemon
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(KEYCHAIN_PASSWORD.as_bytes())?;
        }
        self.children.push(child);
        until("the keychain", || {
            Ok(self.has_owner("org.freedesktop.secrets"))
        })
    }

    fn has_owner(&self, name: &str) -> bool {
        let mut ask = self.command("dbus-send");
        ask.args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ]);
        ask.args([
            "org.freedesktop.DBus.NameHasOwner",
            &format!("string:{name}"),
        ]);
        ask.output()
            .is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("boolean true"))
    }

    fn end_last(&mut self) {
        if let Some(child) = self.children.pop() {
            end(child);
        }
    }

    /// Starts a program that prints one line when it is ready, and gives that line.
    fn start_and_read(&mut self, command: &mut Command) -> Outcome<String> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        self.children.push(child);
        let line = line.trim();
        if line.is_empty() {
            fail!("{} said nothing", command.get_program().display());
        }
        Ok(line.to_owned())
    }

    /// Starts a fresh driver and gives its address.
    pub fn driver(&mut self) -> Outcome<String> {
        if let Some(old) = self.driver.take() {
            end(old);
        }
        let program =
            std::env::var_os("GILJABI_TAURI_DRIVER").unwrap_or_else(|| "tauri-driver".into());
        let (port, native) = (free_port()?, free_port()?);
        let mut driver = self.command(&program);
        driver.args([
            "--port",
            &port.to_string(),
            "--native-port",
            &native.to_string(),
        ]);
        let log = std::fs::File::create(self.home.path().join("driver.log"))?;
        driver.stdout(log.try_clone()?).stderr(log);
        self.driver = Some(
            driver
                .spawn()
                .map_err(|error| format!("{}: {error}", program.display()))?,
        );
        self.port = port;
        let both = [port, native];
        until("the driver", || {
            Ok(both
                .iter()
                .all(|port| std::net::TcpStream::connect(("127.0.0.1", *port)).is_ok()))
        })?;
        Ok(format!("http://127.0.0.1:{port}"))
    }

    /// The app's process: the one of our binary with our home.
    pub fn app_pid(&self) -> Outcome<u32> {
        let mine = format!("GILJABI_E2E_DATA={}\0", self.data().display());
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let Some(pid) = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok())
            else {
                continue;
            };
            let binary = std::fs::read_link(entry.path().join("exe")).unwrap_or_default();
            let environ = std::fs::read(entry.path().join("environ")).unwrap_or_default();
            if binary == Path::new(APP) && String::from_utf8_lossy(&environ).contains(&mine) {
                return Ok(pid);
            }
        }
        fail!("the app is not running")
    }

    /// kill -9, and waits until it is gone.
    pub fn kill_app(&self) -> Outcome {
        let pid = self.app_pid()?;
        Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status()?;
        until("the end of the app", || Ok(self.app_pid().is_err()))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Ok(pid) = self.app_pid() {
            let _gone_already = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        // The driver first, the bus and the screen last.
        for child in self
            .driver
            .take()
            .into_iter()
            .chain(self.children.drain(..).rev())
        {
            end(child);
        }
    }
}

/// A small disk in memory; only root may make one.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Two megabytes at this folder. None without the right to mount.
    pub fn mount(at: &Path) -> Outcome<Option<Self>> {
        std::fs::create_dir_all(at)?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=2m,mode=700", "giljabi-test"]);
        let done = mount.arg(at).stderr(Stdio::null()).status()?;
        Ok(done.success().then(|| SmallDisk(at.to_owned())))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone_already = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// The app as it was built for these tests.
pub const APP: &str = env!("CARGO_BIN_EXE_giljabi");

/// A session bus from which nothing can be started.
const BUS_WITHOUT_SERVICES: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

fn end(mut child: Child) {
    let _gone_already = child.kill();
    let _status = child.wait();
}

fn private_dir(path: &Path) -> Outcome {
    use std::os::unix::fs::DirBuilderExt;
    Ok(std::fs::DirBuilder::new().mode(0o700).create(path)?)
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits for something outside the window.
pub fn until(what: &str, mut ready: impl FnMut() -> Outcome<bool>) -> Outcome {
    let start = Instant::now();
    while !ready()? {
        if start.elapsed() > PATIENCE {
            fail!("waited {} s for {what}", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
