//! What most of these tests need.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use store::{Batch, NewEvent, NewJourney, OpenOptions, Opened, SecretRow, SecretWrite, Store};
use testkit::TempProfile;
use uuid::Uuid;
use vault::Sealed;

pub const TODAY: Date = date(2026, 11, 22);
pub const AT: &str = "2026-11-22T10:00:00+09:00[Asia/Seoul]";

pub async fn open_on(dir: &Path, today: Date) -> Opened {
    Store::open(dir, OpenOptions::new("0.1.0", today))
        .await
        .unwrap()
}

pub async fn open(dir: &Path) -> Store {
    let opened = open_on(dir, TODAY).await;
    assert_eq!(opened.recovered, None);
    opened.store
}

pub fn event(kind: &str, payload: &str) -> NewEvent {
    NewEvent {
        at: AT.into(),
        by: "나".into(),
        kind: kind.into(),
        payload: payload.into(),
    }
}

pub fn batch(payloads: &[&str]) -> Batch {
    let events = payloads
        .iter()
        .map(|payload| event("answered", payload))
        .collect();
    Batch {
        events,
        summary: "{}".into(),
        ..Batch::default()
    }
}

pub fn journey(name: &str) -> NewJourney {
    NewJourney {
        id: Uuid::new_v4(),
        name: name.into(),
        created_at: AT.into(),
    }
}

/// A store with one journey of three events, on disk.
pub async fn with_journey(profile: &TempProfile) -> (Store, Uuid) {
    let store = open(&profile.data()).await;
    let journey = journey("길잡이 가게");
    let id = journey.id;
    let head = store
        .create_journey(journey, batch(&["{\"n\":1}", "{\"n\":2}"]))
        .await
        .unwrap();
    assert_eq!(head, 2);
    assert_eq!(store.append(id, 2, batch(&["{\"n\":3}"])).await.unwrap(), 3);
    (store, id)
}

/// A row whose "sealed" bytes are readable, so that they can be searched for.
pub fn secret(id: Uuid, revision: u32, canary: &str) -> SecretWrite {
    SecretWrite::Put(SecretRow {
        id,
        slot: "kcp.key".into(),
        revision,
        sealed: Sealed {
            nonce: [revision as u8; 24],
            ct: canary.as_bytes().to_vec(),
        },
        saved_at: AT.into(),
        expires_on: Some("2027-11-22".into()),
    })
}

pub fn database(profile: &TempProfile) -> PathBuf {
    profile.data().join("giljabi.db")
}

/// Names in a folder, sorted.
pub fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Replaces the bytes `from` by `to` (of equal length) in a file; tells how often.
pub fn patch(path: &Path, from: &[u8], to: &[u8]) -> usize {
    assert_eq!(from.len(), to.len());
    let mut bytes = std::fs::read(path).unwrap();
    let mut count = 0;
    for at in 0..=bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + to.len()].copy_from_slice(to);
            count += 1;
        }
    }
    std::fs::write(path, bytes).unwrap();
    count
}
