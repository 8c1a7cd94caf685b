//! The type every secret value travels in.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

/// A secret value: wiped when dropped, printed as `[비밀]`, and impossible to serialise or clone.
///
/// Build it from an exact-size box, so that no reallocation leaves a copy behind.
pub struct Secret(Zeroizing<Box<[u8]>>);

impl Secret {
    /// The longest value that can be a secret here (a key file with its certificates fits).
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Takes over text. The caller's copy, if it kept one, is the caller's to wipe.
    #[must_use]
    pub fn new(text: Box<str>) -> Self {
        Self(Zeroizing::new(text.into_boxed_bytes()))
    }

    /// Takes over bytes.
    #[must_use]
    pub fn from_bytes(bytes: Box<[u8]>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Copies a borrowed text into a secret of exactly its size.
    #[must_use]
    pub fn copied_from(text: &str) -> Self {
        Self::new(Box::from(text))
    }

    /// The bytes. Every use of this is a place where the value can escape: keep them few.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The text, if the bytes are text.
    #[must_use]
    pub fn expose_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// True if there is nothing inside (an empty value means "delete").
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares in a time that depends on the lengths only.
    #[must_use]
    pub fn same_as(&self, other: &Secret) -> bool {
        let (a, b) = (self.expose(), other.expose());
        a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
    }
}

impl From<Box<str>> for Secret {
    fn from(text: Box<str>) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    /// Copies into an exact-size box and wipes the string with its spare capacity.
    fn from(mut text: String) -> Self {
        let secret = Self::copied_from(&text);
        text.zeroize();
        secret
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[비밀]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_neither_value_nor_length() {
        let short = Secret::copied_from("a");
        let long = Secret::copied_from("CANARY-debug-0123456789");
        assert_eq!(format!("{short:?}"), "[비밀]");
        assert_eq!(format!("{:?}", Some(&long)), "Some([비밀])");
        assert_eq!(format!("{long:#?}"), "[비밀]");
    }

    #[test]
    fn equality_looks_at_the_value() {
        let a = Secret::copied_from("가나다");
        assert!(a.same_as(&Secret::from(String::from("가나다"))));
        assert!(!a.same_as(&Secret::copied_from("가나라")));
        assert!(!a.same_as(&Secret::copied_from("가나")));
        assert!(Secret::copied_from("").is_empty());
        assert_eq!(a.expose_str(), Some("가나다"));
        assert_eq!(Secret::from_bytes(Box::new([0xff])).expose_str(), None);
    }

    static_assertions::assert_not_impl_any!(
        Secret: serde::Serialize, Clone, Copy, fmt::Display, PartialEq, std::hash::Hash
    );
    static_assertions::assert_impl_all!(Secret: Send, Sync);
}
