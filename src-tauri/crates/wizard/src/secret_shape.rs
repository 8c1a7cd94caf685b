//! Finds what is shaped like a secret, also inside a longer text, so that it is held back before it
//! is written where no secret belongs.

use crate::clean::clean;
use crate::shape::{SECRET_LENGTH, WEBHOOK_PREFIX, is_private_key, is_v1_key, is_webhook_secret};
use catalog::model::Shape;

/// What a text is shaped like, or has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretShape {
    /// PortOne V1 REST API key.
    V1Key,
    /// PortOne V1 REST API secret.
    V1Secret,
    /// PortOne V2 API secret. V1's may look the same; this name stands for both then.
    V2Secret,
    /// A webhook secret.
    WebhookSecret,
    /// A PEM private key.
    PemKey,
    /// Some other service's key.
    KeyLike,
}

/// A run of letters and digits this long is nobody's word.
const LONG_RUN: usize = 64;
/// A token after `PortOne` or `Bearer` is a secret from this length on.
const TOKEN: usize = 40;

/// What secret a text is, or has in it.
pub fn secret_shape(text: &str) -> Option<SecretShape> {
    // Invisible and full-width characters must not hide one.
    let text = clean(Shape::PrivateKeyPem, text).value;
    if is_private_key(&text) {
        return Some(SecretShape::PemKey);
    }
    if is_v1_key(&text) && !begins_with_day(&text) {
        return Some(SecretShape::V1Key);
    }
    webhook(&text)
        .or_else(|| long_run(&text))
        .or_else(|| wrapped(&text))
        .or_else(|| authorization(&text))
        .or_else(|| prefixed(&text))
        .or_else(|| labelled_key(&text))
}

/// Order numbers of sixteen digits begin with their day.
fn begins_with_day(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|it| it.parse().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else {
        return false;
    };
    (1990..=2099).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn webhook(text: &str) -> Option<SecretShape> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/=-_".contains(c)));
    let mut starts = words.filter_map(|word| word.find(WEBHOOK_PREFIX).map(|at| &word[at..]));
    starts
        .any(is_webhook_secret)
        .then_some(SecretShape::WebhookSecret)
}

fn long_run(text: &str) -> Option<SecretShape> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .find_map(run_shape)
}

fn run_shape(run: &str) -> Option<SecretShape> {
    let mixed =
        run.bytes().any(|b| b.is_ascii_digit()) && run.bytes().any(|b| b.is_ascii_alphabetic());
    if !mixed || run.len() < LONG_RUN {
        return None;
    }
    let hex = run
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    Some(match (run.len(), hex) {
        (SECRET_LENGTH, true) => SecretShape::V1Secret,
        (SECRET_LENGTH, false) => SecretShape::V2Secret,
        _ => SecretShape::KeyLike,
    })
}

/// One that a mail broke into lines.
fn wrapped(text: &str) -> Option<SecretShape> {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let broken = (2..=4).contains(&pieces.len()) && pieces.iter().all(|piece| piece.len() >= 8);
    let whole = pieces.concat();
    let is_run = whole.len() == SECRET_LENGTH && whole.bytes().all(|b| b.is_ascii_alphanumeric());
    if broken && is_run {
        run_shape(&whole)
    } else {
        None
    }
}

/// `Authorization: PortOne …` or `Bearer …`.
fn authorization(text: &str) -> Option<SecretShape> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let [scheme, token] = pair else { return None };
        let token = token.trim_matches(['"', '\'', ',', ';']);
        let is_token = token.len() >= TOKEN
            && token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.=+/".contains(&b))
            && token.bytes().any(|b| b.is_ascii_digit());
        let scheme = scheme.trim_matches(['"', '\'']);
        if !is_token {
            None
        } else if scheme.eq_ignore_ascii_case("portone") {
            Some(SecretShape::V2Secret)
        } else if scheme.eq_ignore_ascii_case("bearer") {
            Some(SecretShape::KeyLike)
        } else {
            None
        }
    })
}

/// Keys that carry in their name that they are secret keys (`…_sk_…`), for test or live.
fn prefixed(text: &str) -> Option<SecretShape> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
    let is_secret_key = |word: &str| {
        let mut parts = word.splitn(3, '_');
        let (Some(first), Some(second), Some(rest)) = (parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let mode = |it: &str| matches!(it, "live" | "test");
        let kind = |it: &str| it.len() <= 3 && it.ends_with("sk");
        let named = (mode(first) && kind(second)) || (kind(first) && mode(second));
        named && rest.len() >= 16
    };
    words
        .into_iter()
        .any(is_secret_key)
        .then_some(SecretShape::KeyLike)
}

/// A V1 key beside its name.
fn labelled_key(text: &str) -> Option<SecretShape> {
    let lower = text.to_ascii_lowercase();
    let named = [
        "imp_key", "rest api", "rest_api", "restapi", "apikey", "api key", "api_key",
    ];
    if !named.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let mut runs = lower.split(|c: char| !c.is_ascii_alphanumeric());
    runs.any(|run| is_v1_key(run) && !begins_with_day(run))
        .then_some(SecretShape::V1Key)
}
