//! From answers to verdicts: whether a key is good, whether a store is the merchant's, what a payment proves.
//!
//! PortOne has no "who am I". What is inferred and not proven says so: see [`StoreProof::Probable`].

use jiff::SignedDuration;

use crate::error::{Error, Failure};
use crate::payment::PaymentFacts;
use crate::v1::{V1, V1Channel};
use crate::v2::{PaymentFilter, V2};

/// What is known about a V2 secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum V2Verdict {
    /// PortOne took it.
    SecretGood {
        /// What is known about the store.
        store: StoreProof,
    },
    /// PortOne refused it.
    WrongSecret {
        /// It has not the length of PortOne's secrets: perhaps a gateway's own secret was pasted.
        maybe_gateway_secret: bool,
    },
    /// No answer that says either. The secret may be good.
    NotKnown(Error),
}

/// What is known about a store id, together with a good secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreProof {
    /// No store id was given. If a payment was seen, its store is here.
    NotAsked {
        /// The store of a payment this secret can see.
        seen: Option<String>,
    },
    /// A real answer carried exactly this store id.
    Proven,
    /// Inferred from "no such payment" instead of "not permitted". Both readings are possible; show both.
    Probable {
        /// What the answer can mean, the likelier first.
        readings: [Reading; 2],
        /// The store of a payment this secret can see, when it is another one.
        seen: Option<String>,
    },
    /// PortOne does not let this secret use that store.
    NotMine {
        /// The store of a payment this secret can see.
        seen: Option<String>,
    },
    /// PortOne says that is no store id.
    Malformed,
    /// The question could not be answered.
    NotKnown(Error),
}

/// One way to read an answer that does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The secret may use the store, which has no such payment.
    StoreUsable,
    /// PortOne looked for the payment before it looked at the store.
    StoreNotLookedAt,
    /// The store belongs to somebody else.
    StoreOfOthers,
    /// The store may be the merchant's, the key or its owner's role may not look into it.
    RoleTooSmall,
    /// The id is no store id.
    IdMalformed,
    /// PortOne did not understand something else about the question.
    RequestNotUnderstood,
    /// The key or its secret is wrong.
    KeyWrong,
    /// The key is good, this machine's address is not on the merchant's allow-list.
    AddressRefused,
    /// A gateway's own secret was pasted.
    GatewaysSecret,
    /// PortOne's secret, not all of it or with something more.
    MistypedSecret,
}

/// What is known about a V1 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum V1Verdict {
    /// PortOne took it.
    Good {
        /// Every channel registered on the console.
        channels: Vec<V1Channel>,
        /// How many entries could not be read.
        unread: usize,
        /// PortOne's clock minus this machine's. Information only.
        clock_skew: SignedDuration,
    },
    /// PortOne refused it. An address allow-list can refuse a good key as well: mention it.
    WrongKey,
    /// No answer that says either.
    NotKnown(Error),
}

/// Asks PortOne about a V2 secret and, if given, a store id. Reads only.
pub async fn check_v2(v2: &V2, store_id: Option<&str>) -> V2Verdict {
    let page = match v2.payments(0, 1, &PaymentFilter::default()).await {
        Ok(page) => page,
        Err(error) if *error.failure() == Failure::BadKey => {
            return V2Verdict::WrongSecret {
                maybe_gateway_secret: !v2.secret().looks_like_portone(),
            };
        }
        Err(error) => return V2Verdict::NotKnown(error),
    };
    let seen = page
        .payments
        .into_iter()
        .find_map(|payment| payment.store_id);
    let store = match store_id {
        None => StoreProof::NotAsked { seen },
        Some(store) if seen.as_deref() == Some(store) => StoreProof::Proven,
        Some(store) => check_store(v2, store, seen).await,
    };
    V2Verdict::SecretGood { store }
}

async fn check_store(v2: &V2, store: &str, seen: Option<String>) -> StoreProof {
    // A secret that sees several stores can be asked for payments of this one: a real answer proves it.
    if seen.is_some() {
        let filter = PaymentFilter {
            store_id: Some(store.to_owned()),
            ..PaymentFilter::default()
        };
        if let Ok(page) = v2.payments(0, 1, &filter).await
            && page
                .payments
                .iter()
                .any(|payment| payment.store_id.as_deref() == Some(store))
        {
            return StoreProof::Proven;
        }
    }
    // A payment nobody can have made.
    let nobody = uuid::Uuid::new_v4().to_string();
    match v2.payment(&nobody, Some(store)).await {
        Ok(facts) if facts.store_id.as_deref() == Some(store) => StoreProof::Proven,
        // An answer that names no store is not one about this store.
        Ok(_) => StoreProof::Probable {
            readings: [Reading::StoreUsable, Reading::StoreNotLookedAt],
            seen,
        },
        Err(error) => match error.failure() {
            // By its own code: some other 404 says nothing about the store.
            Failure::NotFound if error.code() == Some("PAYMENT_NOT_FOUND") => {
                StoreProof::Probable {
                    readings: [Reading::StoreUsable, Reading::StoreNotLookedAt],
                    seen,
                }
            }
            Failure::Forbidden | Failure::StoreMismatch => StoreProof::NotMine { seen },
            Failure::BadRequest => StoreProof::Malformed,
            _ => StoreProof::NotKnown(error),
        },
    }
}

/// Asks PortOne about a V1 key and secret. Reads only.
pub async fn check_v1(v1: &V1) -> V1Verdict {
    match v1.user_pgs().await {
        Ok(found) => V1Verdict::Good {
            channels: found.channels,
            unread: found.unread,
            clock_skew: found.clock_skew,
        },
        Err(error) if *error.failure() == Failure::BadKey => V1Verdict::WrongKey,
        Err(error) => V1Verdict::NotKnown(error),
    }
}

/// The facts of a V2 payment, certain to be about that payment (and store, if given).
pub async fn lookup_payment_v2(
    v2: &V2,
    payment_id: &str,
    store_id: Option<&str>,
) -> Result<PaymentFacts, Error> {
    v2.payment(payment_id, store_id).await
}

/// The facts of a V1 payment, certain to be about that payment.
pub async fn lookup_payment_v1(v1: &V1, imp_uid: &str) -> Result<PaymentFacts, Error> {
    v1.payment(imp_uid).await
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::fault_server::serve;
    use crate::{Config, Hosts, PortOne, V2Secret};

    /// Asks about `store-mine` where every payment exists, and its answer says `told` about the store.
    async fn proof(told: &'static str) -> StoreProof {
        let port = serve(move |mut socket| async move {
            let mut request = [0; 4096];
            let read = socket.read(&mut request).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&request[..read]).into_owned();
            let id = head
                .split(['/', '?', ' '])
                .nth(3)
                .filter(|id| id.len() == 36);
            let body = match id {
                None => r#"{"items":[],"page":{"number":0,"size":1,"totalCount":0}}"#.to_owned(),
                Some(id) => format!(
                    r#"{{"id":"{id}","status":"READY","currency":"KRW","amount":{{"total":1,"cancelled":0}}{told}}}"#
                ),
            };
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            let _ = socket.write_all(answer.as_bytes()).await;
            let _ = socket.shutdown().await;
        })
        .await;
        let hosts = Hosts::anywhere(&format!("http://127.0.0.1:{port}"));
        let portone = PortOne::new(hosts, Config::default()).unwrap();
        let v2 = portone.v2(V2Secret::new("practice-secret".into()).unwrap());
        match check_v2(&v2, Some("store-mine")).await {
            V2Verdict::SecretGood { store } => store,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn only_an_answer_that_carries_the_store_id_proves_it() {
        assert_eq!(
            proof(r#","storeId":"store-mine""#).await,
            StoreProof::Proven
        );
        for silent in ["", r#","storeId":null"#] {
            assert!(matches!(proof(silent).await, StoreProof::Probable { .. }));
        }
        let other = proof(r#","storeId":"store-other""#).await;
        assert_eq!(other, StoreProof::NotMine { seen: None });
    }
}
