//! Keys. No type here can be serialised, and every `Debug` prints `[비밀]`.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::HeaderValue;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

/// Why a pasted text cannot be a key at all. No request was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnusableSecret {
    /// Nothing was given.
    #[error("the key is empty")]
    Empty,
    /// It holds a space, a line break, or a letter that no key has.
    #[error("the key holds a character that no key has")]
    Characters,
}

/// Longest text taken for a key; longer is some other paste.
const LONGEST: usize = 4096;

/// The text of one key, wiped when dropped.
pub(crate) struct Hidden(Zeroizing<Box<[u8]>>);

impl Hidden {
    fn new(text: Box<str>) -> Result<Self, UnusableSecret> {
        let bytes = Zeroizing::new(text.into_boxed_bytes());
        if bytes.is_empty() {
            Err(UnusableSecret::Empty)
        } else if bytes.len() > LONGEST || !bytes.iter().all(u8::is_ascii_graphic) {
            Err(UnusableSecret::Characters)
        } else {
            Ok(Self(bytes))
        }
    }

    pub(crate) fn text(&self) -> &str {
        // Checked to be ASCII above.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

/// A V2 API secret.
#[derive(Clone)]
pub struct V2Secret(Arc<Hidden>);

impl V2Secret {
    /// Takes the text of a secret. It is wiped when the last copy of this value goes, and at once if refused.
    pub fn new(text: Box<str>) -> Result<Self, UnusableSecret> {
        Ok(Self(Arc::new(Hidden::new(text)?)))
    }

    /// Whether it has the length PortOne's own secrets have. A hint for wording, never a reason to refuse.
    #[must_use]
    pub fn looks_like_portone(&self) -> bool {
        self.0.text().len() == 80
    }

    pub(crate) fn hidden(&self) -> &Hidden {
        &self.0
    }

    pub(crate) fn header(&self) -> Option<HeaderValue> {
        secret_header("PortOne ", self.0.text())
    }
}

impl fmt::Debug for V2Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

/// A V1 REST API key with its secret.
#[derive(Clone)]
pub struct V1Credential(Arc<Pair>);

struct Pair {
    key: Hidden,
    secret: Hidden,
}

impl V1Credential {
    /// Takes key and secret; both are kept as secrets.
    pub fn new(key: Box<str>, secret: Box<str>) -> Result<Self, UnusableSecret> {
        // Both first: an early return must not drop the other text unwiped.
        let (key, secret) = (Hidden::new(key), Hidden::new(secret));
        Ok(Self(Arc::new(Pair {
            key: key?,
            secret: secret?,
        })))
    }

    pub(crate) fn key(&self) -> &Hidden {
        &self.0.key
    }

    pub(crate) fn secret(&self) -> &Hidden {
        &self.0.secret
    }

    /// The body of `POST /users/getToken`, wiped after it was sent.
    pub(crate) fn body(&self) -> Bytes {
        let (key, secret) = (self.0.key.text(), self.0.secret.text());
        let mut body = Zeroizing::new(Vec::with_capacity(
            64 + 2 * (key.len() + secret.len()), // quotes and backslashes double at most
        ));
        body.extend_from_slice(b"{\"imp_key\":\"");
        push_escaped(&mut body, key);
        body.extend_from_slice(b"\",\"imp_secret\":\"");
        push_escaped(&mut body, secret);
        body.extend_from_slice(b"\"}");
        Bytes::from_owner(body)
    }
}

/// JSON string content for graphic ASCII, without the intermediate copies a serializer would leave.
fn push_escaped(into: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        if matches!(byte, b'"' | b'\\') {
            into.push(b'\\');
        }
        into.push(byte);
    }
}

impl fmt::Debug for V1Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

/// An `Authorization` value that is marked sensitive and wiped when dropped.
pub(crate) fn secret_header(scheme: &str, value: &str) -> Option<HeaderValue> {
    let mut text = Zeroizing::new(Vec::with_capacity(scheme.len() + value.len()));
    text.extend_from_slice(scheme.as_bytes());
    text.extend_from_slice(value.as_bytes());
    let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// A token PortOne gave, wiped when dropped.
pub(crate) struct Token(Zeroizing<String>);

impl Token {
    pub(crate) fn new(mut text: String) -> Option<Self> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic()) {
            text.zeroize();
            return None;
        }
        Some(Self(Zeroizing::new(text)))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARY: &str = "CANARY-v2-0b5d\"\\x";

    #[test]
    fn nothing_prints_a_key() {
        let secret = V2Secret::new(CANARY.into()).unwrap();
        let pair = V1Credential::new("CANARY-key".into(), CANARY.into()).unwrap();
        assert_eq!(format!("{secret:?}"), "[비밀]");
        assert_eq!(format!("{pair:#?}"), "[비밀]");
        assert_eq!(format!("{:?}", pair.key()), "[비밀]");
        let header = secret.header().unwrap();
        assert!(header.is_sensitive());
        assert!(!format!("{header:?}").contains("CANARY"));
    }

    #[test]
    fn refuses_what_no_key_is() {
        let refuse = |text: &str| V2Secret::new(text.into()).unwrap_err();
        assert_eq!(refuse(""), UnusableSecret::Empty);
        for bad in ["a b", "a\n", "비밀키", "a\u{7f}", "\tx"] {
            assert_eq!(refuse(bad), UnusableSecret::Characters, "{bad:?}");
        }
        assert_eq!(refuse(&"x".repeat(4097)), UnusableSecret::Characters);
        assert_eq!(
            V1Credential::new("".into(), "x".into()).unwrap_err(),
            UnusableSecret::Empty
        );
        assert_eq!(
            V1Credential::new("x".into(), " ".into()).unwrap_err(),
            UnusableSecret::Characters
        );
    }

    #[test]
    fn the_token_request_is_json_whatever_the_key_holds() {
        let pair = V1Credential::new("k\"ey".into(), CANARY.into()).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&pair.body()).unwrap();
        assert_eq!(body["imp_key"], "k\"ey");
        assert_eq!(body["imp_secret"], CANARY);
    }
}
