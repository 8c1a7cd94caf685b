//! The payment window, used as a browser uses it.

use portone_sim::{Failure, STORE_ID, Status, Version};
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use crate::Asker;

fn encode(pairs: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(pairs);
    out.finish()
}

fn order(id: &str) -> Value {
    json!({
        "storeId": STORE_ID,
        "channelKey": "channel-key-practice-kcp-test",
        "paymentId": id,
        "orderName": "<b>상품</b>",
        "totalAmount": 1000,
        "currency": "KRW",
        "payMethod": "CARD",
    })
}

/// A page's answer: its status, where it leads, and the result it hands over.
struct Shown {
    status: u16,
    leads: Option<String>,
    page: String,
    result: Value,
}

struct Browser {
    asker: Asker,
    http: reqwest::Client,
}

impl Browser {
    async fn start() -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none());
        Self {
            asker: Asker::seeded().await,
            http: http.build().unwrap(),
        }
    }

    async fn shown(&self, request: reqwest::RequestBuilder) -> Shown {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let leads = response
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned());
        let page = response.text().await.unwrap();
        let result = page
            .split_once("data-result=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(text, _)| text.replace("&quot;", "\"").replace("&#39;", "'"))
            .map(|text| serde_json::from_str(&text).unwrap());
        Shown {
            status,
            leads,
            page,
            result: result.unwrap_or_default(),
        }
    }

    async fn open(&self, kind: &str, order: &Value) -> Shown {
        let query = encode(&[
            ("kind", kind),
            ("request", &order.to_string()),
            ("origin", "http://localhost:5173"),
        ]);
        let url = format!("{}/practice/window?{query}", self.asker.sim.base_url());
        self.shown(self.http.get(url)).await
    }

    async fn decide(&self, kind: &str, order: &Value, decision: &str, refusal: &str) -> Shown {
        let body = encode(&[
            ("kind", kind),
            ("request", &order.to_string()),
            ("origin", "http://localhost:5173"),
            ("decision", decision),
            ("refusal", refusal),
        ]);
        let base = self.asker.sim.base_url();
        let request = self
            .http
            .post(format!("{base}/practice/window/decide"))
            .header("origin", &base)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        self.shown(request).await
    }

    fn status(&self, id: &str) -> Status {
        self.asker.sim.payment(Version::V2, id).unwrap().status
    }
}

#[tokio::test]
async fn a_payment_is_opened_and_paid() {
    let browser = Browser::start().await;
    let order = order("practice-w");
    let said = |code: &str| {
        vec![Failure {
            pg_code: code.to_owned(),
            pg_message: "\"거절\"".to_owned(),
        }]
    };
    browser.asker.sim.set_refusals("KCP_V2", said("OWN-1"));
    browser.asker.sim.set_refusals("other", said("OTHER-1"));
    let window = browser.open("payment", &order).await;
    assert_eq!(window.status, 200);
    // What a page says is text in the window, and the refusals are the channel's gateway's.
    assert!(window.page.contains("&lt;b&gt;상품") && !window.page.contains("<b>"));
    let own = "<option value=\"OWN-1|&quot;거절&quot;\">OWN-1 ";
    assert!(window.page.contains(own) && !window.page.contains("OTHER-1"));
    assert!(window.page.contains("PRACTICE-LIMIT"));
    assert_eq!(browser.status("practice-w"), Status::Ready);
    let done = browser.decide("payment", &order, "success", "").await;
    assert_eq!(
        done.result,
        json!({"transactionType":"PAYMENT","paymentId":"practice-w","txId":"practice-tx-practice-w"})
    );
    assert!(done.page.contains("data-origin=\"http://localhost:5173\""));
    assert_eq!(browser.status("practice-w"), Status::Paid);
    let again = browser.open("payment", &order).await;
    assert_eq!(
        (again.status, &again.result["code"]),
        (400, &json!("PaymentAlreadyPaid"))
    );
    let again = browser.decide("payment", &order, "success", "").await;
    assert_eq!(again.status, 400);
}

#[tokio::test]
async fn a_payment_is_refused_left_and_tried_again() {
    let browser = Browser::start().await;
    let order = order("practice-w");
    browser.open("payment", &order).await;
    let done = browser
        .decide("payment", &order, "failure", "CC67|사업자번호 오류")
        .await;
    assert_eq!(
        (&done.result["code"], &done.result["pgCode"]),
        (&json!("PGProviderError"), &json!("CC67"))
    );
    let read = browser.asker.v2("/v2/payments/practice-w").await;
    assert_eq!(
        (&read.body["status"], &read.body["failure"]["pgCode"]),
        (&json!("FAILED"), &json!("CC67"))
    );
    browser.open("payment", &order).await;
    let left = browser.decide("payment", &order, "cancel", "").await;
    assert_eq!(left.result["pgCode"], "PAY_PROCESS_CANCELED");
    browser.open("payment", &order).await;
    browser.decide("payment", &order, "success", "").await;
    let tries = browser
        .asker
        .v2("/v2/payments/practice-w/transactions")
        .await;
    assert_eq!(tries.body["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn with_force_redirect_the_result_is_in_the_address() {
    let browser = Browser::start().await;
    let mut order = order("practice-w");
    order["redirectUrl"] = json!("http://localhost:5173/done?a=1");
    order["forceRedirect"] = json!(true);
    order["payMethod"] = json!("VIRTUAL_ACCOUNT");
    browser.open("payment", &order).await;
    let done = browser.decide("payment", &order, "success", "").await;
    assert_eq!(done.status, 303);
    let leads = done.leads.unwrap();
    assert!(
        leads.starts_with("http://localhost:5173/done?a=1&"),
        "{leads}"
    );
    assert!(leads.contains("paymentId=practice-w"), "{leads}");
    assert_eq!(browser.status("practice-w"), Status::VirtualAccountIssued);
    // What goes wrong before the window opens never redirects; nor does anything lead away from this machine.
    for (name, value, code) in [
        ("channelKey", "none", "ChannelNotFound"),
        ("storeId", "none", "StoreNotFound"),
        ("redirectUrl", "https://example.com/", "BadRequest"),
        ("payMethod", "CASH", "BadRequest"),
        ("currency", "won", "BadRequest"),
        ("orderName", "", "BadRequest"),
    ] {
        let mut bad = order.clone();
        bad["paymentId"] = json!("practice-x");
        bad[name] = json!(value);
        let got = browser.open("payment", &bad).await;
        assert_eq!(
            (got.status, &got.result["code"], got.leads),
            (400, &json!(code), None),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_billing_key_is_issued_or_not() {
    let browser = Browser::start().await;
    let mut order = order("unused");
    order["billingKeyMethod"] = json!("CARD");
    order["issueId"] = json!("practice-issue");
    assert_eq!(browser.open("billing-key", &order).await.status, 200);
    let done = browser.decide("billing-key", &order, "success", "").await;
    assert_eq!(done.result["transactionType"], "ISSUE_BILLING_KEY");
    let key = done.result["billingKey"].as_str().unwrap();
    let read = browser.asker.v2(&format!("/v2/billing-keys/{key}")).await;
    assert_eq!(read.body["status"], "ISSUED");
    let left = browser.decide("billing-key", &order, "cancel", "").await;
    assert!(left.result["billingKey"].is_null() && left.result["code"].is_string());
}

#[tokio::test]
async fn another_pages_form_is_refused() {
    let browser = Browser::start().await;
    let url = format!("{}/practice/window/decide", browser.asker.sim.base_url());
    let request = browser
        .http
        .post(&url)
        .header("origin", "https://example.com");
    assert_eq!(request.send().await.unwrap().status(), 403);
    let request = browser.http.post(&url).header("content-type", "text/plain");
    assert_eq!(request.send().await.unwrap().status(), 415);
}
