//! What was asked, for tests and on standard error: never a key, a token or a body.

use std::io::Write;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

/// How a request said who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AuthSeen {
    /// Not at all.
    None,
    /// `PortOne …`
    PortOne,
    /// `Bearer …`
    Bearer,
    /// Something else: V1 also takes a token without a word before it.
    Other,
}

impl AuthSeen {
    pub(crate) fn of(header: Option<&str>) -> Self {
        match header {
            None => Self::None,
            Some(text) if text.starts_with("PortOne ") => Self::PortOne,
            Some(text) if text.starts_with("Bearer ") => Self::Bearer,
            Some(_) => Self::Other,
        }
    }
}

/// One request that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// The path with its parameters unfilled, `/v2/payments/{paymentId}`; `?` for a path the server has not.
    pub path: String,
    /// The names of the query's parameters.
    pub query: Vec<String>,
    /// How it said who it is.
    pub auth: AuthSeen,
    /// The `Idempotency-Key` as it came, with its quotes.
    pub idempotency_key: Option<String>,
    /// The sub-merchant it was for.
    pub tier: Option<String>,
    /// Whether a fault was made of it.
    pub fault: bool,
    /// The path as it came, for standard error.
    #[serde(skip)]
    pub(crate) shown: Option<String>,
}

impl Seen {
    /// One line on standard error. Without a status there was no answer.
    pub(crate) fn tell(&self, status: Option<u16>, took: Duration) {
        let api = self
            .path
            .get(1..3)
            .filter(|api| matches!(*api, "v1" | "v2"));
        let line = json!({
            "at": jiff::Timestamp::now(),
            "method": self.method,
            "api": api,
            "path": self.shown,
            "route": self.path,
            "query": self.query,
            "auth": self.auth,
            "idempotency_key": self.idempotency_key,
            "tier": self.tier,
            "fault": self.fault,
            "status": status,
            "ms": took.as_millis(),
        });
        // Nobody may be listening any more, which is no reason to stop serving.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
