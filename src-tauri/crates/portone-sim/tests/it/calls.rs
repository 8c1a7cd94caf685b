//! Every call, in every answer that the official document has for it and practice can give.

use portone_sim::{Options, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use crate::Asker;
use crate::spec::{V1Spec, V2Spec};

fn form(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A list's `requestBody` in the query.
fn asked(body: &Value) -> String {
    format!("?requestBody={}", form(&body.to_string()))
}

struct Table {
    asker: Asker,
    spec: V2Spec,
}

impl Table {
    async fn load() -> Option<Self> {
        let spec = V2Spec::load()?;
        let asker = Asker::seeded().await;
        Some(Self { asker, spec })
    }

    /// Makes the call and holds the answer against the document.
    async fn row(&self, call: &str, path: &str, body: &str, status: u16) -> Value {
        let (method, template) = call.split_once(' ').unwrap();
        let name: Method = method.parse().unwrap();
        let got = self.asker.v2_call(name, path, body).await;
        let method = method.to_lowercase();
        self.spec.holds(&method, template, status, &got);
        got.body
    }

    /// The same call by a stranger.
    async fn stranger(&self, call: &str, path: &str) {
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

#[tokio::test]
async fn identities_receipts_and_lookups() {
    let Some(table) = Table::load().await else {
        return;
    };
    let (one, list) = (
        "GET /identity-verifications/{identityVerificationId}",
        "GET /identity-verifications",
    );
    for word in ["verified", "ready", "failed", "v1"] {
        let path = format!("/identity-verifications/practice-identity-{word}");
        table.row(one, &path, "", 200).await;
    }
    table
        .row(one, "/identity-verifications/none", "", 404)
        .await;
    table.stranger(one, "/identity-verifications/none").await;
    let got = table.row(list, "/identity-verifications", "", 200).await;
    assert_eq!(got["page"]["totalCount"], 4);
    let query =
        asked(&json!({"filter":{"statuses":["FAILED"]},"sort":{"by":"FAILED_AT","order":"ASC"}}));
    let got = table
        .row(list, &format!("/identity-verifications{query}"), "", 200)
        .await;
    assert_eq!(got["page"]["totalCount"], 1);
    table
        .row(list, "/identity-verifications?requestBody=x", "", 400)
        .await;
    table.stranger(list, "/identity-verifications").await;

    let (one, list) = (
        "GET /payments/{paymentId}/cash-receipt",
        "GET /cash-receipts",
    );
    table
        .row(
            one,
            "/payments/practice-method-transfer/cash-receipt",
            "",
            200,
        )
        .await;
    table
        .row(one, "/payments/practice-method-card/cash-receipt", "", 404)
        .await;
    table
        .stranger(one, "/payments/practice-method-card/cash-receipt")
        .await;
    let got = table.row(list, "/cash-receipts", "", 200).await;
    assert_eq!(got["page"]["totalCount"], 1);
    table
        .row(list, "/cash-receipts?requestBody=x", "", 400)
        .await;
    table.stranger(list, "/cash-receipts").await;

    let info = "POST /b2b/companies/business-info";
    let path = "/b2b/companies/business-info?test=true";
    let got = table
        .row(info, path, r#"{"brnList":["1234567891","1"]}"#, 200)
        .await;
    assert!(got["result"][0]["businessInfo"].is_object() && got["result"][1]["error"].is_string());
    table.row(info, path, "{}", 400).await;
    table.stranger(info, path).await;
    let state = "GET /platform/companies/{businessRegistrationNumber}/state";
    let company = "/platform/companies/1234567891/state";
    let got = table.row(state, company, "", 200).await;
    assert_eq!(got["companyState"]["businessStatus"], "IN_BUSINESS");
    table
        .row(state, "/platform/companies/1234567890/state", "", 404)
        .await;
    table
        .row(state, "/platform/companies/123/state", "", 400)
        .await;
    table.stranger(state, company).await;
    let holder = "GET /platform/bank-accounts/{bank}/{accountNumber}/holder";
    let account = "/platform/bank-accounts/SHINHAN/110000000000/holder";
    table.row(holder, account, "", 200).await;
    table
        .row(holder, "/platform/bank-accounts/NONE/1/holder", "", 400)
        .await;
    let both = format!("{account}?birthdate=900101&businessRegistrationNumber=1234567891");
    table.row(holder, &both, "", 400).await;
    table.stranger(holder, account).await;
    table.asker.sim.set_contracted(false);
    for (call, path, body) in [
        (info, path, r#"{"brnList":[]}"#),
        (state, company, ""),
        (holder, account, ""),
    ] {
        let got = table.row(call, path, body, 403).await;
        assert!(got["type"].as_str().unwrap().ends_with("_NOT_ENABLED"));
    }

    let promotion = "GET /promotions/{promotionId}";
    table
        .row(promotion, "/promotions/practice-promotion", "", 200)
        .await;
    table.row(promotion, "/promotions/none", "", 404).await;
    table.stranger(promotion, "/promotions/none").await;
}

#[tokio::test]
async fn tokens_end_the_tokens_before_them() {
    let Some(table) = Table::load().await else {
        return;
    };
    let (login, refresh) = ("POST /login/api-secret", "POST /token/refresh");
    let body = json!({ "apiSecret": portone_sim::V2_SECRET }).to_string();
    let first = table.row(login, "/login/api-secret", &body, 200).await;
    table
        .row(login, "/login/api-secret", r#"{"apiSecret":"x"}"#, 401)
        .await;
    table.row(login, "/login/api-secret", "{}", 400).await;
    let auth = format!("Bearer {}", first["accessToken"].as_str().unwrap());
    let headers = [("authorization", auth.as_str())];
    let got = table
        .asker
        .ask(Method::GET, "/v2/payments", &headers, "")
        .await;
    assert_eq!(got.status, 200);
    let again = |token: &Value| json!({ "refreshToken": token }).to_string();
    let second = table.row(login, "/login/api-secret", &body, 200).await;
    let dead = again(&first["refreshToken"]);
    table.row(refresh, "/token/refresh", &dead, 401).await;
    let alive = again(&second["refreshToken"]);
    table.row(refresh, "/token/refresh", &alive, 200).await;
}

#[tokio::test]
async fn payments_by_every_filter() {
    let Some(table) = Table::load().await else {
        return;
    };
    let list = "GET /payments";
    let total = table.asker.sim.seed().payments.len();
    let day = jiff::SignedDuration::from_hours(24);
    let now = jiff::Timestamp::now();
    for (filter, count) in [
        (json!({"methods":["CRYPTO"]}), Some(1)),
        (
            json!({"methods":["CARD"],"version":"V1","isTest":false,"status":["PAID"]}),
            Some(5),
        ),
        (json!({"pgProvider":["KPN"],"isTest":false}), Some(3)),
        (json!({"currency":"USD"}), Some(0)),
        (json!({"currency":"KRW"}), Some(total)),
        (json!({"platformType":"API"}), Some(0)),
        (json!({"isScheduled":true}), Some(0)),
        (json!({"isEscrow":true}), Some(0)),
        (json!({"webhookStatus":"SUCCEEDED"}), Some(0)),
        (
            json!({"cardBrand":"LOCAL","cardType":"CREDIT","cardOwnerType":"PERSONAL"}),
            None,
        ),
        (json!({"cardBrand":"VISA"}), Some(0)),
        (json!({"giftCertificateType":"CULTURELAND"}), Some(1)),
        (
            json!({"cashReceiptType":"PERSONAL","cashReceiptStatus":"ISSUED"}),
            Some(1),
        ),
        (
            json!({"cashReceiptIssuedAtRange":{"from":now - day - day,"until":now}}),
            Some(1),
        ),
        (
            json!({"cashReceiptIssuedAtRange":{"from":now,"until":now}}),
            Some(0),
        ),
        (
            json!({"textSearch":[{"field":"PAYMENT_ID","value":"practice-method-"}]}),
            Some(8),
        ),
        (
            json!({"textSearch":[{"field":"ALL","value":"practice-tx-practice-method-card"}]}),
            Some(1),
        ),
        (
            json!({"timestampType":"CREATED_AT","until":now - day,"sortBy":"STATUS_CHANGED_AT","sortOrder":"ASC"}),
            Some(8),
        ),
        (json!({"merchantId":"somebody"}), Some(0)),
        (json!({"storeId":portone_sim::STORE_ID}), Some(total)),
    ] {
        let path = format!("/payments{}", asked(&json!({ "filter": filter })));
        let got = table.row(list, &path, "", 200).await;
        let found = got["page"]["totalCount"].as_u64().unwrap();
        match count {
            Some(count) => assert_eq!(found, count as u64, "{filter}"),
            None => assert!(found > 0, "{filter}"),
        }
    }
    for filter in [
        json!({"sortOrder":"UP"}),
        json!({"methods":["CASH"]}),
        json!({"from":"yesterday"}),
        json!({"isTest":"yes"}),
    ] {
        let path = format!("/payments{}", asked(&json!({ "filter": filter })));
        table.row(list, &path, "", 400).await;
    }
    let foreign = asked(&json!({"filter":{"storeId":portone_sim::FOREIGN_STORE_ID}}));
    table
        .row(list, &format!("/payments{foreign}"), "", 403)
        .await;
    let tries = "GET /payments/{paymentId}/transactions";
    for payment in table.asker.sim.seed().payments {
        let path = format!("/payments/{}/transactions", payment.merchant_uid);
        table.row(tries, &path, "", 200).await;
    }
    table
        .row(tries, "/payments/none/transactions", "", 404)
        .await;
    table.stranger(tries, "/payments/none/transactions").await;
}

#[tokio::test]
async fn cancellations_by_their_parts() {
    let Some(table) = Table::load().await else {
        return;
    };
    let seeds = r#"{"schema":1,"stores":[{"id":"store-practice-parts-000000","name":"s","v2_secrets":["practice-s"],
        "channels":[{"key":"c","name":"c","type":"TEST","pg_provider":"KPN","pg_merchant_id":"m"}],
        "payments":[{"id":"p","version":"V2","status":"PAID","amount":1100,"currency":"KRW","tax_free_amount":100}]}]}"#;
    let seeds = portone_sim::SeedFile::read(seeds).unwrap();
    let sim = Sim::start(Options {
        seeds: Some(seeds),
        ..Options::default()
    })
    .await
    .unwrap();
    let asker = Asker {
        sim,
        http: table.asker.http.clone(),
    };
    for (body, status, word) in [
        (
            json!({"amount":200,"taxFreeAmount":101}),
            409,
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
        ),
        (
            json!({"amount":100,"taxFreeAmount":50,"vatAmount":60}),
            409,
            "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT",
        ),
        (
            json!({"amount":1050}),
            409,
            "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT",
        ),
        (
            json!({"amount":100,"taxFreeAmount":-1}),
            400,
            "INVALID_REQUEST",
        ),
        (
            json!({"amount":100,"requester":"NOBODY"}),
            400,
            "INVALID_REQUEST",
        ),
        (
            json!({"amount":100,"refundAccount":{"bank":"SHINHAN","number":"","holderName":"a"}}),
            400,
            "INVALID_REQUEST",
        ),
        (json!({"amount":200,"taxFreeAmount":60}), 200, ""),
        (
            json!({"amount":100,"taxFreeAmount":60}),
            409,
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
        ),
        (json!({}), 200, ""),
        (json!({}), 409, "PAYMENT_ALREADY_CANCELLED"),
    ] {
        let mut whole = body.clone();
        whole["reason"] = json!("r");
        let auth = [("authorization", "PortOne practice-s")];
        let got = asker
            .ask(
                Method::POST,
                "/v2/payments/p/cancel",
                &auth,
                &whole.to_string(),
            )
            .await;
        table
            .spec
            .holds("post", "/payments/{paymentId}/cancel", status, &got);
        if status != 200 {
            assert_eq!(got.body["type"], word, "{body}");
        }
    }
    let auth = [("authorization", "PortOne practice-s")];
    let read = asker.ask(Method::GET, "/v2/payments/p", &auth, "").await;
    assert_eq!(read.body["amount"]["cancelledTaxFree"], 100);
}

#[tokio::test]
async fn v1_reads() {
    let Some(spec) = V1Spec::load() else { return };
    let asker = Asker::seeded().await;
    let rows = [
        (
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/practice-order-practice-live-kcp-paid/paid",
            200,
        ),
        (
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/practice-order-practice-live-kcp-paid",
            200,
        ),
        (
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/practice-order-practice-live-kcp-paid/failed",
            404,
        ),
        (
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/none/paid",
            404,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/all?limit=1000",
            200,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/paid?page=2&limit=5&sorting=paid",
            200,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/paid?page=9",
            400,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/paid?limit=1001",
            400,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/bought",
            400,
        ),
        (
            "/payments/status/{payment_status}",
            "/payments/status/all?from=1&to=99999999",
            400,
        ),
        (
            "/payments",
            "/payments?imp_uid[]=practice-live-kcp-paid",
            200,
        ),
        (
            "/payments",
            "/payments?imp_uid[]=practice-live-kcp-paid&imp_uid[]=none",
            207,
        ),
        ("/payments", "/payments?imp_uid[]=none", 404),
        (
            "/certifications/{imp_uid}",
            "/certifications/practice-identity-v1",
            200,
        ),
        (
            "/certifications/{imp_uid}",
            "/certifications/practice-identity-verified",
            404,
        ),
        (
            "/subscribe/customers",
            "/subscribe/customers?customer_uid[]=billing-key-practice-v1",
            200,
        ),
        (
            "/subscribe/customers",
            "/subscribe/customers?customer_uid[]=billing-key-practice-v1&customer_uid[]=x",
            207,
        ),
        (
            "/subscribe/customers",
            "/subscribe/customers?customer_uid[]=x",
            404,
        ),
        (
            "/subscribe/customers/{customer_uid}",
            "/subscribe/customers/billing-key-practice-v1",
            200,
        ),
        (
            "/subscribe/customers/{customer_uid}",
            "/subscribe/customers/billing-key-practice-issued",
            404,
        ),
        ("/tiers/{tier_code}", "/tiers/PRA", 200),
        ("/tiers/{tier_code}", "/tiers/ZZZ", 404),
    ];
    for (template, path, status) in rows {
        let got = asker.v1(Method::GET, &format!("/v1{path}"), "").await;
        spec.holds("get", template, status, &got);
        let got = asker.ask(Method::GET, &format!("/v1{path}"), &[], "").await;
        assert_eq!(got.status, 401, "{path}");
    }
    let page = asker
        .v1(Method::GET, "/v1/payments/status/paid?page=2&limit=5", "")
        .await;
    let page = &page.body["response"];
    assert_eq!(
        (&page["previous"], page["list"].as_array().unwrap().len()),
        (&json!(1), 5)
    );
}
