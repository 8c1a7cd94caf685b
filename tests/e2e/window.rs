//! The window, as a person would use it: see, click, type. What is read besides is read only.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::desk::{APP, Desk, Keychain};
use crate::sweep::sweep;
use crate::{Outcome, fail};

/// Keys that write nothing, as WebDriver calls them.
pub const TAB: char = '\u{E004}';
/// Enter.
pub const ENTER: char = '\u{E007}';
/// Escape.
pub const ESCAPE: char = '\u{E00C}';
/// Ctrl.
pub const CONTROL: char = '\u{E009}';
const ALT: char = '\u{E00A}';
const LEFT: char = '\u{E012}';
/// The arrow to the right.
pub const RIGHT: char = '\u{E014}';

/// How long a person would look for something.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks: what is waited for is mostly there within a frame.
const BETWEEN: Duration = Duration::from_millis(10);

/// An open window.
pub struct Window {
    /// For what is not said here.
    pub client: Client,
    display: String,
    typed: Rc<RefCell<Vec<String>>>,
}

/// Runs a flow on a desk of its own. On failure its last picture and page stay in `target/e2e`.
pub fn flow(
    name: &str,
    keychain: Keychain,
    steps: impl AsyncFnOnce(&mut Desk, &mut Window) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut desk = Desk::new(keychain)?;
        let mut window = Window::open(&mut desk).await?;
        let outcome = steps(&mut desk, &mut window).await;
        if outcome.is_err() {
            window.leave_traces(name).await;
        }
        let _gone_already = window.client.close().await;
        outcome?;
        let typed = desk.typed().take();
        if typed.is_empty() {
            return Ok(());
        }
        sweep(&desk, &typed)
    })
}

impl Window {
    /// Starts the app on this desk.
    pub async fn open(desk: &mut Desk) -> Outcome<Self> {
        let driver = desk.driver()?;
        let Value::Object(wish) =
            json!({ "browserName": "wry", "tauri:options": { "application": APP } })
        else {
            fail!("capabilities are an object");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wish)
            .connect(&driver)
            .await?;
        let window = Window {
            client,
            display: desk.display(),
            typed: desk.typed(),
        };
        window
            .wait(
                "the first screen",
                "return !!document.querySelector('[data-screen]')",
            )
            .await?;
        Ok(window)
    }

    /// Ends the app if it still runs, and starts it again.
    pub async fn reopen(&mut self, desk: &mut Desk) -> Outcome {
        if desk.app_pid().is_ok() {
            let _gone_already = self.client.clone().close().await;
            crate::desk::until("the end of the app", || Ok(desk.app_pid().is_err()))?;
        }
        *self = Window::open(desk).await?;
        Ok(())
    }

    /// The element with this hook, when it is there to be seen.
    pub async fn see(&self, hook: &str) -> Outcome<Element> {
        let found = self.client.wait().at_most(PATIENCE).every(BETWEEN);
        let found = found.for_element(Locator::Css(&css(hook))).await;
        found.map_err(|error| format!("{hook} is not to be seen: {error}").into())
    }

    /// Is it there now?
    pub async fn has(&self, hook: &str) -> Outcome<bool> {
        Ok(!self
            .client
            .find_all(Locator::Css(&css(hook)))
            .await?
            .is_empty())
    }

    /// Waits for it, brings it into view, and clicks it. What moves while the mouse comes down is
    /// missed, by people too, who then click again.
    pub async fn click(&self, hook: &str) -> Outcome {
        let start = Instant::now();
        loop {
            let element = self.see(hook).await?;
            // Scrolled to the middle, out from under what sticks to the edges; and watched.
            let ready = "const it = document.querySelector(arguments[0]); window.hit = false; \
                it?.scrollIntoView({ block: 'center', behavior: 'instant' }); \
                it?.addEventListener('click', () => { window.hit = true; }, { once: true, capture: true })";
            self.run(ready, vec![json!(css(hook))]).await?;
            let missed = match element.click().await {
                // A window that closed was hit.
                Ok(()) => match self.run("return window.hit", vec![]).await {
                    Ok(Value::Bool(false)) => "it moved away".to_owned(),
                    _ => return Ok(()),
                },
                // The page was drawn again, or something still lies over it.
                Err(error) => error.to_string(),
            };
            if start.elapsed() > PATIENCE {
                fail!("cannot click {hook}: {missed}");
            }
            pause().await;
        }
    }

    /// Scrolls it to the middle, out from under what sticks to the edges.
    async fn center(&self, hook: &str) -> Outcome {
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.run(script, vec![json!(css(hook))]).await?;
        Ok(())
    }

    /// Clicks it if it is there now: it may go away under the mouse.
    pub async fn click_if_there(&self, hook: &str) -> Outcome {
        if let Some(element) = self
            .client
            .find_all(Locator::Css(&css(hook)))
            .await?
            .first()
        {
            let _may_be_gone = element.click().await;
        }
        Ok(())
    }

    /// Types into it, as keys.
    pub async fn type_into(&self, hook: &str, text: &str) -> Outcome {
        let element = self.see(hook).await?;
        self.center(hook).await?;
        // What the practice offers is no secret: it stands on the page.
        if hook.starts_with("secret-") && text.len() >= 16 && !text.contains("practice") {
            self.typed.borrow_mut().push(text.to_owned());
        }
        let typed = element.send_keys(text).await;
        typed.map_err(|error| format!("cannot type into {hook}: {error}").into())
    }

    /// Empties it and types.
    pub async fn fill(&self, hook: &str, text: &str) -> Outcome {
        self.see(hook).await?;
        self.center(hook).await?;
        let cleared = self.see(hook).await?.clear().await;
        cleared.map_err(|error| format!("cannot empty {hook}: {error}"))?;
        self.type_into(hook, text).await
    }

    /// Presses these keys together, as on a keyboard: wherever the focus is.
    pub async fn press(&self, keys: &[char]) -> Outcome {
        let down = keys.iter().map(|key| KeyAction::Down { value: *key });
        let up = keys.iter().rev().map(|key| KeyAction::Up { value: *key });
        let strokes = down
            .chain(up)
            .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        Ok(self.client.perform_actions(strokes).await?)
    }

    /// Back, by the keyboard.
    pub async fn back(&self) -> Outcome {
        self.press(&[ALT, LEFT]).await
    }

    /// Which screen is shown.
    pub async fn screen(&self) -> Outcome<String> {
        let name = self
            .run(
                "return document.querySelector('[data-screen]')?.dataset.screen ?? ''",
                vec![],
            )
            .await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until this screen is shown.
    pub async fn at(&self, screen: &str) -> Outcome {
        self.wait(
            screen,
            &format!(
                "return document.querySelector('[data-screen]')?.dataset.screen === '{screen}'"
            ),
        )
        .await
    }

    /// The hooks on the page that begin with these letters, in reading order.
    pub async fn hooks(&self, prefix: &str) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll(`[data-testid^=\"${arguments[0]}\"]`)].map((e) => e.dataset.testid)";
        let found = self.run(script, vec![json!(prefix)]).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.client
            .execute(script, arguments)
            .await
            .map_err(|error| format!("{error} in: {script}").into())
    }

    /// Runs a script that calls back.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.client
            .execute_async(script, arguments)
            .await
            .map_err(|error| format!("{error} in: {script}").into())
    }

    /// Waits until a script says true.
    pub async fn wait(&self, what: &str, script: &str) -> Outcome {
        self.until(what, async || {
            Ok(self.run(script, vec![]).await? == Value::Bool(true))
        })
        .await
    }

    /// Waits until it is so.
    pub async fn until(
        &self,
        what: &str,
        mut ready: impl AsyncFnMut() -> Outcome<bool>,
    ) -> Outcome {
        let start = Instant::now();
        while !ready().await? {
            if start.elapsed() > PATIENCE {
                fail!(
                    "waited {} s for {what}; the screen is {}",
                    PATIENCE.as_secs(),
                    self.screen().await?
                );
            }
            pause().await;
        }
        Ok(())
    }

    /// Waits for fonts and running animations, so that pictures and colours are final.
    pub async fn settled(&self) -> Outcome {
        let script = "const done = arguments[arguments.length - 1]; \
            document.fonts.ready \
              .then(() => Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished))) \
              .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.run_async(script, vec![]).await?;
        Ok(())
    }

    /// Puts a long text in at once, as pasting does; typing it would take minutes.
    pub async fn paste(&self, hook: &str, text: &str) -> Outcome {
        self.see(hook).await?;
        let script = "const [where, text] = arguments; const field = document.querySelector(where); \
            field.focus(); field.select(); document.execCommand('insertText', false, text)";
        self.run(script, vec![json!(css(hook)), json!(text)])
            .await?;
        Ok(())
    }

    /// Asks the core as the page does. Flows only read with it: every change goes through the window.
    pub async fn ask(&self, command: &str, arguments: Value) -> Outcome<Value> {
        let script = "const [command, args, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, args).then((ok) => done({ ok }), (no) => done({ no: no ?? true }))";
        let mut answer = self
            .run_async(script, vec![json!(command), arguments])
            .await?;
        match answer.get("no") {
            Some(no) => fail!("{command} was refused: {no}"),
            None => Ok(answer["ok"].take()),
        }
    }

    /// A picture of the page, taken from the screen: the driver's own pictures never come when the
    /// window is drawn without a GPU.
    pub async fn picture(&self, path: &Path) -> Outcome {
        let size = self
            .run(
                "return `${window.innerWidth}x${window.innerHeight}+0+0`",
                vec![],
            )
            .await?;
        let Some(size) = size.as_str() else {
            fail!("a window without size")
        };
        let mut import = std::process::Command::new("import");
        import
            .args([
                "-display",
                &self.display,
                "-window",
                "root",
                "-crop",
                size,
                "+repage",
            ])
            .arg(path);
        crate::holds!(import.status()?.success(), "no picture {}", path.display());
        Ok(())
    }

    /// What can still be seen after a failure.
    async fn leave_traces(&self, name: &str) {
        let folder = traces();
        let _best_effort = std::fs::create_dir_all(&folder);
        let _best_effort = self.picture(&folder.join(format!("{name}.png"))).await;
        if let Ok(page) = self.client.source().await {
            let _best_effort = std::fs::write(folder.join(format!("{name}.html")), page);
        }
    }
}

/// Where failures leave what they saw.
fn traces() -> PathBuf {
    Path::new(APP)
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .join("e2e")
}

fn css(hook: &str) -> String {
    format!("[data-testid=\"{hook}\"]")
}

async fn pause() {
    tokio::time::sleep(BETWEEN).await;
}
