//! When a track opens: its tasks laid out in time, in the order that their needs give.
//!
//! Waits take the business days that the documents name. A person's work takes its minutes: at the
//! earliest one thing after the other, as usual and late what another stage or person does begins on
//! the next day. What no document gives a time for takes none here, and is said.

use std::collections::BTreeMap;

use catalog::model::{Actor, Days, Gateway, Stage};
use catalog::{Catalog, TaskRef};
use jiff::civil::Date;

use super::words::Words;
use super::{Bar, Real, Reason, Span};
use crate::board::is_wait;
use crate::road::usual_days;

/// Minutes of work in a day.
const DAY: u32 = 480;
/// Earliest, usual, late.
const MODES: usize = 3;

/// Every task, and what it needs.
pub(super) struct Graph<'c> {
    pub(super) tasks: Vec<TaskRef<'c>>,
    needs: Vec<Vec<usize>>,
    /// Needs first.
    order: Vec<usize>,
}

impl<'c> Graph<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        let tasks: Vec<TaskRef<'c>> = catalog.all_tasks().collect();
        let by_id: BTreeMap<&str, usize> = tasks
            .iter()
            .enumerate()
            .map(|(n, it)| (it.task.id.as_str(), n))
            .collect();
        let of = |it: &TaskRef<'c>| -> Vec<usize> {
            let ids = it.task.needs.iter();
            ids.filter_map(|id| by_id.get(id.as_str()).copied())
                .collect()
        };
        let needs: Vec<Vec<usize>> = tasks.iter().map(of).collect();
        let order = order(&needs);
        Graph {
            tasks,
            needs,
            order,
        }
    }
}

/// Every place after those it needs, in their own order otherwise. A circle is cut where it is
/// closed.
fn order(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![false; needs.len()];
    for start in 0..needs.len() {
        let mut path = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((at, next)) = path.last_mut() {
            match needs[*at].get(*next) {
                Some(&need) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[need], true) {
                        path.push((need, 0));
                    }
                }
                None => {
                    order.push(*at);
                    path.pop();
                }
            }
        }
    }
    order
}

/// What has happened to a task already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Past {
    pub(super) began: Option<Date>,
    pub(super) done: Option<Date>,
}

/// What is laid out.
pub(super) struct Case<'b, 'c> {
    pub(super) catalog: &'c Catalog,
    /// The track's gateway.
    pub(super) gateway: Option<&'c Gateway>,
    /// Business days are counted from here.
    pub(super) today: Date,
    /// Whether a task is there for the track.
    pub(super) applies: &'b dyn Fn(TaskRef<'c>) -> bool,
    /// What has happened to a task.
    pub(super) past: &'b dyn Fn(TaskRef<'c>) -> Past,
    /// The first stage that waits for something outside, and the business day on which that is
    /// there.
    pub(super) not_before: Option<(Stage, Span<u32>)>,
}

/// A task's place in time, in minutes of work since the first day.
#[derive(Clone, Copy, Default)]
struct Times {
    start: [u32; MODES],
    end: [u32; MODES],
    wait: bool,
    done: bool,
    undocumented: bool,
}

impl Times {
    fn start_day(&self, mode: usize) -> u32 {
        self.start[mode] / DAY
    }

    /// Work that fills a day ends on that day, not at the beginning of the next.
    fn end_day(&self, mode: usize) -> u32 {
        let worked = !self.wait && self.end[mode] > self.start[mode];
        (self.end[mode] - u32::from(worked)) / DAY
    }
}

/// A track laid out in time.
pub(super) struct Schedule {
    /// By the task's place in the graph; None: not on the way to 오픈.
    times: Vec<Option<Times>>,
    /// What decided when a task could begin, as usual.
    because: Vec<Vec<usize>>,
    /// Business days until it is open.
    pub(super) days: Span<u32>,
    /// How many of its waits have no documented time.
    pub(super) left_out: u32,
}

/// Lays a track out.
pub(super) fn schedule<'c>(graph: &Graph<'c>, case: &Case<'_, 'c>) -> Schedule {
    let wanted = wanted(graph, case);
    let mut times: Vec<Option<Times>> = vec![None; graph.tasks.len()];
    let mut because: Vec<Vec<usize>> = vec![Vec::new(); graph.tasks.len()];
    // One person does one thing after the other within a stage.
    let mut busy: BTreeMap<(Stage, Actor), ([u32; MODES], usize)> = BTreeMap::new();
    for &n in graph.order.iter().filter(|n| wanted[**n]) {
        let it = graph.tasks[n];
        let past = (case.past)(it);
        let mut now = Times {
            wait: is_wait(it.task.actor),
            done: past.done.is_some(),
            ..Times::default()
        };
        if now.done {
            times[n] = Some(now);
            continue;
        }
        let days = usual_days(it, case.gateway);
        now.undocumented = now.wait && days.is_none();
        for mode in 0..MODES {
            let mut ready = not_before(it, case, mode);
            for &need in &graph.needs[n] {
                let Some(before) = &times[need] else { continue };
                let end = carried(before, graph.tasks[need], it, mode);
                if mode == 1 && end > 0 {
                    if end > ready {
                        because[n].clear();
                    }
                    if end >= ready {
                        because[n].push(need);
                    }
                }
                ready = ready.max(end);
            }
            if now.wait {
                now.start[mode] = ready;
                now.end[mode] = waited(case, past, days, ready, mode);
                continue;
            }
            if let Some((until, by)) = busy.get(&(it.task.stage, it.task.actor))
                && until[mode] > ready
            {
                ready = until[mode];
                if mode == 1 {
                    because[n] = vec![*by];
                }
            }
            now.start[mode] = ready;
            now.end[mode] = ready.saturating_add(u32::from(it.task.minutes.unwrap_or(0)));
        }
        if !now.wait {
            busy.insert((it.task.stage, it.task.actor), (now.end, n));
        }
        times[n] = Some(now);
    }
    let last = |mode: usize| {
        let ends = times.iter().flatten().map(|it| it.end_day(mode));
        ends.max().unwrap_or(0)
    };
    let left_out = times.iter().flatten().filter(|it| it.undocumented).count();
    Schedule {
        days: Span {
            earliest: last(0),
            usual: last(1),
            late: last(2),
        },
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        times,
        because,
    }
}

/// The must-haves up to 오픈, and all that they need.
fn wanted<'c>(graph: &Graph<'c>, case: &Case<'_, 'c>) -> Vec<bool> {
    let mut wanted = vec![false; graph.tasks.len()];
    for &n in graph.order.iter().rev() {
        let it = graph.tasks[n];
        let own = it.task.must && it.task.stage <= Stage::Open;
        if (own || wanted[n]) && (case.applies)(it) {
            wanted[n] = true;
            for &need in &graph.needs[n] {
                wanted[need] = true;
            }
        } else {
            wanted[n] = false;
        }
    }
    wanted
}

fn not_before(it: TaskRef<'_>, case: &Case<'_, '_>, mode: usize) -> u32 {
    match &case.not_before {
        Some((stage, days)) if it.task.per_track && it.task.stage >= *stage => {
            let days = [days.earliest, days.usual, days.late][mode];
            days.saturating_mul(DAY)
        }
        _ => 0,
    }
}

/// When what comes before lets a task begin.
fn carried(before: &Times, need: TaskRef<'_>, it: TaskRef<'_>, mode: usize) -> u32 {
    let end = before.end[mode];
    let same = (need.task.stage, need.task.actor) == (it.task.stage, it.task.actor);
    if mode == 0 || before.wait || same || is_wait(it.task.actor) {
        end
    } else {
        end.div_ceil(DAY).saturating_mul(DAY)
    }
}

/// When a wait is over.
fn waited(case: &Case<'_, '_>, past: Past, days: Option<&Days>, ready: u32, mode: usize) -> u32 {
    let Some(days) = days else { return ready };
    // The middle, rounded up.
    let middle = days.max.max(days.min) - days.max.abs_diff(days.min) / 2;
    let takes = [days.min, middle, days.max][mode];
    if let Some(since) = past.began {
        let until = case.catalog.business_days_after(since, takes);
        return case
            .catalog
            .business_days_until(case.today, until)
            .saturating_mul(DAY);
    }
    if takes == 0 {
        return ready;
    }
    (ready / DAY)
        .saturating_add(u32::from(takes))
        .saturating_mul(DAY)
}

impl Schedule {
    /// The bars of the timeline: what one side does in one stage, in the order of their beginning.
    pub(super) fn bars<'c>(&self, graph: &Graph<'c>, case: &Case<'_, 'c>) -> Vec<Bar> {
        let mut groups: BTreeMap<(Stage, Actor), Vec<usize>> = BTreeMap::new();
        for &n in graph.order.iter().filter(|n| self.times[**n].is_some()) {
            let task = graph.tasks[n].task;
            groups.entry((task.stage, task.actor)).or_default().push(n);
        }
        let critical = self.critical();
        let mut groups: Vec<((Stage, Actor), Vec<usize>)> = groups.into_iter().collect();
        let begins = |tasks: &[usize]| {
            let starts = tasks.iter().filter_map(|n| self.times[*n].as_ref());
            starts.map(|it| it.start[1]).min()
        };
        groups.sort_by_key(|(key, tasks)| (begins(tasks), *key));
        let place = |n: usize| groups.iter().position(|(_, tasks)| tasks.contains(&n));
        let mut bars = Vec::new();
        for (at, ((stage, who), tasks)) in groups.iter().enumerate() {
            let mut depends_on: Vec<usize> = tasks
                .iter()
                .flat_map(|n| &graph.needs[*n])
                .filter_map(|need| place(*need))
                .filter(|it| *it < at)
                .collect();
            depends_on.sort_unstable();
            depends_on.dedup();
            let all: Vec<&Times> = tasks
                .iter()
                .filter_map(|n| self.times[*n].as_ref())
                .collect();
            let start = |mode| all.iter().map(|it| it.start_day(mode)).min().unwrap_or(0);
            let end = |mode| all.iter().map(|it| it.end_day(mode)).max().unwrap_or(0);
            bars.push(Bar {
                stage: *stage,
                who: *who,
                tasks: tasks
                    .iter()
                    .map(|n| graph.tasks[*n].task.id.clone())
                    .collect(),
                start: dates(case.catalog, case.today, span(start)),
                end: dates(case.catalog, case.today, span(end)),
                undocumented: all.iter().any(|it| it.undocumented),
                depends_on,
                critical: tasks.iter().any(|n| critical[*n]),
                waits_for: None,
                real: real(graph, case, tasks),
            });
        }
        bars
    }

    /// The tasks of which a day later is a day later at 오픈, as usual.
    fn critical(&self) -> Vec<bool> {
        let mut critical = vec![false; self.times.len()];
        let last = self.times.iter().flatten().map(|it| it.end[1]).max();
        let mut open: Vec<usize> = (0..self.times.len())
            .filter(|n| self.times[*n].is_some_and(|it| Some(it.end[1]) == last && !it.done))
            .collect();
        while let Some(n) = open.pop() {
            if !std::mem::replace(&mut critical[n], true) {
                open.extend(&self.because[n]);
            }
        }
        critical
    }

    /// What the days leave out: waits of which no document says how long they take.
    pub(super) fn left_out(&self, graph: &Graph<'_>, catalog: &Catalog) -> Vec<Reason> {
        let all = graph.tasks.iter().zip(&self.times);
        all.filter(|(_, times)| times.is_some_and(|it| it.undocumented))
            .map(|(it, _)| {
                let words = Words::common(catalog);
                words.sentence("days-undocumented", &[("task", &it.task.title)])
            })
            .collect()
    }
}

/// What really happened to the tasks of a bar.
fn real<'c>(graph: &Graph<'c>, case: &Case<'_, 'c>, tasks: &[usize]) -> Option<Real> {
    let all: Vec<Past> = tasks.iter().map(|n| (case.past)(graph.tasks[*n])).collect();
    let began = all.iter().filter_map(|it| it.began.or(it.done)).min()?;
    let done: Option<Vec<Date>> = all.iter().map(|it| it.done).collect();
    Some(Real {
        began: Some(began),
        done: done.and_then(|it| it.into_iter().max()),
        slipped: 0,
    })
}

fn span<T>(of: impl Fn(usize) -> T) -> Span<T> {
    Span {
        earliest: of(0),
        usual: of(1),
        late: of(2),
    }
}

/// When all of several are over.
pub(super) fn last<T: Copy + Default + Ord>(all: impl Iterator<Item = Span<T>>) -> Span<T> {
    all.fold(Span::default(), |one, other| Span {
        earliest: one.earliest.max(other.earliest),
        usual: one.usual.max(other.usual),
        late: one.late.max(other.late),
    })
}

/// Business days from a day on, as days of the calendar.
pub(super) fn dates(catalog: &Catalog, from: Date, days: Span<u32>) -> Span<Date> {
    let on = |days: u32| {
        let days = u16::try_from(days).unwrap_or(u16::MAX);
        catalog.business_days_after(from, days)
    };
    Span {
        earliest: on(days.earliest),
        usual: on(days.usual),
        late: on(days.late),
    }
}
