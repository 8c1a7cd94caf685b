//! Prism between our client and the practice PortOne: neither side breaks PortOne's documents.

use portone::{Failure, V1StatusWanted};
use portone_sim::Fault;
use serde_json::Value;

use crate::beyond::{Beyond, FAULTS, Judge};
use crate::driver::{PRACTICE, every_call};
use crate::prism::Prism;
use crate::recorder::{Exchange, Recorder};
use crate::tools::{Judges, Ours, sim};

/// What Prism says when a side breaks the document.
fn violation(exchange: &Exchange) -> Option<&str> {
    let kind = exchange.answer["type"].as_str()?;
    kind.contains("stoplight.io/prism/errors").then_some(kind)
}

/// The schema of a list's `requestBody`, and all it refers to.
fn of_list<'a>(document: &'a Value, method: &str, path: &str) -> &'a Value {
    let call = &document["paths"][path][method.to_lowercase()];
    let parameters = call["parameters"].as_array().unwrap();
    let parameter = parameters
        .iter()
        .find(|one| one["name"] == "requestBody")
        .unwrap();
    let content = &parameter["content"]["application/json"]["schema"];
    if content.is_object() {
        content
    } else {
        &parameter["schema"]
    }
}

/// A word that the schema does not have is a misspelt one, which the schema alone lets pass.
fn unknown(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(to) = schema["$ref"].as_str() {
        let target = document.pointer(to.trim_start_matches('#')).unwrap();
        return unknown(document, target, value, at, found);
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let known = &schema["properties"][name];
                if known.is_object() {
                    unknown(document, known, value, &format!("{at}.{name}"), found);
                } else {
                    found.push(format!("{at}.{name}"));
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                unknown(document, &schema["items"], item, at, found);
            }
        }
        _ => {}
    }
}

fn check_lists(document: &Value, exchanges: &[Exchange]) -> usize {
    let mut checked = 0;
    for exchange in exchanges.iter().filter(|one| one.by_query) {
        let asked = exchange.asked.as_ref().unwrap();
        let schema = of_list(document, &exchange.method, &exchange.path);
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft4)
            .build(&whole)
            .unwrap();
        let errors: Vec<_> = validator
            .iter_errors(asked)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{} {asked}: {errors:?}", exchange.path);
        let mut found = Vec::new();
        unknown(document, schema, asked, "", &mut found);
        assert!(found.is_empty(), "{} {asked}: {found:?}", exchange.path);
        checked += 1;
    }
    checked
}

#[tokio::test(flavor = "multi_thread")]
async fn client_and_server_keep_to_the_documents() {
    let Some(judges) = Judges::find() else { return };
    let folder = tempfile::tempdir().unwrap();
    let sim = sim().await;
    let _ = sim.set_webhook("http://127.0.0.1:9/");
    let v2 = Prism::proxy(&judges, &judges.patched("v2", folder.path()), &sim.v2_url());
    let v1 = Prism::proxy(&judges, &judges.patched("v1", folder.path()), &sim.v1_url());
    v1.ready();
    v2.ready();
    let (before_v1, before_v2) = (
        Recorder::before(&v1.url).await,
        Recorder::before(&v2.url).await,
    );
    let ours = Ours::at(&before_v1.url, &before_v2.url);
    let called = every_call(&ours, &PRACTICE).await;

    let mut exchanges = before_v2.take();
    let checked = check_lists(&judges.spec("v2.openapi.json"), &exchanges);
    assert!(checked >= 9, "{checked} lists were asked for");
    exchanges.extend(before_v1.take());
    let broken: Vec<_> = exchanges
        .iter()
        .filter(|one| violation(one).is_some())
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    // Each call worked at least once, so that an answer was looked at and not only a refusal.
    let mut names: Vec<_> = called.iter().map(|one| one.name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let mut tries = called.iter().filter(|one| one.name == name);
        assert!(tries.any(|one| one.outcome.is_ok()), "{name} never worked");
    }
    for one in &called {
        if let Err(error) = &one.outcome {
            let shape = matches!(error.failure(), Failure::UnexpectedShape { .. });
            assert!(!shape, "{}: {error}", one.name);
        }
    }
    println!("{} exchanges, {checked} lists", exchanges.len());
    the_judge_can_say_no(&sim, &ours, &before_v2).await;
    only_what_prism_refuses_goes_past_it(&ours, &before_v1).await;
}

/// Each entry of the list stands for something that Prism does not let pass.
async fn only_what_prism_refuses_goes_past_it(ours: &Ours, recorder: &Recorder) {
    let beyond = Beyond::of(Judge::Proxy);
    // That Prism refuses these was seen above.
    assert!(beyond.allows(FAULTS));
    let _ = ours.v1.find_payment(PRACTICE.merchant_uid, None).await;
    for one in recorder.take() {
        if violation(&one).is_some() {
            let path = one.path.replace(PRACTICE.merchant_uid, "{merchant_uid}");
            let exchange = format!("{} {path}", one.method);
            assert!(beyond.allows(&exchange), "{exchange}");
        }
    }
    beyond.assert_all_needed();
}

/// A judge that lets everything pass proves nothing.
async fn the_judge_can_say_no(sim: &portone_sim::Sim, ours: &Ours, recorder: &Recorder) {
    let odd = r#"{"type":"NO_SUCH_TYPE"}"#;
    sim.set_fault_for(Fault::json(404, odd), "/v2/payments/", 1);
    let _ = ours.v2.payment("practice-live-kcp-paid", None).await;
    let short = r#"{"status":"PAID","id":"a"}"#;
    sim.set_fault_for(Fault::json(200, short), "/v2/payments/", 1);
    let _ = ours.v2.payment("practice-live-kcp-paid", None).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let without_reason = http
        .post(format!("{}/payments/a/cancel", recorder.url))
        .header("authorization", "PortOne x")
        .header("content-type", "application/json")
        .body("{}");
    let _ = without_reason.send().await.unwrap();
    let said: Vec<_> = recorder
        .take()
        .iter()
        .map(|one| violation(one).is_some())
        .collect();
    assert_eq!(said, [true, true, true]);
    let document = serde_json::json!({ "a": { "properties": { "page": {} } } });
    let mut found = Vec::new();
    let misspelt = serde_json::json!({ "pgae": {} });
    unknown(&document, &document["a"], &misspelt, "", &mut found);
    assert_eq!(found, [".pgae"]);
}

/// What goes past Prism works all the same.
#[tokio::test]
async fn what_goes_past_prism_is_answered() {
    let sim = sim().await;
    let ours = Ours::at(&sim.v1_url(), &sim.v2_url());
    let found = ours
        .v1
        .find_payment(PRACTICE.merchant_uid, None)
        .await
        .unwrap();
    assert_eq!(found.merchant_uid, PRACTICE.merchant_uid);
    let failed = V1StatusWanted::Failed;
    let other = ours
        .v1
        .find_payment(PRACTICE.merchant_uid, Some(&failed))
        .await;
    assert_eq!(*other.unwrap_err().failure(), Failure::NotFound);
    for (status, failure) in [(500, Failure::Server), (401, Failure::BadKey)] {
        sim.set_fault_for(Fault::Status(status), "/v2/payments", 1);
        let error = ours.v2.payment("a", None).await.unwrap_err();
        assert_eq!(*error.failure(), failure);
    }
}
