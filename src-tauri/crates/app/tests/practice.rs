//! The tools of the practice: weeks pass in minutes, people answer, and the real folder knows nothing of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use app::practice::{News, Step, Trouble};
use app::{Error, FolderKind};
use catalog::{Actor, Catalog, ProofKind};
use desk::{Desk, desk, open, v2, with_track};
use jiff::ToSpan;
use portone_sim::MailKind;
use wizard::command::{Command, Refusal};
use wizard::event::{TaskKey, TrackSpec};
use wizard::view::{Status, TaskView, TrackState};

async fn tasks(desk: &Desk, journey: &str) -> Vec<TaskView> {
    let loaded = desk.core.load(journey).await.unwrap();
    let stages = loaded.view.stages.into_iter();
    stages.flat_map(|stage| stage.tasks).collect()
}

async fn is_open(desk: &Desk, journey: &str) -> bool {
    let loaded = desk.core.load(journey).await.unwrap();
    matches!(loaded.view.tracks[0].state, TrackState::Open { .. })
}

/// Does what a person does with one task, as far as it can be done now. What is waited for is only started.
async fn work(desk: &Desk, journey: &str, task: &TaskView, spec: &TrackSpec) {
    let key = &task.key;
    desk.fill(journey, key, spec).await.unwrap();
    let on = desk.core.today();
    let others = !matches!(task.actor, Actor::Merchant | Actor::Developer);
    let command = if others {
        Command::Start {
            task: key.clone(),
            on,
        }
    } else {
        match task.proof {
            ProofKind::PortoneKeys => {
                desk.core.check_keys(journey, key).await.unwrap();
                return;
            }
            ProofKind::Payment(mode) => {
                let id = desk.practice("payment", mode, &spec.module);
                match desk.core.check_payment(journey, key, &id).await {
                    Ok(_) | Err(Error::Refused(_)) => return,
                    Err(error) => panic!("{key}: {error:?}"),
                }
            }
            ProofKind::Channel(_) | ProofKind::Person => Command::Mark {
                task: key.clone(),
                on,
            },
        }
    };
    match desk.core.run(journey, command).await {
        Ok(_) | Err(Error::Refused(_)) => {}
        Err(error) => panic!("{key}: {error:?}"),
    }
}

/// Everything that can be done today. What others have to answer is started.
async fn work_today(desk: &Desk, journey: &str, spec: &TrackSpec) {
    for task in tasks(desk, journey).await {
        let finished = matches!(
            task.status,
            Status::Done { .. }
                | Status::NotApplicable { .. }
                | Status::Blocked { .. }
                | Status::Waiting { .. }
        );
        if !finished {
            work(desk, journey, &task, spec).await;
        }
    }
}

/// What came is marked, or asked for again.
async fn read_mail(desk: &Desk, journey: &str, news: &[News]) {
    for one in news {
        if one.settles {
            let (task, on) = (one.task.clone(), one.on);
            let mark = Command::Mark { task, on };
            desk.core.run(journey, mark).await.unwrap();
        } else if one.again {
            desk.core.practice_again(journey, &one.task).await.unwrap();
        }
    }
}

/// Works and waits until that actor is waited for.
async fn waiting_for(desk: &Desk, journey: &str, spec: &TrackSpec, actor: Actor) -> TaskKey {
    for _ in 0..100 {
        work_today(desk, journey, spec).await;
        let all = tasks(desk, journey).await;
        let mut waits = all
            .iter()
            .filter(|task| matches!(task.status, Status::Waiting { .. }));
        if let Some(found) = waits.find(|task| task.actor == actor) {
            return found.key.clone();
        }
        let now = desk.core.practice_step(Step::NextNews).await.unwrap();
        read_mail(desk, journey, &now.news).await;
    }
    panic!("nobody waits for {actor:?}");
}

#[tokio::test]
async fn weeks_pass_in_minutes_to_the_opening() {
    let desk = desk().await;
    let spec = v2();
    let journey = with_track(&desk.core, spec.clone()).await;
    let began = desk.core.today();
    let mut heard: Vec<News> = Vec::new();
    for _ in 0..200 {
        if is_open(&desk, &journey).await {
            break;
        }
        work_today(&desk, &journey, &spec).await;
        let now = desk.core.practice_step(Step::NextNews).await.unwrap();
        read_mail(&desk, &journey, &now.news).await;
        heard.extend(now.news);
    }
    assert!(is_open(&desk, &journey).await, "{:?}", desk.core.today());
    let days = began.until(desk.core.today()).unwrap().get_days();
    assert!(days >= 21, "opened after {days} days");
    let count = |holds: fn(&MailKind) -> bool| {
        let mut matching: Vec<_> = heard.iter().filter(|one| holds(&one.what)).collect();
        matching.dedup_by_key(|one| (one.on, one.task.clone(), format!("{:?}", one.what)));
        matching.len()
    };
    assert!(count(|kind| matches!(kind, MailKind::Rejected(_))) > 0);
    assert!(count(|kind| matches!(kind, MailKind::Approved { .. })) > 4);
    // Everything in the log was done on a day that had come.
    let loaded = desk.core.load(&journey).await.unwrap();
    let mut before = loaded.journey.log()[0].at;
    for stamped in loaded.journey.log() {
        assert!(stamped.at >= before, "time went back");
        before = stamped.at;
    }
}

#[tokio::test]
async fn nothing_is_marked_by_what_people_write() {
    let desk = desk().await;
    let journey = with_track(&desk.core, v2()).await;
    let task = waiting_for(&desk, &journey, &v2(), Actor::Gateway).await;
    let head = desk.core.load(&journey).await.unwrap().journey.head();
    let about = |now: &app::practice::Practising| {
        let mut all = now.news.iter().filter(|one| one.task == task);
        all.next().cloned()
    };
    assert_eq!(about(&desk.core.practising().await.unwrap()), None);
    let step = desk.core.practice_step(Step::ThreeBusinessDays);
    let news = about(&step.await.unwrap()).unwrap();
    assert_eq!((news.settles, news.what), (true, MailKind::MerchantId));
    let after = desk.core.load(&journey).await.unwrap();
    assert_eq!(after.journey.head(), head);
    // Marked by the user, it is no news any more.
    let mark = Command::Mark {
        task: task.clone(),
        on: news.on,
    };
    desk.core.run(&journey, mark).await.unwrap();
    assert_eq!(about(&desk.core.practising().await.unwrap()), None);
}

#[tokio::test]
async fn the_clock_shows_business_days_and_survives_the_run() {
    let mut desk = desk().await;
    let journey = with_track(&desk.core, v2()).await;
    let task = waiting_for(&desk, &journey, &v2(), Actor::CardCompany).await;
    let began = desk.core.today();
    let day = desk.core.practice_step(Step::Day).await.unwrap();
    assert_eq!(day.today, began.tomorrow().unwrap());
    assert!(day.ahead > 0);
    let after = desk
        .core
        .practice_step(Step::ThreeBusinessDays)
        .await
        .unwrap();
    assert_eq!(
        after.today,
        Catalog::embedded().business_days_after(day.today, 3)
    );
    assert_eq!(desk.core.today(), after.today);
    assert_eq!(desk.core.overview().await.today, after.today);
    assert!(after.news.iter().any(|one| one.again), "{:?}", after.news);
    let again = desk.core.practice_again(&journey, &task).await.unwrap();
    assert!(!again.news.iter().any(|one| one.again));
    assert_eq!(
        desk.core.practice_again(&journey, &task).await,
        Err(Error::NotFound),
        "it is under way"
    );
    let before = desk
        .core
        .practice_step(Step::ThreeBusinessDays)
        .await
        .unwrap();
    assert!(before.news.iter().any(|one| one.what == MailKind::Received));

    desk.again(FolderKind::Practice).await;
    assert_eq!(desk.core.today(), before.today);
    let told = desk.core.practising().await.unwrap();
    assert_eq!(told.news, before.news, "the people remember");
    assert_eq!(told.next, before.next);
}

#[tokio::test]
async fn the_real_folder_knows_nothing_of_it() {
    let mut desk = desk().await;
    desk.core
        .practice_step(Step::ThreeBusinessDays)
        .await
        .unwrap();
    let ahead = desk.core.today();
    desk.again(FolderKind::Real).await;
    let today = desk.core.today();
    assert!(today < ahead);
    let journey = desk.core.create("진짜 가게").await.unwrap().id;
    assert_eq!(desk.core.practising().await, Err(Error::NoPlace));
    assert_eq!(
        desk.core.practice_step(Step::Day).await,
        Err(Error::NoPlace)
    );
    assert_eq!(
        desk.core.practice_trouble(Some(Trouble::Slow)).await,
        Err(Error::NoPlace)
    );
    let task = tasks(&desk, &journey).await[0].key.clone();
    assert_eq!(
        desk.core.practice_again(&journey, &task).await,
        Err(Error::NoPlace)
    );
    assert_eq!(desk.core.today(), today);
    // A mark on the practice day is one on a day that has not come.
    let mark = Command::Mark {
        task,
        on: today.checked_add(1.day()).unwrap(),
    };
    assert_eq!(
        desk.core.run(&journey, mark).await.map(drop),
        Err(Error::Refused(Refusal::FutureDay))
    );
}

#[tokio::test]
async fn each_trouble_is_met_by_a_check_and_ends() {
    use app::checks::{Reach, Verdict};
    let desk = desk().await;
    let spec = v2();
    let journey = with_track(&desk.core, spec.clone()).await;
    let keys = desk::field(catalog::Shape::StoreId).task;
    desk.fill(&journey, &keys, &spec).await.unwrap();
    let check = async || desk.core.check_keys(&journey, &keys).await.unwrap();
    for (trouble, fits) in [
        (
            Trouble::WrongKey,
            (|v| matches!(v, Verdict::WrongSecret { .. })) as fn(&Verdict) -> bool,
        ),
        (Trouble::ForeignStore, |v| {
            matches!(v, Verdict::NotPermitted { .. })
        }),
        (Trouble::Broken, |v| {
            matches!(
                v,
                Verdict::Unreachable {
                    reach: Reach::NoConnection,
                    ..
                }
            )
        }),
        (Trouble::LoginPage, |v| {
            matches!(
                v,
                Verdict::Unreachable {
                    reach: Reach::LoginPage,
                    ..
                }
            )
        }),
        (Trouble::ServerError, |v| {
            matches!(v, Verdict::PortoneFault { .. })
        }),
    ] {
        let now = desk.core.practice_trouble(Some(trouble)).await.unwrap();
        assert_eq!(now.trouble, Some(trouble));
        let verdict = check().await;
        assert!(fits(&verdict), "{trouble:?}: {verdict:?}");
    }
    assert_eq!(
        desk.core.practice_trouble(None).await.unwrap().trouble,
        None
    );
    assert!(matches!(check().await, Verdict::KeysGood { .. }));
}

#[tokio::test]
async fn outside_every_folder_there_is_no_practice() {
    let desk = open(FolderKind::Practice).await;
    desk.core.practice_step(Step::Day).await.unwrap();
    let ahead = desk.core.today();
    desk.core.leave_place().await;
    assert!(desk.core.today() < ahead);
    assert_eq!(desk.core.practising().await, Err(Error::NoPlace));
}

/// In the payment window a channel's gateway refuses with its own codes: those that the catalogue has of it.
#[tokio::test]
async fn the_payment_window_refuses_with_the_codes_of_the_channels_gateway() {
    use std::io::{Read as _, Write as _};

    let desk = desk().await;
    let catalog = Catalog::embedded();
    let code = |gateway: &catalog::Gateway| gateway.errors.iter().find_map(|it| it.code.clone());
    let (gateway, module) = catalog
        .modules()
        .find(|(gateway, _)| code(gateway).is_some())
        .unwrap();
    let channel = desk.practice("channel_key", catalog::Mode::Test, &module.id);
    let (base, store) = desk
        .core
        .with_practice(|portone| (portone.base_url(), portone.seed().store_id))
        .await
        .unwrap();
    let request = format!(
        r#"{{"storeId":"{store}","channelKey":"{channel}","paymentId":"practice-w","orderName":"a","totalAmount":1000,"currency":"KRW","payMethod":"CARD"}}"#
    );
    let request: String = request.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let page = tokio::task::spawn_blocking(move || {
        let host = base.trim_start_matches("http://");
        let mut socket = std::net::TcpStream::connect(host).unwrap();
        let head = format!("host: {host}\r\nconnection: close");
        let place = format!("/practice/window?kind=payment&request={request}");
        write!(socket, "GET {place} HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
        let mut page = String::new();
        socket.read_to_string(&mut page).unwrap();
        page
    });
    let page = page.await.unwrap();
    let own = code(gateway).unwrap();
    assert!(page.contains(&format!("<option value=\"{own}|")), "{page}");
}
