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

/// What the documents would call a plan: everything that its tracks wait for is in it, and no track
/// is there for nothing.
fn is_plan(made: &Made, set: &[usize]) -> bool {
    let covers = |set: &[usize]| set.iter().fold(0, |mask, n| mask | made.choices[*n].mask);
    let whole = |set: &[usize]| {
        set.iter().all(|n| match &made.choices[*n].after {
            None => true,
            Some(after) => after.others.iter().any(|other| set.contains(other)),
        })
    };
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

/// What a rank is made of before the ranks themselves.
fn weight(problem: &Problem<'_>, set: &[usize]) -> (u32, bool, usize, u32, u32, u64, usize) {
    let key = key(problem, set);
    (
        key.contracts,
        key.unnamed,
        key.conditional,
        key.left_out,
        key.days,
        key.cost,
        key.tracks,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

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
        let best = full.iter().filter(|set| allowed(set)).map(|set| weight(&problem, set)).min();
        prop_assert_eq!(plans.first().map(|plan| weight(&problem, plan)), best);
        prop_assert!(plans.windows(2).all(|two| key(&problem, &two[0]) < key(&problem, &two[1])));

        // Who names a gateway that can be in a plan sees one with it.
        let names = |set: &[usize]| set.iter().any(|n| made.named[made.choices[*n].gateway]);
        let possible = full.iter().any(|set| allowed(set) && names(set));
        prop_assert_eq!(plans.iter().any(|plan| names(plan)), possible);
    }
}
