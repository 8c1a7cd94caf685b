//! A saved secret is lent for as long as was said: 30 seconds on the clipboard, 20 in a window of
//! its own. One that is not saved is asked about before the window closes.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt, EventMask};

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, fail, holds, walk};

const TASK: &str = "keys-v2";
const VALUE: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";
/// Promised on the clipboard, and in the window.
const COPIED: Duration = Duration::from_secs(30);
const SHOWN: Duration = Duration::from_secs(20);

#[test]
fn a_secret_is_lent_for_a_while() -> Outcome {
    flow("a_secret_is_lent_for_a_while", Keychain::Unlocked, lent)
}

async fn lent(desk: &mut Desk, window: &mut Window) -> Outcome {
    walk::to_real_task(window, TASK, &mut Album::none()).await?;
    window.fill("secret-v2_secret", VALUE).await?;
    window.click("secret-save-v2_secret").await?;
    window
        .until("the secret to be saved", async || {
            window.click_if_there("go-on-v2_secret").await?;
            window.has("secret-replace-v2_secret").await
        })
        .await?;

    let copied = Instant::now();
    window.click("secret-copy-v2_secret").await?;
    crate::desk::until("the copy", || Ok(clipboard(desk)? == VALUE))?;

    let before = windows(desk)?.len();
    let shown = Instant::now();
    window.click("secret-show-v2_secret").await?;
    crate::desk::until("the secret's own window", || {
        Ok(windows(desk)?.len() > before)
    })?;
    holds!(
        !window.client.source().await?.contains(VALUE),
        "the page holds it"
    );

    // Both end by themselves; the bounds are three times what is promised.
    let closed = gone(SHOWN * 3, || Ok(windows(desk)?.len() <= before), shown)?;
    holds!(
        closed >= SHOWN - Duration::from_secs(1),
        "closed after {closed:?}"
    );
    let cleared = gone(COPIED * 3, || Ok(clipboard(desk)? != VALUE), copied)?;
    holds!(
        cleared >= COPIED - Duration::from_secs(1),
        "cleared after {cleared:?}"
    );
    Ok(())
}

#[test]
fn an_unsaved_secret_is_asked_about() -> Outcome {
    flow(
        "an_unsaved_secret_is_asked_about",
        Keychain::Unlocked,
        unsaved,
    )
}

async fn unsaved(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_real_task(window, TASK, &mut Album::none()).await?;
    window.fill("secret-v2_secret", VALUE).await?;
    // Going to another screen asks, and so does closing the window.
    window.click("to-road").await?;
    window.click("leave-stay").await?;
    let kept = window.see("secret-v2_secret").await?.prop("value").await?;
    holds!(kept.as_deref() == Some(VALUE), "staying lost the value");
    ask_to_close(desk)?;
    window.click("leave-stay").await?;
    let kept = window.see("secret-v2_secret").await?.prop("value").await?;
    holds!(kept.as_deref() == Some(VALUE), "staying lost the value");
    desk.app_pid()?;

    // Thrown away on purpose: the window closes, and nothing of it is anywhere.
    ask_to_close(desk)?;
    window.see("leave-go").await?;
    // The window goes before the driver can say that it clicked.
    let _gone_with_it = window.click("leave-go").await;
    crate::desk::until("the end of the app", || Ok(desk.app_pid().is_err()))?;
    *window = Window::open(desk).await?;
    window.at("task").await?;
    let page = walk::page(window, &journey, TASK).await?;
    let fields = page["fields"].as_array().cloned().unwrap_or_default();
    let stored = fields.iter().any(|field| !field["stored"].is_null());
    holds!(!stored, "it was saved");

    // A plain text that was typed a moment before is saved first.
    window.fill("note", "닫기 바로 전").await?;
    ask_to_close(desk)?;
    crate::desk::until("the end of the app", || Ok(desk.app_pid().is_err()))?;
    *window = Window::open(desk).await?;
    window.at("task").await?;
    let page = walk::page(window, &journey, TASK).await?;
    holds!(
        page["note"] == "닫기 바로 전",
        "the note is {}",
        page["note"]
    );
    Ok(())
}

/// What another program finds on the clipboard.
fn clipboard(desk: &Desk) -> Outcome<String> {
    let mut ask = desk.command("timeout");
    ask.args(["5", "xclip", "-selection", "clipboard", "-o"]);
    Ok(String::from_utf8_lossy(&ask.output()?.stdout).into_owned())
}

/// The app's windows on the screen.
pub fn windows(desk: &Desk) -> Outcome<Vec<u32>> {
    let pid = desk.app_pid()?.to_string();
    let mut search = desk.command("xdotool");
    search.args(["search", "--onlyvisible", "--pid", &pid, "--name", "길잡이"]);
    let found = String::from_utf8_lossy(&search.output()?.stdout).into_owned();
    Ok(found.lines().filter_map(|line| line.parse().ok()).collect())
}

/// How long after `since` it was gone; fails after `limit`.
fn gone(
    limit: Duration,
    mut is_gone: impl FnMut() -> Outcome<bool>,
    since: Instant,
) -> Outcome<Duration> {
    while !is_gone()? {
        if since.elapsed() > limit {
            fail!("still there after {limit:?}");
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(since.elapsed())
}

/// Asks the window to close, as a window manager does for its cross.
fn ask_to_close(desk: &Desk) -> Outcome {
    let Some(window) = windows(desk)?.first().copied() else {
        fail!("no window is open");
    };
    let (screen, _) = x11rb::connect(Some(&desk.display()))?;
    let atom = |name: &str| -> Outcome<u32> {
        Ok(screen.intern_atom(false, name.as_bytes())?.reply()?.atom)
    };
    let data = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, data);
    screen.send_event(false, window, EventMask::NO_EVENT, message)?;
    screen.flush()?;
    // Answered only after the message was taken.
    screen.get_input_focus()?.reply()?;
    Ok(())
}
