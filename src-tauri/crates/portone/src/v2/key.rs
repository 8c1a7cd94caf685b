//! The key that makes a repeated write count once.

use thiserror::Error as ThisError;

/// The key that makes a repeated write count once: 16 to 256 graphic ASCII characters. PortOne keeps it 3 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

/// Not usable as an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
#[error("an idempotency key has 16 to 256 graphic ASCII characters without quote and backslash")]
pub struct UnusableKey;

impl IdempotencyKey {
    /// A key nobody used before.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// A key from storage, to repeat a write that was interrupted.
    pub fn new(text: &str) -> Result<Self, UnusableKey> {
        let fits = (16..=256).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(UnusableKey)
        }
    }

    /// The key without the quotes it is sent with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the header has it: a string of RFC 8941.
    pub(crate) fn quoted(&self) -> String {
        format!("\"{}\"", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idempotency_keys_have_the_length_and_letters_the_header_allows() {
        assert_eq!(IdempotencyKey::random().as_str().len(), 36);
        assert!(IdempotencyKey::new("0123456789abcdef").is_ok());
        for bad in [
            "0123456789abcde",
            "0123456789abcde\"",
            "0123456789abcde\\",
            "0123456789 abcdef",
            "열여섯글자가넘는한글키는안됩니다",
        ] {
            assert_eq!(IdempotencyKey::new(bad), Err(UnusableKey), "{bad}");
        }
        assert_eq!(IdempotencyKey::new(&"x".repeat(257)), Err(UnusableKey));
    }
}
