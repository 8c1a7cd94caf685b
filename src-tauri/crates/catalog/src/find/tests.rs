#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end here"
)]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::error::read;
use super::*;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| Index::new(Catalog::embedded()))
}

/// A find in words: `kind id…`.
fn said(target: &Target) -> String {
    match target {
        Target::Gateway(id) => format!("gateway {id}"),
        Target::Module(id) => format!("module {id}"),
        Target::Field { module, field } => format!("field {module} {field}"),
        Target::Application { gateway, field } => format!("application {gateway} {field}"),
        Target::Error { gateway, code } => {
            format!("error {} {code}", gateway.as_deref().unwrap_or("portone"))
        }
        Target::Term(id) => format!("term {id}"),
        Target::Trade(id) => format!("trade {id}"),
        Target::Identifier(id) => format!("identifier {id}"),
        Target::Subject(it) => format!("subject {it:?}"),
        Target::Part { gateway, part } => format!("part {gateway} {part:?}"),
        Target::Task(id) => format!("task {id}"),
    }
}

fn finds(query: &str) -> Vec<String> {
    let hits = index().search(query, &Near::default());
    hits.iter().map(|hit| said(hit.target)).collect()
}

#[test]
fn what_people_type_and_what_comes_first() {
    for (query, first) in [
        // A gateway by any of its names.
        ("카카오페이", "gateway kakaopay"),
        ("ㅋㅋㅇㅍㅇ", "gateway kakaopay"),
        ("kakao pay", "gateway kakaopay"),
        ("모빌리언스", "gateway mobilians"),
        ("세틀뱅크", "gateway settle"),
        ("페이조아", "gateway daou"),
        ("LG U+", "gateway tosspayments"),
        ("이니시스", "gateway inicis"),
        ("나이스페이먼츠", "gateway nice"),
        ("이지페이", "gateway kicc"),
        ("KICC 해외", "gateway kicc"),
        ("빌게이트", "gateway galaxia"),
        ("토스", "gateway tosspay"),
        ("하이픈", "gateway hyphen"),
        // A field by any of its names.
        ("사이트코드", "field kcp_v2 site_code"),
        ("사이트 코드", "field kcp_v2 site_code"),
        ("머트키", "field uplus mert_key"),
        ("머트 키", "field uplus mert_key"),
        ("mertkey", "field uplus mert_key"),
        ("CPPWD", "field danal_tpay cppwd"),
        ("ｓｉｇｎｋｅｙ", "field welcome-v2 sign_key"),
        ("이니시스 sign key", "field inicis_v2 sign_key"),
        ("kcp 사이트코드", "field kcp_v2 site_code"),
        // An error by its code.
        ("CC67", "error kcp CC67"),
        ("cc-67", "error kcp CC67"),
        ("TX9301", "error inicis TX9301"),
        ("F500", "error portone F500"),
        ("kcp cc67", "error kcp CC67"),
        // A word.
        ("MID", "term mid"),
        ("웹훅", "term webhook"),
        ("빌링키", "term billing_key"),
        ("정산주기", "term settlement_cycle"),
        // A trade, a page, a part of a page, a task.
        ("헌금", "trade offering"),
        ("ㅎㄱ", "gateway kcp"),
        ("공휴일", "subject Holidays"),
        ("보증보험", "term guarantee_insurance"),
        ("토스페이먼츠 수수료", "part tosspayments Fees"),
        ("카카오페이 연락처", "part kakaopay Contacts"),
        ("테스트 채널 추가", "task channel-test"),
        // Nothing.
        ("", "nothing"),
        ("   ", "nothing"),
        ("없는말이에요", "nothing"),
    ] {
        let found = finds(query);
        let is = found.first().map_or("nothing", String::as_str);
        assert_eq!(is, first, "{query}: {found:#?}");
    }
}

#[test]
fn every_gateway_comes_first_by_each_of_its_names() {
    for gateway in Catalog::embedded().gateways.values() {
        let names = [&gateway.name.ko, &gateway.name.en];
        for name in names.into_iter().chain(&gateway.aliases) {
            let found = finds(name);
            // A name may be another gateway's as well: the window shows both.
            let own = format!("gateway {}", gateway.id);
            let first: Vec<_> = found
                .iter()
                .take_while(|it| it.starts_with("gateway "))
                .collect();
            assert!(first.contains(&&own), "{name}: {found:?}");
        }
    }
}

#[test]
fn every_field_is_found_by_each_of_its_names_beside_its_gateway() {
    for (gateway, module) in Catalog::embedded().modules() {
        let near = Near {
            gateways: std::slice::from_ref(&gateway.id),
            modules: std::slice::from_ref(&module.id),
        };
        for field in &module.fields {
            for name in std::iter::once(&field.label).chain(&field.aka) {
                let wanted = Target::Field {
                    module: module.id.clone(),
                    field: field.id.clone(),
                };
                let found = index().search(name, &near);
                let among = found.iter().take(6).any(|hit| *hit.target == wanted);
                let found: Vec<_> = found.iter().map(|hit| said(hit.target)).collect();
                assert!(among, "{name} of {}: {found:#?}", module.id);
            }
        }
    }
}

#[test]
fn every_code_term_trade_page_and_task_is_found() {
    let catalog = Catalog::embedded();
    let mut wanted: Vec<(String, Target)> = Vec::new();
    for gateway in catalog.gateways.values() {
        for code in gateway.errors.iter().filter_map(|it| it.code.as_ref()) {
            let target = Target::Error {
                gateway: Some(gateway.id.clone()),
                code: code.clone(),
            };
            wanted.push((code.clone(), target));
        }
    }
    let terms = catalog.terms.iter();
    wanted.extend(terms.map(|it| (it.word.ko.clone(), Target::Term(it.id.clone()))));
    let trades = catalog.industries.iter();
    wanted.extend(trades.map(|it| (it.name.en.clone(), Target::Trade(it.id.clone()))));
    let pages = catalog.library.subjects.iter();
    wanted.extend(pages.map(|it| (it.title.ko.clone(), Target::Subject(it.id))));
    let tasks = catalog.all_tasks();
    wanted.extend(tasks.map(|it| (it.task.title.ko.clone(), Target::Task(it.task.id.clone()))));
    assert!(wanted.len() > 900);
    for (name, target) in wanted {
        let hits = index().search(&name, &Near::default());
        let among = hits.iter().any(|hit| *hit.target == target);
        assert!(among, "{name}: {target:?}");
    }
}

#[test]
fn what_is_near_comes_first() {
    let first = |modules: &[&str]| {
        let modules: Vec<String> = modules.iter().map(|it| (*it).to_owned()).collect();
        let near = Near {
            gateways: &[],
            modules: &modules,
        };
        let hits = index().search("MID", &near);
        said(hits.first().expect("a find").target)
    };
    assert_eq!(first(&[]), "term mid");
    assert_eq!(first(&["nice_v2-v2"]), "field nice_v2-v2 mid");
    assert_eq!(first(&["ksnet-v1"]), "field ksnet-v1 mid");
}

#[test]
fn a_find_says_by_which_name_it_was_found() {
    let by = |query: &str| {
        let hits = index().search(query, &Near::default());
        hits.first().and_then(|hit| hit.by).map(str::to_owned)
    };
    assert_eq!(by("mertkey").as_deref(), Some("Mertkey"));
    assert_eq!(by("세틀뱅크").as_deref(), Some("세틀뱅크"));
    assert_eq!(by("CC67"), None);
}

#[test]
fn each_find_stands_once_and_there_are_not_too_many() {
    for query in ["a", "ㄱ", "MID", "key", "결제", "1", "수수료"] {
        let found = finds(query);
        assert!(found.len() <= MOST, "{query}");
        let once: BTreeSet<_> = found.iter().collect();
        assert_eq!(once.len(), found.len(), "{query}: {found:?}");
    }
    assert!(index().len() > 1500 && !index().is_empty());
}

/// Gateways and codes that a text is read as.
fn reads(text: &str) -> (Option<String>, Vec<String>) {
    let reading = read(Catalog::embedded(), text, None);
    let known = reading.known.iter().map(|it| {
        let gateway = it.gateway.map_or("portone", |it| it.id.as_str());
        let name = it.error.code.as_ref().or(it.error.message.as_ref());
        format!("{gateway} {}", name.expect("one of them"))
    });
    (reading.code, known.collect())
}

#[test]
fn what_an_error_means() {
    for (text, code, known) in [
        ("CC67", Some("CC67"), &["kcp CC67"][..]),
        (" cc67 ", Some("cc67"), &["kcp CC67"]),
        ("ＣＣ６７", Some("CC67"), &["kcp CC67"]),
        ("[CC67] 사업자번호 오류", Some("CC67"), &["kcp CC67"]),
        (
            "2026-11-22 14:03:11 결제 실패 (오류코드: TX9301) 금액 1,000원",
            Some("TX9301"),
            &["inicis TX9301"],
        ),
        ("F500", Some("F500"), &["portone F500", "portone F500"]),
        (
            "결제 창 호출에 실패하였습니다. 스토어 정보를 조회하는데 실패하였습니다. F500",
            Some("F500"),
            &["portone F500", "portone F500"],
        ),
        // One code, several gateways.
        ("52", Some("52"), &["danal 52", "tosspayments 52"]),
        ("-1", Some("-1"), &["danal -1", "kakaopay -1"]),
        // Numbers that are no codes.
        ("2026년 11월 22일 14시 52분에 1,000원", None, &[]),
        ("52번 상품을 51개 샀어요", None, &[]),
        // Nothing that a document says.
        ("ZZ99", Some("ZZ99"), &[]),
        ("결제가 안 돼요 code=QX_7731", Some("QX_7731"), &[]),
        ("", None, &[]),
    ] {
        let (read, found) = reads(text);
        assert_eq!(read.as_deref(), code, "{text}: {found:?}");
        assert_eq!(found, known, "{text}");
    }
}

#[test]
fn a_pasted_message_is_known_by_its_words() {
    let catalog = Catalog::embedded();
    let mut checked = 0;
    for gateway in catalog.gateways.values() {
        for error in gateway.errors.iter().filter(|it| it.code.is_none()) {
            let message = error.message.as_deref().expect("one of them");
            let reading = read(catalog, &format!("오류가 났어요: {message} 왜죠?"), None);
            let known = reading.known.iter().any(|it| it.error == error);
            assert!(known, "{}: {message}: {:?}", gateway.id, reading.code);
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
    // The one whose message was pasted stands before its namesake.
    let text = "결제 창 호출에 실패하였습니다. 스토어 정보를 조회하는데 실패하였습니다. F500";
    let reading = read(catalog, text, None);
    let first = reading
        .known
        .first()
        .and_then(|it| it.error.message.as_deref());
    assert!(first.is_some_and(|it| it.contains("스토어")), "{first:?}");
}

#[test]
fn a_gateway_without_a_text_gives_all_its_errors() {
    let catalog = Catalog::embedded();
    for gateway in catalog.gateways.values() {
        let reading = read(catalog, " ", Some(&gateway.id));
        assert_eq!(reading.known.len(), gateway.errors.len());
        for error in &gateway.errors {
            let Some(code) = &error.code else { continue };
            let own = read(catalog, code, Some(&gateway.id));
            assert!(own.known.iter().any(|it| it.error == error), "{code}");
            assert!(own.known.iter().all(|it| it.gateway == Some(gateway)));
        }
    }
}
