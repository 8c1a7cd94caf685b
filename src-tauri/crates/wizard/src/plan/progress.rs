//! A journey's tracks in time: what really happened in place of what was expected.

use std::collections::BTreeMap;

use catalog::model::{Actor, Stage};
use catalog::{Catalog, TaskRef};
use jiff::civil::Date;

use super::planning::months_later;
use super::time::{self, Case, Graph, Past};
use super::verdict::{already_open, is_other, waits};
use super::{Answers, Bar, Real, Reason, Span};
use crate::board::{Board, Scope};
use crate::event::{TaskKey, TrackId, TrackSpec};
use crate::journey::Journey;
use crate::state::Track;
use crate::when::TrackCtx;

/// A track that goes on, as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Which.
    pub track: TrackId,
    /// What.
    pub spec: TrackSpec,
    /// Business days from now until it is open.
    pub days: Span<u32>,
    /// The day it is open, by what is known now.
    pub dates: Span<Date>,
    /// The day it was to be open when the plan was chosen.
    pub expected: Span<Date>,
    /// Business days by which the usual day has moved away since then.
    pub slipped: u32,
    /// Its timeline: real days where there are some.
    pub bars: Vec<Bar>,
    /// What the days leave out.
    pub left_out: Vec<Reason>,
}

/// Every track that goes on. Empty before a plan was chosen.
#[must_use]
pub fn progress(journey: &Journey, catalog: &Catalog, today: Date) -> Vec<Progress> {
    let state = journey.state();
    let Some(planned) = &state.planned else {
        return Vec::new();
    };
    let board = Board::new(state, catalog);
    let answers = Answers::read(journey.answers(), catalog);
    let graph = Graph::new(catalog);
    let mut going = Going {
        board: &board,
        catalog,
        answers: &answers,
        graph: &graph,
        opens: BTreeMap::new(),
    };
    let active: Vec<usize> = (0..board.tracks.len())
        .filter(|at| board.tracks[*at].track.is_active())
        .collect();
    // What others wait for is laid out before them.
    let (waiting, free): (Vec<usize>, Vec<usize>) = active
        .into_iter()
        .partition(|at| going.waits_for(*at).is_some());
    let mut all: Vec<Progress> = Vec::new();
    for at in free.into_iter().chain(waiting) {
        all.push(going.track(at, planned.on.min(today), today));
    }
    // What is open later than all others decides, and what it waits for.
    let last = all.iter().map(|it| it.dates.usual).max();
    let late = |it: &&Progress| Some(it.dates.usual) == last;
    let mut deciding: Vec<TrackId> = all.iter().filter(late).map(|it| it.track).collect();
    let awaited = deciding.iter().filter_map(|id| going.awaited(*id));
    deciding.extend(awaited.collect::<Vec<_>>());
    for it in all.iter_mut().filter(|it| !deciding.contains(&it.track)) {
        it.bars.iter_mut().for_each(|bar| bar.critical = false);
    }
    all.sort_by_key(|it| it.track);
    all
}

struct Going<'b, 's, 'c> {
    board: &'b Board<'s, 'c>,
    catalog: &'c Catalog,
    answers: &'b Answers,
    graph: &'b Graph<'c>,
    /// By track: when it opens, expected at the plan and now.
    opens: BTreeMap<usize, (Span<Date>, Span<Date>)>,
}

impl<'c> Going<'_, '_, 'c> {
    fn spec(&self, at: usize) -> &Track {
        self.board.tracks[at].track
    }

    fn ctx(&self, at: usize) -> TrackCtx<'_> {
        let spec = &self.spec(at).spec;
        let module = self.catalog.module(&spec.module);
        TrackCtx {
            gateway: &spec.gateway,
            module: &spec.module,
            purpose: spec.purpose,
            portone: module.map(|(_, module)| module.portone),
        }
    }

    /// What a track waits for, unless the answers say that it is there.
    fn waits_for(&self, at: usize) -> Option<&'c catalog::StartsAfter> {
        let (gateway, module) = self.catalog.module(&self.spec(at).spec.module)?;
        let all = waits(gateway, module, self.answers, self.ctx(at));
        let mut all = all.into_iter();
        all.find(|it| !already_open(it, gateway, self.answers, self.catalog))
    }

    /// The track that another one waits for.
    fn awaited(&self, waiting: TrackId) -> Option<TrackId> {
        let mut tracks = self.board.tracks.iter();
        let at = tracks.position(|it| it.track.id == waiting)?;
        let other = self.first_open(at, self.waits_for(at)?)?;
        Some(self.spec(other).id)
    }

    /// The first to be open of the tracks that one waits for.
    fn first_open(&self, at: usize, wait: &catalog::StartsAfter) -> Option<usize> {
        let gateway = &self.spec(at).spec.gateway;
        let others = self.opens.iter();
        let first = others
            .filter(|(other, _)| is_other(wait, gateway, self.answers, self.ctx(**other)))
            .min_by_key(|(_, (_, now))| now.usual);
        first.map(|(other, _)| *other)
    }

    /// The days on which what a track waits for is there, counted from a day: as was expected, or as
    /// it is now.
    fn begins(&self, at: usize, from: Date, expected: bool) -> Option<(Stage, Span<u32>)> {
        let wait = self.waits_for(at)?;
        let (planned, now) = self.opens.get(&self.first_open(at, wait)?)?;
        let open = if expected { planned } else { now };
        let day = |on: Date| {
            // From the real day of opening, which may have passed.
            let until = months_later(self.catalog, on, 0, wait.months);
            let there = self
                .catalog
                .business_days_after(on, u16::try_from(until).unwrap_or(u16::MAX));
            self.catalog.business_days_until(from, there)
        };
        let span = Span {
            earliest: day(open.earliest),
            usual: day(open.usual),
            late: day(open.late),
        };
        Some((wait.stage, span))
    }

    fn key(&self, it: TaskRef<'_>, at: usize) -> TaskKey {
        TaskKey {
            task: it.task.id.clone(),
            track: it.task.per_track.then(|| self.spec(at).id),
        }
    }

    fn past(&self, it: TaskRef<'_>, at: usize) -> Past {
        let place = self.board.place(&self.key(it, at));
        let Some(cell) = place.and_then(|(n, scope)| self.board.cell(n, scope)) else {
            return Past::default();
        };
        let on = cell.state.and_then(|it| it.proof.as_ref()).map(|it| it.on);
        Past {
            began: cell.state.and_then(|it| it.started),
            done: on.filter(|_| cell.done),
        }
    }

    fn applies(&self, it: TaskRef<'_>, at: usize) -> bool {
        let own = match self.board.place(&self.key(it, at)) {
            Some((n, Scope::Track(place))) if place == at => self.board.cell(n, Scope::Track(at)),
            Some((n, Scope::Journey)) => self.board.cell(n, Scope::Journey),
            Some((_, Scope::Track(_))) | None => None,
        };
        own.is_some_and(|cell| cell.why_not.is_none())
    }

    fn track(&mut self, at: usize, planned: Date, today: Date) -> Progress {
        let applies = |it: TaskRef<'c>| self.applies(it, at);
        let past = |it: TaskRef<'c>| self.past(it, at);
        let case = |today, past, not_before| Case {
            catalog: self.catalog,
            gateway: self.catalog.gateway(&self.spec(at).spec.gateway),
            today,
            applies: &applies,
            past,
            not_before,
        };
        let nothing = |_: TaskRef<'c>| Past::default();
        let then = case(planned, &nothing, self.begins(at, planned, true));
        let now = case(today, &past, self.begins(at, today, false));
        let (was, is) = (
            time::schedule(self.graph, &then),
            time::schedule(self.graph, &now),
        );
        let expected = time::dates(self.catalog, planned, was.days);
        let opened = self.spec(at).opened;
        let days = if opened.is_some() {
            Span::default()
        } else {
            is.days
        };
        let dates = match opened {
            Some(on) => Span {
                earliest: on,
                usual: on,
                late: on,
            },
            None => time::dates(self.catalog, today, days),
        };
        let before = was.bars(self.graph, &then);
        let mut bars = is.bars(self.graph, &now);
        for bar in &mut bars {
            happened(bar, &before, self.catalog, today);
        }
        let progress = Progress {
            track: self.spec(at).id,
            spec: self.spec(at).spec.clone(),
            days,
            dates,
            expected,
            slipped: self
                .catalog
                .business_days_until(expected.usual, dates.usual),
            bars,
            left_out: is.left_out(self.graph, self.catalog),
        };
        self.opens.insert(at, (expected, dates));
        progress
    }
}

/// Puts real days in place of the expected ones, and says how late a bar is.
fn happened(bar: &mut Bar, before: &[Bar], catalog: &Catalog, today: Date) {
    let same = |it: &&Bar| -> bool {
        let key: (Stage, Actor) = (it.stage, it.who);
        key == (bar.stage, bar.who)
    };
    let expected = before.iter().find(same).map(|it| it.end.late);
    let (began, done) = bar.real.map_or((None, None), |it| (it.began, it.done));
    let until = done.unwrap_or(today);
    let slipped = expected.map_or(0, |on| catalog.business_days_until(on, until));
    let on = |day| Span {
        earliest: day,
        usual: day,
        late: day,
    };
    if let Some(began) = began {
        bar.start = on(began);
    }
    if let Some(done) = done {
        bar.end = on(done);
    }
    if began.is_some() || slipped > 0 {
        bar.real = Some(Real {
            began,
            done,
            slipped,
        });
    }
}
