//! What leaves the app as a file for people: the plan as PDF, the days as a calendar.

use catalog::Catalog;
use jiff::civil::Date;
use paper::{Agenda, Head, Language};
use wizard::TrackSpec;
use wizard::plan::{Planning, followed_tracks, planning_for};

use crate::controller::Controller;
use crate::error::Error;
use crate::host::Host;
use crate::view::Loaded;

/// The tracks that a file is about: those the journey follows, and before it follows any those that
/// are picked in the window.
fn about(loaded: &Loaded, picked: Vec<TrackSpec>) -> Vec<TrackSpec> {
    if loaded.journey.is_planned() {
        followed_tracks(&loaded.journey)
    } else {
        picked
    }
}

fn reckon(loaded: &Loaded, catalog: &Catalog, today: Date, tracks: &[TrackSpec]) -> Planning {
    planning_for(&loaded.journey, &loaded.view, catalog, today, tracks)
}

/// A file to be saved: a name that every system takes, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl<H: Host> Controller<H> {
    /// The plan that the journey follows as PDF; before it follows any, that of the picked tracks.
    ///
    /// # Errors
    /// As [`Controller::load`]; [`Error::Unwritable`] when it cannot be laid out.
    pub async fn plan_paper(
        &self,
        id: &str,
        language: Language,
        picked: Vec<TrackSpec>,
    ) -> Result<Leaving, Error> {
        let loaded = self.load(id).await?;
        let (catalog, today) = (self.catalog, self.today());
        // Laying out takes a moment: not on the thread that answers the window.
        let made = tokio::task::spawn_blocking(move || {
            let planning = reckon(&loaded, catalog, today, &about(&loaded, picked));
            let head = Head {
                language,
                store: loaded.journey.name(),
                made: today,
            };
            let bytes = paper::pdf(&paper::plan(&planning, catalog, &head))?;
            let name = paper::plan_file(catalog, &head);
            Ok::<_, paper::Unwritable>(Leaving { name, bytes })
        });
        let made = made.await.map_err(|_| Error::Unwritable)?;
        made.map_err(|why| {
            tracing::error!(%why, "plan");
            Error::Unwritable
        })
    }

    /// What the journey's answers allow.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn planning(&self, id: &str) -> Result<(Loaded, Planning), Error> {
        let loaded = self.load(id).await?;
        let answers = loaded.journey.answers();
        let planning = wizard::plan::planning(answers, self.catalog, self.today());
        Ok((loaded, planning))
    }

    /// The same with the plan of exactly these tracks first, chosen by hand as they are.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn planning_of(
        &self,
        id: &str,
        tracks: &[TrackSpec],
    ) -> Result<(Loaded, Planning), Error> {
        let loaded = self.load(id).await?;
        let planning = reckon(&loaded, self.catalog, self.today(), tracks);
        Ok((loaded, planning))
    }

    /// The journey's days as an iCalendar file: its reminders, and what is ahead on its plan; before
    /// it follows one, on that of the picked tracks.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn calendar(
        &self,
        id: &str,
        language: Language,
        picked: Vec<TrackSpec>,
    ) -> Result<Leaving, Error> {
        let loaded = self.load(id).await?;
        let tracks = about(&loaded, picked);
        let planning = reckon(&loaded, self.catalog, self.today(), &tracks);
        let days = paper::agenda(
            &Agenda {
                journey: &loaded.id,
                sequence: u32::try_from(loaded.journey.head()).unwrap_or(u32::MAX),
                now: self.host.now(),
                language,
                reminders: &loaded.reminders,
                // Days of a plan that nobody took are nobody's days.
                plan: planning.plans.first().filter(|_| !tracks.is_empty()),
            },
            self.catalog,
        );
        Ok(Leaving {
            name: paper::agenda_file(self.catalog, language),
            bytes: paper::calendar::calendar(&days),
        })
    }
}
