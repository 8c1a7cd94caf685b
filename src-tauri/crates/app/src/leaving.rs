//! What leaves the app as a file for people: the plan as PDF, the days as a calendar.

use paper::{Agenda, Language};

use crate::controller::Controller;
use crate::error::Error;
use crate::host::Host;

/// A file to be saved: a name that every system takes, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl<H: Host> Controller<H> {
    /// The journey's days as an iCalendar file.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn calendar(&self, id: &str, language: Language) -> Result<Leaving, Error> {
        let loaded = self.load(id).await?;
        let days = paper::agenda(
            &Agenda {
                journey: &loaded.id,
                sequence: u32::try_from(loaded.journey.head()).unwrap_or(u32::MAX),
                now: self.host.now(),
                language,
                reminders: &loaded.reminders,
                plan: None,
            },
            self.catalog,
        );
        Ok(Leaving {
            name: paper::agenda_file(self.catalog, language),
            bytes: paper::calendar::calendar(&days),
        })
    }
}
