//! What to think of on which day: when to ask where an answer stays, and what ends or can be renewed.

use catalog::Catalog;
use jiff::civil::Date;

use crate::event::{FieldAt, TaskKey};
use crate::view::{DatedKind, JourneyView, Status};

/// Something to think of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What.
    pub about: About,
    /// From this day on.
    pub on: Date,
    /// That day has come.
    pub due: bool,
}

/// What a reminder is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The usual days of a wait are over: ask.
    Chase {
        /// The wait.
        task: TaskKey,
        /// Since when.
        since: Date,
    },
    /// A dated thing.
    Dated {
        /// What it is.
        kind: DatedKind,
        /// Where it is entered.
        at: FieldAt,
    },
}

impl Reminder {
    /// The task that it leads to.
    pub fn task(&self) -> &TaskKey {
        match &self.about {
            About::Chase { task, .. } => task,
            About::Dated { at, .. } => &at.task,
        }
    }
}

/// The reminders of a journey as it stands, soonest first. A wait whose usual days no document
/// tells has none: there is no day to name.
pub fn reminders(view: &JourneyView, catalog: &Catalog, today: Date) -> Vec<Reminder> {
    let at = |about, on| Reminder {
        about,
        on,
        due: on <= today,
    };
    let tasks = view.stages.iter().flat_map(|stage| &stage.tasks);
    let waits = tasks.filter_map(|it| match it.status {
        Status::Waiting {
            since,
            until: Some(until),
            ..
        } if !it.put_off => Some(at(
            About::Chase {
                task: it.key.clone(),
                since,
            },
            // On the last usual day the answer may still come.
            catalog.business_days_after(until, 1),
        )),
        _ => None,
    });
    let dated = view.dates.iter().map(|it| {
        let about = About::Dated {
            kind: it.kind,
            at: it.at.clone(),
        };
        at(about, it.on)
    });
    let mut all: Vec<Reminder> = waits.chain(dated).collect();
    all.sort_by_key(|it| it.on);
    all
}
