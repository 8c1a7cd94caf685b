//! Texts about people, and texts from strangers: decoded only where a call asks for them.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A buyer's field, an account number, or what a merchant's server wrote. Never printed, never serialised, wiped
/// when dropped. Whoever needs it says so with [`Private::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Private(Zeroizing<String>);

impl Private {
    /// Takes a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[가림]")
    }
}

impl<'de> Deserialize<'de> for Private {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// A billing key: whoever has it and the API secret can charge the card behind it.
#[derive(Clone, PartialEq, Eq)]
pub struct BillingKey(Private);

impl BillingKey {
    /// Takes a billing key.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Private::new(text.to_owned()))
    }

    /// The key's text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for BillingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for BillingKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Private::deserialize(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_it_is_printed() {
        let name: Private = serde_json::from_str("\"CANARY\"").unwrap();
        let key = BillingKey::new("CANARY");
        assert_eq!(name.expose(), key.expose());
        let printed = format!("{name:?}{key:?}{name:#?}{key:#?}");
        assert!(!printed.contains("CANARY"), "{printed}");
    }
}
