//! From a file of answers to the answers of a journey.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{AnswerKind, Question, UNKNOWN};
use serde::Serialize;
use serde_json::{Number, Value};
use wizard::Refusal;
use wizard::plan::{ANSWER_MAX, given};

/// Why a file is not valid, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadFile {
    /// Why.
    pub error: String,
    /// A JSON pointer; empty: the file as a whole.
    pub path: String,
}

impl BadFile {
    fn new(path: &str, error: impl Into<String>) -> Self {
        BadFile {
            error: error.into(),
            path: path.to_owned(),
        }
    }
}

/// Reads answers. A key that is left out, or null, is a question that was not answered.
///
/// # Errors
///
/// [`BadFile`] for what is no JSON object, for a key that is no question, and for a value that the
/// question does not know.
pub fn read(text: &str, catalog: &Catalog) -> Result<BTreeMap<String, Vec<String>>, BadFile> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: Value = serde_json::from_str(text)
        .map_err(|error| BadFile::new("", format!("no JSON: {error}")))?;
    let Value::Object(file) = file else {
        return Err(BadFile::new(
            "",
            "must be an object of questions and answers",
        ));
    };
    let mut answers = BTreeMap::new();
    for (id, value) in file {
        let path = format!("/{}", id.replace('~', "~0").replace('/', "~1"));
        // Editors find the schema by it.
        if id == "$schema" {
            if !value.is_string() {
                return Err(BadFile::new(&path, "`$schema` is a text"));
            }
            continue;
        }
        let Some(question) = catalog.question(&id) else {
            return Err(BadFile::new(&path, format!("unknown key `{id}`")));
        };
        let values = words(question, value, &path)?;
        as_the_schema_says(question, &values).map_err(|error| BadFile::new(&path, error))?;
        let values = given(question, values.clone())
            .map_err(|refusal| BadFile::new(&path, why(question, &values, &refusal)))?;
        if !values.is_empty() {
            answers.insert(id, values);
        }
    }
    Ok(answers)
}

/// The value as the words of an answer.
fn words(question: &Question, value: Value, path: &str) -> Result<Vec<String>, BadFile> {
    let one = |value: Value, path: &str| match value {
        Value::String(text) => Ok(text),
        Value::Number(number) if question.kind == AnswerKind::Number => Ok(whole(&number)),
        other => Err(BadFile::new(
            path,
            format!("{} does not fit here: {other}", name(&other)),
        )),
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(all) => {
            let all = all.into_iter().enumerate();
            all.map(|(n, value)| one(value, &format!("{path}/{n}")))
                .collect()
        }
        single => Ok(vec![one(single, path)?]),
    }
}

/// A number's digits. JSON does not tell 1000.0 from 1000.
fn whole(number: &Number) -> String {
    match number.as_f64() {
        Some(it) if !number.is_u64() && it.fract() == 0.0 && (0.0..=1e15).contains(&it) => {
            (it as u64).to_string()
        }
        _ => number.to_string(),
    }
}

/// A person's typing is tidied by the interview. A file is written once and read by other programs
/// too, by the schema: what that refuses is refused here.
fn as_the_schema_says(question: &Question, values: &[String]) -> Result<(), String> {
    let id = &question.id;
    match question.kind {
        AnswerKind::One | AnswerKind::Many => {
            let twice = |(n, value): &(usize, &String)| values[..*n].contains(value);
            match values.iter().enumerate().find(twice) {
                Some((_, value)) => Err(format!("`{id}` has `{value}` twice")),
                None => Ok(()),
            }
        }
        AnswerKind::Number | AnswerKind::Day => {
            let plain = |value: &String| {
                let mut signs = value.chars();
                let own =
                    |c: char| c.is_ascii_digit() || (c == '-' && question.kind == AnswerKind::Day);
                value == UNKNOWN || (signs.all(own) && !value.is_empty())
            };
            // A day without its hyphens is one elsewhere, and not here.
            let day = |value: &String| {
                question.kind != AnswerKind::Day || value.len() == "YYYY-MM-DD".len()
            };
            let fits = |value: &String| plain(value) && (value == UNKNOWN || day(value));
            match values.iter().find(|it| !fits(it)) {
                Some(_) => Err(why(question, values, &Refusal::BadText)),
                None => Ok(()),
            }
        }
        AnswerKind::Text => {
            let long = |value: &String| value.chars().count() > ANSWER_MAX;
            if values.iter().any(long) {
                return Err(why(question, values, &Refusal::BadText));
            }
            Ok(())
        }
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn why(question: &Question, values: &[String], refusal: &Refusal) -> String {
    let id = &question.id;
    let known = |value: &&String| question.choices.iter().any(|it| it.value == **value);
    let listed = matches!(question.kind, AnswerKind::One | AnswerKind::Many);
    match (refusal, values.iter().find(|it| !known(it)), question.kind) {
        (Refusal::LooksSecret, ..) => {
            format!("`{id}` looks like a secret, which has no place here")
        }
        (_, Some(value), _) if listed => format!("`{id}` has no answer `{value}`"),
        (_, _, AnswerKind::Number) => {
            format!("`{id}` is a whole number from 0 to 10^15, or `{UNKNOWN}`")
        }
        (_, _, AnswerKind::Day) => format!("`{id}` is a day as YYYY-MM-DD, or `{UNKNOWN}`"),
        (_, _, AnswerKind::Text) => format!("`{id}` is one text of 200 characters at most"),
        (_, _, AnswerKind::One) => format!("`{id}` has one answer"),
        (_, _, AnswerKind::Many) => format!("`{id}` has an answer that stands alone"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> Option<(String, String)> {
        let error = read(text, Catalog::embedded()).err()?;
        Some((error.path, error.error))
    }

    #[test]
    fn answers_are_read_as_the_interview_keeps_them() {
        let text = r#"{
            "$schema": "answers.schema.json", "goods": ["digital", "physical"], "surface": "web",
            "monthly_sales": 10000000.0, "months_of_sales": "03", "wished_day": "2027-01-04",
            "buyer_countries": ["US", "JP"], "size_tier": null, "trade": "unknown", "methods": []
        }"#;
        let answers = read(text, Catalog::embedded()).unwrap_or_default();
        let of = |id: &str| answers.get(id).map(|it| it.join(" "));
        for (id, values) in [
            ("goods", Some("physical digital")),
            ("surface", Some("web")),
            ("monthly_sales", Some("10000000")),
            ("months_of_sales", Some("3")),
            ("wished_day", Some("2027-01-04")),
            ("buyer_countries", Some("US JP")),
            ("size_tier", None),
            ("trade", Some("unknown")),
            ("methods", None),
        ] {
            let mut got: Vec<String> = of(id)
                .unwrap_or_default()
                .split(' ')
                .map(str::to_owned)
                .collect();
            let mut wanted: Vec<&str> = values.unwrap_or_default().split(' ').collect();
            got.sort();
            wanted.sort_unstable();
            assert_eq!(got, wanted, "{id}");
        }
    }

    #[test]
    fn what_is_not_valid_is_named_with_its_place() {
        for (text, path, error) in [
            ("", "", "no JSON"),
            ("[]", "", "object"),
            (
                r#"{"favourite_colour": "red"}"#,
                "/favourite_colour",
                "`favourite_colour`",
            ),
            (r#"{"a/b": 1}"#, "/a~1b", "`a/b`"),
            (r#"{"surface": "moon"}"#, "/surface", "`moon`"),
            (r#"{"surface": ["web", "app"]}"#, "/surface", "one answer"),
            (r#"{"contracted": ["none", "kcp"]}"#, "/contracted", "alone"),
            (r#"{"goods": ["physical", 3]}"#, "/goods/1", "number"),
            (r#"{"goods": {}}"#, "/goods", "object"),
            (r#"{"monthly_sales": -1}"#, "/monthly_sales", "whole number"),
            (
                r#"{"monthly_sales": 1.5}"#,
                "/monthly_sales",
                "whole number",
            ),
            (
                r#"{"monthly_sales": 1000000000000001}"#,
                "/monthly_sales",
                "10^15",
            ),
            (
                r#"{"wished_day": "2026-02-30"}"#,
                "/wished_day",
                "YYYY-MM-DD",
            ),
            (r#"{"buyer_countries": ["XX"]}"#, "/buyer_countries", "`XX`"),
            (r#"{"v1_in_use": true}"#, "/v1_in_use", "truth"),
            (r#"{"goods": ["physical", "physical"]}"#, "/goods", "twice"),
            (r#"{"monthly_sales": " 100 "}"#, "/monthly_sales", "whole"),
            (r#"{"monthly_sales": "+100"}"#, "/monthly_sales", "whole"),
            (r#"{"wished_day": "20270104"}"#, "/wished_day", "YYYY-MM-DD"),
            (r#"{"$schema": 1}"#, "/$schema", "text"),
        ] {
            let (at, why) = bad(text).unwrap_or_default();
            assert_eq!(at, path, "{text}: {why}");
            assert!(why.contains(error), "{text}: {why}");
        }
        let secret = format!(r#"{{"contracted_mids": "{}"}}"#, "a1".repeat(40));
        let (_, why) = bad(&secret).unwrap_or_default();
        assert!(why.contains("secret") && !why.contains("a1a1"), "{why}");
    }
}
