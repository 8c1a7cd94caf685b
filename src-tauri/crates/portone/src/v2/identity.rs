//! Identity verifications. Who was verified is read by one call only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::Answer;
use crate::error::{Error, Failure};
use crate::payment::{ChannelFacts, WireV2Channel};
use crate::private::Private;
use crate::provider::PgProvider;
use crate::v2::detail::PaymentFailure;
use crate::v2::filter::{SortOrder, VersionWanted, providers};
use crate::v2::{Page, PageWanted, V2, moment};
use crate::words::words;

words! {
    /// Where an identity verification stands.
    IdentityStatus { Ready = "READY", Verified = "VERIFIED", Failed = "FAILED", }

    /// What identity verifications are sorted by, and which moment a stretch of time is about.
    IdentitySortBy {
        RequestedAt = "REQUESTED_AT", VerifiedAt = "VERIFIED_AT", FailedAt = "FAILED_AT",
        StatusUpdatedAt = "STATUS_UPDATED_AT",
    }
}

/// Which identity verifications a list holds. PortOne can also look for a person's name, birth and phone; this
/// client does not.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityFilter {
    /// Only this store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Which moment `from` and `until` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_range_field: Option<IdentitySortBy>,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_verification_id: Option<String>,
    /// Only this try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_verification_tx_id: Option<String>,
    /// Only tests, or only real ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_test: Option<bool>,
    /// Any of these states. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<IdentityStatus>,
    /// Only with this number of the gateway's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pg_tx_id: Option<String>,
    /// Only with this merchant id at the gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pg_merchant_id: Option<String>,
    /// Any of these modules. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "providers")]
    pub pg_providers: Vec<PgProvider>,
    /// Only made by this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionWanted>,
}

/// How a list of identity verifications is sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdentitySort {
    /// By what.
    pub by: IdentitySortBy,
    /// Newest or oldest first.
    pub order: SortOrder,
}

/// An identity verification, without the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub status: IdentityStatus,
    /// The channel.
    pub channel: Option<ChannelFacts>,
    /// The gateway's own number of it.
    pub pg_tx_id: Option<String>,
    /// Why it failed.
    pub failure: Option<PaymentFailure>,
    /// When it was asked for.
    pub requested_at: Option<Timestamp>,
    /// When its status last changed.
    pub status_changed_at: Option<Timestamp>,
    /// When the person was verified.
    pub verified_at: Option<Timestamp>,
}

/// Who was verified. Nothing of it is ever printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VerifiedPerson {
    /// The merchant's id of the person.
    pub id: Option<Private>,
    /// Name.
    pub name: Private,
    /// Carrier, in PortOne's word.
    pub operator: Option<Private>,
    /// Phone number.
    pub phone_number: Option<Private>,
    /// Day of birth, as told.
    pub birth_date: Option<Private>,
    /// Gender, in PortOne's word.
    pub gender: Option<Private>,
    /// Not of Korean nationality.
    pub is_foreigner: Option<bool>,
    /// The number that is the same for a person everywhere (CI).
    pub ci: Option<Private>,
    /// The number that is the same for a person at one service (DI).
    pub di: Option<Private>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireIdentity {
    id: String,
    status: IdentityStatus,
    channel: Option<WireV2Channel>,
    pg_tx_id: Option<String>,
    failure: Option<PaymentFailure>,
    requested_at: Option<String>,
    status_changed_at: Option<String>,
    verified_at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WirePerson {
    verified_customer: Option<VerifiedPerson>,
}

impl From<WireIdentity> for Identity {
    fn from(wire: WireIdentity) -> Self {
        Self {
            id: wire.id,
            status: wire.status,
            channel: wire.channel.map(ChannelFacts::from),
            pg_tx_id: wire.pg_tx_id,
            failure: wire.failure,
            requested_at: moment(wire.requested_at),
            status_changed_at: moment(wire.status_changed_at),
            verified_at: moment(wire.verified_at),
        }
    }
}

impl V2 {
    /// `GET /identity-verifications`: one page.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn identities(
        &self,
        page: PageWanted,
        sort: Option<&IdentitySort>,
        filter: &IdentityFilter,
    ) -> Result<Page<Identity>, Error> {
        let path = "/identity-verifications";
        let page: Page<WireIdentity> = self
            .list(path, "identity-verifications", page, sort, filter)
            .await?;
        Ok(page.map(Identity::from))
    }

    /// `GET /identity-verifications/{identityVerificationId}`, without the person.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another verification is one.
    pub async fn identity(&self, id: &str, store_id: Option<&str>) -> Result<Identity, Error> {
        let (wire, _) = self.one_identity(id, store_id).await?;
        Ok(wire.into())
    }

    /// `GET /identity-verifications/{identityVerificationId}`, for the person who was verified. `None` while nobody
    /// was. Ask for it only to show it; it is never stored or logged.
    ///
    /// # Errors
    /// As [`V2::identity`].
    pub async fn verified_person(
        &self,
        id: &str,
        store_id: Option<&str>,
    ) -> Result<Option<VerifiedPerson>, Error> {
        let (wire, answer) = self.one_identity(id, store_id).await?;
        if wire.status != IdentityStatus::Verified {
            return Ok(None);
        }
        Ok(answer.decode::<WirePerson>()?.verified_customer)
    }

    async fn one_identity(
        &self,
        id: &str,
        store_id: Option<&str>,
    ) -> Result<(WireIdentity, Answer), Error> {
        let segments = ["identity-verifications", id];
        let path = "/identity-verifications/{identityVerificationId}";
        let (wire, answer): (WireIdentity, _) = self.read(path, &segments, None, store_id).await?;
        if wire.id != id {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok((wire, answer))
    }
}
