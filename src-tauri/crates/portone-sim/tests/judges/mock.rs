//! Our client alone, against answers that Prism invents from PortOne's documents.

use portone::{Failure, Status};
use serde_json::{Value, json};

use crate::beyond::{Beyond, Judge};
use crate::driver::{Called, PRACTICE, every_call};
use crate::prism::Prism;
use crate::recorder::Recorder;
use crate::tools::{Judges, Ours};

/// Which inventions `cargo xtask test` asks for; `--long` asks for a hundred. In the last, lists are left out.
const SEEDS: [u32; 3] = [1, 42, 100];

fn seeds() -> Vec<u32> {
    if std::env::var_os("GILJABI_LONG").is_some() {
        (1..=100).collect()
    } else {
        SEEDS.to_vec()
    }
}

/// A list that has fewer than no entries is refused as a whole, and then none of its entries is looked at.
fn count_from_zero(fields: &mut Value) {
    for name in ["totalCount", "number", "size", "total", "previous", "next"] {
        if let Some(number) = fields.get(name).and_then(Value::as_i64) {
            fields[name] = json!(number.unsigned_abs());
        }
    }
}

fn make_v2_good(answer: &mut Value) {
    if let Some(page) = answer.get_mut("page") {
        count_from_zero(page);
    }
}

/// V1's `code` is invented like any number and would make nearly every answer a refusal, of which nothing is
/// decoded. A token is invented as any text, which no header can carry, and with any time.
fn make_v1_good(answer: &mut Value) {
    if answer["code"].is_number() {
        answer["code"] = json!(0);
    }
    let Some(response) = answer.get_mut("response") else {
        return;
    };
    if response.get("access_token").is_some() {
        *response = json!({ "access_token": "invented", "now": 1, "expired_at": 1801 });
    } else if response.get("list").is_some() {
        count_from_zero(response);
    }
}

/// What an invented answer may be, beside read: about another payment, refused, a cancellation that failed
/// or is not the one asked for.
fn allowed(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::OtherPayment
            | Failure::StoreMismatch
            | Failure::CancelFailed
            | Failure::OtherCancellation
            | Failure::Refused
            | Failure::NotFound
    )
}

/// Whatever was invented, nothing impossible is called paid.
fn judge(called: &Called) {
    for facts in &called.facts {
        let impossible = matches!(facts.status, Status::Unknown(_))
            || [&facts.amount, &facts.cancelled]
                .iter()
                .any(|amount| amount.exact().is_some_and(|money| money.minor < 0));
        if impossible {
            assert!(facts.oddity().is_some(), "{facts:?}");
            assert!(!facts.is_paid() && !facts.is_live_paid(), "{facts:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invented_answer_is_read() {
    let Some(judges) = Judges::find() else { return };
    let folder = tempfile::tempdir().unwrap();
    let v2 = Prism::mock(&judges, &judges.patched("v2", folder.path()));
    let v1 = Prism::mock(&judges, &judges.patched("v1", folder.path()));
    v1.ready();
    v2.ready();
    let before_v2 = Recorder::changing(&v2.url, Some(make_v2_good)).await;
    let before_v1 = Recorder::changing(&v1.url, Some(make_v1_good)).await;
    let (mut calls, mut read, mut odd) = (0, 0, 0);
    let mut wrong: Vec<String> = Vec::new();
    let beyond = Beyond::of(Judge::Mock);
    for seed in seeds() {
        let prefer = format!("dynamic=true, seed={seed}");
        before_v1.prefer(prefer.clone());
        before_v2.prefer(prefer);
        let ours = Ours::at(&before_v1.url, &before_v2.url);
        let called = every_call(&ours, &PRACTICE).await;
        let exchanges = [before_v1.take(), before_v2.take()].concat();
        for one in &exchanges {
            assert!(
                one.status < 300,
                "seed {seed}: {} {}: {}",
                one.method,
                one.path,
                one.answer
            );
        }
        for one in &called {
            calls += 1;
            match &one.outcome {
                Ok(_) => read += 1,
                Err(error) => {
                    let failure = error.failure();
                    let exchange = format!("{} {}", error.method(), error.path());
                    if !allowed(failure) && !beyond.allows(&exchange) {
                        wrong.push(format!("seed {seed}, {}: {failure:?} {error}", one.name));
                    }
                }
            }
            odd += one
                .facts
                .iter()
                .filter(|facts| facts.oddity().is_some())
                .count();
            judge(one);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    beyond.assert_all_needed();
    println!("{calls} calls, {read} read, {odd} impossible payments");
    assert!(
        read > 0 && odd > 0,
        "nothing was invented that could go wrong"
    );
}
