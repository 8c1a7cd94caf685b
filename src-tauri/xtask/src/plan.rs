//! The plan from a file of answers: started by `cargo xtask plan`, never by hand. A program of its
//! own, so that it needs nothing but the pure crates.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use catalog::Catalog;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use planfile::BadFile;

/// A file that is not valid.
const INVALID: u8 = 2;
/// Korea has one time and no summer time.
const SEOUL: Offset = Offset::constant(9);

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (mut file, mut today) = (None, None);
    while let Some(word) = words.next() {
        match (word.as_str(), &file) {
            ("--today", _) => today = Some(words.next().unwrap_or_default()),
            (_, None) => file = Some(PathBuf::from(word)),
            (other, Some(_)) => return Err(format!("does not know {other}").into()),
        }
    }
    let file = file.ok_or("takes FILE [--today YYYY-MM-DD]")?;
    let planned = run(&file, today.as_deref());
    // An answer in any case: what is written on standard output is JSON.
    match planned {
        Ok(json) => println!("{json}"),
        Err(bad) => {
            println!("{}", serde_json::to_string_pretty(&bad)?);
            return Ok(ExitCode::from(INVALID));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn run(file: &PathBuf, today: Option<&str>) -> Result<String, BadFile> {
    let bad = |path: String, error: String| BadFile { error, path };
    let today: Date = match today {
        None => SEOUL.to_datetime(Timestamp::now()).date(),
        Some(day) => day.parse().map_err(|_| {
            bad(
                "--today".to_owned(),
                format!("`{day}` is no day as YYYY-MM-DD"),
            )
        })?,
    };
    let text = std::fs::read_to_string(file).map_err(|error| {
        bad(
            file.display().to_string(),
            format!("cannot be read: {error}"),
        )
    })?;
    let catalog = Catalog::embedded();
    let answers = planfile::read(&text, catalog)?;
    let planning = wizard::plan::planning(&answers, catalog, today);
    serde_json::to_string_pretty(&planfile::result(&planning))
        .map_err(|error| bad(String::new(), error.to_string()))
}
