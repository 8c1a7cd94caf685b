//! How payments come to be: by the buyer's window, by a billing key, by a schedule.

use jiff::Timestamp;

use crate::deliver;
use crate::events;
use crate::model::{CancelOutcome, Client, Failure, More, Payment, Status, Version};
use crate::records::{Method, PayOutcome, ScheduleStatus};
use crate::seed;
use crate::state::State;

/// A payment to open.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) store_id: String,
    pub(crate) payment_id: String,
    pub(crate) channel_key: String,
    pub(crate) order_name: String,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) currency: String,
    pub(crate) method: Method,
    pub(crate) more: More,
}

/// What a try ends with.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Paid,
    VirtualAccount,
    Failed(Failure),
}

/// Writes an order down as READY. One that failed before is tried again; anything else stands.
pub(crate) fn open(state: &mut State, order: Order, at: Timestamp) -> Result<(), Status> {
    let mut made = Payment {
        store_id: order.store_id,
        merchant_uid: order.payment_id.clone(),
        id: order.payment_id,
        version: Version::V2,
        channel_key: order.channel_key,
        order_name: order.order_name,
        amount: order.amount,
        tax_free: order.tax_free,
        cancelled: 0,
        currency: order.currency,
        method: order.method,
        status: Status::Ready,
        requested_at: at,
        changed_at: at,
        paid_at: None,
        on_cancel: CancelOutcome::Succeeds,
        failure: None,
        more: order.more,
        cancellations: Vec::new(),
        webhooks: Vec::new(),
    };
    match state.payment_mut(&made.store_id, &made.id) {
        None => state.payments.push(made),
        Some(old) if matches!(old.status, Status::Ready | Status::Failed) => {
            if old.status == Status::Failed {
                let mut former = std::mem::take(&mut old.more.former);
                former.push(old.clone());
                made.more.former = former;
            }
            made.webhooks = std::mem::take(&mut old.webhooks);
            *old = made;
        }
        Some(old) => return Err(old.status),
    }
    Ok(())
}

/// Ends a try and tells the merchant's server.
pub(crate) fn end(state: &mut State, store_id: &str, id: &str, end: End, at: Timestamp) {
    let Some(payment) = state.payment_mut(store_id, id) else {
        return;
    };
    payment.changed_at = at;
    match end {
        End::Paid => {
            payment.status = Status::Paid;
            payment.paid_at = Some(at);
        }
        End::VirtualAccount => payment.status = Status::VirtualAccountIssued,
        End::Failed(failure) => {
            payment.status = Status::Failed;
            payment.failure = Some(failure);
        }
    }
    if payment.status == Status::Paid {
        let paid = payment.clone();
        events::plan_auto_cancel(state, &paid);
    }
    deliver::announce(state, store_id, id, at);
}

/// Charges a billing key whose time has come.
pub(crate) fn run_schedule(state: &mut State, store_id: &str, id: &str, at: Timestamp) {
    let found = state
        .schedules
        .iter_mut()
        .find(|schedule| schedule.id == id && schedule.store_id == store_id);
    let Some(schedule) = found.filter(|known| known.status == ScheduleStatus::Scheduled) else {
        return;
    };
    schedule.status = ScheduleStatus::Started;
    schedule.ended_at = Some(at);
    let schedule = schedule.clone();
    let key = state.billing_key(store_id, &schedule.billing_key).cloned();
    let charged = key.filter(|key| key.deleted_at.is_none()).map(|key| {
        let order = Order {
            store_id: store_id.to_owned(),
            payment_id: schedule.payment_id.clone(),
            channel_key: key.channel_key,
            order_name: schedule.order_name.clone(),
            amount: schedule.amount,
            tax_free: 0,
            currency: schedule.currency.clone(),
            method: key.method,
            more: More {
                billing_key: Some(key.key),
                schedule_id: Some(schedule.id.clone()),
                notice_urls: schedule.notice_urls.clone(),
                client: Client::Api,
                ..More::default()
            },
        };
        let opened = open(state, order, at).is_ok();
        let works = key.on_pay == PayOutcome::Succeeds;
        if opened {
            let how = if works {
                End::Paid
            } else {
                End::Failed(seed::refusal())
            };
            end(state, store_id, &schedule.payment_id, how, at);
        }
        opened && works
    });
    let ended = if charged == Some(true) {
        ScheduleStatus::Succeeded
    } else {
        ScheduleStatus::Failed
    };
    if let Some(schedule) = state.schedules.iter_mut().find(|known| known.id == id) {
        schedule.status = ended;
    }
}
