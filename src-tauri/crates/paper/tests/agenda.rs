//! A journey's days: which there are, under which names, and the letter that asks.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::BTreeMap;

use catalog::model::Actor;
use catalog::{Catalog, TaskRef};
use jiff::civil::{Date, date};
use paper::calendar::{Day, Days};
use paper::{Agenda, Language, agenda, chase_letter};
use wizard::plan::{Plan, Real, planning};
use wizard::{About, DatedKind, FieldAt, Reminder, TaskKey, TrackId};

const TODAY: Date = date(2026, 11, 23);

fn plan(wished: Option<&str>) -> Plan {
    let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (question, values) in [
        ("business", &["corporation"] as &[&str]),
        ("goods", &["physical"]),
        ("surface", &["web"]),
        ("builder", &["own"]),
        ("purposes", &["one_time", "recurring"]),
        ("methods", &["card", "kakaopay"]),
    ] {
        let values = values.iter().map(|it| (*it).to_owned()).collect();
        given.insert(question.to_owned(), values);
    }
    given.extend(wished.map(|day| ("wished_day".to_owned(), vec![day.to_owned()])));
    let mut planning = planning(&given, Catalog::embedded(), TODAY);
    planning.plans.remove(0)
}

fn days(plan: Option<&Plan>, reminders: &[Reminder], language: Language) -> Days {
    agenda(
        &Agenda {
            journey: "3f0c9b1e-practice",
            sequence: 7,
            now: "2026-11-23T01:00:00Z".parse().expect("a moment"),
            language,
            reminders,
            plan,
        },
        Catalog::embedded(),
    )
}

fn keys(days: &Days) -> Vec<&str> {
    let mut keys: Vec<&str> = days.days.iter().map(|it| it.key.as_str()).collect();
    keys.sort_unstable();
    keys
}

fn of<'a>(days: &'a Days, kind: &str) -> Vec<&'a Day> {
    let kind = format!("{kind}.");
    let all = days.days.iter();
    all.filter(|it| it.key.starts_with(&kind)).collect()
}

/// A wait whose usual days are documented.
fn wait() -> TaskRef<'static> {
    let all = Catalog::embedded().all_tasks();
    let mut waits =
        all.filter(|it| it.gateway.is_none() && it.task.days.is_some() && it.task.per_track);
    waits.next().expect("a wait")
}

fn chase() -> Reminder {
    Reminder {
        about: About::Chase {
            task: TaskKey {
                task: wait().task.id.clone(),
                track: Some(TrackId(2)),
            },
            since: date(2026, 11, 17),
        },
        on: date(2026, 11, 20),
        due: true,
    }
}

#[test]
fn a_days_name_does_not_hang_on_its_place_among_the_others() {
    let plan = plan(None);
    let before = days(Some(&plan), &[], Language::Korean);
    let mut turned = plan.clone();
    turned.tracks.reverse();
    for track in &mut turned.tracks {
        track.bars.reverse();
    }
    let after = days(Some(&turned), &[], Language::Korean);
    assert!(of(&before, "begin").len() > 2, "{:?}", keys(&before));
    assert_eq!(keys(&before), keys(&after));
    // Each has its own.
    let mut once = keys(&before);
    once.dedup();
    assert_eq!(once, keys(&before));
    // A bar less changes no other name.
    let mut less = plan.clone();
    less.tracks[0].bars.remove(0);
    let less = days(Some(&less), &[], Language::Korean);
    assert!(keys(&less).iter().all(|it| keys(&before).contains(it)));
}

#[test]
fn what_is_begun_is_not_begun_again_and_others_work_is_nobodys_day() {
    let mut plan = plan(None);
    let fresh = days(Some(&plan), &[], Language::Korean);
    let openings = of(&fresh, "opening");
    assert_eq!(openings.len(), plan.tracks.len());
    for (track, day) in plan.tracks.iter().zip(&openings) {
        let named = plan
            .tracks
            .iter()
            .any(|it| day.key.contains(&it.spec.module));
        assert!(named, "{}", day.key);
        assert!(openings.iter().any(|it| it.on == track.dates.usual));
    }
    for day in of(&fresh, "begin") {
        let mine = [Actor::Merchant, Actor::Developer];
        assert!(
            mine.iter()
                .any(|it| day.key.ends_with(&format!(".{}", it.id())))
        );
    }
    for bar in plan.tracks.iter_mut().flat_map(|it| &mut it.bars) {
        bar.real = Some(Real {
            began: Some(TODAY),
            done: None,
            slipped: 0,
        });
    }
    let begun = days(Some(&plan), &[], Language::Korean);
    assert_eq!(of(&begun, "begin").len(), 0);
    assert_eq!(of(&begun, "opening").len(), plan.tracks.len());
    assert_eq!(days(None, &[], Language::Korean).days, []);
}

#[test]
fn a_wished_day_moves_the_days_to_begin_to_the_last_possible_ones() {
    let plain = plan(None);
    let wished = plan(Some("2027-03-05"));
    assert!(plain.dates.late < date(2027, 3, 5), "{:?}", plain.dates);
    let (early, last) = (
        days(Some(&plain), &[], Language::Korean),
        days(Some(&wished), &[], Language::Korean),
    );
    let day = |days: &Days, key: &str| days.days.iter().find(|it| it.key == key).map(|it| it.on);
    let mut moved = 0;
    for key in keys(&early) {
        if key.starts_with("begin.") {
            assert!(day(&last, key) >= day(&early, key), "{key}");
            moved += usize::from(day(&last, key) > day(&early, key));
        }
    }
    assert!(moved > 0, "{:?}", keys(&early));
}

#[test]
fn reminders_have_names_of_their_own_and_say_nothing_of_the_store() {
    let at = |kind| Reminder {
        about: About::Dated {
            kind,
            at: FieldAt {
                task: TaskKey {
                    task: "operate-dates".to_owned(),
                    track: None,
                },
                field: "day".to_owned(),
            },
        },
        on: date(2026, 12, 1),
        due: false,
    };
    let all = [
        chase(),
        at(DatedKind::CertificateExpiry),
        at(DatedKind::CertificateRenewable),
        at(DatedKind::SecretExpiry),
        at(DatedKind::End),
    ];
    for language in [Language::Korean, Language::English] {
        let days = days(None, &all, language);
        assert_eq!(days.sequence, 7);
        assert_eq!(
            keys(&days),
            [
                "certificate.operate-dates.day",
                &format!("chase.{}-2", wait().task.id),
                "end.operate-dates.day",
                "renewal.operate-dates.day",
                "secret.operate-dates.day",
            ]
        );
        assert!(days.days.is_sorted_by_key(|it| it.on));
        let asked = of(&days, "chase");
        let title = language.of(&wait().task.title);
        assert!(asked[0].title.as_str().contains(title));
        assert!(days.days.iter().all(|it| !it.note.as_str().is_empty()));
    }
}

#[test]
fn the_letter_names_store_gateway_task_and_since_when() {
    let catalog = Catalog::embedded();
    let letter = |language, store: &str| chase_letter(catalog, language, store, "kcp", &chase());
    for language in [Language::Korean, Language::English] {
        let text = letter(language, "모퉁이 과일가게").expect("a letter");
        let gateway = &catalog.gateway("kcp").expect("in the catalogue").name;
        for part in [
            "모퉁이 과일가게",
            language.of(gateway),
            language.of(&wait().task.title),
            "2026-11-17",
        ] {
            assert!(text.as_str().contains(part), "{part} in {}", text.as_str());
        }
        assert!(!text.as_str().contains(['{', '}']), "{}", text.as_str());
    }
    // A name that looks like a secret is not put where it is copied.
    let secret = format!("가게 whsec_{}", "practice".repeat(6));
    assert_eq!(letter(Language::Korean, &secret), None);
    let dated = Reminder {
        about: About::Dated {
            kind: DatedKind::End,
            at: FieldAt {
                task: TaskKey {
                    task: "operate-dates".to_owned(),
                    track: None,
                },
                field: "day".to_owned(),
            },
        },
        ..chase()
    };
    let none = chase_letter(catalog, Language::Korean, "가게", "kcp", &dated);
    assert_eq!(none, None, "only a wait is asked about");
}
