//! Programs of others that judge the practice PortOne and its client: PortOne's own SDKs, Prism, the reference
//! implementation of webhook signatures. Installed into the target folder, from a lock file and by hash.

use std::fs;
use std::path::Path;

use crate::shell::{self, Done};
use crate::{build, python, ui};

const FOLDER: &str = "src-tauri/crates/portone-sim/tests/judges";

/// Are they wanted? Only where PortOne's own API files are: without them the tests that need a judge are skipped.
pub fn wanted() -> bool {
    std::env::var_os("GILJABI_PORTONE_SPEC").is_some()
}

/// Installs what is missing or of another version.
pub fn install() -> Done {
    let from = shell::root().join(FOLDER);
    let to = build::target().join("judges");
    fs::create_dir_all(&to)?;
    npm(&from, &to.join("node"))?;
    python::install(&from.join("requirements.txt"), &to.join("python"))
}

fn npm(from: &Path, to: &Path) -> Done {
    ui::node()?;
    let lock = fs::read_to_string(from.join("package-lock.json"))?;
    let stamp = to.join("installed.json");
    if shell::is_fresh(&stamp, &lock) {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), to.join(name))?;
    }
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    shell::run(ui::npm().current_dir(to).args(words))?;
    Ok(fs::write(stamp, lock)?)
}
