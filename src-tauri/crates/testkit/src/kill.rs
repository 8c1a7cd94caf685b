//! Killing a process at random moments: the process says what it has done, and dies.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

/// A small generator: the seed is printed, and a failure can be run again with it.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// With the seed in `GILJABI_SEED`, or one of this moment.
    ///
    /// # Panics
    /// With a clock before 1970.
    #[must_use]
    pub fn new() -> Self {
        let given = std::env::var("GILJABI_SEED").ok();
        let now = || {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            u64::from(since.expect("a clock after 1970").subsec_nanos())
        };
        let seed = given.and_then(|seed| seed.parse().ok()).unwrap_or_else(now) | 1;
        println!("GILJABI_SEED={seed}");
        Self(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}

/// How many kills: `GILJABI_KILLS`, or 100.
#[must_use]
pub fn kills() -> u64 {
    std::env::var("GILJABI_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100)
}

/// Said by the process that will be killed, on a line of its own, once what it tells of is done.
///
/// # Panics
/// When nobody listens any more.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{text}").expect("a listener");
    out.flush().expect("a listener");
}

/// A process that will be killed, and what it says.
#[derive(Debug)]
pub struct Victim {
    child: Child,
    heard: mpsc::Receiver<String>,
}

impl Victim {
    /// Starts this test once more as the process that will be killed.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the process starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (said, heard) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if said.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, heard }
    }

    /// Waits until it says this.
    ///
    /// # Panics
    /// If it ends without.
    pub fn until(&self, word: &str) {
        while self.heard.recv().expect("it goes on until it is killed") != word {}
    }

    /// Kills it after a while. Everything that it said before it died is given to `note`.
    ///
    /// # Panics
    /// If it ended by itself.
    pub fn kill_after(mut self, wait: Duration, mut note: impl FnMut(&str)) {
        let deadline = Instant::now() + wait;
        let left = || deadline.saturating_duration_since(Instant::now());
        while let Ok(line) = self.heard.recv_timeout(left()) {
            note(&line);
        }
        self.child.kill().expect("it still runs"); // SIGKILL
        self.child.wait().expect("it is gone");
        for line in &self.heard {
            note(&line);
        }
    }
}
