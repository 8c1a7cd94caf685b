//! The server's memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::fault::Plan;
use crate::log::Seen;
use crate::model::{Channel, NewChannel, NewPayment, Payment, Refused, Version};
use crate::seed;

/// Requests kept in the log; older ones are dropped.
const LOG_LENGTH: usize = 10_000;

#[derive(Clone)]
pub(crate) struct Shared {
    state: Arc<Mutex<State>>,
    /// Turns true when the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
}

pub(crate) struct State {
    pub(crate) channels: Vec<Channel>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) faults: Plan,
    pub(crate) log: Vec<Seen>,
    pub(crate) token: Option<Token>,
    pub(crate) tokens_made: u64,
    /// Answers to cancellations by idempotency key.
    pub(crate) answered: HashMap<String, (u16, serde_json::Value)>,
    pub(crate) token_ttl: Duration,
    clock_offset: i64,
}

#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Seconds of the server's clock.
    pub(crate) expires: i64,
}

impl Shared {
    pub(crate) fn new(state: State, stopping: watch::Receiver<bool>) -> Self {
        Self {
            state: Arc::new(Mutex::new(state)),
            stopping,
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(crate) fn new(seeded: bool, token_ttl: Duration, clock_offset: i64) -> Self {
        let mut state = Self {
            channels: Vec::new(),
            payments: Vec::new(),
            faults: Plan::default(),
            log: Vec::new(),
            token: None,
            tokens_made: 0,
            answered: HashMap::new(),
            token_ttl,
            clock_offset,
        };
        if seeded {
            (state.channels, state.payments) = seed::plant(state.now());
        }
        state
    }

    /// The server's clock, which a test may set wrong.
    pub(crate) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_second(now.as_second().saturating_add(self.clock_offset)).unwrap_or(now)
    }

    pub(crate) fn record(&mut self, seen: Seen) {
        if self.log.len() == LOG_LENGTH {
            self.log.remove(0);
        }
        self.log.push(seen);
    }

    pub(crate) fn channel(&self, key: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.key == key)
    }

    pub(crate) fn by_v2_id(&mut self, id: &str) -> Option<&mut Payment> {
        self.payments
            .iter_mut()
            .find(|payment| payment.v2_id() == id)
    }

    pub(crate) fn by_imp_uid(&mut self, imp_uid: &str) -> Option<&mut Payment> {
        self.payments
            .iter_mut()
            .find(|payment| payment.version == Version::V1 && payment.id == imp_uid)
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
        if self.channel(&new.channel_key).is_none() {
            return Err(Refused::NoSuchChannel);
        }
        let letters =
            new.currency.len() == 3 && new.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if new.amount < 0 || !letters {
            return Err(Refused::Amount);
        }
        let made = seed::from_new(new, self.now());
        if self
            .payments
            .iter()
            .any(|payment| payment.v2_id() == made.v2_id())
        {
            return Err(Refused::Taken);
        }
        self.payments.push(made);
        Ok(())
    }
}
