//! The road, walked as a person would: what is next is read from the core, everything is done in
//! the window.

use serde_json::{Value, json};

use crate::album::Album;
use crate::window::{TAB, Window};
use crate::{Outcome, fail, holds};

/// Answers of the interview; a question that is not here gets its first choice.
const ANSWERS: &[&str] = &[
    "q-business-sole",
    "q-goods-physical",
    "q-surface-web",
    "q-builder-own",
    "q-purposes-one_time",
    "q-methods-card",
    "q-contracted-none",
    "q-preferred-kpn",
    "q-portone_version-v2",
];
/// More tasks than any journey of one track has.
const MANY: usize = 200;

/// From the first screen into the practice folder.
pub async fn into_practice(window: &Window, who: &str) -> Outcome {
    window.at("start").await?;
    begin(window, "start-practice", who).await?;
    window.see("banner-practice").await?;
    Ok(())
}

/// Says who is working when asked, and takes one of the two ways in.
pub async fn begin(window: &Window, way: &str, who: &str) -> Outcome {
    window.see(way).await?;
    if window.has("who-input").await? {
        window.fill("who-input", who).await?;
    }
    window.click(way).await?;
    window.at("stores").await
}

/// A new journey, up to its first question. Gives its id.
pub async fn create(window: &Window, name: &str) -> Outcome<String> {
    window.at("stores").await?;
    window.click("journey-new").await?;
    window.fill("journey-name", name).await?;
    window.click("journey-create").await?;
    window.at("interview").await?;
    let app = window.ask("app_view", json!({})).await?;
    let journeys = app["journeys"].as_array().cloned().unwrap_or_default();
    let mine = journeys.iter().find(|journey| journey["name"] == name);
    match mine.and_then(|journey| journey["id"].as_str()) {
        Some(id) => Ok(id.to_owned()),
        None => fail!("no journey is called {name}"),
    }
}

/// Practice, a journey, its interview, and the page of this task. Gives the journey's id.
pub async fn to_task(window: &Window, key: &str, album: &mut Album) -> Outcome<String> {
    into_practice(window, "길동").await?;
    to_task_of_new(window, key, album).await
}

/// The same in the real folder.
pub async fn to_real_task(window: &Window, key: &str, album: &mut Album) -> Outcome<String> {
    window.at("start").await?;
    begin(window, "start-real", "길동").await?;
    to_task_of_new(window, key, album).await
}

async fn to_task_of_new(window: &Window, key: &str, album: &mut Album) -> Outcome<String> {
    let journey = create(window, "길동 상점").await?;
    interview(window, album).await?;
    when_free(window, &journey, key).await?;
    Ok(journey)
}

/// From the road: does what comes before this task, and opens its page.
pub async fn when_free(window: &Window, journey: &str, key: &str) -> Outcome {
    for _ in 0..MANY {
        let view = view(window, journey).await?;
        let Some(task) = tasks(&view).find(|task| task["key"] == key) else {
            fail!("the journey has no {key}");
        };
        let Some(first) = task["status"]["by"][0]["key"].as_str() else {
            return open_task(window, &view, key).await;
        };
        let first = root_of(&view, first);
        open_task(window, &view, &first).await?;
        do_task(window, journey, &first).await?;
        window.click("to-road").await?;
    }
    fail!("{key} stays blocked")
}

/// Answers all questions, checks the answers, takes the plan.
pub async fn interview(window: &Window, album: &mut Album) -> Outcome {
    answer_all(window, album).await?;
    album.take(window, "answers").await?;
    window.click("answers-done").await?;
    window.at("plan").await?;
    window.see("plan-choose").await?;
    take_recommended(window).await?;
    album.take(window, "plan").await?;
    window.click("plan-choose").await?;
    window.at("road").await
}

/// Of the tracks to choose one by one, the one that the app recommends, and no other.
pub async fn take_recommended(window: &Window) -> Outcome {
    window.click("plan-own").await?;
    window.click("plan-clear").await?;
    let offers = window.hooks("plan-offer-").await?;
    let Some(first) = offers.first() else {
        fail!("a plan without offers")
    };
    window.click(first).await
}

/// The choices of the question on the screen; what is typed is no choice.
pub async fn choices(window: &Window) -> Outcome<Vec<String>> {
    let mut found = window.hooks("q-").await?;
    found.retain(|it| !it.contains("-input"));
    Ok(found)
}

/// Answers all questions.
pub async fn answer_all(window: &Window, album: &mut Album) -> Outcome {
    for _ in 0..MANY {
        let choices = choices(window).await?;
        if window.screen().await? != "interview" {
            break;
        }
        let Some(first) = choices.first() else {
            fail!("a question without choices")
        };
        let choice = choices
            .iter()
            .find(|choice| ANSWERS.contains(&choice.as_str()))
            .unwrap_or(first);
        window.click(choice).await?;
        album.take(window, first.trim_start_matches("q-")).await?;
        window.click("next").await?;
        let gone = format!(
            "return document.querySelector('[data-screen]')?.dataset.screen !== 'interview' || !document.querySelector('[data-testid=\"{choice}\"]')"
        );
        window.wait("the next question", &gone).await?;
    }
    window.at("answers").await
}

/// Does one task after the other until a track is open.
pub async fn to_open(window: &Window, journey: &str, album: &mut Album) -> Outcome {
    for _ in 0..MANY {
        let view = view(window, journey).await?;
        if view["open"] == true {
            return Ok(());
        }
        let Some(key) = next_task(&view) else {
            fail!("nothing to do, and not open: {}", view["tracks"])
        };
        open_task(window, &view, &key).await?;
        album.take(window, &key).await?;
        do_task(window, journey, &key).await?;
        window.click("to-road").await?;
        window.at("road").await?;
    }
    fail!("{MANY} tasks, and not open")
}

/// The journey as the page gets it.
pub async fn view(window: &Window, journey: &str) -> Outcome<Value> {
    window.ask("journey_open", json!({ "id": journey })).await
}

/// A task's page as the page gets it.
pub async fn page(window: &Window, journey: &str, key: &str) -> Outcome<Value> {
    window
        .ask("task_page", json!({ "id": journey, "key": key }))
        .await
}

/// The first task whose key begins so.
pub fn key_of(view: &Value, begins: &str) -> Option<String> {
    let mut keys = tasks(view).filter_map(|task| task["key"].as_str());
    keys.find(|key| key.starts_with(begins)).map(str::to_owned)
}

/// Every task, in the order of the road.
pub fn tasks(view: &Value) -> impl Iterator<Item = &Value> {
    let none: &[Value] = &[];
    let stages = view["stages"].as_array().map_or(none, Vec::as_slice);
    stages
        .iter()
        .flat_map(move |stage| stage["tasks"].as_array().map_or(none, Vec::as_slice))
}

fn status(task: &Value) -> &str {
    task["status"]["kind"].as_str().unwrap_or_default()
}

/// The task at the bottom of a chain of blocked ones.
fn root_of(view: &Value, key: &str) -> String {
    let task = tasks(view).find(|task| task["key"] == key);
    match task.and_then(|task| task["status"]["by"][0]["key"].as_str()) {
        Some(first) if first != key => root_of(view, first),
        _ => key.to_owned(),
    }
}

/// The card's task, or else the first that another side has to end.
fn next_task(view: &Value) -> Option<String> {
    let waiting = || {
        tasks(view)
            .find(|task| status(task) == "waiting")
            .and_then(|task| task["key"].as_str())
    };
    view["next"].as_str().or_else(waiting).map(str::to_owned)
}

/// From the road to a task's page, through the card where it can.
pub async fn open_task(window: &Window, view: &Value, key: &str) -> Outcome {
    window.at("road").await?;
    let hook = format!("task-{key}");
    if view["next"] == key {
        window.click("next-card").await?;
    } else {
        if !window.has(&hook).await? {
            let stage = view["stages"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|stage| {
                    stage["tasks"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .any(|task| task["key"] == key)
                });
            let Some(stage) = stage.and_then(|stage| stage["id"].as_str()) else {
                fail!("{key} is in no stage")
            };
            window.click(&format!("stage-{stage}")).await?;
        }
        window.click(&hook).await?;
    }
    window.at("task").await
}

/// Fills, starts, checks or marks until the task is done.
pub async fn do_task(window: &Window, journey: &str, key: &str) -> Outcome {
    fill_fields(window, journey, key).await?;
    for _ in 0..4 {
        let page = page(window, journey, key).await?;
        let line = &page["line"];
        let before = line["status"].clone();
        if status(line) == "done" {
            return Ok(());
        }
        if line["wait"] == true && status(line) != "waiting" {
            window.click("start-wait").await?;
        } else {
            match line["proof"]["kind"].as_str() {
                Some("portone_keys") => window.click("check-keys").await?,
                Some("payment") => window.click("check-payment").await?,
                Some("channel") if line["proof"]["machine"] == true => {
                    window.click("check-keys").await?
                }
                _ => {
                    window.click("mark").await?;
                }
            }
        }
        changed(window, journey, key, &before).await?;
    }
    fail!(
        "{key} does not get done: {}",
        page(window, journey, key).await?["line"]
    )
}

/// Waits until the task stands otherwise; some acts ask for the day first.
async fn changed(window: &Window, journey: &str, key: &str, before: &Value) -> Outcome {
    let what = format!("{key} to change from {before}");
    window
        .until(&what, async || {
            window.click_if_there("mark-confirm").await?;
            Ok(page(window, journey, key).await?["line"]["status"] != *before)
        })
        .await
}

/// Fills what the task needs, with values of the practice PortOne where it has them.
async fn fill_fields(window: &Window, journey: &str, key: &str) -> Outcome {
    let app = window.ask("app_view", json!({})).await?;
    let first = page(window, journey, key).await?;
    let module = module_of(&view(window, journey).await?, key);
    for field in first["fields"].as_array().into_iter().flatten() {
        let needed = field["requirement"]["kind"] == "required"
            || (field["requirement"]["kind"] == "conditional"
                && field["requirement"]["applies"] != false);
        if !needed
            || field["file"] == true
            || !field["value"].is_null()
            || !field["stored"].is_null()
        {
            continue;
        }
        let Some(id) = field["id"].as_str() else {
            fail!("a field of {key} without id")
        };
        let mode = mode_of(&first);
        let mut filled = false;
        for value in candidates(id, mode, module.as_deref(), &app) {
            if fill_one(window, journey, key, field, id, &value).await? {
                filled = true;
                break;
            }
        }
        holds!(
            filled,
            "no practice value is taken by {id} of {key}: {}",
            field_now(window, journey, key, id).await?
        );
    }
    Ok(())
}

/// Test or live, as the task's form or proof says.
fn mode_of(page: &Value) -> &str {
    let said = page["form"]["mode"]
        .as_str()
        .or_else(|| page["line"]["proof"]["mode"].as_str());
    said.unwrap_or("test")
}

fn module_of(view: &Value, key: &str) -> Option<String> {
    let number: u64 = key.split_once('@')?.1.parse().ok()?;
    let track = view["tracks"]
        .as_array()?
        .iter()
        .find(|track| track["id"] == number)?;
    track["spec"]["module"].as_str().map(str::to_owned)
}

/// What a person would try: the practice panel's value for this field first.
fn candidates(id: &str, mode: &str, module: Option<&str>, app: &Value) -> Vec<String> {
    let kind = match id {
        "mid" => format!("channel_{mode}"),
        "channel_key" => format!("channel_key_{mode}"),
        "payment_id" => format!("payment_{mode}"),
        other => other.to_owned(),
    };
    let offered = app["practice"].as_array().into_iter().flatten();
    let mut all: Vec<String> = offered
        .filter(|offer| offer["kind"] == kind.as_str())
        .filter(|offer| offer["module"].is_null() || offer["module"].as_str() == module)
        .filter_map(|offer| offer["value"].as_str().map(str::to_owned))
        .collect();
    let general = [
        "practice",
        "practice-0001",
        "https://practice.example.com",
        "practice@example.com",
        "2208162517",
        "02-1234-5678",
        "2027-01-04",
    ];
    all.extend(general.map(str::to_owned));
    all
}

/// Types a value and says whether the core took it.
async fn fill_one(
    window: &Window,
    journey: &str,
    key: &str,
    field: &Value,
    id: &str,
    value: &str,
) -> Outcome<bool> {
    if field["secret"] == true {
        window.fill(&format!("secret-{id}"), value).await?;
        window.click(&format!("secret-save-{id}")).await?;
    } else {
        window.fill(&format!("field-{id}"), value).await?;
        window.press(&[TAB]).await?;
    }
    let go_on = format!("go-on-{id}");
    let mut answer = Value::Null;
    window
        .until(&format!("{id} to be taken or refused"), async || {
            window.click_if_there(&go_on).await?;
            answer = field_now(window, journey, key, id).await?;
            Ok(!answer["value"].is_null()
                || !answer["stored"].is_null()
                || !answer["draft"].is_null())
        })
        .await?;
    Ok(!answer["value"].is_null() || !answer["stored"].is_null())
}

async fn field_now(window: &Window, journey: &str, key: &str, id: &str) -> Outcome<Value> {
    let page = page(window, journey, key).await?;
    let fields = page["fields"].as_array().cloned().unwrap_or_default();
    Ok(fields
        .into_iter()
        .find(|field| field["id"] == id)
        .unwrap_or_default())
}
