//! Writes and what they leave behind: every call, in every answer that the official document has for it and
//! practice can give.

use reqwest::Method;
use serde_json::{Value, json};

use crate::Asker;
use crate::spec::V2Spec;

pub(crate) fn form(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A list's `requestBody` in the query.
pub(crate) fn asked(body: &Value) -> String {
    format!("?requestBody={}", form(&body.to_string()))
}

pub(crate) struct Table {
    pub(crate) asker: Asker,
    pub(crate) spec: V2Spec,
}

impl Table {
    pub(crate) async fn load() -> Option<Self> {
        let spec = V2Spec::load()?;
        let asker = Asker::seeded().await;
        Some(Self { asker, spec })
    }

    /// Makes the call and holds the answer against the document.
    pub(crate) async fn row(&self, call: &str, path: &str, body: &str, status: u16) -> Value {
        let (method, template) = call.split_once(' ').unwrap();
        let name: Method = method.parse().unwrap();
        let got = self.asker.v2_call(name, path, body).await;
        let method = method.to_lowercase();
        self.spec.holds(&method, template, status, &got);
        got.body
    }

    /// The same call by a stranger.
    pub(crate) async fn stranger(&self, call: &str, path: &str) {
        let (method, template) = call.split_once(' ').unwrap();
        let name: Method = method.parse().unwrap();
        let path = format!("/v2{path}");
        let got = self.asker.ask(name, &path, &[], "{}").await;
        let method = method.to_lowercase();
        self.spec.holds(&method, template, 401, &got);
    }
}

#[tokio::test]
async fn billing_keys() {
    let Some(table) = Table::load().await else {
        return;
    };
    let (list, one, delete) = (
        "GET /billing-keys",
        "GET /billing-keys/{billingKey}",
        "DELETE /billing-keys/{billingKey}",
    );
    let issued = "/billing-keys/billing-key-practice-issued";
    let all = table.row(list, "/billing-keys", "", 200).await;
    assert_eq!(all["page"]["totalCount"], 4);
    for (filter, count) in [
        (json!({"status":["DELETED"]}), 1),
        (json!({"version":"V1"}), 1),
        (json!({"methods":["EASY_PAY"]}), 1),
        (json!({"customerId":"nobody"}), 0),
        (json!({"pgProviders":["KAKAOPAY"]}), 4),
    ] {
        let query = asked(&json!({ "filter": filter }));
        let path = format!("/billing-keys{query}");
        let got = table.row(list, &path, "", 200).await;
        assert_eq!(got["page"]["totalCount"], count, "{filter}");
    }
    let past = asked(&json!({"page":{"number":60000,"size":1}}));
    table
        .row(list, &format!("/billing-keys{past}"), "", 400)
        .await;
    table.stranger(list, "/billing-keys").await;
    table.row(one, issued, "", 200).await;
    table
        .row(one, "/billing-keys/billing-key-practice-deleted", "", 200)
        .await;
    table.row(one, "/billing-keys/none", "", 404).await;
    table.stranger(one, issued).await;
    // A payment is scheduled with it.
    table.row(delete, issued, "", 409).await;
    let gone = "/billing-keys/billing-key-practice-pg-refuses";
    table
        .row(delete, &format!("{gone}?requester=ADMIN&reason=r"), "", 200)
        .await;
    table.row(delete, gone, "", 409).await;
    table.row(delete, "/billing-keys/none", "", 404).await;
    table
        .row(delete, &format!("{gone}?requester=NOBODY"), "", 400)
        .await;
    table.stranger(delete, issued).await;
}

#[tokio::test]
async fn billing_key_payments() {
    let Some(table) = Table::load().await else {
        return;
    };
    let call = "POST /payments/{paymentId}/billing-key";
    let body = |key: &str, total: i64| {
        let amount = json!({ "total": total, "taxFree": 100 });
        json!({
            "billingKey": format!("billing-key-practice-{key}"),
            "orderName": "정기",
            "amount": amount,
            "currency": "KRW",
        })
    };
    let path = |id: &str| format!("/payments/practice-{id}/billing-key");
    let good = body("issued", 1000).to_string();
    table.row(call, &path("a"), &good, 200).await;
    let read = table
        .row("GET /payments/{paymentId}", "/payments/practice-a", "", 200)
        .await;
    assert_eq!(read["status"], "PAID");
    assert_eq!(read["billingKey"], "billing-key-practice-issued");
    assert_eq!(
        (&read["amount"]["taxFree"], &read["origin"]["platformType"]),
        (&json!(100), &json!("API"))
    );
    table.row(call, &path("a"), &good, 409).await;
    for (key, total, status) in [
        ("none", 1000, 404),
        ("deleted", 1000, 409),
        ("issued", 50, 409),
        ("issued", 0, 400),
        ("pg-refuses", 1000, 502),
    ] {
        let body = body(key, total).to_string();
        let got = table.row(call, &path("b"), &body, status).await;
        assert!(got["type"].is_string(), "{key} {total}");
    }
    let read = table
        .row("GET /payments/{paymentId}", "/payments/practice-b", "", 200)
        .await;
    assert_eq!(
        (&read["status"], &read["failure"]["pgCode"]),
        (&json!("FAILED"), &json!("PRACTICE"))
    );
    // A failed try does not stand in the way of the next one, and stays among the transactions.
    table.row(call, &path("b"), &good, 200).await;
    let tries = table
        .row(
            "GET /payments/{paymentId}/transactions",
            "/payments/practice-b/transactions",
            "",
            200,
        )
        .await;
    let statuses: Vec<_> = tries["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["status"])
        .collect();
    assert_eq!(statuses, ["FAILED", "PAID"]);
    let mut elsewhere = body("issued", 1000);
    elsewhere["channelKey"] = json!("none");
    table
        .row(call, &path("c"), &elsewhere.to_string(), 404)
        .await;
    table.stranger(call, &path("c")).await;
}

#[tokio::test]
async fn schedules() {
    let Some(table) = Table::load().await else {
        return;
    };
    let (create, one, list, revoke) = (
        "POST /payments/{paymentId}/schedule",
        "GET /payment-schedules/{paymentScheduleId}",
        "GET /payment-schedules",
        "DELETE /payment-schedules",
    );
    let later = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(5);
    let body = |key: &str, at: jiff::Timestamp| {
        let payment = json!({
            "billingKey": format!("billing-key-practice-{key}"),
            "orderName": "정기",
            "amount": { "total": 1000 },
            "currency": "KRW",
        });
        json!({ "payment": payment, "timeToPay": at }).to_string()
    };
    let path = "/payments/practice-later/schedule";
    let made = table.row(create, path, &body("issued", later), 200).await;
    let id = made["schedule"]["id"].as_str().unwrap().to_owned();
    table.row(create, path, &body("issued", later), 409).await;
    table.row(create, path, &body("none", later), 404).await;
    table.row(create, path, &body("deleted", later), 409).await;
    table
        .row(
            create,
            path,
            &body("issued", jiff::Timestamp::UNIX_EPOCH),
            400,
        )
        .await;
    let paid = "/payments/practice-live-kcp-paid/schedule";
    table.row(create, paid, &body("issued", later), 409).await;
    table.stranger(create, path).await;

    for word in [
        "scheduled",
        "started",
        "succeeded",
        "failed",
        "revoked",
        "pending",
    ] {
        let path = format!("/payment-schedules/practice-schedule-{word}");
        let got = table.row(one, &path, "", 200).await;
        assert_eq!(got["status"], word.to_uppercase());
    }
    table.row(one, "/payment-schedules/none", "", 404).await;
    table.stranger(one, "/payment-schedules/none").await;

    // Without an end the window ends now, so what is still to come is not in it.
    let got = table.row(list, "/payment-schedules", "", 200).await;
    assert_eq!(got["page"]["totalCount"], 5);
    let until = later + jiff::SignedDuration::from_hours(24 * 30);
    let query = asked(&json!({"filter":{"until":until,"status":["SCHEDULED"]}}));
    let got = table
        .row(list, &format!("/payment-schedules{query}"), "", 200)
        .await;
    assert_eq!(got["page"]["totalCount"], 2);
    table
        .row(list, "/payment-schedules?requestBody=x", "", 400)
        .await;
    table.stranger(list, "/payment-schedules").await;

    let of = |body: Value| format!("/payment-schedules{}", asked(&body));
    table.row(revoke, &of(json!({})), "", 400).await;
    let both = json!({"scheduleIds":[id, "practice-schedule-succeeded"]});
    table.row(revoke, &of(both), "", 409).await;
    // One that cannot be revoked keeps all of them.
    let read = table
        .row(one, &format!("/payment-schedules/{id}"), "", 200)
        .await;
    assert_eq!(read["status"], "SCHEDULED");
    let got = table
        .row(revoke, &of(json!({"scheduleIds":[id]})), "", 200)
        .await;
    assert_eq!(got["revokedScheduleIds"], json!([id]));
    table
        .row(revoke, &of(json!({"scheduleIds":[id]})), "", 409)
        .await;
    table
        .row(revoke, &of(json!({"scheduleIds":["none"]})), "", 404)
        .await;
    let key = json!({"billingKey":"billing-key-practice-issued"});
    let got = table.row(revoke, &of(key), "", 200).await;
    assert_eq!(
        got["revokedScheduleIds"],
        json!(["practice-schedule-scheduled"])
    );
    table
        .row(revoke, &of(json!({"billingKey":"none"})), "", 404)
        .await;
    table.stranger(revoke, "/payment-schedules").await;
}
