//! Opening: locks, modes, versions, folders that cannot be written, the daily backup.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::ToSpan;
use sqlx::{ConnectOptions as _, Connection as _};
use store::{BackupOutcome, Mode, OpenError, OpenOptions, ReadOnlyWhy, Store, WriteError, wipe};
use testkit::{FixedClock, TempProfile};

use crate::common::{TODAY, batch, database, journey, names, open, open_on, with_journey};

#[tokio::test]
async fn a_second_instance_is_refused_and_a_crashed_one_is_not() {
    let profile = TempProfile::new();
    let store = open(&profile.data()).await;
    let started = std::time::Instant::now();
    let second = Store::open(&profile.data(), OpenOptions::new("0.1.0", TODAY)).await;
    assert_eq!(second.err(), Some(OpenError::InUse));
    assert!(started.elapsed() < std::time::Duration::from_secs(1));
    assert!(store.list_journeys().await.is_ok());
    drop(store); // no orderly close
    assert!(open(&profile.data()).await.list_journeys().await.is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_anything() {
    use std::os::unix::fs::PermissionsExt as _;
    let profile = TempProfile::new();
    std::fs::create_dir(profile.data()).unwrap();
    std::fs::set_permissions(profile.data(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let (store, _) = with_journey(&profile).await;
    let _ = store.maintenance(TODAY).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = profile.files();
    let has = |end: &str| {
        files
            .iter()
            .any(|path| path.to_string_lossy().ends_with(end))
    };
    assert!(has("giljabi.db") && has("-wal") && has("-shm") && has("lock"));
    assert!(has("000001-2026-11-22.db"), "{files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(&profile.data()), 0o700);
    assert_eq!(mode(&profile.data().join("backups")), 0o700);
    // A file that was copied here by hand becomes private too.
    store.close().await;
    std::fs::set_permissions(database(&profile), std::fs::Permissions::from_mode(0o644)).unwrap();
    let _store = open(&profile.data()).await;
    assert_eq!(mode(&database(&profile)), 0o600);
}

#[tokio::test]
async fn a_newer_database_is_not_changed_by_one_byte() {
    let profile = TempProfile::new();
    let (store, _) = with_journey(&profile).await;
    store.close().await;
    let connect = async || {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database(&profile));
        options.connect().await
    };
    // In the file itself.
    let mut connection = connect().await.unwrap();
    sqlx::query("PRAGMA user_version = 999")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    assert_refused_untouched(&profile).await;
    // In the log only, as after a crash of the newer version.
    let mut connection = connect().await.unwrap();
    sqlx::query("PRAGMA user_version = 1")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    assert!(
        Store::open(&profile.data(), OpenOptions::new("0.1.0", TODAY))
            .await
            .is_ok()
    );
    let mut connection = connect().await.unwrap();
    sqlx::query("PRAGMA user_version = 999")
        .execute(&mut connection)
        .await
        .unwrap();
    let copies: HashMap<_, _> = ["giljabi.db", "giljabi.db-wal"]
        .map(|name| (name, std::fs::read(profile.data().join(name)).unwrap()))
        .into();
    connection.close().await.unwrap();
    for (name, bytes) in copies {
        std::fs::write(profile.data().join(name), bytes).unwrap();
    }
    assert_refused_untouched(&profile).await;
}

async fn assert_refused_untouched(profile: &TempProfile) {
    let contents = || {
        let mut files = profile.files();
        files.retain(|path| !path.to_string_lossy().ends_with("-shm"));
        files
            .into_iter()
            .map(|path| (std::fs::read(&path).unwrap(), path))
            .collect::<Vec<_>>()
    };
    let before = contents();
    let refused = Store::open(&profile.data(), OpenOptions::new("0.1.0", TODAY)).await;
    assert_eq!(refused.err(), Some(OpenError::NewerVersion));
    assert!(contents() == before, "something was changed");
}

#[tokio::test]
async fn low_space_is_told_and_stops_nothing() {
    let profile = TempProfile::new();
    let mut options = OpenOptions::new("0.1.0", TODAY);
    options.min_free_bytes = u64::MAX;
    let opened = Store::open(&profile.data(), options).await.unwrap();
    assert!(opened.store.low_space() && opened.first_start);
    assert_eq!(opened.mode, Mode::ReadWrite);
    opened.store.close().await;
    let mut options = OpenOptions::new("0.1.0", TODAY);
    options.min_free_bytes = 0;
    let opened = Store::open(&profile.data(), options).await.unwrap();
    assert!(!opened.store.low_space() && !opened.first_start);
}

#[tokio::test]
async fn one_backup_a_day_and_five_are_kept() {
    let profile = TempProfile::new();
    let clock = FixedClock::at(2026, 11, 22);
    let (store, id) = with_journey(&profile).await;
    store.close().await;
    let backups = profile.data().join("backups");
    for day in 0..8 {
        let store = open_on(&profile.data(), clock.today()).await.store;
        let done = store.maintenance(clock.today()).await.unwrap();
        let expected = if day == 0 {
            BackupOutcome::AlreadyThere
        } else {
            BackupOutcome::Made
        };
        assert_eq!(
            done.backup, expected,
            "the first write made that of the first day"
        );
        let again = store.maintenance(clock.today()).await.unwrap();
        assert_eq!(again.backup, BackupOutcome::AlreadyThere);
        assert_eq!(again.restored, None);
        store.close().await;
        clock.pass(1.day());
    }
    let kept = [
        "000004-2026-11-25.db",
        "000005-2026-11-26.db",
        "000006-2026-11-27.db",
        "000007-2026-11-28.db",
        "000008-2026-11-29.db",
    ];
    assert_eq!(names(&backups), kept);
    // The clock was set back by years: the new backup is still the newest.
    clock.pass(-(10.years()));
    let store = open_on(&profile.data(), clock.today()).await.store;
    assert_eq!(
        store.maintenance(clock.today()).await.unwrap().backup,
        BackupOutcome::Made
    );
    let kept = names(&backups);
    assert_eq!(kept.len(), 5);
    assert_eq!(kept[4], "000009-2016-11-30.db");
    assert!(store.events(id).await.unwrap().is_intact());
}

#[tokio::test]
async fn the_first_write_of_a_day_is_preceded_by_a_backup() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    store.close().await;
    let tomorrow = TODAY.tomorrow().unwrap();
    let store = open_on(&profile.data(), tomorrow).await.store;
    assert!(
        !names(&profile.data().join("backups"))
            .iter()
            .any(|name| name.contains("11-23"))
    );
    store.append(id, 3, batch(&["{}"])).await.unwrap();
    assert!(
        names(&profile.data().join("backups"))
            .iter()
            .any(|name| name.contains("11-23"))
    );
}

#[tokio::test]
async fn wiping_leaves_only_what_is_not_ours() {
    let profile = TempProfile::new();
    let (store, _) = with_journey(&profile).await;
    let _ = store.maintenance(TODAY).await.unwrap();
    store.close().await;
    let stranger = profile.data().join("내 메모.txt");
    std::fs::write(&stranger, "메모").unwrap();
    std::fs::create_dir(profile.data().join("damaged-2026-11-22-1")).unwrap();
    assert_eq!(
        wipe(&profile.data()).unwrap(),
        std::slice::from_ref(&stranger)
    );
    assert_eq!(names(&profile.data()), ["내 메모.txt"]);
    std::fs::remove_file(stranger).unwrap();
    assert_eq!(wipe(&profile.data()).unwrap(), Vec::<PathBuf>::new());
    assert!(!profile.data().exists());
    assert_eq!(wipe(&profile.data()).unwrap(), Vec::<PathBuf>::new());
}

/// Runs one test of this file again as a user for whom file modes count: root is freed of the
/// capability to ignore them.
#[cfg(unix)]
fn without_power_over_modes(test: &str, dir: &Path) {
    let own = std::env::current_exe().unwrap();
    let is_root = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout)
        .is_ok_and(|id| id.trim() == "0");
    let mut command = if is_root {
        testkit::session::need(&[("setpriv", "util-linux")]);
        let mut command = Command::new("setpriv");
        let drop = "-dac_override,-dac_read_search,-fowner";
        command
            .args(["--inh-caps", drop, "--bounding-set", drop, "--"])
            .arg(own);
        command
    } else {
        Command::new(own)
    };
    let output = command
        .args([test, "--exact", "--nocapture"])
        .env("GILJABI_TEST_DIR", dir)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("inner part done"),
        "the inner part did not run: {text}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_opened_to_read() {
    use std::os::unix::fs::PermissionsExt as _;
    if let Some(dir) = std::env::var_os("GILJABI_TEST_DIR").map(PathBuf::from) {
        inner_read_only(&dir).await;
        println!("inner part done");
        return;
    }
    for keep_lock in [true, false] {
        let profile = TempProfile::new();
        let (store, _) = with_journey(&profile).await;
        store.close().await;
        if !keep_lock {
            std::fs::remove_file(profile.data().join("lock")).unwrap();
        }
        let set = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(profile.data(), mode).unwrap();
        };
        set(0o500);
        let test = "opening::a_folder_that_cannot_be_written_is_opened_to_read";
        let done = std::panic::catch_unwind(|| without_power_over_modes(test, &profile.data()));
        set(0o700);
        done.unwrap();
    }
    // The folder may be written, but not the database.
    let profile = TempProfile::new();
    let (store, _) = with_journey(&profile).await;
    store.close().await;
    let mode = std::fs::Permissions::from_mode(0o400);
    std::fs::set_permissions(database(&profile), mode).unwrap();
    without_power_over_modes(
        "opening::a_folder_that_cannot_be_written_is_opened_to_read",
        &profile.data(),
    );
}

#[cfg(unix)]
async fn inner_read_only(dir: &Path) {
    let started = std::time::Instant::now();
    let opened = Store::open(dir, OpenOptions::new("0.1.0", TODAY))
        .await
        .unwrap();
    assert!(started.elapsed() < std::time::Duration::from_secs(2));
    assert_eq!(opened.mode, Mode::ReadOnly(ReadOnlyWhy::NotPermitted));
    let store = opened.store;
    let rows = store.list_journeys().await.unwrap();
    assert_eq!(rows[0].name, "길잡이 가게");
    let log = store.events(rows[0].id).await.unwrap();
    assert_eq!((log.head, log.is_intact()), (3, true));
    let refused = Err(WriteError::ReadOnly);
    assert_eq!(store.append(rows[0].id, 3, batch(&["{}"])).await, refused);
    assert_eq!(
        store.create_journey(journey("x"), batch(&["{}"])).await,
        refused
    );
    assert_eq!(
        store.maintenance(TODAY).await.err(),
        Some(WriteError::ReadOnly)
    );
}

#[cfg(unix)]
#[tokio::test]
async fn where_nothing_can_be_made_nothing_is_opened() {
    use std::os::unix::fs::PermissionsExt as _;
    if let Some(dir) = std::env::var_os("GILJABI_TEST_DIR").map(PathBuf::from) {
        for dir in [dir.join("data"), dir] {
            let refused = Store::open(&dir, OpenOptions::new("0.1.0", TODAY)).await;
            assert_eq!(refused.err(), Some(OpenError::NotWritable));
        }
        println!("inner part done");
        return;
    }
    let profile = TempProfile::new();
    let set = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(profile.root(), mode).unwrap();
    };
    set(0o500);
    let test = "opening::where_nothing_can_be_made_nothing_is_opened";
    let done = std::panic::catch_unwind(|| without_power_over_modes(test, profile.root()));
    set(0o700);
    done.unwrap();
}
