//! Whether a message is PortOne's, and if not, why.

use jiff::Timestamp;
use serde::Deserialize;

use crate::webhook::WebhookSecret;

/// How far a message's time may be from the receiver's clock, in seconds.
const TOLERANCE: i64 = 300;

/// A message as it was received.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// `webhook-id`.
    pub id: Option<&'a str>,
    /// `webhook-timestamp`.
    pub timestamp: Option<&'a str>,
    /// `webhook-signature`.
    pub signature: Option<&'a str>,
    /// The body, byte for byte.
    pub body: &'a [u8],
}

/// At which moment a message is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When it was received.
    At(Timestamp),
    /// At its own time: nothing is said about its age.
    Carried,
}

/// What is known about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// Whether one of the secrets signed it.
    pub signature: SignatureVerdict,
    /// Whether it came in time.
    pub timing: Timing,
    /// What it says, if it says something known. Unknown kinds are genuine all the same: answer them with 2xx.
    pub message: Option<Message>,
}

/// Whether one of the secrets signed a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// One did.
    Genuine {
        /// Which of the secrets given.
        secret: usize,
    },
    /// A header is missing.
    HeaderMissing(&'static str),
    /// No signature of version 1 is in the header.
    NoVersion1,
    /// None fits.
    Wrong {
        /// What was done to the body on its way, if undoing it makes a signature fit.
        changed: Option<Change>,
    },
}

/// What was done to a body on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// White space was added at the end, as by an editor.
    EndAdded,
    /// Its line ends were changed.
    LineEnds,
    /// It was read as JSON and written again. A receiver has to keep the bytes as they came.
    WrittenAgain,
}

/// Whether a message came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// It did.
    Fine,
    /// Not asked.
    NotJudged,
    /// Its time is missing or no number.
    Unreadable,
    /// It is older than five minutes: sent again by somebody, or the receiver's clock is ahead.
    TooOld {
        /// By how many seconds it is old.
        seconds: i64,
    },
    /// It is from a time to come: the receiver's clock is behind.
    TooEarly {
        /// By how many seconds it is early.
        seconds: i64,
    },
}

/// What a message says. Ids only, nothing about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Its kind, such as `Transaction.Paid`. The version of 2024-01-01 has none: its status is here.
    pub kind: String,
    /// The store.
    pub store_id: Option<String>,
    /// The payment.
    pub payment_id: Option<String>,
    /// The try.
    pub transaction_id: Option<String>,
    /// The cancellation.
    pub cancellation_id: Option<String>,
    /// When it happened.
    pub at: Option<Timestamp>,
}

impl Judgement {
    /// Genuine, and in time as far as that was asked.
    #[must_use]
    pub fn accepted(&self) -> bool {
        matches!(self.signature, SignatureVerdict::Genuine { .. })
            && matches!(self.timing, Timing::Fine | Timing::NotJudged)
    }
}

/// Judges a message. While a secret is being changed there are two: give both.
#[must_use]
pub fn judge(secrets: &[&WebhookSecret], received: &Received<'_>, moment: Moment) -> Judgement {
    Judgement {
        signature: signature(secrets, received),
        timing: timing(received.timestamp, moment),
        message: message(received.body),
    }
}

fn signature(secrets: &[&WebhookSecret], received: &Received<'_>) -> SignatureVerdict {
    let there = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
    for (name, value) in [
        ("webhook-id", received.id),
        ("webhook-timestamp", received.timestamp),
        ("webhook-signature", received.signature),
    ] {
        if !there(value) {
            return SignatureVerdict::HeaderMissing(name);
        }
    }
    let given: Vec<&str> = received
        .signature
        .unwrap_or_default()
        .split(' ')
        .filter(|one| {
            one.strip_prefix("v1,")
                .is_some_and(|value| !value.is_empty())
        })
        .collect();
    if given.is_empty() {
        return SignatureVerdict::NoVersion1;
    }
    let fits = |body: &[u8]| {
        let (id, time) = (received.id?, received.timestamp?.trim().parse().ok()?);
        secrets.iter().position(|secret| {
            secret
                .signature(id, time, body)
                .is_some_and(|ours| given.iter().any(|theirs| same(&ours, theirs)))
        })
    };
    if let Some(secret) = fits(received.body) {
        return SignatureVerdict::Genuine { secret };
    }
    let undone = undo(received.body);
    let changed = undone
        .into_iter()
        .find(|(_, body)| fits(body).is_some())
        .map(|(change, _)| change);
    SignatureVerdict::Wrong { changed }
}

/// Compares without telling by its time how much is alike.
fn same(ours: &str, theirs: &str) -> bool {
    ours.len() == theirs.len()
        && ours
            .bytes()
            .zip(theirs.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

/// What the body may have been before something on the way changed it.
fn undo(body: &[u8]) -> Vec<(Change, Vec<u8>)> {
    let mut before = Vec::new();
    let trimmed = body.trim_ascii_end();
    if trimmed.len() < body.len() {
        before.push((Change::EndAdded, trimmed.to_vec()));
    }
    if let Ok(text) = std::str::from_utf8(trimmed) {
        let unix = text.replace("\r\n", "\n");
        before.push((Change::LineEnds, unix.replace('\n', "\r\n").into_bytes()));
        before.push((Change::LineEnds, unix.into_bytes()));
        // As PortOne writes it: in one line. The order of fields is kept by the raw value.
        if let Some(line) = one_line(text) {
            before.push((Change::WrittenAgain, line.into_bytes()));
        }
    }
    before
}

/// JSON without the white space between its parts. `None` if it is no JSON.
fn one_line(text: &str) -> Option<String> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let (mut line, mut inside, mut escaped) = (String::with_capacity(text.len()), false, false);
    for c in text.chars() {
        if inside {
            inside = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c.is_ascii_whitespace() {
            continue;
        } else {
            inside = c == '"';
        }
        line.push(c);
    }
    Some(line)
}

fn timing(timestamp: Option<&str>, moment: Moment) -> Timing {
    let Some(sent) = timestamp.and_then(|text| text.trim().parse::<i64>().ok()) else {
        return Timing::Unreadable;
    };
    let Moment::At(received) = moment else {
        return Timing::NotJudged;
    };
    let age = received.as_second().saturating_sub(sent);
    if age > TOLERANCE {
        Timing::TooOld { seconds: age }
    } else if age < -TOLERANCE {
        Timing::TooEarly {
            seconds: age.saturating_neg(),
        }
    } else {
        Timing::Fine
    }
}

#[derive(Deserialize)]
struct WireMessage {
    r#type: String,
    timestamp: Option<String>,
    data: Option<WireData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireData {
    store_id: Option<String>,
    payment_id: Option<String>,
    transaction_id: Option<String>,
    cancellation_id: Option<String>,
}

#[derive(Deserialize)]
struct WireOld {
    payment_id: String,
    tx_id: Option<String>,
    status: String,
}

fn message(body: &[u8]) -> Option<Message> {
    if let Ok(wire) = serde_json::from_slice::<WireMessage>(body) {
        let data = wire.data;
        let of = |read: fn(&WireData) -> &Option<String>| {
            data.as_ref().and_then(|data| read(data).clone())
        };
        return Some(Message {
            store_id: of(|data| &data.store_id),
            payment_id: of(|data| &data.payment_id),
            transaction_id: of(|data| &data.transaction_id),
            cancellation_id: of(|data| &data.cancellation_id),
            kind: wire.r#type,
            at: wire.timestamp.and_then(|text| text.parse().ok()),
        });
    }
    let old: WireOld = serde_json::from_slice(body).ok()?;
    Some(Message {
        kind: old.status,
        store_id: None,
        payment_id: Some(old.payment_id),
        transaction_id: old.tx_id,
        cancellation_id: None,
        at: None,
    })
}

#[cfg(test)]
mod tests;
