//! V1 identity verifications. Who was verified is read by one call only.

use jiff::Timestamp;
use serde::Deserialize;

use crate::call::{Answer, Call};
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::private::Private;
use crate::provider::PgProvider;
use crate::v1::{V1, filled, moment};

/// An identity verification, without the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct V1Certification {
    /// Its `imp_uid`.
    pub imp_uid: String,
    /// The merchant's own number of it.
    pub merchant_uid: Option<String>,
    /// The module.
    pub pg_provider: PgProvider,
    /// The gateway's own number of it.
    pub pg_tid: Option<String>,
    /// Somebody was verified. Only from exactly `true`.
    pub certified: bool,
    /// When.
    pub certified_at: Option<Timestamp>,
}

/// Who was verified. Nothing of it is ever printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct V1CertifiedPerson {
    /// Name.
    pub name: Option<Private>,
    /// Gender, in V1's word.
    pub gender: Option<Private>,
    /// Day of birth, as told.
    pub birthday: Option<Private>,
    /// Phone number.
    pub phone: Option<Private>,
    /// Carrier, in V1's word.
    pub carrier: Option<Private>,
    /// The number that is the same for a person everywhere (CI).
    pub unique_key: Option<Private>,
    /// The number that is the same for a person at one service (DI).
    pub unique_in_site: Option<Private>,
}

#[derive(Deserialize)]
struct WireCertification {
    imp_uid: String,
    merchant_uid: Option<String>,
    pg_provider: String,
    pg_tid: Option<String>,
    certified: Option<bool>,
    certified_at: Option<i64>,
}

impl V1 {
    /// `GET /certifications/{imp_uid}`, without the person.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another verification is one.
    pub async fn certification(&self, imp_uid: &str) -> Result<V1Certification, Error> {
        let (wire, _) = self.one_certification(imp_uid).await?;
        Ok(V1Certification {
            imp_uid: wire.imp_uid,
            merchant_uid: filled(wire.merchant_uid),
            pg_provider: PgProvider::from_code(&wire.pg_provider),
            pg_tid: filled(wire.pg_tid),
            certified: wire.certified == Some(true),
            certified_at: moment(wire.certified_at),
        })
    }

    /// `GET /certifications/{imp_uid}`, for the person who was verified. `None` while nobody was. Ask for it only to
    /// show it; it is never stored or logged.
    ///
    /// # Errors
    /// As [`V1::certification`].
    pub async fn certified_person(
        &self,
        imp_uid: &str,
    ) -> Result<Option<V1CertifiedPerson>, Error> {
        let (wire, answer) = self.one_certification(imp_uid).await?;
        if wire.certified != Some(true) {
            return Ok(None);
        }
        self.unwrap(&answer).map(Some)
    }

    async fn one_certification(&self, imp_uid: &str) -> Result<(WireCertification, Answer), Error> {
        let segments = ["certifications", imp_uid];
        let call = Call::get(Api::V1, "/certifications/{imp_uid}", &segments);
        let answer = self.send(call).await?;
        let wire: WireCertification = self.unwrap(&answer)?;
        if wire.imp_uid != imp_uid {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok((wire, answer))
    }
}
