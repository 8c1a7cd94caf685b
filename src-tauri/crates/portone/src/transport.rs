//! Sending one call: limits, repetition, and reading the answer no further than allowed.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, Url, redirect};
use thiserror::Error as ThisError;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::call::{Answer, Call, Spent};
use crate::classify::{self, Head};
use crate::config::Config;
use crate::error::{Error, Failure};
use crate::hosts::{Api, Hosts};
use crate::proxy;
use crate::secret::{V1Credential, V2Secret};
use crate::v1::V1;
use crate::v2::V2;

const TIER: HeaderName = HeaderName::from_static("tier");
/// PortOne is asked again after this, however long it asked to wait: a nonsense number must not shut everybody out.
const LONGEST_SILENCE: Duration = Duration::from_secs(3600);
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
    ///
    /// # Errors
    /// [`CannotStart`].
    pub fn new(hosts: Hosts, config: Config) -> Result<Self, CannotStart> {
        Self::build(hosts, config, |builder| builder)
    }

    /// `more` is for tests: names that lead elsewhere, certificates of their own.
    pub(crate) fn build(
        hosts: Hosts,
        config: Config,
        more: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, CannotStart> {
        let builder = Client::builder()
            .connect_timeout(config.connect)
            .redirect(redirect::Policy::none())
            .referer(false)
            .user_agent(config.user_agent.as_ref());
        let builder = if hosts.is_practice() {
            // Never through a proxy, and no need to load the system's certificates.
            builder.no_proxy().tls_certs_only([])
        } else {
            builder.https_only(true)
        };
        Ok(Self {
            transport: Arc::new(Transport {
                client: more(builder).build().map_err(|_| CannotStart)?,
                gate: Semaphore::new(config.concurrent.max(1)),
                quiet_v1: Mutex::new(None),
                quiet_v2: Mutex::new(None),
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
    /// Until when PortOne asked for silence, by API.
    quiet_v1: Mutex<Option<Instant>>,
    quiet_v2: Mutex<Option<Instant>>,
    hosts: Hosts,
    pub(crate) config: Config,
}

impl Transport {
    /// Sends a call, repeating it if it may be and the failure is a passing one. Dropping the future stops it.
    pub(crate) async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let Some(url) = self.hosts.base(call.api).and_then(|base| call.url(base)) else {
            return Err(call.refuse(Failure::BadRequest));
        };
        let effort = Effort {
            limit: if call.writes {
                self.config.write
            } else {
                self.config.check
            },
            spent: call.spent.clone().unwrap_or_default(),
            ..Effort::default()
        };
        let started = Instant::now();
        let result = (|| self.one_try(&call, url.clone(), &effort))
            .retry(
                ExponentialBuilder::default()
                    .with_min_delay(self.config.first_delay)
                    .with_factor(2.0)
                    .with_max_times(call.repeats(self.config.retries))
                    .with_jitter(),
            )
            .when(|error: &Error| error.failure().passing())
            .adjust(|error: &Error, delay| {
                self.wait_before_repeating(&call, &effort, error, delay?)
            })
            .await;
        let (elapsed, tries) = (started.elapsed(), effort.tries.load(Ordering::Relaxed));
        match result {
            Ok((status, body)) => Ok(Answer {
                body,
                place: call.place,
                payment: call.payment_masked(),
                status,
                elapsed,
                tries,
                writes: call.writes,
            }),
            Err(error) => {
                // A clear refusal of the write itself answers for the tries before it: they carried the same key.
                let doubt = effort.unsure.load(Ordering::Relaxed) && !error.settles();
                Err(error
                    .with_payment(call.payment_masked())
                    .with_effort(elapsed, tries)
                    .with_unsure(doubt))
            }
        }
    }

    /// How long to wait before the next try; `None` is not at all.
    fn wait_before_repeating(
        &self,
        call: &Call<'_>,
        effort: &Effort,
        error: &Error,
        delay: Duration,
    ) -> Option<Duration> {
        match error.failure() {
            Failure::TooMany {
                retry_after: Some(wait),
            } => (*wait <= self.config.longest_retry_after).then_some(*wait),
            Failure::InFlight => Some(self.config.in_flight_delay),
            _ if call.writes => Some(delay),
            _ => {
                let spent = effort.spend(delay);
                (spent < effort.limit).then_some(delay)
            }
        }
    }

    async fn one_try(
        &self,
        call: &Call<'_>,
        url: Url,
        effort: &Effort,
    ) -> Result<(u16, Vec<u8>), Error> {
        // Waiting for a turn is not counted as PortOne's time.
        let _turn = self.turn(call).await?;

        effort.tries.fetch_add(1, Ordering::Relaxed);
        let limit = if call.writes {
            effort.limit
        } else {
            let left = effort.limit.saturating_sub(effort.spend(Duration::ZERO));
            if left.is_zero() {
                return Err(call.refuse(Failure::Timeout));
            }
            left
        };
        let began = Instant::now();
        let result = tokio::select! {
            biased;
            result = self.exchange(call, url, limit) => result,
            () = self.slept_through(limit) => {
                Err(call.refuse(Failure::Timeout).with_unsure(call.writes))
            }
        };
        effort.spend(began.elapsed());
        if let Err(error) = &result {
            if error.may_have_happened() {
                effort.unsure.store(true, Ordering::Relaxed);
            }
            if let Failure::TooMany {
                retry_after: Some(wait),
            } = error.failure()
            {
                self.hush(call.api, *wait);
            }
        }
        result
    }

    /// One of the few places, at a moment when PortOne has not asked for silence. Whoever was told to wait speaks for
    /// all: the next call would only be told the same.
    async fn turn(&self, call: &Call<'_>) -> Result<SemaphorePermit<'_>, Error> {
        loop {
            self.keep_quiet(call).await?;
            let turn = self
                .gate
                .acquire()
                .await
                .map_err(|_| call.refuse(Failure::Connect))?;
            // The call that had this place before may have been told to wait.
            if self.silence(call.api).is_none() {
                return Ok(turn);
            }
        }
    }

    /// Waits until PortOne may be asked; a silence longer than anybody waits is told at once.
    async fn keep_quiet(&self, call: &Call<'_>) -> Result<(), Error> {
        while let Some(wait) = self.silence(call.api) {
            if wait > self.config.longest_retry_after {
                let retry_after = Some(wait);
                return Err(call.refuse(Failure::TooMany { retry_after }));
            }
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    /// How much longer PortOne wants silence.
    fn silence(&self, api: Api) -> Option<Duration> {
        let left = (*self.quiet(api))?.checked_duration_since(Instant::now())?;
        (!left.is_zero()).then_some(left)
    }

    /// Notes that PortOne asked for silence. A shorter time does not take back a longer one.
    fn hush(&self, api: Api, wait: Duration) {
        let until = Instant::now() + wait.min(LONGEST_SILENCE);
        let mut quiet = self.quiet(api);
        *quiet = (*quiet).max(Some(until));
    }

    fn quiet(&self, api: Api) -> std::sync::MutexGuard<'_, Option<Instant>> {
        let quiet = match api {
            Api::V1 => &self.quiet_v1,
            Api::V2 => &self.quiet_v2,
        };
        quiet
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(crate) fn is_quiet(&self) -> bool {
        self.silence(Api::V2).is_some()
    }

    /// Comes back once `limit` has passed although the timers did not run: the machine was asleep.
    async fn slept_through(&self, limit: Duration) {
        let clock = &self.config.clock;
        let began = clock.now();
        let tick = (limit / 10).min(Duration::from_secs(1));
        // The timers' own limit is `exchange`'s business; this one is later by two ticks.
        while clock.now().saturating_sub(began) < limit + 2 * tick {
            tokio::time::sleep(tick.max(Duration::from_millis(1))).await;
        }
    }

    async fn exchange(
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
            fail(classify::network(&error))
                .with_tls(classify::tls(&error))
                .with_proxy(proxy)
                .with_unsure(call.writes && !error.is_connect())
        };
        let method = Method::from_bytes(call.place.method.as_bytes())
            .map_err(|_| fail(Failure::BadRequest))?;
        let mut request = self
            .client
            .request(method, url)
            .timeout(limit)
            .header(ACCEPT, "application/json");
        if let Some(auth) = &call.auth {
            request = request.header(AUTHORIZATION, auth.clone());
        }
        if let Some(tier) = &call.tier {
            request = request.header(TIER, tier.clone());
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
        let too_large = || {
            fail(Failure::TooLarge)
                .with_status(status)
                .with_unsure(call.writes)
        };
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
        read(call, status, &headers, body)
    }
}

/// Whether what came is PortOne's good answer.
fn read(
    call: &Call<'_>,
    status: u16,
    headers: &HeaderMap,
    body: Vec<u8>,
) -> Result<(u16, Vec<u8>), Error> {
    let fail = |failure| {
        // Neither a server's trouble nor a page in between says that nothing was done.
        let unsure = call.writes
            && match failure {
                Failure::Server | Failure::InFlight | Failure::UnexpectedShape { .. } => true,
                Failure::ProxyHtml => status < 300,
                _ => false,
            };
        Error::new(failure, call.place)
            .with_status(status)
            .with_unsure(unsure)
    };
    let head = Head {
        status,
        content_type: headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()),
        retry_after: retry_after(headers),
    };
    if !(200..300).contains(&status) {
        let problem = classify::problem(call.api, &head, &body, call.secrets);
        return Err(fail(problem.failure)
            .with_code(problem.code)
            .with_said(problem.said));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        let at = "body".to_owned();
        return Err(fail(Failure::UnexpectedShape { at }));
    }
    if !head.is_json(&body) {
        return Err(fail(Failure::ProxyHtml));
    }
    Ok((status, body))
}

/// What the tries of one call have cost so far.
#[derive(Default)]
struct Effort {
    limit: Duration,
    tries: AtomicU32,
    spent: Spent,
    /// A try may have done its work although no answer came.
    unsure: AtomicBool,
}

impl Effort {
    /// Adds to what was spent, and gives all of it.
    fn spend(&self, more: Duration) -> Duration {
        let more = u64::try_from(more.as_micros()).unwrap_or(u64::MAX);
        let before = self.spent.fetch_add(more, Ordering::Relaxed);
        Duration::from_micros(before.saturating_add(more))
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
