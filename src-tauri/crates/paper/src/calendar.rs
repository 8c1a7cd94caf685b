//! Days as all-day events in an iCalendar file (RFC 5545).
//!
//! An event keeps its id in every file of the same journey, and its sequence grows with every
//! change, so that a calendar that imports a later file moves what it has instead of adding to it.
//! No name, value or address is in it: what a calendar holds is often shared.

use icalendar::{Calendar, Class, Component, Event, Property};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::words::{Language, Words};

/// A day for the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// What it is about, stable: the same thing has the same key in every file.
    pub key: String,
    /// The first day.
    pub on: Date,
    /// What is to be done or expected.
    pub title: Words,
    /// More about it.
    pub note: Words,
}

/// Days of one journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The journey's id, which is random and says nothing.
    pub journey: String,
    /// Language of the sentences.
    pub language: Language,
    /// The calendar's name where one is shown.
    pub name: Words,
    /// When the file is written.
    pub now: Timestamp,
    /// Grows with every change of the journey.
    pub sequence: u32,
    /// The days.
    pub days: Vec<Day>,
}

/// The file.
pub fn calendar(days: &Days) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", product(days.language)))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(Property::new("X-WR-CALNAME", days.name.as_str()))
        .append_property(("X-WR-TIMEZONE", "Asia/Seoul"));
    for day in &days.days {
        calendar.push(event(days, day));
    }
    calendar.to_string().into_bytes()
}

fn product(language: Language) -> &'static str {
    match language {
        Language::Korean => "-//Giljabi//Giljabi//KO",
        Language::English => "-//Giljabi//Giljabi//EN",
    }
}

fn event(days: &Days, day: &Day) -> Event {
    let basic = |day: Date| day.strftime("%Y%m%d").to_string();
    let stamp = days.now.strftime("%Y%m%dT%H%M%SZ").to_string();
    // The end of an all-day event is the day after it.
    let end = day.on.tomorrow().unwrap_or(day.on);
    let mut event = Event::new();
    event
        .uid(&format!("{}.{}@giljabi", day.key, days.journey))
        .add_property("DTSTAMP", &stamp)
        .add_property("LAST-MODIFIED", &stamp)
        .sequence(days.sequence)
        .append_property(date("DTSTART", &basic(day.on)))
        .append_property(date("DTEND", &basic(end)))
        .summary(day.title.as_str())
        .description(day.note.as_str())
        .class(Class::Private)
        .add_property("TRANSP", "TRANSPARENT");
    event.done()
}

fn date(name: &str, value: &str) -> Property {
    Property::new(name, value)
        .add_parameter("VALUE", "DATE")
        .done()
}
