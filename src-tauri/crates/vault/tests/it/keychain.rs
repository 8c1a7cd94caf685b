//! The states a keychain can be in, with the real gnome-keyring on a message bus of its own.

use std::time::{Duration, Instant};

use testkit::session::{
    Display, Keyring, PASSWORD, Session, answer_window, keyring_pid, lock_keyring, phase,
    phase_done, signal, wait_for_window,
};
use uuid::Uuid;
use vault::{
    AbsentWhy, Ask, Cancel, KeyHolder, MasterKey, OsKeychain, Redactor, Sealed, Secret, State,
    Vault, VaultError,
};

/// The data folder of all these tests.
const ID: Uuid = Uuid::from_u128(0x6709_0000_0000_4000_8000_0000_0000_0001);
/// The window in which gnome-keyring asks for the password.
const PROMPT: &str = "gcr-prompter";
/// Types the password over whatever the field holds, and confirms.
const TYPE_PASSWORD: [&[&str]; 3] = [&["key", "ctrl+a"], &["type", PASSWORD], &["key", "Return"]];
/// The caller's loop may pause this long. On an idle machine it is a few milliseconds; a call that
/// blocked the caller would hold it for as long as the deadline, which is seconds.
const PAUSE: Duration = Duration::from_millis(1000);

/// Where time is not what is tested: a busy machine may take seconds to start a daemon.
fn patient() -> Ask {
    Ask::within(Duration::from_secs(40))
}

fn vault(check: Option<Sealed>) -> Vault {
    Vault::new(ID, check, Redactor::new())
}

/// The check value travels from one phase to the next in the session's home.
fn keep(check: &Sealed) {
    std::fs::write(check_file(), check.to_bytes()).unwrap();
}

fn kept() -> Option<Sealed> {
    Some(Sealed::from_bytes(&std::fs::read(check_file()).unwrap()).unwrap())
}

fn check_file() -> std::path::PathBuf {
    std::path::Path::new(&std::env::var_os("HOME").unwrap()).join("check")
}

/// First phase of most tests: a key is made in an unlocked keyring.
async fn make_key() {
    let vault = vault(None);
    let unlocked = vault.unlock(&OsKeychain::new(), patient()).await.unwrap();
    assert!(unlocked.lasting);
    keep(&unlocked.new_check.unwrap());
}

/// How long the longest pause between two ticks of the caller's own loop is while `work` runs.
async fn longest_pause<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let mut ticks = tokio::time::interval(Duration::from_millis(5));
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return (done, longest),
            _ = ticks.tick() => {
                longest = longest.max(last.elapsed());
                last = Instant::now();
            }
        }
    }
}

/// Nothing of the vault works and everything says so, in time and without a restart.
async fn assert_absent(why: &[AbsentWhy]) {
    let (vault, chain) = (vault(None), OsKeychain::new());
    for _ in 0..2 {
        let error = vault.unlock(&chain, patient()).await.unwrap_err();
        let VaultError::Absent(told) = error else {
            panic!("{error:?}")
        };
        assert!(why.contains(&told), "{told:?}");
        assert_eq!(vault.state(), State::Absent(told));
    }
    assert_eq!(chain.stuck_threads(), 0);
    // For this run only, memory does.
    let memory = testkit::MemoryKeyHolder::new();
    assert!(!vault.unlock(&memory, patient()).await.unwrap().lasting);
    assert!(vault.seal(ID, 1, &Secret::copied_from("v")).is_ok());
}

#[tokio::test]
async fn k0_unlocked_keeps_the_key_over_a_restart() {
    match phase().as_deref() {
        None => {
            let session = Session::new();
            for phase in ["make", "use"] {
                let test = "keychain::k0_unlocked_keeps_the_key_over_a_restart";
                session.run(test, phase, Keyring::Unlocked, Display::None);
            }
            return;
        }
        Some("make") => make_key().await,
        Some(_) => {
            let chain = OsKeychain::new();
            assert!(vault(kept()).unlock(&chain, patient()).await.is_ok());
            chain.delete(ID, patient()).await.unwrap();
            assert_eq!(chain.get(ID, patient()).await.err(), Some(VaultError::Gone));
        }
    }
    phase_done();
}

#[tokio::test]
async fn k1_no_bus() {
    if phase().is_none() {
        let session = Session::new();
        return session.run("keychain::k1_no_bus", "only", Keyring::NoBus, Display::None);
    }
    assert_absent(&[AbsentWhy::NoService]).await;
    phase_done();
}

#[tokio::test]
async fn k2_no_provider() {
    if phase().is_none() {
        let session = Session::new();
        return session.run(
            "keychain::k2_no_provider",
            "only",
            Keyring::NoProvider,
            Display::None,
        );
    }
    assert_absent(&[AbsentWhy::NoProvider]).await;
    phase_done();
}

#[tokio::test]
async fn k3_never_set_up() {
    if phase().is_none() {
        let session = Session::new();
        return session.run(
            "keychain::k3_never_set_up",
            "only",
            Keyring::Locked,
            Display::None,
        );
    }
    assert_absent(&[AbsentWhy::NotSetUp]).await;
    phase_done();
}

#[tokio::test]
async fn k4_locked_and_nowhere_to_ask() {
    match phase().as_deref() {
        None => {
            let (session, test) = (Session::new(), "keychain::k4_locked_and_nowhere_to_ask");
            session.run(test, "make", Keyring::Unlocked, Display::None);
            session.run(test, "locked", Keyring::Locked, Display::None);
            return;
        }
        Some("make") => make_key().await,
        Some(_) => {
            let (vault, chain) = (vault(kept()), OsKeychain::new());
            for _ in 0..2 {
                let refused = vault.unlock(&chain, patient()).await.err();
                assert_eq!(refused, Some(VaultError::Locked));
                assert_eq!(vault.state(), State::Locked);
            }
            assert_eq!(chain.stuck_threads(), 0);
        }
    }
    phase_done();
}

#[tokio::test]
async fn k4_locked_and_the_user_refuses_then_agrees() {
    match phase().as_deref() {
        None => {
            let session = Session::new();
            let test = "keychain::k4_locked_and_the_user_refuses_then_agrees";
            session.run(test, "make", Keyring::Unlocked, Display::None);
            session.run(test, "asked", Keyring::Locked, Display::Virtual);
            return;
        }
        Some("make") => make_key().await,
        Some(_) => {
            let (vault, chain) = (vault(kept()), OsKeychain::new());
            let typing = tokio::task::spawn_blocking(|| {
                answer_window(PROMPT, &[&["key", "Escape"]]);
            });
            let refused = vault.unlock(&chain, Ask::prompted()).await.err();
            assert_eq!(refused, Some(VaultError::Locked));
            typing.await.unwrap();
            // The same process, no restart.
            let typing = tokio::task::spawn_blocking(|| {
                answer_window(PROMPT, &TYPE_PASSWORD);
            });
            assert!(vault.unlock(&chain, Ask::prompted()).await.is_ok());
            typing.await.unwrap();
            assert_eq!(vault.state(), State::Open { lasting: true });
        }
    }
    phase_done();
}

#[tokio::test]
async fn k5_the_prompt_stays_open() {
    match phase().as_deref() {
        None => {
            let (session, test) = (Session::new(), "keychain::k5_the_prompt_stays_open");
            session.run(test, "make", Keyring::Unlocked, Display::None);
            session.run(test, "asked", Keyring::Locked, Display::Virtual);
            return;
        }
        Some("make") => make_key().await,
        Some(_) => prompt_stays_open().await,
    }
    phase_done();
}

async fn prompt_stays_open() {
    let (vault, chain) = (vault(kept()), OsKeychain::new());
    // Nobody answers: the caller's loop runs on, and the deadline holds.
    let started = Instant::now();
    let ask = Ask::within(Duration::from_secs(2));
    let (answer, pause) = longest_pause(vault.unlock(&chain, ask)).await;
    assert_eq!(answer.err(), Some(VaultError::TimedOut));
    assert_eq!(vault.state(), State::Waiting);
    assert!(started.elapsed() >= Duration::from_secs(2));
    assert!(
        started.elapsed() < Duration::from_secs(3),
        "{:?}",
        started.elapsed()
    );
    assert!(pause < PAUSE, "the caller was held for {pause:?}");
    assert_eq!(chain.stuck_threads(), 1);
    tokio::task::spawn_blocking(|| wait_for_window(PROMPT))
        .await
        .unwrap();

    // The user cancels the wait while the system's window is open.
    let cancel = Cancel::new();
    let ask = Ask::prompted().cancelled_by(&cancel);
    let waiting = vault.unlock(&chain, ask);
    tokio::pin!(waiting);
    tokio::select! {
        biased;
        done = &mut waiting => panic!("the prompt is open, and yet: {done:?}"),
        () = tokio::time::sleep(Duration::from_millis(300)) => {
            assert_eq!(vault.state(), State::Opening);
            cancel.cancel();
        }
    }
    let pressed = Instant::now();
    assert_eq!(waiting.await.err(), Some(VaultError::Cancelled));
    assert!(pressed.elapsed() < PAUSE, "{:?}", pressed.elapsed());

    // The user answers the window at last: no restart is needed.
    let typing = tokio::task::spawn_blocking(|| answer_window(PROMPT, &TYPE_PASSWORD));
    assert!(
        vault
            .unlock(&chain, Ask::within(Duration::from_secs(30)))
            .await
            .is_ok()
    );
    typing.await.unwrap();
}

#[tokio::test]
async fn k5_an_open_prompt_does_not_hold_up_the_end_of_the_app() {
    match phase().as_deref() {
        None => {
            let session = Session::new();
            let test = "keychain::k5_an_open_prompt_does_not_hold_up_the_end_of_the_app";
            session.run(test, "make", Keyring::Unlocked, Display::None);
            session.run(test, "asked", Keyring::Locked, Display::Virtual);
            return;
        }
        Some("make") => make_key().await,
        Some(_) => {
            let started = std::thread::spawn(|| {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(1)
                    .enable_all()
                    .build()
                    .unwrap();
                let unlocking = runtime.spawn(async {
                    vault(kept())
                        .unlock(&OsKeychain::new(), Ask::prompted())
                        .await
                });
                wait_for_window(PROMPT);
                assert!(!unlocking.is_finished());
                let started = Instant::now();
                drop(runtime); // joins every thread of its own, and none of the keychain's
                started
            });
            let started = started.join().unwrap();
            assert!(
                started.elapsed() < Duration::from_secs(2),
                "{:?}",
                started.elapsed()
            );
        }
    }
    phase_done();
}

#[tokio::test]
async fn k6_the_daemon_is_frozen() {
    if phase().is_none() {
        let (session, test) = (Session::new(), "keychain::k6_the_daemon_is_frozen");
        return session.run(test, "only", Keyring::Unlocked, Display::None);
    }
    make_key().await;
    let pid = keyring_pid();
    signal("STOP", pid);
    let (vault, chain) = (vault(kept()), OsKeychain::new());
    let started = Instant::now();
    let (answer, pause) = longest_pause(vault.unlock(&chain, Ask::quiet())).await;
    assert_eq!(answer.err(), Some(VaultError::TimedOut));
    assert!(started.elapsed() >= Duration::from_secs(5));
    assert!(
        started.elapsed() < Duration::from_secs(7),
        "{:?}",
        started.elapsed()
    );
    assert!(pause < PAUSE, "the caller was held for {pause:?}");
    // Two more, and no further thread is spent.
    for _ in 0..2 {
        let ask = Ask::within(Duration::from_millis(50));
        assert_eq!(
            vault.unlock(&chain, ask).await.err(),
            Some(VaultError::TimedOut)
        );
    }
    assert_eq!(chain.stuck_threads(), 3);
    let refused = vault.unlock(&chain, Ask::prompted()).await.err();
    assert_eq!(refused, Some(VaultError::Absent(AbsentWhy::StillStuck)));
    // It thaws: the stuck calls return, and the next one goes through.
    signal("CONT", pid);
    let thawed = async {
        while chain.stuck_threads() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await; // threads give no event
        }
    };
    tokio::time::timeout(Duration::from_secs(20), thawed)
        .await
        .expect("the calls return");
    assert!(vault.unlock(&chain, patient()).await.is_ok());
    phase_done();
}

#[tokio::test]
async fn k7_the_daemon_is_killed_or_locked_meanwhile() {
    if phase().is_none() {
        let session = Session::new();
        let test = "keychain::k7_the_daemon_is_killed_or_locked_meanwhile";
        return session.run(test, "only", Keyring::Unlocked, Display::None);
    }
    make_key().await;
    let (first, chain) = (vault(kept()), OsKeychain::new());
    assert!(first.unlock(&chain, patient()).await.is_ok());
    let sealed = first.seal(ID, 1, &Secret::copied_from("v")).unwrap();
    lock_keyring();
    // What is open stays open; a new start finds the keyring locked.
    assert!(first.open(ID, 1, &sealed).is_ok());
    let second = vault(kept());
    assert_eq!(
        second.unlock(&chain, patient()).await.err(),
        Some(VaultError::Locked)
    );
    // The daemon is killed: the bus starts a new one, which is locked.
    signal("KILL", keyring_pid());
    assert_eq!(
        second.unlock(&chain, patient()).await.err(),
        Some(VaultError::Locked)
    );
    assert!(first.open(ID, 1, &sealed).is_ok());
    assert_eq!(chain.stuck_threads(), 0);
    phase_done();
}

#[tokio::test]
async fn k8_the_item_is_gone_or_another_is_there() {
    if phase().is_none() {
        let session = Session::new();
        let test = "keychain::k8_the_item_is_gone_or_another_is_there";
        return session.run(test, "only", Keyring::Unlocked, Display::None);
    }
    make_key().await;
    let chain = OsKeychain::new();
    chain.delete(ID, patient()).await.unwrap();
    let lost = vault(kept());
    assert_eq!(
        lost.unlock(&chain, patient()).await.err(),
        Some(VaultError::Gone)
    );
    assert_eq!(lost.state(), State::Gone);
    // Nothing was made in silence.
    assert_eq!(chain.get(ID, patient()).await.err(), Some(VaultError::Gone));
    let stranger = MasterKey::generate().unwrap();
    chain.create(ID, &stranger, patient()).await.unwrap();
    assert_eq!(
        lost.unlock(&chain, patient()).await.err(),
        Some(VaultError::WrongKey)
    );
    let refused = chain
        .create(ID, &MasterKey::generate().unwrap(), patient())
        .await;
    assert_eq!(refused.err(), Some(VaultError::AlreadyThere));
    // The user agrees to enter everything again.
    let new = lost
        .start_over(&chain, patient())
        .await
        .unwrap()
        .new_check
        .unwrap();
    assert!(vault(Some(new)).unlock(&chain, patient()).await.is_ok());
    phase_done();
}
