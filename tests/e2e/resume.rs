//! kill -9 while typing, ticking, saving a secret, writing a note: what was saved is there again,
//! on the same screen and field.

use serde_json::{Value, json};

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, holds, walk};

const TASK: &str = "keys-v2";

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

    // A tick.
    again(desk, window).await?;
    let page = walk::page(window, &journey, TASK).await?;
    holds!(
        page["line"]["status"]["kind"] == "done",
        "the proof is lost: {}",
        page["line"]["status"]
    );

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
