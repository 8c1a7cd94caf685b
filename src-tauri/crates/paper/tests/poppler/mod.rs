//! The tools of poppler, which read what was written.

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a tool on the bytes; None, with a word, where the machine does not have it.
pub fn tool(name: &str, words: &[&str], bytes: &[u8]) -> Option<String> {
    let spawned = Command::new(name)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        println!("skipped: no {name} here");
        return None;
    };
    let mut input = child.stdin.take().expect("piped");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().expect("runs");
    // A tool that has read enough may close its end first.
    let _ = writer.join();
    assert!(output.status.success(), "{name}: {:?}", output.status);
    // Titles of the structure are printed as they are stored, which is not UTF-8.
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text, as it stands on the pages.
pub fn text(bytes: &[u8]) -> Option<String> {
    tool("pdftotext", &["-layout", "-", "-"], bytes)
}
