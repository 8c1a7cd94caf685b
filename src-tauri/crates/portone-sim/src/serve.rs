//! Starting, steering and stopping the server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::conn::{Cut, Door};
use crate::contract::Started;
use crate::fault::Fault;
use crate::log::Seen;
use crate::model::{Channel, Failure, NewChannel, NewPayment, Payment, Refused, Version};
use crate::people::{Mail, Matter, Review};
use crate::router::{Side, router, stopped};
use crate::scenario::Scenario;
use crate::seed::{self, Seed};
use crate::seedfile::SeedFile;
use crate::state::{Shared, State as Memory};
use crate::{deliver, events, people};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen: loopback only. Port 0 takes a free one.
    pub address: SocketAddr,
    /// Where V1 listens by itself. `address` then serves V2 alone, both without a prefix in their paths.
    pub v1_address: Option<SocketAddr>,
    /// Whether the built-in channels, payments and so on are there. Not looked at when there is a seed file.
    pub seeded: bool,
    /// What is there instead of what is built in.
    pub seeds: Option<SeedFile>,
    /// A trouble from the start.
    pub scenario: Option<Scenario>,
    /// Whether each request is told on standard error, as a line of JSON.
    pub tell: bool,
    /// How long a V1 token lives.
    pub token_ttl: Duration,
    /// Seconds the server's clock is ahead of this machine's.
    pub clock_offset: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            v1_address: None,
            seeded: true,
            seeds: None,
            scenario: None,
            tell: false,
            token_ttl: Duration::from_secs(30 * 60),
            clock_offset: 0,
        }
    }
}

/// A running practice PortOne. Stops when dropped.
pub struct Sim {
    address: SocketAddr,
    v1_address: Option<SocketAddr>,
    shared: Shared,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    if address.ip().is_loopback() {
        TcpListener::bind(address).await
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the practice PortOne listens on loopback only",
        ))
    }
}

impl Options {
    fn memory(&self) -> Memory {
        let ahead = SignedDuration::from_secs(self.clock_offset);
        let clock = match self.seeds.as_ref().and_then(SeedFile::now) {
            Some(now) => Clock::showing(now),
            None => Clock::ahead_by(ahead),
        };
        let mut memory = Memory::new(self.token_ttl, clock);
        match &self.seeds {
            Some(seeds) => seeds.plant(&mut memory),
            None if self.seeded => seed::plant(&mut memory),
            None => {}
        }
        if let Some(scenario) = self.scenario {
            memory.faults.add_scenario(scenario, "", None, None);
        }
        memory
    }
}

impl Sim {
    /// Starts on the runtime this is called in.
    pub async fn start(options: Options) -> io::Result<Self> {
        let mut doors = Vec::new();
        let listener = listen(options.address).await?;
        let address = listener.local_addr()?;
        let mut ports = vec![address.port()];
        let mut v1_address = None;
        match options.v1_address {
            None => doors.push((listener, Side::Both)),
            Some(wanted) => {
                let v1 = listen(wanted).await?;
                let own = v1.local_addr()?;
                ports.push(own.port());
                v1_address = Some(own);
                doors.push((listener, Side::V2));
                doors.push((v1, Side::V1));
            }
        }
        let (stop, stopping) = watch::channel(false);
        // No proxy and no redirect: notices go to this machine and nowhere else.
        let carrier = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(deliver::PATIENCE)
            .build()
            .map_err(io::Error::other)?;
        let shared = Shared::new(options.memory(), stopping, carrier, options.tell, ports);
        let mut tasks = vec![tokio::spawn(events::work(shared.clone()))];
        for (listener, side) in doors {
            let service = router(shared.clone(), side).into_make_service_with_connect_info::<Cut>();
            let stopping = shared.stopping.clone();
            tasks.push(tokio::spawn(async move {
                let serve =
                    axum::serve(Door(listener), service).with_graceful_shutdown(stopped(stopping));
                let _ = serve.await;
            }));
        }
        Ok(Self {
            address,
            v1_address,
            shared,
            stop,
            tasks,
        })
    }

    /// The server's address without a slash at the end. V1 is below `/v1`, V2 below `/v2`, unless V1 has an
    /// address of its own.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where V1 is.
    #[must_use]
    pub fn v1_url(&self) -> String {
        match self.v1_address {
            Some(own) => format!("http://{own}"),
            None => format!("{}/v1", self.base_url()),
        }
    }

    /// Where V2 is.
    #[must_use]
    pub fn v2_url(&self) -> String {
        match self.v1_address {
            Some(_) => self.base_url(),
            None => format!("{}/v2", self.base_url()),
        }
    }

    /// The keys of the store that is built in, and all channels and payments as they are now.
    #[must_use]
    pub fn seed(&self) -> Seed {
        let memory = self.shared.lock();
        Seed {
            v2_secret: seed::V2_SECRET,
            store_id: seed::STORE_ID,
            foreign_store_id: seed::FOREIGN_STORE_ID,
            v1_key: seed::V1_KEY,
            v1_secret: seed::V1_SECRET,
            v1_user_code: seed::V1_USER_CODE,
            channels: memory.channels.clone(),
            payments: memory.payments.clone(),
        }
    }

    /// What a program that was started beside this one needs to know.
    #[must_use]
    pub fn started(&self) -> Started {
        Started::of(&self.shared.lock(), self.v2_url(), self.v1_url())
    }

    /// Registers a channel, as the merchant does on the console.
    pub fn add_channel(&self, new: NewChannel) -> Result<Channel, Refused> {
        self.shared.lock().add_channel(new)
    }

    /// Records a payment, as a buyer makes it.
    pub fn add_payment(&self, new: NewPayment) -> Result<(), Refused> {
        self.shared.lock().add_payment(new)
    }

    /// A payment as it is now.
    #[must_use]
    pub fn payment(&self, version: Version, id: &str) -> Option<Payment> {
        let memory = self.shared.lock();
        let mut payments = memory.payments.iter();
        payments
            .find(|payment| payment.version == version && payment.id == id)
            .cloned()
    }

    /// What the practice clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.lock().now()
    }

    /// Moves the practice clock forward, never back, and lets everything happen whose time has come: each at its
    /// own time. Returns when the last notice was answered or given up.
    pub async fn advance(&self, by: SignedDuration) {
        self.shared.lock().clock.advance(by);
        events::drain(&self.shared).await;
        self.shared.wake.notify_waiters();
    }

    /// Sends notices to this address, `http` on this machine. `false` for any other address, and nothing changes.
    #[must_use]
    pub fn set_webhook(&self, url: &str) -> bool {
        let local = deliver::is_local(url);
        if local && let Some(store) = self.shared.lock().stores.first_mut() {
            store.webhook_url = Some(url.to_owned());
        }
        local
    }

    /// Whether the separately contracted lookups (companies, account holders) answer.
    pub fn set_contracted(&self, contracted: bool) {
        if let Some(store) = self.shared.lock().stores.first_mut() {
            store.contracted = contracted;
        }
    }

    /// Asks the gateway of a module for a merchant id. It mails three working days later.
    pub fn apply(&self, module: &str) {
        self.apply_since(&Matter::of(module), self.now());
    }

    /// The same, as if it had been asked at that moment. What has come since then is there after
    /// [`Sim::advance`], by nothing if need be.
    pub fn apply_since(&self, matter: &Matter, from: Timestamp) {
        people::apply(&mut self.shared.lock(), matter, from);
        self.shared.wake.notify_waiters();
    }

    /// Asks for the review of a module. The reviewer rejects it once; after the second time the card companies
    /// answer apart. `None` while one is under way or done.
    pub fn request_review(&self, module: &str) -> Option<Review> {
        self.request_review_since(&Matter::of(module), self.now())
    }

    /// The same, as if it had been asked at that moment.
    pub fn request_review_since(&self, matter: &Matter, from: Timestamp) -> Option<Review> {
        let review = people::request_review(&mut self.shared.lock(), matter, from);
        self.shared.wake.notify_waiters();
        review
    }

    /// When somebody writes next, if anybody is to.
    #[must_use]
    pub fn next_mail(&self) -> Option<Timestamp> {
        let memory = self.shared.lock();
        let mut coming = memory.calendar.iter();
        let next = coming.find(|(_, event)| matches!(event, events::Event::Person(_)));
        next.map(|((at, _), _)| *at)
    }

    /// The reviews as they stand now.
    #[must_use]
    pub fn reviews(&self) -> Vec<Review> {
        self.shared.lock().people.reviews.clone()
    }

    /// What people wrote, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.lock().people.mails.clone()
    }

    /// Makes this trouble of every request until [`Sim::clear_faults`].
    pub fn set_fault(&self, fault: Fault) {
        self.shared.lock().faults.add(fault, "", None);
    }

    /// Makes this trouble of the next `times` requests whose path begins with `prefix` (`/v1/users`, for example).
    pub fn set_fault_for(&self, fault: Fault, prefix: &str, times: u32) {
        self.shared.lock().faults.add(fault, prefix, Some(times));
    }

    /// Plays a scenario until the practice clock has gone so far, or without end.
    pub fn set_scenario(&self, scenario: Scenario, time: Option<SignedDuration>) {
        let mut memory = self.shared.lock();
        let now = memory.now();
        let until = time.and_then(|time| now.checked_add(time).ok());
        memory.faults.add_scenario(scenario, "", None, until);
    }

    /// The ways in which this gateway can refuse in the payment window, in its own words.
    pub fn set_refusals(&self, pg_provider: &str, refusals: Vec<Failure>) {
        let of = pg_provider.to_ascii_lowercase();
        self.shared.lock().refusals.insert(of, refusals);
    }

    /// Ends all trouble.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Lets the V1 tokens expire now.
    pub fn expire_token(&self) {
        for store in &mut self.shared.lock().stores {
            store.token = None;
        }
    }

    /// Every request since the start or [`Sim::clear_requests`], oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.lock().log.iter().cloned().collect()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.lock().log.clear();
    }

    /// Stops, and waits until the port is free.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        for task in self.tasks.drain(..) {
            let _ = task.await;
        }
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sim")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

/// A JSON answer.
pub(crate) fn answer(status: u16, body: &serde_json::Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status, kind, body.to_string()).into_response()
}
