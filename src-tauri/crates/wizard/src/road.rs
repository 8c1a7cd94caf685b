//! How a journey stands on a day.

use catalog::model::{Days, Field, Form, Gateway, Shape, Stage};
use catalog::{Catalog, TaskRef};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::board::{Board, Cell, Scope, is_wait};
use crate::event::{Evidence, FieldAt, TaskKey};
use crate::journey::Journey;
use crate::state::{Content, Standing, TaskState};
use crate::view::{
    Dated, DatedKind, JourneyView, Needed, NotApplicable, StageState, StageView, Status, TaskView,
    TrackState, TrackView,
};

/// A certificate can be renewed from this many days before its end.
const RENEWABLE_BEFORE: i32 = 30;

/// How a journey stands on a day.
pub fn view(journey: &Journey, catalog: &Catalog, today: Date) -> JourneyView {
    let board = Board::new(journey.state(), catalog);
    let road = Road {
        board: &board,
        catalog,
        journey,
        today,
    };
    let stages = road.stages();
    let tasks = || stages.iter().flat_map(|stage| &stage.tasks);
    let counted = |count: &dyn Fn(&TaskView) -> bool| {
        u32::try_from(tasks().filter(|it| count(it)).count()).unwrap_or(u32::MAX)
    };
    JourneyView {
        name: journey.name().to_owned(),
        done: counted(&|it| matches!(it.status, Status::Done { .. })),
        total: counted(&|it| !matches!(it.status, Status::NotApplicable { .. })),
        mine: counted(&is_mine),
        waiting: counted(&|it| matches!(it.status, Status::Waiting { .. })),
        questions: board.questions.iter().map(|&id| id.to_owned()).collect(),
        planned: journey.is_planned(),
        tracks: (0..board.tracks.len()).map(|at| road.track(at)).collect(),
        next: road.next(&stages),
        dates: road.dates(),
        undo: journey.next_undo().map(|(_, seq)| seq),
        redo: journey.next_redo().map(|(_, seq)| seq),
        stages,
    }
}

/// The usual days of a task: what a gateway's file says of its task or of the stage comes before what
/// is common.
pub(crate) fn usual_days<'c>(it: TaskRef<'c>, gateway: Option<&'c Gateway>) -> Option<&'c Days> {
    let stage = gateway.and_then(|gateway| gateway.days.get(&it.task.stage));
    let own = it.task.days.as_ref();
    if it.gateway.is_some() {
        own.or(stage)
    } else {
        stage.or(own)
    }
}

struct Road<'b, 's, 'c> {
    board: &'b Board<'s, 'c>,
    catalog: &'c Catalog,
    journey: &'s Journey,
    today: Date,
}

/// Whether the last stage with tasks has begun: for the whole journey, and for each track.
struct Begun {
    journey: bool,
    tracks: Vec<bool>,
}

impl Road<'_, '_, '_> {
    fn stages(&self) -> Vec<StageView> {
        let tracks = self.board.tracks.len();
        let mut by_stage = vec![Vec::new(); Stage::ALL.len()];
        for (n, it) in self.board.tasks.iter().enumerate() {
            if let Some(at) = Stage::ALL.iter().position(|stage| *stage == it.task.stage) {
                by_stage[at].push(n);
            }
        }
        let mut begun = Begun {
            journey: true,
            tracks: vec![true; tracks],
        };
        let mut stages = Vec::new();
        for (id, in_stage) in Stage::ALL.into_iter().zip(by_stage) {
            let mut tasks = self.scope(Scope::Journey, &in_stage, begun.journey);
            let shared = has_begun(&tasks);
            let mut all = shared;
            for at in 0..tracks {
                let own = self.scope(Scope::Track(at), &in_stage, begun.tracks[at]);
                let here = has_begun(&own);
                if shared.is_some() || here.is_some() {
                    begun.tracks[at] = shared == Some(true) || here == Some(true);
                }
                if here.is_some() {
                    all = Some(all == Some(true) || here == Some(true));
                }
                tasks.extend(own);
            }
            // A stage without a task that applies is not drawn.
            let Some(any) = all else { continue };
            begun.journey = any;
            stages.push(stage(id, tasks));
        }
        stages
    }

    fn scope(&self, scope: Scope, tasks: &[usize], begun: bool) -> Vec<TaskView> {
        let cells = tasks
            .iter()
            .filter_map(|&n| Some((n, self.board.cell(n, scope)?)));
        cells
            .map(|(n, cell)| self.task(n, scope, cell, begun))
            .collect()
    }

    fn task(&self, n: usize, scope: Scope, cell: &Cell<'_>, begun: bool) -> TaskView {
        let task = self.board.tasks[n].task;
        let status = self.status(n, scope, cell, begun);
        let done = matches!(status, Status::Done { .. });
        TaskView {
            key: self.board.key(n, scope),
            status,
            actor: task.actor,
            wait: is_wait(task.actor),
            must: task.must,
            proof: task.proof,
            put_off: !done && cell.state.is_some_and(|it| it.put_off),
        }
    }

    fn status(&self, n: usize, scope: Scope, cell: &Cell<'_>, begun: bool) -> Status {
        if let Some(why) = cell.why_not {
            return Status::NotApplicable { why };
        }
        if cell.done {
            return self.done(n, cell);
        }
        if let Some(stale) = self.board.stale(n, scope, cell) {
            return Status::NeedsCheck { stale: Some(stale) };
        }
        let task = self.board.tasks[n].task;
        if is_wait(task.actor)
            && let Some(since) = cell.state.and_then(|it| it.started)
        {
            return self.waiting(n, scope, since);
        }
        let by = self.board.unmet(n, scope);
        if !by.is_empty() {
            return Status::Blocked { by };
        }
        if let Some(entered) = self.entered(n, scope, cell.state) {
            return entered;
        }
        if begun || self.board.has_needs(n, scope) {
            Status::Ready
        } else {
            Status::NotYet
        }
    }

    fn done(&self, n: usize, cell: &Cell<'_>) -> Status {
        let proof = cell.state.and_then(|it| it.proof.as_ref());
        let planned = self.journey.state().planned.as_ref();
        match (self.board.tasks[n].task.form, planned, proof) {
            (Form::Interview, Some(planned), _) => Status::Done {
                evidence: Evidence::Person,
                on: planned.on,
                by: planned.by.clone(),
            },
            (_, _, Some(proof)) => Status::Done {
                evidence: proof.evidence,
                on: proof.on,
                by: proof.by.clone(),
            },
            (_, _, None) => Status::NeedsCheck { stale: None },
        }
    }

    fn waiting(&self, n: usize, scope: Scope, since: Date) -> Status {
        let days = self.days(n, scope);
        let until = days.map(|it| self.catalog.business_days_after(since, it.max));
        Status::Waiting {
            since,
            days: days.map(|it| (it.min, it.max)),
            until,
            late: until.is_some_and(|until| self.today > until),
        }
    }

    fn days(&self, n: usize, scope: Scope) -> Option<&Days> {
        let it = self.board.tasks[n];
        let gateway = match scope {
            Scope::Journey => None,
            Scope::Track(at) => self
                .catalog
                .gateway(&self.board.tracks[at].track.spec.gateway),
        };
        usual_days(it, gateway)
    }

    /// 입력 중 or 확인 필요, once something was entered, begun or checked.
    fn entered(&self, n: usize, scope: Scope, state: Option<&TaskState>) -> Option<Status> {
        if self.board.tasks[n].task.form == Form::Interview {
            let begun = !self.journey.answers().is_empty();
            return begun.then_some(Status::Typing);
        }
        let state = state?;
        if state.refuted {
            return Some(Status::NeedsCheck { stale: None });
        }
        let filled = |id: &str| state.fields.get(id).is_some_and(|field| field.is_filled());
        let form = self.board.form(n, scope);
        let mut required = form
            .iter()
            .filter(|(_, needed)| *needed == Needed::Yes)
            .map(|(field, _)| field);
        let any = form.iter().any(|(field, _)| filled(&field.id));
        if any && required.all(|field| filled(&field.id)) {
            return Some(Status::NeedsCheck { stale: None });
        }
        (any || state.started.is_some()).then_some(Status::Typing)
    }

    fn track(&self, at: usize) -> TrackView {
        let it = self.board.tracks[at].track;
        let missing = self.board.missing(at);
        let state = match (&it.standing, it.opened) {
            (Standing::Held { reason, on }, _) => TrackState::Held {
                reason: reason.clone(),
                on: *on,
            },
            (Standing::GivenUp { reason, on }, _) => TrackState::GivenUp {
                reason: reason.clone(),
                on: *on,
            },
            // When a must-have falls back, 오픈 does too, until it is proven again.
            (Standing::Active, Some(on)) if self.board.may_open(at) => TrackState::Open { on },
            (Standing::Active, _) => TrackState::Active,
        };
        TrackView {
            id: it.id,
            spec: it.spec.clone(),
            state,
            stage: self.stage_of(at),
            missing,
        }
    }

    /// The first stage with an open task of the track, or an open must-have of the journey. Of a
    /// track that is held or given up, where it stood.
    fn stage_of(&self, at: usize) -> Stage {
        let open = |n: usize, scope: Scope| {
            self.board
                .cell(n, scope)
                .is_some_and(|cell| !cell.done && cell.why_not != Some(NotApplicable::Answers))
        };
        let tasks = self.board.tasks.iter().enumerate();
        tasks
            .filter(|(n, it)| {
                open(*n, Scope::Track(at)) || (it.task.must && open(*n, Scope::Journey))
            })
            .map(|(_, it)| it.task.stage)
            .min()
            .unwrap_or(Stage::Operate)
    }

    /// The task for the one primary action.
    fn next(&self, stages: &[StageView]) -> Option<TaskKey> {
        let tasks = || stages.iter().flat_map(|stage| &stage.tasks);
        if !self.journey.is_planned() {
            let interview = tasks().find(|it| {
                let place = self.board.place(&it.key);
                place.is_some_and(|(n, _)| self.board.tasks[n].task.form == Form::Interview)
            });
            if let Some(it) = interview {
                return Some(it.key.clone());
            }
        }
        let first = |fits: &dyn Fn(&TaskView) -> bool| {
            stages.iter().find_map(|stage| {
                let mut fitting = stage.tasks.iter().filter(|it| fits(it));
                let first = fitting.clone().next();
                fitting.find(|it| it.must).or(first)
            })
        };
        // A wait that nobody began is nobody's, but somebody has to say that it began.
        let unbegun = |it: &TaskView| it.wait && is_open(&it.status) && !it.put_off;
        first(&is_mine)
            .or_else(|| first(&unbegun))
            .map(|it| it.key.clone())
    }

    fn dates(&self) -> Vec<Dated> {
        let mut dates = Vec::new();
        for (key, state) in &self.journey.state().tasks {
            let Some((n, scope)) = self.board.place(key) else {
                continue;
            };
            if self
                .board
                .cell(n, scope)
                .is_none_or(|cell| cell.why_not.is_some())
            {
                continue;
            }
            let form = self.board.fields(n, scope);
            for (id, value) in &state.fields {
                let Some(field) = form.iter().find(|it| it.id == *id) else {
                    continue;
                };
                let at = FieldAt {
                    task: key.clone(),
                    field: id.clone(),
                };
                dates.extend(dated(field, &value.content, at));
            }
        }
        dates.sort_by_key(|it| it.on);
        dates
    }
}

/// The coming days that a field's value speaks of.
fn dated(field: &Field, content: &Content, at: FieldAt) -> Vec<Dated> {
    let one = |kind, on| Dated {
        kind,
        on,
        at: at.clone(),
    };
    match content {
        Content::Secret(meta) => {
            let Some(ends) = meta.expires_on else {
                return Vec::new();
            };
            if matches!(field.shape, Shape::CertificatePem | Shape::PrivateKeyPem) {
                let from = ends.saturating_sub(RENEWABLE_BEFORE.days());
                vec![
                    one(DatedKind::CertificateRenewable, from),
                    one(DatedKind::CertificateExpiry, ends),
                ]
            } else {
                vec![one(DatedKind::SecretExpiry, ends)]
            }
        }
        Content::Plain(value) if field.ends => value
            .parse()
            .map(|on| one(DatedKind::End, on))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn stage(id: Stage, tasks: Vec<TaskView>) -> StageView {
    let applying = tasks
        .iter()
        .filter(|it| !matches!(it.status, Status::NotApplicable { .. }));
    let done = applying
        .clone()
        .filter(|it| matches!(it.status, Status::Done { .. }))
        .count();
    let total = applying.clone().count();
    let state = if done == total {
        StageState::Done
    } else if applying.clone().any(|it| is_open(&it.status)) {
        StageState::Now
    } else if applying
        .clone()
        .any(|it| matches!(it.status, Status::Waiting { .. }))
    {
        StageState::Waiting
    } else {
        StageState::Ahead
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    StageView {
        id,
        state,
        done: count(done),
        total: count(total),
        tasks,
    }
}

/// Some task of the stage was or can be begun; None = no task applies.
fn has_begun(tasks: &[TaskView]) -> Option<bool> {
    let mut applies = false;
    for it in tasks {
        match it.status {
            Status::NotApplicable { .. } => {}
            Status::NotYet | Status::Blocked { .. } => applies = true,
            Status::Ready
            | Status::Typing
            | Status::NeedsCheck { .. }
            | Status::Waiting { .. }
            | Status::Done { .. } => return Some(true),
        }
    }
    applies.then_some(false)
}

/// Something can be done about it now.
fn is_open(status: &Status) -> bool {
    match status {
        Status::Ready | Status::Typing | Status::NeedsCheck { .. } => true,
        Status::NotYet
        | Status::Blocked { .. }
        | Status::Waiting { .. }
        | Status::Done { .. }
        | Status::NotApplicable { .. } => false,
    }
}

/// 내가 할 일.
fn is_mine(task: &TaskView) -> bool {
    is_open(&task.status) && !task.put_off && !task.wait
}
