//! The schema of the answers, made from the interview.

use catalog::Catalog;
use catalog::model::{AnswerKind, Question, UNKNOWN};
use serde_json::{Map, Value, json};
use wizard::plan::{ANSWER_MAX, NUMBER_MAX};

/// What a file of answers may say. Every key and value carries its Korean words.
#[must_use]
pub fn answers_schema(catalog: &Catalog) -> Value {
    let keys = catalog.questions.iter();
    let mut keys: Map<String, Value> = keys.map(|it| (it.id.clone(), answer(it))).collect();
    keys.insert("$schema".to_owned(), json!({ "type": "string" }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "계획을 세우는 데 쓰는 답",
        "description": "키는 모두 없어도 돼요. 없으면 모르는 것으로 봐요.",
        "type": "object",
        "properties": keys,
        "additionalProperties": false,
    })
}

/// The days that there are: many readers take `format` for a remark.
const DAY: &str = "^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$";

/// Numbers from 0 to the largest, which is a power of ten.
fn digits() -> String {
    let most = NUMBER_MAX.to_string();
    format!("^0*([0-9]{{1,{}}}|{most})$", most.len() - 1)
}

fn answer(question: &Question) -> Value {
    let help = question.help.as_ref().map(|it| format!(" {}", it.ko));
    let unknown = &question.unknown.ko;
    let about = format!(
        "{}{} 모르면: {unknown}",
        question.title.ko,
        help.unwrap_or_default()
    );
    let unknown = json!({ "const": UNKNOWN, "description": "모르겠어요" });
    let one = match question.kind {
        AnswerKind::One | AnswerKind::Many => {
            let options = question.choices.iter().map(|it| {
                let mut words = it.label.ko.clone();
                if let Some(help) = &it.help {
                    words = format!("{words}: {}", help.ko);
                }
                json!({ "const": it.value, "description": words })
            });
            json!({ "oneOf": options.collect::<Vec<_>>() })
        }
        AnswerKind::Number => {
            let unit = question.unit.as_ref().map_or("", |it| it.ko.as_str());
            json!({ "oneOf": [
                { "type": "integer", "minimum": 0, "maximum": NUMBER_MAX, "description": unit },
                { "type": "string", "pattern": digits(), "description": unit },
                unknown,
            ] })
        }
        AnswerKind::Day => json!({ "oneOf": [
            { "type": "string", "format": "date", "pattern": DAY, "description": "YYYY-MM-DD" },
            unknown,
        ] }),
        AnswerKind::Text => json!({ "type": "string", "maxLength": ANSWER_MAX }),
    };
    let list = match question.kind {
        // What stands alone stands in no list of two.
        AnswerKind::Many => {
            let alone = question.choices.iter().filter(|it| it.alone);
            let alone: Vec<&str> = alone.map(|it| it.value.as_str()).collect();
            let several = json!({ "items": { "not": { "enum": alone } } });
            json!({
                "type": "array",
                "items": one,
                "uniqueItems": true,
                "anyOf": [{ "maxItems": 1 }, several],
            })
        }
        AnswerKind::One | AnswerKind::Number | AnswerKind::Day | AnswerKind::Text => {
            json!({ "type": "array", "items": one, "maxItems": 1 })
        }
    };
    json!({ "description": about, "anyOf": [one, list, { "type": "null" }] })
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use super::*;
    use crate::read;

    /// `cargo xtask codegen` writes it anew.
    #[test]
    fn schemas_of_the_answers_are_not_stale() -> Result<(), Box<dyn std::error::Error>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/answers.schema.json");
        let text = format!("{:#}\n", answers_schema(Catalog::embedded()));
        if env::var_os("UPDATE").is_some() {
            fs::create_dir_all(file.parent().ok_or("a folder")?)?;
            fs::write(&file, &text)?;
        }
        let (old, new): (Value, Value) = (
            serde_json::from_str(&fs::read_to_string(&file)?)?,
            serde_json::from_str(&text)?,
        );
        assert!(old == new, "the schema of the answers is stale");
        Ok(())
    }

    /// Every question with everything that anybody might write there.
    #[test]
    fn schema_and_reader_agree() -> Result<(), Box<dyn std::error::Error>> {
        let catalog = Catalog::embedded();
        let schema = jsonschema::validator_for(&answers_schema(catalog))?;
        let (most, long) = (NUMBER_MAX.to_string(), "가".repeat(ANSWER_MAX));
        let (above, longer) = ((NUMBER_MAX + 1).to_string(), "가".repeat(ANSWER_MAX + 1));
        let mut odd = vec![
            json!(null),
            json!(true),
            json!({}),
            json!([]),
            json!([null]),
            json!([[]]),
            json!(0),
            json!(-1),
            json!(-0.0),
            json!(1.5),
            json!(1000.0),
            json!(1e15),
            json!(1e16),
            json!(1e300),
            json!(NUMBER_MAX),
            json!(NUMBER_MAX + 1),
            json!(u64::MAX),
            json!([1, 2]),
            json!([7]),
        ];
        for text in [
            "",
            " ",
            "unknown",
            "UNKNOWN",
            "0",
            "007",
            "00000000000000000000000001",
            "9999999999999999",
            &most,
            &above,
            " 100 ",
            "100\n",
            "+100",
            "-1",
            "1,000",
            "１００",
            "2027-01-04",
            " 2027-01-04",
            "2027-1-4",
            "20270104",
            "2027-01-04T00:00",
            "-002027-01-04",
            "2027-02-29",
            "2028-02-29",
            "2100-02-29",
            "2000-02-29",
            "0000-02-29",
            "2027-04-31",
            "2027-13-01",
            "2027-00-10",
            "tomorrow",
            "moon",
            "none",
            &long,
            &longer,
        ] {
            odd.extend([json!(text), json!([text]), json!([text, text])]);
        }
        let mut seen = [0, 0];
        let mut wrong = Vec::new();
        for question in &catalog.questions {
            let choices = || question.choices.iter().map(|it| it.value.as_str());
            let mut all = odd.clone();
            all.extend(choices().map(|it| json!(it)));
            for one in choices() {
                all.extend(choices().take(12).map(|two| json!([one, two])));
                all.push(json!([one, "none"]));
            }
            all.push(json!(choices().collect::<Vec<_>>()));
            for value in all {
                let file = Value::Object(Map::from_iter([(question.id.clone(), value)]));
                let by_schema = schema.is_valid(&file);
                let by_reader = read(&file.to_string(), catalog);
                seen[usize::from(by_schema)] += 1;
                // No schema says what looks like a secret.
                let secret = |it: &crate::BadFile| it.error.contains("secret");
                if by_reader.as_ref().is_err_and(secret) {
                    continue;
                }
                if by_schema != by_reader.is_ok() {
                    wrong.push(format!("{file}: schema {by_schema}, reader {by_reader:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(seen.iter().all(|it| *it > 500), "{seen:?}");
        for (text, valid) in [
            ("{}", true),
            (r#"{"$schema": "answers.schema.json"}"#, true),
            (r#"{"$schema": 1}"#, false),
            (r#"{"colour": "red"}"#, false),
            (r#"{"surface": "web", "wished_day": null}"#, true),
            ("[]", false),
        ] {
            let value: Value = serde_json::from_str(text)?;
            assert_eq!(schema.is_valid(&value), valid, "schema: {text}");
            assert_eq!(read(text, catalog).is_ok(), valid, "reader: {text}");
        }
        Ok(())
    }
}
