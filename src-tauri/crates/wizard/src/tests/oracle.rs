//! The plan against a count of its own: random catalogues of up to twelve modules, of which every set
//! of tracks is looked at, and random answers over the built-in one.

use std::collections::BTreeSet;

use catalog::model::{Method, Rule, StartsAfter, Verdict as Says};
use proptest::prelude::*;

use super::*;
use crate::plan::{Plan, Planning, Wish, planning};
use crate::when::{method_id, purpose_id};

const METHODS: [Method; 3] = [Method::Card, Method::Mobile, Method::Kakaopay];
const PURPOSES: [Purpose; 2] = [Purpose::OneTime, Purpose::Recurring];

/// A module with one purpose.
#[derive(Debug, Clone)]
struct Made {
    gateway: usize,
    v2: bool,
    recurring: bool,
    methods: Vec<bool>,
    closed: bool,
}

/// A rule: what it speaks of, and whether it ends the matter.
#[derive(Debug, Clone)]
struct Against {
    gateway: Option<usize>,
    v2: Option<bool>,
    recurring: Option<bool>,
    method: Option<usize>,
    says: Says,
}

/// A catalogue and what is wished of it.
#[derive(Debug, Clone)]
struct World {
    modules: Vec<Made>,
    rules: Vec<Against>,
    /// This gateway waits for another one of these.
    waits: Option<(usize, BTreeSet<usize>)>,
    contracted: BTreeSet<usize>,
    recurring: bool,
    methods: Vec<bool>,
}

fn world_of() -> impl Strategy<Value = World> {
    let flags = || prop::collection::vec(any::<bool>(), METHODS.len());
    let module = (
        0..4_usize,
        any::<bool>(),
        any::<bool>(),
        flags(),
        prop::bool::weighted(0.1),
    );
    let module = module.prop_map(|(gateway, v2, recurring, methods, closed)| Made {
        gateway,
        v2,
        recurring,
        methods,
        closed,
    });
    let says = prop::sample::select(vec![
        Says::No,
        Says::Conditional,
        Says::Prefer,
        Says::Disagree,
        Says::Undocumented,
    ]);
    let rule = (
        prop::option::of(0..4_usize),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<bool>()),
        prop::option::of(0..METHODS.len()),
        says,
    );
    let rule = rule.prop_map(|(gateway, v2, recurring, method, says)| Against {
        gateway,
        v2,
        recurring,
        method,
        says,
    });
    let gateways = || prop::collection::btree_set(0..4_usize, 0..3);
    (
        prop::collection::vec(module, 1..=12),
        prop::collection::vec(rule, 0..4),
        prop::option::weighted(0.3, (0..4_usize, gateways())),
        gateways(),
        any::<bool>(),
        flags(),
    )
        .prop_map(
            |(modules, rules, waits, contracted, recurring, methods)| World {
                modules,
                rules,
                waits: waits.map(|(own, mut others)| {
                    others.remove(&own);
                    (own, others)
                }),
                contracted,
                recurring,
                methods,
            },
        )
}

fn id(gateway: usize) -> String {
    format!("g{gateway}")
}

impl World {
    fn purposes(&self) -> &'static [Purpose] {
        if self.recurring {
            &PURPOSES
        } else {
            &PURPOSES[..1]
        }
    }

    fn catalog(&self) -> Catalog {
        let mut catalog = world();
        catalog.gateways.clear();
        catalog.impossible.clear();
        for (n, made) in self.modules.iter().enumerate() {
            let portone = if made.v2 { Portone::V2 } else { Portone::V1 };
            let purpose = PURPOSES[usize::from(made.recurring)];
            let mut it = module(&format!("m{n}"), portone, &[purpose]);
            let on = METHODS.iter().zip(&made.methods).filter(|(_, on)| **on);
            it.methods = on.map(|(method, _)| *method).collect();
            it.closed_since = made.closed.then_some(TODAY);
            let own = catalog.gateways.entry(id(made.gateway));
            own.or_insert_with(|| gateway(&id(made.gateway), Vec::new()))
                .modules
                .push(it);
        }
        if let Some((own, others)) = &self.waits
            && let Some(it) = catalog.gateways.get_mut(&id(*own))
        {
            it.starts_after.push(StartsAfter {
                modules: Vec::new(),
                when: When::Always,
                stage: Stage::Application,
                other: When::Gateway(others.iter().map(|it| id(*it)).collect()),
                months: 1,
                text: text(),
                source: Vec::new(),
            });
        }
        let rules = self.rules.iter().enumerate().map(|(n, it)| {
            let mut parts = vec![When::Always];
            parts.extend(it.gateway.map(|gateway| When::Gateway(vec![id(gateway)])));
            parts.extend(
                it.v2
                    .map(|v2| When::Portone(if v2 { Portone::V2 } else { Portone::V1 })),
            );
            parts.extend(
                it.recurring
                    .map(|it| When::Purpose(vec![PURPOSES[usize::from(it)]])),
            );
            parts.extend(it.method.map(|method| When::Method(vec![METHODS[method]])));
            Rule {
                id: format!("r{n}"),
                when: When::All(parts),
                verdict: it.says,
                text: text(),
                source: Vec::new(),
            }
        });
        catalog.rules = rules.collect();
        catalog
    }

    fn answers(&self, catalog: &Catalog) -> BTreeMap<String, Vec<String>> {
        let methods = METHODS.iter().zip(&self.methods).filter(|(_, on)| **on);
        let contracted = self.contracted.iter().map(|it| id(*it));
        let contracted = contracted.filter(|it| catalog.gateway(it).is_some());
        let purposes = self.purposes().iter().map(|it| purpose_id(*it).to_owned());
        [
            ("purposes".to_owned(), purposes.collect()),
            (
                "methods".to_owned(),
                methods
                    .map(|(method, _)| method_id(*method).to_owned())
                    .collect(),
            ),
            ("contracted".to_owned(), contracted.collect()),
        ]
        .into()
    }

    /// Whether a module fulfils a wish, by the made-up facts themselves.
    fn fulfils(&self, n: usize, wish: &Wish) -> bool {
        let it = &self.modules[n];
        let method = wish
            .method
            .and_then(|method| METHODS.iter().position(|it| *it == method));
        let against = self.rules.iter().any(|rule| {
            matches!(rule.says, Says::No | Says::Disagree | Says::Undocumented)
                && rule.gateway.is_none_or(|gateway| gateway == it.gateway)
                && rule.v2.is_none_or(|v2| v2 == it.v2)
                && rule
                    .recurring
                    .is_none_or(|recurring| recurring == it.recurring)
                && rule.method.is_none_or(|rules| Some(rules) == method)
        });
        wish.purpose == PURPOSES[usize::from(it.recurring)]
            && method.is_none_or(|method| it.methods[method])
            && (!it.closed || self.contracted.contains(&it.gateway))
            && !against
    }

    /// Whether what a module waits for is in a set, or there already.
    fn may_begin(&self, n: usize, set: &[usize]) -> bool {
        let Some((own, others)) = &self.waits else {
            return true;
        };
        self.modules[n].gateway != *own
            || self.contracted.contains(own)
            || self
                .contracted
                .iter()
                .any(|it| self.has(*it) && others.contains(it))
            || set
                .iter()
                .any(|it| others.contains(&self.modules[*it].gateway))
    }

    fn has(&self, gateway: usize) -> bool {
        self.modules.iter().any(|it| it.gateway == gateway)
    }

    fn wishes(&self) -> Vec<Wish> {
        let methods = METHODS.iter().zip(&self.methods).filter(|(_, on)| **on);
        let mut methods: Vec<Option<Method>> = methods.map(|(method, _)| Some(*method)).collect();
        if methods.is_empty() {
            methods.push(None);
        }
        let of = |purpose: &Purpose| {
            let purpose = *purpose;
            methods.clone().into_iter().map(move |method| Wish {
                purpose,
                method,
                reach: None,
            })
        };
        self.purposes().iter().flat_map(of).collect()
    }

    /// Every set of modules that are good for something and of which each may begin.
    fn every_set(&self, wishes: &[Wish]) -> BTreeSet<Vec<usize>> {
        let useful = |n: &usize| wishes.iter().any(|wish| self.fulfils(*n, wish));
        let useful: Vec<usize> = (0..self.modules.len()).filter(useful).collect();
        let sets = (1_u32..1 << useful.len()).map(|bits| -> Vec<usize> {
            let own = useful
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0);
            own.map(|(_, n)| *n).collect()
        });
        sets.filter(|set| set.iter().all(|n| self.may_begin(*n, set)))
            .collect()
    }

    fn covers(&self, set: &[usize], wishes: &[Wish]) -> Vec<bool> {
        let fulfilled = |wish: &Wish| set.iter().any(|n| self.fulfils(*n, wish));
        wishes.iter().map(fulfilled).collect()
    }

    fn has_one_version(&self, set: &[usize]) -> bool {
        let versions: BTreeSet<bool> = set.iter().map(|n| self.modules[*n].v2).collect();
        versions.len() == 1
    }

    fn contracts(&self, set: &[usize]) -> usize {
        let used: BTreeSet<usize> = set.iter().map(|n| self.modules[*n].gateway).collect();
        used.difference(&self.contracted).count()
    }
}

/// The made-up modules of a plan, track by track.
fn numbers_of(plan: &Plan) -> Vec<usize> {
    let ids = plan
        .tracks
        .iter()
        .map(|it| it.spec.module.trim_start_matches('m').parse());
    ids.collect::<Result<_, _>>().expect("a made-up module")
}

fn numbers(plan: &Plan) -> Vec<usize> {
    let mut numbers = numbers_of(plan);
    numbers.sort_unstable();
    numbers
}

proptest! {
    #[test]
    fn no_smaller_plan_of_a_random_catalogue_is_missed(made in world_of()) {
        let catalog = made.catalog();
        let given = made.answers(&catalog);
        let it = planning(&given, &catalog, TODAY);
        let wishes = made.wishes();
        prop_assert_eq!(&it.wishes, &wishes);

        let every = made.every_set(&wishes);
        let covers = |set: &[usize]| made.covers(set, &wishes);
        let reachable: Vec<bool> =
            (0..wishes.len()).map(|at| every.iter().any(|set| covers(set)[at])).collect();
        let full: Vec<&Vec<usize>> = every.iter().filter(|set| covers(set) == reachable).collect();
        // One version, if all that can be had can be had with one.
        let single = full.iter().any(|set| made.has_one_version(set));
        let allowed = |set: &[usize]| !single || made.has_one_version(set);
        let fewest = full.iter().filter(|set| allowed(set)).map(|set| made.contracts(set)).min();

        prop_assert_eq!(it.plans.is_empty(), !reachable.contains(&true));
        for plan in &it.plans {
            let set = numbers(plan);
            prop_assert!(every.contains(&set), "what it waits for is missing: {:?}", set);
            prop_assert!(allowed(&set), "{:?}", set);
            prop_assert_eq!(covers(&set), reachable.clone());
            prop_assert_eq!(Some(made.contracts(&set)), usize::try_from(plan.contracts).ok());
            for (n, track) in numbers_of(plan).into_iter().zip(&plan.tracks) {
                let own: Vec<&Wish> = wishes.iter().filter(|it| made.fulfils(n, it)).collect();
                prop_assert_eq!(track.covers.iter().collect::<Vec<_>>(), own);
                let rest: Vec<usize> = set.iter().copied().filter(|it| *it != n).collect();
                let spare = every.contains(&rest) && covers(&rest) == reachable;
                prop_assert!(!spare, "{} is there for nothing: {:?}", n, set);
            }
            let open = wishes.iter().zip(&reachable).filter(|it| !it.1).map(|it| it.0);
            let said = plan.uncovered.iter().map(|it| &it.wish);
            prop_assert_eq!(said.collect::<Vec<_>>(), open.collect::<Vec<_>>());
            prop_assert!(plan.uncovered.iter().all(|it| !it.reasons.is_empty()));
        }
        let first = it.plans.first().map(|plan| made.contracts(&numbers(plan)));
        prop_assert_eq!(first, fewest);
    }
}

fn any_answers() -> impl Strategy<Value = BTreeMap<String, Vec<String>>> {
    let catalog = Catalog::embedded();
    let questions = catalog.questions.iter().map(|question| {
        let values: Vec<String> = match question.kind {
            AnswerKind::One | AnswerKind::Many => {
                question.choices.iter().map(|it| it.value.clone()).collect()
            }
            AnswerKind::Number => ["0", "1", "30000000", "1000000000000000", "unknown", "x"]
                .map(str::to_owned)
                .to_vec(),
            AnswerKind::Day => ["2020-01-01", "2026-11-25", "2027-06-01", "9999-12-31", "x"]
                .map(str::to_owned)
                .to_vec(),
            AnswerKind::Text => vec!["상점".to_owned(), "unknown".to_owned()],
        };
        let most = values.len().min(4);
        let some = prop::sample::subsequence(values, 0..=most);
        (Just(question.id.clone()), prop::option::weighted(0.7, some))
    });
    let all: Vec<_> = questions.collect();
    all.prop_map(|all| {
        let given = all
            .into_iter()
            .filter_map(|(id, values)| Some((id, values?)));
        given.filter(|(_, values)| !values.is_empty()).collect()
    })
}

/// What holds of every plan, whatever was answered.
fn is_sound(it: &Planning) -> Result<(), TestCaseError> {
    prop_assert!(it.plans.len() <= 3);
    for (rank, plan) in (1..).zip(&it.plans) {
        prop_assert_eq!(plan.rank, rank);
        prop_assert!(!plan.tracks.is_empty());
        prop_assert!(plan.days.earliest <= plan.days.usual && plan.days.usual <= plan.days.late);
        prop_assert!(
            plan.dates.earliest <= plan.dates.usual && plan.dates.usual <= plan.dates.late
        );
        for wish in &it.wishes {
            let covered = plan.tracks.iter().any(|track| track.covers.contains(wish));
            let said = plan.uncovered.iter().any(|it| it.wish == *wish);
            prop_assert!(covered != said, "{:?}", wish);
        }
        prop_assert!(plan.uncovered.iter().all(|it| !it.reasons.is_empty()));
        for track in &plan.tracks {
            let judged = it.judged.iter().find(|it| it.spec == track.spec);
            let judged = judged.expect("a plan is made of what was judged");
            prop_assert!(judged.verdict.serves());
            prop_assert!(
                track
                    .covers
                    .iter()
                    .all(|wish| judged.covers().any(|it| it == wish))
            );
            let cuts = track.bars.iter().enumerate().any(|(n, bar)| {
                bar.depends_on.iter().any(|it| *it >= n) || bar.start.usual > bar.end.usual
            });
            prop_assert!(!cuts, "{:?}", track.bars);
        }
    }
    let tracks: Vec<_> = it.plans.iter().flat_map(|plan| &plan.tracks).collect();
    for it in &it.rejected {
        prop_assert!(!it.verdict.serves() && !it.reasons.is_empty(), "{:?}", it);
        // What is refused is never what the same module is there for.
        let served = tracks.iter().any(|track| {
            let own = Some(&track.spec.module) == it.module.as_ref();
            own && track.covers.iter().any(|wish| it.wishes.contains(wish))
        });
        prop_assert!(!served && !it.wishes.is_empty(), "{:?}", it);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_answers_get_an_answer(given in any_answers()) {
        is_sound(&planning(&given, Catalog::embedded(), TODAY))?;
    }
}
