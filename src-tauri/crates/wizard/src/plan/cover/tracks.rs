//! The best tracks of a set of gateways.

use std::collections::{BTreeMap, HashMap};

use super::gateways::Set;
use super::{Choice, Mask, Problem, Rank, WISHES, begins, is_lean, key, plus};

/// How many choices that wait are tried in every combination; of more, only one or two at a time.
const TOGETHER: usize = 6;

/// What is added up: conditional tracks, tracks, rank.
type Weight = (usize, usize, Rank);

/// Contracts, whether the user named none of it, and conditional tracks: what a plan must not exceed.
type Bar = (u32, bool, usize);

/// What a group of choices must fulfil, and what they may be like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Limits {
    left_out: u32,
    days: u32,
    cost: u64,
}

const NO_LIMITS: Limits = Limits {
    left_out: u32::MAX,
    days: u32::MAX,
    cost: u64::MAX,
};

/// The search within one pool of choices.
pub(super) struct Tracks<'p> {
    problem: &'p Problem<'p>,
    pool: &'p [usize],
    /// By group: the wishes that are to be fulfilled.
    targets: BTreeMap<usize, Mask>,
    /// By group and its choices within a set: the fewest conditional tracks.
    fewest: HashMap<(usize, Vec<usize>), Option<usize>>,
}

impl<'p> Tracks<'p> {
    pub(super) fn new(problem: &'p Problem<'p>, pool: &'p [usize], all: Mask) -> Self {
        let mut targets: BTreeMap<usize, Mask> = BTreeMap::new();
        for &n in pool {
            let it = &problem.choices[n];
            *targets.entry(it.group).or_default() |= it.mask & all;
        }
        Tracks {
            problem,
            pool,
            targets,
            fewest: HashMap::new(),
        }
    }

    /// The choices of gateways in a set that the user named.
    pub(super) fn named(&self, set: Set) -> Vec<usize> {
        let own = self.pool.iter().copied().filter(|n| self.within(*n, set));
        own.filter(|n| self.problem.is_named(*n)).collect()
    }

    fn choice(&self, n: usize) -> &'p Choice {
        &self.problem.choices[n]
    }

    fn within(&self, n: usize, set: Set) -> bool {
        set & (1 << self.choice(n).gateway) != 0
    }

    /// Plans of a set of gateways, the best among them. `first` has to be in it and fulfil a wish that
    /// nothing else does.
    pub(super) fn best(
        &mut self,
        set: Set,
        first: Option<usize>,
        bar: Option<Bar>,
    ) -> Vec<Vec<usize>> {
        let own: Vec<usize> = self
            .pool
            .iter()
            .copied()
            .filter(|n| self.within(*n, set))
            .collect();
        let (waiting, free): (Vec<usize>, Vec<usize>) = own
            .into_iter()
            .partition(|n| self.choice(*n).after.is_some());
        if waiting.is_empty() && self.exceeds(set, &free, bar) {
            return Vec::new();
        }
        let mut found: Vec<Vec<usize>> = Vec::new();
        for some in subsets(&waiting) {
            for others in self.companions(&some, &free) {
                let mut forced = some.clone();
                forced.extend(&others);
                forced.sort_unstable();
                forced.dedup();
                found.extend(match first {
                    None => self.solve(&free, &forced, None).into_iter().collect(),
                    Some(n) => self.with_first(&free, &forced, n),
                });
            }
        }
        found.retain(|plan| is_lean(self.problem, plan));
        let best = found.into_iter().min_by_key(|plan| key(self.problem, plan));
        best.into_iter().collect()
    }

    /// Whether every plan of a set is worse than the bar already by its conditional tracks.
    fn exceeds(&mut self, set: Set, free: &[usize], bar: Option<Bar>) -> bool {
        let Some((contracts, unnamed, conditional)) = bar else {
            return false;
        };
        let new = (0..self.problem.contract.len())
            .filter(|gateway| set & (1 << gateway) != 0 && self.problem.contract[*gateway])
            .count();
        let names = free.iter().any(|n| self.problem.is_named(*n));
        let none = self.problem.named.contains(&true) && !names;
        let fewest = u32::try_from(new).unwrap_or(u32::MAX);
        if (fewest, none) != (contracts, unnamed) {
            return false;
        }
        let mut sum = 0;
        for (group, target) in self.targets.clone() {
            let own: Vec<usize> = free
                .iter()
                .copied()
                .filter(|n| self.choice(*n).group == group)
                .collect();
            let problem = self.problem;
            let known = self
                .fewest
                .entry((group, own))
                .or_insert_with_key(|(_, own)| {
                    smallest(problem, own, target, NO_LIMITS).map(|(weight, _)| weight.0)
                });
            match known {
                Some(fewest) => sum += *fewest,
                None => return true,
            }
        }
        sum > conditional
    }

    /// For choices that wait: every way to have beside each of them one that it waits for.
    fn companions(&self, some: &[usize], free: &[usize]) -> Vec<Vec<usize>> {
        let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
        for n in some {
            let others = self
                .choice(*n)
                .after
                .as_ref()
                .map(|it| it.others.as_slice());
            let there = others
                .unwrap_or_default()
                .iter()
                .filter(|it| free.contains(it));
            let there: Vec<usize> = there.copied().collect();
            ways = ways
                .iter()
                .flat_map(|way| {
                    there.iter().map(|other| {
                        let mut way = way.clone();
                        way.push(*other);
                        way
                    })
                })
                .collect();
            ways.iter_mut().for_each(|way| {
                way.sort_unstable();
                way.dedup();
            });
            ways.sort_unstable();
            ways.dedup();
        }
        ways
    }

    /// Plans in which one choice fulfils a wish that nothing else does: each of its wishes in turn is
    /// left to it alone.
    fn with_first(&self, free: &[usize], forced: &[usize], first: usize) -> Vec<Vec<usize>> {
        if self.choice(first).after.is_some() && !forced.contains(&first) {
            return Vec::new();
        }
        let mut forced = forced.to_vec();
        forced.push(first);
        forced.sort_unstable();
        forced.dedup();
        let own = self.choice(first).mask;
        let bits = (0..WISHES)
            .map(|bit| 1 << bit)
            .filter(|bit: &Mask| own & bit != 0);
        bits.flat_map(|bit| {
            let others: Vec<usize> = free
                .iter()
                .copied()
                .filter(|n| self.choice(*n).mask & bit == 0)
                .collect();
            self.solve(&others, &forced, Some(bit))
        })
        .collect()
    }

    /// The best plan with these choices in it, and others of the free ones. `alone`: a wish that only
    /// one of the forced ones may fulfil.
    fn solve(&self, free: &[usize], forced: &[usize], alone: Option<Mask>) -> Option<Vec<usize>> {
        let by = |bit: Mask| {
            forced
                .iter()
                .filter(|n| self.choice(**n).mask & bit != 0)
                .count()
        };
        if alone.is_some_and(|bit| by(bit) != 1) {
            return None;
        }
        let done = forced.iter().fold(0, |mask, n| mask | self.choice(*n).mask);
        let mut groups: Vec<(Vec<usize>, Mask, usize)> = Vec::new();
        for (group, target) in &self.targets {
            let own = free.iter().copied();
            let own = own.filter(|n| self.choice(*n).group == *group && !forced.contains(n));
            let own: Vec<usize> = own.collect();
            let missing = target & !done;
            let (weight, _) = smallest(self.problem, &own, missing, NO_LIMITS)?;
            groups.push((own, missing, weight.0));
        }
        // Each limit is that of the group, or the forced choice, that needs the most.
        let mut limits = Limits {
            left_out: 0,
            days: 0,
            cost: 0,
        };
        for n in forced {
            limits.left_out = limits.left_out.max(self.choice(*n).left_out);
            limits.days = limits.days.max(self.days(forced, *n));
            limits.cost = limits.cost.max(self.choice(*n).cost);
        }
        let wide = |limits: Limits, stage: usize| Limits {
            days: if stage < 1 { u32::MAX } else { limits.days },
            cost: if stage < 2 { u64::MAX } else { limits.cost },
            ..limits
        };
        for stage in 0..3 {
            for (own, missing, conditional) in &groups {
                let fits = |limits: Limits| {
                    let found = smallest(self.problem, own, *missing, wide(limits, stage));
                    found.is_some_and(|(weight, _)| weight.0 == *conditional)
                };
                for n in by_stage(self.problem, own, stage) {
                    if fits(limits) {
                        break;
                    }
                    let it = self.choice(n);
                    match stage {
                        0 => limits.left_out = limits.left_out.max(it.left_out),
                        1 => limits.days = limits.days.max(it.days.usual),
                        _ => limits.cost = limits.cost.max(it.cost),
                    }
                }
            }
        }
        let mut plan = forced.to_vec();
        for (own, missing, _) in &groups {
            plan.extend(smallest(self.problem, own, *missing, limits)?.1);
        }
        Some(plan)
    }

    /// Usual business days until a forced choice is open, beside the other forced ones.
    fn days(&self, forced: &[usize], n: usize) -> u32 {
        let it = self.choice(n);
        let from = begins(self.problem, forced, n);
        let waited = from.map_or(0, |from| from.usual.saturating_add(it.tail.usual));
        it.days.usual.max(waited)
    }
}

/// Choices in the order of what a stage limits.
fn by_stage(problem: &Problem<'_>, own: &[usize], stage: usize) -> Vec<usize> {
    let mut own = own.to_vec();
    own.sort_by_key(|n| {
        let it = &problem.choices[*n];
        match stage {
            0 => u64::from(it.left_out),
            1 => u64::from(it.days.usual),
            _ => it.cost,
        }
    });
    own
}

/// Which of the waiting choices are tried together.
fn subsets(waiting: &[usize]) -> Vec<Vec<usize>> {
    let mut sets = vec![Vec::new()];
    if waiting.len() <= TOGETHER {
        for n in waiting {
            for with in sets.clone() {
                sets.push([with, vec![*n]].concat());
            }
        }
        return sets;
    }
    for (at, n) in waiting.iter().enumerate() {
        sets.push(vec![*n]);
        sets.extend(waiting.iter().skip(at + 1).map(|other| vec![*n, *other]));
    }
    sets
}

/// The choices of least weight, within limits, that fulfil a target together.
fn smallest(
    problem: &Problem<'_>,
    own: &[usize],
    target: Mask,
    limits: Limits,
) -> Option<(Weight, Vec<usize>)> {
    let mut useful: Vec<(Mask, Weight, usize)> = own
        .iter()
        .filter_map(|n| {
            let it = &problem.choices[*n];
            let fits = it.left_out <= limits.left_out
                && it.days.usual <= limits.days
                && it.cost <= limits.cost
                && it.mask & target != 0;
            let weight = (usize::from(it.conditional), 1, it.rank);
            fits.then_some((it.mask & target, weight, *n))
        })
        .collect();
    useful.sort_by(|a, b| (&a.1, a.2).cmp(&(&b.1, b.2)));
    // Who fulfils no more than another one that is no heavier is not needed.
    let mut kept: Vec<(Mask, Weight, usize)> = Vec::new();
    for it in useful {
        if !kept.iter().any(|other| it.0 & !other.0 == 0) {
            kept.push(it);
        }
    }
    let mut walk = Walk {
        kept: &kept,
        target,
        best: None,
        reached: HashMap::new(),
    };
    walk.from(0, (0, 0, Rank::default()), &mut Vec::new());
    walk.best
}

/// Goes on with the wish that has the fewest choices, until nothing lighter can be found.
struct Walk<'k> {
    kept: &'k [(Mask, Weight, usize)],
    target: Mask,
    best: Option<(Weight, Vec<usize>)>,
    /// By what is fulfilled: the least weight with which it was.
    reached: HashMap<Mask, Weight>,
}

impl Walk<'_> {
    fn from(&mut self, done: Mask, weight: Weight, chosen: &mut Vec<usize>) {
        if self.best.as_ref().is_some_and(|(best, _)| *best <= weight) {
            return;
        }
        match self.reached.get(&done) {
            Some(known) if *known <= weight => return,
            _ => self.reached.insert(done, weight),
        };
        let missing = self.target & !done;
        if missing == 0 {
            self.best = Some((weight, chosen.clone()));
            return;
        }
        let bits = (0..WISHES)
            .map(|bit| 1 << bit)
            .filter(|bit| missing & bit != 0);
        let able = |bit: &Mask| self.kept.iter().filter(|it| it.0 & bit != 0).count();
        let Some(bit) = bits.min_by_key(able) else {
            return;
        };
        let kept = self.kept;
        for (mask, own, n) in kept.iter().filter(|it| it.0 & bit != 0) {
            let heavier = (weight.0 + own.0, weight.1 + own.1, plus(weight.2, own.2));
            chosen.push(*n);
            self.from(done | mask, heavier, chosen);
            chosen.pop();
        }
    }
}
