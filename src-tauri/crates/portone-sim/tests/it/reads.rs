//! Reads, tokens and cancellations: every call, in every answer that the official document has for it and practice
//! can give.

use portone_sim::{Options, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use crate::Asker;
use crate::calls::{Table, asked};
use crate::spec::V1Spec;

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

/// What the built-in seeds lack: escrow, phones, failures, receipts of payments that were given back.
#[tokio::test]
async fn payments_by_filters_of_the_rest() {
    let Some(mut table) = Table::load().await else {
        return;
    };
    let payment = |id: &str, more: Value| {
        let mut one = json!({ "id": id, "version": "V2", "status": "PAID", "amount": 1000, "currency": "KRW" });
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        one
    };
    let escrows = [
        "BEFORE_REGISTERED",
        "REGISTERED",
        "DELIVERED",
        "CONFIRMED",
        "REJECTED",
        "REJECT_CONFIRMED",
        "CANCELLED",
    ];
    let mut payments = vec![
        payment("phone", json!({ "client": "SDK_MOBILE" })),
        payment("call", json!({ "client": "API" })),
        payment(
            "transfer",
            json!({ "method": "TRANSFER", "cash_receipt": true }),
        ),
        payment(
            "back",
            json!({ "method": "TRANSFER", "cash_receipt": true, "status": "CANCELLED" }),
        ),
        payment("account", json!({ "method": "VIRTUAL_ACCOUNT" })),
        payment("gift", json!({ "method": "GIFT_CERTIFICATE" })),
        payment(
            "failed",
            json!({
                "status": "FAILED", "failure": { "pg_code": "CC67", "pg_message": "한도를 넘었습니다" }
            }),
        ),
    ];
    payments.extend(escrows.map(|word| payment(word, json!({ "escrow": word }))));
    let total = payments.len();
    let seeds = json!({ "schema": 1, "stores": [{
        "id": portone_sim::STORE_ID, "name": "s", "v2_secrets": [portone_sim::V2_SECRET],
        "channels": [{ "key": "c", "name": "c", "type": "TEST", "pg_provider": "KPN", "pg_merchant_id": "mid-of-kpn" }],
        "payments": payments,
    }]});
    table.asker = Asker::start(Options {
        seeds: Some(portone_sim::SeedFile::read(&seeds.to_string()).unwrap()),
        ..Options::default()
    })
    .await;
    let now = jiff::Timestamp::now();
    let hour = jiff::SignedDuration::from_hours(2);
    let search =
        |field: &str, value: &str| json!({ "textSearch": [{ "field": field, "value": value }] });
    let list = "GET /payments";
    for (filter, count) in [
        (json!({ "isEscrow": true }), 7),
        (json!({ "isEscrow": false }), total - 7),
        (json!({ "escrowStatus": "DELIVERED" }), 1),
        (json!({ "platformType": "SDK_MOBILE" }), 1),
        (json!({ "platformType": "API" }), 1),
        (json!({ "platformType": "SDK_PC" }), total - 2),
        (json!({ "cashReceiptStatus": "CANCELLED" }), 1),
        (json!({ "cashReceiptStatus": "ISSUED" }), 1),
        (
            json!({ "cashReceiptCancelledAtRange": { "from": now - hour, "until": now } }),
            1,
        ),
        (
            json!({ "cashReceiptCancelledAtRange": { "from": now, "until": now } }),
            0,
        ),
        (search("FAIL_REASON", "한도"), 1),
        (search("CARD_ISSUER", "PRACTICE"), total - 4),
        (search("CARD_INSTALLMENT", "0"), total - 4),
        (search("TRANS_BANK", "KOOKMIN"), 2),
        (search("TRANS_BANK", "SHINHAN"), 0),
        (search("VIRTUAL_ACCOUNT_BANK", "SHINHAN"), 1),
        (search("VIRTUAL_ACCOUNT_HOLDER_NAME", "연습"), 1),
        (search("GIFT_CERTIFICATION_APPROVAL_NUMBER", "0000"), 1),
        (
            search("RECEIPT_APPROVAL_NUMBER", "practice-receipt-back"),
            1,
        ),
        (search("PG_CANCELLATION_ID", "practice-pg-"), 1),
        (search("PG_MERCHANT_ID", "of-kpn"), total),
        (search("CUSTOMER_PHONE_NUMBER", "000-"), total),
        (search("CUSTOMER_EMAIL", "@practice"), total),
        (search("CUSTOMER_EMAIL", "000-"), 0),
        (search("ALL", "CC67"), 0),
        (search("ALL", "한도"), 1),
    ] {
        let path = format!("/payments{}", asked(&json!({ "filter": filter })));
        let got = table.row(list, &path, "", 200).await;
        assert_eq!(got["page"]["totalCount"], json!(count), "{filter}");
    }
    for filter in [
        json!({ "escrowStatus": "LOST" }),
        json!({ "escrowStatus": "BEFORE_REGISTERED" }),
        json!({ "platformType": "PHONE" }),
        search("SHOE_SIZE", "1"),
    ] {
        let path = format!("/payments{}", asked(&json!({ "filter": filter })));
        table.row(list, &path, "", 400).await;
    }
    let list = "GET /cash-receipts";
    for (asked_for, count) in [
        (json!({ "filter": { "statuses": ["CANCELLED"] } }), 1),
        (
            json!({ "filter": { "timeRangeField": "CANCELLED_AT" }, "sort": { "by": "CANCELLED_AT" } }),
            1,
        ),
        (json!({ "filter": { "types": ["CORPORATE"] } }), 0),
        (
            json!({ "filter": { "version": "V2", "pgProviders": ["KPN"], "pgMerchantId": "mid-of-kpn" } }),
            2,
        ),
    ] {
        let path = format!("/cash-receipts{}", asked(&asked_for));
        let got = table.row(list, &path, "", 200).await;
        assert_eq!(got["page"]["totalCount"], json!(count), "{asked_for}");
    }
    let receipt = "/payments/back/cash-receipt";
    let got = table
        .row("GET /payments/{paymentId}/cash-receipt", receipt, "", 200)
        .await;
    assert_eq!(got["status"], "CANCELLED");
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
