//! JSON schemas: of the files, for completion in editors, and of the export.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use crate::export::types::Export;
use crate::model::{Gateway, Task};

/// Every schema by its path in this crate.
pub fn schemas() -> [(&'static str, String); 3] {
    [
        ("schema/pg.schema.json", text::<Gateway>()),
        ("schema/tasks.schema.json", text::<TasksFile>()),
        ("schema/export.schema.json", export_schema()),
    ]
}

/// `data/tasks/<stage>.toml`.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
struct TasksFile {
    tasks: Vec<Task>,
}

fn text<T: JsonSchema>() -> String {
    format!("{:#}\n", schema_for!(T).as_value())
}

/// The shape of the export. Every key is always there, and no other.
#[must_use]
pub fn export_schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<Export>()
        .to_value();
    close(&mut schema);
    format!("{schema:#}\n")
}

/// Allows no key that is not described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
            map.values_mut().for_each(close);
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use super::*;

    /// `cargo xtask codegen` writes them anew.
    #[test]
    fn schemas_are_not_stale() -> Result<(), Box<dyn std::error::Error>> {
        for (path, text) in schemas() {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            if env::var_os("UPDATE").is_some() {
                fs::create_dir_all(file.parent().ok_or("a folder")?)?;
                fs::write(&file, &text)?;
            }
            // As values: whether keys keep their order depends on features of other crates.
            let (old, new): (Value, Value) = (
                serde_json::from_str(&fs::read_to_string(&file)?)?,
                serde_json::from_str(&text)?,
            );
            assert!(old == new, "{path} is stale");
        }
        Ok(())
    }
}
