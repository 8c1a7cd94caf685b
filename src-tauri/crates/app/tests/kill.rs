//! The core with its real store and a real keychain, killed at any moment: nothing that it said
//! was saved is lost, and no change is half there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
#![cfg(target_os = "linux")]

mod desk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::Arc;
use std::time::Duration;

use app::{Controller, FolderKind, Host};
use catalog::{Catalog, Form, ProofKind, Shape};
use desk::{field, v2, with_track};
use jiff::Timestamp;
use testkit::kill::{Dice, Victim, kills, say};
use testkit::session::{Display, Keyring, Session, phase, phase_done};
use vault::{KeyHolder, OsKeychain, Redactor, Secret};
use wizard::command::Command;
use wizard::event::{Event, Stamped, TaskKey};

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
    // The last kill may have come between the ticks and their taking back.
    for task in &ticks {
        let take_back = Command::Unmark { task: task.clone() };
        if core.run(&id, take_back).await.is_err() {
            break;
        }
    }
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
        core.run(&id, done).await.unwrap();
        say(&format!("ticked {round}"));
        core.run(&id, Command::Undo).await.unwrap();
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

fn spawn(root: &Path) -> Victim {
    let own = std::env::current_exe().unwrap();
    Victim::start(
        Process::new(own)
            .args([TEST, "--exact", "--nocapture"])
            .env(DIR, root),
    )
}

/// What the child said was saved: the last round of each kind, and how often it ticked and took back.
#[derive(Debug, Default, Clone, Copy)]
struct Said {
    typed: u64,
    sealed: u64,
    noted: u64,
    ticked: u64,
    undone: u64,
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
            "ticked" => self.ticked += 1,
            "undone" => self.undone += 1,
            _ => {}
        }
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
    let (ticked, undone) = ticks_and_undos(loaded.journey.log());
    assert!(ticked >= said.ticked, "ticked: {ticked} after {said:?}");
    assert!(undone >= said.undone, "undone: {undone} after {said:?}");
    core.leave_place().await;
    Said {
        typed,
        sealed,
        noted,
        ticked,
        undone,
    }
}

fn ticks_and_undos(log: &[Stamped]) -> (u64, u64) {
    let (mut ticked, mut undone) = (BTreeSet::new(), 0);
    for stamped in log {
        match stamped.event {
            Event::Marked { .. } => _ = ticked.insert(stamped.batch),
            Event::Undone { .. } => undone += 1,
            _ => {}
        }
    }
    (ticked.len() as u64, undone)
}

async fn kill_and_look() {
    let kills = kills();
    let mut dice = Dice::new();
    let root = tempfile::tempdir().unwrap();
    let first = core(root.path()).await;
    with_track(&first, v2()).await;
    first.leave_place().await;

    let (mut said, mut rounds) = (Said::default(), 0);
    for kill in 0..kills {
        let victim = spawn(root.path());
        // Every fourth kill may hit the opening too.
        if kill % 4 != 0 {
            victim.until("ready");
        }
        let before = said;
        let wait = Duration::from_millis(5 + dice.below(146));
        victim.kill_after(wait, |line| said.note(line));
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
