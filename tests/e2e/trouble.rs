//! Bad days of the disk, as the window tells them: what happened, that the work is safe, one button.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::album::Album;
use crate::desk::{APP, Desk, Keychain, SmallDisk};
use crate::secrets::windows;
use crate::window::{Window, flow};
use crate::{Outcome, fail, holds, walk};

const TASK: &str = "signup-account";

#[test]
fn files_that_cannot_be_read() -> Outcome {
    flow("files_that_cannot_be_read", Keychain::Absent, files)
}

async fn files(desk: &mut Desk, window: &mut Window) -> Outcome {
    walk::into_practice(window, "길동").await?;
    walk::create(window, "길동 상점").await?;
    let database = desk.data().join("practice/giljabi.db");

    // A second app ends at once, leaves the first as it was, and brings its window back.
    let shown = windows(desk)?;
    let [ours] = shown.as_slice() else {
        fail!("one window, not {shown:?}")
    };
    desk.command("xdotool")
        .args(["windowunmap", "--sync", &ours.to_string()])
        .status()?;
    let start = Instant::now();
    let mut second = desk.command(APP);
    let mut second = second.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    crate::desk::until("the end of the second app", || {
        Ok(second.try_wait()?.is_some())
    })?;
    let took = start.elapsed();
    // It promises a second; a busy machine gets three times that.
    holds!(
        took < Duration::from_secs(3),
        "the second app took {took:?}"
    );
    crate::desk::until("the window to be shown again", || {
        Ok(windows(desk)? == shown)
    })?;
    window.at("interview").await?;

    // Garbage: the newest backup is opened, and the file kept.
    end(desk, window).await?;
    std::fs::write(&database, [0x5a; 9000])?;
    let starter = desk.starter()?;
    *window = Window::open(desk).await?;
    let said = window.see("data-recovered").await?.text().await?;
    // Who starts the app hears that it can be used: that is what its start is measured by.
    let mut word = [0; 64];
    let length = starter.recv(&mut word)?;
    holds!(&word[..length] == b"READY=1\n", "{word:?}");
    plain(&said)?;
    let state = data(window).await?;
    holds!(state["kind"] == "recovered", "{state}");
    let kept = state["kept"].as_str().unwrap_or_default();
    holds!(said.contains(kept), "{said} does not say where {kept}");
    let aside = std::path::Path::new(kept).join("giljabi.db");
    holds!(
        std::fs::read(aside)? == [0x5a; 9000],
        "the file was not kept"
    );
    // The work goes on.
    window.click_if_there("to-stores").await?;
    walk::create(window, "다시 상점").await?;

    // From a newer version: nothing is opened, nothing touched.
    end(desk, window).await?;
    let mut bytes = std::fs::read(&database)?;
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    std::fs::write(&database, &bytes)?;
    *window = Window::open(desk).await?;
    window.at("datatrouble").await?;
    let page = window
        .run("return document.body.innerText", Vec::new())
        .await?;
    plain(page.as_str().unwrap_or_default())?;
    holds!(
        std::fs::read(&database)? == bytes,
        "the newer file was changed"
    );
    let state = data(window).await?;
    holds!(state["kind"] == "newer", "{state}");
    window.click("to-start").await?;
    window.at("start").await
}

#[test]
fn a_full_disk() -> Outcome {
    flow("a_full_disk", Keychain::Absent, full)
}

async fn full(desk: &mut Desk, window: &mut Window) -> Outcome {
    end(desk, window).await?;
    let Some(_disk) = SmallDisk::mount(&desk.data())? else {
        // The crates hold the same by a limit on file sizes, which needs no right.
        println!("skipped: a_full_disk: no right to mount a small disk");
        return Ok(());
    };
    *window = Window::open(desk).await?;
    let journey = walk::to_task(window, TASK, &mut Album::none()).await?;
    window.see("data-low-space").await?;
    // Up to the last byte.
    let ballast = desk.data().join("ballast");
    let mut file = std::fs::File::create(&ballast)?;
    while std::io::Write::write(&mut file, &[0; 4096]).is_ok() {}
    while std::io::Write::write(&mut file, &[0; 1]).is_ok() {}
    drop(file);
    // The journal has room of its own for a while: the core is given more than that.
    let mut refused = false;
    for round in 0..200 {
        let text = format!("{round} {}", "가".repeat(1500));
        let note = json!({ "id": journey, "key": TASK, "text": text, "goOn": false });
        if window.ask("set_note", note).await.is_err() {
            refused = true;
            break;
        }
    }
    holds!(refused, "the disk was never full");
    let last = "메모가 남아 있어요. ".repeat(120);
    let last = last.trim_end();
    window.paste("note", last).await?;
    window.see("save-again").await?;
    let said = "return document.querySelector('[role=alert]').innerText";
    let said = window.run(said, Vec::new()).await?;
    plain(said.as_str().unwrap_or_default())?;
    let kept = window.see("note").await?.prop("value").await?;
    holds!(
        kept.as_deref() == Some(last),
        "the field lost what was typed"
    );
    let page = walk::page(window, &journey, TASK).await?;
    holds!(page["note"] != last, "it was saved after all");
    // Room again: one button, no restart.
    std::fs::remove_file(&ballast)?;
    window.click("save-again").await?;
    window
        .until("the note to be saved", async || {
            let page = walk::page(window, &journey, TASK).await?;
            Ok(page["note"] == last)
        })
        .await
}

async fn data(window: &Window) -> Outcome<Value> {
    let app = window.ask("app_view", json!({})).await?;
    Ok(app["data"]["state"].clone())
}

/// Ends the app, and leaves its folder as it is.
async fn end(desk: &mut Desk, window: &mut Window) -> Outcome {
    let _gone_already = window.client.clone().close().await;
    crate::desk::until("the end of the app", || Ok(desk.app_pid().is_err()))
}

/// Words for people: none of those that machines say.
fn plain(said: &str) -> Outcome {
    holds!(!said.trim().is_empty(), "it says nothing");
    let low = said.to_lowercase();
    for word in [
        "sqlite",
        "error",
        "code ",
        "errno",
        "panic",
        "undefined",
        "null",
    ] {
        holds!(!low.contains(word), "`{word}` in: {said}");
    }
    Ok(())
}
