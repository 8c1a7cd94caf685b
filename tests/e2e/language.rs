//! The language changes at once, everywhere, and stays.

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{Window, flow};
use crate::{Outcome, holds, walk};

#[test]
fn language_switch() -> Outcome {
    flow("language_switch", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    walk::into_practice(window, "길동").await?;
    walk::create(window, "길동 상점").await?;
    walk::interview(window, &mut Album::none()).await?;
    holds!(hangul(window).await?, "a Korean road without Hangul");
    for _ in 0..2 {
        switch(window, "en").await?;
        holds!(
            !hangul_outside_data(window).await?,
            "Hangul is left on the English road"
        );
        switch(window, "ko").await?;
        holds!(
            hangul(window).await?,
            "the road did not come back to Korean"
        );
    }
    switch(window, "en").await?;
    for (hook, screen) in [
        ("to-history", "history"),
        ("to-settings", "settings"),
        ("to-stores", "stores"),
    ] {
        window.click(hook).await?;
        window.at(screen).await?;
        window.settled().await?;
        holds!(
            !hangul_outside_data(window).await?,
            "Hangul is left on the English {screen}"
        );
    }
    window.reopen(desk).await?;
    window
        .wait(
            "English after a restart",
            "return document.documentElement.lang === 'en'",
        )
        .await
}

/// Without a restart, and without leaving the screen.
async fn switch(window: &Window, language: &str) -> Outcome {
    window.click(&format!("lang-{language}")).await?;
    let now = format!("return document.documentElement.lang === '{language}'");
    window.wait(language, &now).await?;
    window.at("road").await
}

async fn hangul(window: &Window) -> Outcome<bool> {
    Ok(window
        .run("return /[가-힣]/.test(document.body.innerText)", vec![])
        .await?
        == true)
}

/// Names that the user gave and labels quoted from a console are marked as Korean.
async fn hangul_outside_data(window: &Window) -> Outcome<bool> {
    let script = "const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
        let node; const found = []; \
        while ((node = texts.nextNode())) { \
          const at = node.parentElement; \
          if (/[가-힣]/.test(node.data) && !at.closest('[lang=ko], script, style') && at.checkVisibility()) found.push(node.data.trim()); \
        } \
        return found.filter((text) => text !== '길동 상점' && text !== '길동' && text !== '한국어' && !text.includes('길동'))";
    let found = window.run(script, vec![]).await?;
    if found.as_array().is_some_and(|found| !found.is_empty()) {
        eprintln!("Hangul: {found}");
        return Ok(true);
    }
    Ok(false)
}
