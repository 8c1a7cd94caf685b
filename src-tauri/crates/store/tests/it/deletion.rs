//! A deleted secret is in no file any more.

use std::path::PathBuf;

use store::{Batch, ReadError, SecretWrite};
use testkit::TempProfile;
use uuid::Uuid;

use crate::common::{TODAY, batch, database, names, open, open_on, secret, with_journey};

/// A store with a secret in the database, the log and two backups. Returns its canary.
async fn spread(profile: &TempProfile) -> (store::Store, Uuid, Uuid, String) {
    let (store, journey) = with_journey(profile).await;
    let (id, canary) = (
        Uuid::new_v4(),
        format!("CANARY-{}", Uuid::new_v4()).repeat(200),
    );
    let put = Batch {
        secrets: vec![secret(id, 1, &canary)],
        ..batch(&["{}"])
    };
    store.append(journey, 3, put).await.unwrap();
    let mut day = TODAY;
    for _ in 0..2 {
        day = day.tomorrow().unwrap();
        let _ = store.maintenance(day).await.unwrap();
    }
    // Again in the log, after its copy in the database.
    let again = Batch {
        secrets: vec![secret(id, 1, &canary)],
        ..batch(&["{}"])
    };
    store.append(journey, 4, again).await.unwrap();
    (store, journey, id, canary[..43].to_owned())
}

#[tokio::test]
async fn a_secret_is_deleted_from_database_log_and_backups() {
    let profile = TempProfile::new();
    let (store, journey, id, canary) = spread(&profile).await;
    let before = profile.files_with(canary.as_bytes());
    let in_backups = before
        .iter()
        .filter(|path| path.to_string_lossy().contains("backups"));
    assert_eq!(in_backups.clone().count(), 2, "{before:?}");
    let newest = in_backups.max().unwrap();
    let made_at = std::fs::metadata(newest).unwrap().modified().unwrap();
    assert!(
        before
            .iter()
            .any(|path| path.to_string_lossy().ends_with("-wal")),
        "{before:?}"
    );

    let report = store.delete_secret_everywhere(id).await.unwrap();
    assert_eq!(report.left, Vec::<PathBuf>::new());
    // Looked for while the store is open: nothing waits for the end of the app.
    assert_eq!(profile.files_with(canary.as_bytes()), Vec::<PathBuf>::new());
    assert_eq!(
        profile.files_with(&[1; 24]),
        Vec::<PathBuf>::new(),
        "its nonce is gone too"
    );
    assert_eq!(store.secret(id).await, Err(ReadError::Missing));
    let log = store.events(journey).await.unwrap();
    assert_eq!((log.head, log.is_intact()), (5, true));
    assert!(
        store
            .delete_secret_everywhere(id)
            .await
            .unwrap()
            .left
            .is_empty()
    );
    store.close().await;
    assert_eq!(profile.files_with(canary.as_bytes()), Vec::<PathBuf>::new());

    // The backups are still good for a restore.
    std::fs::write(database(&profile), "").unwrap();
    let opened = open_on(&profile.data(), TODAY).await;
    let recovered = opened.recovered.unwrap();
    assert!(recovered.backup_date.is_some());
    assert_eq!(
        recovered.backup_made_at,
        Some(made_at),
        "of when it was made, not of when a secret was taken out"
    );
    assert_eq!(opened.store.events(journey).await.unwrap().head, 4);
    assert_eq!(opened.store.secret(id).await, Err(ReadError::Missing));
}

#[tokio::test]
async fn a_deletion_that_was_interrupted_is_finished_by_maintenance() {
    let profile = TempProfile::new();
    let (store, journey, id, canary) = spread(&profile).await;
    let delete = Batch {
        secrets: vec![SecretWrite::Delete(id)],
        ..batch(&["{}"])
    };
    store.append(journey, 5, delete).await.unwrap();
    store.close().await; // before anybody carried it to the backups
    assert_eq!(
        profile.files_with(canary.as_bytes()).len(),
        2,
        "the two backups"
    );
    let store = open(&profile.data()).await;
    let done = store.maintenance(TODAY).await.unwrap();
    assert_eq!(done.deletions.left, Vec::<PathBuf>::new());
    assert_eq!(profile.files_with(canary.as_bytes()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_replaced_and_then_deleted_secret_leaves_neither_value() {
    let profile = TempProfile::new();
    let (store, journey, id, canary) = spread(&profile).await;
    let new = format!("CANARY-{}", Uuid::new_v4());
    let replace = Batch {
        secrets: vec![secret(id, 2, &new)],
        ..batch(&["{}"])
    };
    store.append(journey, 5, replace).await.unwrap();
    let _ = store.delete_secret_everywhere(id).await.unwrap();
    for gone in [&canary, &new] {
        assert_eq!(profile.files_with(gone.as_bytes()), Vec::<PathBuf>::new());
    }
}

#[tokio::test]
async fn deleting_a_journey_for_ever_takes_its_secrets_along() {
    let profile = TempProfile::new();
    let (store, journey, _, canary) = spread(&profile).await;
    assert!(store.delete_forever(journey).await.unwrap().left.is_empty());
    assert_eq!(profile.files_with(canary.as_bytes()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_lies_in_a_damaged_copy_is_deleted_or_told() {
    let profile = TempProfile::new();
    let (store, journey, id, canary) = spread(&profile).await;
    store.close().await;
    // A whole database whose index is torn, moved aside by the repair.
    let mut bytes = std::fs::read(database(&profile)).unwrap();
    let at = bytes
        .windows(7)
        .position(|part| part == b"{\"n\":3}")
        .unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 4096].fill(0);
    std::fs::write(database(&profile), bytes).unwrap();
    let store = open(&profile.data()).await;
    let restored = store.maintenance(TODAY).await.unwrap().restored.unwrap();
    let aside = restored.moved_aside_to.unwrap().join("giljabi.db");
    assert!(profile.files_with(canary.as_bytes()).contains(&aside));
    let report = store.delete_secret_everywhere(id).await.unwrap();
    let still = profile.files_with(canary.as_bytes());
    assert!(
        still.iter().all(|path| report.left.contains(path)),
        "{still:?}, told {report:?}"
    );
    assert!(!names(&profile.data().join("backups")).is_empty());
    assert_eq!(store.events(journey).await.unwrap().head, 4);
}

#[tokio::test]
async fn what_a_backup_that_cannot_be_cleaned_holds_is_told_and_tried_again() {
    let profile = TempProfile::new();
    let (store, _, id, canary) = spread(&profile).await;
    let backups = profile.data().join("backups");
    let stuck = backups.join("000009-2026-12-31.db");
    let mut holding = profile.files_with(canary.as_bytes());
    holding.retain(|path| path.starts_with(&backups));
    let kept = std::fs::read(&holding[0]).unwrap();
    // Nothing can be taken out of a folder, and it cannot be removed as a file is.
    std::fs::create_dir(&stuck).unwrap();
    let report = store.delete_secret_everywhere(id).await.unwrap();
    assert_eq!(report.left, std::slice::from_ref(&stuck));
    assert_eq!(
        profile.files_with(canary.as_bytes()),
        Vec::<PathBuf>::new(),
        "the others are clean"
    );
    std::fs::remove_dir(&stuck).unwrap();
    std::fs::write(&stuck, kept).unwrap();
    assert_eq!(profile.files_with(canary.as_bytes()), [stuck]);
    let done = store.maintenance(TODAY).await.unwrap();
    assert_eq!(done.deletions.left, Vec::<PathBuf>::new());
    assert_eq!(profile.files_with(canary.as_bytes()), Vec::<PathBuf>::new());
}
