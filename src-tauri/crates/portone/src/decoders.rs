//! Everything that reads a stranger's bytes, for fuzzing. Only with the feature `decoders`: no part of
//! the client's interface.

use std::time::Duration;

use crate::call::Answer;
use crate::classify::{self, Head};
use crate::error::Place;
use crate::hosts::Api;
use crate::money::{Amount, minor_units};
use crate::webhook::{Moment, Pasted, WebhookSecret, WebhookUrl, judge};

/// Reads bytes that nobody vouches for.
pub type Target = fn(&[u8]);

/// The targets, each with the folder of its kept inputs below `fuzz/corpus`.
pub const TARGETS: &[(&str, Target)] = &[
    ("answers", answers),
    ("problems", problems),
    ("money", money),
    ("webhooks", webhooks),
    ("addresses", addresses),
];

/// The answers of both versions, each read as every kind there is. What was read is used once.
pub fn answers(bytes: &[u8]) {
    let answer = Answer {
        body: bytes.to_vec(),
        place: Place {
            method: "GET",
            path: "/fuzz",
        },
        payment: None,
        status: 200,
        elapsed: Duration::ZERO,
        tries: 1,
        writes: false,
    };
    crate::v2::decoders::read_all(&answer);
    crate::v1::decoders::read_all(&answer);
}

/// Answers that are no success. What is told of them holds no key.
pub fn problems(bytes: &[u8]) {
    let (first, body) = bytes.split_first().unwrap_or((&0, &[]));
    let key = "CANARY-key";
    for api in [Api::V1, Api::V2] {
        let head = Head {
            status: 300 + u16::from(*first),
            content_type: None,
            retry_after: None,
        };
        let problem = classify::problem(api, &head, body, &[key]);
        let told = format!("{:?}{:?}{:?}", problem.failure, problem.code, problem.said);
        assert!(!told.contains(key));
    }
}

/// Amounts. What is read reads back from what is written.
pub fn money(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for code in ["KRW", "USD", "KWD", "CLF", "???"] {
        if let Some(Amount::Exact(money)) = Amount::from_decimal(text, code) {
            let again = minor_units(&money.decimal(), money.currency.decimals());
            assert_eq!(again, Some(money.minor));
        }
    }
}

/// Pasted requests and their judgement.
pub fn webhooks(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = WebhookSecret::new(text.into());
    let Ok(secret) = WebhookSecret::new("QUFBQUFBQUFBQUFBQUFBQQ==".into()) else {
        return;
    };
    if let Ok(pasted) = Pasted::read(text) {
        // Nobody can sign what they like.
        let judged = judge(&[&secret], &pasted.received(), Moment::Carried);
        let _ = format!("{judged:?}");
    }
}

/// Webhook addresses. What is taken is https, and no address of this machine.
pub fn addresses(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(url) = WebhookUrl::new(text) {
        assert!(!matches!(url.host(), "localhost" | "127.0.0.1" | "[::1]"));
    }
    let _ = WebhookUrl::practice(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every input that fuzzing found worth keeping, again.
    #[test]
    fn the_kept_inputs_do_no_harm() {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
        for (name, target) in TARGETS {
            let mut inputs = 0;
            for entry in std::fs::read_dir(corpus.join(name)).unwrap() {
                target(&std::fs::read(entry.unwrap().path()).unwrap());
                inputs += 1;
            }
            assert!(inputs > 0, "{name} has no kept input");
        }
    }

    #[test]
    fn every_target_has_its_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
        let mut programs: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        programs.sort();
        let mut targets: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
        targets.sort_unstable();
        assert_eq!(programs, targets);
    }
}
