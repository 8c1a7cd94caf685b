//! Stands between a client and a server, passes everything on, and remembers it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::response::Response;
use reqwest::Client;
use serde_json::Value;

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub method: String,
    /// Decoded, segment by segment.
    pub path: String,
    /// Decoded; a `requestBody` is in [`Exchange::asked`] instead.
    pub query: Vec<(String, String)>,
    pub authorization: Option<String>,
    /// The `requestBody` of the query, or the body, as JSON.
    pub asked: Option<Value>,
    pub by_query: bool,
    pub status: u16,
    pub answer: Value,
}

type Change = fn(&mut Value);

#[derive(Clone)]
struct Passing {
    upstream: String,
    prefer: Arc<Mutex<Option<String>>>,
    change: Option<Change>,
    client: Client,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

pub struct Recorder {
    pub url: String,
    passing: Passing,
}

impl Recorder {
    pub async fn before(upstream: &str) -> Self {
        Self::changing(upstream, None).await
    }

    /// Answers are changed before they are passed back.
    pub async fn changing(upstream: &str, change: Option<Change>) -> Self {
        let passing = Passing {
            upstream: upstream.to_owned(),
            prefer: Arc::default(),
            change,
            // No connection is kept: Node closes an idle one by itself, and a request that is then on its way
            // is lost.
            client: Client::builder()
                .no_proxy()
                .pool_max_idle_per_host(0)
                .build()
                .unwrap(),
            seen: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(passing.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, passing }
    }

    /// Sends a `Prefer` header along from now on.
    pub fn prefer(&self, text: String) {
        *self.passing.prefer.lock().unwrap() = Some(text);
    }

    /// Everything since the last time.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.passing.seen.lock().unwrap())
    }
}

fn decoded(path: &str) -> String {
    let pairs = path.split('/').map(|segment| {
        let plus = segment.replace('+', "%2B");
        let mut parsed = form_urlencoded::parse(plus.as_bytes());
        parsed
            .next()
            .map_or(String::new(), |(name, _)| name.into_owned())
    });
    pairs.collect::<Vec<_>>().join("/")
}

async fn pass(State(passing): State<Passing>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let place = parts.uri.path_and_query().unwrap().as_str();
    let header = |name: &str| {
        let value = parts.headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let mut headers = parts.headers.clone();
    for own in ["host", "content-length", "connection", "accept-encoding"] {
        headers.remove(own);
    }
    if let Some(text) = passing.prefer.lock().unwrap().as_ref() {
        headers.insert("prefer", HeaderValue::from_str(text).unwrap());
    }
    let response = passing
        .client
        .request(parts.method.clone(), format!("{}{place}", passing.upstream))
        .headers(headers)
        .body(body.clone())
        .send()
        .await
        .unwrap();
    let status = response.status();
    let kind = response.headers().get("content-type").cloned();
    let mut answer: Bytes = response.bytes().await.unwrap();
    let mut parsed: Value = serde_json::from_slice(&answer).unwrap_or_default();
    if let Some(change) = passing.change
        && parsed.is_object()
    {
        change(&mut parsed);
        answer = parsed.to_string().into();
    }
    let query = parts.uri.query().unwrap_or_default();
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let by_query = query.iter().find(|(name, _)| name == "requestBody");
    let asked = match by_query {
        Some((_, text)) => Some(serde_json::from_str(text).unwrap()),
        None if body.is_empty() => None,
        None => serde_json::from_slice(&body).ok(),
    };
    passing.seen.lock().unwrap().push(Exchange {
        method: parts.method.to_string(),
        path: decoded(parts.uri.path()),
        by_query: by_query.is_some(),
        query: query
            .iter()
            .filter(|(name, _)| name != "requestBody")
            .cloned()
            .collect(),
        authorization: header("authorization"),
        asked,
        status: status.as_u16(),
        answer: parsed,
    });
    let mut out = Response::builder().status(status);
    if let Some(kind) = kind {
        out = out.header("content-type", kind);
    }
    out.body(Body::from(answer)).unwrap()
}
