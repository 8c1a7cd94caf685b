//! Lists every `data/**/*.toml`, so that a new gateway is just a new file, and packs each as JSON: those the app
//! reads when it starts.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec;

/// The level that packs closest.
const BEST: u8 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets it")?);
    let data = root.join("data");
    println!("cargo::rerun-if-changed={}", data.display());

    let mut files = Vec::new();
    collect(&data, &mut files)?;
    files.sort();

    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets it")?);
    let (mut toml, mut packed) = (String::from("&[\n"), String::from("&[\n"));
    for (number, file) in files.iter().enumerate() {
        let name = file
            .strip_prefix(&data)?
            .to_string_lossy()
            .replace('\\', "/");
        let read: serde_json::Value = toml::from_str(&fs::read_to_string(file)?)
            .map_err(|error| format!("{name}: {error}"))?;
        let to = out.join(format!("{number}.json.deflate"));
        fs::write(&to, compress_to_vec(read.to_string().as_bytes(), BEST))?;
        writeln!(
            toml,
            "    ({name:?}, include_str!({:?})),",
            file.to_string_lossy()
        )?;
        writeln!(
            packed,
            "    ({name:?}, include_bytes!({:?})),",
            to.to_string_lossy()
        )?;
    }
    for (list, to) in [(toml, "toml.rs"), (packed, "packed.rs")] {
        fs::write(out.join(to), list + "]")?;
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
