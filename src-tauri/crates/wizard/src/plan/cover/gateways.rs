//! The search for sets of gateways.

use std::collections::BTreeSet;

use super::{GATEWAYS, Mask, Problem};

/// Gateways as bits.
pub(super) type Set = u128;

/// What gateways fulfil together.
pub(super) struct Gateways {
    target: Mask,
    /// All that have a choice.
    all: Set,
    /// Those that need no new contract.
    free: Set,
    /// By gateway: what its choices fulfil that wait for nothing.
    masks: Vec<Mask>,
    /// Choices that wait: their gateway, what they fulfil, and the gateways of which one must be there.
    waiting: Vec<(Set, Mask, Set)>,
    /// By wish, those with the fewest gateways first: the gateways that fulfil it.
    by_wish: Vec<(Mask, Set)>,
}

impl Gateways {
    pub(super) fn new(problem: &Problem<'_>, pool: &[usize], target: Mask) -> Self {
        let mut it = Gateways {
            target,
            all: 0,
            free: 0,
            masks: vec![0; GATEWAYS],
            waiting: Vec::new(),
            by_wish: Vec::new(),
        };
        let mut able: Vec<Set> = vec![0; super::WISHES];
        for &n in pool {
            let choice = &problem.choices[n];
            let own: Set = 1 << choice.gateway;
            it.all |= own;
            if !problem.contract[choice.gateway] {
                it.free |= own;
            }
            match &choice.after {
                None => it.masks[choice.gateway] |= choice.mask,
                Some(after) => {
                    let others = after.others.iter().filter(|other| pool.contains(other));
                    let others = others.map(|other| 1 << problem.choices[*other].gateway);
                    it.waiting.push((
                        own,
                        choice.mask,
                        others.fold(0, |set: Set, one: Set| set | one),
                    ));
                }
            }
            for (bit, able) in able.iter_mut().enumerate() {
                if choice.mask & (1 << bit) != 0 {
                    *able |= own;
                }
            }
        }
        let wishes = able
            .into_iter()
            .enumerate()
            .map(|(bit, able)| (1 << bit, able));
        it.by_wish = wishes.filter(|(bit, _)| target & bit != 0).collect();
        it.by_wish.sort_by_key(|(_, able)| able.count_ones());
        it
    }

    pub(super) fn free(&self) -> Set {
        self.free
    }

    pub(super) fn count(&self) -> u32 {
        self.all.count_ones()
    }

    /// Every set with exactly so many new contracts from which a plan can be made. A gateway comes in
    /// only for a wish that is still missing, so that none is there for nothing.
    pub(super) fn sets(&self, begin: Set, contracts: u32) -> BTreeSet<Set> {
        let mut found = BTreeSet::new();
        self.walk(begin, contracts, &mut BTreeSet::new(), &mut found);
        found
    }

    fn walk(&self, set: Set, contracts: u32, seen: &mut BTreeSet<Set>, found: &mut BTreeSet<Set>) {
        let new = (set & !self.free).count_ones();
        if new > contracts || !seen.insert(set) {
            return;
        }
        let missing = self.target & !self.covered(set);
        if missing == 0 {
            if new == contracts {
                found.insert(set);
            }
            return;
        }
        if new == contracts || !self.enough(missing, contracts - new) {
            return;
        }
        let Some((bit, able)) = self.by_wish.iter().find(|(bit, _)| missing & bit != 0) else {
            return;
        };
        // One of the set may do it that waits for another gateway: then that one is missing.
        let awaited = self
            .waiting
            .iter()
            .filter(|(own, mask, _)| mask & bit != 0 && own & set != 0);
        let awaited = awaited.fold(0, |more, (_, _, others)| more | others);
        let mut more = (able | awaited) & !set;
        while more != 0 {
            let one = more & more.wrapping_neg();
            more &= !one;
            self.walk(set | one, contracts, seen, found);
        }
    }

    fn covered(&self, set: Set) -> Mask {
        let mut covered = 0;
        let mut rest = set;
        while rest != 0 {
            let at = rest.trailing_zeros();
            rest &= rest - 1;
            covered |= usize::try_from(at).map_or(0, |at| self.masks[at]);
        }
        let begun = self
            .waiting
            .iter()
            .filter(|(own, _, others)| own & set != 0 && others & set != 0);
        begun.fold(covered, |mask, (_, own, _)| mask | own)
    }

    /// Whether so many gateways could fulfil what is missing: of wishes that no two have a gateway in
    /// common for, each needs one of its own.
    fn enough(&self, missing: Mask, gateways: u32) -> bool {
        let (mut used, mut needed): (Set, u32) = (0, 0);
        for (bit, able) in &self.by_wish {
            // What is there may be waiting for a gateway that does nothing of the wish itself.
            let waits = self.waiting.iter().any(|(_, mask, _)| mask & bit != 0);
            if missing & bit != 0 && able & used == 0 && !waits {
                used |= able;
                needed += 1;
            }
        }
        needed <= gateways
    }
}
