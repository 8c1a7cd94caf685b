//! The server's memory.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, watch};

use crate::clock::Clock;
use crate::events::Event;
use crate::fault::Plan;
use crate::log::Seen;
use crate::model::{Channel, Failure, NewChannel, NewPayment, Payment, Refused, Version};
use crate::people::People;
use crate::records::{BillingKey, Identity, Schedule, Store, Webhook};
use crate::seed;
use crate::v2::login::Logins;

/// Requests kept in the log; older ones are dropped.
const LOG_LENGTH: usize = 10_000;

#[derive(Clone)]
pub(crate) struct Shared {
    state: Arc<Mutex<State>>,
    /// Turns true when the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
    /// Rung when something was put on the calendar, or the clock was moved.
    pub(crate) wake: Arc<Notify>,
    /// Held by whoever works off the calendar.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
    /// Carries notices to the merchant's server on this machine.
    pub(crate) carrier: reqwest::Client,
    /// Whether each request is told on standard error.
    pub(crate) tell: bool,
    /// The ports this server has, which are the origins it takes.
    pub(crate) ports: Arc<[u16]>,
}

pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) stores: Vec<Store>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) billing_keys: Vec<BillingKey>,
    pub(crate) schedules: Vec<Schedule>,
    pub(crate) identities: Vec<Identity>,
    /// Notices that are about no payment.
    pub(crate) other_webhooks: Vec<Webhook>,
    /// What happens when; the number keeps two of one moment apart.
    pub(crate) calendar: BTreeMap<(Timestamp, u64), Event>,
    serial: u64,
    pub(crate) people: People,
    pub(crate) faults: Plan,
    pub(crate) log: VecDeque<Seen>,
    pub(crate) tokens_made: u64,
    pub(crate) logins: Logins,
    /// Answers to writes by caller and idempotency key, and when they were given.
    pub(crate) answered: HashMap<String, (Timestamp, u16, serde_json::Value)>,
    /// Callers and idempotency keys whose first request is still being worked on.
    pub(crate) in_flight: HashSet<String>,
    pub(crate) token_ttl: Duration,
    /// How gateways refuse, by provider code in lower case. Told from outside: here stands no gateway's word.
    pub(crate) refusals: HashMap<String, Vec<Failure>>,
}

impl Shared {
    pub(crate) fn new(
        state: State,
        stopping: watch::Receiver<bool>,
        carrier: reqwest::Client,
        tell: bool,
        ports: Vec<u16>,
    ) -> Self {
        Self {
            state: Arc::new(Mutex::new(state)),
            stopping,
            wake: Arc::default(),
            turn: Arc::default(),
            carrier,
            tell,
            ports: ports.into(),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// One store with nothing in it.
    pub(crate) fn new(token_ttl: Duration, clock: Clock) -> Self {
        Self {
            clock,
            stores: vec![seed::store()],
            channels: Vec::new(),
            payments: Vec::new(),
            billing_keys: Vec::new(),
            schedules: Vec::new(),
            identities: Vec::new(),
            other_webhooks: Vec::new(),
            calendar: BTreeMap::new(),
            serial: 0,
            people: People::default(),
            faults: Plan::default(),
            log: VecDeque::new(),
            tokens_made: 0,
            logins: Logins::default(),
            answered: HashMap::new(),
            in_flight: HashSet::new(),
            token_ttl,
            refusals: HashMap::new(),
        }
    }

    /// The practice clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number nobody had before.
    pub(crate) fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Puts something on the calendar. Whoever calls rings [`Shared::wake`] when it lets go.
    pub(crate) fn plan(&mut self, at: Timestamp, event: Event) {
        let serial = self.next_serial();
        self.calendar.insert((at, serial), event);
    }

    pub(crate) fn record(&mut self, seen: Seen) {
        if self.log.len() == LOG_LENGTH {
            self.log.pop_front();
        }
        self.log.push_back(seen);
    }

    pub(crate) fn store(&self, id: &str) -> Option<&Store> {
        self.stores.iter().find(|store| store.id == id)
    }

    pub(crate) fn channel(&self, key: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.key == key)
    }

    pub(crate) fn channel_of(&self, store_id: &str, key: &str) -> Option<&Channel> {
        self.channel(key)
            .filter(|channel| channel.store_id == store_id)
    }

    pub(crate) fn is_live(&self, payment: &Payment) -> bool {
        self.channel(&payment.channel_key)
            .is_some_and(|channel| channel.live)
    }

    pub(crate) fn payment(&self, store_id: &str, id: &str) -> Option<&Payment> {
        self.payments
            .iter()
            .find(|payment| payment.v2_id() == id && payment.store_id == store_id)
    }

    pub(crate) fn payment_mut(&mut self, store_id: &str, id: &str) -> Option<&mut Payment> {
        self.payments
            .iter_mut()
            .find(|payment| payment.v2_id() == id && payment.store_id == store_id)
    }

    pub(crate) fn by_imp_uid(&mut self, store_id: &str, imp_uid: &str) -> Option<&mut Payment> {
        self.payments.iter_mut().find(|payment| {
            payment.version == Version::V1 && payment.id == imp_uid && payment.store_id == store_id
        })
    }

    pub(crate) fn billing_key(&self, store_id: &str, key: &str) -> Option<&BillingKey> {
        self.billing_keys
            .iter()
            .find(|known| known.key == key && known.store_id == store_id)
    }

    pub(crate) fn billing_key_mut(&mut self, store_id: &str, key: &str) -> Option<&mut BillingKey> {
        self.billing_keys
            .iter_mut()
            .find(|known| known.key == key && known.store_id == store_id)
    }

    pub(crate) fn add_channel(&mut self, new: NewChannel) -> Result<Channel, Refused> {
        let provider = new.pg_provider.to_ascii_lowercase();
        let key = new.key.unwrap_or_else(|| {
            let kind = if new.live { "live" } else { "test" };
            let number = self.channels.len() + 1;
            format!("channel-key-practice-{provider}-{kind}-{number}")
        });
        if !key.contains("practice") || !new.mid.contains("practice") {
            return Err(Refused::NotPractice);
        }
        if self.channel(&key).is_some() {
            return Err(Refused::Taken);
        }
        let channel = Channel {
            store_id: self.stores[0].id.clone(),
            key,
            name: new.name,
            pg_provider: provider,
            mid: new.mid,
            live: new.live,
            purpose: new.purpose,
        };
        self.channels.push(channel.clone());
        Ok(channel)
    }

    pub(crate) fn add_payment(&mut self, new: NewPayment) -> Result<(), Refused> {
        if !new.id.contains("practice") {
            return Err(Refused::NotPractice);
        }
        let Some(channel) = self.channel(&new.channel_key) else {
            return Err(Refused::NoSuchChannel);
        };
        let letters =
            new.currency.len() == 3 && new.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if new.amount < 0 || !letters {
            return Err(Refused::Amount);
        }
        let made = seed::from_new(&channel.store_id, new, self.now());
        if self.payment(&made.store_id, made.v2_id()).is_some() {
            return Err(Refused::Taken);
        }
        self.payments.push(made);
        Ok(())
    }
}
