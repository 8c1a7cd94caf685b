//! From the interview to the plan on paper, without a mouse and in both languages.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::desk::{Desk, Keychain};
use crate::keyboard::{SPACE, press_on, reach};
use crate::window::{ENTER, RIGHT, Window, flow};
use crate::{Outcome, fail, holds, walk};

/// What is typed into a question, and how the window says that it understood.
const TYPED: [(&str, &str, &str); 2] = [
    ("monthly_sales", "３０00만원", "30,000,000"),
    ("wished_day", "2031년 3월 4일", "2031"),
];

#[test]
fn plan_on_paper() -> Outcome {
    flow("plan_on_paper", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let file = desk.home().join("plan.pdf");
    desk.dialogs_answer(&file);
    window.reopen(desk).await?;
    walk::into_practice(window, "길동").await?;
    let journey = walk::create(window, "길동 상점").await?;
    answer(window).await?;
    press_on(window, "answers-done", ENTER).await?;
    window.at("plan").await?;
    window.see("plan-pick-1").await?;

    let planning = window.ask("planning", json!({ "id": journey })).await?;
    let best = &planning["plans"][0];
    for (language, words) in [
        ("ko", ["결제 도입 계획", "얼마가 드나요", "근거:"]),
        ("en", ["Payment set-up plan", "What it costs", "Source:"]),
    ] {
        if language == "en" {
            // One stop for both languages, as radio buttons are.
            press_on(window, "lang-ko", RIGHT).await?;
        }
        let now = format!("return document.documentElement.lang === '{language}'");
        window.wait(language, &now).await?;
        let before = modified(&file);
        press_on(window, "plan-pdf", ENTER).await?;
        window
            .until("the file", async || Ok(modified(&file) != before))
            .await?;
        let text = read(&file)?;
        for part in words.into_iter().chain(["길동 상점"]) {
            holds!(text.contains(part), "no {part} in\n{text}");
        }
        for day in ["earliest", "usual", "late"] {
            let Some(day) = best["dates"][day].as_str() else {
                fail!("a plan without days: {best}")
            };
            holds!(text.contains(day), "no {day} in\n{text}");
        }
        let tracks = best["tracks"].as_array().cloned().unwrap_or_default();
        holds!(!tracks.is_empty(), "a plan without tracks");
        for track in tracks {
            let name = track["gateway"][language].as_str().unwrap_or_default();
            holds!(text.contains(name), "no {name} in\n{text}");
        }
    }

    // The plan that was shown is the one that is taken.
    press_on(window, "plan-choose", ENTER).await?;
    window.at("road").await?;
    let view = walk::view(window, &journey).await?;
    let taken = |tracks: &Value| tracks.as_array().map(Vec::len);
    holds!(
        taken(&view["tracks"]) == taken(&best["tracks"]),
        "other tracks than the plan's: {}",
        view["tracks"]
    );
    Ok(())
}

/// Every question by keyboard: what is typed is typed, else the first choice is taken.
async fn answer(window: &Window) -> Outcome {
    while window.screen().await? == "interview" {
        let choices = walk::choices(window).await?;
        let Some(first) = choices.first() else {
            fail!("a question without choices")
        };
        let typed = TYPED
            .iter()
            .find(|(question, ..)| first.starts_with(&format!("q-{question}-")));
        if let Some((question, text, understood)) = typed {
            let input = format!("q-{question}-input");
            reach(window, &input).await?;
            window.type_into(&input, text).await?;
            let read = format!(
                "return document.querySelector('[data-testid=\"{input}-read\"]')?.innerText.includes('{understood}')"
            );
            window.wait("what was understood", &read).await?;
        } else {
            press_on(window, first, SPACE).await?;
        }
        press_on(window, "next", ENTER).await?;
        let gone = format!("return !document.querySelector('[data-testid=\"{first}\"]')");
        window.wait("the next question", &gone).await?;
    }
    window.at("answers").await
}

fn modified(file: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(file).and_then(|it| it.modified()).ok()
}

/// The text on its pages, as another program reads it.
fn read(file: &Path) -> Outcome<String> {
    let output = Command::new("pdftotext")
        .arg("-layout")
        .args([file, Path::new("-")])
        .output()
        .map_err(|error| format!("pdftotext (poppler-utils): {error}"))?;
    holds!(output.status.success(), "pdftotext: {}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}
