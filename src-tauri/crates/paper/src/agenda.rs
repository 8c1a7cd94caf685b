//! A journey's days for the calendar: what to ask, what ends, what to begin, when it opens.

use catalog::Catalog;
use catalog::model::{Actor, Say};
use jiff::Timestamp;
use wizard::plan::Plan;
use wizard::{About, DatedKind, Reminder, TaskKey};

use crate::calendar::{Day, Days};
use crate::speech::Speech;
use crate::words::{Language, Words};

/// A journey, as far as a calendar has to know it.
#[derive(Debug, Clone)]
pub struct Agenda<'a> {
    /// Its id.
    pub journey: &'a str,
    /// Grows with every change.
    pub sequence: u32,
    /// Now.
    pub now: Timestamp,
    /// The language to write in.
    pub language: Language,
    /// What to think of.
    pub reminders: &'a [Reminder],
    /// The plan that it follows.
    pub plan: Option<&'a Plan>,
}

/// The days. Sentences name tasks and stages of the catalogue, and nobody's store, gateway or value.
pub fn agenda(it: &Agenda<'_>, catalog: &Catalog) -> Days {
    let say = Speech {
        catalog,
        language: it.language,
    };
    let mut days: Vec<Day> = it.reminders.iter().map(|it| reminder(it, &say)).collect();
    if let Some(plan) = it.plan {
        planned(plan, &say, &mut days);
    }
    days.sort_by(|one, other| (one.on, &one.key).cmp(&(other.on, &other.key)));
    Days {
        journey: it.journey.to_owned(),
        language: it.language,
        name: say.it(Say::CalendarName),
        now: it.now,
        sequence: it.sequence,
        days,
    }
}

/// The name for its file.
pub fn agenda_file(catalog: &Catalog, language: Language) -> String {
    let say = Speech { catalog, language };
    crate::file_name(&[say.it(Say::CalendarFile)], "ics")
}

fn reminder(it: &Reminder, say: &Speech<'_>) -> Day {
    let task = it.task();
    match &it.about {
        About::Chase { .. } => Day {
            key: format!("chase.{}", key(task)),
            on: it.on,
            title: say.with(Say::CalendarChase, &[("task", say.task(&task.task))]),
            note: say.it(Say::CalendarChaseNote),
        },
        About::Dated { kind, at } => {
            let (name, title) = match kind {
                DatedKind::CertificateExpiry => ("certificate", Say::CalendarCertificateExpiry),
                DatedKind::CertificateRenewable => ("renewal", Say::CalendarCertificateRenewable),
                DatedKind::SecretExpiry => ("secret", Say::CalendarSecretExpiry),
                DatedKind::End => ("end", Say::CalendarEnd),
            };
            Day {
                key: format!("{name}.{}.{}", key(task), at.field),
                on: it.on,
                title: say.it(title),
                note: say.it(Say::CalendarDatedNote),
            }
        }
    }
}

fn key(task: &TaskKey) -> String {
    task.to_string().replace('@', "-")
}

/// What the merchant has to begin in time, and the usual day of opening.
fn planned(plan: &Plan, say: &Speech<'_>, days: &mut Vec<Day>) {
    for (at, track) in plan.tracks.iter().enumerate() {
        let spec = &track.spec;
        let name = format!("{}.{}", spec.module, wizard::when::purpose_id(spec.purpose));
        for (n, bar) in track.bars.iter().enumerate() {
            let mine = matches!(bar.who, Actor::Merchant | Actor::Developer);
            if !bar.critical || bar.is_begun() || !mine {
                continue;
            }
            let latest = plan.wished.iter().flat_map(|it| &it.latest_starts);
            let latest = latest.filter(|it| it.track == at && it.bar == n);
            days.push(Day {
                // What one side does in a stage is one bar, wherever it stands among the others.
                key: format!("begin.{name}.{}.{}", bar.stage.id(), bar.who.id()),
                on: latest.map(|it| it.on).next().unwrap_or(bar.start.usual),
                title: say.with(Say::CalendarBegin, &[("stage", say.stage(bar.stage))]),
                note: say.it(Say::CalendarBeginNote),
            });
        }
        days.push(Day {
            key: format!("opening.{name}"),
            on: track.dates.usual,
            title: say.it(Say::CalendarOpening),
            note: say.it(Say::CalendarOpeningNote),
        });
    }
}

/// A letter that asks where an answer stays, to be copied. None when the store's name cannot stand
/// in it.
pub fn chase_letter(
    catalog: &Catalog,
    language: Language,
    store: &str,
    gateway: &str,
    it: &Reminder,
) -> Option<Words> {
    let About::Chase { task, since } = &it.about else {
        return None;
    };
    let say = Speech { catalog, language };
    let gaps = [
        ("store", Words::typed(store)?),
        ("gateway", say.module(gateway, None)),
        ("since", say.day(*since)),
        ("task", say.task(&task.task)),
    ];
    Some(say.with(Say::ChaseLetter, &gaps))
}
