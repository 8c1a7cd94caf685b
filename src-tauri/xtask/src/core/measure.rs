//! The rows of `cargo xtask bench` that need no window. Everything is printed as `{row: value}` in
//! the row's unit.

use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{Controller, FolderKind, Host};
use catalog::Catalog;
use catalog::find::{Index, Near};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use store::{Batch, NewEvent, NewJourney, OpenOptions, Store};
use tempfile::TempDir;
use uuid::Uuid;
use vault::{KeyHolder, MemoryKeyHolder, Redactor};
use wizard::{Event, FieldAt, Journey, Stamped, TaskKey, TrackId, TrackSpec};

pub type Measured<T> = Result<T, Box<dyn Error + Send + Sync>>;

const RUNS: usize = 15;
const TRACKS: u32 = 28;
const EVENTS: u64 = 10_000;
const JOURNEYS: usize = 1_000;
const COMMITS: usize = 1_000;

/// Every row.
pub fn all() -> Measured<Value> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let small = replay_ms(1_000)?;
    let large = replay_ms(100_000)?;
    let plan = crate::plan::figures();
    let client = crate::client::figures()?;
    Ok(json!({
        "plan_all": plan.all,
        "plan_named": plan.named,
        "plan_shop": plan.shop,
        "plan_by_modules": plan.by_modules,
        "plan_by_wishes": plan.by_wishes,
        "view": view_ms()?,
        "list": runtime.block_on(list_ms())?,
        "search_p99": search_p99_ms(),
        "commit_p99": runtime.block_on(commit_p99_ms())?,
        // Growth of the time over growth of the log: 1 is linear.
        "replay_slope": (large / small).ln() / 100_f64.ln(),
        "replay_1000": small,
        "replay_100000": large,
        "client_call": client.call,
        "bare_call": client.bare,
        "largest_payment": client.largest_payment,
        "practice_requests": crate::rate::one_payment()?,
    }))
}

fn day() -> Date {
    date(2026, 11, 23)
}

/// A journey of 28 tracks, its values changed over and over.
fn log(events: u64) -> Vec<Stamped> {
    let catalog = Catalog::embedded();
    let specs: Vec<TrackSpec> = catalog
        .modules()
        .flat_map(|(gateway, module)| {
            module.purposes.iter().map(|purpose| TrackSpec {
                gateway: gateway.id.clone(),
                module: module.id.clone(),
                purpose: *purpose,
            })
        })
        .collect();
    let tracks = (1..=TRACKS).zip(specs.iter().cycle());
    let mut what = vec![Event::Created {
        name: "측정".to_owned(),
    }];
    what.extend(tracks.map(|(number, spec)| Event::TrackAdded {
        track: TrackId(number),
        spec: spec.clone(),
    }));
    let mut turn = 0_u32;
    while (what.len() as u64) < events {
        let task = TaskKey {
            task: "channel-live".to_owned(),
            track: Some(TrackId(turn % TRACKS + 1)),
        };
        what.push(Event::ValueSet {
            at: FieldAt {
                task,
                field: "mid".to_owned(),
            },
            value: format!("practice-{turn}"),
            on: day(),
            overridden: Vec::new(),
        });
        turn += 1;
    }
    (1..)
        .zip(what)
        .map(|(seq, event)| Stamped {
            seq,
            batch: seq,
            at: Timestamp::UNIX_EPOCH,
            by: "측정".to_owned(),
            event,
        })
        .collect()
}

fn view_ms() -> Measured<f64> {
    let journey = Journey::replay(log(EVENTS))?;
    Ok(median((0..RUNS).map(|_| {
        timed(|| {
            black_box(wizard::view(&journey, Catalog::embedded(), day()));
        })
    })))
}

fn replay_ms(events: u64) -> Measured<f64> {
    let log = log(events);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let copy = log.clone();
        let start = Instant::now();
        let journey = black_box(Journey::replay(copy)?);
        times.push(milliseconds(start.elapsed()));
        drop(journey);
    }
    Ok(median(times))
}

/// A computer with nothing but a folder.
struct Bench {
    root: PathBuf,
}

impl Host for Bench {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn root(&self) -> PathBuf {
        self.root.clone()
    }

    fn keychain(&self) -> Arc<dyn KeyHolder> {
        Arc::new(MemoryKeyHolder::default())
    }
}

/// From a closed folder of 1,000 journeys to the list of them.
async fn list_ms() -> Measured<f64> {
    let home = TempDir::new()?;
    let bench = || {
        Controller::new(
            Bench {
                root: home.path().to_path_buf(),
            },
            Catalog::embedded(),
            Redactor::new(),
        )
    };
    let core = bench();
    core.choose_place(FolderKind::Real, "측정")
        .await
        .map_err(|error| format!("{error:?}"))?;
    for number in 0..JOURNEYS {
        core.create(&format!("가게 {number}"))
            .await
            .map_err(|error| format!("{error:?}"))?;
    }
    core.farewell().await;
    drop(core);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let core = bench();
        let start = Instant::now();
        core.choose_place(FolderKind::Real, "")
            .await
            .map_err(|error| format!("{error:?}"))?;
        let cards = core.overview().await.cards.len();
        times.push(milliseconds(start.elapsed()));
        if cards != JOURNEYS {
            return Err(format!("{cards} journeys in the list").into());
        }
        core.farewell().await;
    }
    Ok(median(times))
}

/// What somebody types, letter by letter, for every name in the catalogue.
fn search_p99_ms() -> f64 {
    let catalog = Catalog::embedded();
    let index = Index::new(catalog);
    let gateways = catalog.gateways.values();
    let names = gateways.flat_map(|it| [&it.name.ko, &it.name.en].into_iter().chain(&it.aliases));
    let labels = catalog.modules().flat_map(|(_, module)| &module.fields);
    let labels = labels.flat_map(|it| std::iter::once(&it.label).chain(&it.aka));
    let errors = catalog.gateways.values().flat_map(|it| &it.errors);
    let codes = errors.filter_map(|it| it.code.as_ref());
    let words = catalog.terms.iter().map(|it| &it.word.ko);
    let all = names.chain(labels).chain(codes).chain(words);
    let mut times: Vec<f64> = Vec::new();
    for name in all {
        for (end, _) in name.char_indices().skip(1).chain([(name.len(), ' ')]) {
            times.push(timed(|| {
                black_box(index.search(&name[..end], &Near::default()));
            }));
        }
    }
    p99(times)
}

/// One step of a journey to the disk, as the store writes it.
async fn commit_p99_ms() -> Measured<f64> {
    let home = TempDir::new()?;
    let opened = Store::open(home.path(), OpenOptions::new("0", day()))
        .await
        .map_err(|error| format!("{error:?}"))?;
    let store = opened.store;
    let id = Uuid::new_v4();
    let at = "2026-11-23T09:00:00+09:00[Asia/Seoul]".to_owned();
    let journey = NewJourney {
        id,
        name: "측정".to_owned(),
        created_at: at.clone(),
    };
    let mut head = store
        .create_journey(journey, step(&at))
        .await
        .map_err(|error| format!("{error:?}"))?;
    let mut times = Vec::new();
    for _ in 0..COMMITS {
        let start = Instant::now();
        head = store
            .append(id, head, step(&at))
            .await
            .map_err(|error| format!("{error:?}"))?;
        times.push(milliseconds(start.elapsed()));
    }
    store.close().await;
    Ok(p99(times))
}

fn p99(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

fn step(at: &str) -> Batch {
    let event = NewEvent {
        at: at.to_owned(),
        by: "측정".to_owned(),
        kind: "value_set".to_owned(),
        payload: json!({ "task": "channel-live@1", "field": "mid", "value": "practice-mid" })
            .to_string(),
    };
    Batch {
        events: vec![event],
        summary: "{}".to_owned(),
        name: None,
        secrets: Vec::new(),
        drafts_done: Vec::new(),
        place: None,
    }
}

pub fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    milliseconds(start.elapsed())
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

pub fn median(times: impl IntoIterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.into_iter().collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
