//! The smallest sets of tracks that fulfil every wish: an exact search.
//!
//! Wishes are bits, a candidate fulfils a mask of them. First the sets of gateways are found, those
//! with the fewest contracts; then for each set its best tracks. Both walk the wish with the fewest
//! candidates first and give up a branch as soon as it cannot beat what is known.

use std::collections::{BTreeMap, BTreeSet};

use super::Span;

mod days;
#[cfg(test)]
mod tests;

pub(super) use days::{begins, deciding, opens, opens_one};

/// Wishes as bits.
pub(super) type Mask = u128;
/// How many wishes there may be apart; more are put together.
pub(super) const WISHES: usize = 128;
/// How many plans are shown.
pub(super) const SHOWN: usize = 3;

/// A module for a purpose, as the search sees it.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// Its gateway's place.
    pub(super) gateway: usize,
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
    /// Less is better, when all else is equal.
    pub(super) rank: Vec<u32>,
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
    pub(super) rank: Vec<u32>,
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
    let both = within(&|_| true);
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
        .map(|version| within(&|it| it.version == *version))
        .filter(|own| covered(own) == all)
        .collect();
    let pools = if single.is_empty() {
        vec![both]
    } else {
        single
    };
    let pools: Vec<Vec<usize>> = pools
        .iter()
        .map(|pool| undominated(problem, pool))
        .collect();
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

/// Options of which what they wait for is among them.
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

/// Without the choices that another one of the same gateway beats in everything. The first of two
/// equal ones stays. Where a gateway was named, only one that fulfils the same can be beaten: more
/// than it takes may leave the named gateway nothing to do.
fn undominated(problem: &Problem<'_>, pool: &[usize]) -> Vec<usize> {
    let named = problem.named.contains(&true);
    let beaten = |n: usize, by: usize| {
        let (it, other) = (&problem.choices[n], &problem.choices[by]);
        let worth = |it: &Choice| {
            let numbers = [u64::from(it.conditional), u64::from(it.left_out)];
            (
                numbers,
                [u64::from(it.days.usual), it.cost],
                it.rank.clone(),
            )
        };
        let (mine, its) = (worth(it), worth(other));
        let each = |a: &[u64], b: &[u64]| a.iter().zip(b).all(|(a, b)| a <= b);
        let no_worse = each(&its.0, &mine.0) && each(&its.1, &mine.1) && its.2 <= mine.2;
        n != by
            && it.gateway == other.gateway
            && it.version == other.version
            && it.after.is_none()
            && other.after.is_none()
            && it.mask & !other.mask == 0
            && !(named && it.mask != other.mask)
            && no_worse
            && (it.mask != other.mask || its != mine || by < n)
    };
    // What others wait for is kept: it may be there for that alone.
    let awaited: BTreeSet<usize> = pool
        .iter()
        .filter_map(|n| problem.choices[*n].after.as_ref())
        .flat_map(|it| it.others.iter().copied())
        .collect();
    let stays = |n: &&usize| awaited.contains(*n) || !pool.iter().any(|by| beaten(**n, *by));
    pool.iter().filter(stays).copied().collect()
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
    fn bar(&self) -> Option<Key> {
        let mut keys: Vec<&Key> = self.plans.values().map(|(key, _)| key).collect();
        keys.sort();
        keys.get(SHOWN - 1).map(|key| (*key).clone())
    }

    fn of_pool(&mut self, pool: &[usize], all: Mask) {
        let gateways = Gateways::new(self.problem, pool, all);
        let begin = gateways.free();
        for contracts in 0..=gateways.count() {
            // No plan with more contracts can be better than one with fewer.
            if self.bar().is_some_and(|bar| bar.contracts < contracts) {
                break;
            }
            for set in gateways.sets(&begin, contracts) {
                self.of_set(&set, pool, all, None);
            }
        }
    }

    /// The best plan with a gateway in it that the user named, and as few others as have to be there
    /// beside that one.
    fn with_named(&mut self, pool: &[usize], all: Mask) {
        let gateways = Gateways::new(self.problem, pool, all);
        for &named in gateways.all.keys().filter(|it| self.problem.named[**it]) {
            let mut begin = gateways.free();
            begin.insert(named);
            let sets = (0..=gateways.count())
                .map(|contracts| gateways.sets(&begin, contracts))
                .find(|sets| !sets.is_empty());
            for set in sets.into_iter().flatten() {
                let first = |n: &usize| self.problem.choices[*n].gateway == named;
                self.of_set(&set, pool, all, Some(&first));
            }
        }
    }

    /// The best plan of a set of gateways; `first`: with one of these tracks in it.
    fn of_set(
        &mut self,
        set: &BTreeSet<usize>,
        pool: &[usize],
        all: Mask,
        first: Option<&dyn Fn(&usize) -> bool>,
    ) {
        let own = |n: &&usize| set.contains(&self.problem.choices[**n].gateway);
        let own: Vec<usize> = pool.iter().filter(own).copied().collect();
        let mut tracks = Tracks::new(self.problem, &own, all);
        tracks.bar = self.bar();
        match first {
            None => tracks.walk(&mut Vec::new(), 0),
            Some(first) => {
                for n in own.iter().copied().filter(first) {
                    tracks.walk(&mut vec![n], self.problem.choices[n].mask);
                }
            }
        }
        if let Some((key, plan)) = tracks.best {
            self.offer(key, plan);
        }
    }

    fn offer(&mut self, key: Key, plan: Vec<usize>) {
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

/// The search for sets of gateways.
struct Gateways<'p> {
    problem: &'p Problem<'p>,
    pool: &'p [usize],
    target: Mask,
    /// Gateway, and what its choices fulfil together.
    all: BTreeMap<usize, Mask>,
    /// By wish: the gateways that fulfil it.
    by_wish: Vec<(Mask, Vec<usize>)>,
}

impl<'p> Gateways<'p> {
    fn new(problem: &'p Problem<'p>, pool: &'p [usize], target: Mask) -> Self {
        let mut all: BTreeMap<usize, Mask> = BTreeMap::new();
        for &n in pool {
            *all.entry(problem.choices[n].gateway).or_default() |= problem.choices[n].mask;
        }
        let bits = (0..WISHES)
            .map(|bit| 1 << bit)
            .filter(|bit| target & bit != 0);
        let mut by_wish: Vec<(Mask, Vec<usize>)> = bits
            .map(|bit: Mask| {
                let able = all.iter().filter(|(_, mask)| *mask & bit != 0);
                (bit, able.map(|(gateway, _)| *gateway).collect())
            })
            .collect();
        by_wish.sort_by_key(|(_, able)| able.len());
        Gateways {
            problem,
            pool,
            target,
            all,
            by_wish,
        }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.all.len()).unwrap_or(u32::MAX)
    }

    /// Those that need no new contract.
    fn free(&self) -> BTreeSet<usize> {
        let own = self.all.keys().copied();
        own.filter(|it| !self.problem.contract[*it]).collect()
    }

    /// Every set with exactly so many new contracts from which a plan can be made. A gateway comes in
    /// only for a wish that is still missing, so that none is there for nothing.
    fn sets(&self, begin: &BTreeSet<usize>, contracts: u32) -> BTreeSet<BTreeSet<usize>> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        self.walk(begin.clone(), contracts, &mut seen, &mut found);
        found
    }

    fn walk(
        &self,
        set: BTreeSet<usize>,
        contracts: u32,
        seen: &mut BTreeSet<BTreeSet<usize>>,
        found: &mut BTreeSet<BTreeSet<usize>>,
    ) {
        let new = set
            .iter()
            .filter(|gateway| self.problem.contract[**gateway])
            .count();
        if new > usize::try_from(contracts).unwrap_or(usize::MAX) || !seen.insert(set.clone()) {
            return;
        }
        let more: Vec<usize> = match self.next(&set) {
            Some(gateways) => gateways,
            None => {
                if new == usize::try_from(contracts).unwrap_or(usize::MAX) {
                    found.insert(set);
                }
                return;
            }
        };
        for gateway in more.into_iter().filter(|it| !set.contains(it)) {
            let mut larger = set.clone();
            larger.insert(gateway);
            self.walk(larger, contracts, seen, found);
        }
    }

    /// The gateways of which one is missing still; None: nothing is missing.
    fn next(&self, set: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let usable = reachable(
            self.problem,
            self.pool
                .iter()
                .copied()
                .filter(|n| set.contains(&self.problem.choices[*n].gateway)),
        );
        let done = usable
            .iter()
            .fold(0, |mask, n| mask | self.problem.choices[*n].mask);
        let missing = self.target & !done;
        let (bit, able) = self.by_wish.iter().find(|(bit, _)| missing & bit != 0)?;
        // It may be one of the set that waits for another gateway: then that one is missing.
        let waiting = self
            .pool
            .iter()
            .map(|n| &self.problem.choices[*n])
            .filter(|it| it.mask & bit != 0 && set.contains(&it.gateway));
        let awaited = waiting
            .filter_map(|it| it.after.as_ref())
            .flat_map(|it| &it.others);
        let mut more: Vec<usize> = able.clone();
        more.extend(awaited.map(|n| self.problem.choices[*n].gateway));
        more.retain(|gateway| self.all.contains_key(gateway));
        more.sort_unstable();
        more.dedup();
        Some(more)
    }
}

/// The search for the best tracks of a set of gateways.
struct Tracks<'p> {
    problem: &'p Problem<'p>,
    pool: &'p [usize],
    all: Mask,
    can_be_named: bool,
    best: Option<(Key, Vec<usize>)>,
    bar: Option<Key>,
}

impl<'p> Tracks<'p> {
    fn new(problem: &'p Problem<'p>, pool: &'p [usize], all: Mask) -> Self {
        Tracks {
            problem,
            pool,
            all,
            can_be_named: pool.iter().any(|n| problem.is_named(*n)),
            best: None,
            bar: None,
        }
    }

    fn walk(&mut self, chosen: &mut Vec<usize>, done: Mask) {
        let key = key(self.problem, chosen);
        let unnamed = key.unnamed && !self.can_be_named;
        let beaten = |by: &Key| bound(by, by.unnamed) < bound(&key, unnamed);
        if self.best.as_ref().is_some_and(|(best, _)| beaten(best)) {
            return;
        }
        if self.bar.as_ref().is_some_and(beaten) {
            return;
        }
        let missing = self.all & !done;
        if missing == 0 {
            let waiting = chosen.iter().find_map(|n| {
                let after = self.problem.choices[*n].after.as_ref()?;
                let there = after.others.iter().any(|it| chosen.contains(it));
                (!there).then(|| after.others.clone())
            });
            let Some(others) = waiting else {
                return self.keep(key, chosen);
            };
            for other in others {
                if self.pool.contains(&other) {
                    self.with(chosen, done, other);
                }
            }
            return;
        }
        let (problem, pool) = (self.problem, self.pool);
        let able = |bit: Mask| -> Vec<usize> {
            let own = pool.iter().copied();
            own.filter(|n| problem.choices[*n].mask & bit != 0)
                .collect()
        };
        let bits = (0..WISHES)
            .map(|bit| 1 << bit)
            .filter(|bit| missing & bit != 0);
        for n in bits.map(able).min_by_key(Vec::len).unwrap_or_default() {
            self.with(chosen, done, n);
        }
    }

    fn with(&mut self, chosen: &mut Vec<usize>, done: Mask, n: usize) {
        chosen.push(n);
        self.walk(chosen, done | self.problem.choices[n].mask);
        chosen.pop();
    }

    fn keep(&mut self, key: Key, chosen: &[usize]) {
        let better = self.best.as_ref().is_none_or(|(best, _)| key < *best);
        if better && is_lean(self.problem, chosen) {
            self.best = Some((key, chosen.to_vec()));
        }
    }
}

/// What only grows as tracks are added: a branch that is worse in it stays worse.
fn bound(key: &Key, unnamed: bool) -> impl Ord + use<> {
    (
        (key.contracts, unnamed, key.conditional, key.left_out),
        (key.days, key.cost, key.tracks),
    )
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
    let mut rank: Vec<u32> = Vec::new();
    for it in choices() {
        rank.resize(rank.len().max(it.rank.len()), 0);
        for (sum, one) in rank.iter_mut().zip(&it.rank) {
            *sum = sum.saturating_add(*one);
        }
    }
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
