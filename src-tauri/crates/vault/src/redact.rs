//! Keeps secrets out of logs: values that were loaded are known and replaced in every form they
//! are likely to take, and a second net catches what only looks like a secret.

use std::borrow::Cow;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::Secret;

/// What stands in place of a secret.
pub const MASK: &str = "[비밀]";

/// Values shorter than this are not looked for: they would mask half of every line.
const MIN_CHARS: usize = 4;
/// A run of letters and digits this long is taken for a secret (a UUID is shorter).
const MIN_RUN: usize = 40;

/// The registry of loaded secrets. Clones share one registry.
#[derive(Clone, Default)]
pub struct Redactor(Arc<RwLock<Vec<Zeroizing<String>>>>);

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

impl Redactor {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on this value is masked: as it is, in base64 (also inside longer base64),
    /// percent-encoded, JSON-escaped, Debug-escaped, in hex and in UTF-16.
    pub fn register(&self, secret: &Secret) {
        let mut fresh = forms(secret.expose());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        fresh.retain(|form| !known.contains(form));
        known.append(&mut fresh);
        // Longest first, so that a value inside another one does not cut it in two.
        known.sort_by_key(|form| std::cmp::Reverse(form.len()));
        known.dedup();
    }

    /// The text without registered values and without what looks like a key.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            for form in known.iter() {
                if text.contains(form.as_str()) {
                    text = Cow::Owned(text.replace(form.as_str(), MASK));
                }
            }
        }
        mask_shapes(text)
    }

    /// Wraps a log's destination: whole lines pass through [`Redactor::redact`].
    pub fn writer<W: io::Write>(&self, inner: W) -> RedactingWriter<W> {
        RedactingWriter {
            redactor: self.clone(),
            inner,
            line: Zeroizing::new(Vec::new()),
        }
    }
}

/// Redacts line by line. Text after the last line end is written when dropped or flushed.
#[derive(Debug)]
pub struct RedactingWriter<W: io::Write> {
    redactor: Redactor,
    inner: W,
    line: Zeroizing<Vec<u8>>,
}

impl<W: io::Write> RedactingWriter<W> {
    fn pass_on(&mut self, upto: usize) -> io::Result<()> {
        let done: Zeroizing<Vec<u8>> = Zeroizing::new(self.line.drain(..upto).collect());
        let text = String::from_utf8_lossy(&done);
        self.inner.write_all(self.redactor.redact(&text).as_bytes())
    }
}

impl<W: io::Write> io::Write for RedactingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(last) = self.line.iter().rposition(|byte| *byte == b'\n') {
            self.pass_on(last + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on(self.line.len())?;
        self.inner.flush()
    }
}

impl<W: io::Write> Drop for RedactingWriter<W> {
    fn drop(&mut self) {
        let _ = io::Write::flush(self);
    }
}

/// Every form of a value that is looked for.
fn forms(value: &[u8]) -> Vec<Zeroizing<String>> {
    let mut found = Vec::new();
    let mut add = |form: String| {
        if form.chars().count() >= MIN_CHARS {
            found.push(Zeroizing::new(form));
        }
    };
    let text = std::str::from_utf8(value).unwrap_or("").trim();
    if let Ok(whole) = std::str::from_utf8(value) {
        if text.chars().count() < MIN_CHARS {
            return found;
        }
        add(whole.to_owned());
        add(text.to_owned());
        // A key file is logged line by line.
        for line in text.lines().map(str::trim).filter(|line| line.len() >= 16) {
            add(line.to_owned());
        }
        for escaped in [
            json(text, false),
            json(text, true),
            text.escape_debug().to_string(),
        ] {
            add(escaped);
        }
        for (upper, plus) in [(true, false), (false, false), (true, true)] {
            add(percent(text, upper, plus));
        }
        add(text
            .chars()
            .flat_map(|c| [c, '\0'])
            .collect::<String>()
            .trim_matches('\0')
            .into());
        add(utf16_hex(text));
    }
    for shift in 0..3 {
        for form in base64_inside(value, shift) {
            add(form);
        }
    }
    add(hex(value));
    add(hex(value).to_uppercase());
    found
}

/// The base64 of the value when `shift` bytes stand before it: only the characters that do not
/// depend on its neighbours.
fn base64_inside(value: &[u8], shift: usize) -> [String; 2] {
    let mut bytes = Zeroizing::new(vec![0; shift]);
    bytes.extend_from_slice(value);
    let cut = |encoded: String| {
        let from = if shift == 0 { 0 } else { shift + 1 };
        // The last character carries bits of what follows unless the bytes end on a boundary.
        let upto = if bytes.len().is_multiple_of(3) {
            encoded.len()
        } else {
            encoded.len() - 1
        };
        encoded.get(from..upto).unwrap_or("").to_owned()
    };
    [
        cut(Base64Unpadded::encode_string(&bytes)),
        cut(Base64UrlUnpadded::encode_string(&bytes)),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn utf16_hex(text: &str) -> String {
    hex(&text
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect::<Vec<_>>())
}

fn percent(text: &str, upper: bool, plus: bool) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            b' ' if plus => "+".into(),
            _ if upper => format!("%{byte:02X}"),
            _ => format!("%{byte:02x}"),
        })
        .collect()
}

/// Inside of a JSON string; `ascii` also escapes everything beyond ASCII.
fn json(text: &str, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || (ascii && !c.is_ascii()) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The second net: authorization headers, private keys in PEM, long runs of letters and digits.
fn mask_shapes(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = mask_after(text, &["Bearer ", "PortOne ", "Basic "]);
    mask_runs(mask_pem(text))
}

fn is_run_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '_' | '-' | '=')
}

/// Masks the word behind an authorization scheme, if it is long enough to be a credential.
fn mask_after<'a>(text: Cow<'a, str>, schemes: &[&str]) -> Cow<'a, str> {
    let mut text = text;
    for scheme in schemes {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(scheme)) {
            let start = from + at + scheme.len();
            let length: usize = text[start..]
                .chars()
                .take_while(|c| is_run_char(*c) || matches!(c, '/' | '.'))
                .map(char::len_utf8)
                .sum();
            if length >= 16 {
                text.to_mut().replace_range(start..start + length, MASK);
            }
            from = start;
        }
    }
    text
}

fn mask_pem(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut text = text;
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("-----BEGIN ")) {
        let start = from + at;
        let rest = &text[start..];
        let Some(kind_end) = rest[11..].find("-----").map(|at| at + 11) else {
            break;
        };
        if !rest[..kind_end].contains("PRIVATE KEY") {
            from = start + kind_end;
            continue;
        }
        let length = rest
            .find("-----END ")
            .and_then(|end| rest[end + 9..].find("-----").map(|tail| end + 9 + tail + 5))
            .unwrap_or(rest.len());
        text.to_mut().replace_range(start..start + length, MASK);
        from = start + MASK.len();
    }
    text
}

fn mask_runs(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_run_char(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let run = &text[from..at];
                let mixed = run.contains(|c: char| c.is_ascii_digit())
                    && run.contains(|c: char| c.is_ascii_alphabetic());
                if run.len() >= MIN_RUN && mixed {
                    runs.push(from..at);
                }
                start = None;
            }
            _ => {}
        }
    }
    if runs.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    for run in runs.into_iter().rev() {
        text.replace_range(run, MASK);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn knowing(value: &str) -> Redactor {
        let redactor = Redactor::new();
        redactor.register(&Secret::copied_from(value));
        redactor
    }

    #[test]
    fn every_form_of_a_value_is_masked() {
        let value = "비밀/CANARY+\"1\" 끝";
        let redactor = knowing(value);
        for (form, text) in [
            ("plain", value.to_owned()),
            ("base64", Base64Unpadded::encode_string(value.as_bytes())),
            (
                "base64url",
                Base64UrlUnpadded::encode_string(value.as_bytes()),
            ),
            ("percent", percent(value, true, false)),
            ("percent, lower case", percent(value, false, false)),
            ("form", percent(value, true, true)),
            ("json", json(value, false)),
            ("json, ASCII only", json(value, true)),
            ("debug", format!("{value:?}").trim_matches('"').to_owned()),
            ("hex", hex(value.as_bytes())),
            (
                "UTF-16",
                value.chars().flat_map(|c| [c, '\0']).collect::<String>(),
            ),
        ] {
            let line = format!("<{text}>");
            let seen = redactor.redact(&line);
            assert!(seen.contains(MASK), "{form}: {seen}");
            assert!(!seen.contains("CANARY"), "{form}: {seen}");
            assert!(
                seen.chars().count() <= MASK.chars().count() + 4,
                "{form}: {seen}"
            );
        }
    }

    #[test]
    fn base64_of_a_longer_text_hides_the_value_at_every_offset() {
        let redactor = knowing("CANARY-basic");
        for before in ["", "a:", "ab:", "abc:", "user:"] {
            for after in ["", "z", "zz", "zzz"] {
                let header = Base64Unpadded::encode_string(
                    format!("{before}CANARY-basic{after}").as_bytes(),
                );
                assert!(
                    redactor.redact(&header).contains(MASK),
                    "{before}…{after}: {header}"
                );
            }
        }
    }

    #[test]
    fn a_short_value_does_not_mask_every_line() {
        let redactor = knowing("12");
        assert_eq!(redactor.redact("12 rows in 120 ms"), "12 rows in 120 ms");
    }

    #[test]
    fn a_value_inside_another_does_not_leave_its_rest() {
        let redactor = knowing("abcd");
        redactor.register(&Secret::copied_from("xxabcdyy"));
        assert_eq!(redactor.redact("xxabcdyy, abcd"), "[비밀], [비밀]");
    }

    #[test]
    fn the_second_net_catches_unknown_keys_and_spares_ordinary_lines() {
        let redactor = Redactor::new();
        let long = "a1".repeat(30);
        assert_eq!(redactor.redact(&format!("key={long};")), "[비밀];");
        let header = "Authorization: PortOne abcDEF0123456789abc";
        assert_eq!(redactor.redact(header), "Authorization: PortOne [비밀]");
        let pem = "x -----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY----- y";
        assert_eq!(redactor.redact(pem), "x [비밀] y");
        let cut = "x -----BEGIN PRIVATE KEY-----\nAAAA";
        assert_eq!(redactor.redact(cut), "x [비밀]");
        for line in [
            "journey 0b0e7a52-6c6c-4d0c-9c3e-2d9a6f1f0c11 saved in 3 ms",
            "PortOne answered 401",
            "-----BEGIN CERTIFICATE-----",
            "길잡이 0.1.0, src-tauri/crates/vault/src/redact.rs:12",
        ] {
            assert_eq!(redactor.redact(line), line);
        }
    }

    #[test]
    fn a_value_split_over_two_writes_is_still_caught() {
        let mut out = Vec::new();
        {
            let mut writer = knowing("CANARY-split").writer(&mut out);
            writer.write_all(b"one CANARY-").unwrap();
            writer.write_all(b"split two\nthree CANARY-split").unwrap();
        }
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "one [비밀] two\nthree [비밀]"
        );
    }

    proptest! {
        #[test]
        fn never_panics_and_never_shows_the_value(
            value in "\\PC{4,40}", before in "\\PC{0,60}", after in "\\PC{0,60}",
        ) {
            prop_assume!(value.trim().chars().count() >= MIN_CHARS);
            prop_assume!(!MASK.contains(value.trim()));
            let line = format!("{before}{value}{after}");
            let redactor = knowing(&value);
            let seen = redactor.redact(&line).into_owned();
            prop_assert!(!seen.contains(&value), "{}", seen);
        }
    }
}
