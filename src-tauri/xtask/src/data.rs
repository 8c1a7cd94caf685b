//! Commands about the catalogue and the practice PortOne.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::shell::{self, Done, Fail};

const CATALOG: &str = "src-tauri/crates/catalog/data";

/// `cargo xtask catalog check|export`.
pub fn catalog(rest: &[String]) -> Done {
    match rest
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["check"] => shell::run(shell::cargo().args(["test", "--locked", "--package", "catalog"])),
        ["export"] => {
            let folder = shell::root().join(CATALOG);
            let mut files = BTreeMap::new();
            export(&folder, &folder, &mut files)?;
            println!("{}", serde_json::json!(files));
            Ok(())
        }
        _ => Err(Fail("takes check or export".to_owned())),
    }
}

/// Every file of the catalogue as it is written, by its path there.
fn export(root: &Path, folder: &Path, files: &mut BTreeMap<String, Value>) -> Done {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            export(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = std::fs::read_to_string(&path)?;
            let table: toml::Table = toml::from_str(&text)
                .map_err(|error| Fail(format!("{}: {error}", path.display())))?;
            let value = serde_json::to_value(table)
                .map_err(|error| Fail(format!("{}: {error}", path.display())))?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            files.insert(name.to_string_lossy().replace('\\', "/"), value);
        }
    }
    Ok(())
}

/// `cargo xtask sim [--port N]`: prints its address and keys, and serves until it is ended.
pub fn sim(rest: &[String]) -> Done {
    let port = match rest {
        [] => "0",
        [name, port] if name == "--port" => port,
        _ => return Err(Fail("takes --port N and nothing else".to_owned())),
    };
    shell::run(shell::cargo().args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--features",
        "core",
        "--bin",
        "xtask-core",
        "--",
        "sim",
        port,
    ]))
}
