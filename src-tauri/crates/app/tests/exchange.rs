//! Journeys as files and as twins: what they carry, and what they never do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use app::FolderKind;
use catalog::{Catalog, Shape};
use desk::{desk, field, journey, open, with_certificate};
use vault::Secret;
use wizard::command::Command;
use wizard::view::Status;

const CANARY: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";

/// Every day and every finished task of a journey, apart from the day it was made.
fn proven(loaded: &app::Loaded) -> (Vec<String>, Vec<String>) {
    let tasks = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    // The interview is done with the answers, which a twin has.
    let asked = |task: &wizard::view::TaskView| {
        let found = Catalog::embedded().task(&task.key.task).unwrap();
        found.task.form == catalog::Form::Interview
    };
    let done = tasks.filter(|task| matches!(task.status, Status::Done { .. }) && !asked(task));
    let dates = loaded.view.dates.iter().map(|it| it.on.to_string());
    (
        done.map(|task| task.key.to_string()).collect(),
        dates.collect(),
    )
}

#[tokio::test]
async fn export_import_and_duplicate_carry_no_secret() {
    let desk = open(FolderKind::Real).await;
    let (id, store, secret) = journey(&desk).await;
    desk.core
        .save_secret(&id, &secret, Secret::copied_from(CANARY), false)
        .await
        .unwrap();
    desk.core
        .set_note(&id, &store.task, "계약 담당: 박둘", false)
        .await
        .unwrap();
    let (_, file) = desk.core.export(&id).await.unwrap();
    assert!(!file.contains(CANARY) && !file.contains("secret_saved"));
    let copy = desk.core.import(&file).await.unwrap();
    assert_ne!(copy.id, id);
    assert_eq!(copy.journey.note(&store.task), Some("계약 담당: 박둘"));
    assert!(copy.journey.secret(&secret).is_none());
    assert_eq!(desk.core.load(&copy.id).await.unwrap().view, copy.view);
    let twin = desk.core.duplicate(&id).await.unwrap();
    assert_eq!(twin.journey.note(&store.task), Some("계약 담당: 박둘"));
    assert!(twin.journey.secret(&secret).is_none());
    for bad in ["", "{}", "[1]", r#"{"format":"other","version":1}"#] {
        assert!(
            matches!(desk.core.import(bad).await, Err(app::Error::NotExport)),
            "{bad}"
        );
    }
    let newer = file.replace("\"version\": 1", "\"version\": 2");
    assert!(matches!(
        desk.core.import(&newer).await,
        Err(app::Error::NewerExport)
    ));
}

#[tokio::test]
async fn a_twin_has_nothing_proven_and_no_days() {
    let desk = desk().await;
    let (id, key) = with_certificate(&desk).await;
    desk.core.practice_certificate(&id, &key).await.unwrap();
    let module = desk.core.load(&id).await.unwrap().view.tracks[0]
        .spec
        .clone();
    let keys = field(Shape::StoreId).task;
    desk.fill(&id, &keys, &module).await.unwrap();
    desk.core.check_keys(&id, &keys).await.unwrap();
    let loaded = desk.core.load(&id).await.unwrap();
    let by_person = loaded.view.stages.iter().flat_map(|stage| &stage.tasks);
    let mut by_person = by_person.filter(|task| {
        task.proof == catalog::ProofKind::Person && matches!(task.status, Status::Ready)
    });
    let mark = Command::Mark {
        task: by_person.next().unwrap().key.clone(),
        on: desk.core.today(),
    };
    let source = desk.core.run(&id, mark).await.unwrap();
    let (done, dates) = proven(&source);
    assert!(done.len() >= 2, "a mark and a proof: {done:?}");
    assert!(!dates.is_empty());

    let twin = desk.core.duplicate(&id).await.unwrap();
    assert_eq!(proven(&twin), (Vec::new(), Vec::new()));
    assert_eq!(twin.view.tracks[0].spec, module);
    // A file carries the history, but a proof only with the very values it was made with, and a
    // secret's day only with the secret.
    let (_, file) = desk.core.export(&id).await.unwrap();
    let copy = desk.core.import(&file).await.unwrap();
    let (still, days) = proven(&copy);
    assert!(!still.contains(&keys.to_string()), "{still:?}");
    assert!(days.is_empty(), "{days:?}");
    assert!(copy.journey.secrets().next().is_none());
}

#[tokio::test]
async fn a_file_of_ours_is_taken_in_or_refused_for_what_it_is() {
    let (real, practice) = (open(FolderKind::Real).await, desk().await);
    let (id, store, _) = journey(&real).await;
    let (other, ..) = journey(&practice).await;
    let (_, of_real) = real.core.export(&id).await.unwrap();
    let (_, of_practice) = practice.core.export(&other).await.unwrap();
    let crossed = [
        real.core.import(&of_practice).await.err(),
        practice.core.import(&of_real).await.err(),
    ];
    assert_eq!(
        crossed,
        [Some(app::Error::OtherPlace), Some(app::Error::OtherPlace)]
    );

    // What the user said is no secret is in the file, and comes back with it.
    let note = format!("주문 번호 {CANARY}");
    let kept = real.core.set_note(&id, &store.task, &note, true).await;
    assert!(kept.unwrap().saved);
    let (_, file) = real.core.export(&id).await.unwrap();
    let copy = real.core.import(&file).await.unwrap();
    assert_eq!(copy.journey.note(&store.task), Some(note.as_str()));
    // Nobody was asked about what somebody wrote into the file.
    let forged = of_real.replace("모퉁이 과일가게", &note);
    let refused = real.core.import(&forged).await.err();
    assert_eq!(refused, Some(app::Error::HoldsSecretLike));
}
