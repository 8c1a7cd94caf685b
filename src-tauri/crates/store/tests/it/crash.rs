//! Killed at any moment: nothing that was acknowledged is lost, no step is half there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use store::{Batch, Store};
use testkit::TempProfile;
use testkit::kill::{Dice, Victim, kills, say};
use uuid::Uuid;

use crate::common::{TODAY, batch, event, journey, open_on, secret};

const DIR: &str = "GILJABI_CRASH_DIR";
const TEST: &str = "crash::killed_at_random_moments_it_loses_nothing_acknowledged";

/// The process that gets killed: writes steps of one to three events without end, and says each
/// head only after the write returned.
async fn write_without_end(dir: &Path) {
    let mut day = TODAY;
    let opened = open_on(dir, day).await;
    assert_eq!(opened.recovered, None);
    let store = opened.store;
    let id = store.list_journeys().await.unwrap()[0].id;
    let mut head = store.events(id).await.unwrap().head;
    say("ready");
    loop {
        let size = head % 3 + 1;
        let events = (1..=size)
            .map(|part| event("step", &format!("{{\"part\":{part},\"of\":{size}}}")))
            .collect();
        let step = Batch {
            events,
            summary: format!("{}", head + size),
            secrets: vec![secret(Uuid::nil(), (head % 200) as u32, "sealed")],
            place: Some(format!("{}", head + size)),
            ..Batch::default()
        };
        head = store.append(id, head, step).await.unwrap();
        say(&format!("ack {head}"));
        // Kills hit backups too.
        if head % 5 == 0 {
            day = day.tomorrow().unwrap();
            let done = store.maintenance(day).await.unwrap();
            assert_eq!(done.restored, None);
        }
        if day > TODAY.checked_add(1000.days()).unwrap() {
            day = TODAY;
        }
    }
}

fn spawn(dir: &Path) -> Victim {
    let own = std::env::current_exe().unwrap();
    Victim::start(
        Command::new(own)
            .args([TEST, "--exact", "--nocapture"])
            .env(DIR, dir),
    )
}

/// Kills the process after a while and returns the last head it acknowledged.
fn kill_after(victim: Victim, wait: Duration) -> Option<u64> {
    let mut last = None;
    victim.kill_after(wait, |line| {
        let head = line.strip_prefix("ack ");
        last = head.map(|head| head.parse().unwrap()).or(last);
    });
    last
}

async fn verify(dir: &Path, id: Uuid, acknowledged: u64) -> (u64, Duration) {
    let started = Instant::now();
    let opened = open_on(dir, TODAY).await;
    let took = started.elapsed();
    assert_eq!(opened.recovered, None);
    let store: Store = opened.store;
    let log = store.events(id).await.unwrap();
    assert!(
        log.is_intact(),
        "damaged {:?}, missing {:?}",
        log.damaged,
        log.missing
    );
    assert!(
        log.head >= acknowledged,
        "lost: {} of {acknowledged}",
        log.head
    );
    assert_eq!(log.rows.len() as u64, log.head);
    for step in log.rows.chunk_by(|a, b| a.batch == b.batch).skip(1) {
        let last = &step[step.len() - 1].payload;
        assert_eq!(
            *last,
            format!("{{\"part\":{0},\"of\":{0}}}", step.len()),
            "half a step"
        );
    }
    let row = &store.list_journeys().await.unwrap()[0];
    assert!(row.intact);
    if log.head > 1 {
        assert_eq!(
            row.summary,
            log.head.to_string(),
            "the summary is of the last step"
        );
        assert_eq!(
            store.place_get(id).await.unwrap(),
            Some(log.head.to_string())
        );
        assert_eq!(
            store.secret(Uuid::nil()).await.unwrap().sealed.ct,
            b"sealed"
        );
    }
    let head = log.head;
    store.close().await;
    (head, took)
}

#[tokio::test]
async fn killed_at_random_moments_it_loses_nothing_acknowledged() {
    if let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) {
        return write_without_end(&dir).await;
    }
    let kills = kills();
    let mut dice = Dice::new();
    let profile = TempProfile::new();
    let store = crate::common::open(&profile.data()).await;
    let journey = journey("가게");
    let id = journey.id;
    store.create_journey(journey, batch(&["{}"])).await.unwrap();
    store.close().await;

    let (mut acknowledged, mut acks, mut slowest) = (1, 0, Duration::ZERO);
    for kill in 0..kills {
        let victim = spawn(&profile.data());
        // Every fourth kill may hit the opening too.
        if kill % 4 != 0 {
            victim.until("ready");
        }
        let wait = Duration::from_millis(5 + dice.below(146));
        if let Some(last) = kill_after(victim, wait) {
            assert!(
                last >= acknowledged,
                "it went back: {last} after {acknowledged}"
            );
            acknowledged = last;
            acks += 1;
        }
        let (head, took) = verify(&profile.data(), id, acknowledged).await;
        acknowledged = head;
        slowest = slowest.max(took);
    }
    println!("{kills} kills, head {acknowledged}, slowest reopening {slowest:?}");
    assert!(
        acks > kills / 4,
        "hardly any write was acknowledged: the test proves nothing"
    );
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
}
