//! What happens by itself when its time has come: notices, payments by schedule, test money that goes back, and
//! the people.

use jiff::{SignedDuration, Timestamp};

use crate::clock;
use crate::deliver::{self, Parcel, Subject};
use crate::model::{Cancelling, Payment, Status};
use crate::pay;
use crate::people;
use crate::records::{Schedule, ScheduleStatus};
use crate::state::{Shared, State};

/// An entry of the calendar.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// Send a notice, again or for the first time.
    Deliver(Subject),
    /// Charge a billing key.
    RunSchedule { store_id: String, id: String },
    /// Some gateways really charge in test mode and give it back the same day.
    AutoCancel {
        store_id: String,
        payment_id: String,
    },
    /// Somebody writes.
    Person(people::Step),
}

/// Charges on the same day, given back late in the evening.
const GIVES_BACK: &[&str] = &[
    "html5_inicis",
    "inicis",
    "inicis_v2",
    "mobilians",
    "mobilians_v2",
    "nice",
    "nice_v2",
    "settle",
    "settle_acc",
    "hecto_global",
    "smartro",
    "smartro_v2",
    "danal",
    "danal_tpay",
    "daou",
];

/// Puts a schedule on the calendar if it waits.
pub(crate) fn plan_schedule(state: &mut State, schedule: &Schedule) {
    if schedule.status == ScheduleStatus::Scheduled {
        let (store_id, id) = (schedule.store_id.clone(), schedule.id.clone());
        state.plan(schedule.time_to_pay, Event::RunSchedule { store_id, id });
    }
}

/// Puts the giving back of a test payment on the calendar, if its gateway does that.
pub(crate) fn plan_auto_cancel(state: &mut State, payment: &Payment) {
    let Some(channel) = state.channel(&payment.channel_key) else {
        return;
    };
    let gives_back = GIVES_BACK.contains(&channel.pg_provider.as_str());
    let Some(paid_at) = payment.paid_at else {
        return;
    };
    if channel.live || !gives_back {
        return;
    }
    let evening = clock::at(clock::day(paid_at), 23, 30);
    let soon = paid_at
        .checked_add(SignedDuration::from_mins(10))
        .unwrap_or(paid_at);
    let at = evening.max(soon);
    let (store_id, payment_id) = (payment.store_id.clone(), payment.v2_id().to_owned());
    let event = Event::AutoCancel {
        store_id,
        payment_id,
    };
    state.plan(at, event);
}

/// Works the calendar off until the server stops.
pub(crate) async fn work(shared: Shared) {
    let mut stopping = shared.stopping.clone();
    loop {
        // Asked for before looking, so that an entry made while looking is not missed.
        let woken = shared.wake.notified();
        drain(&shared).await;
        let next = {
            let state = shared.lock();
            let first = state.calendar.keys().next().map(|(at, _)| *at);
            first.map(|at| at.duration_since(state.now()))
        };
        let sleep = async {
            match next {
                Some(wait) => {
                    let wait = wait.try_into().unwrap_or_default();
                    tokio::time::sleep(wait).await;
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = woken => {}
            () = sleep => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Works off everything whose time has come, each at its own time, in order.
pub(crate) async fn drain(shared: &Shared) {
    let _turn = shared.turn.lock().await;
    loop {
        let parcel = {
            let mut state = shared.lock();
            let now = state.now();
            match state.calendar.first_key_value() {
                Some(((at, _), _)) if *at <= now => {}
                _ => return,
            }
            let Some(((at, _), event)) = state.calendar.pop_first() else {
                return;
            };
            happen(&mut state, at, event)
        };
        if let Some((subject, parcel, at)) = parcel {
            let outcome = parcel.send(shared).await;
            let mut state = shared.lock();
            deliver::sent(&mut state, &subject, outcome, at, false);
        }
    }
}

/// Lets one entry happen. A notice has to be carried, which cannot be done while holding the memory.
fn happen(state: &mut State, at: Timestamp, event: Event) -> Option<(Subject, Parcel, Timestamp)> {
    match event {
        Event::Deliver(subject) => {
            let parcel = deliver::parcel(state, &subject, at)?;
            return Some((subject, parcel, at));
        }
        Event::RunSchedule { store_id, id } => pay::run_schedule(state, &store_id, &id, at),
        Event::AutoCancel {
            store_id,
            payment_id,
        } => {
            let payment = state.payment_mut(&store_id, &payment_id)?;
            let left = payment.cancellable();
            if left > 0 {
                let asked = Cancelling {
                    trigger: "PORTONE_ADMIN",
                    ..Cancelling::plain(left, "테스트 결제 자동 취소")
                };
                payment.cancel(&asked, at);
                if payment.status == Status::Cancelled {
                    deliver::announce(state, &store_id, &payment_id, at);
                }
            }
        }
        Event::Person(step) => people::happen(state, &step, at),
    }
    None
}
