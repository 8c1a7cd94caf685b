//! JSON schemas of the files, for completion in editors.

use schemars::{JsonSchema, schema_for};

use crate::model::{Gateway, Task};

/// Every schema by its path in this crate.
pub fn schemas() -> [(&'static str, String); 2] {
    [
        ("schema/pg.schema.json", text::<Gateway>()),
        ("schema/tasks.schema.json", text::<TasksFile>()),
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use serde_json::Value;

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
