//! Cleans what was pasted: people paste from mails, spreadsheets and portals.

use std::fmt;

use catalog::model::Shape;

/// What was taken out or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CleanKind {
    /// Spaces and line ends.
    Spaces,
    /// Hyphens in a number.
    Hyphens,
    /// Full-width letters and look-alike hyphens became ASCII.
    FullWidth,
    /// Characters that cannot be seen.
    Invisible,
    /// Quotation marks around it, and what code leaves behind them.
    Quotes,
}

/// A cleaned value. It may be a secret: its Debug does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The value.
    pub value: String,
    /// What was done, each once.
    pub what: Vec<CleanKind>,
}

impl fmt::Debug for Cleaned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cleaned")
            .field("what", &self.what)
            .finish_non_exhaustive()
    }
}

/// How far cleaning may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words of a person: only what cannot be meant.
    Words,
    /// One word for a machine.
    Word,
    /// A number: hyphens mean nothing.
    Number,
    /// A file's text: its lines stay.
    File,
}

fn kind(shape: Shape) -> Kind {
    match shape {
        Shape::Text | Shape::ChannelName => Kind::Words,
        Shape::Digits | Shape::BusinessNumber | Shape::Phone => Kind::Number,
        Shape::CertificatePem | Shape::PrivateKeyPem => Kind::File,
        Shape::Alnum
        | Shape::Ascii
        | Shape::Url
        | Shape::Email
        | Shape::StoreId
        | Shape::ChannelKey
        | Shape::UserCode
        | Shape::V2Secret
        | Shape::V1Key
        | Shape::V1Secret
        | Shape::WebhookSecret
        | Shape::PaymentId
        | Shape::Date => Kind::Word,
    }
}

/// Cleans a typed or pasted value as its shape allows, and says what was done. Cleaning a cleaned
/// value does nothing.
pub fn clean(shape: Shape, raw: &str) -> Cleaned {
    // A number has no letters: what has some keeps its hyphens, for it is another kind of id.
    let lettered = shape == Shape::Digits && raw.chars().any(|c| c.is_ascii_alphabetic());
    let kind = if lettered { Kind::Word } else { kind(shape) };
    let mut what = Vec::new();
    let mut note = |it: CleanKind| {
        if !what.contains(&it) {
            what.push(it);
        }
    };
    let mut value = String::with_capacity(raw.len());
    for c in raw.chars() {
        match cleaned_char(kind, c) {
            Char::Same => value.push(c),
            Char::Gone(why) => note(why),
            Char::Other(instead, why) => {
                note(why);
                value.push(instead);
            }
        }
    }
    loop {
        let trimmed = value.trim();
        let bare = if kind == Kind::File {
            trimmed
        } else {
            unquoted(kind, trimmed)
        };
        if bare.len() == value.len() {
            break;
        }
        note(if bare.len() == trimmed.len() {
            CleanKind::Spaces
        } else {
            CleanKind::Quotes
        });
        value = bare.to_owned();
    }
    what.sort();
    Cleaned { value, what }
}

enum Char {
    Same,
    Gone(CleanKind),
    Other(char, CleanKind),
}

fn cleaned_char(kind: Kind, c: char) -> Char {
    let one_word = matches!(kind, Kind::Word | Kind::Number);
    match c {
        // Zero-width and direction marks, soft hyphen, byte order mark, variation selectors.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{00AD}'
        | '\u{FE00}'..='\u{FE0F}' => Char::Gone(CleanKind::Invisible),
        '\u{00A0}' | '\u{202F}' | '\u{2007}' if one_word => Char::Gone(CleanKind::Invisible),
        '\u{00A0}' | '\u{202F}' | '\u{2007}' => Char::Other(' ', CleanKind::Invisible),
        '\n' | '\r' | '\t' if kind == Kind::File => Char::Same,
        _ if c.is_whitespace() && one_word => Char::Gone(CleanKind::Spaces),
        '\u{3000}' => Char::Other(' ', CleanKind::FullWidth),
        '\n' | '\r' | '\t' => Char::Other(' ', CleanKind::Spaces),
        _ if c.is_control() => Char::Gone(CleanKind::Invisible),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' if kind == Kind::Number => {
            Char::Gone(CleanKind::Hyphens)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' if one_word => Char::Other('-', CleanKind::FullWidth),
        '\u{FF01}'..='\u{FF5E}' => full_width(kind, c),
        _ => Char::Same,
    }
}

/// In words only letters, digits and what joins ids: `（주）` is somebody's name.
fn full_width(kind: Kind, c: char) -> Char {
    let ascii = u8::try_from(u32::from(c) - 0xFF01 + 0x21).map_or(c, char::from);
    let joins = matches!(ascii, '-' | '_' | '@' | '.');
    if kind != Kind::Words || ascii.is_ascii_alphanumeric() || joins {
        Char::Other(ascii, CleanKind::FullWidth)
    } else {
        Char::Same
    }
}

/// Without quotation marks around it and, where one word is expected, without the comma or
/// semicolon that code has after it.
fn unquoted(kind: Kind, text: &str) -> &str {
    const PAIRS: [(char, char); 6] = [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('“', '”'),
        ('‘', '’'),
        ('「', '」'),
    ];
    let inside = |text: &str| {
        PAIRS.iter().find_map(|(open, close)| {
            let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
            (!inner.is_empty() && !inner.contains([*open, *close])).then_some(inner.len())
        })
    };
    let whole = match kind {
        Kind::Word | Kind::Number => text.trim_end_matches([',', ';']),
        Kind::Words | Kind::File => text,
    };
    match inside(whole) {
        Some(length) => {
            let start = whole.chars().next().map_or(0, char::len_utf8);
            &whole[start..start + length]
        }
        None => text,
    }
}
