//! What a check found.

use serde::Serialize;
use specta::Type;

use super::{FieldRef, ModeView};

/// What a machine check found.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CheckView {
    /// RFC 3339 with zone.
    pub at: String,
    /// Verdict.
    pub verdict: Verdict,
}

/// A machine check's verdict. The UI owns the sentences.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    /// V2: secret good; the store answered.
    KeysGood {
        /// A real answer carried the store id (자동 확인); false = probable only.
        store_proven: bool,
        /// What the answer about the store can mean: none, or both readings, the likelier first.
        readings: Vec<Reading>,
    },
    /// The secret or key was refused.
    WrongSecret {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The secret was refused and has not the length of PortOne's.
    GatewaySecret {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The store is not this key's.
    StoreNotMine {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// The store id is malformed.
    StoreMalformed {
        /// None, or both readings.
        readings: Vec<Reading>,
    },
    /// V1: the key is good, and the channels compared with what was entered.
    Channels {
        /// Each channel as PortOne has it.
        found: Vec<ChannelFound>,
        /// What was entered and PortOne does not have.
        missing: Vec<String>,
    },
    /// A payment was looked up.
    Payment(PaymentFound),
    /// No such payment.
    PaymentNotFound {
        /// The failed call, for the support text; None = PortOne was not asked.
        call: Option<String>,
    },
    /// PortOne answered about another payment.
    OtherPayment {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne refuses, perhaps for this computer's address.
    AddressNotAllowed {
        /// None, or both readings.
        readings: Vec<Reading>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// The key may not ask this.
    NotPermitted {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// Not reached.
    Unreachable {
        /// Why.
        why: Unreachable,
        /// Host of the proxy in use.
        proxy: Option<String>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne's fault.
    PortoneFault {
        /// HTTP status, if any.
        status: Option<u16>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne is still at work on the same request.
    StillWorking {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// PortOne asks to wait.
    AskedToWait {
        /// How many seconds, if it said.
        seconds: Option<u32>,
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// An answer of another shape than documented.
    Unexpected {
        /// The failed call, for the support text.
        call: Option<String>,
    },
    /// A field that the check needs is still empty.
    Incomplete {
        /// Each, with where it is filled.
        missing: Vec<MissingField>,
    },
    /// The vault is not open.
    VaultClosed,
    /// The user stopped it.
    Cancelled,
    /// A value was changed while PortOne was asked.
    Changed,
}

/// One way to read an answer that does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The key may use the store, which has no such payment.
    StoreUsable,
    /// PortOne looked for the payment before it looked at the store.
    StoreNotLookedAt,
    /// The store belongs to somebody else.
    StoreOfOthers,
    /// The key or its owner's role may not look into it.
    RoleTooSmall,
    /// The id is no store id.
    IdMalformed,
    /// PortOne did not understand something else about the question.
    RequestNotUnderstood,
    /// The key or its secret is wrong.
    KeyWrong,
    /// This computer's address is not on the allow-list.
    AddressRefused,
    /// A gateway's own secret.
    GatewaysSecret,
    /// PortOne's secret, not all of it or with something more.
    MistypedSecret,
}

/// Why PortOne was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// The name could not be resolved.
    Dns,
    /// No connection.
    Connect,
    /// The certificate is out of date, or this computer's clock is wrong.
    CertificateExpired,
    /// The certificate is for another host.
    CertificateHost,
    /// Nobody this computer trusts signed the certificate.
    CertificateUnknown,
    /// What answered speaks no TLS.
    NotSecure,
    /// Something else about the secure connection.
    Tls,
    /// A company's proxy.
    Proxy,
    /// A page in between.
    Captive,
    /// No answer in time.
    Timeout,
}

/// A field that is still empty.
#[derive(Debug, Clone, Serialize, Type)]
pub struct MissingField {
    /// Its label.
    pub label: String,
    /// Where it is filled.
    pub at: FieldRef,
}

/// A V1 channel.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ChannelFound {
    /// Provider code.
    pub provider: String,
    /// MID.
    pub mid: String,
    /// Test or live.
    pub mode: ModeView,
    /// Name in the console.
    pub name: Option<String>,
    /// It is one that was entered.
    pub entered: bool,
    /// Entered with the other mode.
    pub mode_differs: bool,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Paid in full, nothing given back.
    Paid,
    /// A virtual account waits for its money.
    AwaitsDeposit,
    /// Paid, and all or a part given back since.
    GivenBack,
    /// Not decided yet.
    Unfinished,
    /// Failed.
    Failed,
    /// Cancelled before anything was paid.
    Cancelled,
    /// No payment can be like this.
    Impossible,
}

/// A payment.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PaymentFound {
    /// Id.
    pub id: String,
    /// Status as PortOne says it.
    pub status: String,
    /// Where it stands.
    pub state: PaymentState,
    /// The gateway's own code of a payment that failed, when PortOne told it.
    pub pg_code: Option<String>,
    /// Paid.
    pub paid: bool,
    /// Amount as text with its currency, e.g. `1,000 KRW`.
    pub amount: String,
    /// Channel's mode; None = the answer named none.
    pub mode: Option<ModeView>,
    /// MID of the channel.
    pub mid: Option<String>,
    /// Provider code.
    pub provider: Option<String>,
    /// The provider is this track's gateway.
    pub gateway_fits: bool,
    /// The MID is the one entered here; None when either is unknown.
    pub mid_fits: Option<bool>,
    /// Test or real, as this step wants it.
    pub mode_fits: bool,
    /// It proves the task.
    pub proves: bool,
}
