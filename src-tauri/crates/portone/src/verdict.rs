//! One question about a key and a store, one typed answer, for both versions.
//!
//! PortOne has no "who am I", so some answers are inferred. Those name both ways to read them, and none of them may
//! be called confirmed before a real answer carried the store id ([`Checked::store_proven`]).

use std::time::Duration;

use crate::check::{Reading, StoreProof, V1Verdict, V2Verdict, check_v1, check_v2};
use crate::error::{Error, Failure, TlsTrouble};
use crate::secret::{V1Credential, V2Secret};
use crate::transport::PortOne;
use crate::v1::V1Channel;

/// What is asked about.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A V2 secret, with the store it is for.
    V2 {
        /// The secret.
        secret: V2Secret,
        /// The store.
        store_id: Option<String>,
    },
    /// A V1 key and secret.
    V1(V1Credential),
}

/// What PortOne said to a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// The answer.
    pub answer: KeyAnswer,
    /// How sure it is.
    pub certainty: Certainty,
    /// A real answer carried exactly the store id that was asked for.
    pub store_proven: bool,
    /// The channels, for V1.
    pub channels: Vec<V1Channel>,
    /// The failure behind the answer, for the support text.
    pub error: Option<Error>,
}

/// The answer to "is this key good, and is this store mine".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAnswer {
    /// PortOne took the key, and did not refuse the store.
    Good,
    /// PortOne refused the key.
    WrongSecret,
    /// PortOne refused the key, and it does not look like one of PortOne's: a gateway's own, perhaps.
    GatewaySecret,
    /// The key is good, the store is somebody else's.
    StoreNotMine,
    /// The key is good, the store id is none.
    StoreMalformed,
    /// The key may be good, this machine's address may not use it (V1's allow-list).
    AddressNotAllowed,
    /// The key may be good, it may not ask this.
    NotPermitted,
    /// PortOne was not reached, so nothing is known about the key.
    CannotReach(Reach),
    /// PortOne has trouble of its own. Ask again later.
    PortoneFault,
    /// PortOne is still at work on the same request. Ask again in a moment.
    StillWorking,
    /// PortOne asks to wait.
    AskedToWait {
        /// How long, if it said.
        wait: Option<Duration>,
    },
    /// The answer is about another payment than the one asked for.
    OtherPayment,
    /// An answer of an unexpected kind.
    Unexpected,
}

/// Why PortOne was not reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its name could not be resolved: no internet, most likely.
    NoInternet,
    /// No connection.
    NoConnection,
    /// A connection that is not to be trusted.
    NotTrusted(TlsTrouble),
    /// A company's proxy stood in between.
    CompanyProxy {
        /// Its host, without user and password.
        host: Option<String>,
    },
    /// A page instead of an answer: a Wi-Fi that wants a log-in first.
    LoginPage,
    /// No answer in time.
    Timeout,
}

/// How sure an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// PortOne said so.
    Sure,
    /// Inferred. Show both readings, the likelier first.
    Probable([Reading; 2]),
}

/// What a refusal about a store can mean.
const NOT_MINE: Certainty = Certainty::Probable([Reading::StoreOfOthers, Reading::RoleTooSmall]);

/// Asks PortOne about a credential. Reads only, and never asks for a V2 token. However many calls it takes, all of
/// them together keep to the time of one read ([`crate::Config::check`]).
pub async fn check(portone: &PortOne, credential: &Credential) -> Checked {
    match credential {
        Credential::V2 { secret, store_id } => {
            let v2 = portone.v2(secret.clone()).on_one_time();
            of_v2(check_v2(&v2, store_id.as_deref()).await)
        }
        Credential::V1(credential) => {
            let v1 = portone.v1(credential.clone()).on_one_time();
            of_v1(check_v1(&v1).await)
        }
    }
}

impl Checked {
    /// An answer with nothing beside it.
    #[must_use]
    pub fn new(answer: KeyAnswer, certainty: Certainty) -> Self {
        Self {
            answer,
            certainty,
            store_proven: false,
            channels: Vec::new(),
            error: None,
        }
    }
}

/// What the V2 check means.
#[must_use]
pub fn of_v2(verdict: V2Verdict) -> Checked {
    use Certainty::{Probable, Sure};
    let store = match verdict {
        V2Verdict::WrongSecret {
            maybe_gateway_secret: true,
        } => {
            let readings = [Reading::GatewaysSecret, Reading::MistypedSecret];
            return Checked::new(KeyAnswer::GatewaySecret, Probable(readings));
        }
        V2Verdict::WrongSecret {
            maybe_gateway_secret: false,
        } => return Checked::new(KeyAnswer::WrongSecret, Sure),
        V2Verdict::NotKnown(error) => return of_error(error, KeyAnswer::NotPermitted, Sure),
        V2Verdict::SecretGood { store } => store,
    };
    match store {
        StoreProof::Proven => Checked {
            store_proven: true,
            ..Checked::new(KeyAnswer::Good, Sure)
        },
        StoreProof::NotAsked { .. } => Checked::new(KeyAnswer::Good, Sure),
        StoreProof::Probable { readings, .. } => Checked::new(KeyAnswer::Good, Probable(readings)),
        StoreProof::NotMine { .. } => Checked::new(KeyAnswer::StoreNotMine, NOT_MINE),
        StoreProof::Malformed => Checked::new(
            KeyAnswer::StoreMalformed,
            Probable([Reading::IdMalformed, Reading::RequestNotUnderstood]),
        ),
        StoreProof::NotKnown(error) => of_error(error, KeyAnswer::NotPermitted, Sure),
    }
}

/// What the V1 check means.
#[must_use]
pub fn of_v1(verdict: V1Verdict) -> Checked {
    match verdict {
        V1Verdict::Good { channels, .. } => Checked {
            channels,
            ..Checked::new(KeyAnswer::Good, Certainty::Sure)
        },
        // A laptop outside the allow-list can be refused with a perfectly good key.
        V1Verdict::WrongKey => Checked::new(
            KeyAnswer::WrongSecret,
            Certainty::Probable([Reading::KeyWrong, Reading::AddressRefused]),
        ),
        V1Verdict::NotKnown(error) => of_error(
            error,
            KeyAnswer::AddressNotAllowed,
            Certainty::Probable([Reading::AddressRefused, Reading::RoleTooSmall]),
        ),
    }
}

/// What a failed V2 call about something of a store means, such as a look for a payment.
#[must_use]
pub fn of_v2_failure(error: Error) -> Checked {
    match error.failure() {
        Failure::Forbidden | Failure::StoreMismatch => Checked {
            error: Some(error),
            ..Checked::new(KeyAnswer::StoreNotMine, NOT_MINE)
        },
        _ => of_v2(V2Verdict::NotKnown(error)),
    }
}

/// What a failed V1 call means.
#[must_use]
pub fn of_v1_failure(error: Error) -> Checked {
    match error.failure() {
        Failure::BadKey => Checked {
            error: Some(error),
            ..of_v1(V1Verdict::WrongKey)
        },
        _ => of_v1(V1Verdict::NotKnown(error)),
    }
}

/// `forbidden` is what a 403 means here.
fn of_error(error: Error, forbidden: KeyAnswer, certainty: Certainty) -> Checked {
    let behind_proxy = || {
        KeyAnswer::CannotReach(Reach::CompanyProxy {
            host: error.proxy().map(str::to_owned),
        })
    };
    let reach = |reach| KeyAnswer::CannotReach(reach);
    let mut sure = Certainty::Sure;
    let answer = match error.failure() {
        Failure::Forbidden => {
            sure = certainty;
            forbidden
        }
        Failure::NotEnabled => KeyAnswer::NotPermitted,
        Failure::BadKey => KeyAnswer::WrongSecret,
        Failure::StoreMismatch => KeyAnswer::StoreNotMine,
        Failure::Dns if error.proxy().is_none() => reach(Reach::NoInternet),
        Failure::Connect | Failure::BrokenOff if error.proxy().is_none() => {
            reach(Reach::NoConnection)
        }
        Failure::Dns | Failure::Connect | Failure::BrokenOff => behind_proxy(),
        Failure::Tls if error.proxy().is_none() => {
            reach(Reach::NotTrusted(error.tls().unwrap_or(TlsTrouble::Other)))
        }
        Failure::Tls => behind_proxy(),
        Failure::ProxyHtml if error.status() == Some(407) => behind_proxy(),
        Failure::ProxyHtml | Failure::Redirected => reach(Reach::LoginPage),
        Failure::Timeout => reach(Reach::Timeout),
        Failure::Server => KeyAnswer::PortoneFault,
        Failure::InFlight => KeyAnswer::StillWorking,
        Failure::TooMany { retry_after } => KeyAnswer::AskedToWait { wait: *retry_after },
        Failure::OtherPayment => KeyAnswer::OtherPayment,
        Failure::NotFound
        | Failure::BadRequest
        | Failure::PgError { .. }
        | Failure::Conflict
        | Failure::Refused
        | Failure::CancelFailed
        | Failure::OtherCancellation
        | Failure::UnexpectedShape { .. }
        | Failure::TooLarge => KeyAnswer::Unexpected,
    };
    Checked {
        error: Some(error),
        ..Checked::new(answer, sure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;

    fn error(failure: Failure) -> Error {
        let place = Place {
            method: "GET",
            path: "/x",
        };
        Error::new(failure, place)
    }

    #[test]
    fn every_failure_has_its_answer() {
        let host = || Some("proxy.example:3128".to_owned());
        let reach = KeyAnswer::CannotReach;
        let table = [
            (error(Failure::Dns), reach(Reach::NoInternet)),
            (error(Failure::Connect), reach(Reach::NoConnection)),
            (error(Failure::BrokenOff), reach(Reach::NoConnection)),
            (
                error(Failure::Connect).with_proxy(Some("proxy.example:3128".into())),
                reach(Reach::CompanyProxy { host: host() }),
            ),
            (
                error(Failure::Tls).with_tls(Some(TlsTrouble::Expired)),
                reach(Reach::NotTrusted(TlsTrouble::Expired)),
            ),
            (
                error(Failure::Tls).with_proxy(Some("proxy.example:3128".into())),
                reach(Reach::CompanyProxy { host: host() }),
            ),
            (
                error(Failure::ProxyHtml).with_status(407),
                reach(Reach::CompanyProxy { host: None }),
            ),
            (
                error(Failure::ProxyHtml).with_status(200),
                reach(Reach::LoginPage),
            ),
            (error(Failure::Redirected), reach(Reach::LoginPage)),
            (error(Failure::Timeout), reach(Reach::Timeout)),
            (error(Failure::Server), KeyAnswer::PortoneFault),
            (
                error(Failure::TooMany { retry_after: None }),
                KeyAnswer::AskedToWait { wait: None },
            ),
            (error(Failure::InFlight), KeyAnswer::StillWorking),
            (error(Failure::OtherPayment), KeyAnswer::OtherPayment),
            (error(Failure::TooLarge), KeyAnswer::Unexpected),
        ];
        for (error, wanted) in table {
            let v2 = of_v2(V2Verdict::NotKnown(error.clone()));
            let v1 = of_v1(V1Verdict::NotKnown(error.clone()));
            for checked in [v2, v1] {
                assert_eq!(checked.answer, wanted, "{error}");
                assert_eq!(checked.certainty, Certainty::Sure, "{error}");
                assert!(!checked.store_proven && checked.error.is_some());
            }
        }
        let v1 = of_v1(V1Verdict::NotKnown(error(Failure::Forbidden)));
        assert_eq!(v1.answer, KeyAnswer::AddressNotAllowed);
        assert_eq!(
            v1.certainty,
            Certainty::Probable([Reading::AddressRefused, Reading::RoleTooSmall])
        );
        let v2 = of_v2(V2Verdict::NotKnown(error(Failure::Forbidden)));
        assert_eq!(v2.answer, KeyAnswer::NotPermitted);
    }

    #[test]
    fn only_a_real_answer_proves_the_store() {
        let good = |store| of_v2(V2Verdict::SecretGood { store });
        let seen = Some("store-other".to_owned());
        let table = [
            (good(StoreProof::Proven), KeyAnswer::Good, true, true),
            (
                good(StoreProof::NotAsked { seen: seen.clone() }),
                KeyAnswer::Good,
                true,
                false,
            ),
            (
                good(StoreProof::Probable {
                    readings: [Reading::StoreUsable, Reading::StoreNotLookedAt],
                    seen: None,
                }),
                KeyAnswer::Good,
                false,
                false,
            ),
            (
                good(StoreProof::NotMine { seen }),
                KeyAnswer::StoreNotMine,
                false,
                false,
            ),
            (
                good(StoreProof::Malformed),
                KeyAnswer::StoreMalformed,
                false,
                false,
            ),
        ];
        for (checked, answer, sure, proven) in table {
            assert_eq!(checked.answer, answer);
            assert_eq!(checked.certainty == Certainty::Sure, sure, "{checked:?}");
            assert_eq!(checked.store_proven, proven);
            if let Certainty::Probable([first, second]) = checked.certainty {
                assert_ne!(first, second);
            }
        }
    }
}
