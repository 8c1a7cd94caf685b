//! What the real service refuses, this one refuses too.

use std::time::Duration;

use portone_sim::{
    FOREIGN_STORE_ID, Fault, NewChannel, NewPayment, Options, Purpose, Refused, STORE_ID, Sim,
    Status, V1_KEY, V1_SECRET, Version,
};
use reqwest::Method;
use serde_json::json;

use crate::Asker;

/// `a b` as a form writes it.
fn form(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn list(body: &serde_json::Value) -> String {
    format!("/v2/payments?requestBody={}", form(&body.to_string()))
}

#[tokio::test]
async fn the_list_reads_a_form_encoded_body_in_the_query_or_json_in_the_body() {
    let asker = Asker::seeded().await;
    // A space becomes `+`, as the official Python SDK sends it.
    let spaced = r#"{ "page": { "number": 0, "size": 1 } }"#;
    let path = format!("/v2/payments?requestBody={}", form(spaced));
    assert!(path.contains('+'));
    let got = asker.v2(&path).await;
    assert_eq!(got.body["items"].as_array().unwrap().len(), 1);

    let auth = format!("PortOne {}", portone_sim::V2_SECRET);
    let headers = [("authorization", auth.as_str())];
    let got = asker
        .ask(Method::GET, "/v2/payments", &headers, spaced)
        .await;
    assert_eq!(got.body["items"].as_array().unwrap().len(), 1);
    let got = asker.v2("/v2/payments?requestBody=garbage").await;
    assert_eq!(
        (got.status, got.body["type"].as_str()),
        (400, Some("INVALID_REQUEST"))
    );
}

#[tokio::test]
async fn the_filter_says_pending_and_the_payment_says_pay_pending() {
    let asker = Asker::seeded().await;
    let got = asker
        .v2(&list(&json!({"filter":{"status":["PENDING"]}})))
        .await;
    assert_eq!(got.body["items"][0]["status"], "PAY_PENDING");
    let got = asker
        .v2(&list(&json!({"filter":{"status":["PAY_PENDING"]}})))
        .await;
    assert_eq!(got.status, 400);
}

#[tokio::test]
async fn pages_end_at_sixty_thousand() {
    let asker = Asker::seeded().await;
    for (number, size, status) in [
        (59, 1000, 200),
        (60, 1000, 400),
        (0, 60_000, 200),
        (0, 60_001, 400),
        (i64::MAX, 1, 400),
        (-1, 1, 400),
        (0, 0, 400),
    ] {
        let got = asker
            .v2(&list(&json!({"page":{"number":number,"size":size}})))
            .await;
        assert_eq!(got.status, status, "{number} {size}");
    }
}

#[tokio::test]
async fn without_from_the_window_is_ninety_days() {
    let asker = Asker::seeded().await;
    let total = |got: crate::Got| got.body["page"]["totalCount"].as_u64().unwrap();
    let far: jiff::Timestamp = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 91);
    let body = json!({"filter":{"until":far}});
    assert_eq!(total(asker.v2(&list(&body)).await), 0);
    let near = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 89);
    let body = json!({"filter":{"until":near}});
    assert!(total(asker.v2(&list(&body)).await) > 0);
}

#[tokio::test]
async fn keys_and_stores_are_told_apart() {
    let asker = Asker::seeded().await;
    let one = "/v2/payments/practice-live-kcp-paid";
    for (store, status) in [(STORE_ID, 200), (FOREIGN_STORE_ID, 403), ("nonsense", 400)] {
        let got = asker.v2(&format!("{one}?storeId={store}")).await;
        assert_eq!(got.status, status, "{store}");
    }
    for auth in ["PortOne wrong", "Bearer x", portone_sim::V2_SECRET] {
        let got = asker
            .ask(Method::GET, one, &[("authorization", auth)], "")
            .await;
        assert_eq!(got.status, 401, "{auth}");
    }
    assert_eq!(asker.ask(Method::GET, one, &[], "").await.status, 401);
    assert_eq!(
        asker.ask(Method::GET, "/v2/banks", &[], "").await.status,
        200
    );
    assert_eq!(asker.v2("/v2/elsewhere").await.status, 501);
}

#[tokio::test]
async fn an_idempotency_key_needs_its_quotes_and_counts_once() {
    let asker = Asker::seeded().await;
    let id = "practice-test-kcp-paid";
    let body = r#"{"reason":"r","amount":100}"#;
    for bad in ["0123456789abcdef", "\"short\"", "\"0123456789abcdef"] {
        let got = asker.v2_cancel(id, Some(bad), body).await;
        assert_eq!(got.status, 400, "{bad}");
    }
    let key = Some("\"0123456789abcdef\"");
    let first = asker.v2_cancel(id, key, body).await;
    let again = asker.v2_cancel(id, key, body).await;
    assert_eq!((first.status, &first.body), (200, &again.body));
    assert_eq!(asker.sim.payment(Version::V2, id).unwrap().cancelled, 100);
    asker.v2_cancel(id, None, body).await;
    assert_eq!(asker.sim.payment(Version::V2, id).unwrap().cancelled, 200);
    assert_eq!(asker.v2_cancel(id, None, "{}").await.status, 400);
}

/// Two merchants: what one of them did under a key is neither told to the other nor in its way.
#[tokio::test]
async fn an_idempotency_key_is_its_callers_own() {
    let store = |name: &str| {
        let channel = format!("channel-key-practice-{name}");
        json!({
            "id": format!("store-practice-{name}"), "name": name, "v2_secrets": [format!("practice-secret-{name}")],
            "channels": [{
                "key": channel, "name": name, "type": "TEST", "pg_provider": "kcp_v2",
                "pg_merchant_id": format!("practice-mid-{name}"),
            }],
            "payments": [{
                "id": format!("practice-{name}"), "version": "V2", "status": "PAID", "amount": 1000,
                "currency": "KRW", "channel_key": channel,
            }],
        })
    };
    let seeds = json!({ "schema": 1, "stores": [store("one"), store("two")] }).to_string();
    let asker = Asker::start(Options {
        seeds: Some(portone_sim::SeedFile::read(&seeds).unwrap()),
        ..Options::default()
    })
    .await;
    let cancel = async |secret: &str| {
        let auth = format!("PortOne {secret}");
        let key = ("idempotency-key", "\"0123456789abcdef\"");
        let headers = [("authorization", auth.as_str()), key];
        let path = "/v2/payments/practice-one/cancel";
        let got = asker.ask(Method::POST, path, &headers, r#"{"reason":"r"}"#);
        got.await.status
    };
    // While the first is being worked on, only the same merchant is told so.
    asker
        .sim
        .set_fault_for(Fault::Slow(Duration::from_millis(300)), "/v2/payments", 1);
    let first = cancel("practice-secret-one");
    let meanwhile = async {
        while asker.sim.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        [
            cancel("practice-secret-one").await,
            cancel("practice-secret-two").await,
            cancel("nobody").await,
        ]
    };
    assert_eq!(tokio::join!(first, meanwhile), (200, [409, 404, 401]));
    // And once it is done.
    assert_eq!(cancel("practice-secret-one").await, 200);
    assert_eq!(cancel("practice-secret-two").await, 404);
    assert_eq!(cancel("nobody").await, 401);
}

#[tokio::test]
async fn a_token_is_the_same_until_it_expires() {
    let asker = Asker::seeded().await;
    let first = asker.token().await.body["response"].clone();
    let again = asker.token().await.body["response"].clone();
    assert_eq!(first["access_token"], again["access_token"]);
    assert_eq!(first["expired_at"], again["expired_at"]);
    let life = first["expired_at"].as_i64().unwrap() - first["now"].as_i64().unwrap();
    assert_eq!(life, 30 * 60);
    asker.sim.expire_token();
    let third = asker.token().await.body["response"].clone();
    assert_ne!(first["access_token"], third["access_token"]);
}

#[tokio::test]
async fn a_token_in_its_last_minute_lives_five_minutes_longer() {
    let asker = Asker::start(Options {
        token_ttl: Duration::from_secs(61),
        ..Options::default()
    })
    .await;
    let first = asker.token().await.body["response"].clone();
    // Its last minute begins one second after it was made.
    let mut again = first.clone();
    while again["expired_at"] == first["expired_at"] {
        again = asker.token().await.body["response"].clone();
        assert_eq!(again["access_token"], first["access_token"]);
        tokio::task::yield_now().await;
    }
    let longer = again["expired_at"].as_i64().unwrap() - first["expired_at"].as_i64().unwrap();
    assert_eq!(longer, 300);
}

#[tokio::test]
async fn v1_takes_forms_and_tokens_without_a_word() {
    let asker = Asker::seeded().await;
    let body = format!("imp_key={V1_KEY}&imp_secret={V1_SECRET}");
    let got = asker
        .ask(Method::POST, "/v1/users/getToken", &[], &body)
        .await;
    let token = got.body["response"]["access_token"].as_str().unwrap();
    let got = asker
        .ask(Method::GET, "/v1/users/pg", &[("authorization", token)], "")
        .await;
    assert_eq!((got.status, &got.body["code"]), (200, &json!(0)));
    for (body, status) in [("{}", 400), (r#"{"imp_key":"a","imp_secret":"b"}"#, 401)] {
        let got = asker
            .ask(Method::POST, "/v1/users/getToken", &[], body)
            .await;
        assert_eq!((got.status, &got.body["code"]), (status, &json!(-1)));
    }
}

#[tokio::test]
async fn a_v1_test_payment_needs_include_sandbox() {
    let asker = Asker::seeded().await;
    for (path, status) in [
        ("practice-live-kcp-paid", 200),
        ("practice-test-kcp-paid", 404),
        ("practice-test-kcp-paid?include_sandbox=false", 404),
        ("practice-test-kcp-paid?include_sandbox=true", 200),
        // A V2 payment is no imp_uid.
        ("practice-live-kpn-paid?include_sandbox=true", 404),
    ] {
        let path = format!("/v1/payments/{path}");
        assert_eq!(
            asker.v1(Method::GET, &path, "").await.status,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn v1_cancels_with_a_code_for_every_refusal() {
    let asker = Asker::seeded().await;
    let id = "practice-test-kcp-paid";
    let table = [
        (json!({"imp_uid":id,"checksum":999}), 1),
        (json!({"imp_uid":id,"amount":1001}), 1),
        (json!({"imp_uid":id,"amount":400,"checksum":1000}), 0),
        (json!({"merchant_uid":format!("practice-order-{id}")}), 0),
        (json!({"imp_uid":id}), 1),
        (json!({"imp_uid":"practice-none"}), 1),
        (json!({"imp_uid":"practice-test-kcp-pg-refuses"}), 1),
        (json!({"imp_uid":"practice-test-kcp-failed"}), 1),
    ];
    for (body, code) in table {
        let got = asker
            .v1(Method::POST, "/v1/payments/cancel", &body.to_string())
            .await;
        assert_eq!(
            (got.status, &got.body["code"]),
            (200, &json!(code)),
            "{body}"
        );
    }
    let payment = asker.sim.payment(Version::V1, id).unwrap();
    assert_eq!(
        (payment.status, payment.cancelled),
        (Status::Cancelled, 1000)
    );
    // The V2 side shows the same payment by its order number.
    let got = asker.v2(&format!("/v2/payments/practice-order-{id}")).await;
    assert_eq!(got.body["transactionId"], id);
    assert_eq!(
        (got.body["version"].as_str(), got.body["status"].as_str()),
        (Some("V1"), Some("CANCELLED"))
    );
}

#[tokio::test]
async fn what_is_added_must_say_practice_and_fit() {
    let asker = Asker::seeded().await;
    let sim = &asker.sim;
    let channel = |key: Option<&str>, mid: &str| NewChannel {
        key: key.map(str::to_owned),
        name: "내 채널".into(),
        pg_provider: "Smartro_V2".into(),
        mid: mid.into(),
        live: true,
        purpose: Purpose::OneTime,
    };
    let add = |key, mid| sim.add_channel(channel(key, mid));
    assert_eq!(add(None, "INIpayTest"), Err(Refused::NotPractice));
    assert_eq!(
        add(Some("channel-key-1"), "practice-m"),
        Err(Refused::NotPractice)
    );
    let made = add(None, "practice-m").unwrap();
    assert_eq!(made.pg_provider, "smartro_v2");
    assert_eq!(add(Some(&made.key), "practice-m"), Err(Refused::Taken));

    let pay =
        |id: &str, key: &str, won| sim.add_payment(NewPayment::paid(id, Version::V2, key, won));
    assert_eq!(pay("mine", &made.key, 1), Err(Refused::NotPractice));
    assert_eq!(pay("practice-1", "nokey", 1), Err(Refused::NoSuchChannel));
    assert_eq!(pay("practice-1", &made.key, -1), Err(Refused::Amount));
    assert_eq!(pay("practice-1", &made.key, 500), Ok(()));
    assert_eq!(pay("practice-1", &made.key, 500), Err(Refused::Taken));
    let got = asker.v2("/v2/payments/practice-1").await;
    assert_eq!(got.body["channel"]["pgProvider"], "SMARTRO_V2");
    assert_eq!(got.body["channel"]["type"], "LIVE");
    let newest = asker.v2(&list(&json!({"page":{"size":1}}))).await;
    assert_eq!(newest.body["items"][0]["id"], "practice-1");
}

#[tokio::test]
async fn it_listens_on_loopback_only_and_frees_its_port() {
    let open = Options {
        address: "0.0.0.0:0".parse().unwrap(),
        ..Options::default()
    };
    assert!(Sim::start(open).await.is_err());
    let first = Sim::start(Options::default()).await.unwrap();
    let address = first
        .base_url()
        .trim_start_matches("http://")
        .parse()
        .unwrap();
    first.shutdown().await;
    let again = Sim::start(Options {
        address,
        ..Options::default()
    })
    .await;
    assert!(again.is_ok());
}
