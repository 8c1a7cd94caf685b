//! From a command to events, or to a reason why not.

use std::collections::BTreeSet;

use catalog::Catalog;
use catalog::model::{Field, Form, Mode, ProofKind, Purpose, Requirement};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::board::{Board, Scope};
use crate::command::{Command, Refusal};
use crate::event::{Event, Evidence, FieldAt, Outcome, Stamped, TaskKey, TrackId, TrackSpec};
use crate::journey::Journey;
use crate::plan::{forbidden, given};
use crate::secret_shape::secret_shape;
use crate::state::{Standing, Track};

/// The longest name of a journey, in characters.
pub const NAME_MAX: usize = 80;
/// The longest note, in characters.
pub const NOTE_MAX: usize = 4_000;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;
/// The longest value, in characters.
pub const VALUE_MAX: usize = 4_000;
/// The reason of a track that a new plan leaves out.
pub const LEFT_OUT: &str = "plan";

/// The present, given by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// Today in Asia/Seoul.
    pub today: Date,
    /// The instant.
    pub at: Timestamp,
    /// Who acts.
    pub by: String,
}

/// What happens when the command is given now. The events go into the log as one batch, in this
/// order. When a track has all it needs afterwards, its 오픈 is among them.
pub fn decide(
    journey: &Journey,
    catalog: &Catalog,
    command: Command,
    now: &Now,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Create { name } = command {
        return create(journey, &name);
    }
    if journey.head() == 0 {
        return Err(Refusal::Unknown);
    }
    let mut events = match command {
        Command::Undo => {
            let (batch, _) = journey.next_undo().ok_or(Refusal::Nothing)?;
            return Ok(vec![Event::Undone { batch }]);
        }
        Command::Redo => {
            let (batch, _) = journey.next_redo().ok_or(Refusal::Nothing)?;
            return Ok(vec![Event::Redone { batch }]);
        }
        other => Case {
            journey,
            catalog,
            today: now.today,
        }
        .events(other)?,
    };
    openings(journey, catalog, &mut events, now);
    Ok(events)
}

fn create(journey: &Journey, name: &str) -> Result<Vec<Event>, Refusal> {
    if journey.head() > 0 {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::Created {
        name: line(name, NAME_MAX)?,
    }])
}

/// Adds the 오픈 of every track that has now all it needs.
fn openings(journey: &Journey, catalog: &Catalog, events: &mut Vec<Event>, now: &Now) {
    let mut state = journey.state().clone();
    for (n, event) in (0..).zip(events.iter()) {
        state.apply(&Stamped {
            seq: journey.head().saturating_add(1).saturating_add(n),
            batch: journey.next_batch(),
            at: now.at,
            by: now.by.clone(),
            event: event.clone(),
        });
    }
    let closed = |track: &Track| track.is_active() && track.opened.is_none();
    let candidates: Vec<&Track> = state.tracks.values().filter(|it| closed(it)).collect();
    // Nearly always there is nothing to open yet: that is seen without laying out every task.
    let paid = || {
        state
            .tasks
            .iter()
            .any(|(key, it)| it.is_machine_proven() && pays(catalog, key))
    };
    let unpaid = |track: &&Track| track.spec.purpose == Purpose::Identity;
    if candidates.is_empty() || !(candidates.iter().any(unpaid) || paid()) {
        return;
    }
    let board = Board::new(&state, catalog);
    for (at, it) in board.tracks.iter().enumerate() {
        if closed(it.track) && board.may_open(at) {
            events.push(Event::TrackOpened {
                track: it.track.id,
                on: now.today,
            });
        }
    }
}

/// The task is proven by a live payment.
fn pays(catalog: &Catalog, key: &TaskKey) -> bool {
    catalog
        .task(&key.task)
        .is_some_and(|it| it.task.proof == ProofKind::Payment(Mode::Live))
}

/// What a command is judged by.
struct Case<'a> {
    journey: &'a Journey,
    catalog: &'a Catalog,
    today: Date,
}

impl Case<'_> {
    fn events(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Create { .. } => Err(Refusal::Already),
            Command::Undo | Command::Redo => Err(Refusal::Nothing),
            Command::Rename { name } => {
                let name = line(&name, NAME_MAX)?;
                new(name != self.journey.name())?;
                Ok(vec![Event::Renamed { name }])
            }
            Command::Answer { question, values } => self.answer(question, values),
            Command::ChoosePlan { tracks } => self.plan(tracks),
            Command::SetValue {
                at,
                value,
                overridden,
            } => self.set_value(at, value, overridden),
            Command::SaveSecret {
                at,
                id,
                revision,
                expires_on,
            } => self.save_secret(at, id, revision, expires_on),
            Command::DeleteSecret { at } => {
                let id = self.stored(&at)?;
                Ok(vec![Event::SecretDeleted {
                    at,
                    id,
                    on: self.today,
                }])
            }
            Command::CopySecret { at } => {
                self.stored(&at)?;
                Ok(vec![Event::SecretCopied { at }])
            }
            Command::ShowSecret { at } => {
                self.stored(&at)?;
                Ok(vec![Event::SecretShown { at }])
            }
            Command::Note { task, text } => {
                self.board().place(&task).ok_or(Refusal::Unknown)?;
                fits(&text, NOTE_MAX)?;
                let text = if text.trim().is_empty() {
                    String::new()
                } else {
                    text
                };
                new(text != self.journey.note(&task).unwrap_or_default())?;
                Ok(vec![Event::Noted { task, text }])
            }
            Command::Start { task, on } => self.start(task, on),
            Command::Mark { task, on } => self.mark(vec![task], on, true),
            Command::MarkMany { tasks, on } => self.mark(tasks, on, false),
            Command::Unmark { task } => self.unmark(task),
            Command::PutOff { task } => {
                let board = self.board();
                let (n, scope) = active(&board, &task)?;
                let cell = board.cell(n, scope).ok_or(Refusal::NotActive)?;
                new(!cell.done && !cell.state.is_some_and(|it| it.put_off))?;
                Ok(vec![Event::PutOff { task }])
            }
            Command::TakeUp { task } => {
                let board = self.board();
                let (n, scope) = board.place(&task).ok_or(Refusal::Unknown)?;
                let cell = board.cell(n, scope).ok_or(Refusal::NotActive)?;
                new(cell.state.is_some_and(|it| it.put_off))?;
                Ok(vec![Event::TakenUp { task }])
            }
            Command::RecordCheck { task, outcome } => self.record(task, outcome),
            Command::HoldTrack { track, reason } => {
                let reason = reasoned(&reason)?;
                match self.track(track)?.standing {
                    Standing::Active => Ok(vec![Event::TrackHeld {
                        track,
                        reason,
                        on: self.today,
                    }]),
                    Standing::Held { .. } => Err(Refusal::Already),
                    Standing::GivenUp { .. } => Err(Refusal::NotActive),
                }
            }
            Command::GiveUpTrack { track, reason } => {
                let reason = reasoned(&reason)?;
                match self.track(track)?.standing {
                    Standing::Active | Standing::Held { .. } => Ok(vec![Event::TrackGivenUp {
                        track,
                        reason,
                        on: self.today,
                    }]),
                    Standing::GivenUp { .. } => Err(Refusal::Already),
                }
            }
            Command::ResumeTrack { track } => match self.track(track)?.standing {
                Standing::Active => Err(Refusal::Already),
                Standing::Held { .. } | Standing::GivenUp { .. } => Ok(vec![Event::TrackResumed {
                    track,
                    on: self.today,
                }]),
            },
        }
    }

    fn board(&self) -> Board<'_, '_> {
        Board::new(self.journey.state(), self.catalog)
    }

    fn track(&self, id: TrackId) -> Result<&Track, Refusal> {
        self.journey.track(id).ok_or(Refusal::Unknown)
    }

    fn answer(&self, question: String, values: Vec<String>) -> Result<Vec<Event>, Refusal> {
        let asked = self.catalog.question(&question).ok_or(Refusal::Unknown)?;
        let values = given(asked, values)?;
        let before = self
            .journey
            .answers()
            .get(&question)
            .map_or(&[][..], Vec::as_slice);
        new(values != before)?;
        if !values.is_empty() && !self.board().questions.contains(&question.as_str()) {
            return Err(Refusal::NotActive);
        }
        Ok(vec![Event::Answered { question, values }])
    }

    fn plan(&self, tracks: Vec<TrackSpec>) -> Result<Vec<Event>, Refusal> {
        let mut seen = BTreeSet::new();
        let tracks: Vec<TrackSpec> = tracks
            .into_iter()
            .filter(|spec| seen.insert(spec.clone()))
            .collect();
        if tracks.is_empty() {
            return Err(Refusal::Unknown);
        }
        for spec in &tracks {
            let gateway = self
                .catalog
                .gateway(&spec.gateway)
                .ok_or(Refusal::Unknown)?;
            let module = gateway.modules.iter().find(|it| it.id == spec.module);
            let module = module.ok_or(Refusal::Unknown)?;
            if !module.purposes.contains(&spec.purpose) {
                return Err(Refusal::Unknown);
            }
            let rules = forbidden(self.journey.answers(), self.catalog, spec);
            if let Some(rule) = rules.into_iter().next() {
                return Err(Refusal::Impossible(rule));
            }
        }
        let on = self.today;
        let mut changes = Vec::new();
        for it in self.journey.tracks() {
            let wanted = tracks.contains(&it.spec);
            match it.standing {
                Standing::GivenUp { .. } if wanted => {
                    changes.push(Event::TrackResumed { track: it.id, on });
                }
                Standing::Active | Standing::Held { .. } if !wanted => {
                    let reason = LEFT_OUT.to_owned();
                    changes.push(Event::TrackGivenUp {
                        track: it.id,
                        reason,
                        on,
                    });
                }
                Standing::GivenUp { .. } | Standing::Active | Standing::Held { .. } => {}
            }
        }
        let TrackId(next) = self.journey.next_track();
        let known: BTreeSet<&TrackSpec> = self.journey.tracks().map(|it| &it.spec).collect();
        let fresh = tracks.iter().filter(|spec| !known.contains(*spec));
        for (n, spec) in (next..).zip(fresh) {
            changes.push(Event::TrackAdded {
                track: TrackId(n),
                spec: spec.clone(),
            });
        }
        new(!changes.is_empty() || !self.journey.is_planned())?;
        changes.insert(0, Event::Planned { tracks });
        Ok(changes)
    }

    /// The field, if the task is one that is going on.
    fn field(&self, at: &FieldAt) -> Result<&Field, Refusal> {
        let board = self.board();
        let (n, scope) = board.place(&at.task).ok_or(Refusal::Unknown)?;
        let field = board
            .fields(n, scope)
            .into_iter()
            .find(|field| field.id == at.field);
        let field = field.ok_or(Refusal::Unknown)?;
        active(&board, &at.task)?;
        Ok(field)
    }

    fn set_value(
        &self,
        at: FieldAt,
        value: String,
        overridden: Vec<String>,
    ) -> Result<Vec<Event>, Refusal> {
        let field = self.field(&at)?;
        if field.secret || matches!(field.requirement, Requirement::Decided { .. }) {
            return Err(Refusal::WrongKind);
        }
        fits(&value, VALUE_MAX)?;
        let before = self.journey.value(&at).unwrap_or_default();
        new(value != before || overridden != self.journey.overridden(&at))?;
        Ok(vec![Event::ValueSet {
            at,
            value,
            on: self.today,
            overridden,
        }])
    }

    fn save_secret(
        &self,
        at: FieldAt,
        id: String,
        revision: u32,
        expires_on: Option<Date>,
    ) -> Result<Vec<Event>, Refusal> {
        if !self.field(&at)?.secret {
            return Err(Refusal::WrongKind);
        }
        if id.is_empty() {
            return Err(Refusal::BadText);
        }
        // A revision is sealed into the value: it is never used twice.
        new(revision >= self.journey.next_revision(&at))?;
        Ok(vec![Event::SecretSaved {
            at,
            id,
            revision,
            on: self.today,
            expires_on,
        }])
    }

    /// The id of the secret that stands in a field. Asks the journey alone, so that a secret can be
    /// deleted when its track is held or the catalogue no longer has its field.
    fn stored(&self, at: &FieldAt) -> Result<String, Refusal> {
        self.journey
            .secret(at)
            .map(|meta| meta.id.clone())
            .ok_or(Refusal::Unknown)
    }

    fn start(&self, task: TaskKey, on: Date) -> Result<Vec<Event>, Refusal> {
        let board = self.board();
        let (n, scope) = active(&board, &task)?;
        let cell = board.cell(n, scope).ok_or(Refusal::NotActive)?;
        past(on, self.today)?;
        new(!cell.done && cell.state.and_then(|it| it.started) != Some(on))?;
        unblocked(&board, n, scope)?;
        Ok(vec![Event::Started { task, on }])
    }

    /// Several at once were done before, in whatever order: what comes first is not asked.
    fn mark(&self, tasks: Vec<TaskKey>, on: Date, in_order: bool) -> Result<Vec<Event>, Refusal> {
        let board = self.board();
        let mut seen = BTreeSet::new();
        let mut events = Vec::new();
        for task in tasks {
            let (n, scope) = active(&board, &task)?;
            let cell = board.cell(n, scope).ok_or(Refusal::NotActive)?;
            if !seen.insert(task.clone()) || cell.done {
                continue;
            }
            past(on, self.today)?;
            let it = board.tasks[n].task;
            if board.machine_only(n, scope) || it.form == Form::Interview {
                return Err(Refusal::NeedsProof);
            }
            if in_order {
                unblocked(&board, n, scope)?;
            }
            let bound = board.bindings(n, scope);
            events.push(Event::Marked {
                task,
                on,
                evidence: Evidence::Person,
                bound,
            });
        }
        new(!events.is_empty())?;
        Ok(events)
    }

    fn unmark(&self, task: TaskKey) -> Result<Vec<Event>, Refusal> {
        let board = self.board();
        let (n, scope) = active(&board, &task)?;
        let cell = board.cell(n, scope).ok_or(Refusal::NotActive)?;
        new(cell.state.is_some_and(|it| it.proof.is_some()))?;
        Ok(vec![Event::Unmarked { task }])
    }

    fn record(&self, task: TaskKey, outcome: Outcome) -> Result<Vec<Event>, Refusal> {
        let board = self.board();
        let (n, scope) = active(&board, &task)?;
        let bound = board.bindings(n, scope);
        Ok(vec![Event::Checked {
            task,
            on: self.today,
            outcome,
            bound,
        }])
    }
}

/// The task, if it applies and its track is going on.
fn active(board: &Board<'_, '_>, task: &TaskKey) -> Result<(usize, Scope), Refusal> {
    let (n, scope) = board.place(task).ok_or(Refusal::Unknown)?;
    match board.cell(n, scope) {
        Some(cell) if cell.why_not.is_none() => Ok((n, scope)),
        Some(_) | None => Err(Refusal::NotActive),
    }
}

fn unblocked(board: &Board<'_, '_>, n: usize, scope: Scope) -> Result<(), Refusal> {
    let unmet = board.unmet(n, scope);
    if unmet.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Blocked(unmet))
    }
}

/// Refuses what is so already.
fn new(changes: bool) -> Result<(), Refusal> {
    if changes {
        Ok(())
    } else {
        Err(Refusal::Already)
    }
}

fn past(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today {
        Err(Refusal::FutureDay)
    } else {
        Ok(())
    }
}

fn fits(text: &str, max: usize) -> Result<(), Refusal> {
    if text.chars().count() > max {
        Err(Refusal::BadText)
    } else {
        Ok(())
    }
}

/// A text of one line, trimmed, not empty, and no secret: a name or a reason goes into lists,
/// histories and exports.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(Refusal::BadText);
    }
    // Named as what it is, even where it would be too long anyway.
    if secret_shape(text).is_some() {
        return Err(Refusal::LooksSecret);
    }
    fits(text, max)?;
    Ok(text.to_owned())
}

fn reasoned(reason: &str) -> Result<String, Refusal> {
    if reason.trim().is_empty() {
        Err(Refusal::ReasonNeeded)
    } else {
        line(reason, REASON_MAX)
    }
}
