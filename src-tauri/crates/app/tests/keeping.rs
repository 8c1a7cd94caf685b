//! What is typed is kept, held back or refused; secrets stay where they belong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use app::{FolderKind, VaultState};
use catalog::Catalog;
use desk::{Desk, desk, journey, open, with_certificate};
use vault::Secret;
use wizard::command::{Command, Refusal};
use wizard::event::{FieldAt, TaskKey};
use wizard::lint::{LintKind, Weight};
use wizard::view::DatedKind;

const STORE: &str = "store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec";
const CANARY: &str =
    "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";

/// Every byte under the folder.
fn everything(desk: &Desk) -> Vec<u8> {
    let mut all = Vec::new();
    let mut folders = vec![desk.computer.root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.extend(std::fs::read(path).unwrap());
            }
        }
    }
    all
}

fn holds(all: &[u8], text: &str) -> bool {
    all.windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_secret_is_sealed_survives_a_restart_and_is_gone_when_deleted() {
    let mut desk = open(FolderKind::Real).await;
    let (id, _, secret) = journey(&desk).await;
    let value = Secret::copied_from(CANARY);
    let typed = desk
        .core
        .save_secret(&id, &secret, value, false)
        .await
        .unwrap();
    assert!(typed.saved && typed.value.is_none(), "{typed:?}");
    assert!(!holds(&everything(&desk), CANARY));
    desk.again(FolderKind::Real).await;
    let shown = desk.core.show_secret(&id, &secret).await.unwrap();
    assert_eq!(shown.value.expose_str(), Some(CANARY));
    desk.core.delete_secret(&id, &secret).await.unwrap();
    let gone = desk.core.show_secret(&id, &secret).await;
    assert!(matches!(gone, Err(app::Error::SecretGone)));
    // Undo brings back everything but what cannot be brought back.
    while desk.core.run(&id, Command::Undo).await.is_ok() {}
    let loaded = desk.core.load(&id).await.unwrap();
    assert!(loaded.journey.secret(&secret).is_none());
}

#[tokio::test]
async fn undo_and_redo_of_a_replaced_secret_bring_its_value_with_it() {
    let desk = open(FolderKind::Real).await;
    let (id, _, secret) = journey(&desk).await;
    let second = CANARY.replace('a', "z");
    for value in [CANARY, second.as_str()] {
        desk.core
            .save_secret(&id, &secret, Secret::copied_from(value), false)
            .await
            .unwrap();
    }
    let shown = async || {
        let shown = desk.core.show_secret(&id, &secret).await.unwrap();
        shown.value.expose_str().unwrap().to_owned()
    };
    assert_eq!(shown().await, second);
    desk.core.run(&id, Command::Undo).await.unwrap();
    assert_eq!(shown().await, CANARY);
    desk.core.run(&id, Command::Redo).await.unwrap();
    assert_eq!(shown().await, second);
    desk.core.restore_secret(&id, &secret).await.unwrap();
    assert_eq!(shown().await, CANARY);
}

#[tokio::test]
async fn a_secret_in_a_plain_field_a_note_or_a_name_is_held_back() {
    let desk = open(FolderKind::Real).await;
    let (id, store, secret) = journey(&desk).await;
    let head = desk.core.load(&id).await.unwrap().journey.head();
    let typed = desk
        .core
        .set_value(&id, &store, CANARY, false)
        .await
        .unwrap();
    let suspect = typed.suspect.expect("held back");
    assert_eq!(suspect.offer.as_ref(), Some(&secret));
    assert!(!typed.saved && typed.value.is_none());
    let note = format!("비밀키는 {CANARY} 예요");
    assert!(
        desk.core
            .set_note(&id, &store.task, &note, false)
            .await
            .unwrap()
            .suspect
            .is_some()
    );
    assert!(
        desk.core
            .rename(&id, CANARY)
            .await
            .unwrap()
            .suspect
            .is_some()
    );
    // A name or a reason goes into lists and histories: there it is refused.
    let refused = |answer: Result<_, app::Error>| {
        let why = answer.map(|_: ()| ()).err();
        assert_eq!(why, Some(app::Error::Refused(Refusal::LooksSecret)));
    };
    refused(desk.core.create(CANARY).await.map(drop));
    refused(desk.core.set_who(CANARY).await);
    refused(desk.core.choose_place(FolderKind::Real, CANARY).await);
    let track = desk.core.load(&id).await.unwrap().view.tracks[0].id;
    let reason = format!("키가 {CANARY} 라서");
    let hold = Command::HoldTrack { track, reason };
    refused(desk.core.run(&id, hold).await.map(drop));
    let loaded = desk.core.load(&id).await.unwrap();
    assert_eq!(loaded.journey.head(), head, "nothing was written");
    assert!(loaded.drafts.is_empty());
    assert!(!holds(&everything(&desk), CANARY));
}

#[tokio::test]
async fn a_plain_value_is_cleaned_kept_and_there_after_a_restart() {
    let mut desk = open(FolderKind::Real).await;
    let (id, store, _) = journey(&desk).await;
    let plain = STORE;
    let messy = "\u{feff} store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec\u{200b} ";
    let typed = desk
        .core
        .set_value(&id, &store, messy, false)
        .await
        .unwrap();
    assert!(typed.saved);
    assert_eq!(typed.value.as_deref(), Some(plain));
    assert!(
        typed
            .lints
            .iter()
            .any(|lint| matches!(lint.kind, LintKind::Cleaned { .. }))
    );
    desk.again(FolderKind::Real).await;
    assert_eq!(
        desk.core.load(&id).await.unwrap().journey.value(&store),
        Some(plain)
    );
}

#[tokio::test]
async fn practice_refuses_real_values_and_the_real_mode_refuses_practice() {
    let practice = desk().await;
    let (id, store, secret) = journey(&practice).await;
    let real = STORE;
    let typed = practice
        .core
        .set_value(&id, &store, real, true)
        .await
        .unwrap();
    assert!(!typed.saved);
    assert!(
        typed
            .lints
            .iter()
            .any(|lint| lint.kind == LintKind::NotPractice)
    );
    let typed = practice
        .core
        .save_secret(&id, &secret, Secret::copied_from(CANARY), true)
        .await
        .unwrap();
    assert!(!typed.saved && typed.lints.iter().any(|lint| lint.weight == Weight::Refuse));
    assert!(!holds(&everything(&practice), CANARY));

    let real = open(FolderKind::Real).await;
    let (id, store, _) = journey(&real).await;
    let typed = real
        .core
        .set_value(&id, &store, portone_sim::STORE_ID, true)
        .await
        .unwrap();
    assert!(!typed.saved);
    assert!(
        typed
            .lints
            .iter()
            .any(|lint| lint.kind == LintKind::PracticeValue)
    );
}

#[tokio::test]
async fn the_bin_keeps_until_it_is_emptied() {
    let desk = open(FolderKind::Real).await;
    let (id, ..) = journey(&desk).await;
    assert!(
        matches!(desk.core.delete(&id).await, Err(app::Error::NotFound)),
        "not in the bin"
    );
    desk.core.bin(&id).await.unwrap();
    let overview = desk.core.overview().await;
    assert_eq!((overview.cards.len(), overview.binned.len()), (0, 1));
    desk.core.unbin(&id).await.unwrap();
    assert_eq!(desk.core.overview().await.cards[0].name, "모퉁이 과일가게");
    desk.core.bin(&id).await.unwrap();
    desk.core.delete(&id).await.unwrap();
    assert!(matches!(
        desk.core.load(&id).await,
        Err(app::Error::NotFound)
    ));
}

#[tokio::test]
async fn wiping_leaves_nothing_of_this_folder_and_everything_of_the_other() {
    let desk = open(FolderKind::Real).await;
    let (id, _, secret) = journey(&desk).await;
    desk.core
        .save_secret(&id, &secret, Secret::copied_from(CANARY), false)
        .await
        .unwrap();
    desk.core
        .choose_place(FolderKind::Practice, "")
        .await
        .unwrap();
    desk.core.create("연습").await.unwrap();
    desk.core.choose_place(FolderKind::Real, "").await.unwrap();
    let left = desk.core.wipe().await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    assert!(desk.core.nothing_chosen().await);
    desk.core
        .choose_place(FolderKind::Practice, "")
        .await
        .unwrap();
    assert_eq!(desk.core.overview().await.cards.len(), 1);
    desk.core.choose_place(FolderKind::Real, "").await.unwrap();
    assert!(desk.core.overview().await.cards.is_empty());
}

#[tokio::test]
async fn what_cannot_be_known_by_a_person_is_not_marked_by_one() {
    let desk = open(FolderKind::Real).await;
    let (id, store, _) = journey(&desk).await;
    let today = desk.core.today();
    let mark = Command::Mark {
        task: store.task.clone(),
        on: today,
    };
    let answer = desk.core.run(&id, mark).await;
    assert!(matches!(
        answer,
        Err(app::Error::Refused(
            Refusal::NeedsProof | Refusal::Blocked(_)
        ))
    ));
}

#[tokio::test]
async fn a_lost_key_is_named_and_a_new_one_asks_for_each_secret_again() {
    let mut desk = open(FolderKind::Real).await;
    let (id, store, secret) = journey(&desk).await;
    let value = || Secret::copied_from(CANARY);
    desk.core
        .save_secret(&id, &secret, value(), false)
        .await
        .unwrap();
    let open_now = desk.core.start_over().await;
    assert!(
        matches!(open_now, Err(app::Error::Vault(VaultState::Open))),
        "nothing is lost"
    );
    // The system was set up anew: the keychain has no key of ours any more.
    desk.computer.keys = vault::MemoryKeyHolder::new();
    desk.again(FolderKind::Real).await;
    assert_eq!(desk.core.open_vault().await.state, VaultState::KeyLost);
    let shown = desk.core.show_secret(&id, &secret).await;
    assert!(matches!(shown, Err(app::Error::Vault(VaultState::KeyLost))));
    let standing = desk.core.start_over().await.unwrap();
    assert_eq!((standing.state, standing.stored), (VaultState::Open, 0));
    let loaded = desk.core.load(&id).await.unwrap();
    let meta = loaded.journey.secret(&secret).expect("still asked for");
    assert!(!loaded.readable.contains(&meta.id), "다시 입력 필요");
    desk.core
        .set_value(&id, &store, STORE, false)
        .await
        .unwrap();
    desk.core
        .save_secret(&id, &secret, value(), false)
        .await
        .unwrap();
    desk.again(FolderKind::Real).await;
    let shown = desk.core.show_secret(&id, &secret).await.unwrap();
    assert_eq!(shown.value.expose_str(), Some(CANARY));
}

#[tokio::test]
async fn practice_makes_its_own_certificate_and_takes_no_other() {
    let practice = desk().await;
    let (id, key) = with_certificate(&practice).await;
    let made = app::certificate::for_practice(practice.computer.now.lock().unwrap().to_owned());
    let files = made.unwrap();
    let refused = practice.core.save_certificate(&id, &key, files.clone());
    let why = app::certificate::BadCertificate::NotForPractice;
    assert_eq!(refused.await.err(), Some(app::Error::BadFile(why)));
    let saved = practice.core.practice_certificate(&id, &key).await.unwrap();
    assert_eq!(saved.pair, Some(true));
    assert_eq!(saved.site_code.as_deref(), Some("practice"));
    assert_eq!(saved.fields.len(), 2);
    // A certificate lives for five years, and renewing it stands among the coming days.
    let ends = saved.expires_on.unwrap();
    let today = practice.core.today();
    assert!((1825..=1827).contains(&(ends - today).get_days()), "{ends}");
    let loaded = practice.core.load(&id).await.unwrap();
    let dates: Vec<_> = loaded
        .view
        .dates
        .iter()
        .map(|it| (it.kind, it.on))
        .collect();
    let renewable = app::certificate::renewable_from(ends);
    assert!(dates.contains(&(DatedKind::CertificateExpiry, ends)));
    assert!(dates.contains(&(DatedKind::CertificateRenewable, renewable)));

    let real = open(FolderKind::Real).await;
    let (id, key) = with_certificate(&real).await;
    let refused = real.core.practice_certificate(&id, &key).await;
    assert!(matches!(
        refused,
        Err(app::Error::Refused(Refusal::WrongKind))
    ));
    real.core.save_certificate(&id, &key, files).await.unwrap();
}

#[tokio::test]
async fn what_the_plan_decides_is_shown_and_not_typed() {
    let desk = open(FolderKind::Real).await;
    let (id, ..) = journey(&desk).await;
    let loaded = desk.core.load(&id).await.unwrap();
    let module = Catalog::embedded()
        .module(&loaded.view.tracks[0].spec.module)
        .unwrap()
        .1;
    let mut chosen = Vec::new();
    for task in loaded.view.stages.iter().flat_map(|stage| &stage.tasks) {
        for (field, _) in wizard::form_fields(&loaded.journey, Catalog::embedded(), &task.key) {
            if !matches!(field.requirement, catalog::Requirement::Decided { .. }) {
                continue;
            }
            let at = FieldAt {
                task: task.key.clone(),
                field: field.id.clone(),
            };
            let typed = desk.core.set_value(&id, &at, "테스트", true).await;
            assert!(matches!(
                typed,
                Err(app::Error::Refused(Refusal::WrongKind))
            ));
            let value = app::decided(Catalog::embedded(), &loaded.journey, &task.key, field);
            chosen.push((field.id.as_str(), value.map(str::to_owned)));
        }
    }
    for expected in [
        ("mode", Some("테스트".to_owned())),
        ("mode", Some("실연동".to_owned())),
        ("gateway", module.console_gateway.clone()),
        ("module", module.console_module.clone()),
        ("attribute", Some("결제".to_owned())),
    ] {
        assert!(chosen.contains(&expected), "{expected:?} in {chosen:?}");
    }
}

#[tokio::test]
async fn a_day_on_which_something_ends_stands_among_the_coming_days() {
    let desk = open(FolderKind::Real).await;
    let (id, ..) = journey(&desk).await;
    let found = Catalog::embedded().all_tasks().find_map(|it| {
        let field = it.task.fields.iter().find(|field| field.ends)?;
        let own = !it.task.per_track;
        own.then(|| (it.task.id.clone(), field.id.clone()))
    });
    let (task, field) = found.unwrap();
    let at = FieldAt {
        task: TaskKey { task, track: None },
        field,
    };
    let typed = desk.core.set_value(&id, &at, "2027-03-02", false).await;
    assert!(typed.unwrap().saved);
    let loaded = desk.core.load(&id).await.unwrap();
    let dates: Vec<_> = loaded
        .view
        .dates
        .iter()
        .map(|it| (it.kind, it.on))
        .collect();
    assert_eq!(dates, [(DatedKind::End, "2027-03-02".parse().unwrap())]);
}

#[tokio::test]
async fn a_deletion_that_does_not_reach_every_file_names_what_is_left() {
    let desk = open(FolderKind::Real).await;
    let (id, _, secret) = journey(&desk).await;
    let save = async || {
        let value = Secret::copied_from(CANARY);
        let saved = desk.core.save_secret(&id, &secret, value, false).await;
        assert!(saved.unwrap().saved);
    };
    save().await;
    let backups = desk.computer.root.join("real/backups");
    let stuck = backups.join("000009-2026-12-31.db");
    // What stands in a backup's place cannot be cleaned, nor removed as a file is.
    std::fs::create_dir_all(&stuck).unwrap();
    let left = || app::Error::LeftBehind(vec![stuck.clone()]);
    let deleted = desk.core.delete_secret(&id, &secret).await;
    assert_eq!(deleted, Err(left()));
    let loaded = desk.core.load(&id).await.unwrap();
    assert!(loaded.journey.secret(&secret).is_none(), "it is deleted");
    save().await;
    desk.core.bin(&id).await.unwrap();
    assert_eq!(desk.core.delete(&id).await, Err(left()));
    assert!(desk.core.overview().await.binned.is_empty());
    let gone = desk.core.load(&id).await.err();
    assert_eq!(gone, Some(app::Error::NotFound));
    // The next deletion carries the former ones through as well.
    std::fs::remove_dir(&stuck).unwrap();
    let (id, _, secret) = journey(&desk).await;
    let value = Secret::copied_from(CANARY);
    desk.core
        .save_secret(&id, &secret, value, false)
        .await
        .unwrap();
    desk.core.delete_secret(&id, &secret).await.unwrap();
}

#[tokio::test]
async fn a_name_is_asked_for_once_and_forgotten_with_everything() {
    let desk = open(FolderKind::Real).await;
    let core = &desk.core;
    core.leave_place().await;
    // On the first screen, and in the other folder, which nobody has named yet.
    assert_eq!(core.overview().await.who.as_deref(), Some("김하나"));
    core.choose_place(FolderKind::Practice, "").await.unwrap();
    assert_eq!(core.overview().await.who.as_deref(), Some("김하나"));
    // A name that a folder has stays its own.
    core.set_who("박두리").await.unwrap();
    core.choose_place(FolderKind::Real, "").await.unwrap();
    assert_eq!(core.overview().await.who.as_deref(), Some("김하나"));
    core.wipe().await.unwrap();
    assert_eq!(core.overview().await.who, None);
}
