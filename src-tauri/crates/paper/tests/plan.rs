//! A merchant's plan on paper, from the answers to what `pdftotext` reads.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]

mod poppler;

use std::collections::BTreeMap;

use catalog::Catalog;
use jiff::civil::date;
use paper::{Block, Document, Head, Language, Words, pdf, plan, plan_file};
use wizard::plan::{Planning, planning};

fn answers(given: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let owned = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    let all = given.iter();
    all.map(|(question, values)| ((*question).to_owned(), owned(values)))
        .collect()
}

fn shop() -> Planning {
    let given = answers(&[
        ("business", &["corporation"]),
        ("size_tier", &["standard"]),
        ("goods", &["physical"]),
        ("surface", &["web"]),
        ("builder", &["own"]),
        ("purposes", &["one_time", "recurring"]),
        ("methods", &["card", "kakaopay"]),
        ("preferred", &["kcp", "tosspayments"]),
        ("monthly_sales", &["30000000"]),
        ("wished_day", &["2026-12-24"]),
    ]);
    planning(&given, Catalog::embedded(), date(2026, 11, 23))
}

fn head(language: Language) -> Head<'static> {
    Head {
        language,
        store: "과일가게 (연습)",
        made: date(2026, 11, 23),
    }
}

fn document(language: Language) -> Document {
    plan(&shop(), Catalog::embedded(), &head(language))
}

#[test]
fn the_plan_is_read_back_in_both_languages() {
    let planning = shop();
    let best = planning.plans.first().expect("a plan for a common shop");
    for (language, parts) in [
        (
            Language::Korean,
            [
                "결제 도입 계획",
                "얼마가 드나요",
                "언제 열 수 있나요",
                "근거:",
                "보통",
            ],
        ),
        (
            Language::English,
            [
                "Payment set-up plan",
                "What it costs",
                "When it can open",
                "Source:",
                "Usually",
            ],
        ),
    ] {
        let bytes = pdf(&document(language)).expect("written");
        let Some(text) = poppler::text(&bytes) else {
            return;
        };
        for part in parts {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        for day in [best.dates.earliest, best.dates.usual, best.dates.late] {
            assert!(text.contains(&day.to_string()), "{day} in\n{text}");
        }
        for track in &best.tracks {
            let gateway = Catalog::embedded().gateway(&track.spec.gateway);
            let name = &gateway.expect("in the catalogue").name;
            assert!(text.contains(language.of(name)), "{} in\n{text}", name.ko);
        }
        // No gap of a sentence stays open.
        assert!(!text.contains(['{', '}']), "{text}");
    }
}

#[test]
fn every_reason_stands_on_paper_with_its_document() {
    let planning = shop();
    let document = document(Language::Korean);
    let mut said: Vec<String> = Vec::new();
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::Points(points) = block {
                for point in points {
                    said.push(point.text.as_str().to_owned());
                    said.extend(point.notes.iter().map(|it| it.as_str().to_owned()));
                }
            }
        }
    }
    let best = planning.plans.first().expect("a plan");
    let mut reasons: Vec<_> = planning.warnings.iter().collect();
    for track in &best.tracks {
        reasons.extend(&track.reasons);
        reasons.extend(&track.conditions);
        reasons.extend(&track.left_out);
    }
    reasons.extend(planning.rejected.iter().flat_map(|it| &it.reasons));
    assert!(reasons.len() > 10, "{}", reasons.len());
    for reason in reasons {
        assert!(said.contains(&reason.text.ko), "{}", reason.text.ko);
        for source in &reason.sources {
            let named = |it: &String| it.contains(&source.path);
            assert!(said.iter().any(named), "{}", source.path);
        }
    }
}

#[test]
fn any_answers_make_a_file() {
    let odd: [&[(&str, &[&str])]; 4] = [
        &[],
        &[("business", &["none"]), ("wished_day", &["1999-01-01"])],
        &[
            ("purposes", &["overseas"]),
            ("buyer_countries", &["AQ"]),
            ("currencies", &["XAF"]),
            ("monthly_sales", &["1000000000000000"]),
        ],
        &[("monthly_sales", &["0"]), ("builder", &["shopify"])],
    ];
    for given in odd {
        let planning = planning(&answers(given), Catalog::embedded(), date(2026, 11, 23));
        let document = plan(&planning, Catalog::embedded(), &head(Language::English));
        assert!(pdf(&document).is_ok(), "{given:?}");
    }
}

#[test]
fn its_file_is_named_after_the_store_and_the_day() {
    let name = |language| plan_file(Catalog::embedded(), &head(language));
    assert_eq!(
        name(Language::Korean),
        "결제 도입 계획 - 과일가게 (연습) - 2026-11-23.pdf"
    );
    let secret = format!("가게 whsec_{}", "practice".repeat(6));
    let head = Head {
        store: &secret,
        ..head(Language::English)
    };
    let name = plan_file(Catalog::embedded(), &head);
    assert_eq!(name, "Payment plan - 2026-11-23.pdf");
    assert_eq!(
        plan(&shop(), Catalog::embedded(), &head).subtitle,
        None::<Words>
    );
}
