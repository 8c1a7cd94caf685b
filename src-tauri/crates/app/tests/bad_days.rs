//! Bad days of the disk: what the core says of each, and what of the user's work is still there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::{Arc, Mutex};

use app::{Controller, DataState, Error, FolderKind, NotSaved, ReadOnlyWhy, VaultState};
use catalog::Catalog;
use desk::{Computer, Desk, open, open_under};
use jiff::Timestamp;
use vault::{MemoryKeyHolder, Redactor};
use wizard::command::Command;
use wizard::event::TaskKey;

const NAME: &str = "모퉁이 과일가게";

fn folder(desk: &Desk) -> PathBuf {
    desk.computer.root.join(FolderKind::Real.dir())
}

fn database(desk: &Desk) -> PathBuf {
    folder(desk).join("giljabi.db")
}

/// The newest backup.
fn backup_of(desk: &Desk) -> PathBuf {
    let all = std::fs::read_dir(folder(desk).join("backups")).unwrap();
    let mut all: Vec<_> = all.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all.pop().unwrap()
}

fn note(text: &str) -> Command {
    Command::Note {
        task: TaskKey {
            task: "signup-account".to_owned(),
            track: None,
        },
        text: text.to_owned(),
    }
}

/// A new run of the app on the same folder.
async fn start(computer: &Computer) -> Controller<Computer> {
    let core = Controller::new(computer.clone(), Catalog::embedded(), Redactor::new());
    core.choose_place(FolderKind::Real, "").await.unwrap();
    core
}

/// A closed folder with yesterday's backup, which has one note, and a database that has two.
async fn backed_up() -> Desk {
    let desk = open(FolderKind::Real).await;
    let id = desk.core.create(NAME).await.unwrap().id;
    desk.core.run(&id, note("어제")).await.unwrap();
    desk.core.leave_place().await;
    // The first write of a day makes the day's backup before it.
    *desk.computer.now.lock().unwrap() = "2026-11-24T01:00:00Z".parse().unwrap();
    let core = start(&desk.computer).await;
    assert!(!core.maintain().await);
    core.run(&id, note("오늘")).await.unwrap();
    core.leave_place().await;
    desk
}

#[tokio::test]
async fn a_damaged_database_is_replaced_by_the_newest_backup_and_kept_aside() {
    type Damage = (&'static str, fn(&Path));
    let damages: [Damage; 3] = [
        ("garbage", |path| {
            std::fs::write(path, [0x5a; 9000]).unwrap()
        }),
        ("truncated", |path| {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("empty", |path| std::fs::write(path, "").unwrap()),
    ];
    for (name, damage) in damages {
        let desk = backed_up().await;
        damage(&database(&desk));
        let broken = std::fs::read(database(&desk)).unwrap();
        let core = start(&desk.computer).await;
        let overview = core.overview().await;
        let DataState::Recovered {
            backup,
            made_at,
            kept,
        } = overview.data
        else {
            panic!("{name}: {:?}", overview.data);
        };
        assert_eq!(backup, Some("2026-11-24".parse().unwrap()), "{name}");
        let file = std::fs::metadata(backup_of(&desk)).unwrap();
        let moment = Timestamp::try_from(file.modified().unwrap()).unwrap();
        assert_eq!(made_at, Some(moment), "{name}: to the minute");
        let kept = std::fs::read(kept.unwrap().join("giljabi.db")).unwrap();
        assert_eq!(kept, broken, "{name}: the original is kept");
        let loaded = core.load(&overview.cards[0].id).await.unwrap();
        let task = TaskKey {
            task: "signup-account".to_owned(),
            track: None,
        };
        assert_eq!(loaded.journey.note(&task), Some("어제"), "{name}");
        // And the work goes on.
        core.run(&loaded.id, note("다시")).await.unwrap();
    }
}

#[tokio::test]
async fn damage_found_while_working_opens_the_backup_and_says_so() {
    let desk = backed_up().await;
    let core = start(&desk.computer).await;
    assert_eq!(core.overview().await.data, DataState::Ok);
    let id = core.overview().await.cards[0].id.clone();
    let mut bytes = std::fs::read(database(&desk)).unwrap();
    bytes[4096..].fill(0xff);
    std::fs::write(database(&desk), bytes).unwrap();
    // The first write of a run checks the whole database.
    let answer = core.run(&id, note("잃으면 안 돼요")).await;
    assert_eq!(answer.err(), Some(Error::NotSaved(NotSaved::Damaged)));
    let overview = core.overview().await;
    assert!(
        matches!(overview.data, DataState::Recovered { .. }),
        "{:?}",
        overview.data
    );
    assert_eq!(overview.cards[0].name, NAME);
    core.run(&id, note("다시")).await.unwrap();
}

#[tokio::test]
async fn a_newer_version_s_folder_is_not_touched() {
    let desk = backed_up().await;
    let later = from_the_future(&database(&desk));
    let core = start(&desk.computer).await;
    assert_eq!(core.overview().await.data, DataState::Newer);
    assert_eq!(core.create("x").await.err(), Some(Error::NoPlace));
    core.leave_place().await;
    assert_eq!(std::fs::read(database(&desk)).unwrap(), later);
}

/// Sets the format number in the file's header to one that is not known yet.
fn from_the_future(path: &Path) -> Vec<u8> {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    std::fs::write(path, &bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_second_app_is_told_and_the_first_goes_on() {
    let desk = open(FolderKind::Real).await;
    let id = desk.core.create(NAME).await.unwrap().id;
    let second = start(&desk.computer).await;
    assert_eq!(second.overview().await.data, DataState::InUse);
    assert_eq!(second.create("x").await.err(), Some(Error::NoPlace));
    desk.core.run(&id, note("계속")).await.unwrap();
    desk.core.leave_place().await;
    // Once the first has ended, trying again is enough.
    second.choose_place(FolderKind::Real, "").await.unwrap();
    assert_eq!(second.overview().await.data, DataState::Ok);
    assert_eq!(second.overview().await.cards.len(), 1);
}

#[cfg(target_os = "linux")]
mod small_disk {
    use super::*;

    /// A small disk in memory; only root may make one.
    struct SmallDisk(PathBuf);

    impl SmallDisk {
        fn mount(at: &Path, size: &str) -> Option<Self> {
            std::fs::create_dir_all(at).unwrap();
            let mut mount = Process::new("mount");
            mount.args(["-t", "tmpfs", "-o", size, "giljabi-test"]);
            let done = mount.arg(at).status();
            done.is_ok_and(|status| status.success())
                .then(|| Self(at.to_owned()))
        }

        fn read_only(&self, yes: bool) {
            let how = if yes { "remount,ro" } else { "remount,rw" };
            let done = Process::new("mount")
                .args(["-o", how])
                .arg(&self.0)
                .status();
            assert!(done.unwrap().success());
        }
    }

    impl Drop for SmallDisk {
        fn drop(&mut self) {
            let _ = Process::new("umount").arg("--lazy").arg(&self.0).status();
        }
    }

    /// A core with its data on a small disk; None without the right to make one.
    async fn desk() -> Option<(Desk, SmallDisk)> {
        desk_on("size=2m").await
    }

    async fn desk_on(size: &str) -> Option<(Desk, SmallDisk)> {
        let mut made = None;
        let desk = open_under(FolderKind::Real, |folder| {
            let root = folder.join("disk");
            made = disk(&root, size);
            root
        })
        .await;
        Some((desk, made?))
    }

    fn disk(root: &Path, size: &str) -> Option<SmallDisk> {
        let disk = SmallDisk::mount(root, size);
        let id = Process::new("id").arg("-u").output().unwrap().stdout;
        let is_root = String::from_utf8(id).unwrap().trim() == "0";
        // Without the right to mount, the store's own tests hold this by a limit on file sizes.
        assert!(disk.is_some() || !is_root, "root cannot mount a tmpfs");
        disk
    }

    #[tokio::test]
    async fn a_full_disk_refuses_and_loses_nothing_and_goes_on_when_there_is_room() {
        let Some((desk, _disk)) = desk().await else {
            return;
        };
        let overview = desk.core.overview().await;
        assert!(overview.low_space, "2 MB are little");
        let id = desk.core.create(NAME).await.unwrap().id;
        desk.core.run(&id, note("남아 있어요")).await.unwrap();
        let ballast = desk.computer.root.join("ballast");
        std::fs::write(&ballast, vec![0; 900_000]).unwrap();
        let mut last = 0;
        let refused = loop {
            let text = format!("{last} {}", "가".repeat(1500));
            match desk.core.run(&id, note(&text)).await {
                Ok(_) => last += 1,
                Err(error) => break error,
            }
            assert!(last < 3000, "the disk was never full");
        };
        assert_eq!(refused, Error::NotSaved(NotSaved::DiskFull));
        // What was said to be saved is there, in memory and on the disk.
        let task = TaskKey {
            task: "signup-account".to_owned(),
            track: None,
        };
        let kept = async |core: &Controller<Computer>| {
            let loaded = core.load(&id).await.unwrap();
            let text = loaded.journey.note(&task).unwrap().to_owned();
            assert!(text.starts_with(&format!("{} ", last - 1)), "{text:.20}");
        };
        kept(&desk.core).await;
        std::fs::remove_file(ballast).unwrap();
        // 다시 저장, without a restart.
        desk.core.run(&id, note("다시")).await.unwrap();
        desk.core.run(&id, Command::Undo).await.unwrap();
        desk.core.leave_place().await;
        kept(&start(&desk.computer).await).await;
    }

    #[tokio::test]
    async fn a_read_only_folder_is_opened_to_read() {
        let Some((desk, disk)) = desk().await else {
            return;
        };
        let id = desk.core.create(NAME).await.unwrap().id;
        desk.core.leave_place().await;
        disk.read_only(true);
        let core = start(&desk.computer).await;
        let overview = core.overview().await;
        let why = ReadOnlyWhy::NotPermitted;
        assert_eq!(overview.data, DataState::ReadOnly(why));
        assert_eq!(overview.cards[0].name, NAME);
        assert_eq!(core.load(&id).await.unwrap().journey.name(), NAME);
        let refused = core.run(&id, note("x")).await.err();
        assert_eq!(refused, Some(Error::NotSaved(NotSaved::ReadOnly)));
        assert!(!core.maintain().await);
        core.leave_place().await;
        disk.read_only(false);
        let core = start(&desk.computer).await;
        core.run(&id, note("다시")).await.unwrap();
    }

    #[tokio::test]
    async fn little_space_is_measured_anew_and_an_empty_locked_disk_has_its_own_name() {
        let Some((desk, disk)) = desk_on("size=64m").await else {
            return;
        };
        let low = async || desk.core.overview().await.low_space;
        assert!(!low().await);
        let ballast = desk.computer.root.join("ballast");
        std::fs::write(&ballast, vec![0; 30 << 20]).unwrap();
        assert!(low().await, "34 MB are left");
        std::fs::remove_file(ballast).unwrap();
        assert!(!low().await, "there is room again");
        desk.core.wipe().await.unwrap();
        disk.read_only(true);
        let core = start(&desk.computer).await;
        assert_eq!(core.overview().await.data, DataState::NotWritable);
    }

    #[tokio::test]
    async fn a_passphrase_that_could_not_be_stored_opens_nothing() {
        let Some((desk, _disk)) = desk().await else {
            return;
        };
        desk.keychain(Some(vault::VaultError::Absent(vault::AbsentWhy::NoService)));
        desk.core.create(NAME).await.unwrap();
        desk.core.open_vault().await;
        // To the last byte: a passphrase needs little room.
        let mut file = std::fs::File::create(desk.computer.root.join("ballast")).unwrap();
        while std::io::Write::write_all(&mut file, &[0; 512]).is_ok() {}
        let mut refused = None;
        for _ in 0..500 {
            let phrase = vault::Secret::copied_from("우리 가게 비밀 문장 열둘");
            refused = desk.core.passphrase(phrase).await.err();
            if refused.is_some() {
                break;
            }
        }
        assert_eq!(refused, Some(Error::NotSaved(NotSaved::DiskFull)));
        let state = desk.core.overview().await.vault.state;
        assert!(
            !matches!(state, VaultState::Open | VaultState::OpenPassphrase),
            "{state:?}"
        );
    }
}

/// In a network of its own whose one port is taken, the practice PortOne finds no place to listen.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_practice_server_that_cannot_start_is_called_so() {
    const TEST: &str = "a_practice_server_that_cannot_start_is_called_so";
    const INSIDE: &str = "GILJABI_WITHOUT_LOOPBACK";
    if std::env::var_os(INSIDE).is_some() {
        let _the_only_port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let root = tempfile::tempdir().unwrap();
        let computer = Computer {
            root: root.path().to_owned(),
            now: Arc::new(Mutex::new(Timestamp::now())),
            keys: MemoryKeyHolder::new(),
            trouble: Arc::default(),
        };
        let core = Controller::new(computer, Catalog::embedded(), Redactor::new());
        let _the_state_says_it = core.choose_place(FolderKind::Practice, "김하나").await;
        assert_eq!(core.overview().await.data, DataState::PracticeDown);
        // The real stores need none.
        core.choose_place(FolderKind::Real, "김하나").await.unwrap();
        assert_eq!(core.overview().await.data, DataState::Ok);
        println!("inner part done");
        return;
    }
    let namespace = || {
        let mut unshare = Process::new("unshare");
        unshare.arg("-rn");
        unshare
    };
    let allowed = namespace().arg("true").output();
    if !allowed.is_ok_and(|out| out.status.success()) {
        println!("skipped: a network namespace may not be made here");
        return;
    }
    let one_port = "echo 20000 20000 > /proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"";
    let again = namespace()
        .args(["sh", "-c", one_port, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&again.stdout) + String::from_utf8_lossy(&again.stderr);
    assert!(
        again.status.success() && text.contains("inner part done"),
        "{text}"
    );
}
