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

/// What the bars of a document say: label, note, earliest, usual, late.
fn bars(document: &Document) -> Vec<paper::Bar> {
    let blocks = document.sections.iter().flat_map(|it| &it.blocks);
    let drawn = blocks.filter_map(|it| match it {
        Block::Timeline(it) => Some(it.bars.clone()),
        _ => None,
    });
    drawn.flatten().collect()
}

fn points(document: &Document) -> Vec<paper::Point> {
    let blocks = document.sections.iter().flat_map(|it| &it.blocks);
    let points = blocks.filter_map(|it| match it {
        Block::Points(it) => Some(it.clone()),
        _ => None,
    });
    points.flatten().collect()
}

#[test]
fn each_stage_says_its_earliest_day_and_what_it_comes_after() {
    let planning = shop();
    let best = planning.plans.first().expect("a plan");
    let planned: Vec<_> = best.tracks.iter().flat_map(|it| &it.bars).collect();
    let drawn = bars(&document(Language::Korean));
    assert_eq!(planned.len(), drawn.len());
    let mut after = 0;
    for (bar, drawn) in planned.iter().zip(&drawn) {
        if drawn.span.is_some() {
            assert_eq!(drawn.earliest, Words::day(bar.end.earliest));
        }
        let says = drawn.note.as_str().contains(" 뒤에");
        assert_eq!(says, !bar.depends_on.is_empty(), "{drawn:?}");
        after += usize::from(says);
    }
    assert!(after > 2, "{drawn:?}");
    // The review waits for the contract, and names what comes right before it only.
    let catalog = Catalog::embedded();
    let title = |stage| &catalog.stage(stage).expect("a stage").title.ko;
    let review = drawn
        .iter()
        .find(|it| it.note.as_str().starts_with("카드사\n"))
        .expect("a review");
    let apply = title(catalog::Stage::Application);
    assert!(!review.note.as_str().contains(apply.as_str()), "{review:?}");
}

#[test]
fn what_really_happened_stands_in_place_of_what_comes_before() {
    let mut planning = shop();
    let bar = &mut planning.plans[0].tracks[0].bars[1];
    bar.real = Some(wizard::plan::Real {
        began: Some(date(2026, 11, 12)),
        done: None,
        slipped: 3,
    });
    let drawn = |planning: &Planning| {
        let document = plan(planning, Catalog::embedded(), &head(Language::Korean));
        bars(&document)[1].note.as_str().to_owned()
    };
    let note = drawn(&planning);
    assert!(note.contains("2026-11-12에 시작했어요"), "{note}");
    assert!(note.contains("3영업일 늦었어요"), "{note}");
    assert!(!note.contains("뒤에"), "{note}");
    let bar = &mut planning.plans[0].tracks[0].bars[1];
    bar.real = bar.real.map(|it| wizard::plan::Real {
        done: Some(date(2026, 11, 20)),
        ..it
    });
    assert!(drawn(&planning).contains("2026-11-20에 끝났어요"));
}

#[test]
fn what_is_done_is_ticked() {
    let mut planning = shop();
    planning.tasks[0].done = true;
    let document = plan(&planning, Catalog::embedded(), &head(Language::Korean));
    let title = &planning.tasks[0].title.ko;
    let points = points(&document);
    let ticked: Vec<_> = points
        .iter()
        .filter(|it| it.mark == paper::Mark::Ticked)
        .collect();
    assert_eq!(ticked.len(), 1, "{ticked:?}");
    assert!(ticked[0].text.as_str().starts_with(title.as_str()));
}

#[test]
fn the_order_of_the_plans_is_stated_once() {
    for (language, part) in [
        (Language::Korean, "계약이 적은 순서"),
        (Language::English, "fewer new contracts"),
    ] {
        let document = document(language);
        let blocks = document.sections.iter().flat_map(|it| &it.blocks);
        let said: Vec<&str> = blocks
            .filter_map(|it| match it {
                Block::Paragraph(words) => Some(words.as_str()),
                _ => None,
            })
            .filter(|it| it.contains(part))
            .collect();
        assert_eq!(said.len(), 1, "{language:?}");
    }
}

#[test]
fn answers_that_contradict_each_other_name_both_questions() {
    let catalog = Catalog::embedded();
    let given = answers(&[("surface", &["web"]), ("store_listed", &["yes"])]);
    let planning = planning(&given, catalog, date(2026, 11, 23));
    for language in [Language::Korean, Language::English] {
        let document = plan(&planning, catalog, &head(language));
        let points = points(&document);
        for id in ["surface", "store_listed"] {
            let title = &catalog.question(id).expect("a question").title;
            let title = language.of(title);
            let named = |it: &paper::Point| it.notes.iter().any(|it| it.as_str().contains(title));
            assert!(points.iter().any(named), "{title}");
        }
    }
}

#[test]
fn a_sum_that_cannot_be_reckoned_is_said_and_not_left_out() {
    // Without sales there is no share of them.
    let given = answers(&[("purposes", &["one_time"]), ("methods", &["card"])]);
    let planning = planning(&given, Catalog::embedded(), date(2026, 11, 23));
    assert!(planning.plans.len() > 1, "another plan to compare with");
    let document = plan(&planning, Catalog::embedded(), &head(Language::Korean));
    let tables = document.sections.iter().flat_map(|it| &it.blocks);
    let rows: Vec<_> = tables
        .filter_map(|it| match it {
            Block::Table(it) => Some(it.rows.clone()),
            _ => None,
        })
        .flatten()
        .filter(|it| it.sum)
        .collect();
    let monthly = rows
        .iter()
        .find(|it| it.cells[0].as_str() == "한 달 수수료");
    let said = monthly.expect("its row").cells[2].as_str();
    assert_eq!(said, "셈하지 못했어요");
    let others = document.sections.iter().flat_map(|it| &it.blocks);
    let compared = others
        .filter_map(|it| match it {
            Block::Pairs(it) => Some(it.clone()),
            _ => None,
        })
        .flatten()
        .filter(|(name, _)| name.as_str() == "한 달 수수료");
    let compared: Vec<_> = compared.collect();
    assert!(!compared.is_empty());
    assert!(
        compared
            .iter()
            .all(|(_, it)| it.as_str() == "셈하지 못했어요")
    );
}

/// A module that takes cards does not take every method: the line that refuses says which.
#[test]
fn a_refused_method_is_named_beside_its_module() {
    let given = answers(&[
        ("business", &["corporation"]),
        ("builder", &["shopify"]),
        ("purposes", &["one_time"]),
        ("methods", &["card", "payco", "virtual_account"]),
    ]);
    let planning = planning(&given, Catalog::embedded(), date(2026, 11, 23));
    for (language, wanted) in [
        (
            Language::Korean,
            "NHN KCP 일반·수기·API 정기 (V1) · 그때그때 결제 · 페이코",
        ),
        (Language::English, "(V1) · One-time payments · PAYCO"),
    ] {
        let document = plan(&planning, Catalog::embedded(), &head(language));
        let lines = document
            .sections
            .last()
            .into_iter()
            .flat_map(|it| &it.blocks);
        let points = lines.filter_map(|it| match it {
            Block::Points(points) => Some(points),
            _ => None,
        });
        let mut texts = points.flatten().map(|it| it.text.as_str().to_owned());
        assert!(
            texts.clone().any(|it| it.contains(wanted)),
            "{:?}",
            texts.by_ref().collect::<Vec<_>>()
        );
    }
}
