//! First run → practice → every task → 오픈. `cargo xtask demo` is this flow with pictures.

use serde_json::json;

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{ESCAPE, Window, flow};
use crate::{Outcome, fail, holds, screens, walk};

#[test]
fn first_run_to_open() -> Outcome {
    flow("first_run_to_open", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let mut album = Album::from_environment();
    let lang = std::env::var("GILJABI_DEMO_LANG").unwrap_or_else(|_| "ko".to_owned());
    let theme = std::env::var("GILJABI_DEMO_THEME").unwrap_or_else(|_| "light".to_owned());
    window.at("start").await?;
    window.click(&format!("lang-{lang}")).await?;
    album.take(window, "start").await?;
    walk::into_practice(window, "길동").await?;
    window.click("to-settings").await?;
    window.at("settings").await?;
    window.click(&format!("theme-{theme}")).await?;
    album.take(window, "settings").await?;
    window.back().await?;
    window.at("stores").await?;
    album.take(window, "stores-empty").await?;

    let journey = walk::create(window, "길동 상점").await?;
    walk::interview(window, &mut album).await?;
    album.take(window, "road").await?;
    walk::to_open(window, &journey, &mut album).await?;
    album.take(window, "road-open").await?;

    library(window, &mut album).await?;
    window.click("to-road").await?;
    window.at("road").await?;

    let view = walk::view(window, &journey).await?;
    holds!(
        view["tracks"][0]["state"]["kind"] == "open",
        "the track is {}",
        view["tracks"][0]["state"]
    );
    window.click("to-history").await?;
    window.at("history").await?;
    readable(window, &journey).await?;
    album.take(window, "history").await?;
    window.click("to-stores").await?;
    window.at("stores").await?;
    album.take(window, "stores").await?;

    let held = screens::trouble(desk, window).await?;
    window.at("datatrouble").await?;
    album.take(window, "datatrouble").await?;
    drop(held);
    let missing: Vec<_> = screens::registry()?
        .into_iter()
        .filter(|screen| !album.seen.contains(screen))
        .collect();
    holds!(missing.is_empty(), "no picture shows {missing:?}");
    Ok(())
}

/// Who did what, on which day, and how it was proven.
async fn readable(window: &Window, journey: &str) -> Outcome {
    let lines = window.ask("history", json!({ "id": journey })).await?;
    let lines = lines.as_array().cloned().unwrap_or_default();
    let today = window.ask("app_view", json!({})).await?["today"].clone();
    for (kind, evidence) in [("marked", "person"), ("checked", "machine")] {
        let line = lines
            .iter()
            .find(|it| it["kind"] == kind && it["evidence"] == evidence);
        let Some(line) = line else {
            fail!("nothing was {kind}")
        };
        holds!(line["by"] == "길동" && line["on"] == today, "{line}");
        let seconds = line["at"].as_str().unwrap_or_default();
        holds!(seconds.ends_with("+09:00"), "{line}");
    }
    let page = window.run("return document.body.innerText", vec![]).await?;
    let page = page.as_str().unwrap_or_default();
    let words = if page.contains("History") {
        ["Checked by machine", "길동"]
    } else {
        ["자동 확인", "길동"]
    };
    for word in words {
        holds!(page.contains(word), "the history does not say {word}");
    }
    Ok(())
}

/// What can be looked up on the way.
async fn library(window: &Window, album: &mut Album) -> Outcome {
    window.click("to-library").await?;
    window.see("shelf-errors").await?;
    album.take(window, "library").await?;
    window.click("shelf-subject-trades").await?;
    window.at("subject").await?;
    album.take(window, "library-trades").await?;
    window.click("top-back").await?;
    window.click("shelf-gateway-kcp").await?;
    window.see("parts-all").await?;
    album.take(window, "gateway").await?;
    window.click("module-form-kcp_v2").await?;
    window.see("module-gateway").await?;
    album.take(window, "module").await?;
    window.click("jump").await?;
    window.fill("jump-input", "CPID").await?;
    window
        .wait(
            "finds",
            "return document.querySelectorAll('#jump-list [role=option]').length > 3",
        )
        .await?;
    album.take(window, "find").await?;
    window.press(&[ESCAPE]).await?;
    window.click("to-library").await?;
    window.click("shelf-errors").await?;
    window.fill("error-input", "CC67").await?;
    window.see("error-known").await?;
    album.take(window, "errors").await
}
