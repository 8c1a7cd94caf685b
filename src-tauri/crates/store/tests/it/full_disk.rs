//! No room: nothing confirmed is lost, everything can be read, and writing works again as soon as
//! there is room, without a restart.

use std::path::{Path, PathBuf};
use std::process::Command;

use store::{Mode, OpenError, OpenOptions, Store, WriteError};
use testkit::TempProfile;

use crate::common::{TODAY, batch, journey, open_on};

const DIR: &str = "GILJABI_FULL_DIR";

/// A small disk of its own, in memory.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "giljabi-test"])
            .arg(at)
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Writes until it fails. Returns the head that was acknowledged last, and the error.
async fn fill(store: &Store, id: uuid::Uuid, mut head: u64) -> (u64, WriteError) {
    let payload = format!("{{\"text\":\"{}\"}}", "가".repeat(5000));
    for _ in 0..2000 {
        match store.append(id, head, batch(&[&payload])).await {
            Ok(new) => head = new,
            Err(error) => return (head, error),
        }
    }
    panic!("the disk was never full");
}

async fn check_reading(store: &Store, id: uuid::Uuid, head: u64) {
    let log = store.events(id).await.unwrap();
    assert_eq!((log.head, log.rows.len() as u64), (head, head));
    assert!(log.is_intact());
    assert_eq!(store.list_journeys().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_is_survived_without_a_restart() {
    let profile = TempProfile::new();
    let Some(disk) = SmallDisk::mount(&profile.root().join("disk")) else {
        // Only root may mount. The limit on file sizes, below, takes the same paths.
        assert!(!is_root(), "root cannot mount a tmpfs");
        return;
    };
    let dir = disk.0.join("data");
    let store = open_on(&dir, TODAY).await.store;
    let journey = journey("가게");
    let id = journey.id;
    let ballast = disk.0.join("ballast");
    store.create_journey(journey, batch(&["{}"])).await.unwrap();
    let mut head = 1;
    for round in 0..3 {
        std::fs::write(&ballast, vec![0; 700_000 - round * 200_000]).unwrap();
        let (kept, error) = fill(&store, id, head).await;
        assert_eq!(error, WriteError::DiskFull, "round {round}");
        head = kept;
        for _ in 0..3 {
            check_reading(&store, id, head).await;
            // The log may have made room for a smaller step; then that one counts.
            head = store
                .append(id, head, batch(&[&"x".repeat(9000)]))
                .await
                .unwrap_or(head);
        }
        assert_eq!(store.meta_get("nothing").await, Ok(None));
        std::fs::remove_file(&ballast).unwrap();
        head = store
            .append(id, head, batch(&["{\"again\":1}"]))
            .await
            .expect("room again");
        check_reading(&store, id, head).await;
    }
    // Full at start: the store opens, and what was confirmed can be read.
    let (kept, error) = fill(&store, id, head).await;
    assert_eq!(error, WriteError::DiskFull);
    drop(store); // like a crash: the log stays
    let full = vec![0; 64];
    let mut number = 0;
    while std::fs::write(disk.0.join(format!("fill-{number}")), &full).is_ok() && number < 5000 {
        number += 1;
    }
    let opened = open_on(&dir, TODAY).await;
    assert!(opened.store.low_space());
    check_reading(&opened.store, id, kept).await;
    for number in 0..=number {
        let _ = std::fs::remove_file(disk.0.join(format!("fill-{number}")));
    }
    drop(opened);
    let store = open_on(&dir, TODAY).await.store;
    check_reading(&store, id, kept).await;
    drop(store);
}

#[tokio::test]
async fn no_room_for_the_first_start_is_said_so_and_leaves_no_wreck() {
    let profile = TempProfile::new();
    let Some(disk) = SmallDisk::mount(&profile.root().join("disk")) else {
        assert!(!is_root(), "root cannot mount a tmpfs");
        return;
    };
    let dir = disk.0.join("data");
    std::fs::write(disk.0.join("ballast"), vec![0; 2 * 1024 * 1024 - 40_960]).unwrap();
    let refused = Store::open(&dir, OpenOptions::new("0.1.0", TODAY)).await;
    assert_eq!(refused.err(), Some(OpenError::DiskFull));
    assert!(!dir.join("giljabi.db").exists());
    std::fs::remove_file(disk.0.join("ballast")).unwrap();
    let opened = open_on(&dir, TODAY).await;
    assert_eq!(
        (opened.mode, opened.recovered, opened.first_start),
        (Mode::ReadWrite, None, true)
    );
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    String::from_utf8(id).unwrap().trim() == "0"
}

#[tokio::test]
async fn a_limit_on_file_sizes_is_no_room_either() {
    if let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) {
        inner_limit(&dir).await;
        println!("inner part done");
        return;
    }
    testkit::session::need(&[("prlimit", "util-linux")]);
    let profile = TempProfile::new();
    let own = std::env::current_exe().unwrap();
    // The signal is ignored, as in an app that must survive it; the write then fails.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -S -f 800; exec \"$0\" \"$@\""])
        .arg(own)
        .args([
            "full_disk::a_limit_on_file_sizes_is_no_room_either",
            "--exact",
            "--nocapture",
        ])
        .env(DIR, profile.data())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("inner part done"), "{text}");
}

async fn inner_limit(dir: &Path) {
    let store = open_on(dir, TODAY).await.store;
    let journey = journey("가게");
    let id = journey.id;
    store.create_journey(journey, batch(&["{}"])).await.unwrap();
    let (head, error) = fill(&store, id, 1).await;
    assert_eq!(error, WriteError::DiskFull);
    check_reading(&store, id, head).await;
    let raised = Command::new("prlimit")
        .args(["--fsize=unlimited:", "--pid"])
        .arg(std::process::id().to_string())
        .status()
        .unwrap();
    assert!(raised.success());
    let head = store
        .append(id, head, batch(&["{}"]))
        .await
        .expect("room again");
    check_reading(&store, id, head).await;
}
