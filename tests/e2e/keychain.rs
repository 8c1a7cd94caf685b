//! Keychains that are not as one would wish: the app works, says so, and a retry needs no restart.

use serde_json::json;

use crate::album::Album;
use crate::desk::{Desk, KEYCHAIN_PASSWORD, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, walk};

const TASK: &str = "keys-v2";

#[test]
fn keychain_absent() -> Outcome {
    flow("keychain_absent", Keychain::Absent, async |_, window| {
        absent(window).await
    })
}

#[test]
fn keychain_locked() -> Outcome {
    flow("keychain_locked", Keychain::Locked, locked)
}

#[test]
fn keychain_frozen() -> Outcome {
    flow("keychain_frozen", Keychain::Frozen, frozen)
}

/// It answers nothing: the window goes on at once, says so, and needs no restart when it is back.
async fn frozen(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_task(window, TASK, &mut Album::none()).await?;
    try_to_save(window).await?;
    works_meanwhile(window, &journey).await?;
    // A person may be typing a password in the system's window, so the app waits; it need not.
    window.click("vault-act").await?;
    window
        .until("the app to stop waiting", async || {
            let app = window.ask("app_view", json!({})).await?;
            Ok(app["vault"]["state"] != "opening")
        })
        .await?;
    works_meanwhile(window, &journey).await?;
    desk.freeze_keychain(false)?;
    save_if_asked(window).await?;
    stored(window, &journey).await
}

/// Everything else works; the secret may live for this run.
async fn absent(window: &Window) -> Outcome {
    let journey = walk::to_task(window, TASK, &mut Album::none()).await?;
    try_to_save(window).await?;
    window.see("vault").await?;
    works_meanwhile(window, &journey).await?;
    window.click("vault-this-run").await?;
    save_if_asked(window).await?;
    stored(window, &journey).await
}

/// The prompt is refused, then answered.
async fn locked(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_task(window, TASK, &mut Album::none()).await?;
    try_to_save(window).await?;
    // While the prompt stands open, everything else goes on.
    prompt(desk)?;
    works_meanwhile(window, &journey).await?;
    answer_prompt(desk, &["key", "Escape"])?;
    window.see("vault").await?;
    works_meanwhile(window, &journey).await?;
    window.click("vault-act").await?;
    answer_prompt(desk, &["type", "--delay", "40", KEYCHAIN_PASSWORD])?;
    answer_prompt(desk, &["key", "Return"])?;
    save_if_asked(window).await?;
    stored(window, &journey).await
}

async fn try_to_save(window: &Window) -> Outcome {
    let app = window.ask("app_view", json!({})).await?;
    let offers = app["practice"].as_array().into_iter().flatten();
    let secret = offers
        .filter(|offer| offer["kind"] == "v2_secret")
        .find_map(|offer| offer["value"].as_str());
    window
        .fill("secret-v2_secret", secret.unwrap_or_default())
        .await?;
    window.click("secret-save-v2_secret").await
}

/// The value is still in its field: pressing save again is all it takes.
async fn save_if_asked(window: &Window) -> Outcome {
    window
        .until("the secret to be saved", async || {
            if window.has("secret-replace-v2_secret").await? {
                return Ok(true);
            }
            window.click_if_there("secret-save-v2_secret").await?;
            Ok(false)
        })
        .await
}

async fn stored(window: &Window, journey: &str) -> Outcome {
    window
        .until("the secret to be stored", async || {
            let page = walk::page(window, journey, TASK).await?;
            let fields = page["fields"].as_array().cloned().unwrap_or_default();
            Ok(fields
                .iter()
                .any(|field| field["id"] == "v2_secret" && !field["stored"].is_null()))
        })
        .await
}

/// A plain field is saved while the keychain is not there; the header speaks of the secret as well.
async fn works_meanwhile(window: &Window, journey: &str) -> Outcome {
    let before = walk::page(window, journey, TASK).await?["note"].clone();
    let note = format!(
        "{}가",
        before
            .as_str()
            .filter(|note| !note.is_empty())
            .unwrap_or("보관함을 기다리는 중")
    );
    window.fill("note", &note).await?;
    window
        .until("the note to be saved", async || {
            Ok(walk::page(window, journey, TASK).await?["note"] == note.as_str())
        })
        .await
}

/// Keys for the system's own window.
fn answer_prompt(desk: &Desk, keys: &[&str]) -> Outcome {
    prompt(desk)?;
    desk.command("xdotool").args(keys).status()?;
    Ok(())
}

/// Waits until the system asks.
fn prompt(desk: &Desk) -> Outcome {
    crate::desk::until("the system's prompt", || {
        let found = desk
            .command("xdotool")
            .args(["search", "--onlyvisible", "--class", "gcr-prompter"])
            .output()?;
        Ok(!found.stdout.is_empty())
    })
}
