//! The committed JSON schemas say what the types say.

use std::path::PathBuf;

use portone_sim::{SeedFile, Started};
use serde_json::{Value, json};

use crate::Asker;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("schema")
        .join(format!("{name}.schema.json"))
}

/// `cargo xtask codegen` writes them anew.
fn committed(name: &str, schema: &schemars::Schema) -> Value {
    let mut wanted = serde_json::to_string_pretty(schema).unwrap();
    wanted.push('\n');
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), &wanted).unwrap();
    }
    // As values: whether keys keep their order depends on features of other crates.
    let there: Value = serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
    let wanted: Value = serde_json::from_str(&wanted).unwrap();
    assert!(there == wanted, "{name} is stale: cargo xtask codegen");
    there
}

#[tokio::test]
async fn the_line_fits_its_schema() {
    let schema = committed("started", &schemars::schema_for!(Started));
    let asker = Asker::seeded().await;
    let line = serde_json::to_value(asker.sim.started()).unwrap();
    assert!(jsonschema::is_valid(&schema, &line));
    let mut broken = line.clone();
    broken["v2"].as_object_mut().unwrap().remove("secret");
    assert!(!jsonschema::is_valid(&schema, &broken));
    let keys: Vec<_> = line.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["schema", "seeded", "v1", "v2", "webhook_secret"]);
}

/// What is seeded, put into a file, seeds the same again.
#[tokio::test]
async fn what_is_seeded_is_a_seed_file() {
    let schema = committed("seed", &schemars::schema_for!(SeedFile));
    let asker = Asker::seeded().await;
    let told = asker.sim.started();
    let seeded = serde_json::to_value(&told.seeded).unwrap();
    let mut store = seeded.clone();
    store["id"] = json!(told.v2.store_id);
    store["name"] = json!("연습");
    store["v2_secrets"] = json!([told.v2.secret]);
    let file = json!({ "schema": 1, "stores": [store] });
    assert!(jsonschema::is_valid(&schema, &file));
    let seeds = SeedFile::read(&file.to_string()).unwrap();
    let again = Asker::start(portone_sim::Options {
        seeds: Some(seeds),
        ..portone_sim::Options::default()
    })
    .await;
    let again = serde_json::to_value(&again.sim.started().seeded).unwrap();
    assert_eq!(again, seeded);
    let mut unknown = file.clone();
    unknown["stores"][0]["bogus"] = json!(1);
    assert!(!jsonschema::is_valid(&schema, &unknown));
}
