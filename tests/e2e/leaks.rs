//! No secret in any file, argument or environment, in plain or coded, after a run and after deleting.

use serde_json::json;

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::secrets::windows;
use crate::sweep::{canary, sweep};
use crate::window::{ESCAPE, Window, flow};
use crate::{Outcome, holds, walk};

const TASK: &str = "keys-v2";
const WEBHOOK_TASK: &str = "integration-webhook-secret";

#[test]
fn nothing_leaks() -> Outcome {
    flow("nothing_leaks", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_real_task(window, TASK, &mut Album::none()).await?;
    let saved = canary("saved")?;
    let wrong = format!("whsec_{}", canary("wrong")?);
    let noted = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        canary("noted")?
    );
    // Base64, as a webhook secret is.
    let signs = canary("signer")?;
    let canaries = [
        saved.clone(),
        wrong.clone(),
        canary_in(&noted),
        signs.clone(),
    ];

    // Saved where it belongs.
    window.fill("secret-v2_secret", &saved).await?;
    window.click("secret-save-v2_secret").await?;
    window
        .until("the secret to be saved", async || {
            window.click_if_there("go-on-v2_secret").await?;
            window.has("secret-replace-v2_secret").await
        })
        .await?;

    // Typed where none belongs: held, named, and thrown away.
    for (hook, value) in [("field-store_id", &wrong), ("note", &noted)] {
        window.fill(hook, value).await?;
        window.see("suspect").await?;
        sweep(desk, &canaries)?;
        window.click("suspect-discard").await?;
    }
    // In the search: not searched for, not kept.
    window.click("jump").await?;
    window.fill("jump-input", &saved).await?;
    window.settled().await?;
    sweep(desk, &canaries)?;
    window.press(&[ESCAPE]).await?;
    window
        .until("the search to close", async || {
            Ok(!window.has("jump-input").await?)
        })
        .await?;
    absent_from_page(window, &journey, &canaries).await?;
    sweep(desk, &canaries)?;
    webhook(window, &journey, &signs).await?;
    absent_from_page(window, &journey, &canaries).await?;
    sweep(desk, &canaries)?;

    // Shown for a moment, in a window of its own that keeps nothing.
    let shown = windows(desk)?.len();
    window.click("secret-show-v2_secret").await?;
    crate::desk::until("the secret's own window", || {
        Ok(windows(desk)?.len() > shown)
    })?;
    sweep(desk, &canaries)?;

    // A run on the next day writes a backup that has the secret in it, sealed. Then it is deleted.
    let before = backups(desk)?;
    desk.a_day_later();
    window.reopen(desk).await?;
    window
        .until(
            "the next day's backup",
            async || Ok(backups(desk)? > before),
        )
        .await?;
    sweep(desk, &canaries)?;
    window.at("task").await?;
    window.click("secret-delete-v2_secret").await?;
    window.click("delete-confirm").await?;
    window
        .until("the secret to be gone", async || {
            let page = walk::page(window, &journey, TASK).await?;
            let fields = page["fields"].as_array().cloned().unwrap_or_default();
            Ok(fields.iter().all(|field| field["stored"].is_null()))
        })
        .await?;
    sweep(desk, &canaries)
}

/// The webhook's secret on its page: it judges a request there, and no test message goes to this computer.
async fn webhook(window: &Window, journey: &str, signs: &str) -> Outcome {
    window.click("to-road").await?;
    let view = walk::view(window, journey).await?;
    walk::open_task(window, &view, WEBHOOK_TASK).await?;
    let secret = format!("whsec_{signs}");
    window.fill("secret-webhook_secret", &secret).await?;
    window.click("secret-save-webhook_secret").await?;
    window
        .until("the webhook secret to be saved", async || {
            window.click_if_there("go-on-webhook_secret").await?;
            window.has("secret-replace-webhook_secret").await
        })
        .await?;
    let address = "https://127.0.0.1/hook";
    window.fill("probe-address", address).await?;
    window.click("probe-send").await?;
    let refused =
        "return document.getElementById('probe-address').getAttribute('aria-invalid') === 'true'";
    window.wait("the address to be refused", refused).await?;
    holds!(!window.has("probe-agree").await?, "{address} may be called");
    let judged = json!({ "id": journey, "key": WEBHOOK_TASK, "text": "webhook-id: 1\n\n{}", "justNow": false });
    let judged = window.ask("judge_webhook", judged).await?;
    holds!(judged["signature"] == "header_missing", "judged {judged}");
    window.click("to-road").await?;
    let view = walk::view(window, journey).await?;
    walk::open_task(window, &view, TASK).await
}

/// How many backups the real folder has.
fn backups(desk: &Desk) -> Outcome<usize> {
    let folder = desk.data().join("real/backups");
    Ok(std::fs::read_dir(folder).map_or(0, Iterator::count))
}

/// The core gives none of them back, in no answer and in no page.
async fn absent_from_page(window: &Window, journey: &str, canaries: &[String]) -> Outcome {
    let mut said = window.client.source().await?;
    for (command, arguments) in [
        ("app_view", json!({})),
        ("journey_open", json!({ "id": journey })),
        ("task_page", json!({ "id": journey, "key": TASK })),
        ("task_page", json!({ "id": journey, "key": WEBHOOK_TASK })),
        ("history", json!({ "id": journey })),
    ] {
        said.push_str(&window.ask(command, arguments).await?.to_string());
    }
    for canary in canaries {
        holds!(
            !said.contains(canary.as_str()),
            "the page or an answer holds {canary}"
        );
    }
    Ok(())
}

fn canary_in(pem: &str) -> String {
    pem.lines().nth(1).unwrap_or_default().to_owned()
}
