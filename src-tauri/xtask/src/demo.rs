//! Pictures of the practice journey, from the first run to 오픈.

use std::path::{Path, PathBuf};

use crate::shell::{self, Done, Fail};
use crate::{build, test};

/// What to take pictures of.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    out: PathBuf,
    lang: &'static str,
    theme: &'static str,
}

/// `cargo xtask demo`: not 0 when 오픈 is not reached.
pub fn run(rest: &[String]) -> Done {
    let wish = wish(rest)?;
    if !cfg!(target_os = "linux") {
        return Err(Fail(
            "needs Linux: it drives the window in a virtual display".to_owned(),
        ));
    }
    test::prepare()?;
    std::fs::create_dir_all(&wish.out)?;
    remove_former(&wish.out)?;
    let out = wish.out.canonicalize()?;
    shell::run(
        build::tests("test")
            .args([
                "--test",
                "e2e",
                "--",
                "--exact",
                "journey::first_run_to_open",
                "--nocapture",
            ])
            .env("GILJABI_TAURI_DRIVER", test::driver())
            .env("GILJABI_DEMO_OUT", &out)
            .env("GILJABI_DEMO_LANG", wish.lang)
            .env("GILJABI_DEMO_THEME", wish.theme),
    )?;
    // The flow's own word is not enough: a renamed one would run nothing and pass.
    let mut taken = std::fs::read_dir(&out)?.flatten();
    if !taken.any(|picture| {
        picture
            .file_name()
            .to_string_lossy()
            .ends_with("-road-open.png")
    }) {
        return Err(Fail("오픈 was not reached".to_owned()));
    }
    eprintln!("Pictures: {}", out.display());
    Ok(())
}

/// Pictures of a former run would lie among the new ones.
fn remove_former(out: &Path) -> Done {
    for entry in std::fs::read_dir(out)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let numbered = name
            .split_once('-')
            .is_some_and(|(number, _)| number.len() == 3 && number.parse::<u32>().is_ok());
        if numbered && name.ends_with(".png") {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn wish(rest: &[String]) -> Result<Wish, Fail> {
    let one_of = |value: &str, all: &[&'static str]| {
        all.iter()
            .copied()
            .find(|known| *known == value)
            .ok_or_else(|| Fail(format!("{value} is none of {}", all.join(", "))))
    };
    let mut out = None;
    let (mut lang, mut theme) = ("ko", "light");
    for pair in rest.chunks(2) {
        let [name, value] = pair else {
            return Err(Fail(format!("{} needs a value", pair[0])));
        };
        match name.as_str() {
            "--out" => out = Some(std::path::absolute(value)?),
            "--lang" => lang = one_of(value, &["ko", "en"])?,
            "--theme" => theme = one_of(value, &["light", "dark", "contrast"])?,
            other => return Err(Fail(format!("does not know {other}"))),
        }
    }
    let out = out.ok_or_else(|| Fail("says where to: --out DIR".to_owned()))?;
    Ok(Wish { out, lang, theme })
}

#[cfg(test)]
mod tests {
    use super::wish;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options() -> Result<(), crate::shell::Fail> {
        let full = wish(&words("--out a --lang en --theme dark"))?;
        assert_eq!((full.lang, full.theme), ("en", "dark"));
        assert!(full.out.ends_with("a"));
        for bad in [
            "",
            "--out",
            "--out a --lang fr",
            "--out a --size 3",
            "--theme dark",
        ] {
            assert!(wish(&words(bad)).is_err(), "{bad}");
        }
        Ok(())
    }
}
