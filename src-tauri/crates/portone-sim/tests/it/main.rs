//! The practice PortOne by itself, asked with a plain HTTP client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod behaviour;
mod calls;
mod contract;
mod happenings;
mod live_lint;
mod notices;
mod reads;
mod schemas;
mod spec;
mod window;

use portone_sim::{Options, Sim, V1_KEY, V1_SECRET, V2_SECRET};
use reqwest::{Client, Method};
use serde_json::Value;

/// An answer as it came.
struct Got {
    status: u16,
    body: Value,
}

struct Asker {
    sim: Sim,
    http: Client,
}

impl Asker {
    async fn start(options: Options) -> Self {
        Self {
            sim: Sim::start(options).await.unwrap(),
            http: Client::builder().no_proxy().build().unwrap(),
        }
    }

    async fn seeded() -> Self {
        Self::start(Options::default()).await
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.sim.base_url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.body(body.to_owned()).send().await.unwrap();
        Got {
            status: response.status().as_u16(),
            body: serde_json::from_slice(&response.bytes().await.unwrap()).unwrap(),
        }
    }

    /// A V2 read with the right secret.
    async fn v2(&self, path: &str) -> Got {
        let auth = format!("PortOne {V2_SECRET}");
        let headers = [("authorization", auth.as_str())];
        self.ask(Method::GET, path, &headers, "").await
    }

    /// Any V2 call with the right secret.
    async fn v2_call(&self, method: Method, path: &str, body: &str) -> Got {
        let auth = format!("PortOne {V2_SECRET}");
        let headers = [("authorization", auth.as_str())];
        self.ask(method, &format!("/v2{path}"), &headers, body)
            .await
    }

    /// A V2 cancellation with the right secret.
    async fn v2_cancel(&self, id: &str, key: Option<&str>, body: &str) -> Got {
        let auth = format!("PortOne {V2_SECRET}");
        let mut headers = vec![("authorization", auth.as_str())];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        let path = format!("/v2/payments/{id}/cancel");
        self.ask(Method::POST, &path, &headers, body).await
    }

    async fn token(&self) -> Got {
        let body = format!(r#"{{"imp_key":"{V1_KEY}","imp_secret":"{V1_SECRET}"}}"#);
        self.ask(Method::POST, "/v1/users/getToken", &[], &body)
            .await
    }

    /// A V1 call with a good token.
    async fn v1(&self, method: Method, path: &str, body: &str) -> Got {
        let token = self.token().await;
        let token = token.body["response"]["access_token"].as_str().unwrap();
        let auth = format!("Bearer {token}");
        let headers = [("authorization", auth.as_str())];
        self.ask(method, path, &headers, body).await
    }
}
