//! From the first screen to a done task without a mouse.

use serde_json::json;

use crate::desk::Keychain;
use crate::window::{CONTROL, ENTER, TAB, Window, flow};
use crate::{Outcome, fail, walk};

pub const SPACE: char = ' ';

#[test]
fn keyboard_only() -> Outcome {
    flow("keyboard_only", Keychain::Unlocked, async |_, window| {
        steps(window).await
    })
}

async fn steps(window: &Window) -> Outcome {
    window.at("start").await?;
    reach(window, "who-input").await?;
    window.type_into("who-input", "길동").await?;
    press_on(window, "start-practice", ENTER).await?;
    window.at("stores").await?;
    press_on(window, "journey-new", ENTER).await?;
    window.see("journey-name").await?;
    reach(window, "journey-name").await?;
    window.type_into("journey-name", "길동 상점").await?;
    window.press(&[ENTER]).await?;
    window.at("interview").await?;
    while window.screen().await? == "interview" {
        let before = walk::choices(window).await?;
        let Some(first) = before.first() else {
            fail!("a question without choices")
        };
        press_on(window, first, SPACE).await?;
        press_on(window, "next", ENTER).await?;
        let gone = format!("return !document.querySelector('[data-testid=\"{first}\"]')");
        window.wait("the next question", &gone).await?;
    }
    window.at("answers").await?;
    press_on(window, "answers-done", ENTER).await?;
    window.at("plan").await?;
    window.see("plan-choose").await?;
    press_on(window, "plan-choose", ENTER).await?;
    window.at("road").await?;
    press_on(window, "next-card", ENTER).await?;
    window.at("task").await?;
    let app = window.ask("app_view", json!({})).await?;
    let Some(journey) = app["journeys"][0]["id"].as_str() else {
        fail!("no journey")
    };
    let before = walk::view(window, journey).await?["done"].clone();
    press_on(window, "mark", ENTER).await?;
    press_on(window, "mark-confirm", ENTER).await?;
    let done = async |what: &str, yes: bool| {
        window
            .until(what, async || {
                Ok((walk::view(window, journey).await?["done"] != before) == yes)
            })
            .await
    };
    done("the task to be done", true).await?;
    window.press(&[CONTROL, 'z']).await?;
    done("the mark to be undone", false).await?;
    window.press(&[CONTROL, 'y']).await?;
    done("the mark to be redone", true).await
}

/// Tab to it, then a key.
pub async fn press_on(window: &Window, hook: &str, key: char) -> Outcome {
    reach(window, hook).await?;
    window.press(&[key]).await
}

/// Tab until it has the focus; a group of radio buttons is one stop, and arrows move within it.
pub async fn reach(window: &Window, hook: &str) -> Outcome {
    window.see(hook).await?;
    let mut way = Vec::new();
    for _ in 0..250 {
        let script = "const e = document.activeElement; return e?.dataset?.testid ?? e?.tagName";
        let focus = window.run(script, vec![]).await?;
        if focus == hook {
            return Ok(());
        }
        way.push(focus.as_str().unwrap_or_default().to_owned());
        window.press(&[TAB]).await?;
    }
    fail!("Tab never reaches {hook}; it goes {}", way.join(" → "))
}
