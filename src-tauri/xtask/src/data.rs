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

/// `cargo xtask sim [--port N] [--scenario NAME] [--seed FILE]`: writes where it is and what it takes, and serves
/// until it is told to end.
pub fn sim(rest: &[String]) -> Done {
    let mut command = shell::cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "portone-sim",
        "--",
    ]);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        command.arg(word);
        if word == "--seed"
            && let Some(file) = rest.next()
        {
            // Named from where the person stands; the program starts at the root.
            command.arg(std::path::absolute(file)?);
        }
    }
    shell::become_it(&mut command)
}
