//! What another library and a strict look at the lines make of the calendar files.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use catalog::model::Text;
use jiff::civil::{Date, date};
use paper::calendar::{Day, Days, calendar};
use paper::{Language, Words};

fn words(text: &str) -> Words {
    let text = Text {
        ko: text.to_owned(),
        en: text.to_owned(),
    };
    Words::said(&text, Language::Korean)
}

fn days(sequence: u32, on: Date) -> Days {
    Days {
        journey: "3f0c9b1e-practice".to_owned(),
        language: Language::Korean,
        name: words("길잡이, 결제 준비"),
        now: "2026-11-22T01:02:03Z".parse().expect("a moment"),
        sequence,
        days: vec![
            Day {
                key: "chase.gateway-mail-wait.1".to_owned(),
                on,
                title: words("계약 안내가 왔나요? 스팸함, 담당자 메일; 전화를 확인하세요"),
                note: words(
                    "한 줄이 일흔다섯 바이트보다 길면 접어요. 한글은 세 바이트라서 글자 가운데에서 접히면 안 돼요.\n둘째 줄이에요. C:\\역슬래시",
                ),
            },
            Day {
                key: "opening.1".to_owned(),
                on: date(2026, 12, 31),
                title: words("열 수 있는 날"),
                note: words(""),
            },
        ],
    }
}

fn text(days: &Days) -> String {
    String::from_utf8(calendar(days)).expect("text")
}

/// The lines, unfolded, after a look at how they are written.
fn lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n"), "the last line ends");
    assert!(
        !file.replace("\r\n", "").contains(['\r', '\n']),
        "CRLF only"
    );
    let mut out: Vec<String> = Vec::new();
    for line in file.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        match line.strip_prefix(' ') {
            Some(more) => out.last_mut().expect("a line to go on with").push_str(more),
            None => out.push(line.to_owned()),
        }
    }
    out
}

#[test]
fn the_lines_are_as_the_standard_wants_them() {
    let file = text(&days(7, date(2026, 11, 27)));
    let lines = lines(&file);
    let has = |line: &str| assert!(lines.iter().any(|it| it == line), "{line} in {lines:#?}");
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-TIMEZONE:Asia/Seoul",
        "UID:chase.gateway-mail-wait.1.3f0c9b1e-practice@giljabi",
        "DTSTART;VALUE=DATE:20261127",
        "DTEND;VALUE=DATE:20261128",
        "DTSTAMP:20261122T010203Z",
        "SEQUENCE:7",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "SUMMARY:계약 안내가 왔나요? 스팸함\\, 담당자 메일\\; 전화를 확인하세요",
        // The year ends, and so does the day.
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "END:VCALENDAR",
    ] {
        has(line);
    }
    let count = |start: &str| lines.iter().filter(|it| it.starts_with(start)).count();
    assert_eq!(
        (count("BEGIN:VEVENT"), count("UID:"), count("VERSION:")),
        (2, 2, 1)
    );
}

#[test]
fn another_library_reads_the_same() {
    let it = days(7, date(2026, 11, 27));
    let file = text(&it);
    let read = ICalendar::parse(&file).expect("reads");
    let events: Vec<_> = read
        .components
        .iter()
        .filter(|it| it.component_type == ICalendarComponentType::VEvent)
        .collect();
    assert_eq!(events.len(), 2);
    for (event, day) in events.iter().zip(&it.days) {
        let value = |name: ICalendarProperty| {
            let entry = event.property(&name)?;
            let value = entry.values.first()?;
            value.as_text().map(str::to_owned)
        };
        assert_eq!(
            value(ICalendarProperty::Summary).as_deref(),
            Some(day.title.as_str())
        );
        let note = value(ICalendarProperty::Description).unwrap_or_default();
        assert_eq!(note, day.note.as_str());
    }
}

#[test]
fn a_later_file_moves_the_same_events() {
    let uids = |file: &str| -> Vec<String> {
        let all = lines(file).into_iter();
        all.filter(|it| it.starts_with("UID:")).collect()
    };
    let first = text(&days(7, date(2026, 11, 27)));
    let later = text(&days(9, date(2026, 12, 2)));
    assert_eq!(uids(&first), uids(&later));
    assert!(lines(&later).contains(&"SEQUENCE:9".to_owned()));
    assert!(lines(&later).contains(&"DTSTART;VALUE=DATE:20261202".to_owned()));
}
