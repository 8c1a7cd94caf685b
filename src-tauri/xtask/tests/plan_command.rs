//! `cargo xtask plan` as a process: what it writes and how it ends.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::Value;

type Done = Result<(), Box<dyn Error>>;

struct Ended {
    code: Option<i32>,
    json: Value,
}

/// Runs it under a time zone. Whatever it says on standard output is JSON.
fn plan(words: &[&str], zone: &str) -> Result<Ended, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-plan"));
    let out = command.args(words).env("TZ", zone).output()?;
    Ok(Ended {
        code: out.status.code(),
        json: serde_json::from_slice(&out.stdout)
            .map_err(|error| format!("{words:?}: {error}: {out:?}"))?,
    })
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn file(&self, name: &str, text: &str) -> Result<String, Box<dyn Error>> {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path.to_str().ok_or("a name in UTF-8")?.to_owned())
    }
}

fn folder() -> Result<Folder, std::io::Error> {
    tempfile::tempdir().map(Folder)
}

#[test]
fn any_answer_ends_with_0() -> Done {
    let folder = folder()?;
    let shop = folder.file(
        "shop.json",
        r#"{"purposes": "one_time", "methods": "card"}"#,
    )?;
    let none = folder.file(
        "none.json",
        r#"{"purposes": "recurring", "methods": "gift_certificate"}"#,
    )?;
    let empty = folder.file("empty.json", "{}")?;
    for (file, plans) in [(&shop, true), (&none, false), (&empty, true)] {
        let ended = plan(&[file, "--today", "2026-11-23"], "UTC")?;
        assert_eq!(ended.code, Some(0), "{file}");
        assert_eq!(ended.json["today"], "2026-11-23");
        let found = ended.json["plans"].as_array().ok_or("plans")?;
        assert_eq!(!found.is_empty(), plans, "{file}");
    }
    Ok(())
}

#[test]
fn the_day_may_be_given_in_either_form() -> Done {
    let folder = folder()?;
    let file = folder.file("a.json", "{}")?;
    let one = plan(&[&file, "--today", "2027-02-05"], "UTC")?;
    let other = plan(&["--today=2027-02-05", &file], "UTC")?;
    assert_eq!((one.code, other.code), (Some(0), Some(0)));
    assert_eq!(one.json["today"], "2027-02-05");
    assert_eq!(one.json, other.json);
    Ok(())
}

/// Between these two zones lie 25 hours, so at any moment one of them has another day than Korea.
#[test]
fn today_is_koreas_whatever_the_zone() -> Done {
    let folder = folder()?;
    let file = folder.file("a.json", "{}")?;
    let seoul = || Offset::constant(9).to_datetime(Timestamp::now()).date();
    for zone in [
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "<+14>-14",
        "<-11>11",
    ] {
        let before = seoul().to_string();
        let ended = plan(&[&file], zone)?;
        let after = seoul().to_string();
        let today = ended.json["today"].as_str().unwrap_or_default();
        assert!(today == before || today == after, "{zone}: {today}");
    }
    Ok(())
}

#[test]
fn what_is_not_valid_ends_with_2_and_says_where() -> Done {
    let folder = folder()?;
    let good = folder.file("good.json", "{}")?;
    let unknown = folder.file("unknown.json", r#"{"favourite_colour": "red"}"#)?;
    let value = folder.file("value.json", r#"{"surface": "moon"}"#)?;
    let broken = folder.file("broken.json", "{")?;
    let absent = folder.0.path().join("absent.json");
    let absent = absent.to_str().ok_or("a name in UTF-8")?;
    for (words, path, named) in [
        (
            &[unknown.as_str()] as &[&str],
            "/favourite_colour",
            "`favourite_colour`",
        ),
        (&[value.as_str()], "/surface", "`moon`"),
        (&[broken.as_str()], "", "no JSON"),
        (&[absent], absent, "cannot be read"),
        (&[], "", "takes FILE"),
        (&[good.as_str(), "--today"], "--today", "no day"),
        (&[good.as_str(), "--today="], "--today", "no day"),
        (
            &[good.as_str(), "--today", "2026-02-30"],
            "--today",
            "2026-02-30",
        ),
        (&[good.as_str(), "--today=20261123"], "--today", "20261123"),
        (
            &[good.as_str(), "--today=2026-11-23", "--today=2026-11-24"],
            "--today",
            "twice",
        ),
        (&[good.as_str(), "--todays"], "--todays", "--todays"),
        (&[good.as_str(), "--verbose"], "--verbose", "--verbose"),
        (
            &[good.as_str(), value.as_str()],
            value.as_str(),
            "does not know",
        ),
    ] {
        let ended = plan(words, "UTC")?;
        assert_eq!(ended.code, Some(2), "{words:?}: {}", ended.json);
        let keys: Vec<&String> = ended.json.as_object().ok_or("an object")?.keys().collect();
        assert_eq!(keys, ["error", "path"], "{words:?}");
        assert_eq!(ended.json["path"], path, "{words:?}: {}", ended.json);
        let error = ended.json["error"].as_str().unwrap_or_default();
        assert!(error.contains(named), "{words:?}: {error}");
    }
    Ok(())
}
