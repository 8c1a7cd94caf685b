//! PortOne's documents, and what they say about a request.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jsonschema::Draft;
use serde_json::{Value, json};

use super::Seen;
use super::calls::Call;
use crate::beyond::{Beyond, Judge};

pub(crate) struct Document {
    v2: Value,
    v1: Value,
    /// What is let pass although the documents do not have it.
    pub(crate) beyond: Beyond,
}

impl Document {
    pub(crate) fn open() -> Option<Self> {
        let Some(folder) = std::env::var_os("GILJABI_PORTONE_SPEC").map(PathBuf::from) else {
            println!("skipped: spec not available");
            return None;
        };
        let read = |name| {
            let text = std::fs::read(folder.join(name)).unwrap();
            serde_json::from_slice(&text).unwrap()
        };
        Some(Self {
            v2: read("v2.openapi.json"),
            v1: read("v1.openapi.json"),
            beyond: Beyond::of(Judge::Legal),
        })
    }

    /// The operation of a call.
    pub(crate) fn operation(&self, call: &Call) -> &Value {
        let of = if call.v1 { &self.v1 } else { &self.v2 };
        let found = &of["paths"][call.path][call.method.to_lowercase()];
        assert!(found.is_object(), "no {} {}", call.method, call.path);
        found
    }

    /// The schema of a good answer. For V1 what stands in the envelope.
    pub(crate) fn answer(&self, call: &Call) -> Value {
        let good = &self.operation(call)["responses"]["200"];
        if !call.v1 {
            let (_, content) = good["content"].as_object().unwrap().iter().next().unwrap();
            return content["schema"].clone();
        }
        let mut schema = good["schema"].clone();
        if let Some(name) = call.answer {
            let exchange = format!("{} {}", call.method, call.path);
            assert!(self.beyond.allows(&exchange), "{exchange}");
            schema = json!({ "$ref": format!("#/definitions/{name}") });
        }
        let whole = self.resolve(&schema);
        let parts = whole["allOf"].as_array().unwrap();
        let inner = parts
            .iter()
            .find_map(|part| part["properties"].get("response"));
        inner.unwrap().clone()
    }

    /// Follows a `$ref`.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let Some(name) = schema["$ref"].as_str() else {
            return schema;
        };
        let pointer = name.trim_start_matches('#');
        let found = self
            .v2
            .pointer(pointer)
            .or_else(|| self.v1.pointer(pointer));
        found.unwrap_or_else(|| panic!("no {name}"))
    }

    /// Whether a request is one the documents describe.
    pub(crate) fn judge(&self, call: &Call, seen: &Seen) {
        let name = call.name;
        assert_eq!(seen.method, call.method, "{name}");
        assert_same_path(call, &seen.path);
        let operation = self.operation(call);
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let known: BTreeSet<_> = parameters
            .iter()
            .filter(|one| one["in"] == "query")
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        for (key, value) in &seen.query {
            let exchange = format!("{} {}?{key}", call.method, call.path);
            assert!(
                known.contains(key.as_str()) || self.beyond.allows(&exchange),
                "{name}: {key}={value}"
            );
        }
        // Without it a payment of a test channel is not there: every look for payments has to say it.
        if matches!(name, "v1 payment" | "v1 detail" | "v1 find" | "v1 status") {
            let said = seen
                .query
                .iter()
                .any(|(key, value)| key == "include_sandbox" && value == "true");
            assert!(said, "{name}: {:?}", seen.query);
        }
        let auth = seen
            .headers
            .get("authorization")
            .map(|value| value.to_str().unwrap());
        let wanted = match (call.v1, name) {
            (true, _) => Some("Bearer t"),
            (false, "banks" | "bank names") => None,
            (false, _) => Some(concat!("PortOne ", "practice-v2-secret")),
        };
        match wanted {
            Some(text) if call.v1 => assert_eq!(auth, Some(text), "{name}"),
            Some(_) => assert!(
                auth.is_some_and(|auth| auth.starts_with("PortOne ")),
                "{name}"
            ),
            None => assert_eq!(auth, None, "{name}"),
        }
        let key = seen
            .headers
            .get("idempotency-key")
            .map(|value| value.to_str().unwrap());
        assert_eq!(key.is_some(), call.keyed, "{name}: {key:?}");
        if let Some(key) = key {
            let inner = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
            assert!(
                inner.is_some_and(|inner| (16..=256).contains(&inner.len())),
                "{key}"
            );
        }
        if call.v1 {
            self.judge_form(&parameters, call, seen);
        } else {
            self.judge_json(operation, &parameters, call, seen);
        }
    }

    /// V1 documents its bodies as forms; the same names are taken as JSON.
    fn judge_form(&self, parameters: &[Value], call: &Call, seen: &Seen) {
        if seen.body.is_empty() {
            assert_eq!(call.method, "GET");
            return;
        }
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        for (key, value) in body.as_object().unwrap() {
            let found = parameters
                .iter()
                .find(|one| one["in"] == "formData" && one["name"] == *key);
            let kind = found.unwrap_or_else(|| panic!("{}: {key}", call.name))["type"].as_str();
            let fits = match kind.unwrap() {
                "string" => value.is_string(),
                "number" | "integer" => value.is_number(),
                "boolean" => value.is_boolean(),
                other => panic!("{other}"),
            };
            assert!(fits, "{}: {key}: {value}", call.name);
        }
    }

    /// Prism does not look into `requestBody` in the query; this does.
    fn judge_json(&self, operation: &Value, parameters: &[Value], call: &Call, seen: &Seen) {
        let asked = seen.query.iter().find(|(key, _)| key == "requestBody");
        let (text, schema) = match asked {
            Some((_, text)) => {
                let of = parameters
                    .iter()
                    .find(|one| one["name"] == "requestBody")
                    .unwrap();
                let (_, content) = of["content"].as_object().unwrap().iter().next().unwrap();
                (text.as_bytes(), &content["schema"])
            }
            None if seen.body.is_empty() => {
                assert!(call.method != "POST", "{}", call.name);
                return;
            }
            None => {
                assert_eq!(seen.headers["content-type"], "application/json");
                let content = operation["requestBody"]["content"].as_object().unwrap();
                let (_, content) = content.iter().next().unwrap();
                (seen.body.as_slice(), &content["schema"])
            }
        };
        let body: Value = serde_json::from_slice(text).unwrap();
        let mut whole = schema.clone();
        whole["components"] = self.v2["components"].clone();
        let validator = jsonschema::options()
            .with_draft(Draft::Draft4)
            .build(&whole)
            .unwrap();
        let found: Vec<_> = validator
            .iter_errors(&body)
            .map(|one| one.to_string())
            .collect();
        assert!(found.is_empty(), "{}: {found:?}\n{body}", call.name);
        self.named(call, schema, &body);
    }

    /// Schemas allow more than they name: every name we send has to be one of theirs, all the way down.
    fn named(&self, call: &Call, schema: &Value, value: &Value) {
        let schema = self.resolve(schema);
        match value {
            Value::Object(fields) => {
                let Some(known) = schema["properties"].as_object() else {
                    return;
                };
                for (key, inner) in fields {
                    let of = known.get(key);
                    self.named(
                        call,
                        of.unwrap_or_else(|| panic!("{}: {key}", call.name)),
                        inner,
                    );
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.named(call, &schema["items"], item);
                }
            }
            _ => {}
        }
    }
}

fn assert_same_path(call: &Call, path: &str) {
    let below = if call.v1 { "/v1" } else { "/v2" };
    let path = path.strip_prefix(below).unwrap();
    let asked: Vec<_> = path.split('/').collect();
    let told: Vec<_> = call.path.split('/').collect();
    assert_eq!(asked.len(), told.len(), "{path}");
    for (asked, told) in asked.iter().zip(&told) {
        assert!(
            told.starts_with('{') || asked == told,
            "{path} {}",
            call.path
        );
    }
}
