//! Every task of a journey laid out once, so that each question about it is a look-up.

use std::collections::{BTreeMap, HashMap};

use catalog::model::{
    Actor, Field, Form, Mode, Module, Portone, ProofKind, Purpose, Shape, Stage, Task,
};
use catalog::{Catalog, TaskRef};

use crate::event::{Bound, BoundValue, Evidence, FieldAt, TaskKey};
use crate::state::{Proof, Standing, State, TaskState, Track};
use crate::view::{Needed, NotApplicable, Stale};
use crate::when::{Ctx, TrackCtx, asked, asks_track, could_hold, needed, when_holds};

/// Whose task: the journey's, or the n-th track's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Journey,
    Track(usize),
}

/// One task of the journey or of one track.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'s> {
    /// None = it applies.
    pub(crate) why_not: Option<NotApplicable>,
    pub(crate) state: Option<&'s TaskState>,
    pub(crate) done: bool,
}

/// A track and what the catalogue says of it.
pub(crate) struct TrackAt<'s, 'c> {
    pub(crate) track: &'s Track,
    module: Option<&'c Module>,
    ctx: TrackCtx<'s>,
}

/// The layout.
pub(crate) struct Board<'s, 'c> {
    catalog: &'c Catalog,
    state: &'s State,
    answers: BTreeMap<String, Vec<String>>,
    /// Ids of the questions that are asked.
    pub(crate) questions: Vec<&'c str>,
    /// Every task of the catalogue, in its order.
    pub(crate) tasks: Vec<TaskRef<'c>>,
    by_id: HashMap<&'c str, usize>,
    /// Tracks in order.
    pub(crate) tracks: Vec<TrackAt<'s, 'c>>,
    active: Vec<TrackCtx<'s>>,
    journey: Vec<Option<Cell<'s>>>,
    own: Vec<Vec<Option<Cell<'s>>>>,
}

impl<'s, 'c> Board<'s, 'c> {
    pub(crate) fn new(state: &'s State, catalog: &'c Catalog) -> Self {
        let tasks: Vec<TaskRef<'c>> = catalog.all_tasks().collect();
        let by_id = tasks
            .iter()
            .enumerate()
            .map(|(n, it)| (it.task.id.as_str(), n))
            .collect();
        let tracks: Vec<TrackAt<'s, 'c>> = state
            .tracks
            .values()
            .map(|track| TrackAt::new(track, catalog))
            .collect();
        let active: Vec<_> = tracks
            .iter()
            .filter(|it| it.track.is_active())
            .map(|it| it.ctx)
            .collect();
        let (answers, questions) = asked(&state.answers, catalog, &active);
        let mut board = Board {
            catalog,
            state,
            answers,
            questions,
            journey: vec![None; tasks.len()],
            own: vec![vec![None; tasks.len()]; tracks.len()],
            tasks,
            by_id,
            tracks,
            active,
        };
        board.lay_out();
        board
    }

    fn lay_out(&mut self) {
        let unheld: Vec<TrackCtx<'s>> = self
            .tracks
            .iter()
            .filter(|it| !matches!(it.track.standing, Standing::GivenUp { .. }))
            .map(|it| it.ctx)
            .collect();
        let all: Vec<TrackCtx<'s>> = self.tracks.iter().map(|it| it.ctx).collect();
        for n in 0..self.tasks.len() {
            if self.tasks[n].task.per_track {
                for at in 0..self.tracks.len() {
                    self.own[at][n] = self.own_cell(n, at);
                }
            } else {
                self.journey[n] = self.journey_cell(n, &unheld, &all);
            }
        }
        // What was recorded, in one pass over it instead of a search for every task.
        let state: &'s State = self.state;
        for (key, recorded) in &state.tasks {
            let Some((n, scope)) = self.place(key) else {
                continue;
            };
            let Some(mut cell) = self.cell(n, scope).copied() else {
                continue;
            };
            cell.state = Some(recorded);
            self.put(n, scope, cell);
        }
        for n in 0..self.tasks.len() {
            let scopes = (0..self.tracks.len()).map(Scope::Track);
            for scope in std::iter::once(Scope::Journey).chain(scopes) {
                let Some(mut cell) = self.cell(n, scope).copied() else {
                    continue;
                };
                cell.done = self.is_done(n, scope, &cell);
                self.put(n, scope, cell);
            }
        }
    }

    fn put(&mut self, n: usize, scope: Scope, cell: Cell<'s>) {
        match scope {
            Scope::Journey => self.journey[n] = Some(cell),
            Scope::Track(at) => self.own[at][n] = Some(cell),
        }
    }

    fn own_cell(&self, n: usize, at: usize) -> Option<Cell<'s>> {
        let TaskRef { task, gateway } = self.tasks[n];
        let it = &self.tracks[at];
        if gateway.is_some_and(|gateway| gateway.id != it.track.spec.gateway) {
            return None;
        }
        let ctx = Ctx {
            answers: &self.answers,
            tracks: &[it.ctx],
            mode: task_mode(task),
        };
        let why_not = if when_holds(&task.when, &ctx) {
            match it.track.standing {
                Standing::Active => None,
                Standing::Held { .. } => Some(NotApplicable::TrackHeld),
                Standing::GivenUp { .. } => Some(NotApplicable::TrackGivenUp),
            }
        } else if could_hold(&task.when, &ctx) {
            Some(NotApplicable::Answers)
        } else {
            return None;
        };
        Some(Cell {
            why_not,
            state: None,
            done: false,
        })
    }

    fn journey_cell(
        &self,
        n: usize,
        unheld: &[TrackCtx<'s>],
        all: &[TrackCtx<'s>],
    ) -> Option<Cell<'s>> {
        let TaskRef { task, gateway } = self.tasks[n];
        let mode = task_mode(task);
        let holds = |tracks: &[TrackCtx<'_>]| {
            let there = gateway.is_none_or(|it| tracks.iter().any(|t| t.gateway == it.id));
            there
                && when_holds(
                    &task.when,
                    &Ctx {
                        answers: &self.answers,
                        tracks,
                        mode,
                    },
                )
        };
        let why_not = if self.state.planned.is_none() && self.tracks.is_empty() {
            let early = task.stage <= Stage::Signup;
            if !early || asks_track(&task.when) || !holds(&[]) {
                return None;
            }
            None
        } else if holds(&self.active) {
            None
        } else if holds(unheld) {
            Some(NotApplicable::TrackHeld)
        } else if holds(all) {
            Some(NotApplicable::TrackGivenUp)
        } else {
            let ctx = Ctx {
                answers: &self.answers,
                tracks: &self.active,
                mode,
            };
            let there = gateway.is_none_or(|it| self.active.iter().any(|t| t.gateway == it.id));
            if !there || !could_hold(&task.when, &ctx) {
                return None;
            }
            Some(NotApplicable::Answers)
        };
        Some(Cell {
            why_not,
            state: None,
            done: false,
        })
    }

    /// Where a key stands; None = no such task here.
    pub(crate) fn place(&self, key: &TaskKey) -> Option<(usize, Scope)> {
        let n = *self.by_id.get(key.task.as_str())?;
        let TaskRef { task, gateway } = self.tasks[n];
        match key.track {
            None => (!task.per_track).then_some((n, Scope::Journey)),
            Some(id) => {
                let at = self
                    .tracks
                    .binary_search_by_key(&id, |it| it.track.id)
                    .ok()?;
                let spec = &self.tracks[at].track.spec;
                let its_own = gateway.is_none_or(|it| it.id == spec.gateway);
                (task.per_track && its_own).then_some((n, Scope::Track(at)))
            }
        }
    }

    pub(crate) fn cell(&self, n: usize, scope: Scope) -> Option<&Cell<'s>> {
        match scope {
            Scope::Journey => self.journey[n].as_ref(),
            Scope::Track(at) => self.own[at][n].as_ref(),
        }
    }

    /// Every task that applies: in the catalogue's order, the journey's before the tracks'.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (usize, Scope)> {
        let scopes =
            || std::iter::once(Scope::Journey).chain((0..self.tracks.len()).map(Scope::Track));
        let all = (0..self.tasks.len()).flat_map(move |n| scopes().map(move |scope| (n, scope)));
        all.filter(|(n, scope)| {
            self.cell(*n, *scope)
                .is_some_and(|cell| cell.why_not.is_none())
        })
    }

    pub(crate) fn key(&self, n: usize, scope: Scope) -> TaskKey {
        let track = match scope {
            Scope::Journey => None,
            Scope::Track(at) => Some(self.tracks[at].track.id),
        };
        TaskKey {
            task: self.tasks[n].task.id.clone(),
            track,
        }
    }

    /// The condition's context for a task's form.
    fn ctx<'b>(&'b self, n: usize, scope: Scope) -> Ctx<'b> {
        let tracks = match scope {
            Scope::Journey => self.active.as_slice(),
            Scope::Track(at) => std::slice::from_ref(&self.tracks[at].ctx),
        };
        Ctx {
            answers: &self.answers,
            tracks,
            mode: task_mode(self.tasks[n].task),
        }
    }

    /// The fields of a task's page.
    pub(crate) fn fields(&self, n: usize, scope: Scope) -> Vec<&'c Field> {
        let task = self.tasks[n].task;
        let at = match scope {
            Scope::Journey => None,
            Scope::Track(at) => Some(&self.tracks[at]),
        };
        let mut fields = match (task.form, at) {
            (Form::Channel(mode), Some(at)) => at
                .module
                .map(|module| self.catalog.channel_form(module, mode))
                .unwrap_or_default(),
            (Form::Application, Some(at)) => self
                .catalog
                .gateway(&at.track.spec.gateway)
                .map(|gateway| gateway.application.iter().collect())
                .unwrap_or_default(),
            (Form::Channel(_) | Form::Application, None) => Vec::new(),
            (Form::Own | Form::Interview, _) => Vec::new(),
        };
        fields.extend(&task.fields);
        fields
    }

    /// The fields of a task's page, and whether they must be filled.
    pub(crate) fn form(&self, n: usize, scope: Scope) -> Vec<(&'c Field, Needed)> {
        let ctx = self.ctx(n, scope);
        self.fields(n, scope)
            .into_iter()
            .map(|field| (field, needed(field, &ctx)))
            .collect()
    }

    /// Who must have said that the task is done, at least: only a machine.
    pub(crate) fn machine_only(&self, n: usize, scope: Scope) -> bool {
        let portone = match scope {
            Scope::Journey => None,
            Scope::Track(at) => self.tracks[at].ctx.portone,
        };
        machine_only(self.tasks[n].task.proof, portone)
    }

    /// The proof of a task is good enough, and what it was made with is unchanged.
    fn is_done(&self, n: usize, scope: Scope, cell: &Cell<'s>) -> bool {
        if self.tasks[n].task.form == Form::Interview {
            return self.state.planned.is_some();
        }
        self.proof(n, scope, cell)
            .is_some_and(|proof| proof.bound.iter().all(|bound| self.state.holds(bound)))
    }

    /// The proof, when it is of the kind that the task needs.
    fn proof(&self, n: usize, scope: Scope, cell: &Cell<'s>) -> Option<&'s Proof> {
        let proof = cell.state?.proof.as_ref()?;
        let enough = match proof.evidence {
            Evidence::Machine => true,
            Evidence::File | Evidence::Person => !self.machine_only(n, scope),
            Evidence::Unknown => false,
        };
        enough.then_some(proof)
    }

    /// Why the proof fell back, when it did.
    pub(crate) fn stale(&self, n: usize, scope: Scope, cell: &Cell<'s>) -> Option<Stale> {
        let proof = self.proof(n, scope, cell)?;
        let changed = proof.bound.iter().find(|bound| !self.state.holds(bound))?;
        let on = self
            .state
            .field(&changed.at)
            .map_or(proof.on, |field| field.changed_on);
        Some(Stale {
            at: changed.at.clone(),
            on,
        })
    }

    /// The tasks that come first and are not done.
    pub(crate) fn unmet(&self, n: usize, scope: Scope) -> Vec<TaskKey> {
        let mut unmet = Vec::new();
        self.each_need(n, scope, |need, whose, cell| {
            if cell.why_not.is_none() && !cell.done {
                unmet.push(self.key(need, whose));
            }
        });
        unmet
    }

    /// Some task comes first, done or not.
    pub(crate) fn has_needs(&self, n: usize, scope: Scope) -> bool {
        let mut any = false;
        self.each_need(n, scope, |_, _, cell| any |= cell.why_not.is_none());
        any
    }

    fn each_need(&self, n: usize, scope: Scope, mut each: impl FnMut(usize, Scope, &Cell<'s>)) {
        for id in &self.tasks[n].task.needs {
            let Some(&need) = self.by_id.get(id.as_str()) else {
                continue;
            };
            match (self.tasks[need].task.per_track, scope) {
                (false, _) => {
                    if let Some(cell) = self.cell(need, Scope::Journey) {
                        each(need, Scope::Journey, cell);
                    }
                }
                (true, Scope::Track(_)) => {
                    if let Some(cell) = self.cell(need, scope) {
                        each(need, scope, cell);
                    }
                }
                (true, Scope::Journey) => {
                    for at in 0..self.tracks.len() {
                        if let Some(cell) = self.cell(need, Scope::Track(at)) {
                            each(need, Scope::Track(at), cell);
                        }
                    }
                }
            }
        }
    }

    /// Must-haves that 오픈 of a track still needs, journey tasks first.
    pub(crate) fn missing(&self, at: usize) -> Vec<TaskKey> {
        let mut missing = Vec::new();
        for scope in [Scope::Journey, Scope::Track(at)] {
            for (n, it) in self.tasks.iter().enumerate() {
                let Some(cell) = self.cell(n, scope) else {
                    continue;
                };
                if cell.why_not.is_none() && !cell.done && opens_with(it.task) {
                    missing.push(self.key(n, scope));
                }
            }
        }
        missing
    }

    /// Nothing is missing for 오픈, and a live payment was seen. Identity verification has none.
    pub(crate) fn may_open(&self, at: usize) -> bool {
        let mut payments = [Scope::Journey, Scope::Track(at)]
            .into_iter()
            .flat_map(|scope| {
                let tasks = self
                    .tasks
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| is_live_payment(it.task));
                tasks
                    .filter_map(move |(n, _)| self.cell(n, scope))
                    .filter(|it| it.why_not.is_none())
            });
        let it = &self.tracks[at];
        let seen = match payments.next() {
            Some(first) => first.done || payments.any(|payment| payment.done),
            None => it.ctx.purpose == Purpose::Identity && self.has_must(at),
        };
        seen && it.track.is_active() && self.missing(at).is_empty()
    }

    /// A track of which nothing is asked proves nothing.
    fn has_must(&self, at: usize) -> bool {
        self.tasks.iter().zip(&self.own[at]).any(|(it, cell)| {
            opens_with(it.task) && cell.is_some_and(|cell| cell.why_not.is_none())
        })
    }

    /// The values that a proof made now rests on.
    pub(crate) fn bindings(&self, n: usize, scope: Scope) -> Vec<Bound> {
        let mut bound = Vec::new();
        let ctx = self.ctx(n, scope);
        self.bind(n, scope, &ctx, &mut bound);
        let (mode, payment) = match self.tasks[n].task.proof {
            ProofKind::Payment(mode) => (mode, true),
            ProofKind::Channel(mode) => (mode, false),
            ProofKind::Person | ProofKind::PortoneKeys => return bound,
        };
        for (other, it) in self.tasks.iter().enumerate() {
            let rests =
                it.task.form == Form::Channel(mode) || it.task.proof == ProofKind::PortoneKeys;
            let key = payment && self.has_channel_key(it.task, mode);
            if other == n || !(rests || key) {
                continue;
            }
            for whose in self.scopes(it.task, scope) {
                if self
                    .cell(other, whose)
                    .is_some_and(|cell| cell.why_not.is_none())
                {
                    let from = bound.len();
                    self.bind(other, whose, &ctx, &mut bound);
                    if !rests {
                        // It may be noted down later than the payment.
                        let noted = bound.split_off(from);
                        bound.extend(noted.into_iter().filter(|it| it.value != BoundValue::Empty));
                    }
                }
            }
        }
        bound
    }

    /// The task asks for the channel key, beside the channel form of this mode.
    fn has_channel_key(&self, task: &Task, mode: Mode) -> bool {
        let beside =
            |it: &TaskRef<'_>| it.task.form == Form::Channel(mode) && it.task.stage == task.stage;
        task.fields
            .iter()
            .any(|field| field.shape == Shape::ChannelKey)
            && self.tasks.iter().any(beside)
    }

    /// Whose instances of a task concern this scope.
    fn scopes(&self, task: &Task, scope: Scope) -> Vec<Scope> {
        match (task.per_track, scope) {
            (false, _) => vec![Scope::Journey],
            (true, Scope::Track(_)) => vec![scope],
            (true, Scope::Journey) => (0..self.tracks.len()).map(Scope::Track).collect(),
        }
    }

    /// The fields of one form, without those that cannot apply.
    fn bind(&self, n: usize, scope: Scope, ctx: &Ctx<'_>, bound: &mut Vec<Bound>) {
        let key = self.key(n, scope);
        let ctx = Ctx {
            mode: task_mode(self.tasks[n].task),
            ..*ctx
        };
        for field in self.fields(n, scope) {
            if crate::when::applies(field, &ctx) != Some(false) {
                let at = FieldAt {
                    task: key.clone(),
                    field: field.id.clone(),
                };
                let value = self.state.bound_value(&at);
                bound.push(Bound { at, value });
            }
        }
    }
}

impl<'s, 'c> TrackAt<'s, 'c> {
    fn new(track: &'s Track, catalog: &'c Catalog) -> Self {
        let spec = &track.spec;
        let module = catalog.gateway(&spec.gateway).and_then(|gateway| {
            gateway
                .modules
                .iter()
                .find(|module| module.id == spec.module)
        });
        let ctx = TrackCtx {
            gateway: &spec.gateway,
            module: &spec.module,
            purpose: spec.purpose,
            portone: module.map(|module| module.portone),
        };
        TrackAt { track, module, ctx }
    }
}

/// Whether only a machine can prove it: PortOne answers for keys and payments, and on V1 for
/// channels.
pub fn machine_only(proof: ProofKind, portone: Option<Portone>) -> bool {
    match proof {
        ProofKind::PortoneKeys | ProofKind::Payment(_) => true,
        ProofKind::Channel(_) => portone == Some(Portone::V1),
        ProofKind::Person => false,
    }
}

/// Whether another side ends the task.
pub fn is_wait(actor: Actor) -> bool {
    match actor {
        Actor::Merchant | Actor::Developer => false,
        Actor::Portone | Actor::Gateway | Actor::CardCompany | Actor::Telco | Actor::Government => {
            true
        }
    }
}

/// Test or live, where a task is about one of them.
pub(crate) fn task_mode(task: &Task) -> Option<Mode> {
    match (task.form, task.proof) {
        (Form::Channel(mode), _) => Some(mode),
        (_, ProofKind::Channel(mode) | ProofKind::Payment(mode)) => Some(mode),
        (Form::Own | Form::Application | Form::Interview, _) => None,
    }
}

fn is_live_payment(task: &Task) -> bool {
    task.proof == ProofKind::Payment(Mode::Live)
}

/// 오픈 needs it: a must-have of S2–S10, or the live payment.
fn opens_with(task: &Task) -> bool {
    let on_the_way = (Stage::Signup..=Stage::Cutover).contains(&task.stage);
    (task.must && on_the_way) || (is_live_payment(task) && task.stage <= Stage::Open)
}
