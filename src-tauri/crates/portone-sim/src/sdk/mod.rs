//! The payment window of practice: what the browser SDK opens, played by a page of this server.
//!
//! A payment page loads `/practice/browser-sdk.js` in place of PortOne's script, or opens `/practice/window` by
//! itself. The person then decides what becomes of the payment.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{Failure, More, Status};
use crate::pay::{self, End, Order};
use crate::records::Method;
use crate::state::{Shared, State as Memory};
use crate::v2::{self, Params, billing};
use crate::{deliver, serve};

const SCRIPT: &str = include_str!("browser-sdk.js");
const WINDOW_SCRIPT: &str = include_str!("window.js");
const STYLE: &str = include_str!("window.css");
/// Pages of this machine may show the window, and be where it leads; nothing else may.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; \
    form-action 'self' http://localhost:* http://127.0.0.1:*; \
    frame-ancestors 'self' http://localhost:* http://127.0.0.1:*";

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/practice/browser-sdk.js",
            get(|| file(SCRIPT, "text/javascript")),
        )
        .route(
            "/practice/window.js",
            get(|| file(WINDOW_SCRIPT, "text/javascript")),
        )
        .route("/practice/window.css", get(|| file(STYLE, "text/css")))
        .route("/practice/window", get(open))
        .route("/practice/window/decide", post(decide))
}

async fn file(text: &'static str, kind: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// What a payment page asks the SDK for. Everything else it may say is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    store_id: String,
    channel_key: String,
    payment_id: Option<String>,
    order_name: Option<String>,
    total_amount: Option<i64>,
    tax_free_amount: Option<i64>,
    currency: Option<String>,
    pay_method: Option<String>,
    billing_key_method: Option<String>,
    issue_id: Option<String>,
    redirect_url: Option<String>,
    #[serde(default)]
    force_redirect: bool,
    #[serde(default)]
    notice_urls: Vec<String>,
    custom_data: Option<Value>,
    customer: Option<Customer>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    customer_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Payment,
    BillingKey,
}

impl Kind {
    fn of(params: &Params) -> Self {
        match params.get("kind").map(String::as_str) {
            Some("billing-key") => Self::BillingKey,
            _ => Self::Payment,
        }
    }
}

/// An error before the window opens. It never redirects.
struct Early(&'static str, String);

fn early<T>(code: &'static str, message: &str) -> Result<T, Early> {
    Err(Early(code, message.to_owned()))
}

fn read(params: &Params) -> Result<Asked, Early> {
    let text = params.get("request").map_or("", String::as_str);
    let asked: Asked =
        serde_json::from_str(text).map_err(|error| Early("BadRequest", error.to_string()))?;
    if let Some(url) = &asked.redirect_url
        && !deliver::is_local(url)
    {
        let message = "연습에서는 redirectUrl이 이 컴퓨터의 http 주소여야 해요.";
        return early("BadRequest", message);
    }
    Ok(asked)
}

/// The order, if it is whole and its store and channel are there.
fn order(memory: &Memory, asked: &Asked, kind: Kind) -> Result<Order, Early> {
    if memory.store(&asked.store_id).is_none() {
        return early("StoreNotFound", "storeId is not correct");
    }
    if memory
        .channel_of(&asked.store_id, &asked.channel_key)
        .is_none()
    {
        return early("ChannelNotFound", "channelKey is not correct");
    }
    let method = match kind {
        Kind::Payment => asked.pay_method.as_deref(),
        Kind::BillingKey => asked.billing_key_method.as_deref(),
    };
    let Some(method) = method.and_then(Method::from_word) else {
        return early("BadRequest", "payMethod is not known");
    };
    let order = Order {
        store_id: asked.store_id.clone(),
        payment_id: asked.payment_id.clone().unwrap_or_default(),
        channel_key: asked.channel_key.clone(),
        order_name: asked.order_name.clone().unwrap_or_default(),
        amount: asked.total_amount.unwrap_or(0),
        tax_free: asked.tax_free_amount.unwrap_or(0),
        currency: asked.currency.clone().unwrap_or_default(),
        method,
        more: More {
            notice_urls: asked.notice_urls.clone(),
            custom_data: asked.custom_data.as_ref().map(Value::to_string),
            ..More::default()
        },
    };
    if kind == Kind::BillingKey {
        return Ok(order);
    }
    // Older pages write `CURRENCY_KRW`.
    let currency = order.currency.trim_start_matches("CURRENCY_").to_owned();
    let whole = !order.payment_id.is_empty()
        && !order.order_name.is_empty()
        && order.amount > 0
        && (0..=order.amount).contains(&order.tax_free)
        && v2::is_currency(&currency);
    if !whole {
        let message = "paymentId, orderName, totalAmount and currency are needed";
        return early("BadRequest", message);
    }
    Ok(Order { currency, ..order })
}

/// `GET /practice/window?kind=…&request=…`
async fn open(State(shared): State<Shared>, Query(params): Query<Params>) -> Response {
    let kind = Kind::of(&params);
    let mut memory = shared.lock();
    let opened = read(&params).and_then(|asked| {
        let order = order(&memory, &asked, kind)?;
        let shown = page(&memory, &params, &order, kind);
        if kind == Kind::Payment {
            let now = memory.now();
            if pay::open(&mut memory, order, now).is_err() {
                return early("PaymentAlreadyPaid", "payment is already paid");
            }
        }
        Ok(shown)
    });
    match opened {
        Ok(shown) => html(StatusCode::OK, &shown),
        Err(Early(code, message)) => {
            let result = json!({ "code": code, "message": message });
            html(StatusCode::BAD_REQUEST, &ending(&params, &result))
        }
    }
}

fn html(status: StatusCode, body: &str) -> Response {
    let head = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, head, body.to_owned()).into_response()
}

/// Text in HTML, also within quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Refusals of no gateway.
const REFUSALS: [(&str, &str); 2] = [
    ("PRACTICE-LIMIT", "한도 초과예요."),
    ("PRACTICE-REJECT", "카드사가 거절했어요."),
];

fn page(memory: &Memory, params: &Params, order: &Order, kind: Kind) -> String {
    let channel = memory.channel(&order.channel_key);
    let provider = channel.map_or("", |channel| channel.pg_provider.as_str());
    let live = channel.is_some_and(|channel| channel.live);
    let own = memory.refusals.get(&provider.to_ascii_lowercase());
    let own = own.into_iter().flatten();
    let own = own.map(|one| (one.pg_code.as_str(), one.pg_message.as_str()));
    let options: String = own
        .chain(REFUSALS)
        .map(|(code, message)| {
            let (code, message) = (escape(code), escape(message));
            format!("<option value=\"{code}|{message}\">{code} {message}</option>")
        })
        .collect();
    let hidden: String = ["kind", "request", "origin"]
        .iter()
        .filter_map(|name| {
            let value = escape(params.get(*name)?);
            Some(format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"
            ))
        })
        .collect();
    let (title, what, yes) = match kind {
        Kind::Payment => (
            "연습 결제창",
            format!(
                "{} · {} {}",
                escape(&order.order_name),
                order.amount,
                escape(&order.currency)
            ),
            "결제하기",
        ),
        Kind::BillingKey => ("연습 빌링키 발급창", "빌링키 발급".to_owned(), "발급하기"),
    };
    let mode = if live { "실연동" } else { "테스트" };
    let provider = escape(provider);
    format!(
        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/practice/window.css\">\
         <main><p class=\"banner\">연습이에요. 돈은 움직이지 않아요.</p><h1>{title}</h1>\
         <p>{what}</p><p>{provider} ({mode})</p>\
         <form method=\"post\" action=\"/practice/window/decide\">{hidden}\
         <button name=\"decision\" value=\"success\">{yes}</button>\
         <button name=\"decision\" value=\"cancel\">취소</button>\
         <label>실패 사유 <select name=\"refusal\">{options}</select></label>\
         <button name=\"decision\" value=\"failure\">이 사유로 실패하기</button>\
         </form></main></html>"
    )
}

/// The page that hands the result to the page that asked.
fn ending(params: &Params, result: &Value) -> String {
    let target = params
        .get("origin")
        .filter(|origin| deliver::is_local(origin))
        .map_or("", String::as_str);
    let (result, target) = (escape(&result.to_string()), escape(target));
    format!(
        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>연습 결제 결과</title>\
         <link rel=\"stylesheet\" href=\"/practice/window.css\">\
         <main id=\"result\" data-result=\"{result}\" data-origin=\"{target}\">\
         <p class=\"banner\">연습이에요. 돈은 움직이지 않아요.</p><pre>{result}</pre></main>\
         <script src=\"/practice/window.js\"></script></html>"
    )
}

/// `POST /practice/window/decide`: what the person chose.
async fn decide(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    // A form is what a browser's page sends; nothing else has business here.
    let form = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !form {
        return serve::answer(415, &json!({ "type": "PRACTICE_REFUSED" }));
    }
    let params: Params = form_urlencoded::parse(&body).into_owned().collect();
    let kind = Kind::of(&params);
    let mut memory = shared.lock();
    let decided = read(&params).and_then(|asked| {
        let order = order(&memory, &asked, kind)?;
        let refused = refusal(&params);
        let result = match kind {
            Kind::Payment => pay(&mut memory, &order, refused),
            Kind::BillingKey => issue(&mut memory, &order, &asked, refused),
        }?;
        Ok((asked, result))
    });
    shared.wake.notify_waiters();
    match decided {
        Ok((asked, result)) => match asked.redirect_url.filter(|_| asked.force_redirect) {
            Some(url) => (
                StatusCode::SEE_OTHER,
                [(header::LOCATION, along(&url, &result))],
            )
                .into_response(),
            None => html(StatusCode::OK, &ending(&params, &result)),
        },
        Err(Early(code, message)) => {
            let result = json!({ "code": code, "message": message });
            html(StatusCode::BAD_REQUEST, &ending(&params, &result))
        }
    }
}

/// The gateway's words, unless the person said yes.
fn refusal(params: &Params) -> Option<Failure> {
    let failure = |code: &str, message: &str| Failure {
        pg_code: code.to_owned(),
        pg_message: message.to_owned(),
    };
    match params.get("decision").map(String::as_str) {
        Some("success") => None,
        Some("failure") => {
            let chosen = params.get("refusal").map_or("", String::as_str);
            let (code, message) = chosen.split_once('|').unwrap_or((chosen, chosen));
            Some(failure(code, message))
        }
        _ => Some(failure(
            "PAY_PROCESS_CANCELED",
            "사용자가 결제를 취소하였습니다",
        )),
    }
}

fn with_failure(mut result: Value, failure: Option<&Failure>) -> Value {
    if let Some(failure) = failure {
        result["code"] = json!("PGProviderError");
        result["message"] = json!(failure.pg_message);
        result["pgCode"] = json!(failure.pg_code);
        result["pgMessage"] = json!(failure.pg_message);
    }
    result
}

fn pay(memory: &mut Memory, order: &Order, refused: Option<Failure>) -> Result<Value, Early> {
    let known = memory.payment(&order.store_id, &order.payment_id);
    let Some(payment) = known.filter(|known| known.status == Status::Ready) else {
        return early("PaymentAlreadyPaid", "payment is not open");
    };
    let result = json!({
        "transactionType": "PAYMENT",
        "paymentId": order.payment_id,
        "txId": payment.transaction_id(),
    });
    let result = with_failure(result, refused.as_ref());
    let end = match refused {
        Some(failure) => End::Failed(failure),
        None if order.method == Method::VirtualAccount => End::VirtualAccount,
        None => End::Paid,
    };
    let now = memory.now();
    pay::end(memory, &order.store_id, &order.payment_id, end, now);
    Ok(result)
}

fn issue(
    memory: &mut Memory,
    order: &Order,
    asked: &Asked,
    refused: Option<Failure>,
) -> Result<Value, Early> {
    let mut result = json!({ "transactionType": "ISSUE_BILLING_KEY" });
    if let Some(id) = &asked.issue_id {
        result["issueId"] = json!(id);
    }
    if refused.is_none() {
        let customer = asked.customer.clone().and_then(|one| one.customer_id);
        let (store, channel) = (&order.store_id, &order.channel_key);
        let key = billing::issue(memory, store, channel, order.method, customer);
        result["billingKey"] = json!(key);
    }
    Ok(with_failure(result, refused.as_ref()))
}

/// The address with the result's fields in its query.
fn along(url: &str, result: &Value) -> String {
    let Ok(mut url) = reqwest::Url::parse(url) else {
        return url.to_owned();
    };
    for (name, value) in result.as_object().into_iter().flatten() {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        url.query_pairs_mut().append_pair(name, &text);
    }
    url.into()
}
