//! A wrong key is named, nothing is proven by it, and the right one ends the matter.

use serde_json::json;

use crate::album::Album;
use crate::desk::Keychain;
use crate::window::{Window, flow};
use crate::{Outcome, holds, walk};

const TASK: &str = "keys-v2";

#[test]
fn wrong_key() -> Outcome {
    flow("wrong_key", Keychain::Unlocked, async |_, window| {
        steps(window).await
    })
}

async fn steps(window: &Window) -> Outcome {
    let journey = walk::to_task(window, TASK, &mut Album::from_environment()).await?;
    let app = window.ask("app_view", json!({})).await?;
    let practice = |kind: &str| {
        let offers = app["practice"].as_array().into_iter().flatten();
        offers
            .filter(|offer| offer["kind"] == kind)
            .find_map(|offer| offer["value"].as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    window.fill("field-store_id", &practice("store_id")).await?;
    let right = practice("v2_secret");
    let wrong = format!("{}9", &right[..right.len() - 1]);
    window.fill("secret-v2_secret", &wrong).await?;
    window.click("secret-save-v2_secret").await?;
    window.see("secret-replace-v2_secret").await?;
    window.click("check-keys").await?;
    let said = window.see("verdict").await?.text().await?;
    holds!(!said.trim().is_empty(), "the verdict says nothing");
    let page = walk::page(window, &journey, TASK).await?;
    holds!(
        page["check"]["verdict"]["kind"] == "wrong_secret",
        "the verdict is {}",
        page["check"]
    );
    holds!(
        page["line"]["status"]["kind"] != "done",
        "a wrong key proved the task"
    );

    window.click("secret-replace-v2_secret").await?;
    window.fill("secret-v2_secret", &right).await?;
    window.click("secret-save-v2_secret").await?;
    // Once the page has taken the new value in, the way back to the former one stands below it and
    // has moved the rest: a click before that falls beside the button.
    window.see("secret-restore-v2_secret").await?;
    window.click("check-keys").await?;
    window
        .until("the right key to prove the task", async || {
            Ok(walk::page(window, &journey, TASK).await?["line"]["status"]["kind"] == "done")
        })
        .await
}
