//! The core with its real store and a real keychain, killed at any moment: nothing that it said
//! was saved is lost, and no change is half there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use app::{Controller, FolderKind, Host};
use catalog::{Catalog, Form, ProofKind, Shape};
use jiff::Timestamp;
use testkit::session::{Display, Keyring, Session, phase, phase_done};
use vault::{KeyHolder, OsKeychain, Redactor, Secret};
use wizard::command::Command;
use wizard::event::{FieldAt, TaskKey, TrackSpec};

const TEST: &str = "killed_at_random_moments_nothing_said_to_be_saved_is_lost";
const DIR: &str = "GILJABI_KILL_DIR";

/// This computer, with its data elsewhere.
struct Computer {
    root: PathBuf,
    keychain: Arc<OsKeychain>,
}

impl Host for Computer {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn root(&self) -> PathBuf {
        self.root.clone()
    }

    fn keychain(&self) -> Arc<dyn KeyHolder> {
        self.keychain.clone()
    }
}

async fn core(root: &Path) -> Controller<Computer> {
    let computer = Computer {
        root: root.to_owned(),
        keychain: Arc::new(OsKeychain::new()),
    };
    let core = Controller::new(computer, Catalog::embedded(), Redactor::new());
    core.choose_place(FolderKind::Real, "김하나").await.unwrap();
    core
}

/// Where a V2 journey takes the store id and the secret.
fn field(shape: Shape) -> FieldAt {
    let mut tasks = Catalog::embedded().all_tasks();
    let found = tasks.find_map(|it| {
        let field = it.task.fields.iter().find(|field| field.shape == shape)?;
        Some((it.task.id.clone(), field.id.clone()))
    });
    let (task, field) = found.unwrap();
    FieldAt {
        task: TaskKey { task, track: None },
        field,
    }
}

fn store_id(round: u64) -> String {
    format!("store-00000000-0000-4000-8000-{round:012}")
}

fn secret(round: u64) -> String {
    format!("{}{round:08}", "a1B2c3D4e5F6g7H8i9".repeat(4))
}

/// Tasks that a person may mark at once.
fn tickable(core: &app::Loaded) -> Vec<TaskKey> {
    let tasks = core.view.stages.iter().flat_map(|stage| &stage.tasks);
    let own = |key: &TaskKey| {
        let found = Catalog::embedded().task(&key.task).unwrap();
        found.task.form == Form::Own
    };
    tasks
        .filter(|task| own(&task.key))
        .filter(|task| task.proof == ProofKind::Person && !task.wait && task.key.track.is_none())
        .map(|task| task.key.clone())
        .take(3)
        .collect()
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{text}").unwrap();
    out.flush().unwrap();
}

/// The process that gets killed: types, saves a secret, ticks three tasks at once and takes the
/// ticks back, without end, and says each round only after the core said that it is saved.
async fn work_without_end(root: &Path) {
    let core = core(root).await;
    let id = core.overview().await.cards[0].id.clone();
    let loaded = core.load(&id).await.unwrap();
    let (store, key) = (field(Shape::StoreId), field(Shape::V2Secret));
    let ticks = tickable(&loaded);
    let today = core.today();
    let mut round: u64 = loaded
        .journey
        .value(&store)
        .and_then(|value| value[30..].parse().ok())
        .unwrap_or(0);
    say("ready");
    loop {
        round += 1;
        let typed = core.set_value(&id, &store, &store_id(round), true).await;
        assert!(typed.unwrap().saved);
        say(&format!("typed {round}"));
        let value = Secret::copied_from(&secret(round));
        let saved = core.save_secret(&id, &key, value, true).await.unwrap();
        assert!(saved.saved, "{saved:?}");
        say(&format!("sealed {round}"));
        let done = Command::MarkMany {
            tasks: ticks.clone(),
            on: today,
        };
        let ticked = match core.run(&id, done).await {
            Ok(_) => true,
            // The kill came between the ticks and their taking back: they stay.
            Err(app::Error::Refused(_)) => false,
            Err(error) => panic!("{error:?}"),
        };
        say(&format!("ticked {round}"));
        // Without ticks of this round it would be the secret that is taken back.
        if ticked {
            core.run(&id, Command::Undo).await.unwrap();
        }
        say(&format!("undone {round}"));
        core.run(
            &id,
            Command::Note {
                task: store.task.clone(),
                text: format!("메모 {round}"),
            },
        )
        .await
        .unwrap();
        say(&format!("noted {round}"));
    }
}

fn spawn(root: &Path) -> (Child, mpsc::Receiver<String>) {
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture"])
        .env(DIR, root)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if said.send(line).is_err() {
                break;
            }
        }
    });
    (child, heard)
}

/// What the child said was saved, by the last round of each kind.
#[derive(Debug, Default, Clone, Copy)]
struct Said {
    typed: u64,
    sealed: u64,
    noted: u64,
}

impl Said {
    fn note(&mut self, line: &str) {
        let Some((what, round)) = line.split_once(' ') else {
            return;
        };
        let Ok(round) = round.parse() else { return };
        match what {
            "typed" => self.typed = round,
            "sealed" => self.sealed = round,
            "noted" => self.noted = round,
            _ => {}
        }
    }
}

/// A small generator: the seed is printed, and a failure can be run again with it.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let given = std::env::var("GILJABI_SEED").ok();
        let now = || {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            u64::try_from(since.unwrap().as_nanos() & u128::from(u64::MAX)).unwrap()
        };
        let seed = given.and_then(|seed| seed.parse().ok()).unwrap_or_else(now) | 1;
        println!("GILJABI_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

async fn verify(root: &Path, said: Said) -> Said {
    let core = core(root).await;
    let overview = core.overview().await;
    assert_eq!(overview.data, app::DataState::Ok);
    let id = overview.cards[0].id.clone();
    let loaded = core.load(&id).await.expect("the journey is whole");
    let (store, key) = (field(Shape::StoreId), field(Shape::V2Secret));
    let typed = loaded.journey.value(&store).map_or(0, |value| {
        let round = value[30..].parse().expect("a whole value");
        assert_eq!(value, store_id(round));
        round
    });
    let note = loaded.journey.note(&store.task);
    let noted = note.map_or(0, |text| text[7..].parse().expect("a whole note"));
    // The value is the one that the event speaks of, whole, and can be opened.
    let sealed = if loaded.journey.secret(&key).is_some() {
        let shown = core.show_secret(&id, &key).await.expect("it opens");
        let text = shown.value.expose_str().unwrap().to_owned();
        let round = text[72..].parse().expect("a whole secret");
        assert_eq!(text, secret(round));
        round
    } else {
        0
    };
    // Three ticks came at once: all of them are there, or none.
    let ticks = tickable(&loaded);
    let tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let done = tasks
        .filter(|task| ticks.contains(&task.key))
        .filter(|task| matches!(task.status, wizard::view::Status::Done { .. }))
        .count();
    assert!(
        done == 0 || done == ticks.len(),
        "{done} of {}",
        ticks.len()
    );
    assert!(typed >= said.typed, "typed: {typed} after {said:?}");
    assert!(sealed >= said.sealed, "sealed: {sealed} after {said:?}");
    assert!(noted >= said.noted, "noted: {noted} after {said:?}");
    core.leave_place().await;
    Said {
        typed,
        sealed,
        noted,
    }
}

async fn kill_and_look() {
    let kills: u64 = std::env::var("GILJABI_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100);
    let mut dice = Dice::new();
    let root = tempfile::tempdir().unwrap();
    let first = core(root.path()).await;
    let id = first.create("모퉁이 과일가게").await.unwrap().id;
    let (gateway, module) = Catalog::embedded()
        .modules()
        .find(|(_, it)| {
            let pays = it.purposes[0] == catalog::Purpose::OneTime;
            it.portone == catalog::Portone::V2 && it.closed_since.is_none() && pays
        })
        .unwrap();
    let tracks = vec![TrackSpec {
        gateway: gateway.id.clone(),
        module: module.id.clone(),
        purpose: module.purposes[0],
    }];
    first
        .run(&id, Command::ChoosePlan { tracks })
        .await
        .unwrap();
    first.leave_place().await;

    let (mut said, mut rounds) = (Said::default(), 0);
    for kill in 0..kills {
        let (mut child, heard) = spawn(root.path());
        // Every fourth kill may hit the opening too.
        if kill % 4 != 0 {
            while heard.recv().expect("the child opens the folder") != "ready" {}
        }
        let before = said;
        let deadline = Instant::now() + Duration::from_millis(5 + dice.below(146));
        while let Ok(line) = heard.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            said.note(&line);
        }
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        // What it had said before it died counts.
        heard.iter().for_each(|line| said.note(&line));
        rounds += u64::from(said.typed > before.typed);
        said = verify(root.path(), said).await;
    }
    println!("{kills} kills, {said:?}");
    assert!(
        rounds > kills / 4,
        "hardly anything was saved: the test proves nothing"
    );
}

#[test]
fn killed_at_random_moments_nothing_said_to_be_saved_is_lost() {
    let block = |work: std::pin::Pin<Box<dyn Future<Output = ()>>>| {
        tokio::runtime::Runtime::new().unwrap().block_on(work);
    };
    if let Some(root) = std::env::var_os(DIR).map(PathBuf::from) {
        return block(Box::pin(async move { work_without_end(&root).await }));
    }
    if phase().is_some() {
        block(Box::pin(kill_and_look()));
        return phase_done();
    }
    let limit = Duration::from_secs(1800);
    Session::new().run_for(limit, TEST, "kills", Keyring::Unlocked, Display::None);
}
