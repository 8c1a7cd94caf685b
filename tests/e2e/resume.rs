//! kill -9 while typing, ticking, saving a secret, writing a note: what was saved is there again,
//! on the same screen and field.

use std::time::Duration;

use serde_json::{Value, json};

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, holds, walk};

const TASK: &str = "keys-v2";
/// A task that a person marks.
const TICKED: &str = "site-footer";

#[test]
fn resume_after_kill() -> Outcome {
    flow("resume_after_kill", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_task(window, TASK, &mut Album::none()).await?;

    // Typing: the core has it, so it is there again, under the cursor.
    let store = "store-practice-00000000-0000-4000-8000-000000000001";
    window.fill("field-store_id", store).await?;
    saved(window, &journey, async |page: &Value| {
        field(page, "store_id")["value"] == store
    })
    .await?;
    again(desk, window).await?;
    window.at("task").await?;
    let typed = window.see("field-store_id").await?.prop("value").await?;
    holds!(typed.as_deref() == Some(store), "the field holds {typed:?}");
    window
        .wait(
            "the cursor in the field",
            "return document.activeElement?.dataset?.testid === 'field-store_id'",
        )
        .await?;

    // A note, in Hangul.
    let note = "개발자에게 물어보기";
    window.type_into("note", note).await?;
    saved(window, &journey, async |page: &Value| page["note"] == note).await?;
    again(desk, window).await?;
    let kept = window.see("note").await?.prop("value").await?;
    holds!(kept.as_deref() == Some(note), "the note is {kept:?}");

    // A secret: saved and whole.
    let app = window.ask("app_view", json!({})).await?;
    let offers = app["practice"].as_array().into_iter().flatten();
    let secret = offers
        .filter(|offer| offer["kind"] == "v2_secret")
        .find_map(|offer| offer["value"].as_str());
    window
        .fill("secret-v2_secret", secret.unwrap_or_default())
        .await?;
    window.click("secret-save-v2_secret").await?;
    saved(window, &journey, async |page: &Value| {
        !field(page, "v2_secret")["stored"].is_null()
    })
    .await?;
    again(desk, window).await?;
    window.see("secret-replace-v2_secret").await?;
    window.click("check-keys").await?;
    saved(window, &journey, async |page: &Value| {
        page["line"]["status"]["kind"] == "done"
    })
    .await?;

    // A proof.
    again(desk, window).await?;
    let page = walk::page(window, &journey, TASK).await?;
    holds!(
        page["line"]["status"]["kind"] == "done",
        "the proof is lost: {}",
        page["line"]["status"]
    );

    in_the_middle(desk, window, &journey, secret.unwrap_or_default()).await?;

    // The road, with nothing open.
    window.click("to-road").await?;
    window.at("road").await?;
    window
        .until("the place to be kept", async || {
            Ok(walk::view(window, &journey).await?["place"]["screen"] == "road")
        })
        .await?;
    again(desk, window).await?;
    window.at("road").await
}

/// Killed at a moment that nobody chose, while something is on its way: it is there whole, or not at
/// all.
async fn in_the_middle(
    desk: &mut Desk,
    window: &mut Window,
    journey: &str,
    secret: &str,
) -> Outcome {
    let seed = u64::from(jiff::Timestamp::now().subsec_nanosecond().unsigned_abs());
    println!("seed of the moments: {seed}");
    let moment = |step: u64| Duration::from_millis((seed / (step * step)) % 700);

    // Typing: it is saved half a second after the last key.
    let before = walk::page(window, journey, TASK).await?;
    let before = field(&before, "store_id")["value"].clone();
    let other = "store-practice-00000000-0000-4000-8000-000000000002";
    window.paste("field-store_id", other).await?;
    tokio::time::sleep(moment(1)).await;
    again(desk, window).await?;
    let page = walk::page(window, journey, TASK).await?;
    let now = field(&page, "store_id")["value"].clone();
    holds!(now == before || now == other, "the field holds {now}");

    // Saving a secret.
    window.click("secret-replace-v2_secret").await?;
    window.fill("secret-v2_secret", secret).await?;
    window.click("secret-save-v2_secret").await?;
    tokio::time::sleep(moment(3) / 4).await;
    again(desk, window).await?;
    let page = walk::page(window, journey, TASK).await?;
    holds!(
        !field(&page, "v2_secret")["stored"].is_null(),
        "the secret is gone"
    );

    // Ticking.
    let view = walk::view(window, journey).await?;
    window.click("to-road").await?;
    walk::open_task(window, &view, TICKED).await?;
    let page = walk::page(window, journey, TICKED).await?;
    let before = page["line"]["status"]["kind"].clone();
    window.click("mark").await?;
    window.click("mark-confirm").await?;
    tokio::time::sleep(moment(7) / 4).await;
    again(desk, window).await?;
    let page = walk::page(window, journey, TICKED).await?;
    let status = page["line"]["status"]["kind"].clone();
    holds!(
        status == "done" || status == before,
        "{TICKED} was {before} and is {status}"
    );
    // And what was acknowledged is there.
    if status != "done" {
        window.click("mark").await?;
        window.click("mark-confirm").await?;
    }
    window
        .until("the tick", async || {
            let page = walk::page(window, journey, TICKED).await?;
            Ok(page["line"]["status"]["kind"] == "done")
        })
        .await?;
    again(desk, window).await?;
    let page = walk::page(window, journey, TICKED).await?;
    holds!(
        page["line"]["status"]["kind"] == "done",
        "the tick is lost: {}",
        page["line"]["status"]
    );
    Ok(())
}

/// Waits until the core says so.
async fn saved(window: &Window, journey: &str, holds: impl AsyncFn(&Value) -> bool) -> Outcome {
    window
        .until("the change to be saved", async || {
            let page = walk::page(window, journey, TASK).await?;
            Ok(holds(&page).await)
        })
        .await
}

fn field(page: &Value, id: &str) -> Value {
    let fields = page["fields"].as_array().into_iter().flatten();
    fields
        .into_iter()
        .find(|field| field["id"] == id)
        .cloned()
        .unwrap_or_default()
}

/// kill -9, and start anew.
async fn again(desk: &mut Desk, window: &mut Window) -> Outcome {
    desk.kill_app()?;
    window.reopen(desk).await?;
    if window.screen().await? == "start" {
        window.click("start-practice").await?;
    }
    Ok(())
}
