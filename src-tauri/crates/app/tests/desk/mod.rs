//! A core on a computer that is nothing but a folder, a clock and a memory for keys.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::{Controller, FolderKind, Host, PracticeValue};
use catalog::{Catalog, Field, Mode, Module, Portone, Purpose, Shape};
use jiff::Timestamp;
use vault::clipboard::Clipboard;
use vault::{KeyHolder, MemoryKeyHolder, Redactor, Secret, VaultError};
use wizard::command::Command;
use wizard::event::{FieldAt, TaskKey, TrackSpec};
use wizard::view::Needed;

/// The computer.
#[derive(Clone)]
pub struct Computer {
    pub root: PathBuf,
    pub now: Arc<Mutex<Timestamp>>,
    pub keys: MemoryKeyHolder,
    /// What the keychain answers instead of anything else.
    pub trouble: Arc<Mutex<Option<VaultError>>>,
}

impl Host for Computer {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn root(&self) -> PathBuf {
        self.root.clone()
    }

    fn keychain(&self) -> Arc<dyn KeyHolder> {
        match *self.trouble.lock().unwrap() {
            Some(trouble) => Arc::new(Troubled(trouble)),
            None => Arc::new(Lasting(self.keys.clone())),
        }
    }
}

/// A keychain that only answers why it gives nothing.
struct Troubled(VaultError);

impl Troubled {
    fn answer<T: Send + 'static>(&self) -> vault::Call<T> {
        let trouble = self.0;
        Box::pin(async move { Err(trouble) })
    }
}

impl KeyHolder for Troubled {
    fn get(&self, _: uuid::Uuid, _: vault::Ask) -> vault::Call<Vec<vault::MasterKey>> {
        self.answer()
    }

    fn create(&self, _: uuid::Uuid, _: &vault::MasterKey, _: vault::Ask) -> vault::Call<()> {
        self.answer()
    }

    fn delete(&self, _: uuid::Uuid, _: vault::Ask) -> vault::Call<()> {
        self.answer()
    }

    fn lasting(&self) -> bool {
        true
    }

    fn backend(&self) -> &'static str {
        "test"
    }
}

/// A memory that says it lasts, so that sealed values are stored.
struct Lasting(MemoryKeyHolder);

impl KeyHolder for Lasting {
    fn get(&self, id: uuid::Uuid, ask: vault::Ask) -> vault::Call<Vec<vault::MasterKey>> {
        self.0.get(id, ask)
    }

    fn create(&self, id: uuid::Uuid, key: &vault::MasterKey, ask: vault::Ask) -> vault::Call<()> {
        self.0.create(id, key, ask)
    }

    fn delete(&self, id: uuid::Uuid, ask: vault::Ask) -> vault::Call<()> {
        self.0.delete(id, ask)
    }

    fn lasting(&self) -> bool {
        true
    }

    fn backend(&self) -> &'static str {
        "test"
    }
}

/// A core with its folder.
pub struct Desk {
    pub core: Controller<Computer>,
    pub computer: Computer,
    pub values: Vec<PracticeValue>,
    _folder: tempfile::TempDir,
}

/// A core with the practice folder open.
pub async fn desk() -> Desk {
    open(FolderKind::Practice).await
}

/// A core with a folder open.
pub async fn open(kind: FolderKind) -> Desk {
    open_under(kind, |folder| folder.to_owned()).await
}

/// The same with its data where `root` says, given a folder that goes away with the desk.
pub async fn open_under(kind: FolderKind, root: impl FnOnce(&Path) -> PathBuf) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let computer = Computer {
        root: root(folder.path()),
        now: Arc::new(Mutex::new("2026-11-23T01:00:00Z".parse().unwrap())),
        keys: MemoryKeyHolder::new(),
        trouble: Arc::default(),
    };
    let core = Controller::new(computer.clone(), Catalog::embedded(), Redactor::new());
    core.choose_place(kind, "김하나").await.unwrap();
    let values = core.overview().await.practice;
    Desk {
        core,
        computer,
        values,
        _folder: folder,
    }
}

/// Where a journey takes the first value of this shape that no track asks for.
pub fn field(shape: Shape) -> FieldAt {
    let found = Catalog::embedded().all_tasks().find_map(|it| {
        let field = it.task.fields.iter().find(|field| field.shape == shape)?;
        Some((it.task.id.clone(), field.id.clone()))
    });
    let (task, field) = found.unwrap();
    FieldAt {
        task: TaskKey { task, track: None },
        field,
    }
}

/// A track on the first open module for which this holds.
pub fn spec(holds: impl Fn(&Module) -> bool) -> TrackSpec {
    let (gateway, module) = Catalog::embedded()
        .modules()
        .find(|(_, module)| module.closed_since.is_none() && holds(module))
        .unwrap();
    TrackSpec {
        gateway: gateway.id.clone(),
        module: module.id.clone(),
        purpose: module.purposes[0],
    }
}

/// A track on V2 that takes payments.
pub fn v2() -> TrackSpec {
    spec(|module| module.portone == Portone::V2 && module.purposes[0] == Purpose::OneTime)
}

/// A new journey with one track. Gives its id.
pub async fn with_track<H: Host>(core: &Controller<H>, spec: TrackSpec) -> String {
    let id = core.create("모퉁이 과일가게").await.unwrap().id;
    let tracks = vec![spec];
    core.run(&id, Command::ChoosePlan { tracks }).await.unwrap();
    id
}

/// A journey with a V2 track, and where its store id and secret are typed.
pub async fn journey(desk: &Desk) -> (String, FieldAt, FieldAt) {
    let id = with_track(&desk.core, v2()).await;
    (id, field(Shape::StoreId), field(Shape::V2Secret))
}

/// A journey with a track of the first module whose form takes a certificate.
pub async fn with_certificate(desk: &Desk) -> (String, TaskKey) {
    let pem = |module: &catalog::Module| {
        let mut fields = module.fields.iter();
        fields.any(|field| field.shape == Shape::CertificatePem)
    };
    let id = with_track(&desk.core, spec(pem)).await;
    let loaded = desk.core.load(&id).await.unwrap();
    let takes = |key: &TaskKey| {
        wizard::form_fields(&loaded.journey, Catalog::embedded(), key)
            .iter()
            .any(|(field, _)| field.shape == Shape::CertificatePem)
    };
    let mut tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let key = tasks.find(|task| takes(&task.key)).unwrap().key.clone();
    (id, key)
}

impl Desk {
    /// The same folder in a new run of the app.
    pub async fn again(&mut self, kind: FolderKind) {
        self.core.leave_place().await;
        let core = Controller::new(self.computer.clone(), Catalog::embedded(), Redactor::new());
        core.choose_place(kind, "").await.unwrap();
        self.core = core;
    }

    /// From now on the keychain answers so.
    pub fn keychain(&self, trouble: Option<VaultError>) {
        *self.computer.trouble.lock().unwrap() = trouble;
    }

    /// The same folder in a new run of the app, with another clipboard.
    pub async fn again_with(&mut self, kind: FolderKind, clipboard: Clipboard) {
        self.core.leave_place().await;
        let (computer, catalog) = (self.computer.clone(), Catalog::embedded());
        let core = Controller::with_clipboard(computer, catalog, Redactor::new(), clipboard);
        core.choose_place(kind, "").await.unwrap();
        self.core = core;
    }

    /// A value of the practice PortOne for a module.
    pub fn practice(&self, what: &str, mode: Mode, module: &str) -> String {
        let word = if mode == Mode::Live { "live" } else { "test" };
        let kind = format!("{what}_{word}");
        let found = self
            .values
            .iter()
            .find(|it| it.kind == kind && it.module.as_deref() == Some(module));
        found.expect("a practice value").value.clone()
    }

    fn common(&self, kind: &str) -> String {
        self.values
            .iter()
            .find(|it| it.kind == kind)
            .unwrap()
            .value
            .clone()
    }

    fn value_for(&self, field: &Field, mode: Option<Mode>, spec: &TrackSpec) -> String {
        let mode = mode.unwrap_or(Mode::Test);
        if field.is_mid {
            return self.practice("channel", mode, &spec.module);
        }
        match field.shape {
            Shape::StoreId => self.common("store_id"),
            Shape::V2Secret => self.common("v2_secret"),
            Shape::UserCode => self.common("user_code"),
            Shape::V1Key => self.common("v1_key"),
            Shape::V1Secret => self.common("v1_secret"),
            Shape::ChannelKey => self.practice("channel_key", mode, &spec.module),
            Shape::PaymentId => self.practice("payment", mode, &spec.module),
            Shape::Digits => "123456".to_owned(),
            Shape::BusinessNumber => "1234567891".to_owned(),
            Shape::Url => "https://shop.example.kr".to_owned(),
            Shape::Email => "owner@example.kr".to_owned(),
            Shape::Phone => "0212345678".to_owned(),
            Shape::Date => "2026-11-20".to_owned(),
            Shape::Text
            | Shape::Alnum
            | Shape::Ascii
            | Shape::ChannelName
            | Shape::WebhookSecret
            | Shape::CertificatePem
            | Shape::PrivateKeyPem => "practice123456".to_owned(),
        }
    }

    /// Fills what a task's page asks for.
    pub async fn fill(&self, journey: &str, key: &TaskKey, spec: &TrackSpec) -> Result<(), String> {
        let loaded = self.core.load(journey).await.unwrap();
        let mode = app::form_mode(Catalog::embedded(), key);
        for (field, needed) in wizard::form_fields(&loaded.journey, Catalog::embedded(), key) {
            let at = FieldAt {
                task: key.clone(),
                field: field.id.clone(),
            };
            let filled = loaded
                .journey
                .value(&at)
                .is_some_and(|value| !value.is_empty())
                || loaded.journey.secret(&at).is_some();
            // What only a person can tell must not hold anybody up, but a proof needs its MID.
            let skipped = match needed {
                Needed::Yes => false,
                Needed::May | Needed::Blank => true,
                Needed::AskPerson => !field.is_mid,
            };
            if filled || skipped {
                continue;
            }
            let value = self.value_for(field, mode, spec);
            let typed = if field.secret {
                let secret = Secret::copied_from(&value);
                self.core.save_secret(journey, &at, secret, true).await
            } else {
                self.core.set_value(journey, &at, &value, true).await
            };
            let typed = typed.map_err(|error| format!("{key}/{}: {error:?}", field.id))?;
            if !typed.saved {
                return Err(format!("{key}/{} {value:?}: {:?}", field.id, typed.lints));
            }
        }
        Ok(())
    }
}
