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
    let words: Vec<String> = std::env::args().skip(1).collect();
    // An answer in any case: what is written on standard output is JSON.
    match run(&words, Timestamp::now()) {
        Ok(json) => {
            println!("{json}");
            Ok(ExitCode::SUCCESS)
        }
        Err(bad) => {
            println!("{}", serde_json::to_string_pretty(&bad)?);
            Ok(ExitCode::from(INVALID))
        }
    }
}

fn bad(path: &str, error: impl Into<String>) -> BadFile {
    BadFile {
        error: error.into(),
        path: path.to_owned(),
    }
}

/// What was asked for.
struct Asked {
    file: PathBuf,
    today: Option<Date>,
}

impl Asked {
    fn read(words: &[String]) -> Result<Asked, BadFile> {
        const USAGE: &str = "takes FILE [--today YYYY-MM-DD]";
        let (mut file, mut today) = (None, None);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let day = match word.strip_prefix("--today") {
                Some("") => Some(words.next().map_or("", String::as_str)),
                Some(rest) => rest.strip_prefix('='),
                None => None,
            };
            match (day, &file) {
                (Some(day), _) if today.is_none() => today = Some(self::day(day)?),
                (Some(_), _) => return Err(bad("--today", "stands twice")),
                (None, None) if !word.starts_with("--") => file = Some(PathBuf::from(word)),
                (None, _) => return Err(bad(word, format!("does not know `{word}`: {USAGE}"))),
            }
        }
        let file = file.ok_or_else(|| bad("", USAGE))?;
        Ok(Asked { file, today })
    }
}

fn day(text: &str) -> Result<Date, BadFile> {
    // More is a day elsewhere: what the answers take is taken here.
    let day = text.parse::<Date>().ok();
    let day = day.filter(|it| it.to_string() == text);
    day.ok_or_else(|| bad("--today", format!("`{text}` is no day as YYYY-MM-DD")))
}

fn in_seoul(now: Timestamp) -> Date {
    SEOUL.to_datetime(now).date()
}

fn run(words: &[String], now: Timestamp) -> Result<String, BadFile> {
    let asked = Asked::read(words)?;
    let today = asked.today.unwrap_or_else(|| in_seoul(now));
    let text = std::fs::read_to_string(&asked.file).map_err(|error| {
        let file = asked.file.display().to_string();
        bad(&file, format!("cannot be read: {error}"))
    })?;
    let catalog = Catalog::embedded();
    let answers = planfile::read(&text, catalog)?;
    let planning = wizard::plan::planning(&answers, catalog, today);
    serde_json::to_string_pretty(&planfile::result(&planning, catalog))
        .map_err(|error| bad("", error.to_string()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn half_past_midnight_in_korea_is_the_next_day() -> Result<(), jiff::Error> {
        let at = |text: &str| Ok::<_, jiff::Error>(in_seoul(text.parse()?));
        assert_eq!(at("2026-11-23T14:59:59Z")?, date(2026, 11, 23));
        assert_eq!(at("2026-11-23T15:30:00Z")?, date(2026, 11, 24));
        Ok(())
    }
}
