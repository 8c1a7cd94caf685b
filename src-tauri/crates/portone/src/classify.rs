//! From what the network or PortOne gave to a [`Failure`].

use std::error::Error as _;
use std::io;
use std::time::Duration;

use serde::Deserialize;

use crate::error::{Failure, TlsTrouble};
use crate::hosts::Api;

/// Longest message kept from an answer, in characters.
const LONGEST_MESSAGE: usize = 300;

/// Reads the kind of a transport error. Its text is looked at and dropped: it may hold the address.
pub(crate) fn network(error: &reqwest::Error) -> Failure {
    // First: a time-out while a body is read is flagged as a decoding error too.
    if error.is_timeout() {
        return Failure::Timeout;
    }
    if error.is_redirect() {
        return Failure::Redirected;
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string().to_ascii_lowercase();
        if text.contains("dns error") || text.contains("failed to lookup") {
            return Failure::Dns;
        }
        let invalid_data = inner
            .downcast_ref::<io::Error>()
            .is_some_and(|io| io.kind() == io::ErrorKind::InvalidData);
        if error.is_connect() && (invalid_data || mentions_tls(&text)) {
            return Failure::Tls;
        }
        if inner
            .downcast_ref::<io::Error>()
            .is_some_and(|io| io.kind() == io::ErrorKind::TimedOut)
        {
            return Failure::Timeout;
        }
        cause = inner.source();
    }
    if error.is_body() || error.is_decode() {
        Failure::BrokenOff
    } else {
        Failure::Connect
    }
}

fn mentions_tls(text: &str) -> bool {
    [
        "certificate",
        "handshake",
        "invalid peer",
        "corrupt message",
        "tls",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// What was wrong with the certificate or the handshake, when that was it.
pub(crate) fn tls(error: &reqwest::Error) -> Option<TlsTrouble> {
    if network(error) != Failure::Tls {
        return None;
    }
    let mut all = String::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        all.push_str(&inner.to_string().to_ascii_lowercase());
        all.push(' ');
        cause = inner.source();
    }
    let says = |words: &[&str]| words.iter().any(|word| all.contains(word));
    Some(if says(&["expired", "not valid yet", "notvalidyet"]) {
        TlsTrouble::Expired
    } else if says(&["not valid for name", "notvalidforname"]) {
        TlsTrouble::WrongHost
    } else if says(&[
        "unknownissuer",
        "unknown issuer",
        "badsignature",
        "bad signature",
    ]) {
        TlsTrouble::UnknownIssuer
    } else if says(&[
        "corrupt message",
        "invalidcontenttype",
        "peer is incompatible",
        "protocolversion",
    ]) {
        TlsTrouble::NotSpoken
    } else {
        TlsTrouble::Other
    })
}

/// An answer that is not a success, read as far as it can be.
pub(crate) struct Problem {
    pub(crate) failure: Failure,
    pub(crate) code: Option<Box<str>>,
    pub(crate) said: Option<Box<str>>,
}

impl Problem {
    fn plain(failure: Failure) -> Self {
        Self {
            failure,
            code: None,
            said: None,
        }
    }
}

/// The head of an answer, as far as classification needs it.
pub(crate) struct Head<'a> {
    pub(crate) status: u16,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) retry_after: Option<Duration>,
}

impl Head<'_> {
    /// Whether the body can be JSON: says so, or at least does not say HTML and looks like it.
    pub(crate) fn is_json(&self, body: &[u8]) -> bool {
        let kind = self.content_type.unwrap_or_default().to_ascii_lowercase();
        if kind.contains("html") || kind.contains("xml") {
            return false;
        }
        kind.contains("json")
            || matches!(
                body.iter().find(|b| !b.is_ascii_whitespace()),
                Some(b'{' | b'[')
            )
    }
}

/// Reads an answer whose status is not 2xx.
pub(crate) fn problem(api: Api, head: &Head<'_>, body: &[u8], secrets: &[&str]) -> Problem {
    if (300..400).contains(&head.status) {
        return Problem::plain(Failure::Redirected);
    }
    let empty = body.iter().all(u8::is_ascii_whitespace);
    if !empty && !head.is_json(body) {
        // A gateway's own 5xx page is an outage; anything else that is no JSON is not PortOne speaking.
        return Problem::plain(match head.status {
            429 => too_many(head),
            500.. => Failure::Server,
            _ => Failure::ProxyHtml,
        });
    }
    match api {
        Api::V2 => v2_problem(head, body, secrets),
        Api::V1 => v1_problem(head, body, secrets),
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct V2Body {
    r#type: Option<String>,
    message: Option<String>,
    pg_code: Option<String>,
    pg_message: Option<String>,
}

fn v2_problem(head: &Head<'_>, body: &[u8], secrets: &[&str]) -> Problem {
    let body: V2Body = serde_json::from_slice(body).unwrap_or_default();
    let code = body.r#type.as_deref().and_then(|text| word(text, secrets));
    let failure = match code.as_deref() {
        Some("PG_PROVIDER") => Failure::PgError {
            code: body.pg_code.map(|text| clean(&text, secrets).into()),
            message: body.pg_message.map(|text| clean(&text, secrets).into()),
        },
        Some("UNAUTHORIZED") => Failure::BadKey,
        Some("FORBIDDEN") => Failure::Forbidden,
        Some("INVALID_REQUEST") => Failure::BadRequest,
        Some("IDEMPOTENCY_OUTSTANDING_REQUEST") => Failure::InFlight,
        Some(code) if code.ends_with("_NOT_ENABLED") => Failure::NotEnabled,
        Some(code) if code.ends_with("_NOT_FOUND") => Failure::NotFound,
        _ => by_status(head),
    };
    Problem {
        failure,
        code,
        said: body.message.map(|text| clean(&text, secrets)),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct V1Body {
    code: Option<i64>,
    message: Option<String>,
}

fn v1_problem(head: &Head<'_>, body: &[u8], secrets: &[&str]) -> Problem {
    let body: V1Body = serde_json::from_slice(body).unwrap_or_default();
    Problem {
        failure: by_status(head),
        code: body.code.map(|code| code.to_string().into()),
        said: body.message.map(|text| clean(&text, secrets)),
    }
}

fn by_status(head: &Head<'_>) -> Failure {
    match head.status {
        401 => Failure::BadKey,
        403 => Failure::Forbidden,
        404 | 410 => Failure::NotFound,
        407 => Failure::ProxyHtml,
        409 => Failure::Conflict,
        429 => too_many(head),
        400..=499 => Failure::BadRequest,
        500..=599 => Failure::Server,
        _ => Failure::UnexpectedShape {
            at: "status".to_owned(),
        },
    }
}

fn too_many(head: &Head<'_>) -> Failure {
    Failure::TooMany {
        retry_after: head.retry_after,
    }
}

/// A code of the protocol: short, and made of the letters such codes have. Anything else is dropped, and so is what
/// holds a secret: a key of capitals and digits looks like a code.
fn word(text: &str, secrets: &[&str]) -> Option<Box<str>> {
    let fits = !text.is_empty()
        && text.len() <= 80
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !secrets
            .iter()
            .any(|secret| !secret.is_empty() && text.contains(secret));
    fits.then(|| text.into())
}

/// A text from outside, with every secret masked, without control characters, and shortened.
pub(crate) fn clean(text: &str, secrets: &[&str]) -> Box<str> {
    // A short secret would mask parts of ordinary words; no real key is that short.
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(*secret, "[비밀]");
    }
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_MESSAGE)
        .collect::<String>()
        .into()
}

/// Why decoding stopped, as a path of field names. serde's own text would quote the value.
pub(crate) fn shape(error: &serde_path_to_error::Error<serde_json::Error>) -> Failure {
    let path = error.path().to_string();
    let known: String = path
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '[' | ']' | '?'))
        .take(80)
        .collect();
    let inner = error.inner();
    Failure::UnexpectedShape {
        at: format!("{known} ({}:{})", inner.line(), inner.column()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v2(status: u16, body: &str) -> Failure {
        let head = Head {
            status,
            content_type: Some("application/json"),
            retry_after: None,
        };
        problem(Api::V2, &head, body.as_bytes(), &[]).failure
    }

    #[test]
    fn v2_goes_by_type_then_by_status() {
        let pg = Failure::PgError {
            code: Some("8023".into()),
            message: Some("한도 초과".into()),
        };
        let table = [
            (401, r#"{"type":"UNAUTHORIZED"}"#, Failure::BadKey),
            (401, r#"{"type":"SOMETHING_NEW"}"#, Failure::BadKey),
            (401, "", Failure::BadKey),
            (401, "{", Failure::BadKey),
            (403, r#"{"type":"FORBIDDEN"}"#, Failure::Forbidden),
            (
                403,
                r#"{"type":"PLATFORM_NOT_ENABLED"}"#,
                Failure::NotEnabled,
            ),
            (403, r#"{"type":"B2B_NOT_ENABLED"}"#, Failure::NotEnabled),
            (404, r#"{"type":"PAYMENT_NOT_FOUND"}"#, Failure::NotFound),
            (400, r#"{"type":"INVALID_REQUEST"}"#, Failure::BadRequest),
            (
                409,
                r#"{"type":"PAYMENT_ALREADY_CANCELLED"}"#,
                Failure::Conflict,
            ),
            (
                409,
                r#"{"type":"IDEMPOTENCY_OUTSTANDING_REQUEST"}"#,
                Failure::InFlight,
            ),
            (
                502,
                r#"{"type":"PG_PROVIDER","pgCode":"8023","pgMessage":"한도 초과"}"#,
                pg,
            ),
            (502, "{}", Failure::Server),
            (503, "", Failure::Server),
            (429, "{}", Failure::TooMany { retry_after: None }),
            (302, "", Failure::Redirected),
        ];
        for (status, body, wanted) in table {
            assert_eq!(v2(status, body), wanted, "{status} {body}");
        }
    }

    #[test]
    fn a_page_is_not_portone_speaking() {
        let page = |status, content_type| {
            let head = Head {
                status,
                content_type,
                retry_after: None,
            };
            problem(Api::V2, &head, b"<html>login</html>", &[]).failure
        };
        assert_eq!(page(401, Some("text/html")), Failure::ProxyHtml);
        assert_eq!(page(403, None), Failure::ProxyHtml);
        assert_eq!(page(503, Some("text/html")), Failure::Server);
    }

    #[test]
    fn texts_from_outside_are_masked_and_shortened() {
        let text = format!("key CANARY refused\n{}", "가".repeat(400));
        let clean = clean(&text, &["CANARY", ""]);
        assert!(clean.starts_with("key [비밀] refused 가"));
        assert_eq!(clean.chars().count(), LONGEST_MESSAGE);
        assert_eq!(word("CANARY-key", &[]), None);
        assert_eq!(word("", &[]), None);
        assert_eq!(word("PG_PROVIDER", &[""]).as_deref(), Some("PG_PROVIDER"));
        // A key can be all capitals and digits, and be sent back where a code belongs.
        assert_eq!(word("NO_SUCH_KEY_CANARY77", &["CANARY77"]), None);
    }
}
