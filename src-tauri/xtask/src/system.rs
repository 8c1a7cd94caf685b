//! Packages of the operating system.

use std::process::Command;

use crate::shell::{self, Done, Fail};

/// What the app needs to be built.
pub const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
    "libssl-dev",
    "libxdo-dev",
];

/// What the tests need besides: a screen, a bus, a keychain, a driver, a Hangul font, and
/// something to take pictures and to read PDF files with.
pub const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-tools",
    "xdotool",
    "xclip",
    "imagemagick",
    "poppler-utils",
    "webkit2gtk-driver",
    "fonts-noto-cjk",
    "at-spi2-core",
];

/// Is this an apt system?
pub fn has_apt() -> bool {
    cfg!(target_os = "linux") && shell::capture(Command::new("apt-get").arg("--version")).is_some()
}

/// Those of `wanted` that apt does not have installed.
pub fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    wanted
        .iter()
        .copied()
        .filter(|package| {
            let status =
                shell::capture(Command::new("dpkg-query").args(["-W", "-f", "${Status}", package]));
            !status.is_some_and(|status| status.ends_with("ok installed"))
        })
        .collect()
}

/// The command that a person would type.
pub fn command_for(packages: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

/// Makes sure of the packages: installs what is missing where it may, and says what it does first.
pub fn ensure(wanted: &[&str]) -> Done {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !has_apt() {
        return other_linux();
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(become_root) = root_prefix() else {
        return Err(Fail(format!(
            "these packages are missing: {}\nInstall them with:\n\n    {}\n",
            missing.join(" "),
            command_for(&missing)
        )));
    };
    eprintln!("Missing system packages: {}", missing.join(" "));
    eprintln!("I will now run: {}", command_for(&missing));
    let apt = |words: &[&str]| {
        let mut line: Vec<&str> = become_root.to_vec();
        line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        line.extend(words);
        let mut command = shell::program(line[0]);
        command.args(&line[1..]);
        shell::run(&mut command)
    };
    apt(&["update", "-q"])?;
    let mut words = vec!["install", "-y", "-q", "--no-install-recommends"];
    words.extend(&missing);
    apt(&words)
}

/// Without apt we install nothing: we look for the one library whose absence stops the build.
fn other_linux() -> Done {
    if shell::capture(Command::new("pkg-config").args(["--modversion", "webkit2gtk-4.1"])).is_some()
    {
        return Ok(());
    }
    Err(Fail(format!(
        "WebKitGTK 4.1 is missing and this is not an apt system. The packages are called on Debian: {}\nNames on other systems: https://v2.tauri.app/start/prerequisites/",
        BUILD.join(" ")
    )))
}

/// Empty as root, `sudo -n` with password-less sudo, nothing otherwise.
fn root_prefix() -> Option<&'static [&'static str]> {
    if shell::capture(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    shell::capture(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}
