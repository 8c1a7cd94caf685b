//! What is practised beside the journey: time that passes, people who answer, trouble on purpose. Nothing of it
//! exists outside the practice folder, and nothing of it writes into a journey: its events stay the user's marks.

use std::collections::BTreeMap;

use catalog::Actor;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use portone_sim as sim;
use serde::{Deserialize, Serialize};
use wizard::event::TaskKey;
use wizard::view::Status;

use crate::controller::Controller;
use crate::error::Error;
use crate::folder::{Folder, lock, meta};
use crate::host::Host;

/// How far the practice clock is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// To the morning of the third business day from now.
    ThreeBusinessDays,
    /// Until somebody writes. Nobody is to: nothing happens.
    NextNews,
}

/// Trouble on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Every key is refused.
    WrongKey,
    /// Nothing of the store may be seen.
    ForeignStore,
    /// Answers come late.
    Slow,
    /// No answer comes.
    Silent,
    /// The connection breaks.
    Broken,
    /// A page comes instead of an answer.
    LoginPage,
    /// PortOne has trouble of its own.
    ServerError,
    /// PortOne asks to wait.
    TooMany,
}

impl Trouble {
    /// Every one, in the order of the list.
    pub const ALL: [Trouble; 8] = [
        Trouble::WrongKey,
        Trouble::ForeignStore,
        Trouble::Slow,
        Trouble::Silent,
        Trouble::Broken,
        Trouble::LoginPage,
        Trouble::ServerError,
        Trouble::TooMany,
    ];

    /// Its name in the practice PortOne.
    fn scenario(self) -> &'static str {
        match self {
            Trouble::WrongKey => "wrong-key",
            Trouble::ForeignStore => "foreign-store",
            Trouble::Slow => "slow",
            Trouble::Silent => "hang",
            Trouble::Broken => "reset",
            Trouble::LoginPage => "html",
            Trouble::ServerError => "500",
            Trouble::TooMany => "rate-limit",
        }
    }
}

/// Something that somebody wrote about a wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The journey.
    pub journey: String,
    /// Its name.
    pub name: String,
    /// The wait it is about.
    pub task: TaskKey,
    /// Who answers there.
    pub actor: Actor,
    /// The gateway, when it is a track's.
    pub gateway: Option<String>,
    /// The day it came.
    pub on: Date,
    /// What it says.
    pub what: sim::MailKind,
    /// With it the wait is over, as far as practice goes.
    pub settles: bool,
    /// The rejection that stands: it can be asked for again.
    pub again: bool,
}

/// The practice beside the journeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practising {
    /// What the practice clock shows.
    pub today: Date,
    /// Days it is ahead.
    pub ahead: u32,
    /// The day somebody writes next.
    pub next: Option<Date>,
    /// What came about waits that are still open, newest first.
    pub news: Vec<News>,
    /// The trouble that is made now.
    pub trouble: Option<Trouble>,
}

/// What of it outlives the run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Seconds that the practice clock is ahead.
    ahead: i64,
    /// When a review was asked for again, by its wait.
    again: BTreeMap<String, Vec<Timestamp>>,
}

impl Kept {
    pub(crate) fn ahead(&self) -> SignedDuration {
        SignedDuration::from_secs(self.ahead.max(0))
    }

    /// What was kept; nothing when it cannot be read, which loses practice time only.
    pub(crate) fn read(bytes: Option<Vec<u8>>) -> Self {
        bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }
}

/// A wait that is going on.
struct Wait {
    journey: String,
    name: String,
    task: TaskKey,
    actor: Actor,
    gateway: Option<String>,
    matter: sim::Matter,
    from: Timestamp,
}

fn morning(day: Date, minute: i8) -> Option<Timestamp> {
    let at = day.to_datetime(Time::constant(10, minute, 0, 0));
    Some(at.to_zoned(crate::seoul()).ok()?.timestamp())
}

fn days_between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

impl<H: Host> Controller<H> {
    /// Now: this machine's time, and in practice the practice clock's.
    pub(crate) fn clock(&self) -> Timestamp {
        let now = self.host.now();
        now.checked_add(*lock(&self.ahead)).unwrap_or(now)
    }

    /// What is practised now, and what came since.
    ///
    /// # Errors
    /// [`Error::NoPlace`] outside practice.
    pub async fn practising(&self) -> Result<Practising, Error> {
        let folder = self.folder().await?;
        let server = folder.practice.as_ref().ok_or(Error::NoPlace)?;
        let waits = self.waits(&folder).await;
        let reviewed = |wait: &Wait| wait.actor == Actor::CardCompany;
        // Told again in every run: what the people do follows from when they were asked, and from nothing else.
        for wait in &waits {
            if reviewed(wait) {
                let known = server.reviews();
                if !known.iter().any(|one| one.matter == wait.matter) {
                    server.request_review_since(&wait.matter, wait.from);
                }
            } else {
                server.apply_since(&wait.matter, wait.from);
            }
        }
        server.advance(SignedDuration::ZERO).await;
        for wait in waits.iter().filter(|wait| reviewed(wait)) {
            let kept = lock(&folder.kept).again.get(&wait.matter.id).cloned();
            for at in kept.unwrap_or_default() {
                // Refused unless the reviewer rejected before that: told twice it is heard once.
                server.request_review_since(&wait.matter, at);
                server.advance(SignedDuration::ZERO).await;
            }
        }
        Ok(Practising {
            today: self.today(),
            ahead: days_between(self.today_outside(), self.today()),
            next: server
                .next_mail()
                .map(|at| at.to_zoned(crate::seoul()).date()),
            news: news(server, &waits),
            trouble: *lock(&folder.trouble),
        })
    }

    /// The waits of every journey of the folder.
    async fn waits(&self, folder: &Folder) -> Vec<Wait> {
        let mut waits = Vec::new();
        let rows = folder.store.list_journeys().await.unwrap_or_default();
        for card in rows.iter().map(crate::cards::card) {
            if card.binned_on.is_some() {
                continue;
            }
            // What cannot be read is told where it is opened; the practice of the others goes on.
            let Ok(journey) = self.cached(folder, &card.id).await else {
                continue;
            };
            let view = wizard::view(&journey, self.catalog, self.today());
            for task in view.stages.iter().flat_map(|stage| &stage.tasks) {
                let Status::Waiting { since, .. } = task.status else {
                    continue;
                };
                let Some(from) = morning(since, 0) else {
                    continue;
                };
                let module = crate::track_module(self.catalog, &journey, &task.key);
                waits.push(Wait {
                    journey: card.id.clone(),
                    name: card.name.clone(),
                    task: task.key.clone(),
                    actor: task.actor,
                    gateway: task
                        .key
                        .track
                        .and_then(|id| Some(journey.track(id)?.spec.gateway.clone())),
                    matter: sim::Matter {
                        id: format!("{} {} {since}", card.id, task.key),
                        module: module.map_or_else(String::new, |module| module.id.clone()),
                    },
                    from,
                });
            }
        }
        waits
    }

    /// Moves the practice clock forward.
    ///
    /// # Errors
    /// [`Error::NoPlace`] outside practice, [`Error::NotSaved`].
    pub async fn practice_step(&self, step: Step) -> Result<Practising, Error> {
        let folder = self.folder().await?;
        let server = folder.practice.as_ref().ok_or(Error::NoPlace)?;
        // Whoever was not told yet would not answer in the time that now passes.
        self.practising().await?;
        let now = self.clock();
        let until = match step {
            Step::Day => now.checked_add(SignedDuration::from_hours(24)).ok(),
            // Five minutes after the people's hour, so that whoever writes that day has written.
            Step::ThreeBusinessDays => {
                morning(self.catalog.business_days_after(self.today(), 3), 5)
            }
            Step::NextNews => server
                .next_mail()
                .and_then(|at| at.checked_add(SignedDuration::from_mins(5)).ok()),
        };
        let by = until.map_or(SignedDuration::ZERO, |until| until.duration_since(now));
        if by > SignedDuration::ZERO {
            self.keep_practice(&folder, |kept| {
                kept.ahead = kept.ahead.saturating_add(by.as_secs());
            })
            .await?;
            let ahead = lock(&folder.kept).ahead();
            *lock(&self.ahead) = ahead;
            server.advance(by).await;
        }
        self.practising().await
    }

    /// Asks for a rejected review again, the reason being put right.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing of it was rejected, [`Error::NoPlace`], [`Error::NotSaved`].
    pub async fn practice_again(&self, id: &str, task: &TaskKey) -> Result<Practising, Error> {
        let folder = self.folder().await?;
        self.practising().await?;
        let waits = self.waits(&folder).await;
        let wait = waits
            .iter()
            .find(|wait| wait.journey == id && wait.task == *task)
            .ok_or(Error::NotFound)?;
        let server = folder.practice.as_ref().ok_or(Error::NoPlace)?;
        let reviews = server.reviews();
        let rejected = reviews
            .iter()
            .any(|one| one.matter == wait.matter && one.status == sim::ReviewStatus::Rejected);
        if !rejected {
            return Err(Error::NotFound);
        }
        let now = self.clock();
        self.keep_practice(&folder, |kept| {
            kept.again
                .entry(wait.matter.id.clone())
                .or_default()
                .push(now);
        })
        .await?;
        self.practising().await
    }

    /// Makes trouble, or ends it.
    ///
    /// # Errors
    /// [`Error::NoPlace`] outside practice.
    pub async fn practice_trouble(&self, trouble: Option<Trouble>) -> Result<Practising, Error> {
        let folder = self.folder().await?;
        let server = folder.practice.as_ref().ok_or(Error::NoPlace)?;
        server.clear_faults();
        if let Some(trouble) = trouble
            && let Some(scenario) = sim::Scenario::named(trouble.scenario())
        {
            server.set_scenario(scenario, None);
        }
        *lock(&folder.trouble) = trouble;
        self.practising().await
    }

    /// Changes what outlives the run, first on the disk.
    async fn keep_practice(
        &self,
        folder: &Folder,
        change: impl FnOnce(&mut Kept),
    ) -> Result<(), Error> {
        let _turn = folder.turn.lock().await;
        let mut kept = lock(&folder.kept).clone();
        change(&mut kept);
        let bytes = serde_json::to_vec(&kept).unwrap_or_default();
        folder.store.meta_set(meta::PRACTICE, &bytes).await?;
        *lock(&folder.kept) = kept;
        Ok(())
    }
}

/// What came about the waits, newest first.
fn news(server: &sim::Sim, waits: &[Wait]) -> Vec<News> {
    let reviews = server.reviews();
    let rejected = |matter: &sim::Matter| {
        reviews
            .iter()
            .any(|one| one.matter == *matter && one.status == sim::ReviewStatus::Rejected)
    };
    let mut mails = server.mails();
    // Two of one moment stand in the same order whoever was told first.
    mails.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.matter.id.cmp(&b.matter.id)));
    mails
        .into_iter()
        .filter_map(|mail| {
            let wait = waits.iter().find(|wait| wait.matter == mail.matter)?;
            let settles = match &mail.kind {
                sim::MailKind::MerchantId => true,
                sim::MailKind::Approved { last, .. } => *last,
                sim::MailKind::Rejected(_) | sim::MailKind::Received => false,
            };
            let again = matches!(mail.kind, sim::MailKind::Rejected(_)) && rejected(&mail.matter);
            Some(News {
                journey: wait.journey.clone(),
                name: wait.name.clone(),
                task: wait.task.clone(),
                actor: wait.actor,
                gateway: wait.gateway.clone(),
                on: mail.at.to_zoned(crate::seoul()).date(),
                what: mail.kind,
                settles,
                again,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Trouble;

    #[test]
    fn every_trouble_is_one_of_the_practice_portone() {
        for trouble in Trouble::ALL {
            let name = trouble.scenario();
            assert!(portone_sim::Scenario::named(name).is_some(), "{name}");
        }
    }
}
