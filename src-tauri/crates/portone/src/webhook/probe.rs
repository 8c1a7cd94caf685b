//! A harmless message to the merchant's own server, to see how it takes it. Only with the merchant's consent.
//!
//! The message is about a payment that does not exist, so a correct receiver finds nothing and does nothing. It
//! comes from this machine, not from PortOne: a server that lets in PortOne's address only is right to refuse it.

use std::borrow::Cow;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Url, redirect};

use crate::classify;
use crate::error::{Failure, TlsTrouble};
use crate::webhook::guard::{is_public, literal};
use crate::webhook::{SignedMessage, UrlFault, WebhookSecret, WebhookUrl};

/// PortOne's own limit for connecting and reading.
const LONGEST: Duration = Duration::from_secs(30);
/// An answer later than this is worth a word.
const SLOW: Duration = Duration::from_secs(10);

/// The merchant said yes to calling their server.
#[derive(Clone, Debug)]
pub struct Consent(String);

impl Consent {
    /// Only in answer to the merchant's own confirmation of exactly this host: an address elsewhere is not called.
    #[must_use]
    pub fn given_by_the_merchant(host: &str) -> Self {
        Self(host.to_owned())
    }
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// A genuine message. It has to be taken (2xx).
    Genuine,
    /// A genuine message of a kind that does not exist yet. It has to be taken as well.
    UnknownKind,
    /// A body that was not signed like this. It has to be refused (4xx).
    Tampered,
    /// A genuine message of ten minutes ago. It has to be refused.
    Stale,
    /// No signature at all. It has to be refused.
    Unsigned,
}

impl ProbeKind {
    /// Every kind, the genuine one first.
    pub const ALL: [Self; 5] = [
        Self::Genuine,
        Self::UnknownKind,
        Self::Tampered,
        Self::Stale,
        Self::Unsigned,
    ];

    /// Whether it needs the merchant's secret.
    #[must_use]
    pub fn is_signed(self) -> bool {
        !matches!(self, Self::Unsigned)
    }

    /// Whether a correct receiver takes it.
    #[must_use]
    pub fn is_to_be_taken(self) -> bool {
        matches!(self, Self::Genuine | Self::UnknownKind)
    }
}

/// What one message met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProbeReport {
    /// What was sent.
    pub kind: ProbeKind,
    /// What it met.
    pub finding: Finding,
    /// The HTTP status, if one came.
    pub status: Option<u16>,
    /// From sending to the end of the answer's head.
    pub elapsed: Duration,
}

/// What a message met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// As it has to be.
    Right,
    /// As it has to be, but later than ten seconds.
    RightButSlow,
    /// A genuine message was refused. With 401 or 403 perhaps only because it did not come from PortOne's address.
    Refused {
        /// The status fits a server that lets in PortOne's address only.
        maybe_allow_list: bool,
    },
    /// Nothing answers at this path (404, 405, 410).
    NothingThere,
    /// A message that is not PortOne's was taken: anybody can tell this server that something was paid.
    ForgeryTaken,
    /// The server wants it elsewhere. PortOne follows no redirect, and a redirected POST loses its body.
    Redirects,
    /// The server has trouble of its own (5xx). PortOne would send it again.
    ServerTrouble,
    /// The connection is not to be trusted, and PortOne will not trust it either.
    Tls(TlsTrouble),
    /// The host's name is not known.
    Dns,
    /// No connection. Behind a company's proxy this says nothing about the server: the probe goes past proxies.
    NoConnection,
    /// No answer within PortOne's limit of 30 seconds.
    Timeout,
    /// Its name leads to an address that is not public, so nothing was sent.
    NotPublic,
    /// The merchant agreed to another host, so nothing was sent.
    NotAgreed,
    /// The message would have to be signed, and there is no secret; nothing was sent.
    NoSecret,
    /// An answer of an unexpected kind.
    Unexpected,
}

impl Finding {
    /// A stable name in kebab-case: the UI's sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::RightButSlow => "right-but-slow",
            Self::Refused {
                maybe_allow_list: true,
            } => "refused-maybe-allow-list",
            Self::Refused { .. } => "refused",
            Self::NothingThere => "nothing-there",
            Self::ForgeryTaken => "forgery-taken",
            Self::Redirects => "redirects",
            Self::ServerTrouble => "server-trouble",
            Self::Tls(_) => "tls",
            Self::Dns => "dns",
            Self::NoConnection => "no-connection",
            Self::Timeout => "timeout",
            Self::NotPublic => "not-public",
            Self::NotAgreed => "not-agreed",
            Self::NoSecret => "no-secret",
            Self::Unexpected => "unexpected",
        }
    }
}

type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Sends probes.
#[derive(Clone)]
pub struct Prober {
    practice: bool,
    longest: Duration,
    user_agent: Cow<'static, str>,
    resolve: Arc<dyn Fn(String) -> Resolving + Send + Sync>,
    allow: fn(IpAddr) -> bool,
    #[cfg(test)]
    trust: Option<reqwest::Certificate>,
}

impl Prober {
    /// For real servers: https on public addresses only.
    #[must_use]
    pub fn new() -> Self {
        Self {
            practice: false,
            longest: LONGEST,
            user_agent: crate::config::OWN_NAME.into(),
            resolve: Arc::new(|host| Box::pin(system(host))),
            allow: is_public,
            #[cfg(test)]
            trust: None,
        }
    }

    /// For practice: http on this machine only.
    #[must_use]
    pub fn practice() -> Self {
        Self {
            practice: true,
            allow: |ip| ip.is_loopback(),
            ..Self::new()
        }
    }

    /// Goes by the name of the program that uses it, such as `Shop/1.0`.
    #[must_use]
    pub fn with_user_agent(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            user_agent: name.into(),
            ..self
        }
    }

    /// Checks an address as far as its text tells.
    ///
    /// # Errors
    /// [`UrlFault`].
    pub fn address(&self, text: &str) -> Result<WebhookUrl, UrlFault> {
        if self.practice {
            WebhookUrl::practice(text)
        } else {
            WebhookUrl::new(text)
        }
    }

    /// Sends one message; only [`ProbeKind::Unsigned`] needs no secret. The host is resolved once, every address it
    /// has must be allowed, and only these are connected to; no proxy, no redirect, no cookie; nothing of the answer
    /// is kept but its status.
    pub async fn send(
        &self,
        url: &WebhookUrl,
        secret: Option<&WebhookSecret>,
        kind: ProbeKind,
        consent: &Consent,
    ) -> ProbeReport {
        let started = Instant::now();
        let met = match message(secret, kind) {
            _ if consent.0 != url.host() => Err(Finding::NotAgreed),
            Some(message) => self.exchange(&url.0, message, kind).await,
            None => Err(Finding::NoSecret),
        };
        let (finding, status) = match met {
            Ok(status) => (assess(kind, status, started.elapsed()), Some(status)),
            Err(finding) => (finding, None),
        };
        ProbeReport {
            kind,
            finding,
            status,
            elapsed: started.elapsed(),
        }
    }

    async fn exchange(
        &self,
        url: &Url,
        message: SignedMessage,
        kind: ProbeKind,
    ) -> Result<u16, Finding> {
        let host = url.host_str().ok_or(Finding::Dns)?;
        let port = url.port_or_known_default().ok_or(Finding::Unexpected)?;
        let addresses = match literal(host) {
            Some(ip) => vec![ip],
            None => {
                let asked = (self.resolve)(host.to_owned());
                let found = tokio::time::timeout(self.longest, asked).await;
                found.ok().and_then(Result::ok).unwrap_or_default()
            }
        };
        if addresses.is_empty() {
            return Err(Finding::Dns);
        }
        // One that is not allowed spoils all: the next lookup could give only that one.
        if !addresses.iter().all(|ip| (self.allow)(*ip)) {
            return Err(Finding::NotPublic);
        }
        let pinned: Vec<_> = addresses
            .iter()
            .map(|ip| SocketAddr::new(*ip, port))
            .collect();
        let client = self.client(host, &pinned).ok_or(Finding::Unexpected)?;
        let mut request = client
            .post(url.clone())
            .header("content-type", "application/json");
        if kind.is_signed() {
            request = request
                .header("webhook-id", message.id)
                .header("webhook-timestamp", message.timestamp)
                .header("webhook-signature", message.signature);
        }
        let answer = request.body(message.body).send().await;
        answer
            .map(|answer| answer.status().as_u16())
            .map_err(|error| match classify::network(&error) {
                Failure::Timeout => Finding::Timeout,
                Failure::Tls => Finding::Tls(classify::tls(&error).unwrap_or(TlsTrouble::Other)),
                Failure::Dns => Finding::Dns,
                _ => Finding::NoConnection,
            })
    }

    fn client(&self, host: &str, pinned: &[SocketAddr]) -> Option<Client> {
        let builder = Client::builder()
            .timeout(self.longest)
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .resolve_to_addrs(host, pinned)
            .user_agent(self.user_agent.as_ref());
        let builder = if self.practice {
            builder.tls_certs_only([])
        } else {
            builder.https_only(true)
        };
        #[cfg(test)]
        let builder = match &self.trust {
            Some(root) => builder.tls_certs_only([root.clone()]),
            None => builder,
        };
        builder.build().ok()
    }
}

impl Default for Prober {
    fn default() -> Self {
        Self::new()
    }
}

async fn system(host: String) -> io::Result<Vec<IpAddr>> {
    let found = tokio::net::lookup_host((host, 0)).await?;
    Ok(found.map(|address| address.ip()).collect())
}

/// A message about a payment that nobody made. `None`: it would have to be signed, and there is no secret.
fn message(secret: Option<&WebhookSecret>, kind: ProbeKind) -> Option<SignedMessage> {
    let nobody = format!("webhook-probe-{}", uuid::Uuid::new_v4());
    let now = Timestamp::now();
    let word = if kind == ProbeKind::UnknownKind {
        "WebhookProbe.Unknown"
    } else {
        "Transaction.Ready"
    };
    let body = format!(
        "{{\"type\":\"{word}\",\"timestamp\":\"{now}\",\"data\":{{\"storeId\":\"webhook-probe\",\
         \"paymentId\":\"{nobody}\",\"transactionId\":\"{nobody}\"}}}}"
    );
    let at = if kind == ProbeKind::Stale {
        now.checked_sub(SignedDuration::from_mins(10))
            .unwrap_or(now)
    } else {
        now
    };
    let mut message = match secret {
        _ if !kind.is_signed() => SignedMessage {
            id: nobody,
            timestamp: at.as_second().to_string(),
            signature: String::new(),
            body,
        },
        Some(secret) => SignedMessage::sign(secret, &nobody, at, &body),
        None => return None,
    };
    if kind == ProbeKind::Tampered {
        message.body.push(' ');
    }
    Some(message)
}

fn assess(kind: ProbeKind, status: u16, elapsed: Duration) -> Finding {
    match (status, kind.is_to_be_taken()) {
        (200..=299, true) | (400..=403 | 406..=409 | 411..=499, false) => {
            if elapsed > SLOW {
                Finding::RightButSlow
            } else {
                Finding::Right
            }
        }
        (200..=299, false) => Finding::ForgeryTaken,
        (300..=399, _) => Finding::Redirects,
        (404 | 405 | 410, _) => Finding::NothingThere,
        (400..=499, true) => Finding::Refused {
            maybe_allow_list: matches!(status, 401 | 403),
        },
        (500..=599, _) => Finding::ServerTrouble,
        _ => Finding::Unexpected,
    }
}

#[cfg(test)]
mod tests;
