//! What was asked, for tests: never a key, a token or a body.

use serde::Serialize;

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
    /// Whether a fault was made of it.
    pub fault: bool,
}
