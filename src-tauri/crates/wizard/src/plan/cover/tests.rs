//! The search against every subset there is.

use proptest::prelude::*;

use super::*;

/// A problem that owns what it is made of.
#[derive(Debug, Clone)]
struct Made {
    choices: Vec<Choice>,
    contract: Vec<bool>,
    joining: Vec<u64>,
    named: Vec<bool>,
}

fn later(day: u32, months: u8) -> u32 {
    day + 20 * u32::from(months)
}

impl Made {
    fn problem(&self) -> Problem<'static> {
        Problem {
            choices: self.choices.clone(),
            contract: self.contract.clone(),
            joining: self.joining.clone(),
            named: self.named.clone(),
            later: &later,
        }
    }
}

fn made() -> impl Strategy<Value = Made> {
    let choice = (
        0..5_usize,
        0..2_usize,
        1..64_u128,
        0..4_u32,
        0..3_u32,
        0..4_u64,
        0..3_u32,
        prop::option::weighted(0.2, prop::collection::vec(0..12_usize, 0..4)),
        any::<bool>(),
    );
    let choice = choice.prop_map(
        |(gateway, version, mask, days, left_out, cost, rank, after, conditional)| {
            let span = |days| Span {
                earliest: days,
                usual: days + 1,
                late: days + 2,
            };
            Choice {
                gateway,
                version,
                mask,
                conditional,
                days: span(days * 5),
                tail: span(days),
                left_out,
                cost: cost * 1_000,
                rank: vec![rank, 3 - rank],
                after: after.map(|others| After { others, months: 1 }),
            }
        },
    );
    let gateways = prop::collection::vec((any::<bool>(), 0..3_u64, any::<bool>()), 5);
    (
        prop::collection::vec(choice, 1..=12),
        gateways,
        any::<bool>(),
    )
        .prop_map(|(mut choices, gateways, asks)| {
            // What others wait for waits for nothing itself, and is another gateway's.
            let waits: Vec<bool> = choices.iter().map(|it| it.after.is_some()).collect();
            let owners: Vec<usize> = choices.iter().map(|it| it.gateway).collect();
            for it in &mut choices {
                let own = it.gateway;
                if let Some(after) = &mut it.after {
                    after
                        .others
                        .retain(|n| waits.get(*n) == Some(&false) && owners.get(*n) != Some(&own));
                }
            }
            Made {
                choices,
                contract: gateways.iter().map(|it| it.0).collect(),
                joining: gateways.iter().map(|it| it.1 * 10_000).collect(),
                named: gateways.iter().map(|it| asks && it.2).collect(),
            }
        })
}

/// What a choice waits for is in a set.
fn may_begin(made: &Made, n: usize, set: &[usize]) -> bool {
    let after = made.choices[n].after.as_ref();
    after.is_none_or(|after| after.others.iter().any(|other| set.contains(other)))
}

/// What the documents would call a plan: everything that its tracks wait for is in it, and no track
/// is there for nothing.
fn is_plan(made: &Made, set: &[usize]) -> bool {
    let covers = |set: &[usize]| set.iter().fold(0, |mask, n| mask | made.choices[*n].mask);
    let whole = |set: &[usize]| set.iter().all(|n| may_begin(made, *n, set));
    let all = covers(set);
    let smaller = |n: &usize| {
        let rest: Vec<usize> = set.iter().copied().filter(|it| it != n).collect();
        whole(&rest) && covers(&rest) == all
    };
    whole(set) && !set.iter().any(smaller)
}

/// Every plan there is, with the wishes it fulfils.
fn every_plan(made: &Made) -> Vec<(Mask, Vec<usize>)> {
    let count = made.choices.len();
    let sets = (1_u32..1 << count)
        .map(|bits| -> Vec<usize> { (0..count).filter(|n| bits & (1 << n) != 0).collect() });
    sets.filter(|set| is_plan(made, set))
        .map(|set| {
            (
                set.iter().fold(0, |mask, n| mask | made.choices[*n].mask),
                set,
            )
        })
        .collect()
}

fn one_version(made: &Made, set: &[usize]) -> bool {
    let mut versions = set.iter().map(|n| made.choices[*n].version);
    let first = versions.next();
    versions.all(|it| Some(it) == first)
}

/// What plans are ordered by, reckoned from the made-up facts and not by the search: contracts, whether
/// nothing named is in it, conditional tracks, undocumented waits, days, won, tracks.
fn weight(made: &Made, set: &[usize]) -> (usize, bool, usize, u32, u32, u64, usize) {
    let choices = || set.iter().map(|n| &made.choices[*n]);
    let used: BTreeSet<usize> = choices().map(|it| it.gateway).collect();
    let new = || used.iter().filter(|it| made.contract[**it]);
    let days = choices().map(|it| {
        let begins = it.after.as_ref().map(|after| {
            let there = after.others.iter().filter(|other| set.contains(other));
            let first = there.map(|other| made.choices[*other].days.usual).min();
            first.map_or(0, |day| later(day, after.months))
        });
        begins.map_or(it.days.usual, |day| it.days.usual.max(day + it.tail.usual))
    });
    (
        new().count(),
        made.named.contains(&true) && !used.iter().any(|it| made.named[*it]),
        choices().filter(|it| it.conditional).count(),
        choices().map(|it| it.left_out).max().unwrap_or(0),
        days.max().unwrap_or(0),
        new().map(|it| made.joining[*it]).sum::<u64>()
            + choices().map(|it| it.cost).max().unwrap_or(0),
        set.len(),
    )
}

/// The fewest new contracts with which gateways, this one and those under contract among them, have
/// what it takes to fulfil everything; None: they never have. `version`: by this one alone.
fn fewest(made: &Made, gateway: usize, version: Option<usize>, most: Mask) -> Option<usize> {
    let count = made.contract.len();
    let sets = (0_u32..1 << count).filter(|bits| bits & (1 << gateway) != 0);
    let enough = sets.filter(|bits| {
        let there = |n: &usize| {
            let it = &made.choices[*n];
            (bits & (1 << it.gateway) != 0 || !made.contract[it.gateway])
                && version.is_none_or(|version| version == it.version)
        };
        let own: Vec<usize> = (0..made.choices.len()).filter(there).collect();
        let begun = own.iter().filter(|n| may_begin(made, **n, &own));
        begun.fold(0, |mask, n| mask | made.choices[*n].mask) == most
    });
    let new = |bits: u32| (0..count).filter(move |n| bits & (1 << n) != 0);
    enough
        .map(|bits| new(bits).filter(|n| made.contract[*n]).count())
        .min()
}

/// A choice that waits for nothing.
fn free(gateway: usize, mask: Mask) -> Choice {
    Choice {
        gateway,
        version: 0,
        mask,
        conditional: false,
        days: Span::default(),
        tail: Span::default(),
        left_out: 0,
        cost: 0,
        rank: Vec::new(),
        after: None,
    }
}

proptest! {
    #[test]
    fn no_better_plan_is_missed_and_every_plan_holds(made in made()) {
        let problem = made.problem();
        let (covered, plans) = search(&problem);
        let every = every_plan(&made);
        let most = every.iter().fold(0, |mask, (own, _)| mask | own);
        prop_assert_eq!(covered, most, "every wish that some plan fulfils");

        let full: Vec<&Vec<usize>> =
            every.iter().filter(|(mask, _)| *mask == most).map(|(_, set)| set).collect();
        let single = full.iter().any(|set| one_version(&made, set));
        let allowed = |set: &[usize]| !single || one_version(&made, set);
        prop_assert_eq!(plans.is_empty(), most == 0);
        for plan in &plans {
            prop_assert!(is_plan(&made, plan), "{:?}", plan);
            prop_assert!(allowed(plan), "one version is enough: {:?}", plan);
            let mask = plan.iter().fold(0, |mask, n| mask | made.choices[*n].mask);
            prop_assert_eq!(mask, most);
        }
        let best = full.iter().filter(|set| allowed(set)).map(|set| weight(&made, set)).min();
        prop_assert_eq!(plans.first().map(|plan| weight(&made, plan)), best);
        prop_assert!(plans.windows(2).all(|two| weight(&made, &two[0]) <= weight(&made, &two[1])));
        let used = |set: &[usize]| -> BTreeSet<usize> {
            set.iter().map(|n| made.choices[*n].gateway).collect()
        };
        let different: BTreeSet<BTreeSet<usize>> = plans.iter().map(|plan| used(plan)).collect();
        prop_assert_eq!(different.len(), plans.len());
        prop_assert!(plans.len() <= SHOWN);

        // Who names a gateway sees a plan with it, if that is in one for a reason with as few others
        // as it takes.
        let named = |set: &[usize]| used(set).into_iter().filter(|it| made.named[*it]).collect::<Vec<_>>();
        if !plans.iter().any(|plan| !named(plan).is_empty()) {
            for set in full.iter().filter(|set| allowed(set)) {
                let version = single.then(|| made.choices[set[0]].version);
                for gateway in named(set) {
                    let fewest = fewest(&made, gateway, version, most);
                    prop_assert!(Some(weight(&made, set).0) > fewest, "{:?}", set);
                }
            }
        }
    }
}

#[test]
fn a_choice_that_leaves_a_named_gateway_its_wish_is_kept() {
    // Both of gateway 0 alone do all. The named one has a wish to itself beside the narrower one only.
    let made = Made {
        contract: vec![false, false],
        joining: vec![0, 0],
        named: vec![false, true],
        choices: vec![free(0, 0b11), free(0, 0b01), free(1, 0b10)],
    };
    let (_, plans) = search(&made.problem());
    assert_eq!(plans.first(), Some(&vec![1, 2]), "{plans:?}");
}
