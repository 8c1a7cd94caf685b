//! The library in the real window: every gateway and every module's form is opened once, in both
//! languages; and what is looked for is found by the keyboard alone.

use catalog::Catalog;
use catalog::export::export;
use serde_json::json;

use crate::desk::Keychain;
use crate::window::{CONTROL, ENTER, ESCAPE, Window, flow};
use crate::{Outcome, holds, walk};

#[test]
fn every_module() -> Outcome {
    flow("every_module", Keychain::Unlocked, async |_, window| {
        let mut problems = Vec::new();
        walk_all(window, &mut problems).await?;
        holds!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(())
    })
}

/// Every gateway of the export, and every module's form with the export's labels in order.
async fn walk_all(window: &Window, problems: &mut Vec<String>) -> Outcome {
    let catalog = Catalog::embedded();
    let all = export(catalog);
    let label = |field: &catalog::Field| field.label.clone();
    let head: Vec<String> = catalog.channel_head.iter().map(label).collect();
    let tail: Vec<String> = catalog.channel_tail.iter().map(label).collect();
    let mut seen = 0;
    let mut language = "ko";
    walk::into_practice(window, "길동").await?;
    window.click("to-library").await?;
    for gateway in &all.gateways {
        window.at("library").await?;
        window
            .click(&format!("shelf-gateway-{}", gateway.id))
            .await?;
        shown(window, "gateway", &gateway.id).await?;
        for module in &gateway.modules {
            window.click(&format!("module-form-{}", module.id)).await?;
            shown(window, "module", &module.id).await?;
            let mut wanted = head.clone();
            wanted.extend(module.fields.iter().map(|field| field.label.clone()));
            wanted.extend(tail.clone());
            let labels = labels(window).await?;
            if labels != wanted {
                problems.push(format!("{}: {labels:?}, not {wanted:?}", module.id));
            }
            language = both(window, language, &module.id, problems).await?;
            seen += 1;
            window.click("top-back").await?;
            shown(window, "gateway", &gateway.id).await?;
        }
        window.click("parts-all").await?;
        language = both(window, language, &gateway.id, problems).await?;
        window.click("top-back").await?;
    }
    let modules: usize = all.gateways.iter().map(|it| it.modules.len()).sum();
    holds!(seen == modules && seen > 60, "{seen} of {modules} modules");
    Ok(())
}

/// Waits until a page of the library is there with what it is about.
async fn shown(window: &Window, screen: &str, id: &str) -> Outcome {
    let script = format!("return !!document.querySelector('[data-{screen}=\"{id}\"]')");
    window.wait(id, &script).await
}

/// The labels of the form, top to bottom.
async fn labels(window: &Window) -> Outcome<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-screen] [data-field] .label')].map((e) => e.textContent.trim())";
    Ok(serde_json::from_value(window.run(script, vec![]).await?)?)
}

/// Looks at the page in its language and in the other one, which stays.
async fn both(
    window: &Window,
    language: &'static str,
    page: &str,
    problems: &mut Vec<String>,
) -> Outcome<&'static str> {
    let other = if language == "ko" { "en" } else { "ko" };
    problems.extend(gaps(window, language, page).await?);
    window.click(&format!("lang-{other}")).await?;
    let now = format!("return document.documentElement.lang === '{other}'");
    window.wait(other, &now).await?;
    problems.extend(gaps(window, other, page).await?);
    Ok(other)
}

/// What a page must not show: nothing where words should be, or what only a program reads.
async fn gaps(window: &Window, language: &str, page: &str) -> Outcome<Vec<String>> {
    let script = r"
        const screen = document.querySelector('[data-screen]');
        const found = [];
        // Names of documents are to the letter, whatever they are.
        const words_of = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
        let text = '';
        for (let node; (node = words_of.nextNode()); )
          if (!node.parentElement.closest('.to-the-letter')) text += `${node.data}\n`;
        for (const word of ['undefined', '[object', 'NaN', 'Invalid Date', 'one_time', 'key_in', 'easy_pay', 'virtual_account',
            'gift_certificate', 'other_easy_pay', 'card_company', 'closed_to_new', 'refused_everywhere', 'pg_admin', 'portone_support'])
          if (text.includes(word)) found.push(`shows ${word}`);
        const words = 'h1, h2, h3, dt, dd, li, td, th, summary, code, label, strong, .tag, .label, section > p';
        for (const e of screen.querySelectorAll(words))
          if (e.checkVisibility() && e.textContent.trim() === '' && !e.querySelector('button, svg, input'))
            found.push(`${e.tagName}.${e.className} is empty`);
        const keys = [...screen.querySelectorAll('p, dd, li, .tag')].map((e) => e.textContent.trim()).filter((t) => t === 'null');
        if (keys.length > 0) found.push('shows null');
        return found;";
    let found: Vec<String> = serde_json::from_value(window.run(script, vec![]).await?)?;
    let told = found
        .into_iter()
        .map(|it| format!("{page}, {language}: {it}"));
    Ok(told.collect())
}

#[test]
fn found_by_keyboard() -> Outcome {
    flow(
        "found_by_keyboard",
        Keychain::Unlocked,
        async |_, window| by_keyboard(window).await,
    )
}

async fn by_keyboard(window: &Window) -> Outcome {
    walk::into_practice(window, "길동").await?;
    // Esc leaves everything as it was.
    open(window).await?;
    window.press(&[ESCAPE]).await?;
    gone(window).await?;
    holds!(window.screen().await? == "stores", "Esc went elsewhere");

    look_for(window, "사이트코드").await?;
    shown(window, "module", "kcp_v2").await?;
    let script = "return document.activeElement?.id === 'row-site_code' && document.activeElement.classList.contains('lit')";
    window
        .wait("the field to be lit and to have the focus", script)
        .await?;
    window.back().await?;
    window.at("stores").await?;

    look_for(window, "토스페이먼츠 수수료").await?;
    shown(window, "gateway", "tosspayments").await?;
    let open_part = "return document.querySelector('#part-fees')?.open === true && document.querySelector('#part-fees summary') === document.activeElement";
    window.wait("the fees to be unfolded", open_part).await?;

    look_for(window, "CC67").await?;
    window.at("errors").await?;
    window.see("error-known").await?;
    look_for(window, "ㅂㄹㅇㅍ").await?;
    window.wait("a page", "return !['errors', 'gateway'].includes(document.querySelector('[data-screen]')?.dataset.screen)").await?;
    window.back().await?;
    window.at("errors").await?;
    window.back().await?;
    window.at("gateway").await?;
    window.back().await?;
    window.at("stores").await
}

/// The dialog, by its shortcut.
async fn open(window: &Window) -> Outcome {
    window.press(&[CONTROL, 'k']).await?;
    window.see("jump-input").await?;
    window
        .wait(
            "the focus in the search",
            "return document.activeElement?.dataset.testid === 'jump-input'",
        )
        .await
}

async fn gone(window: &Window) -> Outcome {
    window
        .wait(
            "the dialog to be gone",
            "return !document.querySelector('[data-testid=jump-input]')",
        )
        .await
}

/// Ctrl+K, the words, Enter: at once, as somebody who knows the way does.
async fn look_for(window: &Window, words: &str) -> Outcome {
    open(window).await?;
    window.type_into("jump-input", words).await?;
    let script =
        "return document.querySelector('[data-testid=jump-input]')?.value === arguments[0]";
    window
        .until("the words to be typed", async || {
            Ok(window.run(script, vec![json!(words)]).await? == true)
        })
        .await?;
    window.press(&[ENTER]).await?;
    gone(window).await
}

#[test]
fn what_nobody_documented() -> Outcome {
    flow(
        "what_nobody_documented",
        Keychain::Unlocked,
        async |_, window| {
            walk::into_practice(window, "길동").await?;
            window.click("to-library").await?;
            window.click("shelf-errors").await?;
            window.fill("error-input", "ZZ99").await?;
            window.see("error-unknown").await?;
            window.see("error-ask").await?;
            // A secret is held back as in every other field.
            let secret = format!("practice{}", "0a".repeat(36));
            window.paste("error-input", &secret).await?;
            window.see("suspect").await?;
            holds!(!window.has("error-unknown").await?, "it was looked at");
            window.click("suspect-discard").await?;
            window.fill("error-input", "52").await?;
            window.click("error-of-danal").await?;
            window.see("error-known").await?;
            Ok(())
        },
    )
}
