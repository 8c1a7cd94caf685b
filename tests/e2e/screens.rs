//! Every screen of the window's own registry is opened, light and dark, and axe finds nothing
//! serious on it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{ESCAPE, Window, flow};
use crate::{Outcome, fail, holds, walk};

const THEMES: [&str; 2] = ["light", "dark"];

#[test]
fn every_screen() -> Outcome {
    flow("every_screen", Keychain::Unlocked, steps)
}

/// What was opened, and what axe said.
struct Tour {
    axe: String,
    seen: BTreeSet<String>,
    complaints: Vec<String>,
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let axe = root().join("ui/node_modules/axe-core/axe.min.js");
    let axe =
        std::fs::read_to_string(&axe).map_err(|error| format!("{}: {error}", axe.display()))?;
    let mut tour = Tour {
        axe,
        seen: BTreeSet::new(),
        complaints: Vec::new(),
    };
    tour.look(window, "start").await?;
    walk::into_practice(window, "길동").await?;
    tour.look(window, "stores").await?;
    let journey = walk::create(window, "길동 상점").await?;
    tour.look(window, "interview").await?;
    walk::answer_all(window, &mut Album::none()).await?;
    tour.look(window, "answers").await?;
    window.click("answers-done").await?;
    tour.look(window, "plan").await?;
    walk::take_recommended(window).await?;
    window.click("plan-choose").await?;
    tour.look(window, "road").await?;
    // The tools of the practice stand beside every screen; a day passes for the whole window.
    window.click("practice-tools-open").await?;
    window.see("practice-today").await?;
    tour.look(window, "road").await?;
    let today = window.ask("app_view", json!({})).await?["today"].clone();
    window.click("practice-step-day").await?;
    window
        .until("a day to pass", async || {
            Ok(window.ask("app_view", json!({})).await?["today"] != today)
        })
        .await?;
    window.click("practice-tools-open").await?;
    window.click("next-card").await?;
    tour.look(window, "task").await?;
    // The pages with the most on them: keys that PortOne checks, and a channel's form.
    for kind in ["keys-", "channel-test@"] {
        window.click("to-road").await?;
        let view = walk::view(window, &journey).await?;
        let Some(key) = walk::key_of(&view, kind) else {
            fail!("the journey has no {kind} task")
        };
        walk::open_task(window, &view, &key).await?;
        tour.look(window, "task").await?;
        if kind == "keys-" {
            over_the_page(&mut tour, window).await?;
            // And what PortOne said of the keys, on the page of the task.
            window.click("to-road").await?;
            walk::when_free(window, &journey, &key).await?;
            walk::do_task(window, &journey, &key).await?;
            window.see("verdict").await?;
            tour.look(window, "task").await?;
        }
    }
    window.click("to-road").await?;
    test_message(window, &journey).await?;
    tour.look(window, "task").await?;
    window.click("to-road").await?;
    window.click("to-history").await?;
    tour.look(window, "history").await?;
    window.click("to-settings").await?;
    tour.look(window, "settings").await?;
    library(&mut tour, window).await?;
    let held = trouble(desk, window).await?;
    tour.look(window, "datatrouble").await?;
    drop(held);

    let registry = registry()?;
    let unopened: Vec<_> = registry
        .iter()
        .filter(|screen| !tour.seen.contains(*screen))
        .collect();
    holds!(unopened.is_empty(), "no flow opens {unopened:?}");
    holds!(
        tour.complaints.is_empty(),
        "axe:\n{}",
        tour.complaints.join("\n")
    );
    Ok(())
}

/// A test message to a server of this computer that takes whatever comes, once it was agreed to.
async fn test_message(window: &Window, journey: &str) -> Outcome {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/hook", server.local_addr()?);
    std::thread::spawn(move || {
        for mut socket in server.incoming().flatten() {
            let (mut heard, mut part) = (Vec::new(), [0; 4096]);
            while !heard.ends_with(b"}}") {
                match socket.read(&mut part) {
                    Ok(read @ 1..) => heard.extend(&part[..read]),
                    _ => break,
                }
            }
            let taken = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _gone = socket.write_all(taken.as_bytes());
        }
    });
    let view = walk::view(window, journey).await?;
    walk::open_task(window, &view, "integration-webhook-secret").await?;
    window.fill("probe-address", &address).await?;
    window.click("probe-send").await?;
    window.click("probe-agree").await?;
    window.click("probe-send").await?;
    let said = window.see("probe-met").await?.text().await?;
    holds!(
        said.contains("127.0.0.1") && said.contains("서명이 없는데 받았다고"),
        "of a server that takes everything it says {said}"
    );
    let unfold = "document.getElementById('paste-text').closest('details').open = true";
    window.run(unfold, vec![]).await?;
    Ok(())
}

/// The library: a page of each kind, everything on it unfolded.
async fn library(tour: &mut Tour, window: &Window) -> Outcome {
    window.click("to-library").await?;
    window.see("shelf-errors").await?;
    tour.look(window, "library").await?;
    let subjects = [
        "papers",
        "trades",
        "roles",
        "identifiers",
        "webhook",
        "terms",
        "holidays",
    ];
    for subject in subjects {
        window.click(&format!("shelf-subject-{subject}")).await?;
        let there = format!("return !!document.querySelector('[data-subject=\"{subject}\"]')");
        window.wait(subject, &there).await?;
        let unfold =
            "for (const e of document.querySelectorAll('[data-screen] details')) e.open = true";
        window.run(unfold, vec![]).await?;
        tour.look(window, "subject").await?;
        window.click("top-back").await?;
    }
    // The gateway with the most said about it, as far as one can tell from outside.
    window.click("shelf-gateway-kcp").await?;
    window.see("parts-all").await?;
    window.click("parts-all").await?;
    tour.look(window, "gateway").await?;
    window.click("module-form-kcp_v2").await?;
    window.see("module-gateway").await?;
    tour.look(window, "module").await?;
    window.click("jump").await?;
    window.fill("jump-input", "MID").await?;
    window.see("jump-input").await?;
    tour.look(window, "module").await?;
    window.press(&[ESCAPE]).await?;
    window.click("to-library").await?;
    window.click("shelf-errors").await?;
    window.fill("error-input", "CC67").await?;
    window.see("error-known").await?;
    tour.look(window, "errors").await?;
    window.fill("error-input", "ZZ99").await?;
    window.see("error-unknown").await?;
    tour.look(window, "errors").await
}

/// What opens over a screen.
async fn over_the_page(tour: &mut Tour, window: &Window) -> Outcome {
    for opens in ["jump", "terms"] {
        window.click(opens).await?;
        window
            .wait(
                "the dialog",
                "return !!document.querySelector('[role=dialog]')",
            )
            .await?;
        tour.look(window, "task").await?;
        window.press(&[ESCAPE]).await?;
        window
            .wait(
                "the dialog to close",
                "return !document.querySelector('[role=dialog]')",
            )
            .await?;
    }
    Ok(())
}

/// Starts again on a folder that another process holds.
pub async fn trouble(desk: &mut Desk, window: &mut Window) -> Outcome<File> {
    desk.kill_app()?;
    let mut held = None;
    for entry in std::fs::read_dir(desk.data())?.flatten() {
        let lock = entry.path().join("lock");
        if lock.exists() {
            let file = File::open(lock)?;
            crate::desk::until("the lock", || Ok(file.try_lock().is_ok()))?;
            held = Some(file);
        }
    }
    let Some(held) = held else {
        fail!("no lock file below {}", desk.data().display())
    };
    window.reopen(desk).await?;
    if window.screen().await? == "start" {
        window.click("start-practice").await?;
    }
    Ok(held)
}

impl Tour {
    /// Waits for a screen and lets axe look at it in each theme.
    async fn look(&mut self, window: &Window, screen: &str) -> Outcome {
        window.at(screen).await?;
        window.settled().await?;
        self.seen.insert(screen.to_owned());
        let before = window
            .run(
                "return document.documentElement.dataset.theme ?? null",
                vec![],
            )
            .await?;
        for theme in THEMES {
            window
                .run(
                    "document.documentElement.dataset.theme = arguments[0]",
                    vec![theme.into()],
                )
                .await?;
            window.settled().await?;
            for complaint in self.axe(window).await? {
                self.complaints
                    .push(format!("{screen}, {theme}: {complaint}"));
            }
        }
        let back = "if (arguments[0] === null) delete document.documentElement.dataset.theme; \
            else document.documentElement.dataset.theme = arguments[0]";
        window.run(back, vec![before]).await?;
        Ok(())
    }

    /// Serious and critical findings.
    async fn axe(&self, window: &Window) -> Outcome<Vec<String>> {
        if window.run("return typeof window.axe", vec![]).await? != "object" {
            window.run(&self.axe, vec![]).await?;
        }
        let script = "const done = arguments[arguments.length - 1]; \
            window.axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations \
              .filter((v) => v.impact === 'serious' || v.impact === 'critical') \
              .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary ?? ''}`))), \
              (error) => done([`axe failed: ${error}`]))";
        let found = window.run_async(script, vec![]).await?;
        let Value::Array(found) = found else {
            fail!("axe answered {found}")
        };
        Ok(found.iter().map(ToString::to_string).collect())
    }
}

/// The screens that the window says it has.
pub fn registry() -> Outcome<BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ui/src/lib/screens.ts"))?;
    let Some(list) = text
        .split("screens = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
    else {
        fail!("no list of screens in ui/src/lib/screens.ts");
    };
    let names: BTreeSet<String> = list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    holds!(!names.is_empty(), "the list of screens is empty");
    Ok(names)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
