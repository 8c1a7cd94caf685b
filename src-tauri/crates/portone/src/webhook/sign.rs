//! The secret, and what it signs.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use jiff::Timestamp;
use standardwebhooks::Webhook;
use thiserror::Error;
use zeroize::Zeroizing;

const PREFIX: &str = "whsec_";

/// A webhook secret, wiped when the last copy goes.
#[derive(Clone)]
pub struct WebhookSecret(Arc<Zeroizing<Vec<u8>>>);

/// Why a pasted text cannot be a webhook secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnusableWebhookSecret {
    /// Nothing was given.
    #[error("the webhook secret is empty")]
    Empty,
    /// What follows the optional `whsec_` is no base64: a part is missing, or it is another key.
    #[error("the webhook secret is not base64")]
    NotBase64,
}

impl WebhookSecret {
    /// Takes a secret as the console shows it, with or without `whsec_`.
    ///
    /// # Errors
    /// [`UnusableWebhookSecret`].
    pub fn new(text: Box<str>) -> Result<Self, UnusableWebhookSecret> {
        let text = Zeroizing::new(text.into_string());
        let inner = text.trim();
        let inner = inner.strip_prefix(PREFIX).unwrap_or(inner);
        if inner.is_empty() {
            return Err(UnusableWebhookSecret::Empty);
        }
        let key = base64::engine::general_purpose::STANDARD
            .decode(inner)
            .map_err(|_| UnusableWebhookSecret::NotBase64)?;
        Ok(Self(Arc::new(Zeroizing::new(key))))
    }

    /// The signature of a message: `v1,<base64>`. `None` when the body is no text.
    pub(crate) fn signature(&self, id: &str, seconds: i64, body: &[u8]) -> Option<String> {
        let signer = Webhook::from_bytes(self.0.to_vec()).ok()?;
        signer.sign(id, seconds, body).ok()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

/// A message with its three headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`: UNIX seconds.
    pub timestamp: String,
    /// `webhook-signature`.
    pub signature: String,
    /// The body, to be sent as it is.
    pub body: String,
}

impl SignedMessage {
    /// Signs `body` as PortOne would at `at`.
    #[must_use]
    pub fn sign(secret: &WebhookSecret, id: &str, at: Timestamp, body: &str) -> Self {
        let seconds = at.as_second();
        Self {
            id: id.to_owned(),
            timestamp: seconds.to_string(),
            // A `str` is always a text.
            signature: secret
                .signature(id, seconds, body.as_bytes())
                .unwrap_or_default(),
            body: body.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_vector_is_signed_alike() {
        // From the Standard Webhooks specification's own libraries.
        let secret = WebhookSecret::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD".into()).unwrap();
        let at = Timestamp::from_second(1_649_367_553).unwrap();
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        let signed = SignedMessage::sign(&secret, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", at, body);
        let wanted = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
        assert_eq!(signed.signature, wanted);
        let bare = WebhookSecret::new(" C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n".into()).unwrap();
        let again = SignedMessage::sign(&bare, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", at, body);
        assert_eq!(again, signed);
    }

    #[test]
    fn what_is_no_secret_is_refused_and_none_is_printed() {
        let new = |text: &str| WebhookSecret::new(text.into());
        for empty in ["", "whsec_", "  "] {
            assert_eq!(new(empty).unwrap_err(), UnusableWebhookSecret::Empty);
        }
        for bad in ["whsec_비밀", "whsec_abc", "a b c d"] {
            assert_eq!(new(bad).unwrap_err(), UnusableWebhookSecret::NotBase64);
        }
        assert_eq!(format!("{:?}", new("Q0FOQVJZ").unwrap()), "[비밀]");
    }
}
