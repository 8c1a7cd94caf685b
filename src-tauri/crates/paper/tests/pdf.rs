//! What others read in the files: `pdftotext` and `pdfinfo` of poppler.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by failing"
)]

mod poppler;

use catalog::model::Text;
use jiff::civil::date;
use paper::{
    Bar, Block, Column, Document, Language, Mark, Point, Row, Section, Span, Table, Timeline,
    Words, file_name, pdf,
};

use poppler::{text as read, tool};

fn said(ko: &str, en: &str, language: Language) -> Words {
    let text = Text {
        ko: ko.to_owned(),
        en: en.to_owned(),
    };
    Words::said(&text, language)
}

fn document(language: Language, rows: usize) -> Document {
    let w = |ko: &str, en: &str| said(ko, en, language);
    let days = |from, to| Words::joined(&[Words::day(from), Words::day(to)], " ~ ");
    Document {
        language,
        title: w("결제 도입 계획", "Payment set-up plan"),
        subtitle: Words::typed("길잡이 상점 (연습)"),
        made: date(2026, 11, 22),
        foot: w(
            "길잡이 · 2026-11-22에 만들었어요",
            "Giljabi · made on 2026-11-22",
        ),
        sections: vec![
            Section {
                heading: w("누가 맞나요", "Who fits"),
                blocks: vec![
                    Block::Notice(w(
                        "날짜는 평균이에요, 약속이 아니에요. 결제대행사와 카드사가 정해요.",
                        "Dates are averages, not promises. Gateways and card companies decide.",
                    )),
                    Block::Heading(w("토스페이먼츠", "Toss Payments")),
                    Block::Points(vec![
                        Point {
                            mark: Mark::Dot,
                            text: w(
                                "정기결제를 함께 신청할 수 있어요.",
                                "Recurring payments can be applied for at once.",
                            ),
                            notes: vec![w(
                                "근거: help/a.md (2026-08-19)",
                                "Source: help/a.md (2026-08-19)",
                            )],
                        },
                        Point {
                            mark: Mark::Box,
                            text: w("사업자등록증을 준비해요.", "Have the certificate ready."),
                            notes: Vec::new(),
                        },
                        Point {
                            mark: Mark::Ticked,
                            text: w("답을 모두 했어요.", "Every question is answered."),
                            notes: Vec::new(),
                        },
                    ]),
                    Block::Pairs(vec![(
                        w("테스트 상점아이디", "Test merchant id"),
                        Words::typed("tosstest-practice-0123456789").unwrap(),
                    )]),
                ],
            },
            Section {
                heading: w("얼마가 드나요", "What it costs"),
                blocks: vec![Block::Table(Table {
                    columns: vec![
                        Column {
                            title: w("무엇", "What"),
                            share: 5,
                            right: false,
                        },
                        Column {
                            title: w("금액", "Amount"),
                            share: 2,
                            right: true,
                        },
                    ],
                    rows: (0..rows)
                        .map(|at| Row {
                            cells: vec![
                                w("가입비", "Joining fee"),
                                Words::number(1_220_000 + at as i128),
                            ],
                            sum: at + 1 == rows,
                        })
                        .collect(),
                })],
            },
            Section {
                heading: w("언제 열 수 있나요", "When it opens"),
                blocks: vec![Block::Timeline(Timeline {
                    heads: [
                        w("단계", "Stage"),
                        w("빠르면", "Earliest"),
                        w("보통", "Usually"),
                        w("늦으면", "At the latest"),
                    ],
                    bars: vec![
                        Bar {
                            label: w("카드사 심사", "Card review"),
                            note: w("카드사", "Card companies"),
                            span: Some(Span {
                                start: date(2026, 12, 3),
                                end: date(2026, 12, 16),
                                late: date(2027, 1, 4),
                            }),
                            earliest: Words::day(date(2026, 12, 10)),
                            usual: days(date(2026, 12, 3), date(2026, 12, 16)),
                            late: Words::day(date(2027, 1, 4)),
                            critical: true,
                        },
                        Bar {
                            label: w("개발", "Development"),
                            note: w("개발사", "Developer"),
                            span: None,
                            earliest: Words::default(),
                            usual: w("문서에 없어요", "Not documented"),
                            late: Words::default(),
                            critical: false,
                        },
                    ],
                    legend: w(
                        "검은 막대가 늦어지면 오픈이 늦어져요.",
                        "When a black bar is late, opening is late.",
                    ),
                })],
            },
        ],
    }
}

#[test]
fn korean_is_read_back_with_its_days_and_ids() {
    let bytes = pdf(&document(Language::Korean, 3)).expect("written");
    let Some(text) = read(&bytes) else { return };
    for part in [
        "결제 도입 계획",
        "길잡이 상점 (연습)",
        "날짜는 평균이에요, 약속이 아니에요.",
        "근거: help/a.md (2026-08-19)",
        "tosstest-practice-0123456789",
        "1,220,002",
        "2026-12-03",
        "2027-01-04",
        "문서에 없어요",
        "길잡이 · 2026-11-22에 만들었어요",
        "1/1",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn english_is_read_back() {
    let bytes = pdf(&document(Language::English, 3)).expect("written");
    let Some(text) = read(&bytes) else { return };
    for part in [
        "Payment set-up plan",
        "Dates are averages, not promises.",
        "2026-12-16",
        "When a black bar is late, opening is late.",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn the_file_says_what_it_is_to_those_who_do_not_see_it() {
    let bytes = pdf(&document(Language::Korean, 3)).expect("written");
    let Some(info) = tool("pdfinfo", &["-"], &bytes) else {
        return;
    };
    for line in ["Title:", "결제 도입 계획", "Tagged:          yes", "A4"] {
        assert!(info.contains(line), "{line} in\n{info}");
    }
    let structure = tool("pdfinfo", &["-struct-text", "-"], &bytes).expect("the same tool");
    for part in ["H1", "H2", "TH", "TD", "LI", "\"카드사 심사\""] {
        assert!(structure.contains(part), "{part} in\n{structure}");
    }
    // What only decorates a page is not read aloud.
    assert!(!structure.contains("1/1"), "{structure}");
}

#[test]
fn a_long_table_goes_on_with_its_head_and_numbered_pages() {
    let bytes = pdf(&document(Language::Korean, 120)).expect("written");
    let Some(text) = read(&bytes) else { return };
    let pages: Vec<&str> = text
        .split('\u{c}')
        .filter(|it| !it.trim().is_empty())
        .collect();
    assert!(pages.len() >= 3, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        let number = format!("{}/{}", at + 1, pages.len());
        assert!(page.contains(&number), "{number} in\n{page}");
    }
    // The table fills the second page: its head stands there again.
    assert!(pages[1].contains("금액"), "{}", pages[1]);
    for at in 0..120 {
        let amount = Words::number(1_220_000 + at);
        assert!(text.contains(amount.as_str()), "{}", amount.as_str());
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    let once = pdf(&document(Language::Korean, 3)).expect("written");
    let again = pdf(&document(Language::Korean, 3)).expect("written");
    assert!(once == again);
    // The fonts are embedded as the few signs that are used.
    assert!(once.len() < 200_000, "{}", once.len());
}

#[test]
fn any_text_can_be_written() {
    let odd = [
        "뷁펲쀍 모든 글자",
        "emoji 🙂 and العربية and ไทย",
        "한단어가줄보다길어도넘치지않아요".repeat(20).as_str(),
        "https://help.example.com/a/very/long/path?with=many&parameters=in&it=that&never=end/and/never/break",
        "",
        "탭\t과\u{0}제어\u{7}문자",
    ]
    .map(str::to_owned);
    for text in odd {
        let mut it = document(Language::Korean, 1);
        it.subtitle = Words::typed(&text);
        let words = Words::typed(&text).expect("no secret");
        it.sections[0].blocks.push(Block::Paragraph(words));
        let bytes = pdf(&it).unwrap_or_else(|why| panic!("{text}: {why}"));
        if let Some(read) = read(&bytes) {
            assert!(read.contains("결제 도입 계획"));
            if text.starts_with('뷁') {
                assert!(read.contains("뷁펲쀍"), "{read}");
            }
        }
    }
}

#[test]
fn an_empty_document_is_a_page() {
    let bytes = pdf(&Document {
        language: Language::English,
        title: said("", "Nothing", Language::English),
        subtitle: None,
        made: date(2026, 11, 22),
        foot: Words::default(),
        sections: Vec::new(),
    });
    assert!(bytes.expect("written").starts_with(b"%PDF-"));
}

#[test]
fn a_secret_does_not_become_words() {
    // Put together here, so that no file has one in one piece.
    let webhook = format!("whsec_{}", "practice".repeat(6));
    let long = "practice0".repeat(12);
    for secret in [webhook.as_str(), long.as_str()] {
        assert_eq!(Words::typed(secret), None, "{secret}");
        assert_eq!(Words::typed(&format!("우리 가게 {secret}")), None);
    }
    assert!(Words::typed("우리 가게").is_some());
}

#[test]
fn names_of_files_are_taken_by_every_system() {
    let name = |text: &str| file_name(&[Words::typed(text).expect("no secret")], "pdf");
    assert_eq!(
        name("결제 계획 - 길잡이 상점"),
        "결제 계획 - 길잡이 상점.pdf"
    );
    assert_eq!(name("a/b\\c:d*e?f\"g<h>i|j"), "a_b_c_d_e_f_g_h_i_j.pdf");
    assert_eq!(name("../../etc/passwd"), "_.._etc_passwd.pdf");
    assert_eq!(name("..."), "giljabi.pdf");
    assert_eq!(name(""), "giljabi.pdf");
    assert_eq!(name("CON"), "_CON.pdf");
    assert_eq!(name("com1.x"), "_com1.x.pdf");
    assert_eq!(name(" 끝에 점. "), "끝에 점.pdf");
    assert!(name(&"가".repeat(300)).len() <= 200);
}

#[test]
fn numbers_have_their_thousands_apart() {
    let number = |it| Words::number(it).as_str().to_owned();
    assert_eq!(number(0), "0");
    assert_eq!(number(999), "999");
    assert_eq!(number(1_000), "1,000");
    assert_eq!(number(-1_234_567), "-1,234,567");
}

#[test]
fn gaps_are_filled_by_name() {
    let text = Text {
        ko: "{a}부터 {b}까지 {c}".to_owned(),
        en: "{b}, {a}{".to_owned(),
    };
    let gaps = [("a", Words::number(1)), ("b", Words::number(2))];
    assert_eq!(
        Words::filled(&text, Language::Korean, &gaps).as_str(),
        "1부터 2까지 "
    );
    assert_eq!(
        Words::filled(&text, Language::English, &gaps).as_str(),
        "2, 1"
    );
}
