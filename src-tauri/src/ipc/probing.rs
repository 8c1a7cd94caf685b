//! The test message to the merchant's server, for the window.

use app::probing as core;
use portone::TlsTrouble;
use serde::Serialize;
use specta::Type;

use super::commands::{Answer, Shared, task_key};

/// What came of the wish to send a test message to the merchant's server.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Probing {
    /// No message may go to this address.
    Refused {
        /// Why.
        why: ProbeAddress,
    },
    /// Nothing was sent yet: the merchant has to agree to this host.
    NeedsConsent {
        /// As the address was read.
        host: String,
    },
    /// The secret is stored and the vault is not open.
    VaultClosed,
    /// Stopped by the user.
    Cancelled,
    /// Messages were sent.
    Sent {
        /// To this host.
        host: String,
        /// What they were signed with.
        secret: ProbeSecret,
        /// What each met, in the order they were sent.
        met: Vec<ProbeMet>,
    },
}

/// Why no message may go to an address.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProbeAddress {
    /// It is no address.
    NotAnAddress,
    /// It is not https.
    NotHttps,
    /// A user name or password stands in it.
    UserInfo,
    /// It is this computer or its network.
    NotPublic,
    /// Practice calls this computer only.
    NotThisMachine,
}

/// Whether the messages could be signed.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProbeSecret {
    /// With the stored secret.
    Stored,
    /// None is stored: only the message without a signature was sent.
    NotStored,
    /// What is stored is none: likewise.
    Unreadable,
}

/// What one message met.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ProbeMet {
    /// What was sent.
    pub message: ProbeMessage,
    /// What it met.
    pub finding: ProbeFinding,
    /// HTTP status, if one came.
    pub status: Option<u16>,
}

/// What was sent.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProbeMessage {
    /// A genuine message.
    Genuine,
    /// A genuine one of a kind that does not exist yet.
    UnknownKind,
    /// One whose body was changed after it was signed.
    Tampered,
    /// One of ten minutes ago.
    Stale,
    /// One without a signature.
    Unsigned,
}

/// What a message met.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProbeFinding {
    /// As it has to be.
    Right,
    /// As it has to be, but late.
    RightButSlow,
    /// A genuine message was refused.
    Refused,
    /// Likewise, perhaps only because it did not come from PortOne's address.
    RefusedMaybeAllowList,
    /// Nothing answers at this path.
    NothingThere,
    /// A message that is not PortOne's was taken.
    ForgeryTaken,
    /// The server wants it elsewhere.
    Redirects,
    /// The server has trouble of its own.
    ServerTrouble,
    /// Its certificate is out of date.
    CertificateExpired,
    /// Its certificate is for another host.
    CertificateHost,
    /// Nobody this computer trusts signed its certificate.
    CertificateUnknown,
    /// What answered speaks no TLS.
    NotSecure,
    /// The connection is not to be trusted for another reason.
    Tls,
    /// The name is not known.
    Dns,
    /// No connection.
    NoConnection,
    /// No answer in time.
    Timeout,
    /// The name leads to this computer or its network: nothing was sent.
    NotPublic,
    /// An answer of an unexpected kind.
    Unexpected,
}

/// What is known about a request that the user pasted.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PastedJudged {
    /// No empty line parts headers and body.
    NoBody,
    /// Its headers cannot be read.
    Headers,
    /// No secret is stored.
    NoSecret,
    /// What is stored is no webhook secret.
    SecretUnreadable,
    /// The secret is stored and the vault is not open.
    VaultClosed,
    /// It was judged.
    Read {
        /// Whether the stored secret signed it.
        signature: PastedSignature,
        /// The header that is missing, for [`PastedSignature::HeaderMissing`].
        header: Option<String>,
        /// Whether it came in time.
        timing: PastedTiming,
        /// Not all of its body was pasted.
        cut_off: bool,
        /// What it says it is, such as `Transaction.Paid`.
        says: Option<String>,
    },
}

/// Whether the stored secret signed a pasted message.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PastedSignature {
    /// It did.
    Genuine,
    /// A header is missing.
    HeaderMissing,
    /// No signature of version 1.
    NoVersion1,
    /// It did not.
    Wrong,
    /// It did; white space was added at the end since.
    EndAdded,
    /// It did; line ends were changed since.
    LineEnds,
    /// It did; the body was read and written again since.
    WrittenAgain,
}

/// Whether a pasted message came in time.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PastedTiming {
    /// It did.
    Fine,
    /// Nobody said when it came.
    NotJudged,
    /// Its time is missing or no number.
    Unreadable,
    /// It is older than five minutes.
    TooOld,
    /// It is from a time to come.
    TooEarly,
}

/// Judges a pasted request with the stored secret.
#[tauri::command]
#[specta::specta]
pub async fn judge_webhook(
    app: Shared<'_>,
    id: String,
    key: String,
    text: String,
    just_now: bool,
) -> Answer<PastedJudged> {
    let key = task_key(&key)?;
    let judged = app.core.judge_webhook(&id, &key, &text, just_now).await?;
    Ok(judged_twin(judged))
}

fn judged_twin(judged: core::Judged) -> PastedJudged {
    use core::{Change, Judged as J, SecretUse, SignatureVerdict as S, Timing as T};
    let (cut_off, judgement) = match judged {
        J::Unreadable(core::UnreadablePaste::NoBody) => return PastedJudged::NoBody,
        // A later reason is one about the headers as well, as far as the user can act on it.
        J::Unreadable(_) => return PastedJudged::Headers,
        J::NoSecret(SecretUse::Unreadable) => return PastedJudged::SecretUnreadable,
        J::NoSecret(SecretUse::NotStored | SecretUse::Stored) => return PastedJudged::NoSecret,
        J::VaultClosed => return PastedJudged::VaultClosed,
        J::Read { cut_off, judgement } => (cut_off, judgement),
    };
    let mut header = None;
    let signature = match judgement.signature {
        S::Genuine { .. } => PastedSignature::Genuine,
        S::HeaderMissing(name) => {
            header = Some(name.to_owned());
            PastedSignature::HeaderMissing
        }
        S::NoVersion1 => PastedSignature::NoVersion1,
        S::Wrong { changed: None } => PastedSignature::Wrong,
        S::Wrong {
            changed: Some(change),
        } => match change {
            Change::EndAdded => PastedSignature::EndAdded,
            Change::LineEnds => PastedSignature::LineEnds,
            Change::WrittenAgain => PastedSignature::WrittenAgain,
        },
    };
    PastedJudged::Read {
        signature,
        header,
        timing: match judgement.timing {
            T::Fine => PastedTiming::Fine,
            T::NotJudged => PastedTiming::NotJudged,
            T::Unreadable => PastedTiming::Unreadable,
            T::TooOld { .. } => PastedTiming::TooOld,
            T::TooEarly { .. } => PastedTiming::TooEarly,
        },
        cut_off,
        says: judgement.message.map(|message| message.kind),
    }
}

/// Sends test messages to an address, once the merchant agreed to its host.
#[tauri::command]
#[specta::specta]
pub async fn probe_webhook(
    app: Shared<'_>,
    id: String,
    key: String,
    address: String,
    agreed: Option<String>,
) -> Answer<Probing> {
    let key = task_key(&key)?;
    let probing = app
        .core
        .probe_webhook(&id, &key, &address, agreed.as_deref())
        .await?;
    Ok(twin(probing))
}

fn twin(probing: core::Probing) -> Probing {
    use core::{Probing as P, SecretUse as S, UrlFault as U};
    match probing {
        P::Refused(fault) => Probing::Refused {
            why: match fault {
                U::NotAnAddress => ProbeAddress::NotAnAddress,
                U::NotHttps => ProbeAddress::NotHttps,
                U::UserInfo => ProbeAddress::UserInfo,
                U::NotPublic => ProbeAddress::NotPublic,
                U::NotThisMachine => ProbeAddress::NotThisMachine,
            },
        },
        P::NeedsConsent { host } => Probing::NeedsConsent { host },
        P::VaultClosed => Probing::VaultClosed,
        P::Cancelled => Probing::Cancelled,
        P::Sent { host, secret, met } => Probing::Sent {
            host,
            secret: match secret {
                S::Stored => ProbeSecret::Stored,
                S::NotStored => ProbeSecret::NotStored,
                S::Unreadable => ProbeSecret::Unreadable,
            },
            met: met.iter().map(met_twin).collect(),
        },
    }
}

fn met_twin(met: &core::ProbeReport) -> ProbeMet {
    use core::{Finding as F, ProbeKind as K};
    ProbeMet {
        message: match met.kind {
            K::Genuine => ProbeMessage::Genuine,
            K::UnknownKind => ProbeMessage::UnknownKind,
            K::Tampered => ProbeMessage::Tampered,
            K::Stale => ProbeMessage::Stale,
            K::Unsigned => ProbeMessage::Unsigned,
        },
        finding: match met.finding {
            F::Right => ProbeFinding::Right,
            F::RightButSlow => ProbeFinding::RightButSlow,
            F::Refused {
                maybe_allow_list: false,
            } => ProbeFinding::Refused,
            F::Refused {
                maybe_allow_list: true,
            } => ProbeFinding::RefusedMaybeAllowList,
            F::NothingThere => ProbeFinding::NothingThere,
            F::ForgeryTaken => ProbeFinding::ForgeryTaken,
            F::Redirects => ProbeFinding::Redirects,
            F::ServerTrouble => ProbeFinding::ServerTrouble,
            F::Tls(trouble) => match trouble {
                TlsTrouble::Expired => ProbeFinding::CertificateExpired,
                TlsTrouble::WrongHost => ProbeFinding::CertificateHost,
                TlsTrouble::UnknownIssuer => ProbeFinding::CertificateUnknown,
                TlsTrouble::NotSpoken => ProbeFinding::NotSecure,
                TlsTrouble::Other => ProbeFinding::Tls,
            },
            F::Dns => ProbeFinding::Dns,
            F::NoConnection => ProbeFinding::NoConnection,
            F::Timeout => ProbeFinding::Timeout,
            F::NotPublic => ProbeFinding::NotPublic,
            // The core agrees with itself about the host, and sends nothing signed without a secret.
            F::NotAgreed | F::NoSecret | F::Unexpected => ProbeFinding::Unexpected,
        },
        status: met.status,
    }
}
