//! What leaves as a file is about the plan that the journey follows, with what really happened.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;
#[path = "../../paper/tests/poppler/mod.rs"]
mod poppler;

use app::FolderKind;
use catalog::{Actor, ProofKind, Stage};
use desk::{Desk, open};
use jiff::ToSpan;
use jiff::civil::Date;
use paper::Language;
use wizard::command::Command;
use wizard::event::TrackSpec;
use wizard::plan::{Bar, Planning};
use wizard::view::Status;
use wizard::when::purpose_id;

/// A journey of a shop with cards, and what its answers allow.
async fn shop(desk: &Desk) -> (String, Planning) {
    let id = desk.core.create("모퉁이 과일가게").await.unwrap().id;
    for (question, value) in [
        ("business", "corporation"),
        ("goods", "physical"),
        ("surface", "web"),
        ("builder", "own"),
        ("purposes", "one_time"),
        ("methods", "card"),
        ("portone_version", "v2"),
    ] {
        let answer = Command::Answer {
            question: question.to_owned(),
            values: vec![value.to_owned()],
        };
        desk.core.run(&id, answer).await.unwrap();
    }
    let (_, planning) = desk.core.planning(&id).await.unwrap();
    assert!(planning.plans.len() > 1, "plans to choose from");
    (id, planning)
}

fn specs(planning: &Planning, at: usize) -> Vec<TrackSpec> {
    let tracks = planning.plans[at].tracks.iter();
    tracks.map(|it| it.spec.clone()).collect()
}

#[tokio::test]
async fn tracks_picked_by_hand_are_reckoned_as_a_plan() {
    let desk = open(FolderKind::Real).await;
    let (id, planning) = shop(&desk).await;
    // Two contracts for one wish: nobody would offer it, and it can be chosen.
    let both: Vec<TrackSpec> = [specs(&planning, 0), specs(&planning, 1)].concat();
    let (_, picked) = desk.core.planning_of(&id, &both).await.unwrap();
    assert_eq!(specs(&picked, 0).len(), both.len());
    let days = |at: usize| planning.plans[at].days.usual;
    assert_eq!(picked.plans[0].days.usual, days(0).max(days(1)));
}

async fn calendar(desk: &Desk, id: &str, picked: &[TrackSpec]) -> Vec<(String, Date)> {
    let file = desk.core.calendar(id, Language::Korean, picked.to_vec());
    let text = String::from_utf8(file.await.unwrap().bytes).unwrap();
    // Long lines are folded.
    let text = text.replace("\r\n ", "");
    let event = |event: &str| {
        let line = |name: &str| event.lines().find_map(|it| it.strip_prefix(name));
        let on = Date::strptime("%Y%m%d", line("DTSTART;VALUE=DATE:").unwrap());
        (line("UID:").unwrap().to_owned(), on.unwrap())
    };
    text.split("BEGIN:VEVENT").skip(1).map(event).collect()
}

fn of<'a>(days: &'a [(String, Date)], kind: &str) -> Vec<&'a (String, Date)> {
    let all = days.iter();
    all.filter(|(uid, _)| uid.starts_with(&format!("{kind}.")))
        .collect()
}

/// The days of opening belong to these tracks and to no others.
fn opens_only(days: &[(String, Date)], tracks: &[TrackSpec]) {
    let found: Vec<&str> = of(days, "opening").iter().map(|it| it.0.as_str()).collect();
    assert_eq!(found.len(), tracks.len(), "{days:?}");
    for spec in tracks {
        let name = format!("opening.{}.{}.", spec.module, purpose_id(spec.purpose));
        assert!(found.iter().any(|it| it.starts_with(&name)), "{name}");
    }
    for (uid, _) in of(days, "begin") {
        let own = |it: &&TrackSpec| uid.starts_with(&format!("begin.{}.", it.module));
        assert!(tracks.iter().any(|it| own(&it)), "{uid}");
    }
}

async fn pdf(desk: &Desk, id: &str, picked: &[TrackSpec]) -> Option<String> {
    let file = desk
        .core
        .plan_paper(id, Language::Korean, picked.to_vec())
        .await
        .unwrap();
    poppler::text(&file.bytes)
}

/// Does and marks what staff can do before the gateways answer, up to a stage.
async fn work_until(desk: &Desk, id: &str, spec: &TrackSpec, last: Stage) {
    for _ in 0..20 {
        let loaded = desk.core.load(id).await.unwrap();
        let head = loaded.journey.head();
        let stages = loaded.view.stages.iter().filter(|it| it.id <= last);
        for task in stages.flat_map(|it| &it.tasks) {
            let open = !matches!(
                task.status,
                Status::Done { .. } | Status::NotApplicable { .. } | Status::Blocked { .. }
            );
            let mine = matches!(task.actor, Actor::Merchant | Actor::Developer);
            if !open || !mine || !matches!(task.proof, ProofKind::Person) {
                continue;
            }
            desk.fill(id, &task.key, spec).await.unwrap();
            let (task, on) = (task.key.clone(), desk.core.today());
            let _may_be_blocked_still = desk.core.run(id, Command::Mark { task, on }).await;
        }
        if desk.core.load(id).await.unwrap().journey.head() == head {
            return;
        }
    }
}

fn go_on(desk: &Desk, days: i64) {
    let mut now = desk.computer.now.lock().unwrap();
    *now = now.checked_add((24 * days).hours()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn before_choosing_they_are_about_what_is_picked() {
    let desk = open(FolderKind::Real).await;
    let (id, planning) = shop(&desk).await;
    let nobodys = calendar(&desk, &id, &[]).await;
    assert!(nobodys.is_empty(), "{nobodys:?}");
    for at in 0..2 {
        let picked = specs(&planning, at);
        opens_only(&calendar(&desk, &id, &picked).await, &picked);
    }
    // Tracks that no plan puts together.
    let mut own = specs(&planning, 0);
    own.extend(specs(&planning, 1));
    own.sort();
    own.dedup();
    opens_only(&calendar(&desk, &id, &own).await, &own);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_that_goes_on_has_its_own_days_on_paper_and_in_the_calendar() {
    let desk = open(FolderKind::Real).await;
    let (id, planning) = shop(&desk).await;
    let (best, second) = (specs(&planning, 0), specs(&planning, 1));
    let tracks = second.clone();
    desk.core
        .run(&id, Command::ChoosePlan { tracks })
        .await
        .unwrap();
    let fresh = calendar(&desk, &id, &best).await;
    opens_only(&fresh, &second);

    work_until(&desk, &id, &second[0], Stage::Application).await;
    go_on(&desk, 14);
    let progress = desk.core.progress(&id).await.unwrap();
    let done: Vec<&Bar> = progress
        .iter()
        .flat_map(|it| &it.bars)
        .filter(|bar| bar.real.is_some_and(|it| it.done.is_some()))
        .collect();
    assert!(!done.is_empty(), "a stage is done: {progress:?}");

    // What was picked in the window says nothing any more.
    let days = calendar(&desk, &id, &best).await;
    opens_only(&days, &second);
    for (uid, on) in of(&days, "opening") {
        let own = |it: &&wizard::plan::Progress| uid.contains(&format!(".{}.", it.spec.module));
        let track = progress.iter().find(own).expect("it goes on");
        assert_eq!(*on, track.dates.usual, "{uid}");
    }
    for bar in &done {
        let begun = format!(".{}.{}.", bar.stage.id(), bar.who.id());
        let found = of(&days, "begin").iter().any(|it| it.0.contains(&begun));
        assert!(!found, "{begun} in {days:?}");
    }
    // A day that was in the file before is in it under the same name, or not at all.
    let known = |uid: &String| fresh.iter().any(|it| it.0 == *uid);
    let new: Vec<_> = of(&days, "begin")
        .into_iter()
        .filter(|it| !known(&it.0))
        .collect();
    let late = |it: &&&(String, Date)| it.1 < desk.core.today();
    assert!(new.iter().filter(late).count() == 0, "{new:?}");

    let Some(text) = pdf(&desk, &id, &best).await else {
        return;
    };
    let head = text.split("다른 길").next().unwrap_or_default();
    for track in &progress {
        let day = track.dates.usual.to_string();
        assert!(head.contains(&day), "{day} in {head}");
    }
    assert!(head.contains("끝났어요"), "{head}");
    let name = |spec: &TrackSpec| {
        let gateway = catalog::Catalog::embedded().gateway(&spec.gateway);
        gateway.unwrap().name.ko.clone()
    };
    assert!(head.contains(&name(&second[0])), "{head}");
    // The plan that was not taken is another one.
    assert!(text.contains("1번째 길"), "{text}");
}

/// A shop that goes the first plan.
async fn chosen(desk: &Desk) -> (String, Vec<TrackSpec>) {
    let (id, planning) = shop(desk).await;
    let tracks = specs(&planning, 0);
    let choose = Command::ChoosePlan {
        tracks: tracks.clone(),
    };
    desk.core.run(&id, choose).await.unwrap();
    (id, tracks)
}

/// Applied, and the gateway's mail is waited for from today on.
async fn wait_for_mail(desk: &Desk, id: &str, spec: &TrackSpec) {
    work_until(desk, id, spec, Stage::Application).await;
    let loaded = desk.core.load(id).await.unwrap();
    let mut tasks = loaded.view.stages.iter().flat_map(|it| &it.tasks);
    let wait = tasks.find(|it| it.key.task == "gateway-mail-wait").unwrap();
    let start = Command::Start {
        task: wait.key.clone(),
        on: desk.core.today(),
    };
    desk.core.run(id, start).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_for_who_wants_it_and_counts_what_is_due() {
    let desk = open(FolderKind::Real).await;
    let (id, tracks) = chosen(&desk).await;
    assert_eq!(desk.core.due().await, 0);
    wait_for_mail(&desk, &id, &tracks[0]).await;
    assert_eq!(desk.core.due().await, 0, "the usual days are not over");
    go_on(&desk, 14);
    assert_eq!(desk.core.due().await, 1);

    let notice = |wanted, last| desk.core.notice(wanted, Language::Korean, last);
    assert_eq!(notice(None, None).await, None, "nobody was asked");
    assert_eq!(notice(Some(false), None).await, None, "who said no");
    let shown = notice(Some(true), None).await.expect("who said yes");
    assert!(shown.body.contains('1'), "{shown:?}");
    assert!(!shown.body.contains("과일"), "{shown:?}");
    let today = Some(desk.core.today());
    assert_eq!(notice(Some(true), today).await, None, "once a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_practice_is_due() {
    let desk = desk::desk().await;
    let (id, tracks) = chosen(&desk).await;
    wait_for_mail(&desk, &id, &tracks[0]).await;
    for _ in 0..3 {
        let step = app::practice::Step::ThreeBusinessDays;
        desk.core.practice_step(step).await.unwrap();
    }
    let loaded = desk.core.load(&id).await.unwrap();
    assert!(loaded.reminders.iter().any(|it| it.due));
    assert_eq!(desk.core.due().await, 0);
}
