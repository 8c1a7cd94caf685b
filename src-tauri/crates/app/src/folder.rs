//! One open data folder: its store, its vault, and in practice its own PortOne.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use catalog::{Catalog, Mode, Portone};
use jiff::Timestamp;
use portone::{CannotStart, Hosts, PortOne};
use portone_sim as sim;
use store::{SecretRow, Store};
use uuid::Uuid;
use vault::{Cancel, Redactor, Vault};
use wizard::Journey;
use wizard::event::TaskKey;

use crate::practice::{Kept, Trouble};
use crate::view::{DataState, FolderKind, LastVerdict, PracticeValue};

/// A journey in memory, as of its head in the store.
pub(crate) type Cached = Arc<Journey>;

/// An open folder.
pub(crate) struct Folder {
    pub kind: FolderKind,
    pub store: Store,
    /// Names the key in the keychain.
    pub vault_id: Uuid,
    pub data: Mutex<DataState>,
    /// What is stored is sealed with this one.
    pub vault: Mutex<Arc<Vault>>,
    /// Seals what is kept for this run only; its key is nowhere but in memory.
    pub run_vault: Mutex<Option<Arc<Vault>>>,
    pub how_open: Mutex<HowOpen>,
    pub portone: Client,
    /// Kept so that it lives as long as the folder is open.
    pub practice: Option<sim::Sim>,
    /// What of the practice outlives the run.
    pub kept: Mutex<Kept>,
    /// The trouble that the practice PortOne makes.
    pub trouble: Mutex<Option<Trouble>>,
    pub journeys: Mutex<HashMap<String, Cached>>,
    /// Former and undone secrets by id and revision, until the app closes.
    pub former: Mutex<HashMap<(Uuid, u32), SecretRow>>,
    /// Secrets of "this run only" by id and revision, which are never stored.
    pub this_run: Mutex<HashMap<(Uuid, u32), SecretRow>>,
    pub verdicts: Mutex<HashMap<(String, TaskKey), LastVerdict>>,
    /// One change at a time.
    pub turn: tokio::sync::Mutex<()>,
    pub asking: Mutex<Cancel>,
}

/// By what the vault is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HowOpen {
    Keychain,
    Passphrase,
}

/// Keys of the store's small values.
pub(crate) mod meta {
    pub const WHO: &str = "who";
    pub const CHECK: &str = "vault_check";
    pub const WRAPPED: &str = "vault_wrapped";
    pub const RESUME: &str = "resume";
    pub const PRACTICE: &str = "practice";
}

/// A lock whose holder panicked still guards whole values: they are replaced, never half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Folder {
    pub(crate) fn vault(&self) -> Arc<Vault> {
        lock(&self.vault).clone()
    }

    pub(crate) fn data(&self) -> DataState {
        lock(&self.data).clone()
    }

    pub(crate) fn practising(&self) -> bool {
        self.kind == FolderKind::Practice
    }
}

/// The client of a folder. It is made when somebody first asks: reading the system's certificates
/// takes longer than opening the folder, and most days nobody asks. A certificate store that cannot
/// be read closes nothing but the checks, and is tried again at the next one.
pub(crate) struct Client {
    hosts: Hosts,
    made: OnceLock<PortOne>,
}

impl Client {
    fn of(hosts: Hosts) -> Self {
        Self {
            hosts,
            made: OnceLock::new(),
        }
    }

    pub(crate) fn get(&self) -> Result<&PortOne, CannotStart> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let config = portone::Config {
            user_agent: concat!("Giljabi/", env!("CARGO_PKG_VERSION")).into(),
            ..portone::Config::default()
        };
        let made = PortOne::new(self.hosts.clone(), config)?;
        Ok(self.made.get_or_init(|| made))
    }
}

/// The client of a folder, and in practice the server it talks to, whose clock shows `now`.
pub(crate) async fn portone_for(
    kind: FolderKind,
    catalog: &Catalog,
    now: Timestamp,
) -> Option<(Client, Option<sim::Sim>)> {
    match kind {
        FolderKind::Real => Some((Client::of(Hosts::production()), None)),
        FolderKind::Practice => {
            let server = sim::Sim::start(sim::Options {
                seeded: false,
                clock_offset: now.duration_since(Timestamp::now()).as_secs(),
                ..sim::Options::default()
            })
            .await
            .ok()?;
            register(&server, catalog);
            let hosts = Hosts::practice(&server.base_url()).ok()?;
            Some((Client::of(hosts), Some(server)))
        }
    }
}

/// Gives the practice PortOne a channel and a paid payment for every module of the catalogue, so
/// that every track can be practised to its end. Names are made from the module's id.
fn register(server: &sim::Sim, catalog: &Catalog) {
    for (gateway, module) in catalog.modules() {
        server.set_refusals(&module.code, refusals(gateway));
        for mode in [Mode::Test, Mode::Live] {
            let mid = practice_mid(&module.id, mode);
            let added = server.add_channel(sim::NewChannel {
                key: Some(practice_channel_key(&module.id, mode)),
                name: format!("{} ({})", gateway.name.ko, module.id),
                pg_provider: module.code.clone(),
                mid,
                live: mode == Mode::Live,
                purpose: sim::Purpose::OneTime,
            });
            let Ok(channel) = added else { continue };
            let version = match module.portone {
                Portone::V1 => sim::Version::V1,
                Portone::V2 => sim::Version::V2,
            };
            let id = practice_payment(&module.id, mode);
            // A second registration of the same id cannot be: module ids are unique.
            let _ = server.add_payment(sim::NewPayment::paid(&id, version, &channel.key, 1000));
        }
    }
}

/// How a gateway refuses: its documented codes, each with its message, or with its cause where none is documented.
fn refusals(gateway: &catalog::Gateway) -> Vec<sim::Failure> {
    let errors = gateway.errors.iter();
    errors
        .filter_map(|error| {
            Some(sim::Failure {
                pg_code: error.code.clone()?,
                pg_message: error.message.as_ref().unwrap_or(&error.cause.ko).clone(),
            })
        })
        .collect()
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "test",
        Mode::Live => "live",
    }
}

fn practice_mid(module: &str, mode: Mode) -> String {
    format!("practice-{module}-{}", word(mode))
}

fn practice_channel_key(module: &str, mode: Mode) -> String {
    format!("channel-key-practice-{module}-{}", word(mode))
}

fn practice_payment(module: &str, mode: Mode) -> String {
    format!("practice-paid-{module}-{}", word(mode))
}

/// The values of the practice PortOne, to be copied into fields.
pub(crate) fn practice_values(server: &sim::Sim, catalog: &Catalog) -> Vec<PracticeValue> {
    let seed = server.seed();
    let one = |kind, value: &str| PracticeValue {
        kind,
        gateway: None,
        module: None,
        value: value.to_owned(),
    };
    let mut all = vec![
        one("store_id", seed.store_id),
        one("v2_secret", seed.v2_secret),
        one("user_code", seed.v1_user_code),
        one("v1_key", seed.v1_key),
        one("v1_secret", seed.v1_secret),
        one("webhook_secret", sim::WEBHOOK_SECRET),
    ];
    for (gateway, module) in catalog.modules() {
        let mut own = |kind, value| {
            all.push(PracticeValue {
                kind,
                gateway: Some(gateway.id.clone()),
                module: Some(module.id.clone()),
                value,
            });
        };
        own("channel_test", practice_mid(&module.id, Mode::Test));
        own("channel_live", practice_mid(&module.id, Mode::Live));
        own(
            "channel_key_test",
            practice_channel_key(&module.id, Mode::Test),
        );
        own(
            "channel_key_live",
            practice_channel_key(&module.id, Mode::Live),
        );
        own("payment_test", practice_payment(&module.id, Mode::Test));
        own("payment_live", practice_payment(&module.id, Mode::Live));
    }
    all
}

/// A folder with nothing asked of its vault yet.
pub(crate) fn closed_vault(
    id: Uuid,
    check: Option<vault::Sealed>,
    redactor: Redactor,
) -> Arc<Vault> {
    Arc::new(Vault::new(id, check, redactor))
}
