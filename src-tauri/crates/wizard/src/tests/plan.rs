use catalog::model::{Impossible, Method, Purpose, Rule, Verdict, When};
use jiff::civil::date;

use super::*;

pub(super) fn answers(given: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let owned = |values: &[&str]| values.iter().map(|&it| it.to_owned()).collect();
    given
        .iter()
        .map(|(id, values)| ((*id).to_owned(), owned(values)))
        .collect()
}

fn rule(id: &str, verdict: Verdict, when: When) -> Rule {
    Rule {
        id: id.to_owned(),
        when,
        verdict,
        text: text(),
        source: Vec::new(),
    }
}

fn of(gateway: &str) -> When {
    When::Gateway(vec![gateway.to_owned()])
}

fn all(parts: &[When]) -> When {
    When::All(parts.to_vec())
}

fn modules(proposal: &Proposal, recommended: bool) -> Vec<&str> {
    let offers = proposal
        .offers
        .iter()
        .filter(|it| !recommended || it.recommended);
    offers.map(|it| it.spec.module.as_str()).collect()
}

#[test]
fn offers_are_what_was_wished_for_best_first() {
    let mut catalog = world();
    let two = &mut catalog.gateways.get_mut("two").expect("there").modules;
    two[0].rank = 5;
    two[1].rank = 3;
    catalog.gateways.get_mut("one").expect("there").modules[0].rank = 4;
    let none = propose(&answers(&[]), &catalog);
    assert_eq!(
        modules(&none, false),
        ["one-v2", "two-v2"],
        "one-time, the sooner one, then by rank the best of each gateway that nobody asked for"
    );
    assert_eq!(modules(&none, true), ["one-v2"]);
    let given = propose(&answers(&[("preferred", &["one"])]), &catalog);
    assert_eq!(modules(&given, false), ["one-v2", "two-v2"]);
    let given = propose(&answers(&[("preferred", &["two"])]), &catalog);
    assert_eq!(
        modules(&given, false),
        ["two-v2", "two-v1", "one-v2"],
        "everything of who is asked for"
    );
    let given = &[("preferred", &["one"][..]), ("contracted", &["two"])];
    assert_eq!(
        modules(&propose(&answers(given), &catalog), true),
        ["two-v2"]
    );
    let given = propose(
        &answers(&[("purposes", &["identity"]), ("methods", &["card"])]),
        &catalog,
    );
    assert_eq!(
        modules(&given, false),
        ["two-v2"],
        "identity has no methods"
    );
    let given = propose(&answers(&[("methods", &["mobile"])]), &catalog);
    assert_eq!(given.offers, [], "no module has it");
}

#[test]
fn the_recommended_set_is_the_smallest_that_fulfils_every_wish() {
    let mut catalog = world();
    let one = catalog.gateways.get_mut("one").expect("there");
    one.modules[0].methods = vec![Method::Card, Method::Kakaopay];
    one.modules[0].rank = 9;
    let given = answers(&[("methods", &["card", "kakaopay"])]);
    assert_eq!(
        modules(&propose(&given, &catalog), true),
        ["one-v2"],
        "one does for both"
    );
    let given = answers(&[("methods", &["card"])]);
    assert_eq!(
        modules(&propose(&given, &catalog), true),
        ["one-v2"],
        "the sooner one, whatever its rank"
    );
    let given = answers(&[
        ("purposes", &["one_time", "recurring"]),
        ("methods", &["card"]),
    ]);
    let proposal = propose(&given, &catalog);
    let specs = proposal
        .offers
        .iter()
        .filter(|it| it.recommended)
        .map(|it| &it.spec);
    let specs: Vec<_> = specs.map(|it| (it.module.as_str(), it.purpose)).collect();
    assert_eq!(
        specs.len(),
        2,
        "each purpose is a track of its own: {specs:?}"
    );
    // KakaoPay by one gateway only; recurring by another only: a wish that cannot be is left out.
    let given = &[
        ("purposes", &["one_time", "recurring"][..]),
        ("methods", &["kakaopay"]),
    ];
    assert_eq!(
        modules(&propose(&answers(given), &catalog), true),
        ["one-v2"]
    );
}

#[test]
fn rules_refuse_favour_and_warn() {
    let mut catalog = world();
    let wordpress = is("builder", "wordpress");
    let v2 = When::Portone(Portone::V2);
    catalog.rules = vec![
        rule(
            "v1-only",
            Verdict::No,
            all(&[wordpress.clone(), v2.clone()]),
        ),
        rule("modern", Verdict::Prefer, v2),
        rule("contract", Verdict::Conditional, of("two")),
        rule("second-form", Verdict::Warn, of("one")),
        rule("first-form", Verdict::Warn, of("two")),
        rule("slow", Verdict::Warn, wordpress),
    ];
    let proposal = propose(&answers(&[]), &catalog);
    let best = &proposal.offers[0];
    assert_eq!((best.spec.clone(), best.recommended), (one(), true));
    assert_eq!(
        (best.reasons.clone(), best.conditions.len()),
        (vec!["modern".to_owned()], 0)
    );
    assert_eq!(proposal.offers[1].conditions, ["contract"]);
    let of_rules = |proposal: &Proposal| {
        let mut codes = proposal.warnings.clone();
        codes.retain(|code| catalog.rules.iter().any(|rule| rule.id == *code));
        codes
    };
    assert_eq!(
        of_rules(&proposal),
        ["second-form"],
        "of the recommended track"
    );
    assert_eq!(proposal.refused, []);

    let proposal = propose(&answers(&[("builder", &["wordpress"])]), &catalog);
    assert_eq!(modules(&proposal, true), ["two-v1"]);
    assert_eq!(of_rules(&proposal), ["first-form", "slow"]);
    let refused = |gateway: &str, module: Option<&str>| Refused {
        gateway: gateway.to_owned(),
        module: module.map(str::to_owned),
        purpose: None,
        reasons: vec!["v1-only".to_owned()],
    };
    assert_eq!(
        proposal.refused,
        [refused("one", None)],
        "of two another module is offered"
    );
    let asked = &[("builder", &["wordpress"][..]), ("preferred", &["two"])];
    let asked = propose(&answers(asked), &catalog);
    assert_eq!(
        asked.refused,
        [refused("two", Some("two-v2")), refused("one", None)],
        "who names a gateway is told all of it, first"
    );
    for it in &proposal.offers {
        let hits =
            crate::plan::forbidden(&answers(&[("builder", &["wordpress"])]), &catalog, &it.spec);
        assert_eq!(hits, [""; 0], "what is offered can be chosen");
    }
}

#[test]
fn a_purpose_may_be_refused_alone() {
    let mut catalog = world();
    catalog.rules = vec![rule(
        "no-recurring",
        Verdict::No,
        all(&[of("two"), When::Purpose(vec![Purpose::Recurring])]),
    )];
    let proposal = propose(
        &answers(&[("purposes", &["one_time", "recurring"])]),
        &catalog,
    );
    let [refused] = proposal.refused.as_slice() else {
        panic!("{:?}", proposal.refused)
    };
    assert_eq!(refused.module.as_deref(), Some("two-v2"));
    assert_eq!(refused.purpose, Some(Purpose::Recurring));
}

#[test]
fn impossible_wishes_are_said_and_not_counted_on() {
    let mut catalog = world();
    for gateway in ["one", "two"] {
        let gateway = catalog.gateways.get_mut(gateway).expect("there");
        for module in &mut gateway.modules {
            module.methods = vec![Method::Card, Method::Kakaopay];
            module.purposes = vec![Purpose::OneTime, Purpose::Recurring];
        }
        gateway.modules[0].rank = u32::from(gateway.id == "two");
    }
    let recurring = is("purposes", "recurring");
    catalog.impossible = vec![Impossible {
        id: "one-card-only".into(),
        gateway: "one".into(),
        when: all(&[recurring, is("methods", "kakaopay")]),
        text: text(),
        source: Vec::new(),
    }];
    let given = answers(&[("purposes", &["recurring"]), ("methods", &["card"])]);
    assert_eq!(propose(&given, &catalog).refused, []);
    let given = answers(&[("purposes", &["recurring"]), ("methods", &["kakaopay"])]);
    let proposal = propose(&given, &catalog);
    assert_eq!(proposal.refused[0].reasons, ["one-card-only"]);
    assert!(
        proposal.offers.iter().all(|it| it.spec.gateway == "two"),
        "{:?}",
        proposal.offers
    );
    let given = answers(&[
        ("purposes", &["recurring"]),
        ("methods", &["card", "kakaopay"]),
    ]);
    let proposal = propose(&given, &catalog);
    assert!(
        proposal.offers.iter().any(|it| it.spec.gateway == "one"),
        "cards it can do"
    );
}

#[test]
fn a_closed_module_is_for_who_has_a_contract() {
    let mut catalog = world();
    catalog.gateways.get_mut("one").expect("there").modules[0].closed_since =
        Some(date(2021, 11, 22));
    let open = propose(&answers(&[]), &catalog);
    assert!(!modules(&open, false).contains(&"one-v2"));
    let given = propose(&answers(&[("contracted", &["one"])]), &catalog);
    assert_eq!(modules(&given, true), ["one-v2"]);
}

#[test]
fn the_built_in_catalogue_gives_a_plan() {
    let catalog = Catalog::embedded();
    let wish = |given: &[(&str, &[&str])]| propose(&answers(given), catalog);
    let shop: &[(&str, &[&str])] = &[
        ("business", &["sole"]),
        ("goods", &["physical"]),
        ("surface", &["web"]),
        ("builder", &["own"]),
        ("purposes", &["one_time"]),
        ("methods", &["card", "kakaopay"]),
        ("portone_version", &["unknown"]),
    ];
    let proposal = wish(shop);
    assert_eq!(
        modules(&proposal, true).len(),
        1,
        "{:?}",
        modules(&proposal, true)
    );
    for it in &proposal.offers {
        let (gateway, module) = catalog.module(&it.spec.module).expect("a module");
        assert_eq!(gateway.id, it.spec.gateway);
        assert!(module.purposes.contains(&it.spec.purpose) && module.closed_since.is_none());
    }
    let known: Vec<&str> = catalog.rules.iter().map(|it| it.id.as_str()).collect();
    let impossible: Vec<&str> = catalog.impossible.iter().map(|it| it.id.as_str()).collect();
    for refused in &proposal.refused {
        assert!(!refused.reasons.is_empty(), "{refused:?}");
        let said = |id: &String| known.contains(&id.as_str()) || impossible.contains(&id.as_str());
        assert!(refused.reasons.iter().all(said), "{refused:?}");
    }
    let wordpress = wish(&[("builder", &["wordpress"]), ("purposes", &["one_time"])]);
    for it in &wordpress.offers {
        let (_, module) = catalog.module(&it.spec.module).expect("a module");
        assert_eq!(module.portone, Portone::V1, "{}", module.id);
    }
    assert!(!wordpress.offers.is_empty());
}

#[test]
fn the_second_gateway_is_the_next_best() {
    let given = [
        ("business", "corporation"),
        ("builder", "own"),
        ("surface", "web"),
        ("goods", "physical"),
        ("purposes", "one_time"),
        ("methods", "card"),
        ("portone_version", "v2"),
    ];
    let given = given.map(|(question, value)| (question.to_owned(), vec![value.to_owned()]));
    let it = crate::plan::planning(&given.into(), Catalog::embedded(), TODAY);
    let [first, second, ..] = it.plans.as_slice() else {
        panic!("plans to choose from")
    };
    let precaution = first.precaution.as_ref().map(|it| &it.spec);
    assert_eq!(precaution, Some(&second.tracks[0].spec));
}

#[test]
fn a_sum_with_a_missing_part_is_not_reckoned() {
    use crate::plan::{Answers, CostKind, Paid, cost};
    let catalog = Catalog::embedded();
    let of = |given: &[(&str, &[&str])]| Answers::read(&answers(given), catalog);
    let (unknown, known) = (of(&[]), of(&[("monthly_sales", &["30000000"])]));
    let all: Vec<(TrackSpec, Portone)> = catalog
        .modules()
        .flat_map(|(gateway, module)| {
            let spec = |purpose: &Purpose| spec(&gateway.id, &module.id, *purpose);
            let own = module
                .purposes
                .iter()
                .filter(|it| **it != Purpose::Identity);
            own.map(move |it| (spec(it), module.portone))
        })
        .collect();
    let reckoned = |answers: &Answers, tracks: &[(TrackSpec, Portone)]| {
        let tracks: Vec<Paid<'_>> = tracks
            .iter()
            .map(|(spec, portone)| Paid {
                spec,
                portone: Some(*portone),
                methods: &[],
            })
            .collect();
        cost(catalog, answers, &tracks)
    };
    let free = |spec: &TrackSpec| {
        let gateway = catalog.gateway(&spec.gateway);
        gateway.is_some_and(|it| it.no_insurance.is_some())
    };
    let insured = all.iter().find(|it| !free(&it.0)).cloned().expect("one");
    let mut charged = 0;
    for it in &all {
        // What is taken every month whatever is sold is not the whole.
        let one = reckoned(&unknown, std::slice::from_ref(it));
        assert_eq!(one.monthly, None, "{it:?}");
        charged += one
            .lines
            .iter()
            .filter(|it| it.kind == CostKind::Charge)
            .count();
        let said = |code: &str| one.assumptions.iter().any(|it| it.code == code);
        assert!(said("cost-not-reckoned"), "{it:?}");
        // Nor is the one of two that takes no insurance.
        let two = reckoned(&unknown, &[it.clone(), insured.clone()]);
        assert_eq!(two.insurance, None, "{it:?}");
        let one = reckoned(&known, std::slice::from_ref(it));
        let kind = |kind| one.lines.iter().filter(move |it| it.kind == kind);
        let rated = kind(CostKind::Rate).any(|it| it.won.is_some());
        assert_eq!(one.monthly.is_some(), rated, "{it:?}");
        let joined = kind(CostKind::Joining).all(|it| it.won.is_some());
        assert_eq!(one.joining.is_some(), joined, "{it:?}");
    }
    assert!(charged > 0 && all.iter().any(|it| free(&it.0)));
}

/// What would make a wish reachable: the nearest reason settled, or the same method asked for
/// otherwise.
#[test]
fn what_cannot_be_reached_says_what_would_make_it_so() {
    let mut catalog = world();
    catalog.plan.clone_from(&Catalog::embedded().plan);
    let kakaopay = When::Method(vec![Method::Kakaopay]);
    for (id, name) in [("one", "하나"), ("two", "둘")] {
        let gateway = catalog.gateways.get_mut(id).expect("there");
        gateway.name.ko = name.to_owned();
        for module in &mut gateway.modules {
            module.purposes.retain(|it| *it != Purpose::Identity);
            module.methods = vec![Method::Card, Method::Kakaopay];
            module.methods_of.insert(
                Purpose::Recurring,
                vec![Method::Card, Method::Kakaopay, Method::Mobile],
            );
        }
    }
    catalog.rules = vec![
        rule("a-paper", Verdict::No, kakaopay.clone()),
        rule("a-review", Verdict::No, all(&[kakaopay, of("two")])),
    ];
    let given = answers(&[
        ("purposes", &["one_time"]),
        ("methods", &["card", "kakaopay", "mobile"]),
    ]);
    let planning = crate::plan::planning(&given, &catalog, TODAY);
    let plan = planning.plans.first().expect("cards can be");
    let remedies = |method: Method| -> Vec<(&str, &str)> {
        let mut all = plan.uncovered.iter();
        let wish = all.find(|it| it.wish.method == Some(method));
        let remedies = &wish.expect("it is not covered").remedies;
        let told = remedies.iter();
        told.map(|it| (it.code.as_str(), it.text.ko.as_str()))
            .collect()
    };
    let [nearest, otherwise] = remedies(Method::Kakaopay)[..] else {
        panic!("{:?}", remedies(Method::Kakaopay))
    };
    // One reason is nearer than two, which the other gateway has.
    assert_eq!(nearest.0, "without-reason");
    assert!(nearest.1.contains("하나"), "{nearest:?}");
    assert_eq!(otherwise.0, "other-purpose");
    // Nothing stands against what no module does that way: only another way helps.
    let [otherwise] = remedies(Method::Mobile)[..] else {
        panic!("{:?}", remedies(Method::Mobile))
    };
    assert_eq!(otherwise.0, "other-purpose");
    assert!(otherwise.1.contains('둘'), "{otherwise:?}");
}
