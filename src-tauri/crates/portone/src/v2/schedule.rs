//! Payments on a day to come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::money::Amount;
use crate::private::BillingKey;
use crate::v2::billing::WirePay;
use crate::v2::filter::SortOrder;
use crate::v2::{BillingKeyPayment, IdempotencyKey, Page, PageWanted, V2, moment};
use crate::words::words;

words! {
    /// Where a schedule stands.
    ScheduleStatus {
        Scheduled = "SCHEDULED", Started = "STARTED", Succeeded = "SUCCEEDED", Failed = "FAILED",
        Revoked = "REVOKED", Pending = "PENDING",
    }

    /// What schedules are sorted by.
    ScheduleSortBy {
        CreatedAt = "CREATED_AT", TimeToPay = "TIME_TO_PAY", CompletedAt = "COMPLETED_AT",
        StatusTimestamp = "STATUS_TIMESTAMP",
    }
}

/// Which schedules a list holds. Without `from` and `until` PortOne lists the last 90 days: schedules to come need
/// both.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleFilter {
    /// Only this store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// Only with this billing key.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub billing_key: Option<BillingKey>,
    /// To be paid from when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// To be paid until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Any of these states. Empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<ScheduleStatus>,
    /// Only tests, or only real ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_for_test: Option<bool>,
}

fn exposed<S: serde::Serializer>(key: &Option<BillingKey>, into: S) -> Result<S::Ok, S::Error> {
    key.as_ref().map(BillingKey::expose).serialize(into)
}

/// How a list of schedules is sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleSort {
    /// By what.
    pub by: ScheduleSortBy,
    /// Newest or oldest first.
    pub order: SortOrder,
}

/// A payment on a day to come, without its customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schedule {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub status: ScheduleStatus,
    /// The store.
    pub store_id: String,
    /// The payment it becomes.
    pub payment_id: String,
    /// The key it is charged to.
    pub billing_key: BillingKey,
    /// What is bought.
    pub order_name: String,
    /// How much.
    pub total: Amount,
    /// How much of it is free of tax.
    pub tax_free: Option<Amount>,
    /// How much of it is value added tax.
    pub vat: Option<Amount>,
    /// When it is to be paid.
    pub time_to_pay: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When paying began.
    pub started_at: Option<Timestamp>,
    /// When paying ended.
    pub completed_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Which schedules to revoke.
#[derive(Clone, Debug)]
pub enum Revocation<'a> {
    /// Every schedule of a billing key.
    AllOf(&'a BillingKey),
    /// These.
    These(&'a [&'a str]),
}

/// What was revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revoked {
    /// Their ids.
    pub schedule_ids: Vec<String>,
    /// When.
    pub at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireSchedule {
    id: String,
    status: ScheduleStatus,
    store_id: String,
    payment_id: String,
    billing_key: BillingKey,
    order_name: String,
    total_amount: i64,
    tax_free_amount: Option<i64>,
    vat_amount: Option<i64>,
    currency: String,
    time_to_pay: Option<String>,
    created_at: Option<String>,
    started_at: Option<String>,
    completed_at: Option<String>,
    revoked_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateBody<'a> {
    payment: WirePay<'a>,
    time_to_pay: Timestamp,
}

#[derive(Deserialize)]
struct WireCreated {
    schedule: WireSummary,
}

#[derive(Deserialize)]
struct WireSummary {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RevokeBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule_ids: Option<&'a [&'a str]>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRevoked {
    revoked_schedule_ids: Vec<String>,
    revoked_at: Option<String>,
}

impl From<WireSchedule> for Schedule {
    fn from(wire: WireSchedule) -> Self {
        let money = |minor| Amount::from_minor(minor, &wire.currency);
        Self {
            total: money(wire.total_amount),
            tax_free: wire.tax_free_amount.map(money),
            vat: wire.vat_amount.map(money),
            id: wire.id,
            status: wire.status,
            store_id: wire.store_id,
            payment_id: wire.payment_id,
            billing_key: wire.billing_key,
            order_name: wire.order_name,
            time_to_pay: moment(wire.time_to_pay),
            created_at: moment(wire.created_at),
            started_at: moment(wire.started_at),
            completed_at: moment(wire.completed_at),
            revoked_at: moment(wire.revoked_at),
        }
    }
}

impl V2 {
    /// `GET /payment-schedules`: one page.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn schedules(
        &self,
        page: PageWanted,
        sort: Option<&ScheduleSort>,
        filter: &ScheduleFilter,
    ) -> Result<Page<Schedule>, Error> {
        let path = "/payment-schedules";
        let page: Page<WireSchedule> = self
            .list(path, "payment-schedules", page, sort, filter)
            .await?;
        Ok(page.map(Schedule::from))
    }

    /// `GET /payment-schedules/{paymentScheduleId}`.
    ///
    /// # Errors
    /// Every [`Failure`]; an answer about another schedule or store is one.
    pub async fn schedule(&self, id: &str, store_id: Option<&str>) -> Result<Schedule, Error> {
        let segments = ["payment-schedules", id];
        let path = "/payment-schedules/{paymentScheduleId}";
        let (wire, answer): (WireSchedule, _) = self.read(path, &segments, None, store_id).await?;
        if wire.id != id {
            return Err(answer.error(Failure::OtherPayment));
        }
        if store_id.is_some_and(|asked| asked != wire.store_id) {
            return Err(answer.error(Failure::StoreMismatch));
        }
        Ok(wire.into())
    }

    /// `POST /payments/{paymentId}/schedule`: charges the buyer on a day to come. Gives the schedule's id.
    ///
    /// # Errors
    /// Every [`Failure`]. If [`Error::may_have_happened`], list the schedules or repeat with the same key.
    pub async fn create_schedule(
        &self,
        payment_id: &str,
        payment: &BillingKeyPayment<'_>,
        time_to_pay: Timestamp,
        key: &IdempotencyKey,
    ) -> Result<String, Error> {
        let segments = ["payments", payment_id, "schedule"];
        let call = Call {
            payment: Some(payment_id),
            secrets: &[payment.billing_key.expose()],
            ..Call::post(Api::V2, "/payments/{paymentId}/schedule", &segments, "")
        };
        let mut wire = payment.wire();
        // A schedule does not know it.
        wire.skip_webhook = None;
        let body = CreateBody {
            payment: wire,
            time_to_pay,
        };
        let answer = self.write(call, &body, key).await?;
        Ok(answer.decode::<WireCreated>()?.schedule.id)
    }

    /// `DELETE /payment-schedules`: these payments will not be made.
    ///
    /// # Errors
    /// Every [`Failure`]; already revoked or already made are [`Failure::Conflict`] with their code.
    pub async fn revoke_schedules(
        &self,
        which: &Revocation<'_>,
        store_id: Option<&str>,
        key: &IdempotencyKey,
    ) -> Result<Revoked, Error> {
        let (billing_key, schedule_ids) = match which {
            Revocation::AllOf(billing_key) => (Some(billing_key.expose()), None),
            Revocation::These(ids) => (None, Some(*ids)),
        };
        let segments = ["payment-schedules"];
        let call = Call::delete(Api::V2, "/payment-schedules", &segments);
        let body = call.json(&RevokeBody {
            store_id,
            billing_key,
            schedule_ids,
        })?;
        let quoted = key.quoted();
        let query = [("requestBody", body.as_str())];
        let answer = self
            .send(Call {
                query: &query,
                secrets: billing_key.as_slice(),
                idempotency: Some(&quoted),
                ..call
            })
            .await?;
        let wire: WireRevoked = answer.decode()?;
        Ok(Revoked {
            schedule_ids: wire.revoked_schedule_ids,
            at: moment(wire.revoked_at),
        })
    }
}
