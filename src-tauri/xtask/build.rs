//! A package with a build script has an output folder; the bare window's pages are packed there.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
