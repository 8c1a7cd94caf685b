//! From the answers to plans.

use std::collections::BTreeMap;

use catalog::model::{Module, Portone, Purpose, Standing, Verdict as Says, When};
use catalog::{Catalog, TaskRef};
use jiff::ToSpan;
use jiff::civil::Date;

use super::cost::{self, Paid};
use super::cover::{self, After, Choice, Mask, Problem, WISHES};
use super::time::{self, Case, Graph, Past, Schedule};
use super::verdict::{
    self, Judge, STARTS_AFTER, TRADE_REFUSED, already_open, asks_answers_alone, is_other, waits,
};
use super::words::{Words, add, same};
use super::{
    Answers, Contradiction, Judged, Plan, PlannedTask, PlannedTrack, Planning, Precaution, Reach,
    Reason, Span, Uncovered, Verdict, Version, Wish, rejected, wished,
};
use crate::board::task_mode;
use crate::event::TrackSpec;
use crate::when::{Ctx, TrackCtx, when_holds};

mod builder;

use builder::Builder;

/// Everything that the answers allow, reckoned on a day.
#[must_use]
pub fn planning(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog, today: Date) -> Planning {
    planning_with(given, catalog, today, &[])
}

/// The same with the plan of exactly these tracks first, also where the search found no such plan.
/// Its warnings and tasks are that plan's.
pub(super) fn planning_with(
    given: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    today: Date,
    chosen: &[TrackSpec],
) -> Planning {
    let answers = Answers::read(given, catalog);
    let wishes = verdict::wishes(&answers);
    let judge = Judge::new(catalog, &answers, &wishes);
    let judged = judge.judged();
    let rejected = judge.rejected(&judged);
    let graph = Graph::new(catalog);
    let later = |day: u32, months: u8| months_later(catalog, today, day, months);
    let table = Table::new(catalog, &answers, &wishes, &judged, &graph, today, &later);
    let (covered, sets) = cover::search(&table.problem);
    let missing = table.missing(&wishes, covered);
    let builder = Builder {
        catalog,
        answers: &answers,
        judged: &judged,
        table: &table,
        graph: &graph,
        today,
    };
    let uncovered: Vec<Uncovered> = missing.iter().map(|it| builder.uncovered(it)).collect();
    let mut plans: Vec<Plan> = (1..)
        .zip(&sets)
        .map(|(rank, set)| builder.plan(rank, set, &uncovered))
        .collect();
    if !chosen.is_empty() {
        let found = plans.iter().position(|plan| has_exactly(plan, chosen));
        let own = match found {
            Some(at) => plans.remove(at),
            None => builder.by_hand(chosen, &wishes),
        };
        plans.insert(0, own);
    }
    let (version, version_reasons) = builder.version(covered);
    let mut warnings = builder.warnings(&plans, &uncovered);
    if plans.is_empty() {
        // What is said of a plan's wishes has no plan to stand in.
        let mut first = rejected::why_none(&judged, &uncovered);
        add(&mut first, warnings);
        warnings = first;
    }
    Planning {
        today,
        version,
        version_reasons,
        warnings,
        contradictions: contradictions(given, catalog),
        tasks: builder.tasks(plans.first()),
        wishes,
        plans,
        rejected,
        judged,
    }
}

/// One module for a purpose laid out as if it were a plan of its own; None: it does not serve what
/// the answers wish for.
#[must_use]
pub fn timeline(
    given: &BTreeMap<String, Vec<String>>,
    catalog: &Catalog,
    today: Date,
    spec: &TrackSpec,
) -> Option<PlannedTrack> {
    let answers = Answers::read(given, catalog);
    let wishes = verdict::wishes(&answers);
    let judged = Judge::new(catalog, &answers, &wishes).judged();
    let graph = Graph::new(catalog);
    let later = |day: u32, months: u8| months_later(catalog, today, day, months);
    let table = Table::new(catalog, &answers, &wishes, &judged, &graph, today, &later);
    let at = table.of.iter().position(|n| judged[*n].spec == *spec)?;
    let builder = Builder {
        catalog,
        answers: &answers,
        judged: &judged,
        table: &table,
        graph: &graph,
        today,
    };
    Some(builder.track(&[at], at))
}

/// The business day, counted from `today`, that is so many months after another one.
pub(super) fn months_later(catalog: &Catalog, today: Date, day: u32, months: u8) -> u32 {
    let day = u16::try_from(day).unwrap_or(u16::MAX);
    let on = catalog.business_days_after(today, day);
    let later = on.saturating_add(i64::from(months).months());
    catalog.business_days_until(today, later)
}

fn contradictions(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog) -> Vec<Contradiction> {
    // Also what is not asked any more because of another answer may contradict it.
    let ctx = Ctx {
        answers: given,
        tracks: &[],
        mode: None,
    };
    let all = catalog.plan.contradictions.iter();
    all.filter(|it| when_holds(&it.when, &ctx))
        .map(|it| Contradiction {
            questions: it.questions.clone(),
            reason: Words::common(catalog).reason(&it.id, &it.text, &Vec::new()),
        })
        .collect()
}

/// The modules that fit, as the search sees them.
struct Table<'a> {
    problem: Problem<'a>,
    /// By choice: its place among what was judged.
    of: Vec<usize>,
    /// By wish: its bit. None: nothing fulfils it.
    bits: Vec<Option<Mask>>,
}

impl<'a> Table<'a> {
    fn new(
        catalog: &'a Catalog,
        answers: &Answers,
        wishes: &[Wish],
        judged: &[Judged],
        graph: &Graph<'a>,
        today: Date,
        later: &'a dyn Fn(u32, u8) -> u32,
    ) -> Self {
        let of: Vec<usize> = (0..judged.len())
            .filter(|n| judged[*n].verdict.serves())
            .collect();
        let bits = bits(wishes, judged, &of);
        let mut gateways: Vec<&str> = of
            .iter()
            .map(|n| judged[*n].spec.gateway.as_str())
            .collect();
        gateways.sort_unstable();
        gateways.dedup();
        let mut choices = Vec::new();
        for &n in &of {
            let it = &judged[n];
            let gateway = gateways
                .iter()
                .position(|id| *id == it.spec.gateway)
                .unwrap_or(0);
            choices.push(choice(catalog, answers, graph, today, later, it, gateway));
        }
        for (at, &n) in of.iter().enumerate() {
            let covers: Vec<&Wish> = judged[n].covers().collect();
            let own = wishes
                .iter()
                .zip(&bits)
                .filter(|(wish, _)| covers.contains(wish));
            choices[at].mask = own
                .filter_map(|(_, bit)| *bit)
                .fold(0, |mask, bit| mask | bit);
            choices[at].after = after(catalog, answers, judged, &of, n);
        }
        let joining = gateways.iter().map(|id| {
            let own = of
                .iter()
                .map(|n| &judged[*n])
                .filter(|it| it.spec.gateway == *id);
            let methods: Vec<Vec<catalog::Method>> = own.clone().map(methods).collect();
            let paid: Vec<Paid<'_>> = own.zip(&methods).map(|(it, of)| paid(it, of)).collect();
            cost::compared_joining(catalog, answers, &paid)
        });
        let problem = Problem {
            contract: gateways
                .iter()
                .map(|id| !has(&answers.contracted, id))
                .collect(),
            named: gateways
                .iter()
                .map(|id| has(&answers.preferred, id))
                .collect(),
            joining: joining.collect(),
            choices,
            later,
        };
        Table { problem, of, bits }
    }

    /// The wishes that the search could not fulfil.
    fn missing<'w>(&self, wishes: &'w [Wish], covered: Mask) -> Vec<&'w Wish> {
        let all = wishes.iter().zip(&self.bits);
        all.filter(|(_, bit)| bit.is_none_or(|bit| covered & bit == 0))
            .map(|(wish, _)| wish)
            .collect()
    }
}

fn has_exactly(plan: &Plan, tracks: &[TrackSpec]) -> bool {
    plan.tracks.len() == tracks.len() && plan.tracks.iter().all(|it| tracks.contains(&it.spec))
}

fn has(ids: &[String], id: &str) -> bool {
    ids.iter().any(|it| it == id)
}

/// Wishes that the same modules fulfil are one to the search. Where there are too many even so, the
/// last bit stands for all of the rest together: nothing is said to fulfil what it does not.
fn bits(wishes: &[Wish], judged: &[Judged], of: &[usize]) -> Vec<Option<Mask>> {
    let mut classes: Vec<Vec<usize>> = Vec::new();
    wishes
        .iter()
        .map(|wish| {
            let able: Vec<usize> = of
                .iter()
                .copied()
                .filter(|n| judged[*n].covers().any(|it| it == wish))
                .collect();
            if able.is_empty() {
                return None;
            }
            let known = classes.iter().position(|it| *it == able);
            let class = known.unwrap_or_else(|| {
                classes.push(able);
                classes.len() - 1
            });
            (class < WISHES).then(|| 1 << class)
        })
        .collect()
}

fn choice<'a>(
    catalog: &'a Catalog,
    answers: &Answers,
    graph: &Graph<'a>,
    today: Date,
    later: &dyn Fn(u32, u8) -> u32,
    it: &Judged,
    gateway: usize,
) -> Choice {
    // Long after everything else is done, so that what follows is the wait's own time.
    const FAR: u32 = 10_000;
    let days = |begins: Option<Span<u32>>| {
        lay_out(
            catalog,
            answers,
            graph,
            today,
            later,
            it,
            begins,
            |schedule, _| (schedule.days, schedule.left_out),
        )
    };
    let (own, left_out) = days(None);
    let far = |span: Span<u32>| Span {
        earliest: span.earliest.saturating_sub(FAR),
        usual: span.usual.saturating_sub(FAR),
        late: span.late.saturating_sub(FAR),
    };
    let tail = far(days(Some(Span {
        earliest: FAR,
        usual: FAR,
        late: FAR,
    }))
    .0);
    let methods = methods(it);
    let standing = catalog.gateway(&it.spec.gateway).map(|it| it.standing);
    let module = module(catalog, it);
    let count = |reasons: &[Reason]| u32::try_from(reasons.len()).unwrap_or(u32::MAX);
    Choice {
        gateway,
        version: match it.portone {
            Portone::V1 => 0,
            Portone::V2 => 1,
        },
        mask: 0,
        conditional: it.verdict == Verdict::Conditional,
        days: own,
        tail,
        left_out,
        cost: cost::compared(catalog, answers, &paid(it, &methods)),
        rank: vec![
            u32::from(standing == Some(Standing::Discontinued)),
            // Few reasons in favour are many against.
            100_u32.saturating_sub(count(&it.reasons)),
            count(&it.conditions),
            module.map_or(u32::MAX, |it| it.rank),
        ],
        after: None,
    }
}

fn module<'a>(catalog: &'a Catalog, it: &Judged) -> Option<&'a Module> {
    let gateway = catalog.gateway(&it.spec.gateway)?;
    gateway
        .modules
        .iter()
        .find(|module| module.id == it.spec.module)
}

fn track(it: &Judged) -> TrackCtx<'_> {
    TrackCtx {
        gateway: &it.spec.gateway,
        module: &it.spec.module,
        purpose: it.spec.purpose,
        portone: Some(it.portone),
    }
}

fn methods(it: &Judged) -> Vec<catalog::Method> {
    let mut methods = Vec::new();
    for method in it.covers().filter_map(|wish| wish.method) {
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}

fn paid<'a>(it: &'a Judged, methods: &'a [catalog::Method]) -> Paid<'a> {
    Paid {
        spec: &it.spec,
        portone: Some(it.portone),
        methods,
    }
}

/// What of the choices must be open before this one, when nothing that the user has is.
fn after(
    catalog: &Catalog,
    answers: &Answers,
    judged: &[Judged],
    of: &[usize],
    n: usize,
) -> Option<After> {
    let it = &judged[n];
    let gateway = catalog.gateway(&it.spec.gateway)?;
    let module = module(catalog, it)?;
    let waiting = |it: &Judged| {
        let gateway = catalog.gateway(&it.spec.gateway);
        let module = module_of(catalog, it);
        gateway.zip(module).is_some_and(|(gateway, module)| {
            waits(gateway, module, answers, track(it))
                .iter()
                .any(|wait| !any_other(wait, &gateway.id, answers, catalog))
        })
    };
    let all = waits(gateway, module, answers, track(it));
    let wait = all
        .into_iter()
        .find(|wait| !any_other(wait, &gateway.id, answers, catalog))?;
    let others = of.iter().enumerate().filter(|(_, other)| {
        let other = &judged[**other];
        is_other(wait, &gateway.id, answers, track(other)) && !waiting(other)
    });
    Some(After {
        others: others.map(|(place, _)| place).collect(),
        months: wait.months,
    })
}

fn module_of<'a>(catalog: &'a Catalog, it: &Judged) -> Option<&'a Module> {
    module(catalog, it)
}

/// The user has a contract with a gateway that a track waits for, however short its sales.
fn any_other(
    wait: &catalog::StartsAfter,
    gateway: &str,
    answers: &Answers,
    catalog: &Catalog,
) -> bool {
    let short = Answers {
        months_of_sales: Some(u64::MAX),
        ..answers.clone()
    };
    catalog
        .gateway(gateway)
        .is_some_and(|gateway| already_open(wait, gateway, &short, catalog))
}

/// Lays a track out, and gives what is wanted of that.
#[allow(
    clippy::too_many_arguments,
    reason = "the layout borrows from all of these, and each caller has them apart"
)]
fn lay_out<'a, T>(
    catalog: &'a Catalog,
    answers: &Answers,
    graph: &Graph<'a>,
    today: Date,
    later: &dyn Fn(u32, u8) -> u32,
    it: &Judged,
    begins: Option<Span<u32>>,
    then: impl FnOnce(&Schedule, &Case<'_, 'a>) -> T,
) -> T {
    let tracks = [track(it)];
    let applies = |task: TaskRef<'a>| {
        task.gateway
            .is_none_or(|gateway| gateway.id == it.spec.gateway)
            && when_holds(
                &task.task.when,
                &Ctx {
                    answers: &answers.all,
                    tracks: &tracks,
                    mode: task_mode(task.task),
                },
            )
    };
    let gateway = catalog.gateway(&it.spec.gateway);
    let waits = gateway
        .zip(module(catalog, it))
        .map(|(gateway, module)| waits(gateway, module, answers, track(it)))
        .unwrap_or_default();
    let wait = waits.first();
    // What is open already may have to be open for some time more.
    let had = wait
        .filter(|wait| any_other(wait, &it.spec.gateway, answers, catalog))
        .map(|wait| {
            let sold = u8::try_from(answers.months_of_sales.unwrap_or(0)).unwrap_or(u8::MAX);
            let day = later(0, wait.months.saturating_sub(sold));
            Span {
                earliest: day,
                usual: day,
                late: day,
            }
        });
    let case = Case {
        catalog,
        gateway,
        today,
        applies: &applies,
        past: &|_| Past::default(),
        not_before: wait.and_then(|wait| Some((wait.stage, begins.or(had)?))),
    };
    then(&time::schedule(graph, &case), &case)
}
