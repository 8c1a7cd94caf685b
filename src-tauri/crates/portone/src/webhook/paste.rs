//! A request that somebody pasted: headers and body as a proxy, a log or a tunnel showed them.

use thiserror::Error;

use crate::private::Private;
use crate::webhook::Received;

/// Most headers that are read.
const MOST_HEADERS: usize = 100;

/// A pasted request, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    id: Option<String>,
    timestamp: Option<String>,
    signature: Option<String>,
    body: Private,
    /// Its `content-length` told of more than was pasted.
    pub cut_off: bool,
}

/// What was pasted is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnreadablePaste {
    /// No empty line parts headers and body.
    #[error("no empty line between headers and body")]
    NoBody,
    /// The headers cannot be read.
    #[error("the headers cannot be read")]
    Headers,
}

impl Pasted {
    /// Takes a request apart: with or without its first line, with the line ends of any system.
    ///
    /// # Errors
    /// [`UnreadablePaste`].
    pub fn read(text: &str) -> Result<Self, UnreadablePaste> {
        let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']);
        let first = text.lines().next().unwrap_or_default();
        let mut head = String::new();
        // A header has its colon before any space; a request's first line has none there.
        let is_header = first
            .find(':')
            .is_some_and(|colon| !first[..colon].contains(' '));
        if is_header {
            head.push_str("POST / HTTP/1.1\r\n");
        }
        let head_end = ["\r\n\r\n", "\n\n"]
            .iter()
            .filter_map(|gap| text.find(gap).map(|at| (at, gap.len())))
            .min()
            .ok_or(UnreadablePaste::NoBody)?;
        // `HTTP/2` and `HTTP/3` are shown by tools and read by no parser of HTTP/1.
        let shown = &text[..head_end.0];
        for (index, line) in shown.lines().enumerate() {
            let line = line.trim_end();
            match line.rsplit_once(" HTTP/") {
                Some((request, _)) if index == 0 => head.push_str(&format!("{request} HTTP/1.1")),
                _ => head.push_str(line),
            }
            head.push_str("\r\n");
        }
        head.push_str("\r\n");

        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(head.as_bytes()) {
            Ok(httparse::Status::Complete(_)) => {}
            _ => return Err(UnreadablePaste::Headers),
        }
        let find = |name: &str| {
            request
                .headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case(name))
                .and_then(|header| std::str::from_utf8(header.value).ok())
                .map(|value| value.trim().to_owned())
        };
        let mut body = &text[head_end.0 + head_end.1..];
        let told = find("content-length").and_then(|length| length.parse::<usize>().ok());
        // What an editor added after the body is not the body's.
        if let Some(shorter) = told.and_then(|length| body.get(..length)) {
            body = shorter;
        }
        Ok(Self {
            id: find("webhook-id"),
            timestamp: find("webhook-timestamp"),
            signature: find("webhook-signature"),
            cut_off: told.is_some_and(|length| length > body.len()),
            body: Private::new(body.to_owned()),
        })
    }

    /// The message, to be judged.
    #[must_use]
    pub fn received(&self) -> Received<'_> {
        Received {
            id: self.id.as_deref(),
            timestamp: self.timestamp.as_deref(),
            signature: self.signature.as_deref(),
            body: self.body.expose().as_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::{Change, Moment, SignatureVerdict, SignedMessage, WebhookSecret, judge};

    const BODY: &str = r#"{"type":"Transaction.Paid","data":{"paymentId":"p"}}"#;

    fn secret() -> WebhookSecret {
        WebhookSecret::new("whsec_QUFBQUFBQUFBQUFBQUFBQQ==".into()).unwrap()
    }

    fn headers() -> String {
        let at = jiff::Timestamp::from_second(1_786_000_000).unwrap();
        let signed = SignedMessage::sign(&secret(), "msg_1", at, BODY);
        format!(
            "Host: shop.example\r\nWebhook-Id: {}\r\nwebhook-timestamp: {}\r\nWEBHOOK-SIGNATURE:  {}\r\n",
            signed.id, signed.timestamp, signed.signature
        )
    }

    fn verdict(text: &str) -> SignatureVerdict {
        let pasted = Pasted::read(text).unwrap();
        let judged = judge(&[&secret()], &pasted.received(), Moment::Carried);
        judged.signature
    }

    #[test]
    fn requests_of_many_tools_are_read() {
        let (head, length) = (headers(), BODY.len());
        let good = SignatureVerdict::Genuine { secret: 0 };
        for text in [
            format!("POST /hook HTTP/1.1\r\n{head}\r\n{BODY}"),
            format!(
                "POST https://shop.example/hook HTTP/2\n{}\n{BODY}",
                head.replace("\r\n", "\n")
            ),
            format!("{head}\r\n{BODY}"),
            format!("\u{feff}\n{head}content-length: {length}\r\n\r\n{BODY}\n\n"),
        ] {
            assert_eq!(verdict(&text), good, "{text}");
        }
        let added = SignatureVerdict::Wrong {
            changed: Some(Change::EndAdded),
        };
        assert_eq!(verdict(&format!("{head}\r\n{BODY}\n")), added);
        let none = SignatureVerdict::HeaderMissing("webhook-id");
        assert_eq!(verdict(&format!("Host: a\n\n{BODY}")), none);
    }

    #[test]
    fn what_is_no_request_is_told() {
        assert_eq!(Pasted::read("").unwrap_err(), UnreadablePaste::NoBody);
        assert_eq!(Pasted::read(BODY).unwrap_err(), UnreadablePaste::NoBody);
        let bad = Pasted::read("GET\u{0}/ :\n\nx");
        assert_eq!(bad.unwrap_err(), UnreadablePaste::Headers);
        let cut = Pasted::read(&format!("{}content-length: 999\r\n\r\n{BODY}", headers()));
        assert!(cut.unwrap().cut_off);
    }

    proptest::proptest! {
        #[test]
        fn no_paste_panics(text in "(?s).{0,200}|([a-z-]{1,9}: ?.{0,9}\n){0,5}\n.{0,20}") {
            if let Ok(pasted) = Pasted::read(&text) {
                let _ = judge(&[&secret()], &pasted.received(), Moment::Carried);
            }
        }
    }
}
