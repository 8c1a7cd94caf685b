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
                { "type": "string", "pattern": "^[0-9]{1,16}$", "description": unit },
                unknown,
            ] })
        }
        AnswerKind::Day => json!({ "oneOf": [
            { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "YYYY-MM-DD" },
            unknown,
        ] }),
        AnswerKind::Text => json!({ "type": "string", "maxLength": ANSWER_MAX }),
    };
    let list = match question.kind {
        AnswerKind::Many => json!({ "type": "array", "items": one, "uniqueItems": true }),
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

    #[test]
    fn schema_and_reader_agree() -> Result<(), Box<dyn std::error::Error>> {
        let catalog = Catalog::embedded();
        let schema = jsonschema::validator_for(&answers_schema(catalog))?;
        for (text, valid) in [
            ("{}", true),
            (
                r#"{"surface": "web", "goods": ["physical"], "monthly_sales": 0}"#,
                true,
            ),
            (
                r#"{"surface": null, "wished_day": "unknown", "trade": ["none"]}"#,
                true,
            ),
            (r#"{"monthly_sales": 1000000000000000}"#, true),
            (r#"{"monthly_sales": 1000000000000001}"#, false),
            (r#"{"surface": "moon"}"#, false),
            (r#"{"surface": ["web", "app"]}"#, false),
            (r#"{"colour": "red"}"#, false),
            (r#"{"wished_day": "tomorrow"}"#, false),
            ("[]", false),
        ] {
            let value: Value = serde_json::from_str(text)?;
            assert_eq!(schema.is_valid(&value), valid, "schema: {text}");
            assert_eq!(read(text, catalog).is_ok(), valid, "reader: {text}");
        }
        Ok(())
    }
}
