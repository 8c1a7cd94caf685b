//! The smallest sets of tracks that fulfil every wish: an exact search.
//!
//! Wishes are bits, a choice fulfils a mask of them. First the sets of gateways are found, those with
//! the fewest new contracts. None of those gateways can be missing then, so that only the tracks are
//! left to choose, and those of each purpose by themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::Span;

mod gateways;
mod tracks;

#[cfg(test)]
mod tests;

use gateways::Gateways;
use tracks::Tracks;

/// Wishes as bits.
pub(super) type Mask = u128;
/// How many wishes there may be apart; more are put together.
pub(super) const WISHES: usize = 128;
/// How many gateways the search can tell apart. There are not nearly as many.
pub(super) const GATEWAYS: usize = 128;
/// Numbers of which less is better, the first difference deciding.
pub(super) type Rank = [u32; 4];
/// How many plans are shown.
pub(super) const SHOWN: usize = 3;

/// A module for a purpose, as the search sees it.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// Its gateway's place.
    pub(super) gateway: usize,
    /// Its purpose. Choices of different groups have no wish in common.
    pub(super) group: usize,
    /// V1 or V2, as a place.
    pub(super) version: usize,
    /// The wishes it fulfils.
    pub(super) mask: Mask,
    /// It does so under conditions.
    pub(super) conditional: bool,
    /// Business days until it is open, when nothing outside holds it up.
    pub(super) days: Span<u32>,
    /// Business days until it is open from the day on which what it waits for is there.
    pub(super) tail: Span<u32>,
    /// Waits of which no document says how long they take.
    pub(super) left_out: u32,
    /// What it costs beside joining, for comparison.
    pub(super) cost: u64,
    /// Decides when all else is equal.
    pub(super) rank: Rank,
    /// What must be open before; None: it waits for nothing.
    pub(super) after: Option<After>,
}

/// What a choice waits for.
#[derive(Debug, Clone)]
pub(super) struct After {
    /// Any of these choices, which wait for nothing themselves.
    pub(super) others: Vec<usize>,
    /// Months after the other one is open.
    pub(super) months: u8,
}

/// What the search is about.
pub(super) struct Problem<'a> {
    pub(super) choices: Vec<Choice>,
    /// By gateway: it needs a new contract.
    pub(super) contract: Vec<bool>,
    /// By gateway: it costs so much to join.
    pub(super) joining: Vec<u64>,
    /// By gateway: the user named it.
    pub(super) named: Vec<bool>,
    /// The business day that is so many months after another one.
    pub(super) later: &'a dyn Fn(u32, u8) -> u32,
}

impl Problem<'_> {
    fn is_named(&self, choice: usize) -> bool {
        self.named[self.choices[choice].gateway]
    }
}

/// What makes one plan better than another, the first difference deciding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// New contracts.
    pub(super) contracts: u32,
    /// None of the gateways that the user named is in it.
    pub(super) unnamed: bool,
    /// Tracks that fit under conditions only.
    pub(super) conditional: usize,
    /// Waits without a documented time: unknown days are no few days.
    pub(super) left_out: u32,
    /// Usual business days.
    pub(super) days: u32,
    /// Won.
    pub(super) cost: u64,
    /// Tracks.
    pub(super) tracks: usize,
    /// All else.
    pub(super) rank: Rank,
    /// The places, so that the order is always the same.
    pub(super) places: Vec<usize>,
}

/// The best sets, at most [`SHOWN`], each of other gateways, and the wishes that they fulfil.
pub(super) fn search(problem: &Problem<'_>) -> (Mask, Vec<Vec<usize>>) {
    let within = |allowed: &dyn Fn(&Choice) -> bool| -> Vec<usize> {
        reachable(
            problem,
            (0..problem.choices.len()).filter(|n| allowed(&problem.choices[*n])),
        )
    };
    let known = |it: &Choice| it.gateway < GATEWAYS;
    let both = within(&known);
    let covered = |of: &[usize]| of.iter().fold(0, |mask, n| mask | problem.choices[*n].mask);
    let all = covered(&both);
    if all == 0 {
        return (0, Vec::new());
    }
    // A site is integrated with one version. Two are for those who get more of their wishes by it.
    let mut versions: Vec<usize> = both.iter().map(|n| problem.choices[*n].version).collect();
    versions.sort_unstable();
    versions.dedup();
    let single: Vec<Vec<usize>> = versions
        .iter()
        .map(|version| within(&|it| known(it) && it.version == *version))
        .filter(|own| covered(own) == all)
        .collect();
    let pools = if single.is_empty() {
        vec![both]
    } else {
        single
    };
    let mut best = Best::new(problem);
    for pool in &pools {
        best.of_pool(pool, all);
    }
    let mut plans = best.shown();
    let named = |plan: &[usize]| plan.iter().any(|n| problem.is_named(*n));
    if problem.named.contains(&true) && !plans.iter().any(|(_, plan)| named(plan)) {
        // Who names a gateway sees what it would be like, although others need fewer contracts.
        let mut asked = Best::new(problem);
        for pool in &pools {
            asked.with_named(pool, all);
        }
        plans.truncate(SHOWN - 1);
        plans.extend(asked.shown().into_iter().take(1));
        plans.sort();
    }
    (all, plans.into_iter().map(|(_, plan)| plan).collect())
}

/// Choices of which what they wait for is among them.
fn reachable(problem: &Problem<'_>, pool: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut pool: Vec<usize> = pool.filter(|n| problem.choices[*n].mask != 0).collect();
    loop {
        let there: BTreeSet<usize> = pool.iter().copied().collect();
        let before = pool.len();
        pool.retain(|n| match &problem.choices[*n].after {
            None => true,
            Some(after) => after.others.iter().any(|it| there.contains(it)),
        });
        if pool.len() == before {
            return pool;
        }
    }
}

/// The best plan of each set of gateways.
struct Best<'p> {
    problem: &'p Problem<'p>,
    plans: BTreeMap<Vec<usize>, (Key, Vec<usize>)>,
}

impl<'p> Best<'p> {
    fn new(problem: &'p Problem<'p>) -> Self {
        Best {
            problem,
            plans: BTreeMap::new(),
        }
    }

    fn shown(self) -> Vec<(Key, Vec<usize>)> {
        let mut plans: Vec<(Key, Vec<usize>)> = self.plans.into_values().collect();
        plans.sort();
        plans.truncate(SHOWN);
        plans
    }

    /// The key that a further plan must beat.
    fn bar(&self) -> Option<&Key> {
        let mut keys: Vec<&Key> = self.plans.values().map(|(key, _)| key).collect();
        keys.sort();
        keys.get(SHOWN - 1).copied()
    }

    fn of_pool(&mut self, pool: &[usize], all: Mask) {
        let gateways = Gateways::new(self.problem, pool, all);
        let mut tracks = Tracks::new(self.problem, pool, all);
        for contracts in 0..=gateways.count() {
            // No plan with more contracts can be better than one with fewer.
            if self.bar().is_some_and(|bar| bar.contracts < contracts) {
                break;
            }
            for set in gateways.sets(gateways.free(), contracts) {
                let bar = self
                    .bar()
                    .map(|bar| (bar.contracts, bar.unnamed, bar.conditional));
                let mut found = tracks.best(set, None, bar);
                // A gateway under contract that the user named may be used or not.
                for n in tracks.named(set & gateways.free()) {
                    found.extend(tracks.best(set, Some(n), None));
                }
                for plan in found {
                    self.offer(plan);
                }
            }
        }
    }

    /// The best plans that have a gateway in them which the user named: that gateway, and as few
    /// others as have to be there beside it.
    fn with_named(&mut self, pool: &[usize], all: Mask) {
        let gateways = Gateways::new(self.problem, pool, all);
        let mut tracks = Tracks::new(self.problem, pool, all);
        for n in tracks.named(u128::MAX) {
            let begin = gateways.free() | 1 << self.problem.choices[n].gateway;
            let mut found = false;
            for contracts in 0..=gateways.count() {
                for set in gateways.sets(begin, contracts) {
                    for plan in tracks.best(set, Some(n), None) {
                        found = true;
                        self.offer(plan);
                    }
                }
                if found {
                    break;
                }
            }
        }
    }

    fn offer(&mut self, plan: Vec<usize>) {
        let key = key(self.problem, &plan);
        let mut used: Vec<usize> = plan
            .iter()
            .map(|n| self.problem.choices[*n].gateway)
            .collect();
        used.sort_unstable();
        used.dedup();
        match self.plans.get(&used) {
            Some((known, _)) if *known <= key => {}
            _ => {
                self.plans.insert(used, (key, plan));
            }
        }
    }
}

/// No track of it can be left out: each fulfils a wish that no other does, or is waited for.
pub(super) fn is_lean(problem: &Problem<'_>, chosen: &[usize]) -> bool {
    chosen.iter().all(|n| {
        let others = || chosen.iter().filter(|it| *it != n);
        let rest = others().fold(0, |mask, it| mask | problem.choices[*it].mask);
        let alone = problem.choices[*n].mask & !rest != 0;
        let stranded = others().any(|it| {
            let after = problem.choices[*it].after.as_ref();
            after.is_some_and(|after| !others().any(|other| after.others.contains(other)))
        });
        alone || stranded
    })
}

/// How good a set of tracks is.
pub(super) fn key(problem: &Problem<'_>, chosen: &[usize]) -> Key {
    let choices = || chosen.iter().map(|n| &problem.choices[*n]);
    let gateways: BTreeSet<usize> = choices().map(|it| it.gateway).collect();
    let contracts = gateways.iter().filter(|it| problem.contract[**it]).count();
    let joining = gateways.iter().filter(|it| problem.contract[**it]);
    let joining = joining.fold(0_u64, |sum, it| sum.saturating_add(problem.joining[*it]));
    let running = choices().map(|it| it.cost).max().unwrap_or(0);
    let rank = choices().fold(Rank::default(), |sum, it| plus(sum, it.rank));
    let mut places = chosen.to_vec();
    places.sort_unstable();
    Key {
        contracts: u32::try_from(contracts).unwrap_or(u32::MAX),
        unnamed: problem.named.contains(&true) && !gateways.iter().any(|it| problem.named[*it]),
        conditional: choices().filter(|it| it.conditional).count(),
        left_out: choices().map(|it| it.left_out).max().unwrap_or(0),
        days: opens(problem, chosen).usual,
        cost: joining.saturating_add(running),
        tracks: chosen.len(),
        rank,
        places,
    }
}

/// Business days until every track of a set is open. A track that waits for another one begins when
/// the first of those is open.
pub(super) fn opens(problem: &Problem<'_>, chosen: &[usize]) -> Span<u32> {
    let mut all = Span::default();
    for n in chosen {
        let days = opens_one(problem, chosen, *n);
        all = longest(all, days);
    }
    all
}

/// The same for one track of a set. What others wait for waits for nothing itself.
pub(super) fn opens_one(problem: &Problem<'_>, chosen: &[usize], n: usize) -> Span<u32> {
    let it = &problem.choices[n];
    let Some(begins) = begins(problem, chosen, n) else {
        return it.days;
    };
    let from_there = Span {
        earliest: begins.earliest.saturating_add(it.tail.earliest),
        usual: begins.usual.saturating_add(it.tail.usual),
        late: begins.late.saturating_add(it.tail.late),
    };
    longest(it.days, from_there)
}

/// The business day on which what a track waits for is there; None = it waits for nothing, or that
/// is not in the set yet.
pub(super) fn begins(problem: &Problem<'_>, chosen: &[usize], n: usize) -> Option<Span<u32>> {
    let after = problem.choices[n].after.as_ref()?;
    let others = after.others.iter().filter(|it| chosen.contains(it));
    let first = others
        .map(|it| problem.choices[*it].days)
        .min_by_key(|it| it.usual)?;
    let later = |day| (problem.later)(day, after.months);
    Some(Span {
        earliest: later(first.earliest),
        usual: later(first.usual),
        late: later(first.late),
    })
}

fn longest(a: Span<u32>, b: Span<u32>) -> Span<u32> {
    Span {
        earliest: a.earliest.max(b.earliest),
        usual: a.usual.max(b.usual),
        late: a.late.max(b.late),
    }
}

/// Sums, place by place.
fn plus(a: Rank, b: Rank) -> Rank {
    std::array::from_fn(|n| a[n].saturating_add(b[n]))
}
