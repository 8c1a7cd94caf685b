//! Sending one call: limits, repetition, and reading the answer no further than allowed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use bytes::Bytes;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, Method, Url, redirect};
use serde::de::DeserializeOwned;
use thiserror::Error as ThisError;
use tokio::sync::Semaphore;

use crate::classify::{self, Head};
use crate::config::Config;
use crate::error::{Error, Failure, Place};
use crate::hosts::{Api, Hosts};
use crate::proxy;
use crate::secret::{V1Credential, V2Secret};
use crate::v1::V1;
use crate::v2::V2;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// PortOne, real or practised. Cheap to copy; every copy shares one connection pool and one limit of concurrency.
#[derive(Clone)]
pub struct PortOne {
    transport: Arc<Transport>,
}

/// The client could not be made: this machine's TLS or certificate store cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
#[error("the HTTPS client could not be started")]
pub struct CannotStart;

impl PortOne {
    /// Makes a client. Opens no connection.
    pub fn new(hosts: Hosts, config: Config) -> Result<Self, CannotStart> {
        let builder = Client::builder()
            .connect_timeout(config.connect)
            .redirect(redirect::Policy::none())
            .referer(false)
            .user_agent(concat!("Giljabi/", env!("CARGO_PKG_VERSION")));
        let builder = if hosts.is_practice() {
            // Never through a proxy, and no need to load the system's certificates.
            builder.no_proxy().tls_certs_only([])
        } else {
            builder.https_only(true)
        };
        Ok(Self {
            transport: Arc::new(Transport {
                client: builder.build().map_err(|_| CannotStart)?,
                gate: Semaphore::new(config.concurrent.max(1)),
                hosts,
                config,
            }),
        })
    }

    /// The V2 API with one secret.
    #[must_use]
    pub fn v2(&self, secret: V2Secret) -> V2 {
        V2::new(Arc::clone(&self.transport), secret)
    }

    /// The V1 API with one key and secret.
    #[must_use]
    pub fn v1(&self, credential: V1Credential) -> V1 {
        V1::new(Arc::clone(&self.transport), credential)
    }

    /// Whether answers come from the practice server.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.transport.hosts.is_practice()
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }
}

impl std::fmt::Debug for PortOne {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PortOne")
            .field("practice", &self.is_practice())
            .finish_non_exhaustive()
    }
}

pub(crate) struct Transport {
    client: Client,
    gate: Semaphore,
    hosts: Hosts,
    pub(crate) config: Config,
}

/// One call, filled in.
pub(crate) struct Call<'a> {
    pub(crate) api: Api,
    pub(crate) place: Place,
    pub(crate) segments: &'a [&'a str],
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) auth: Option<HeaderValue>,
    /// Texts to mask in whatever comes back.
    pub(crate) secrets: &'a [&'a str],
    pub(crate) body: Option<Bytes>,
    /// The header's value with its quotes.
    pub(crate) idempotency: Option<&'a str>,
    pub(crate) payment: Option<&'a str>,
    /// It changes something, so it is given the longer time.
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
            secrets: &[],
            body: None,
            idempotency: None,
            payment: None,
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

    /// A failure found before anything was sent.
    pub(crate) fn refuse(&self, failure: Failure) -> Error {
        Error::new(failure, self.place).with_payment(self.payment_masked())
    }

    fn payment_masked(&self) -> Option<Box<str>> {
        self.payment.map(|id| classify::clean(id, self.secrets))
    }

    fn url(&self, base: Url) -> Option<Url> {
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
}

/// A good answer, with what is needed to report a failure found in it.
pub(crate) struct Answer {
    body: Vec<u8>,
    place: Place,
    payment: Option<Box<str>>,
    status: u16,
    elapsed: Duration,
    tries: u32,
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
        Error::new(failure, self.place)
            .with_payment(self.payment.clone())
            .with_status(self.status)
            .with_effort(self.elapsed, self.tries)
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// A failure of shape at a named field.
    pub(crate) fn odd(&self, at: &str) -> Error {
        self.error(Failure::UnexpectedShape { at: at.to_owned() })
    }
}

impl Transport {
    /// Sends a call, repeating it if it may be and the failure is a passing one. Dropping the future stops it.
    pub(crate) async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let Some(url) = self.hosts.base(call.api).and_then(|base| call.url(base)) else {
            return Err(call.refuse(Failure::BadRequest));
        };
        let repeatable = call.place.method == "GET" || call.idempotency.is_some();
        let limit = if call.writes {
            self.config.write
        } else {
            self.config.check
        };
        let started = Instant::now();
        let tries = AtomicU32::new(0);
        let result = (|| {
            tries.fetch_add(1, Ordering::Relaxed);
            self.once(&call, url.clone(), limit)
        })
        .retry(
            ExponentialBuilder::default()
                .with_min_delay(self.config.first_delay)
                .with_factor(2.0)
                .with_max_times(self.config.retries)
                .with_jitter(),
        )
        .when(|error: &Error| {
            let asked_to_wait = match error.failure() {
                Failure::TooMany {
                    retry_after: Some(wait),
                } => {
                    if *wait > self.config.longest_retry_after {
                        return false;
                    }
                    true
                }
                _ => false,
            };
            repeatable && error.failure().passing() && (asked_to_wait || started.elapsed() < limit)
        })
        .adjust(|error: &Error, delay| {
            let delay = delay?;
            Some(match error.failure() {
                Failure::TooMany {
                    retry_after: Some(wait),
                } => *wait,
                Failure::InFlight => self.config.in_flight_delay,
                _ => delay,
            })
        })
        .await;
        let (elapsed, tries) = (started.elapsed(), tries.load(Ordering::Relaxed));
        match result {
            Ok((status, body)) => Ok(Answer {
                body,
                place: call.place,
                payment: call.payment_masked(),
                status,
                elapsed,
                tries,
            }),
            Err(error) => Err(error
                .with_payment(call.payment_masked())
                .with_effort(elapsed, tries)),
        }
    }

    async fn once(
        &self,
        call: &Call<'_>,
        url: Url,
        limit: Duration,
    ) -> Result<(u16, Vec<u8>), Error> {
        let fail = |failure| Error::new(failure, call.place);
        let network = |error: reqwest::Error| {
            let proxy = if self.hosts.is_practice() {
                None
            } else {
                self.hosts
                    .base(call.api)
                    .and_then(|base| proxy::in_front_of(base.as_str()))
            };
            fail(classify::network(&error)).with_proxy(proxy)
        };
        // Waiting for a turn is not counted as PortOne's time.
        let _turn = self
            .gate
            .acquire()
            .await
            .map_err(|_| fail(Failure::Connect))?;

        let method = if call.place.method == "GET" {
            Method::GET
        } else {
            Method::POST
        };
        let mut request = self
            .client
            .request(method, url)
            .timeout(limit)
            .header(ACCEPT, "application/json");
        if let Some(auth) = &call.auth {
            request = request.header(AUTHORIZATION, auth.clone());
        }
        if let Some(key) = call.idempotency {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        let mut response = request.send().await.map_err(network)?;

        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let cap = self.config.body_cap;
        let too_large = || fail(Failure::TooLarge).with_status(status);
        if response
            .content_length()
            .is_some_and(|length| length > cap as u64)
        {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| network(error).with_status(status))?
        {
            if body.len() + chunk.len() > cap {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }

        let head = Head {
            status,
            content_type: headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()),
            retry_after: retry_after(&headers),
        };
        if !(200..300).contains(&status) {
            let problem = classify::problem(call.api, &head, &body, call.secrets);
            return Err(fail(problem.failure)
                .with_status(status)
                .with_code(problem.code)
                .with_said(problem.said));
        }
        if body.iter().all(u8::is_ascii_whitespace) {
            let at = "body".to_owned();
            return Err(fail(Failure::UnexpectedShape { at }).with_status(status));
        }
        if !head.is_json(&body) {
            return Err(fail(Failure::ProxyHtml).with_status(status));
        }
        Ok((status, body))
    }
}

/// `Retry-After` in seconds or as a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let wait = at.duration_since(jiff::Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests;
