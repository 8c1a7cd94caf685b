//! What this machine lacks, and the exact command for it.

use crate::shell::{Done, Fail};
use crate::{shell, system, test, ui};

/// Looks, says, changes nothing. Fails when the app could not be built.
pub fn run() -> Done {
    let mut stops = 0;
    let mut say = |good: bool, needed: bool, what: &str, how: &str| {
        let mark = if good {
            "ok     "
        } else if needed {
            "MISSING"
        } else {
            "absent "
        };
        eprintln!("{mark}  {what}");
        if !good {
            eprintln!("         {how}");
            stops += u32::from(needed);
        }
    };
    match ui::node() {
        Ok(version) => say(true, true, &format!("Node {version}"), ""),
        Err(Fail(why)) => say(false, true, "Node", &why),
    }
    if system::has_apt() {
        for (what, wanted, needed) in [
            ("packages to build", system::BUILD, true),
            ("packages to test", system::TEST, false),
        ] {
            let missing = system::missing(wanted);
            let name = if missing.is_empty() {
                what.to_owned()
            } else {
                format!("{what}: {}", missing.join(" "))
            };
            say(
                missing.is_empty(),
                needed,
                &name,
                &system::command_for(&missing),
            );
        }
    } else if cfg!(target_os = "linux") {
        let found =
            shell::capture(shell::program("pkg-config").args(["--modversion", "webkit2gtk-4.1"]));
        say(
            found.is_some(),
            true,
            "WebKitGTK 4.1",
            "https://v2.tauri.app/start/prerequisites/",
        );
    } else if cfg!(windows) {
        eprintln!(
            "look     WebView2 and the Microsoft C++ build tools: https://v2.tauri.app/start/prerequisites/"
        );
    } else {
        say(
            shell::capture(shell::program("xcode-select").arg("-p")).is_some(),
            true,
            "Xcode command line tools",
            "xcode-select --install",
        );
    }
    if cfg!(target_os = "linux") {
        say(
            test::driver().exists(),
            false,
            "tauri-driver",
            "cargo xtask test installs it into target/tools",
        );
        say(
            has_display(),
            false,
            "a display",
            "the app needs one; without it: cargo xtask demo --out pictures",
        );
    }
    if stops == 0 {
        Ok(())
    } else {
        Err(Fail("the app cannot be built here yet".to_owned()))
    }
}

/// Is there a screen to show a window on?
pub fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
