//! PortOne's own clients cannot tell the practice PortOne from the real one.

use portone_sim::{STORE_ID, V1_KEY, V1_SECRET, V2_SECRET, Version};
use serde_json::{Value, json};

use crate::tools::{Judges, run, script, sim};

/// What every driver prints: a row for each call, `{call, ok, value | type}`.
fn rows(printed: &Value) -> Vec<(String, bool, Value)> {
    let rows = printed.as_array().unwrap().iter();
    rows.map(|row| {
        let call = row["call"].as_str().unwrap().to_owned();
        let ok = row["ok"].as_bool().unwrap();
        (call, ok, row["value"].clone())
    })
    .collect()
}

#[track_caller]
fn expect(rows: &[(String, bool, Value)], call: &str, ok: bool, value: &Value) {
    let found = rows.iter().find(|row| row.0 == call);
    let (_, was, said) = found.unwrap_or_else(|| panic!("{call} was not made"));
    assert_eq!((*was, said), (ok, value), "{call}");
}

/// What both V2 clients are asked for, and what they have to understand.
fn v2_expectations(rows: &[(String, bool, Value)]) {
    let good = |call, value: Value| expect(rows, call, true, &value);
    let bad = |call, value: &str| expect(rows, call, false, &json!(value));
    good("payment", json!(["PAID", 1000, "LIVE"]));
    bad("payment none", "PAYMENT_NOT_FOUND");
    bad("payment foreign", "FORBIDDEN");
    bad("payment stranger", "UNAUTHORIZED");
    good("payments", json!([5, "PAY_PENDING"]));
    bad("payments too far", "INVALID_REQUEST");
    good("transactions", json!(["PAID"]));
    good("cancel", json!(["SUCCEEDED", 400]));
    bad("cancel guard", "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN");
    bad("cancel pg", "PG_PROVIDER");
    good("cancel fails", json!("FAILED"));
    good("billing keys", json!(4));
    good("billing key", json!("ISSUED"));
    bad("billing key none", "BILLING_KEY_NOT_FOUND");
    good("pay", json!(true));
    bad("pay again", "ALREADY_PAID");
    bad("pay refused", "PG_PROVIDER");
    good("resend", json!("FAILED_UNEXPECTED_ERROR"));
    good("schedule", json!("SCHEDULED"));
    good("schedules", json!(1));
    good("revoke", json!(1));
    bad("revoke again", "PAYMENT_SCHEDULE_ALREADY_REVOKED");
    good("identity", json!(["VERIFIED", "연습 고객"]));
    bad("identity none", "IDENTITY_VERIFICATION_NOT_FOUND");
    good("identities", json!(4));
    good("cash receipt", json!("ISSUED"));
    bad("cash receipt none", "CASH_RECEIPT_NOT_FOUND");
    good("company", json!("IN_BUSINESS"));
    bad("company none", "PLATFORM_COMPANY_NOT_FOUND");
    good("holder", json!("연습 상점"));
    good("promotion", json!("IN_PROGRESS"));
    good("delete", json!(true));
    bad("delete again", "BILLING_KEY_ALREADY_DELETED");
    good("login", json!(true));
}

#[tokio::test]
async fn the_javascript_sdk_drives_it() {
    let Some(judges) = Judges::find() else { return };
    let sim = sim().await;
    assert!(sim.set_webhook("http://127.0.0.1:9/"));
    let mut node = judges.node();
    node.arg(script("server_sdk.mjs"))
        .args([&sim.v2_url(), V2_SECRET, STORE_ID]);
    let printed = tokio::task::spawn_blocking(|| run(node)).await.unwrap();
    v2_expectations(&rows(&printed));
    let left = sim.payment(Version::V2, "practice-test-kcp-paid").unwrap();
    assert_eq!(left.cancelled, 400);
}

#[tokio::test]
async fn the_python_sdk_drives_it() {
    let Some(judges) = Judges::find() else { return };
    let sim = sim().await;
    assert!(sim.set_webhook("http://127.0.0.1:9/"));
    let mut python = judges.python();
    python
        .arg(script("server_sdk.py"))
        .args([&sim.v2_url(), V2_SECRET, STORE_ID]);
    let printed = tokio::task::spawn_blocking(|| run(python)).await.unwrap();
    v2_expectations(&rows(&printed));
    let left = sim.payment(Version::V2, "practice-test-kcp-paid").unwrap();
    assert_eq!(left.cancelled, 400);
}

#[tokio::test]
async fn the_v1_client_drives_it() {
    let Some(judges) = Judges::find() else { return };
    let sim = sim().await;
    let mut python = judges.python();
    python
        .arg(script("iamport_client.py"))
        .args([&sim.v1_url(), V1_KEY, V1_SECRET]);
    let printed = tokio::task::spawn_blocking(|| run(python)).await.unwrap();
    let rows = rows(&printed);
    let good = |call, value: Value| expect(&rows, call, true, &value);
    let bad = |call, value: Value| expect(&rows, call, false, &value);
    good("payment", json!(["paid", 1000]));
    // A test payment, which this client has no way to ask for.
    bad("payment test", json!(404));
    bad("payment stranger", json!(401));
    good("find", json!(["paid", 1000]));
    bad("find none", json!(404));
    good("is paid", json!(true));
    good("cancel", json!(["paid", 300]));
    bad("cancel too much", json!(1));
    good("cancel rest", json!(["cancelled", 1000]));
    good("certification", json!(true));
    bad("certification none", json!(404));
    good("customer", json!("billing-key-practice-v1"));
    bad("customer none", json!(404));
}
