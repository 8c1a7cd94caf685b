//! Words and codes of PortOne's protocol. The lists grow, so an unknown word is kept as it came and never fails.

/// An enum of the words known now, with `Unknown` for what comes later. Reads from and writes as the word.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)*
            /// A word this version does not know, as it came.
            Unknown(Box<str>),
        }

        impl $name {
            /// Every word this version knows, as it stands on the wire.
            pub const KNOWN: &'static [&'static str] = &[$($word,)*];

            /// The word on the wire.
            #[must_use]
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Unknown(word) => word,
                }
            }

            /// Reads a word. Exactly the known letters, or [`Self::Unknown`].
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    other => Self::Unknown(other.into()),
                }
            }
        }

        crate::words::wire!($name, from_word, word);
    )*};
}

/// A code that is passed through: a list too long and too lively to be an enum here.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a code as PortOne spells it.
            #[must_use]
            pub fn new(code: &str) -> Self {
                Self(code.into())
            }

            /// The code on the wire.
            #[must_use]
            pub fn code(&self) -> &str {
                &self.0
            }
        }

        crate::words::wire!($name, new, code);
    )*};
}

/// Reading from and writing as a text.
macro_rules! wire {
    ($name:ident, $read:ident, $write:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Reader;
                impl serde::de::Visitor<'_> for Reader {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a word")
                    }

                    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<$name, E> {
                        Ok($name::$read(word))
                    }
                }
                from.deserialize_str(Reader)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                into.serialize_str(self.$write())
            }
        }
    };
}

pub(crate) use {codes, wire, words};

#[cfg(test)]
mod tests {
    words! {
        /// For the tests below.
        Light { Red = "RED", Green = "GREEN", }
    }
    codes! {
        /// For the tests below.
        Thing;
    }

    #[test]
    fn known_and_unknown_words_read_back() {
        let read = |text: &str| serde_json::from_str::<Light>(text);
        assert_eq!(read("\"RED\"").unwrap(), Light::Red);
        assert_eq!(read("\"red\"").unwrap(), Light::Unknown("red".into()));
        assert_eq!(
            read("\"\\u0041 \\\"B\"").unwrap(),
            Light::Unknown("A \"B".into())
        );
        assert!(read("1").is_err() && read("null").is_err());
        for word in ["RED", "GREEN", "BLUE", ""] {
            let light = Light::from_word(word);
            let text = serde_json::to_string(&light).unwrap();
            assert_eq!(read(&text).unwrap(), light);
            assert_eq!(light.word(), word);
        }
        assert_eq!(Light::KNOWN, ["RED", "GREEN"]);
        assert_eq!(Thing::new("X").code(), "X");
    }
}
