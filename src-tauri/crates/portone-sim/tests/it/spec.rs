//! The practice PortOne's answers against PortOne's own OpenAPI documents.
//!
//! `GILJABI_PORTONE_SPEC` names a folder that holds `v1.openapi.json` and `v2.openapi.json`. The documents are
//! PortOne's, so they are not kept here; without them these tests say so and pass.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use jsonschema::{Draft, Validator};
use portone_sim::{CancelOutcome, FOREIGN_STORE_ID, Fault, NewPayment, Options, Status, Version};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::{Asker, Got};

pub(crate) fn document(name: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("GILJABI_PORTONE_SPEC") else {
        println!("skipped: spec not available");
        return None;
    };
    let text = std::fs::read(PathBuf::from(folder).join(name)).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().with_draft(Draft::Draft4);
    options.build(schema).unwrap()
}

fn errors(schema: &Value, instance: &Value) -> Vec<String> {
    found(&validator(schema), instance)
}

fn found(validator: &Validator, instance: &Value) -> Vec<String> {
    validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// V2's document says which word belongs to which case only in `discriminator`; the schema has to say it too.
fn discriminate(document: &mut Value) {
    fn collect(value: &Value, found: &mut BTreeMap<(String, String), Vec<String>>) {
        if let Some(discriminator) = value.get("discriminator").filter(|value| value.is_object()) {
            let property = discriminator["propertyName"].as_str().unwrap();
            for (word, target) in discriminator["mapping"].as_object().unwrap() {
                let name = target.as_str().unwrap().rsplit('/').next().unwrap();
                let words = found.entry((name.into(), property.into())).or_default();
                words.push(word.clone());
            }
        }
        match value {
            Value::Object(map) => map.values().for_each(|value| collect(value, found)),
            Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    collect(document, &mut found);
    assert!(!found.is_empty());
    for ((name, property), words) in found {
        let target = &mut document["components"]["schemas"][&name]["properties"][&property];
        if target.is_object() && target.get("$ref").is_none() {
            target["enum"] = json!(words);
        }
    }
}

/// The document, and what was built from it by method, path and status.
pub(crate) struct V2Spec(pub(crate) Value, RefCell<HashMap<String, Validator>>);

impl V2Spec {
    pub(crate) fn load() -> Option<Self> {
        let mut document = document("v2.openapi.json")?;
        discriminate(&mut document);
        Some(Self(document, RefCell::default()))
    }

    #[track_caller]
    pub(crate) fn holds(&self, method: &str, path: &str, status: u16, got: &Got) {
        assert_eq!(got.status, status, "{method} {path}: {}", got.body);
        let declared = &self.0["paths"][path][method]["responses"][status.to_string()];
        let schema = &declared["content"]["application/json"]["schema"];
        assert!(
            schema.is_object(),
            "{method} {path} {status} is not declared"
        );
        let mut built = self.1.borrow_mut();
        let validator = built
            .entry(format!("{method} {path} {status}"))
            .or_insert_with(|| {
                // Draft 4 reads nothing beside a $ref, except by pointer.
                let mut schema = schema.clone();
                schema["components"] = self.0["components"].clone();
                validator(&schema)
            });
        let found = found(validator, &got.body);
        assert!(
            found.is_empty(),
            "{method} {path} {status}: {found:#?}\n{}",
            got.body
        );
    }
}

const ONE: &str = "/payments/{paymentId}";
const LIST: &str = "/payments";
const CANCEL: &str = "/payments/{paymentId}/cancel";

#[tokio::test]
async fn v2_answers_fit_the_official_document() {
    let Some(spec) = V2Spec::load() else { return };
    let asker = Asker::seeded().await;
    asker
        .sim
        .add_payment(NewPayment {
            status: Status::PartialCancelled,
            currency: "USD".into(),
            on_cancel: CancelOutcome::Waits,
            ..NewPayment::paid(
                "practice-usd",
                Version::V2,
                "channel-key-practice-kcp-live",
                1050,
            )
        })
        .unwrap();

    let mut seen = std::collections::BTreeSet::new();
    for payment in asker.sim.seed().payments {
        let id = match payment.version {
            Version::V2 => payment.id,
            Version::V1 => payment.merchant_uid,
        };
        let got = asker.v2(&format!("/v2/payments/{id}")).await;
        seen.insert(got.body["status"].as_str().unwrap().to_owned());
        spec.holds("get", ONE, 200, &got);
    }
    assert_eq!(seen.len(), 7, "{seen:?}");

    let every = "%7B%22page%22:%7B%22size%22:1000%7D%7D";
    spec.holds("get", LIST, 200, &asker.v2("/v2/payments").await);
    let all = asker.v2(&format!("/v2/payments?requestBody={every}")).await;
    spec.holds("get", LIST, 200, &all);
    spec.holds(
        "get",
        LIST,
        400,
        &asker.v2("/v2/payments?requestBody=x").await,
    );
    spec.holds("get", "/banks", 200, &asker.v2("/v2/banks").await);
    spec.holds("get", ONE, 404, &asker.v2("/v2/payments/none").await);
    spec.holds("get", ONE, 400, &asker.v2("/v2/payments/a?storeId=x").await);
    let foreign = format!("/v2/payments/a?storeId={FOREIGN_STORE_ID}");
    spec.holds("get", ONE, 403, &asker.v2(&foreign).await);
    let stranger = asker.ask(Method::GET, "/v2/payments/a", &[], "").await;
    spec.holds("get", ONE, 401, &stranger);
    let stranger = asker.ask(Method::GET, "/v2/payments", &[], "").await;
    spec.holds("get", LIST, 401, &stranger);
}

#[tokio::test]
async fn v2_cancellations_fit_the_official_document() {
    let Some(spec) = V2Spec::load() else { return };
    let asker = Asker::seeded().await;
    let table = [
        (
            "paid",
            r#"{"reason":"r","currentCancellableAmount":9}"#,
            409,
        ),
        ("paid", r#"{"reason":"r","amount":1001}"#, 409),
        ("paid", r#"{"reason":"r","amount":0}"#, 400),
        ("paid", r#"{"amount":100}"#, 400),
        ("paid", r#"{"reason":"r","amount":100}"#, 200),
        ("paid", r#"{"reason":"r"}"#, 200),
        ("paid", r#"{"reason":"r"}"#, 409),
        ("failed", r#"{"reason":"r"}"#, 409),
        ("none", r#"{"reason":"r"}"#, 404),
        ("cancel-fails", r#"{"reason":"r"}"#, 200),
        ("cancel-waits", r#"{"reason":"r"}"#, 200),
        ("pg-refuses", r#"{"reason":"r"}"#, 502),
    ];
    for (word, body, status) in table {
        let id = format!("practice-test-kcp-{word}");
        let got = asker.v2_cancel(&id, None, body).await;
        spec.holds("post", CANCEL, status, &got);
        if status != 404 {
            let got = asker.v2(&format!("/v2/payments/{id}")).await;
            spec.holds("get", ONE, 200, &got);
        }
    }
}

/// Swagger 2 cannot say `null`, which the service answers for absent values; and a few `required` lists name
/// properties that do not exist.
fn mend(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(mend),
        Value::Object(map) => {
            mend_object(map);
            map.values_mut().for_each(mend);
        }
        _ => {}
    }
}

fn mend_object(map: &mut Map<String, Value>) {
    for limit in ["maxLength", "minLength", "maximum", "minimum"] {
        // Some limits are written as text.
        let text = map.get(limit).and_then(Value::as_str);
        if let Some(number) = text.map(|text| text.parse::<u32>().unwrap()) {
            map.insert(limit.into(), json!(number));
        }
    }
    let Some(Value::Object(properties)) = map.get("properties") else {
        return;
    };
    let mut properties = properties.clone();
    let required: Vec<Value> = match map.get("required") {
        Some(Value::Array(names)) => names
            .iter()
            .filter(|name| properties.contains_key(name.as_str().unwrap()))
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    for (name, schema) in &mut properties {
        if name != "code" && !required.contains(&json!(name)) {
            *schema = json!({ "anyOf": [schema.clone(), { "type": "null" }] });
        }
    }
    map.insert("properties".into(), Value::Object(properties));
    map.remove("required");
    if !required.is_empty() {
        map.insert("required".into(), Value::Array(required));
    }
}

pub(crate) struct V1Spec(Value);

impl V1Spec {
    pub(crate) fn load() -> Option<Self> {
        let mut document = document("v1.openapi.json")?;
        mend(&mut document["definitions"]);
        Some(Self(document))
    }

    #[track_caller]
    pub(crate) fn holds(&self, method: &str, path: &str, status: u16, got: &Got) {
        assert_eq!(got.status, status, "{method} {path}: {}", got.body);
        let declared = &self.0["paths"][path][method]["responses"][status.to_string()];
        assert!(
            declared.is_object(),
            "{method} {path} {status} is not declared"
        );
        // Errors have no schema of their own; they come in the common envelope.
        let fallback = json!({ "$ref": "#/definitions/ResponseAnnotation" });
        let mut schema = declared.get("schema").cloned().unwrap_or(fallback);
        schema["definitions"] = self.0["definitions"].clone();
        let found = errors(&schema, &got.body);
        assert!(
            found.is_empty(),
            "{method} {path} {status}: {found:#?}\n{}",
            got.body
        );
    }
}

#[tokio::test]
async fn v1_answers_fit_the_official_document() {
    let Some(spec) = V1Spec::load() else { return };
    let asker = Asker::seeded().await;
    spec.holds("post", "/users/getToken", 200, &asker.token().await);
    let wrong = r#"{"imp_key":"a","imp_secret":"b"}"#;
    let got = asker
        .ask(Method::POST, "/v1/users/getToken", &[], wrong)
        .await;
    spec.holds("post", "/users/getToken", 401, &got);
    let got = asker.v1(Method::GET, "/v1/users/pg", "").await;
    spec.holds("get", "/users/pg", 200, &got);

    let one = "/payments/{imp_uid}";
    for payment in asker.sim.seed().payments {
        if payment.version == Version::V1 {
            let path = format!("/v1/payments/{}?include_sandbox=true", payment.id);
            spec.holds("get", one, 200, &asker.v1(Method::GET, &path, "").await);
        }
    }
    let got = asker.v1(Method::GET, "/v1/payments/none", "").await;
    spec.holds("get", one, 404, &got);
    let got = asker.ask(Method::GET, "/v1/payments/none", &[], "").await;
    spec.holds("get", one, 401, &got);

    let path = "/v1/payments/cancel";
    for body in [
        r#"{"imp_uid":"practice-test-kcp-paid","amount":300}"#,
        r#"{"imp_uid":"practice-test-kcp-paid"}"#,
        r#"{"imp_uid":"practice-test-kcp-paid"}"#,
    ] {
        let got = asker.v1(Method::POST, path, body).await;
        spec.holds("post", "/payments/cancel", 200, &got);
    }
}

/// A check that cannot fail proves nothing.
#[tokio::test]
async fn the_check_sees_what_is_wrong() {
    let (Some(v2), Some(v1)) = (V2Spec::load(), V1Spec::load()) else {
        return;
    };
    let asker = Asker::start(Options::default()).await;
    let mut got = asker.v2("/v2/payments/practice-live-kcp-paid").await;
    let refused = |got: &Got| {
        let mut schema = json!({ "$ref": "#/components/schemas/Payment" });
        schema["components"] = v2.0["components"].clone();
        !errors(&schema, &got.body).is_empty()
    };
    assert!(!refused(&got));
    let whole = got.body.clone();
    got.body["status"] = json!("PAYED");
    assert!(refused(&got), "an unknown status");
    got.body = whole.clone();
    got.body["channel"]["pgProvider"] = json!("NEXT_PAY");
    assert!(refused(&got), "an unknown provider");
    got.body = whole;
    got.body.as_object_mut().unwrap().remove("disputes");
    assert!(refused(&got), "a missing property");
    asker.sim.set_fault(Fault::Status(409));
    let error = asker.v2("/v2/payments/a").await;
    let mut schema = json!({ "$ref": "#/components/schemas/GetPaymentError" });
    schema["components"] = v2.0["components"].clone();
    assert!(!errors(&schema, &error.body).is_empty());

    let mut schema = json!({ "$ref": "#/definitions/PaymentAnnotation" });
    schema["definitions"] = v1.0["definitions"].clone();
    let short = json!({ "imp_uid": "a" });
    assert!(!errors(&schema, &short).is_empty());
}
