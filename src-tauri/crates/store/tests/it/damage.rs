//! Damage of every kind: found, kept aside, replaced by the newest sound backup.

use store::{DamageWhy, Store, WriteError};
use testkit::TempProfile;
use uuid::Uuid;

use crate::common::{TODAY, batch, database, names, open, open_on, patch, with_journey};

/// A closed data folder with a backup that has three events, and a database that has four.
async fn backed_up() -> (TempProfile, Uuid) {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    store.close().await;
    let tomorrow = TODAY.tomorrow().unwrap();
    let store = open_on(&profile.data(), tomorrow).await.store;
    let _ = store.maintenance(tomorrow).await.unwrap();
    assert_eq!(
        store
            .append(id, 3, batch(&["{\"after\":\"backup\"}"]))
            .await,
        Ok(4)
    );
    store.close().await;
    (profile, id)
}

type Damage = (&'static str, DamageWhy, fn(&std::path::Path));

const DAMAGES: [Damage; 7] = [
    ("garbage", DamageWhy::Unreadable, |path| {
        std::fs::write(path, [0x5a; 9000]).unwrap()
    }),
    ("short garbage", DamageWhy::Unreadable, |path| {
        std::fs::write(path, "x").unwrap()
    }),
    ("empty", DamageWhy::Empty, |path| {
        std::fs::write(path, "").unwrap()
    }),
    ("header flip", DamageWhy::Unreadable, |path| {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[3] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }),
    ("truncated", DamageWhy::Truncated, |path| {
        let bytes = std::fs::read(path).unwrap();
        std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("schema zeroed", DamageWhy::Unreadable, |path| {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[100..4096].fill(0);
        std::fs::write(path, bytes).unwrap();
    }),
    ("gone", DamageWhy::Vanished, |path| {
        std::fs::remove_file(path).unwrap()
    }),
];

#[tokio::test]
async fn what_is_damaged_at_start_is_replaced_by_the_newest_backup() {
    for (name, why, damage) in DAMAGES {
        let (profile, id) = backed_up().await;
        damage(&database(&profile));
        let broken = std::fs::read(database(&profile)).ok();
        let opened = open_on(&profile.data(), TODAY).await;
        let recovered = opened
            .recovered
            .unwrap_or_else(|| panic!("{name}: not noticed"));
        assert_eq!(recovered.why, why, "{name}");
        assert_eq!(
            recovered.backup_date,
            Some(TODAY.tomorrow().unwrap()),
            "{name}"
        );
        assert!(recovered.backup_made_at.is_some(), "{name}");
        assert!(!opened.first_start, "{name}");
        let log = opened.store.events(id).await.unwrap();
        assert_eq!((log.head, log.is_intact()), (3, true), "{name}");
        let kept = recovered
            .moved_aside_to
            .map(|dir| std::fs::read(dir.join("giljabi.db")).unwrap());
        assert_eq!(kept, broken, "{name}: the original is kept");
        assert_eq!(
            opened.store.append(id, 3, batch(&["{}"])).await,
            Ok(4),
            "{name}"
        );
        opened.store.close().await;
        assert_eq!(
            open_on(&profile.data(), TODAY).await.recovered,
            None,
            "{name}: once"
        );
    }
}

#[tokio::test]
async fn a_damaged_backup_is_passed_over() {
    let (profile, id) = backed_up().await;
    let backups = profile.data().join("backups");
    let newest = names(&backups).pop().unwrap();
    let mut bytes = std::fs::read(backups.join(&newest)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xff);
    std::fs::write(backups.join(newest), bytes).unwrap();
    std::fs::write(database(&profile), "").unwrap();
    let opened = open_on(&profile.data(), TODAY).await;
    let recovered = opened.recovered.unwrap();
    assert_eq!(
        recovered.backup_date,
        Some(TODAY),
        "the one of the day before"
    );
    // That one was made before the first write of its day.
    assert!(opened.store.events(id).await.is_err());
    assert_eq!(opened.store.list_journeys().await.unwrap(), []);
}

#[tokio::test]
async fn without_any_backup_an_empty_database_is_made_and_told() {
    let profile = TempProfile::new();
    std::fs::create_dir(profile.data()).unwrap();
    std::fs::write(database(&profile), "not a database at all").unwrap();
    let opened = open_on(&profile.data(), TODAY).await;
    let recovered = opened.recovered.unwrap();
    assert_eq!(
        (recovered.why, recovered.backup_date),
        (DamageWhy::Unreadable, None)
    );
    let aside = recovered.moved_aside_to.unwrap();
    assert_eq!(
        std::fs::read(aside.join("giljabi.db")).unwrap(),
        b"not a database at all"
    );
    assert_eq!(opened.store.list_journeys().await.unwrap(), []);
    assert!(!opened.first_start);
}

#[tokio::test]
async fn a_database_of_another_program_is_kept_and_not_used() {
    use sqlx::{ConnectOptions as _, Connection as _};
    let profile = TempProfile::new();
    std::fs::create_dir(profile.data()).unwrap();
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(database(&profile))
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    sqlx::query("CREATE TABLE meta (key, value)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let foreign = std::fs::read(database(&profile)).unwrap();
    let opened = open_on(&profile.data(), TODAY).await;
    let recovered = opened.recovered.unwrap();
    assert_eq!(recovered.why, DamageWhy::NotOurs);
    let aside = recovered.moved_aside_to.unwrap().join("giljabi.db");
    assert_eq!(std::fs::read(aside).unwrap(), foreign);
}

/// Zeroes the page that holds this text. Opening does not notice.
fn zero_page_with(profile: &TempProfile, text: &str) {
    let mut bytes = std::fs::read(database(profile)).unwrap();
    let at = bytes
        .windows(text.len())
        .position(|part| part == text.as_bytes())
        .unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 4096].fill(0);
    std::fs::write(database(profile), bytes).unwrap();
}

#[tokio::test]
async fn a_zeroed_page_stops_the_first_write_and_maintenance_repairs() {
    let (profile, id) = backed_up().await;
    zero_page_with(&profile, "{\"after\":\"backup\"}");
    let opened = open_on(&profile.data(), TODAY).await;
    assert_eq!(opened.recovered, None, "only the check finds it");
    let store: Store = opened.store;
    assert_eq!(
        store.append(id, 4, batch(&["{}"])).await,
        Err(WriteError::Damaged)
    );
    assert_eq!(
        store.draft_put(id, "a", "b").await,
        Err(WriteError::Damaged)
    );
    let done = store.maintenance(TODAY).await.unwrap();
    let restored = done.restored.unwrap();
    assert_eq!(restored.backup_date, Some(TODAY.tomorrow().unwrap()));
    assert!(restored.moved_aside_to.unwrap().join("giljabi.db").exists());
    assert_eq!(store.events(id).await.unwrap().head, 3);
    assert_eq!(store.append(id, 3, batch(&["{}"])).await, Ok(4));
    assert_eq!(store.maintenance(TODAY).await.unwrap().restored, None);
}

#[tokio::test]
async fn a_changed_letter_is_flagged_and_the_rest_is_believed() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    store.close().await;
    assert_eq!(patch(&database(&profile), b"{\"n\":2}", b"{\"n\":7}"), 1);
    let store = open(&profile.data()).await;
    let log = store.events(id).await.unwrap();
    assert_eq!(
        (log.damaged.as_slice(), log.missing.as_slice()),
        (&[2][..], &[][..])
    );
    assert!(!log.is_intact());
    let intact: Vec<_> = log.rows.iter().map(|row| row.intact).collect();
    assert_eq!(intact, [true, false, true]);
    assert_eq!(log.rows[1].payload, "{\"n\":7}", "shown, not believed");
    store.close().await;
    // Not even text any more.
    assert_eq!(
        patch(
            &database(&profile),
            b"{\"n\":7}",
            b"\xff\xfe\x00\xff\xff\xff\xff"
        ),
        1
    );
    let store = open(&profile.data()).await;
    assert_eq!(store.events(id).await.unwrap().damaged, [2]);
    store.close().await;
    let found = patch(
        &database(&profile),
        "길잡이 가게".as_bytes(),
        "길잡이 거게".as_bytes(),
    );
    assert_eq!(found, 1);
    let store = open(&profile.data()).await;
    assert!(!store.list_journeys().await.unwrap()[0].intact);
}

#[tokio::test]
async fn a_missing_row_is_told_by_its_number() {
    use sqlx::{ConnectOptions as _, Connection as _};
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    store.close().await;
    for (gone, missing) in [(2, vec![2]), (3, vec![2, 3])] {
        let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(database(&profile))
            .connect()
            .await
            .unwrap();
        sqlx::query("DELETE FROM events WHERE seq = ?")
            .bind(gone)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        let store = open(&profile.data()).await;
        let log = store.events(id).await.unwrap();
        assert_eq!((log.head, log.missing), (3, missing));
        assert_eq!(log.damaged, Vec::<u64>::new());
        store.close().await;
    }
}

#[tokio::test]
async fn every_flipped_bit_of_an_event_is_found() {
    let profile = TempProfile::new();
    let store = open(&profile.data()).await;
    let payload = format!("{{\"text\":\"{}\"}}", "가나다라마바사아".repeat(12));
    let journey = crate::common::journey("이름");
    let id = journey.id;
    store
        .create_journey(journey, batch(&[&payload]))
        .await
        .unwrap();
    store.close().await;
    let sound = std::fs::read(database(&profile)).unwrap();
    let at = sound
        .windows(payload.len())
        .position(|part| part == payload.as_bytes())
        .expect("the payload lies in one page");
    for flip in 0..payload.len() {
        let mut bytes = sound.clone();
        bytes[at + flip] ^= 1 << (flip % 8);
        std::fs::write(database(&profile), bytes).unwrap();
        let opened = open_on(&profile.data(), TODAY).await;
        let log = opened.store.events(id).await.unwrap();
        assert_eq!(log.damaged, [1], "byte {flip}");
        opened.store.close().await;
    }
}
