//! The only text that reaches paper or a calendar.
//!
//! [`Words`] come from the catalogue, from a day or a number, or from what a person typed in plain
//! sight. The last kind is looked at first: what is shaped like a secret does not become words.

use catalog::model::{Source, Text};
use jiff::civil::Date;

/// A language of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Korean.
    Korean,
    /// English.
    English,
}

impl Language {
    /// The language tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Korean => "ko-KR",
            Language::English => "en",
        }
    }

    /// The sentence in this language.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Language::Korean => &text.ko,
            Language::English => &text.en,
        }
    }
}

/// Text that may stand on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(String);

impl Words {
    /// A sentence of the catalogue.
    pub fn said(text: &Text, language: Language) -> Self {
        Words(language.of(text).to_owned())
    }

    /// A sentence of the catalogue with gaps: `{day}` becomes what stands beside `day`.
    pub fn filled(text: &Text, language: Language, gaps: &[(&str, Words)]) -> Self {
        let mut out = String::new();
        let mut rest = language.of(text);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            if let Some((_, words)) = gaps.iter().find(|(gap, _)| *gap == name) {
                out.push_str(&words.0);
            }
            rest = after;
        }
        out.push_str(rest);
        Words(out)
    }

    /// A day, as `2026-11-23`.
    pub fn day(day: Date) -> Self {
        Words(day.to_string())
    }

    /// A month, as `2026-11`.
    pub fn month(day: Date) -> Self {
        Words(format!("{:04}-{:02}", day.year(), day.month()))
    }

    /// A day of a year that is known, as `11-23`.
    pub fn month_day(day: Date) -> Self {
        Words(format!("{:02}-{:02}", day.month(), day.day()))
    }

    /// A number with its thousands apart.
    pub fn number(number: i128) -> Self {
        let digits = number.unsigned_abs().to_string();
        let mut out = String::new();
        if number < 0 {
            out.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        Words(out)
    }

    /// A document that a fact was read in, with its date.
    pub fn source(source: &Source) -> Self {
        Words(format!("{} ({})", source.path, source.date))
    }

    /// What a person typed in plain sight, on one line. None when it is shaped like a secret.
    pub fn typed(text: &str) -> Option<Self> {
        if wizard::secret_shape(text).is_some() {
            return None;
        }
        let line: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|it| !it.is_empty())
            .collect();
        Some(Words(line.join(" ")))
    }

    /// A page's number, of how many.
    pub fn page(number: usize, of: usize) -> Self {
        Words(format!("{number}/{of}"))
    }

    /// Several, with the same sign between each two.
    pub fn joined<'a>(all: impl IntoIterator<Item = &'a Words>, between: &'static str) -> Self {
        let all: Vec<&str> = all
            .into_iter()
            .map(|it| it.0.as_str())
            .filter(|it| !it.is_empty())
            .collect();
        Words(all.join(between))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
