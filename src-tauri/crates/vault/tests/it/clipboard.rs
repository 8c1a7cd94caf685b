//! The real clipboard, on a virtual display, seen by another program.

use std::process::Command;
use std::time::Duration;

use testkit::session::{Display, Keyring, Session, need, phase, phase_done};
use vault::Secret;
use vault::clipboard::{Clipboard, ClipboardError, Holding, OpenBoard};

/// What another program finds in the clipboard.
fn seen(target: &str) -> Option<String> {
    need(&[("xclip", "xclip"), ("timeout", "coreutils")]);
    let output = Command::new("timeout")
        .args([
            "5",
            "xclip",
            "-selection",
            "clipboard",
            "-o",
            "-target",
            target,
        ])
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

/// Another program copies something.
fn copy_elsewhere(text: &str) {
    let done = Command::new("sh")
        .args([
            "-c",
            "printf '%s' \"$0\" | xclip -selection clipboard -i >/dev/null 2>&1",
        ])
        .arg(text)
        .status()
        .unwrap();
    assert!(done.success());
}

/// The system's clipboard with a shorter time.
fn clipboard(keep: Duration) -> Clipboard {
    let open: OpenBoard = vault::clipboard::system();
    Clipboard::with(open, keep)
}

async fn let_go(clipboard: &Clipboard) {
    let mut holding = clipboard.holding();
    let gone = holding.wait_for(|holding| matches!(holding, Holding::Ended(..)));
    tokio::time::timeout(Duration::from_secs(20), gone)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn a_copied_secret_is_seen_and_then_cleared() {
    if phase().is_none() {
        let (session, test) = (
            Session::new(),
            "clipboard::a_copied_secret_is_seen_and_then_cleared",
        );
        return session.run(test, "only", Keyring::NoBus, Display::Virtual);
    }
    let secret = Secret::copied_from("CANARY-가나다");
    let short = clipboard(Duration::from_secs(2));
    short.copy(&secret).await.unwrap();
    assert_eq!(seen("UTF8_STRING").as_deref(), Some("CANARY-가나다"));
    let hint = seen("x-kde-passwordManagerHint");
    assert_eq!(
        hint.as_deref(),
        Some("secret"),
        "clipboard histories are told to skip it"
    );
    let_go(&short).await;
    assert_eq!(seen("UTF8_STRING"), None);
    // What was copied elsewhere meanwhile stays.
    short.copy(&secret).await.unwrap();
    copy_elsewhere("장보기 목록");
    let_go(&short).await;
    assert_eq!(seen("UTF8_STRING").as_deref(), Some("장보기 목록"));
    // At the end of the app it does not wait for its time.
    let long = clipboard(Duration::from_secs(3600));
    long.copy(&secret).await.unwrap();
    assert_eq!(seen("UTF8_STRING").as_deref(), Some("CANARY-가나다"));
    long.clear_now(Duration::from_secs(5)).unwrap();
    assert_eq!(seen("UTF8_STRING"), None);
    phase_done();
}

#[tokio::test]
async fn without_a_display_it_says_so() {
    if phase().is_none() {
        let (session, test) = (Session::new(), "clipboard::without_a_display_it_says_so");
        return session.run(test, "only", Keyring::NoBus, Display::None);
    }
    let refused = Clipboard::new().copy(&Secret::copied_from("CANARY")).await;
    assert_eq!(refused, Err(ClipboardError::NoClipboard));
    phase_done();
}
