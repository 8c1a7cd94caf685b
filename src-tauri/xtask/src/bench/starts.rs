//! Starting the app and a bare window in turn, in a virtual display.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Starts;
use crate::shell;

const RUNS: usize = 15;
const PATIENCE: Duration = Duration::from_secs(30);

/// Both in turn, the first pair thrown away: it warms the disk.
pub fn measure() -> Result<Starts, String> {
    let home = super::build::target().join("bench");
    let _absent_is_fine = fs::remove_dir_all(&home);
    let (screen, display) = screen()?;
    let _ends_with_us = Ended(screen);
    let bare = super::binary("bare");
    let mut samples = [const { Vec::new() }; 4];
    for run in 0..=RUNS {
        for (at, program) in [super::binary("giljabi"), bare.clone()].iter().enumerate() {
            let started = one(program, &home.join(at.to_string()), &display);
            // A computer's very first WebKit makes its caches, and may be silent over it.
            if run > 0 {
                let (first, memory) = started?;
                samples[at].push(first);
                samples[at + 2].push(memory);
            }
        }
    }
    let [ours, bare, our_memory, bare_memory] = samples.map(median);
    Ok(Starts {
        first_frame: (ours, bare),
        memory: (our_memory, bare_memory),
    })
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// A child that does not outlive us.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _gone_already = self.0.kill();
        let _status = self.0.wait();
    }
}

fn screen() -> Result<(Child, String), String> {
    let mut xvfb = Command::new("Xvfb");
    xvfb.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x900x24",
        "-nolisten",
        "tcp",
    ]);
    let mut child = xvfb
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("Xvfb: {error}"))?;
    let mut number = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out)
            .read_line(&mut number)
            .map_err(|error| error.to_string())?;
    }
    Ok((child, format!(":{}", number.trim())))
}

fn one(program: &Path, home: &Path, display: &str) -> Result<(f64, f64), String> {
    let text = |error: std::io::Error| format!("{}: {error}", program.display());
    fs::create_dir_all(home).map_err(text)?;
    // A socket's path must be short, and a checkout may lie deep.
    let ready = std::env::temp_dir().join(format!("giljabi-bench-{}", std::process::id()));
    let _absent_is_fine = fs::remove_file(&ready);
    let told = UnixDatagram::bind(&ready).map_err(text)?;
    told.set_read_timeout(Some(PATIENCE)).map_err(text)?;
    let mut command = shell::program(program);
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("DISPLAY", display);
    command
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LANG", "C.UTF-8");
    command.env("NOTIFY_SOCKET", &ready);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let child = Ended(command.spawn().map_err(text)?);
    let mut word = [0; 64];
    let length = told.recv(&mut word).map_err(|error| {
        let seconds = PATIENCE.as_secs();
        format!(
            "{} painted nothing in {seconds} s: {error}",
            program.display()
        )
    })?;
    if &word[..length] != b"READY=1\n" {
        return Err(format!("{} said something else", program.display()));
    }
    let took = start.elapsed().as_secs_f64() * 1000.0;
    let memory = at_rest(child.0.id());
    let _gone_already = fs::remove_file(&ready);
    Ok((took, memory))
}

/// What a process and all below it take once they stopped growing, in MB: at the first frame the page
/// is still at work.
fn at_rest(root: u32) -> f64 {
    let mut calm = 0;
    let mut last = pss(root);
    for _ in 0..40 {
        std::thread::sleep(Duration::from_millis(250));
        let now = pss(root);
        let steady = (now - last).abs() < last / 100.0;
        calm = if steady { calm + 1 } else { 0 };
        last = now;
        if calm == 3 {
            break;
        }
    }
    last
}

/// Of a process and all below it, in MB.
fn pss(root: u32) -> f64 {
    let mut all = vec![root];
    let mut at = 0;
    while at < all.len() {
        all.extend(children(all[at]));
        at += 1;
    }
    all.iter().map(|pid| rollup(*pid)).sum::<f64>() / 1e3
}

fn children(pid: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    tasks
        .flat_map(|task| {
            let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            text.split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<u32>>()
        })
        .collect()
}

fn rollup(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.split_whitespace().next())
        .and_then(|kb| kb.parse().ok())
        .unwrap_or(0.0)
}
