//! Journeys: loading, changing, listing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use store::{Batch, NewEvent, NewJourney, SecretWrite};
use uuid::Uuid;
use wizard::command::Command;
use wizard::event::{Event, FieldAt, Stamped};
use wizard::{Journey, decide};

use crate::cards::summary;
use crate::controller::Controller;
use crate::error::{Error, all_gone};
use crate::folder::{Cached, Folder, lock, meta};
use crate::host::Host;
use crate::row;
use crate::secrets::Access;
use crate::view::{Loaded, Place};

/// Secrets by what can be done with them, by id.
#[derive(Default)]
struct SecretStates {
    readable: HashSet<String>,
    in_vault: HashSet<String>,
    former: HashSet<String>,
}

/// A field as a draft's key in the store.
pub(crate) fn draft_key(at: &FieldAt) -> String {
    format!("{}/{}", at.task, at.field)
}

fn draft_at(key: &str) -> Option<FieldAt> {
    let (task, field) = key.rsplit_once('/')?;
    Some(FieldAt {
        task: task.parse().ok()?,
        field: field.to_owned(),
    })
}

impl<H: Host> Controller<H> {
    pub(crate) async fn cached(&self, folder: &Folder, id: &str) -> Result<Cached, Error> {
        if let Some(found) = lock(&folder.journeys).get(id) {
            return Ok(found.clone());
        }
        let stored = match folder.store.events(uuid(id)?).await {
            Ok(stored) => stored,
            Err(store::ReadError::Missing) => return Err(Error::NotFound),
            // What was asked for is not carried out on what an older backup has: the user looks first.
            Err(store::ReadError::Damaged) if self.mend(folder).await => {
                return Err(Error::NotSaved(crate::NotSaved::Damaged));
            }
            Err(store::ReadError::Damaged | store::ReadError::Io) => {
                return Err(Error::JourneyDamaged);
            }
        };
        if !stored.is_intact() {
            return Err(Error::JourneyDamaged);
        }
        let mut log = Vec::with_capacity(stored.rows.len());
        for row in stored.rows {
            let read = row::from_row(row.seq, row.batch, &row.at, &row.by, &row.payload);
            log.push(read.map_err(|_| Error::JourneyDamaged)?);
        }
        let journey = Arc::new(Journey::replay(log).map_err(|_| Error::JourneyDamaged)?);
        lock(&folder.journeys).insert(id.to_owned(), journey.clone());
        Ok(journey)
    }

    pub(crate) async fn loaded(
        &self,
        folder: &Folder,
        id: &str,
        journey: Cached,
    ) -> Result<Loaded, Error> {
        let today = self.today();
        let view = wizard::view(&journey, self.catalog, today);
        let reminders = wizard::reminders(&view, self.catalog, today);
        let drafts: HashMap<FieldAt, String> = folder
            .store
            .drafts(uuid(id)?)
            .await
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(key, text)| Some((draft_at(&key)?, text)))
            .collect();
        let place = folder.store.place_get(uuid(id)?).await.ok().flatten();
        let place = place.and_then(|text| serde_json::from_str(&text).ok());
        let secrets = self.secret_states(folder, &journey).await;
        let practice = folder.practising();
        Ok(Loaded {
            id: id.to_owned(),
            journey,
            view,
            reminders,
            practice,
            drafts,
            readable: secrets.readable,
            in_vault: secrets.in_vault,
            former: secrets.former,
            place,
        })
    }

    /// Which secrets can be read, and of which a former value is kept.
    async fn secret_states(&self, folder: &Folder, journey: &Journey) -> SecretStates {
        let mut states = SecretStates::default();
        for (_, meta) in journey.secrets() {
            match self.access(folder, meta).await {
                Access::Now => states.readable.insert(meta.id.clone()),
                Access::InVault => states.in_vault.insert(meta.id.clone()),
                Access::Lost => false,
            };
            let kept = lock(&folder.former);
            if kept
                .keys()
                .any(|(id, revision)| id.to_string() == meta.id && *revision < meta.revision)
            {
                states.former.insert(meta.id.clone());
            }
        }
        states
    }

    /// A journey with all that its pages need.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::JourneyDamaged`].
    pub async fn load(&self, id: &str) -> Result<Loaded, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        self.loaded(&folder, id, journey).await
    }

    /// Loads it and remembers that it was open.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn open(&self, id: &str) -> Result<Loaded, Error> {
        let loaded = self.load(id).await?;
        let folder = self.folder().await?;
        // Where a read-only folder refuses this, the next start shows the list instead.
        let _ = folder.store.meta_set(meta::RESUME, id.as_bytes()).await;
        Ok(loaded)
    }

    /// Begins a journey.
    ///
    /// # Errors
    /// [`Error::Refused`] for a name that is empty or too long, [`Error::NotSaved`].
    pub async fn create(&self, name: &str) -> Result<Loaded, Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let now = self.now(&folder).await;
        let mut journey = Journey::empty();
        let name = name.trim().to_owned();
        let events = decide(
            &journey,
            self.catalog,
            Command::Create { name: name.clone() },
            &now,
        )?;
        for event in stamp(&journey, events, &now) {
            journey.evolve(event).map_err(|_| Error::JourneyDamaged)?;
        }
        let journey = Arc::new(journey);
        let id = self.keep(&folder, &journey).await?;
        let _ = folder.store.meta_set(meta::RESUME, id.as_bytes()).await;
        self.loaded(&folder, &id, journey).await
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::NotSaved`], [`Error::Conflict`].
    pub async fn run(&self, id: &str, command: Command) -> Result<Loaded, Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let journey = match &command {
            Command::Undo | Command::Redo => self.step(&folder, id, command).await?,
            _ => self.commit(&folder, id, command, Vec::new()).await?,
        };
        self.loaded(&folder, id, journey).await
    }

    /// Decides, writes and only then changes what is in memory. The caller holds the folder's turn.
    pub(crate) async fn commit(
        &self,
        folder: &Folder,
        id: &str,
        command: Command,
        secrets: Vec<SecretWrite>,
    ) -> Result<Cached, Error> {
        let journey = self.cached(folder, id).await?;
        let now = self.now(folder).await;
        let events = decide(&journey, self.catalog, command, &now)?;
        self.write(folder, id, &journey, events, &now, secrets)
            .await
    }

    pub(crate) async fn write(
        &self,
        folder: &Folder,
        id: &str,
        journey: &Cached,
        events: Vec<Event>,
        now: &wizard::Now,
        secrets: Vec<SecretWrite>,
    ) -> Result<Cached, Error> {
        let stamped = stamp(journey, events, now);
        let mut batch = Batch {
            events: rows_of(&stamped),
            secrets,
            ..Batch::default()
        };
        let mut next = Journey::clone(journey);
        for event in stamped {
            next.evolve(event).map_err(|_| Error::JourneyDamaged)?;
        }
        let view = wizard::view(&next, self.catalog, self.today());
        batch.summary = summary(&view);
        batch.name = (next.name() != journey.name()).then(|| next.name().to_owned());
        let written = folder.store.append(uuid(id)?, journey.head(), batch).await;
        if written == Err(store::WriteError::Damaged) {
            // Nothing was written; what a backup still has is there when the user looks again.
            self.mend(folder).await;
        }
        written?;
        let next = Arc::new(next);
        lock(&folder.journeys).insert(id.to_owned(), next.clone());
        Ok(next)
    }

    /// Writes a whole new journey, batch by batch as its log has them.
    pub(crate) async fn keep(&self, folder: &Folder, journey: &Cached) -> Result<String, Error> {
        let id = Uuid::new_v4();
        let view = wizard::view(journey, self.catalog, self.today());
        let batch = |stamped: &[Stamped]| Batch {
            events: rows_of(stamped),
            summary: summary(&view),
            ..Batch::default()
        };
        let mut batches = journey.log().chunk_by(|a, b| a.batch == b.batch).map(batch);
        let first = batches.next().ok_or(Error::NotFound)?;
        let row = NewJourney {
            id,
            name: journey.name().to_owned(),
            created_at: self.clock().to_string(),
        };
        let mut head = folder.store.create_journey(row, first).await?;
        for batch in batches {
            match folder.store.append(id, head, batch).await {
                Ok(next) => head = next,
                Err(error) => {
                    // Whole or not at all. What cannot be taken back now is in the list, half,
                    // and can be deleted there.
                    let _ = folder.store.delete_forever(id).await;
                    return Err(error.into());
                }
            }
        }
        let id = id.to_string();
        lock(&folder.journeys).insert(id.clone(), journey.clone());
        Ok(id)
    }

    /// Puts a journey in the bin.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotSaved`].
    pub async fn bin(&self, id: &str) -> Result<(), Error> {
        let folder = self.folder().await?;
        let at = self.clock().to_string();
        Ok(folder.store.set_binned(uuid(id)?, Some(&at)).await?)
    }

    /// Takes it out.
    ///
    /// # Errors
    /// As [`Controller::bin`].
    pub async fn unbin(&self, id: &str) -> Result<(), Error> {
        let folder = self.folder().await?;
        Ok(folder.store.set_binned(uuid(id)?, None).await?)
    }

    /// Deletes it for good with its secrets, from the database and every backup. From the bin only.
    ///
    /// # Errors
    /// As [`Controller::bin`]; [`Error::LeftBehind`] when it is deleted, but not everywhere.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let cards = folder
            .store
            .list_journeys()
            .await
            .map_err(|_| Error::JourneyDamaged)?;
        let binned = cards
            .iter()
            .any(|row| row.id.to_string() == id && row.binned_at.is_some());
        if !binned {
            return Err(Error::NotFound);
        }
        let report = folder.store.delete_forever(uuid(id)?).await?;
        lock(&folder.journeys).remove(id);
        all_gone(report)
    }

    /// Remembers where the user is.
    ///
    /// # Errors
    /// [`Error::NotSaved`].
    pub async fn put_place(&self, id: &str, place: &Place) -> Result<(), Error> {
        let folder = self.folder().await?;
        let text = serde_json::to_string(place).unwrap_or_default();
        Ok(folder.store.place_put(uuid(id)?, &text).await?)
    }

    /// How the tracks that go on stand in time.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn progress(&self, id: &str) -> Result<Vec<wizard::plan::Progress>, Error> {
        let loaded = self.load(id).await?;
        Ok(wizard::plan::progress(
            &loaded.journey,
            self.catalog,
            self.today(),
        ))
    }

    /// What an answer would change. Nothing is written.
    ///
    /// # Errors
    /// As [`Controller::load`]; [`Error::Refused`] for an answer that cannot be given.
    pub async fn consequences(
        &self,
        id: &str,
        question: &str,
        values: &[String],
    ) -> Result<(Loaded, wizard::Consequences), Error> {
        let loaded = self.load(id).await?;
        let now = self.now(&*self.folder().await?).await;
        let change = wizard::consequences(&loaded.journey, self.catalog, &now, question, values)?;
        Ok((loaded, change))
    }

    /// What the answers allow.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn propose(&self, id: &str) -> Result<(Loaded, wizard::plan::Proposal), Error> {
        let loaded = self.load(id).await?;
        let tracks = loaded.journey.tracks();
        let going = tracks.filter(|it| !matches!(it.standing, wizard::Standing::GivenUp { .. }));
        let going: Vec<_> = going.map(|it| it.spec.clone()).collect();
        let answers = loaded.journey.answers();
        let proposal = wizard::plan::propose_beside(answers, &going, self.catalog, self.today());
        Ok((loaded, proposal))
    }
}

/// A journey's id as the store has it.
pub(crate) fn uuid(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// Gives events their places after the journey's head.
fn stamp(journey: &Journey, events: Vec<Event>, now: &wizard::Now) -> Vec<Stamped> {
    // The store numbers a batch by its first event, so the log in memory does too.
    let head = journey.head();
    let batch = head + 1;
    (head + 1..)
        .zip(events)
        .map(|(seq, event)| Stamped {
            seq,
            batch,
            at: now.at,
            by: now.by.clone(),
            event,
        })
        .collect()
}

/// Events as the store takes them.
pub(crate) fn rows_of(stamped: &[Stamped]) -> Vec<NewEvent> {
    stamped
        .iter()
        .map(|it| {
            let (kind, payload) = row::to_row(&it.event);
            NewEvent {
                at: it.at.to_string(),
                by: it.by.clone(),
                kind,
                payload,
            }
        })
        .collect()
}
