//! A journey as one file without secrets: export, import, duplicate.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wizard::Journey;
use wizard::command::{Command, Refusal};
use wizard::event::{Event, Stamped};

use crate::controller::Controller;
use crate::error::Error;
use crate::folder::{Cached, Folder};
use crate::host::Host;
use crate::row;
use crate::view::Loaded;

const FORMAT: &str = "giljabi-journey";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u32,
    practice: bool,
    exported_at: String,
    events: Vec<EventRow>,
}

#[derive(Serialize, Deserialize)]
struct EventRow {
    batch: u64,
    at: String,
    by: String,
    event: serde_json::Value,
    /// It looks like a secret, and the user said that it is none: else it would not be in the log.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    no_secret: bool,
}

impl<H: Host> Controller<H> {
    /// The largest file that is read as an export, in bytes.
    pub const LARGEST_EXPORT: usize = 20 * 1024 * 1024;

    /// The journey's name and its file. No secret is in events; what names one is left out too.
    ///
    /// # Errors
    /// As [`Controller::load`].
    pub async fn export(&self, id: &str) -> Result<(String, String), Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let events = journey
            .log()
            .iter()
            .filter(|it| !about_secret(&it.event))
            .map(|it| {
                let (_, payload) = row::to_row(&it.event);
                EventRow {
                    batch: it.batch,
                    at: it.at.to_string(),
                    by: it.by.clone(),
                    event: serde_json::from_str(&payload).unwrap_or_default(),
                    no_secret: wizard::secret_shape(&payload).is_some(),
                }
            })
            .collect();
        let file = File {
            format: FORMAT.to_owned(),
            version: VERSION,
            practice: folder.practising(),
            exported_at: self.clock().to_string(),
            events,
        };
        let text = serde_json::to_string_pretty(&file).unwrap_or_default();
        let name: String = journey
            .name()
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == ' ' || c == '-' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        Ok((name, text))
    }

    /// Takes an exported journey in as a new one.
    ///
    /// # Errors
    /// [`Error::NotExport`], [`Error::NewerExport`], [`Error::OtherPlace`],
    /// [`Error::HoldsSecretLike`], [`Error::NotSaved`].
    pub async fn import(&self, text: &str) -> Result<Loaded, Error> {
        let folder = self.folder().await?;
        let file: File = serde_json::from_str(text).map_err(|_| Error::NotExport)?;
        if file.format != FORMAT {
            return Err(Error::NotExport);
        }
        if file.version > VERSION {
            return Err(Error::NewerExport);
        }
        if file.practice != folder.practising() {
            return Err(Error::OtherPlace);
        }
        let mut log = Vec::with_capacity(file.events.len());
        for (seq, it) in (1..).zip(file.events) {
            let payload = it.event.to_string();
            let stamped = row::from_row(seq, it.batch, &it.at, &it.by, &payload)
                .map_err(|_| Error::NotExport)?;
            if about_secret(&stamped.event) {
                return Err(Error::NotExport);
            }
            if wizard::secret_shape(&payload).is_some() && !it.no_secret {
                return Err(Error::HoldsSecretLike);
            }
            log.push(stamped);
        }
        renumber(&mut log);
        let journey = Journey::replay(log).map_err(|_| Error::NotExport)?;
        if journey.log().is_empty() {
            return Err(Error::NotExport);
        }
        let _turn = folder.turn.lock().await;
        self.keep_new(&folder, Arc::new(journey)).await
    }

    /// A new journey with the answers, the plan and the notes of another: no secret, proof or date.
    ///
    /// # Errors
    /// As [`Controller::create`].
    pub async fn duplicate(&self, id: &str) -> Result<Loaded, Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let source = self.cached(&folder, id).await?;
        let now = self.now(&folder).await;
        let mut copy = Journey::empty();
        let mut commands = vec![Command::Create {
            name: copy_name(source.name()),
        }];
        for (question, values) in source.answers() {
            commands.push(Command::Answer {
                question: question.clone(),
                values: values.clone(),
            });
        }
        let tracks: Vec<_> = source
            .tracks()
            .filter(|track| !matches!(track.standing, wizard::Standing::GivenUp { .. }))
            .map(|track| track.spec.clone())
            .collect();
        if !tracks.is_empty() {
            commands.push(Command::ChoosePlan { tracks });
        }
        let view = wizard::view(&source, self.catalog, now.today);
        for task in view.stages.iter().flat_map(|stage| &stage.tasks) {
            if let Some(text) = source.note(&task.key) {
                commands.push(Command::Note {
                    task: task.key.clone(),
                    text: text.to_owned(),
                });
            }
        }
        for command in commands {
            let batch = copy.head() + 1;
            let events = match wizard::decide(&copy, self.catalog, command, &now) {
                Ok(events) => events,
                // What a later catalogue no longer has stays behind.
                Err(Refusal::Unknown | Refusal::Already | Refusal::Impossible(_)) => continue,
                Err(refusal) => return Err(refusal.into()),
            };
            for event in events {
                let seq = copy.head() + 1;
                let stamped = Stamped {
                    seq,
                    batch,
                    at: now.at,
                    by: now.by.clone(),
                    event,
                };
                copy.evolve(stamped).map_err(|_| Error::JourneyDamaged)?;
            }
        }
        self.keep_new(&folder, Arc::new(copy)).await
    }

    async fn keep_new(&self, folder: &Folder, journey: Cached) -> Result<Loaded, Error> {
        let id = self.keep(folder, &journey).await?;
        self.loaded(folder, &id, journey).await
    }
}

/// Gives events their places again after some were left out. A batch is numbered by its first
/// event; an undo of a batch that is not there any more is left out with it.
fn renumber(log: &mut Vec<Stamped>) {
    let mut firsts: std::collections::HashMap<u64, u64> = std::collections::HashMap::new();
    let mut kept = Vec::with_capacity(log.len());
    for mut it in log.drain(..) {
        let seq = kept.len() as u64 + 1;
        match &mut it.event {
            Event::Undone { batch } | Event::Redone { batch } => match firsts.get(batch) {
                Some(first) => *batch = *first,
                None => continue,
            },
            _ => {}
        }
        it.batch = *firsts.entry(it.batch).or_insert(seq);
        it.seq = seq;
        kept.push(it);
    }
    *log = kept;
}

fn about_secret(event: &Event) -> bool {
    matches!(
        event,
        Event::SecretSaved { .. }
            | Event::SecretDeleted { .. }
            | Event::SecretCopied { .. }
            | Event::SecretShown { .. }
    )
}

fn copy_name(name: &str) -> String {
    let short: String = name.chars().take(74).collect();
    format!("{short} (2)")
}
