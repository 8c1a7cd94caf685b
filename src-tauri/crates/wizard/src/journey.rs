//! A journey: its log, and what the log amounts to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use crate::event::{Event, FieldAt, Stamped, TaskKey, TrackId};
use crate::state::{Content, SecretMeta, State, Track};

/// A journey. Its state is the fold of its log without the undone batches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journey {
    log: Vec<Stamped>,
    state: State,
    undone: BTreeSet<u64>,
    /// Batches that undo can take back, oldest first.
    undo: Vec<Step>,
    /// Batches that redo can bring back, the next one last.
    redo: Vec<Step>,
    /// What no undo makes unused again.
    used: Used,
    last_check: BTreeMap<TaskKey, usize>,
}

/// Numbers that were given out, in undone batches too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Used {
    tracks: BTreeSet<TrackId>,
    revisions: BTreeMap<FieldAt, u32>,
    /// Where in the log a secret was last deleted for good.
    deletions: BTreeMap<FieldAt, u64>,
}

/// A batch that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    batch: u64,
    /// Its first event that undo takes back.
    seq: u64,
    /// The batch does nothing but save a secret in this field.
    saves: Option<FieldAt>,
}

/// A log that no journey can have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayError {
    /// The first event that does not fit.
    pub seq: u64,
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} does not fit the log before it", self.seq)
    }
}

impl std::error::Error for ReplayError {}

impl Journey {
    /// Nothing happened yet.
    pub fn empty() -> Self {
        Journey::default()
    }

    /// A journey from its whole log. Linear in the log, however much was undone: from the first undo
    /// on, what counts is settled first, then all is folded once.
    pub fn replay(log: impl IntoIterator<Item = Stamped>) -> Result<Self, ReplayError> {
        let log = log.into_iter();
        let mut journey = Journey::empty();
        journey.log.reserve(log.size_hint().0);
        let mut rewound = false;
        for stamped in log {
            journey.register(&stamped)?;
            rewound |= rewinds(&stamped.event);
            // What an undo later takes back would be folded for nothing.
            if !rewound {
                journey.state.apply(&stamped);
            }
            journey.log.push(stamped);
        }
        if rewound {
            journey.refold();
        }
        Ok(journey)
    }

    /// Takes in the next event.
    pub fn evolve(&mut self, stamped: Stamped) -> Result<(), ReplayError> {
        self.register(&stamped)?;
        let refold = rewinds(&stamped.event);
        if !refold {
            self.state.apply(&stamped);
        }
        self.log.push(stamped);
        if refold {
            self.refold();
        }
        Ok(())
    }

    fn refold(&mut self) {
        let mut state = State::default();
        for stamped in &self.log {
            if is_kept(&stamped.event) || !self.undone.contains(&stamped.batch) {
                state.apply(stamped);
            }
        }
        self.state = state;
    }

    /// Everything about an event but its effect on the state. Changes nothing when it does not fit.
    fn register(&mut self, stamped: &Stamped) -> Result<(), ReplayError> {
        let error = ReplayError { seq: stamped.seq };
        let first = self.log.is_empty();
        let last_batch = self.log.last().map_or(0, |last| last.batch);
        let in_order = stamped.seq == self.head() + 1 && stamped.batch >= last_batch.max(1);
        if !in_order || first != matches!(stamped.event, Event::Created { .. }) {
            return Err(error);
        }
        // A batch that was undone is closed.
        if self.undone.contains(&stamped.batch) {
            return Err(error);
        }
        match &stamped.event {
            Event::TrackAdded { track, .. } => {
                if !self.used.tracks.insert(*track) {
                    return Err(error);
                }
            }
            Event::TrackHeld { track, .. }
            | Event::TrackGivenUp { track, .. }
            | Event::TrackResumed { track, .. }
            | Event::TrackOpened { track, .. } => {
                if !self.used.tracks.contains(track) {
                    return Err(error);
                }
            }
            Event::SecretSaved { at, revision, .. } => {
                let highest = self.used.revisions.entry(at.clone()).or_default();
                *highest = (*highest).max(*revision);
            }
            Event::SecretDeleted { at, .. } => {
                self.used.deletions.insert(at.clone(), stamped.seq);
            }
            Event::Checked { task, .. } => {
                self.last_check.insert(task.clone(), self.log.len());
            }
            Event::Undone { batch } => {
                let step = take(&mut self.undo, *batch).ok_or(error)?;
                self.redo.push(step);
                self.undone.insert(*batch);
            }
            Event::Redone { batch } => {
                let step = take(&mut self.redo, *batch).ok_or(error)?;
                self.undo.push(step);
                self.undone.remove(batch);
            }
            Event::Created { .. }
            | Event::Renamed { .. }
            | Event::Answered { .. }
            | Event::Planned { .. }
            | Event::ValueSet { .. }
            | Event::SecretCopied { .. }
            | Event::SecretShown { .. }
            | Event::Noted { .. }
            | Event::Started { .. }
            | Event::Marked { .. }
            | Event::Unmarked { .. }
            | Event::PutOff { .. }
            | Event::TakenUp { .. } => {}
        }
        if makes_step(&stamped.event) {
            self.step(stamped);
        }
        Ok(())
    }

    fn step(&mut self, stamped: &Stamped) {
        self.redo.clear();
        let saves = match &stamped.event {
            Event::SecretSaved { at, .. } => Some(at.clone()),
            _ => None,
        };
        match self.undo.last_mut() {
            Some(step) if step.batch == stamped.batch => {
                if step.saves != saves {
                    step.saves = None;
                }
            }
            _ => self.undo.push(Step {
                batch: stamped.batch,
                seq: stamped.seq,
                saves,
            }),
        }
    }

    /// The step still changes something: not so for a saved secret that was deleted for good.
    fn is_live(&self, step: &Step) -> bool {
        let deleted = step
            .saves
            .as_ref()
            .and_then(|at| self.used.deletions.get(at));
        deleted.is_none_or(|deleted| *deleted < step.seq)
    }

    /// The batch that undo takes back, and its first event.
    pub fn next_undo(&self) -> Option<(u64, u64)> {
        self.undo
            .iter()
            .rev()
            .find(|step| self.is_live(step))
            .map(|step| (step.batch, step.seq))
    }

    /// The batch that redo brings back, and its first event.
    pub fn next_redo(&self) -> Option<(u64, u64)> {
        self.redo
            .iter()
            .rev()
            .find(|step| self.is_live(step))
            .map(|step| (step.batch, step.seq))
    }

    /// Everything that happened.
    pub fn log(&self) -> &[Stamped] {
        &self.log
    }

    /// The seq of the last event; 0 when nothing happened.
    pub fn head(&self) -> u64 {
        self.log.last().map_or(0, |last| last.seq)
    }

    /// The number for the next command's batch.
    pub fn next_batch(&self) -> u64 {
        self.log
            .last()
            .map_or(1, |last| last.batch.saturating_add(1))
    }

    /// The number for the next track.
    pub fn next_track(&self) -> TrackId {
        TrackId(
            self.used
                .tracks
                .last()
                .map_or(1, |last| last.0.saturating_add(1)),
        )
    }

    /// Name.
    pub fn name(&self) -> &str {
        &self.state.name
    }

    /// Answers by question.
    pub fn answers(&self) -> &BTreeMap<String, Vec<String>> {
        &self.state.answers
    }

    /// A plan was chosen.
    pub fn is_planned(&self) -> bool {
        self.state.planned.is_some()
    }

    /// Tracks in order.
    pub fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.state.tracks.values()
    }

    /// A track.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.state.tracks.get(&id)
    }

    /// A plain value.
    pub fn value(&self, at: &FieldAt) -> Option<&str> {
        match &self.state.field(at)?.content {
            Content::Plain(value) => Some(value),
            Content::Empty | Content::Secret(_) => None,
        }
    }

    /// The lints that the user chose to go on with, for the value that stands.
    pub fn overridden(&self, at: &FieldAt) -> &[String] {
        self.state.field(at).map_or(&[], |field| &field.overridden)
    }

    /// A stored secret. None once it was deleted, whatever is undone.
    pub fn secret(&self, at: &FieldAt) -> Option<&SecretMeta> {
        self.state.secret(at)
    }

    /// Every stored secret that stands.
    pub fn secrets(&self) -> impl Iterator<Item = (FieldAt, &SecretMeta)> {
        self.state.tasks.iter().flat_map(|(task, state)| {
            state
                .fields
                .iter()
                .filter_map(move |(field, it)| match &it.content {
                    Content::Secret(meta) => Some((
                        FieldAt {
                            task: task.clone(),
                            field: field.clone(),
                        },
                        meta,
                    )),
                    Content::Empty | Content::Plain(_) => None,
                })
        })
    }

    /// The revision for the next secret in this field. Never one that was used before.
    pub fn next_revision(&self, at: &FieldAt) -> u32 {
        self.used
            .revisions
            .get(at)
            .map_or(1, |highest| highest.saturating_add(1))
    }

    /// A task's note.
    pub fn note(&self, task: &TaskKey) -> Option<&str> {
        self.state.tasks.get(task)?.note.as_deref()
    }

    /// The day a field was last changed.
    pub fn changed_on(&self, at: &FieldAt) -> Option<Date> {
        self.state.field(at).map(|field| field.changed_on)
    }

    /// The last machine check of a task, whatever it found.
    pub fn last_check(&self, task: &TaskKey) -> Option<&Stamped> {
        self.log.get(*self.last_check.get(task)?)
    }

    /// Whether a batch was undone (and not redone).
    pub fn is_undone(&self, batch: u64) -> bool {
        self.undone.contains(&batch)
    }

    /// Whether an event counts: its batch stands, or it is of a kind that undo leaves.
    pub fn counts(&self, stamped: &Stamped) -> bool {
        is_kept(&stamped.event) || !self.is_undone(stamped.batch)
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }
}

/// Takes a batch's step out, wherever it is; nearly always the last one.
fn take(steps: &mut Vec<Step>, batch: u64) -> Option<Step> {
    let at = steps.iter().rposition(|step| step.batch == batch)?;
    Some(steps.remove(at))
}

/// It changes which of the events before it count.
fn rewinds(event: &Event) -> bool {
    matches!(event, Event::Undone { .. } | Event::Redone { .. })
}

/// Undo leaves it: it tells of something outside the journey, or of undo itself.
fn is_kept(event: &Event) -> bool {
    match event {
        Event::Created { .. }
        | Event::SecretDeleted { .. }
        | Event::SecretCopied { .. }
        | Event::SecretShown { .. }
        | Event::Checked { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => true,
        Event::Renamed { .. }
        | Event::Answered { .. }
        | Event::Planned { .. }
        | Event::TrackAdded { .. }
        | Event::TrackHeld { .. }
        | Event::TrackGivenUp { .. }
        | Event::TrackResumed { .. }
        | Event::TrackOpened { .. }
        | Event::ValueSet { .. }
        | Event::SecretSaved { .. }
        | Event::Noted { .. }
        | Event::Started { .. }
        | Event::Marked { .. }
        | Event::Unmarked { .. }
        | Event::PutOff { .. }
        | Event::TakenUp { .. } => false,
    }
}

/// It is something a user did, so undo has a step for it. 오픈 only follows from the rest of its
/// batch.
fn makes_step(event: &Event) -> bool {
    !is_kept(event) && !matches!(event, Event::TrackOpened { .. })
}
