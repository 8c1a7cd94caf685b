//! Prism, started and ended.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::tools::Judges;

/// A running Prism. Ended when dropped.
pub struct Prism {
    child: Child,
    pub url: String,
    ready: mpsc::Receiver<()>,
}

impl Prism {
    /// Passes on to `upstream`, and answers by itself where a side breaks the document.
    pub fn proxy(judges: &Judges, document: &Path, upstream: &str) -> Self {
        let document = document.to_str().unwrap();
        Self::start(judges, &["proxy", "--errors", document, upstream])
    }

    /// Invents answers.
    pub fn mock(judges: &Judges, document: &Path) -> Self {
        let document = document.to_str().unwrap();
        Self::start(judges, &["mock", "-d", "--errors", document])
    }

    fn start(judges: &Judges, words: &[&str]) -> Self {
        let port = free_port();
        let mut child = judges
            .node()
            .arg(judges.package("@stoplight/prism-cli/dist/index.js"))
            .args(words)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (tell, ready) = mpsc::channel();
        // Reads on to the end: a full pipe would stop Prism.
        std::thread::spawn(move || {
            for line in out.split(b'\n').map_while(Result::ok) {
                if String::from_utf8_lossy(&line).contains("is listening on") {
                    let _ = tell.send(());
                }
            }
        });
        let url = format!("http://127.0.0.1:{port}");
        Self { child, url, ready }
    }

    /// Waits until it listens.
    pub fn ready(&self) {
        let waited = self.ready.recv_timeout(Duration::from_secs(120));
        assert!(waited.is_ok(), "Prism did not start");
    }
}

/// A port that nobody has, and that no system gives to whoever asks for any: Prism takes a while to take it.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 9000).unwrap();
    loop {
        let port = 20_000 + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % 9000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
