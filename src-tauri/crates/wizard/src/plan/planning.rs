//! From the answers to plans.

use std::collections::BTreeMap;

use catalog::model::{Module, Portone, Purpose, Standing, Verdict as Says, When};
use catalog::{Catalog, TaskRef};
use jiff::ToSpan;
use jiff::civil::Date;

use super::cost::{self, Paid};
use super::cover::{self, After, Choice, Mask, Problem, WISHES};
use super::time::{self, Case, Graph, Past, Schedule};
use super::verdict::{self, Judge, already_open, is_other, waits};
use super::words::{Words, add, same};
use super::{
    Answers, Contradiction, Judged, Plan, PlannedTask, PlannedTrack, Planning, Precaution, Reach,
    Reason, Span, Uncovered, Verdict, Version, Wish, wished,
};
use crate::board::task_mode;
use crate::event::TrackSpec;
use crate::when::{Ctx, TrackCtx, when_holds};

/// Everything that the answers allow, reckoned on a day.
#[must_use]
pub fn planning(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog, today: Date) -> Planning {
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
    let plans: Vec<Plan> = (1..)
        .zip(&sets)
        .map(|(rank, set)| builder.plan(rank, set, &uncovered))
        .collect();
    let (version, version_reasons) = builder.version(covered);
    Planning {
        today,
        version,
        version_reasons,
        warnings: builder.warnings(&plans, &uncovered),
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

/// Puts plans together.
struct Builder<'a> {
    catalog: &'a Catalog,
    answers: &'a Answers,
    judged: &'a [Judged],
    table: &'a Table<'a>,
    graph: &'a Graph<'a>,
    today: Date,
}

impl<'a> Builder<'a> {
    fn words(&self) -> Words<'a> {
        Words::common(self.catalog)
    }

    fn plan(&self, rank: u32, set: &[usize], uncovered: &[Uncovered]) -> Plan {
        let problem = &self.table.problem;
        let mut set = set.to_vec();
        // The road's order: payments, then what is added to them.
        set.sort_by_key(|n| {
            let spec = &self.judged[self.table.of[*n]].spec;
            (spec.purpose, spec.clone())
        });
        let tracks: Vec<PlannedTrack> = set.iter().map(|n| self.track(&set, *n)).collect();
        let days = cover::opens(problem, &set);
        let paid: Vec<Paid<'_>> = tracks
            .iter()
            .map(|it| Paid {
                spec: &it.spec,
                portone: Some(it.portone),
                methods: &it.methods,
            })
            .collect();
        let dates = time::dates(self.catalog, self.today, days);
        Plan {
            rank,
            uncovered: uncovered.to_vec(),
            contracts: cover::key(problem, &set).contracts,
            days,
            dates,
            cost: cost::cost(self.catalog, self.answers, &paid),
            precaution: self.precaution(&set),
            wished: self
                .answers
                .wished_day
                .map(|day| wished::answer(self.catalog, self.today, day, days, &tracks)),
            tracks,
        }
    }

    fn track(&self, set: &[usize], n: usize) -> PlannedTrack {
        let problem = &self.table.problem;
        let it = &self.judged[self.table.of[n]];
        let begins = cover::begins(problem, set, n);
        let days = cover::opens_one(problem, set, n);
        let later = problem.later;
        let (catalog, answers, graph) = (self.catalog, self.answers, self.graph);
        let (mut bars, left_out) = lay_out(
            catalog,
            answers,
            graph,
            self.today,
            later,
            it,
            begins,
            |schedule, case| {
                (
                    schedule.bars(graph, case),
                    schedule.left_out(graph, catalog),
                )
            },
        );
        if begins.is_some() {
            let wait = it
                .conditions
                .iter()
                .find(|reason| reason.code == "starts-after");
            let gateway = catalog.gateway(&it.spec.gateway);
            let stage = gateway
                .and_then(|it| it.starts_after.first())
                .map(|it| it.stage);
            let first = bars.iter_mut().find(|bar| Some(bar.stage) >= stage);
            if let Some(bar) = first {
                bar.waits_for = wait.cloned();
            }
        }
        let module = module(catalog, it);
        let mids = module.map(|it| it.test_mids.as_slice()).unwrap_or_default();
        let mids = mids
            .iter()
            .filter(|mid| mid.purposes.contains(&it.spec.purpose));
        PlannedTrack {
            spec: it.spec.clone(),
            portone: it.portone,
            methods: methods(it),
            covers: it.covers().cloned().collect(),
            test_mids: mids.map(|mid| mid.mid.clone()).collect(),
            reasons: it.reasons.clone(),
            conditions: it.conditions.clone(),
            days,
            dates: time::dates(catalog, self.today, days),
            bars,
            left_out,
        }
    }

    /// Another gateway for what most buyers will use.
    fn precaution(&self, set: &[usize]) -> Option<Precaution> {
        let problem = &self.table.problem;
        let spec = |n: usize| &self.judged[self.table.of[n]].spec;
        let main = set
            .iter()
            .copied()
            .find(|n| spec(*n).purpose != Purpose::Identity)?;
        let it = &problem.choices[main];
        let used = |gateway: usize| set.iter().any(|n| problem.choices[*n].gateway == gateway);
        let others = (0..problem.choices.len()).filter(|n| {
            let other = &problem.choices[*n];
            !used(other.gateway)
                && other.after.is_none()
                && other.version == it.version
                && spec(*n).purpose == spec(main).purpose
                && other.mask & it.mask != 0
        });
        let best = others.min_by_key(|n| {
            let other = &problem.choices[*n];
            let shared = (other.mask & it.mask).count_ones();
            (
                u32::MAX - shared,
                other.left_out,
                other.days.usual,
                other.cost,
                other.rank.clone(),
            )
        })?;
        let words = self.words();
        Some(Precaution {
            spec: spec(best).clone(),
            portone: self.judged[self.table.of[best]].portone,
            reasons: vec![
                words.sentence("precaution-routing", &[]),
                words.sentence("precaution-cost", &[]),
            ],
        })
    }

    fn uncovered(&self, wish: &Wish) -> Uncovered {
        let of_purpose = || {
            self.judged
                .iter()
                .filter(|it| it.spec.purpose == wish.purpose)
        };
        let listed = |it: &&Judged| {
            let module = module(self.catalog, it);
            module.is_some_and(|module| {
                let methods = module.methods_for(wish.purpose);
                wish.method.is_none_or(|method| methods.contains(&method))
            })
        };
        let able: Vec<&Judged> = of_purpose().filter(listed).collect();
        let words = self.words();
        let mut reasons = Vec::new();
        for it in &able {
            add(&mut reasons, it.against.iter().cloned());
        }
        if able.is_empty() {
            reasons.push(words.sentence("method-nowhere", &[]));
        }
        let mut remedies = Vec::new();
        // What has the fewest reasons against it is the nearest.
        let fewest = able
            .iter()
            .map(|it| it.against.len())
            .filter(|it| *it > 0)
            .min();
        for it in able.iter().filter(|it| Some(it.against.len()) == fewest) {
            let Some(gateway) = self.catalog.gateway(&it.spec.gateway) else {
                continue;
            };
            for reason in &it.against {
                let blanks = [("name", &gateway.name), ("text", &reason.text)];
                let mut remedy = words.sentence("without-reason", &blanks);
                remedy.sources.clone_from(&reason.sources);
                add(&mut remedies, [remedy]);
            }
        }
        remedies.truncate(3);
        remedies.extend(self.otherwise(wish));
        Uncovered {
            wish: wish.clone(),
            reasons,
            remedies,
        }
    }

    /// Other purposes with which the method can be had.
    fn otherwise(&self, wish: &Wish) -> Vec<Reason> {
        let Some(method) = wish.method else {
            return Vec::new();
        };
        let question = self.catalog.question(super::PURPOSES);
        let mut found = Vec::new();
        for purpose in super::ALL_PURPOSES {
            if purpose == wish.purpose || self.answers.purposes.contains(&purpose) {
                continue;
            }
            let able = self.catalog.modules().filter(|(_, module)| {
                module.closed_since.is_none()
                    && module.purposes.contains(&purpose)
                    && module.methods_for(purpose).contains(&method)
            });
            let mut names: Vec<&catalog::Text> = Vec::new();
            for (gateway, _) in able {
                if !names.contains(&&gateway.name) {
                    names.push(&gateway.name);
                }
            }
            let label = question.and_then(|it| {
                let id = crate::when::purpose_id(purpose);
                it.choices.iter().find(|choice| choice.value == id)
            });
            let (Some(label), false) = (label, names.is_empty()) else {
                continue;
            };
            let list = catalog::Text {
                ko: names
                    .iter()
                    .take(3)
                    .map(|it| it.ko.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
                en: names
                    .iter()
                    .take(3)
                    .map(|it| it.en.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let blanks = [("purpose", &label.label), ("names", &list)];
            found.push(self.words().sentence("other-purpose", &blanks));
        }
        found
    }

    /// Which version the wishes ask for.
    fn version(&self, covered: Mask) -> (Version, Vec<Reason>) {
        let problem = &self.table.problem;
        let full = |version: usize| {
            let own = problem.choices.iter().filter(|it| it.version == version);
            covered != 0 && own.fold(0, |mask, it| mask | it.mask) & covered == covered
        };
        let (against_v1, for_v1) = self.of_version(Portone::V1);
        let (against_v2, for_v2) = self.of_version(Portone::V2);
        let words = self.words();
        let only = |version: &str| words.sentence("version-only", &[("version", &same(version))]);
        match (full(0), full(1)) {
            (true, false) => (Version::V1, or_else(against_v2, only("V1"))),
            (false, true) => (Version::V2, or_else(against_v1, only("V2"))),
            (false, false) if covered != 0 => {
                (Version::Either, vec![words.sentence("both-versions", &[])])
            }
            _ if against_v1.is_empty() && !against_v2.is_empty() => (Version::V1, against_v2),
            _ if against_v2.is_empty() && !against_v1.is_empty() => (Version::V2, against_v1),
            _ if for_v1.is_empty() && !for_v2.is_empty() => (Version::V2, for_v2),
            _ => (Version::Either, vec![words.sentence("version-either", &[])]),
        }
    }

    /// What the rules say against and for a version as such, whatever the gateway.
    fn of_version(&self, portone: Portone) -> (Vec<Reason>, Vec<Reason>) {
        let track = TrackCtx {
            gateway: "",
            module: "",
            purpose: self
                .answers
                .purposes
                .first()
                .copied()
                .unwrap_or(Purpose::OneTime),
            portone: Some(portone),
        };
        let ctx = Ctx {
            answers: &self.answers.all,
            tracks: &[track],
            mode: None,
        };
        let words = self.words();
        let say = |says: Says| {
            let rules = self.catalog.rules.iter().filter(|rule| {
                rule.verdict == says && of_version_alone(&rule.when) == Some(portone)
            });
            rules
                .filter(|rule| when_holds(&rule.when, &ctx))
                .map(|rule| words.reason(&rule.id, &rule.text, &rule.source))
                .collect()
        };
        (say(Says::No), say(Says::Prefer))
    }

    fn warnings(&self, plans: &[Plan], uncovered: &[Uncovered]) -> Vec<Reason> {
        let words = self.words();
        let mut warnings = Vec::new();
        let asked = [super::PURPOSES, crate::when::METHODS];
        let empty = |id: &&str| {
            let given = crate::when::answer(&self.answers.all, id);
            given.iter().all(|it| it == catalog::UNKNOWN)
        };
        if asked.iter().all(|id| empty(id)) {
            warnings.push(words.sentence("nothing-asked", &[]));
        }
        for id in &self.answers.unused {
            if let Some(question) = self.catalog.question(id) {
                let blanks = [("question", &question.title)];
                warnings.push(words.sentence("answer-not-used", &blanks));
            }
        }
        let best = plans.first();
        let tracks: Vec<TrackCtx<'_>> = best
            .into_iter()
            .flat_map(|plan| &plan.tracks)
            .map(|it| TrackCtx {
                gateway: &it.spec.gateway,
                module: &it.spec.module,
                purpose: it.spec.purpose,
                portone: Some(it.portone),
            })
            .collect();
        let ctx = Ctx {
            answers: &self.answers.all,
            tracks: &tracks,
            mode: None,
        };
        let rules = self
            .catalog
            .rules
            .iter()
            .filter(|it| it.verdict == Says::Warn);
        let rules = rules.filter(|it| when_holds(&it.when, &ctx));
        warnings.extend(rules.map(|it| words.reason(&it.id, &it.text, &it.source)));
        self.of_trade(&mut warnings);
        self.of_currency(uncovered, &mut warnings);
        warnings.extend(cost::near_band(self.catalog, self.answers));
        if let Some(day) = self.answers.wished_day {
            warnings.extend(wished::warning(self.catalog, self.today, day, best));
        }
        let known = self.catalog.holidays_until;
        let late = best.map_or(self.today, |plan| plan.dates.late);
        if late > known || self.answers.wished_day.is_some_and(|it| it > known) {
            warnings.push(words.sentence("holidays-unknown", &[("day", &same(known))]));
        }
        warnings
    }

    fn of_trade(&self, warnings: &mut Vec<Reason>) {
        let trade = self.answers.trade.as_ref();
        let trade = trade.and_then(|id| self.catalog.industries.iter().find(|it| it.id == *id));
        let Some(trade) = trade else { return };
        let words = self.words();
        for it in &trade.disagreements {
            for reading in &it.readings {
                let blanks = [("trade", &trade.name), ("text", &reading.text)];
                let mut reason = words.sentence("trade-disagreement", &blanks);
                reason.sources = words.sources(&reading.source);
                warnings.push(reason);
            }
        }
    }

    fn of_currency(&self, uncovered: &[Uncovered], warnings: &mut Vec<Reason>) {
        for it in uncovered {
            let Some(Reach::Currency(code)) = &it.wish.reach else {
                continue;
            };
            let alone = same(code);
            let name = self.catalog.currencies.get(code).unwrap_or(&alone);
            add(
                warnings,
                [self
                    .words()
                    .sentence("currency-unserved", &[("name", name)])],
            );
        }
    }

    /// The tasks that a plan brings, in the order of the road.
    fn tasks(&self, plan: Option<&Plan>) -> Vec<PlannedTask> {
        let Some(plan) = plan else { return Vec::new() };
        let tracks: Vec<TrackCtx<'_>> = plan
            .tracks
            .iter()
            .map(|it| TrackCtx {
                gateway: &it.spec.gateway,
                module: &it.spec.module,
                purpose: it.spec.purpose,
                portone: Some(it.portone),
            })
            .collect();
        let holds = |it: &TaskRef<'_>| {
            let own = |track: &TrackCtx<'_>| it.gateway.is_none_or(|pg| pg.id == track.gateway);
            let holds = |tracks: &[TrackCtx<'_>]| {
                let ctx = Ctx {
                    answers: &self.answers.all,
                    tracks,
                    mode: task_mode(it.task),
                };
                when_holds(&it.task.when, &ctx)
            };
            if it.task.per_track {
                let mut tracks = tracks.iter().filter(|track| own(track));
                tracks.any(|track| holds(std::slice::from_ref(track)))
            } else {
                tracks.iter().any(own) && holds(&tracks)
            }
        };
        let mut tasks: Vec<PlannedTask> = self
            .catalog
            .all_tasks()
            .filter(holds)
            .map(|it| PlannedTask {
                id: it.task.id.clone(),
                title: it.task.title.clone(),
                who: it.task.actor,
                stage: it.task.stage,
            })
            .collect();
        tasks.sort_by_key(|it| it.stage);
        tasks
    }
}

fn or_else(reasons: Vec<Reason>, other: Reason) -> Vec<Reason> {
    if reasons.is_empty() {
        vec![other]
    } else {
        reasons
    }
}

/// The version that a condition speaks of, when it speaks of nothing else of a track.
fn of_version_alone(when: &When) -> Option<Portone> {
    match when {
        When::Portone(portone) => Some(*portone),
        When::All(parts) => {
            let narrow = |part: &When| match part {
                When::Answer { .. } | When::Given(_) | When::Number { .. } | When::Not(_) => false,
                When::Portone(_) => false,
                _ => true,
            };
            let mut versions = parts.iter().filter_map(of_version_alone);
            let one = versions.next()?;
            (!parts.iter().any(narrow)).then_some(one)
        }
        _ => None,
    }
}
