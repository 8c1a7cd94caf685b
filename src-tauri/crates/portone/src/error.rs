//! What can go wrong with a call, in words the rest of the program can act on.

use std::fmt;
use std::time::Duration;

/// The kind of a failure. Sentences for people are made from it elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The host's name could not be resolved: most likely no internet.
    Dns,
    /// No connection: refused, reset, unreachable, or a proxy refused to pass it on.
    Connect,
    /// No trusted connection: certificate or TLS. A company's security program is a usual cause.
    Tls,
    /// Nothing came in time.
    Timeout,
    /// The answer stopped in the middle.
    BrokenOff,
    /// The host wanted to send us elsewhere. Not followed.
    Redirected,
    /// The answer is no JSON: a proxy's or a Wi-Fi's login page in between.
    ProxyHtml,
    /// The key was refused (401). For V1, an address allow-list can be the reason as well.
    BadKey,
    /// Not permitted (403): another store, a role, or an address allow-list.
    Forbidden,
    /// The answer belongs to another store than the one asked for.
    StoreMismatch,
    /// The product behind this call is not contracted. Not an error of the merchant's.
    NotEnabled,
    /// Nothing with that id (404).
    NotFound,
    /// PortOne says the request is not well formed (400), or the id cannot be sent at all.
    BadRequest,
    /// The payment gateway refused.
    PgError {
        /// The gateway's own code.
        code: Option<String>,
        /// The gateway's own words.
        message: Option<String>,
    },
    /// It does not fit the present state (409): already cancelled, not paid, another amount.
    Conflict,
    /// The same request is still being worked on. Ask again with the same key.
    InFlight,
    /// Too many requests (429).
    TooMany {
        /// How long PortOne asks to wait.
        retry_after: Option<Duration>,
    },
    /// PortOne's own trouble (5xx).
    Server,
    /// V1 said no although the HTTP status was good. Its code is in [`Error::code`].
    Refused,
    /// The cancellation came back as failed although the call succeeded.
    CancelFailed,
    /// Another amount was given back than asked for, or PortOne ended the cancellation with a word this version does
    /// not know. Read the payment before believing anything.
    OtherCancellation,
    /// The answer is about another payment than the one asked for.
    OtherPayment,
    /// JSON of another shape than agreed.
    UnexpectedShape {
        /// Where, as a path of field names. Never a value.
        at: String,
    },
    /// The answer is larger than any real one.
    TooLarge,
}

impl Failure {
    /// A stable name in kebab-case, for tables and logs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::BrokenOff => "broken-off",
            Self::Redirected => "redirected",
            Self::ProxyHtml => "proxy-html",
            Self::BadKey => "bad-key",
            Self::Forbidden => "forbidden",
            Self::StoreMismatch => "store-mismatch",
            Self::NotEnabled => "not-enabled",
            Self::NotFound => "not-found",
            Self::BadRequest => "bad-request",
            Self::PgError { .. } => "pg-error",
            Self::Conflict => "conflict",
            Self::InFlight => "in-flight",
            Self::TooMany { .. } => "too-many",
            Self::Server => "server",
            Self::Refused => "refused",
            Self::CancelFailed => "cancel-failed",
            Self::OtherCancellation => "other-cancellation",
            Self::OtherPayment => "other-payment",
            Self::UnexpectedShape { .. } => "unexpected-shape",
            Self::TooLarge => "too-large",
        }
    }

    /// Whether the same call may succeed by itself a moment later.
    pub(crate) fn passing(&self) -> bool {
        match self {
            Self::Connect
            | Self::BrokenOff
            | Self::Server
            | Self::InFlight
            | Self::TooMany { .. } => true,
            Self::Dns
            | Self::Tls
            | Self::Timeout
            | Self::Redirected
            | Self::ProxyHtml
            | Self::BadKey
            | Self::Forbidden
            | Self::StoreMismatch
            | Self::NotEnabled
            | Self::NotFound
            | Self::BadRequest
            | Self::PgError { .. }
            | Self::Conflict
            | Self::Refused
            | Self::CancelFailed
            | Self::OtherCancellation
            | Self::OtherPayment
            | Self::UnexpectedShape { .. }
            | Self::TooLarge => false,
        }
    }
}

/// Why a connection was not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsTrouble {
    /// The certificate is out of date, or not yet valid. This machine's clock may be wrong as well.
    Expired,
    /// The certificate is for another host.
    WrongHost,
    /// Nobody this machine trusts has signed it: a company's security program that is not set up here, or worse.
    UnknownIssuer,
    /// What answered does not speak TLS, or not one this client takes.
    NotSpoken,
    /// Something else about the certificate or the handshake.
    Other,
}

impl TlsTrouble {
    /// A stable name in kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::WrongHost => "wrong-host",
            Self::UnknownIssuer => "unknown-issuer",
            Self::NotSpoken => "not-spoken",
            Self::Other => "other",
        }
    }
}

/// A failed call: what, where, how long. Holds no secret, no address and no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    failure: Failure,
    place: Place,
    payment: Option<Box<str>>,
    status: Option<u16>,
    code: Option<Box<str>>,
    said: Option<Box<str>>,
    proxy: Option<Box<str>>,
    tls: Option<TlsTrouble>,
    unsure: bool,
    elapsed: Duration,
    tries: u32,
}

/// Which call: method and path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
}

impl Error {
    pub(crate) fn new(failure: Failure, place: Place) -> Self {
        Self(Box::new(Inner {
            failure,
            place,
            payment: None,
            status: None,
            code: None,
            said: None,
            proxy: None,
            tls: None,
            unsure: false,
            elapsed: Duration::ZERO,
            tries: 0,
        }))
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_code(mut self, code: Option<Box<str>>) -> Self {
        self.0.code = code;
        self
    }

    pub(crate) fn with_said(mut self, said: Option<Box<str>>) -> Self {
        self.0.said = said;
        self
    }

    pub(crate) fn with_payment(mut self, payment: Option<Box<str>>) -> Self {
        self.0.payment = payment;
        self
    }

    pub(crate) fn with_proxy(mut self, proxy: Option<Box<str>>) -> Self {
        self.0.proxy = proxy;
        self
    }

    pub(crate) fn with_tls(mut self, tls: Option<TlsTrouble>) -> Self {
        self.0.tls = tls;
        self
    }

    pub(crate) fn with_unsure(mut self, unsure: bool) -> Self {
        self.0.unsure = unsure;
        self
    }

    /// PortOne refused clearly: what was asked for has not been done, by this try or an earlier one with its key.
    pub(crate) fn settles(&self) -> bool {
        let refused = self
            .0
            .status
            .is_some_and(|status| (400..500).contains(&status));
        refused
            && match &self.0.failure {
                // Turned away before the key of the write was looked at: it says nothing about the try before.
                Failure::BadKey | Failure::Forbidden => false,
                Failure::InFlight | Failure::TooMany { .. } | Failure::ProxyHtml => false,
                // What was to be deleted is gone, perhaps by the try before.
                Failure::NotFound => self.0.place.method != "DELETE",
                _ => !self.0.code.as_deref().is_some_and(may_be_our_own_doing),
            }
    }

    pub(crate) fn with_effort(mut self, elapsed: Duration, tries: u32) -> Self {
        self.0.elapsed = elapsed;
        self.0.tries = tries;
        self
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        &self.0.failure
    }

    /// `GET`, `POST` or `DELETE`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.0.place.method
    }

    /// The path with its parameters unfilled, such as `/payments/{paymentId}`.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.0.place.path
    }

    /// The payment the call was about.
    #[must_use]
    pub fn payment(&self) -> Option<&str> {
        self.0.payment.as_deref()
    }

    /// The HTTP status, if an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// V2's `type` or V1's `code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What PortOne wrote, shortened, with every key masked.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        self.0.said.as_deref()
    }

    /// The host of the proxy the call went through, for failures of the connection.
    #[must_use]
    pub fn proxy(&self) -> Option<&str> {
        self.0.proxy.as_deref()
    }

    /// Why a connection was not trusted, for [`Failure::Tls`].
    #[must_use]
    pub fn tls(&self) -> Option<TlsTrouble> {
        self.0.tls
    }

    /// A write was sent and no answer said what became of it. Read before writing again, or repeat it with the
    /// same idempotency key.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        self.0.unsure
    }

    /// One line for whoever is asked for help: the call and how it went, with the payment's id and the gateway's own
    /// code where there are any. No secret, no address, no buyer.
    #[must_use]
    pub fn support(&self) -> String {
        let mut line = self.to_string();
        if let Failure::PgError {
            code: Some(code), ..
        } = self.failure()
        {
            line = format!("{line}, PG {code}");
        }
        if let Some(payment) = self.payment() {
            line = format!("{line}, {payment}");
        }
        line
    }

    /// How long the call took, waits between tries included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// How many times it was tried.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.0.tries
    }
}

/// Whether this refusal is what a write meets that was done already: nothing, or less, is left to do.
fn may_be_our_own_doing(code: &str) -> bool {
    code.starts_with("ALREADY_") || code.contains("_ALREADY_") || code.contains("CANCELLABLE")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { method, path } = self.0.place;
        write!(f, "{method} {path}: {}", self.0.failure.name())?;
        if let Some(status) = self.0.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = &self.0.code {
            write!(f, ", {code}")?;
        }
        if let Failure::UnexpectedShape { at } = &self.0.failure {
            write!(f, ", at {at}")?;
        }
        if let Some(tls) = self.0.tls {
            write!(f, ", {}", tls.name())?;
        }
        if self.0.unsure {
            f.write_str(", may have happened")?;
        }
        let (elapsed, tries) = (self.0.elapsed.as_millis(), self.0.tries);
        write!(f, " ({elapsed} ms, tries: {tries})")
    }
}

impl std::error::Error for Error {}
