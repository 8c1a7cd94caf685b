//! One call filled in, and the good answer to it.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::classify;
use crate::error::{Error, Failure, Place};
use crate::hosts::Api;

/// Microseconds of tries and of our own waits, of one call or of all that share it.
pub(crate) type Spent = Arc<AtomicU64>;

/// One call, filled in.
#[derive(Clone)]
pub(crate) struct Call<'a> {
    pub(crate) api: Api,
    pub(crate) place: Place,
    pub(crate) segments: &'a [&'a str],
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) auth: Option<HeaderValue>,
    /// V1: for which sub-merchant.
    pub(crate) tier: Option<HeaderValue>,
    /// Texts to mask in whatever comes back.
    pub(crate) secrets: &'a [&'a str],
    pub(crate) body: Option<Bytes>,
    /// The header's value with its quotes.
    pub(crate) idempotency: Option<&'a str>,
    pub(crate) payment: Option<&'a str>,
    /// What earlier calls of the same question have used of the time for reads; None is a time of its own.
    pub(crate) spent: Option<Spent>,
    /// It changes something, so it is given the longer time, and a lost answer leaves a doubt.
    pub(crate) writes: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn get(api: Api, path: &'static str, segments: &'a [&'a str]) -> Self {
        Self {
            api,
            place: Place {
                method: "GET",
                path,
            },
            segments,
            query: &[],
            auth: None,
            tier: None,
            secrets: &[],
            body: None,
            idempotency: None,
            payment: None,
            spent: None,
            writes: false,
        }
    }

    pub(crate) fn post(
        api: Api,
        path: &'static str,
        segments: &'a [&'a str],
        body: impl Into<Bytes>,
    ) -> Self {
        Self {
            place: Place {
                method: "POST",
                path,
            },
            body: Some(body.into()),
            ..Self::get(api, path, segments)
        }
    }

    pub(crate) fn delete(api: Api, path: &'static str, segments: &'a [&'a str]) -> Self {
        Self {
            place: Place {
                method: "DELETE",
                path,
            },
            writes: true,
            ..Self::get(api, path, segments)
        }
    }

    /// A failure found before anything was sent.
    pub(crate) fn refuse(&self, failure: Failure) -> Error {
        Error::new(failure, self.place).with_payment(self.payment_masked())
    }

    /// `value` as JSON.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<String, Error> {
        serde_json::to_string(value).map_err(|_| self.refuse(Failure::BadRequest))
    }

    pub(crate) fn payment_masked(&self) -> Option<Box<str>> {
        self.payment.map(|id| classify::clean(id, self.secrets))
    }

    pub(crate) fn url(&self, base: Url) -> Option<Url> {
        let mut url = base;
        {
            let mut path = url.path_segments_mut().ok()?;
            path.pop_if_empty();
            for segment in self.segments {
                // The URL standard would drop these, and another resource would be asked for.
                if segment.is_empty() || matches!(*segment, "." | "..") {
                    return None;
                }
                path.push(segment);
            }
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(self.query);
        }
        Some(url)
    }

    /// How often it may be sent again after a passing failure.
    pub(crate) fn repeats(&self, reads: usize) -> usize {
        match (self.place.method, self.idempotency) {
            ("GET", _) => reads,
            (_, Some(_)) => 1,
            (_, None) => 0,
        }
    }
}

/// A good answer, with what is needed to report a failure found in it.
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) place: Place,
    pub(crate) payment: Option<Box<str>>,
    pub(crate) status: u16,
    pub(crate) elapsed: Duration,
    pub(crate) tries: u32,
    pub(crate) writes: bool,
}

impl Answer {
    /// Reads the body. Field names may be reported, values never.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| self.error(classify::shape(&error)))
    }

    /// An error about this answer.
    pub(crate) fn error(&self, failure: Failure) -> Error {
        // What cannot be read, or is not what was asked for, may still say that the work was done.
        let odd = matches!(
            failure,
            Failure::UnexpectedShape { .. } | Failure::OtherCancellation
        );
        let unsure = self.writes && odd;
        Error::new(failure, self.place)
            .with_payment(self.payment.clone())
            .with_status(self.status)
            .with_effort(self.elapsed, self.tries)
            .with_unsure(unsure)
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// A failure of shape at a named field.
    pub(crate) fn odd(&self, at: &str) -> Error {
        self.error(Failure::UnexpectedShape { at: at.to_owned() })
    }
}
