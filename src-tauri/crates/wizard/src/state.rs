//! What a log amounts to: the fold of its events, without the undone batches.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::event::{
    Bound, BoundValue, Event, Evidence, FieldAt, Outcome, Stamped, TaskKey, TrackId, TrackSpec,
};

/// Korea's distance from UTC. It has no summer time.
const SEOUL: Offset = Offset::constant(9);

/// A track, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Number.
    pub id: TrackId,
    /// What.
    pub spec: TrackSpec,
    /// Going on, held or given up.
    pub standing: Standing,
    /// The day it reached 오픈.
    pub opened: Option<Date>,
}

impl Track {
    /// It goes on (open or on its way).
    pub fn is_active(&self) -> bool {
        self.standing == Standing::Active
    }
}

/// Whether a track goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Going on.
    Active,
    /// 보류.
    Held {
        /// Why.
        reason: String,
        /// Since.
        on: Date,
    },
    /// 포기.
    GivenUp {
        /// Why.
        reason: String,
        /// Since.
        on: Date,
    },
}

/// What the journey knows of a secret: never the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretMeta {
    /// Its id in the vault.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// The day it was saved.
    pub on: Date,
    /// The day it ends.
    pub expires_on: Option<Date>,
}

/// The fold of a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) answers: BTreeMap<String, Vec<String>>,
    pub(crate) planned: Option<Planned>,
    pub(crate) tracks: BTreeMap<TrackId, Track>,
    pub(crate) tasks: BTreeMap<TaskKey, TaskState>,
}

/// When and by whom the plan was chosen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) on: Date,
    pub(crate) by: String,
}

/// What happened to one task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TaskState {
    pub(crate) started: Option<Date>,
    pub(crate) proof: Option<Proof>,
    /// The last check answered and did not prove it.
    pub(crate) refuted: bool,
    pub(crate) put_off: bool,
    pub(crate) note: Option<String>,
    pub(crate) fields: BTreeMap<String, FieldState>,
}

/// The proof that stands, if what it is bound to still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) on: Date,
    pub(crate) by: String,
    pub(crate) evidence: Evidence,
    pub(crate) bound: Vec<Bound>,
}

/// What stands in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldState {
    pub(crate) content: Content,
    pub(crate) overridden: Vec<String>,
    pub(crate) changed_on: Date,
}

/// A field's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Plain(String),
    Secret(SecretMeta),
}

impl TaskState {
    pub(crate) fn is_machine_proven(&self) -> bool {
        self.proof
            .as_ref()
            .is_some_and(|it| it.evidence == Evidence::Machine)
    }
}

impl FieldState {
    pub(crate) fn is_filled(&self) -> bool {
        self.content != Content::Empty
    }
}

impl State {
    pub(crate) fn field(&self, at: &FieldAt) -> Option<&FieldState> {
        self.tasks.get(&at.task)?.fields.get(&at.field)
    }

    pub(crate) fn secret(&self, at: &FieldAt) -> Option<&SecretMeta> {
        match &self.field(at)?.content {
            Content::Secret(meta) => Some(meta),
            Content::Empty | Content::Plain(_) => None,
        }
    }

    /// What a proof made now would be bound to in this field.
    pub(crate) fn bound_value(&self, at: &FieldAt) -> BoundValue {
        match self.field(at).map(|field| &field.content) {
            None | Some(Content::Empty) => BoundValue::Empty,
            Some(Content::Plain(value)) => BoundValue::Plain(value.clone()),
            Some(Content::Secret(meta)) => BoundValue::Secret {
                id: meta.id.clone(),
                revision: meta.revision,
            },
        }
    }

    /// Whether a field still is what a proof was made with.
    pub(crate) fn holds(&self, bound: &Bound) -> bool {
        match (
            &bound.value,
            self.field(&bound.at).map(|field| &field.content),
        ) {
            (BoundValue::Empty, None | Some(Content::Empty)) => true,
            (BoundValue::Plain(was), Some(Content::Plain(is))) => was == is,
            (BoundValue::Secret { id, revision }, Some(Content::Secret(is))) => {
                *id == is.id && *revision == is.revision
            }
            (BoundValue::Empty | BoundValue::Plain(_) | BoundValue::Secret { .. }, _) => false,
        }
    }

    /// Takes in one event that counts.
    pub(crate) fn apply(&mut self, stamped: &Stamped) {
        match &stamped.event {
            Event::Created { name } | Event::Renamed { name } => self.name.clone_from(name),
            Event::Answered { question, values } => {
                if values.is_empty() {
                    self.answers.remove(question);
                } else {
                    self.answers.insert(question.clone(), values.clone());
                }
            }
            Event::Planned { .. } => {
                self.planned = Some(Planned {
                    on: day(stamped.at),
                    by: stamped.by.clone(),
                });
            }
            Event::TrackAdded { track, spec } => {
                let it = Track {
                    id: *track,
                    spec: spec.clone(),
                    standing: Standing::Active,
                    opened: None,
                };
                self.tracks.insert(*track, it);
            }
            Event::TrackHeld { track, reason, on } => {
                self.stand(
                    *track,
                    Standing::Held {
                        reason: reason.clone(),
                        on: *on,
                    },
                );
            }
            Event::TrackGivenUp { track, reason, on } => {
                self.stand(
                    *track,
                    Standing::GivenUp {
                        reason: reason.clone(),
                        on: *on,
                    },
                );
            }
            Event::TrackResumed { track, on: _ } => self.stand(*track, Standing::Active),
            Event::TrackOpened { track, on } => {
                if let Some(it) = self.tracks.get_mut(track) {
                    it.opened = it.opened.or(Some(*on));
                }
            }
            Event::ValueSet {
                at,
                value,
                on,
                overridden,
            } => {
                let content = match value.as_str() {
                    "" => Content::Empty,
                    value => Content::Plain(value.to_owned()),
                };
                self.fill(at, content, *on, overridden);
            }
            Event::SecretSaved {
                at,
                id,
                revision,
                on,
                expires_on,
            } => {
                let meta = SecretMeta {
                    id: id.clone(),
                    revision: *revision,
                    on: *on,
                    expires_on: *expires_on,
                };
                self.fill(at, Content::Secret(meta), *on, &[]);
            }
            // Whatever was saved there before is gone, also what an undo would bring back: the fold
            // meets this event after every earlier save.
            Event::SecretDeleted { at, id: _, on } => self.fill(at, Content::Empty, *on, &[]),
            Event::Noted { task, text } => {
                self.task(task).note = (!text.is_empty()).then(|| text.clone());
            }
            Event::Started { task, on } => {
                let it = self.task(task);
                (it.started, it.put_off) = (Some(*on), false);
            }
            Event::Marked {
                task,
                on,
                evidence,
                bound,
            } => {
                let proof = Proof {
                    on: *on,
                    by: stamped.by.clone(),
                    evidence: *evidence,
                    bound: bound.clone(),
                };
                self.prove(task, proof);
            }
            Event::Unmarked { task } => {
                let it = self.task(task);
                (it.proof, it.refuted) = (None, false);
            }
            Event::PutOff { task } => self.task(task).put_off = true,
            Event::TakenUp { task } => self.task(task).put_off = false,
            Event::Checked {
                task,
                on,
                outcome: Outcome::Proven { .. },
                bound,
            } => {
                let proof = Proof {
                    on: *on,
                    by: stamped.by.clone(),
                    evidence: Evidence::Machine,
                    bound: bound.clone(),
                };
                self.prove(task, proof);
            }
            Event::Checked {
                task,
                outcome: Outcome::NotProven { .. },
                ..
            } => {
                let it = self.task(task);
                (it.proof, it.refuted) = (None, true);
            }
            Event::SecretCopied { .. }
            | Event::SecretShown { .. }
            | Event::Undone { .. }
            | Event::Redone { .. } => {}
        }
    }

    fn task(&mut self, key: &TaskKey) -> &mut TaskState {
        self.tasks.entry(key.clone()).or_default()
    }

    fn prove(&mut self, key: &TaskKey, proof: Proof) {
        let it = self.task(key);
        (it.proof, it.refuted, it.put_off) = (Some(proof), false, false);
    }

    fn stand(&mut self, track: TrackId, standing: Standing) {
        if let Some(it) = self.tracks.get_mut(&track) {
            it.standing = standing;
        }
    }

    fn fill(&mut self, at: &FieldAt, content: Content, on: Date, overridden: &[String]) {
        let it = FieldState {
            content,
            overridden: overridden.to_vec(),
            changed_on: on,
        };
        self.task(&at.task).fields.insert(at.field.clone(), it);
    }
}

/// The day in Seoul.
pub(crate) fn day(at: Timestamp) -> Date {
    SEOUL.to_datetime(at).date()
}
