use jiff::civil::date;

use super::*;

fn waiting() -> Story {
    let mut story = Story::planned();
    story.mark("account");
    let tasks = ["apply@1", "apply@2"].map(key).to_vec();
    story.ok(Command::MarkMany { tasks, on: TODAY });
    for task in ["mail@1", "mail@2"] {
        story.ok(Command::Start {
            task: key(task),
            on: TODAY,
        });
    }
    story
}

fn chases(story: &Story, today: Date) -> Vec<(String, Date, bool)> {
    let view = view(&story.journey, &story.catalog, today);
    let all = reminders(&view, &story.catalog, today).into_iter();
    let chase = |it: &Reminder| matches!(it.about, About::Chase { .. });
    all.filter(chase)
        .map(|it| (it.task().to_string(), it.on, it.due))
        .collect()
}

#[test]
fn a_wait_is_chased_on_the_first_business_day_after_its_usual_days() {
    // TODAY is a Monday; three business days end on Thursday, five on the Monday after.
    let story = waiting();
    let first = |due| ("mail@1".to_owned(), date(2026, 11, 27), due);
    let second = |due| ("mail@2".to_owned(), date(2026, 12, 1), due);
    assert_eq!(chases(&story, TODAY), [first(false), second(false)]);
    assert_eq!(
        chases(&story, date(2026, 11, 26)),
        [first(false), second(false)],
        "on the last usual day the answer may still come"
    );
    assert_eq!(
        chases(&story, date(2026, 11, 27)),
        [first(true), second(false)]
    );
    assert_eq!(
        chases(&story, date(2026, 12, 5)),
        [first(true), second(true)]
    );
}

#[test]
fn what_came_or_was_put_off_is_chased_no_more() {
    let mut story = waiting();
    story.mark("mail@1");
    assert_eq!(chases(&story, date(2026, 12, 5)).len(), 1);
    story.ok(Command::PutOff {
        task: key("mail@2"),
    });
    assert_eq!(chases(&story, date(2026, 12, 5)), []);
}

#[test]
fn nothing_waits_in_an_empty_journey() {
    let story = Story::new();
    assert_eq!(reminders(&story.view(), &story.catalog, TODAY), []);
}
