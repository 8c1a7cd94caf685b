//! What the built-in catalogue proposes to typical merchants.

use std::collections::BTreeSet;

use catalog::model::{Gateway, Purpose, Standing};

use super::plan::answers;
use super::*;
use crate::plan::{CANNOT, CLOSED};

const OWN_V2: &[(&str, &[&str])] = &[
    ("business", &["sole"]),
    ("goods", &["physical"]),
    ("surface", &["web"]),
    ("builder", &["own"]),
    ("purposes", &["one_time"]),
    ("methods", &["card"]),
    ("portone_version", &["v2"]),
];

/// The first merchant with other answers to some questions.
pub(super) fn but(changed: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let mut given = answers(OWN_V2);
    given.extend(answers(changed));
    given
}

fn plan(given: &BTreeMap<String, Vec<String>>) -> Proposal {
    propose(given, Catalog::embedded())
}

/// The offers, `*` before what is recommended.
fn said(proposal: &Proposal) -> Vec<String> {
    let offers = proposal.offers.iter();
    offers
        .map(|it| {
            let star = if it.recommended { "*" } else { "" };
            format!("{star}{} {:?}", it.spec.module, it.spec.purpose)
        })
        .collect()
}

fn module_of(offer: &Offer) -> (&'static Gateway, &'static catalog::model::Module) {
    let found = Catalog::embedded().module(&offer.spec.module);
    found.expect("an offer is of the catalogue")
}

/// Nobody is shown more gateways than can be compared, and nothing foreign to the wish.
fn stays_readable(name: &str, given: &BTreeMap<String, Vec<String>>) -> Proposal {
    let proposal = plan(given);
    println!("{name}: {}", said(&proposal).join(", "));
    assert!(!proposal.offers.is_empty(), "{name}");
    let named: BTreeSet<&String> = ["contracted", "preferred"]
        .iter()
        .filter_map(|question| given.get(*question))
        .flatten()
        .collect();
    let wished = given.get("purposes").cloned().unwrap_or_default();
    for purpose in wished {
        let unasked: BTreeSet<&str> = proposal
            .offers
            .iter()
            .filter(|it| crate::when::purpose_id(it.spec.purpose) == purpose)
            .filter(|it| !it.recommended && !named.contains(&it.spec.gateway))
            .map(|it| it.spec.gateway.as_str())
            .collect();
        assert!(unasked.len() <= 4, "{name}, {purpose}: {unasked:?}");
    }
    let recommended = proposal.offers.iter().filter(|it| it.recommended).count();
    let first: Vec<bool> = proposal.offers.iter().map(|it| it.recommended).collect();
    assert!(
        first.iter().take(recommended).all(|it| *it),
        "{name}: recommended comes first"
    );
    let gone = |id: &String| {
        let gateway = Catalog::embedded().gateway(id).expect("of the catalogue");
        gateway.standing == Standing::Discontinued
    };
    assert!(
        !proposal.others.iter().any(gone),
        "{name}: nobody is sent to what is gone"
    );
    proposal
}

#[test]
fn a_shop_with_its_own_site_gets_one_card_gateway_first() {
    let proposal = stays_readable("goods, cards, own site, V2", &but(&[]));
    let first = &proposal.offers[0];
    let (_, module) = module_of(first);
    assert_eq!(module.portone, Portone::V2);
    assert!(module.methods.contains(&catalog::model::Method::Card));
    assert!(
        !module.purposes.is_empty() && !first.reasons.is_empty(),
        "with a reason"
    );
    let recommended = proposal.offers.iter().filter(|it| it.recommended);
    assert_eq!(recommended.count(), 1, "{:?}", said(&proposal));
    for it in &proposal.offers {
        let (_, module) = module_of(it);
        assert!(module.closed_since.is_none() && module.portone == Portone::V2);
    }
    assert!(proposal.others.len() > 3, "{:?}", proposal.others);
}

#[test]
fn wordpress_gets_v1_only() {
    for purposes in [&["one_time"][..], &["one_time", "recurring"]] {
        let mut given = but(&[("builder", &["wordpress"]), ("purposes", purposes)]);
        given.remove("portone_version");
        let proposal = stays_readable("wordpress", &given);
        for it in &proposal.offers {
            assert_eq!(module_of(it).1.portone, Portone::V1, "{}", it.spec.module);
            let listed = it.reasons.iter().any(|it| it == "wordpress-listed");
            assert!(listed || !it.recommended, "{}", it.spec.module);
        }
    }
}

#[test]
fn recurring_content_gets_a_recurring_track_of_a_card_gateway() {
    let given = but(&[("goods", &["digital"]), ("purposes", &["recurring"])]);
    let proposal = stays_readable("recurring content", &given);
    let first = &proposal.offers[0];
    assert_eq!(first.spec.purpose, Purpose::Recurring);
    let methods = module_of(first).1.methods_for(Purpose::Recurring);
    assert!(methods.contains(&catalog::model::Method::Card));
    assert!(!first.conditions.is_empty(), "its own agreement is said");
}

#[test]
fn identity_alone_gets_identity_alone() {
    let mut given = but(&[("purposes", &["identity"])]);
    given.remove("methods");
    let proposal = stays_readable("identity only", &given);
    for it in &proposal.offers {
        assert_eq!(it.spec.purpose, Purpose::Identity);
    }
    let recommended = |it: &Offer| it.reasons.iter().any(|it| it == "recommended-identity");
    assert!(
        proposal.offers.iter().any(recommended),
        "what PortOne recommends is among them: {:?}",
        said(&proposal)
    );
}

#[test]
fn buyers_abroad_get_gateways_for_buyers_abroad() {
    let mut given = but(&[("purposes", &["overseas"]), ("overseas_methods", &["card"])]);
    given.remove("methods");
    let cards = stays_readable("overseas cards", &given);
    let local = answers(&[("overseas_methods", &["card", "other_easy_pay"])]);
    given.extend(local);
    let both = stays_readable("overseas cards and local methods", &given);
    for proposal in [&cards, &both] {
        for it in &proposal.offers {
            assert_eq!(it.spec.purpose, Purpose::Overseas);
        }
        let reasons = &proposal.offers[0].reasons;
        assert!(
            reasons.iter().any(|it| it == "overseas-cards-and-local"),
            "{:?}",
            said(proposal)
        );
    }
    // Who sells at home as well stays with one contract where it does both.
    let given = but(&[
        ("purposes", &["one_time", "overseas"]),
        ("overseas_methods", &["card"]),
    ]);
    let proposal = stays_readable("cards here and abroad", &given);
    let recommended: BTreeSet<&str> = proposal
        .offers
        .iter()
        .filter(|it| it.recommended)
        .map(|it| it.spec.gateway.as_str())
        .collect();
    assert_eq!(recommended.len(), 1, "{:?}", said(&proposal));
}

#[test]
fn a_wallet_alone_may_come_from_the_wallet() {
    let given = but(&[("methods", &["kakaopay"])]);
    let proposal = stays_readable("one wallet only", &given);
    let alone = |it: &Offer| module_of(it).1.methods.len() == 1;
    assert!(proposal.offers.iter().any(alone), "{:?}", said(&proposal));
    let given = but(&[("methods", &["kakaopay", "naverpay", "tosspay", "payco"])]);
    let proposal = stays_readable("wallets only", &given);
    let recommended = proposal.offers.iter().filter(|it| it.recommended);
    assert_eq!(
        recommended.count(),
        1,
        "one contract does for all: {:?}",
        said(&proposal)
    );
}

/// What a merchant who can use this gateway would have answered.
fn fitting(gateway: &Gateway) -> Option<BTreeMap<String, Vec<String>>> {
    let module = gateway
        .modules
        .iter()
        .find(|it| it.closed_since.is_none())?;
    let purpose = *module.purposes.first()?;
    let mut purposes = vec![crate::when::purpose_id(purpose)];
    if module.purposes.contains(&Purpose::Overseas) {
        purposes.push("overseas");
    }
    let mut given = but(&[("purposes", &purposes), ("portone_version", &["unknown"])]);
    given.remove("methods");
    let methods = module
        .methods_for(purpose)
        .iter()
        .map(|it| crate::when::method_id(*it).to_owned());
    if purpose == Purpose::Overseas {
        given.insert("overseas_methods".to_owned(), methods.collect());
    } else if purpose != Purpose::Identity {
        given.insert("methods".to_owned(), methods.take(1).collect());
    }
    Some(given)
}

#[test]
fn who_names_a_gateway_gets_it_first_or_hears_why_not() {
    let catalog = Catalog::embedded();
    for gateway in catalog.gateways.values() {
        for question in ["contracted", "preferred"] {
            let name = format!("{question} {}", gateway.id);
            let named = answers(&[(question, &[gateway.id.as_str()])]);
            if let Some(mut given) = fitting(gateway) {
                given.extend(named.clone());
                let proposal = stays_readable(&name, &given);
                let first = proposal.offers[0].spec.gateway == gateway.id;
                // What waits for another gateway needs two contracts: one may come before it.
                let waits = !gateway.starts_after.is_empty()
                    && proposal
                        .offers
                        .iter()
                        .any(|it| it.spec.gateway == gateway.id);
                assert!(first || waits, "{name}: {:?}", said(&proposal));
            }
            // The plain shop, whether the gateway fits it or not.
            let mut given = but(&[]);
            given.extend(named);
            let proposal = stays_readable(&format!("shop, {name}"), &given);
            let offered = proposal
                .offers
                .iter()
                .any(|it| it.spec.gateway == gateway.id);
            let told = proposal
                .refused
                .iter()
                .any(|it| it.gateway == gateway.id && !it.reasons.is_empty());
            assert!(offered || told, "{name}: silence");
            let first = &proposal.offers[0];
            assert!(
                module_of(first).0.standing == Standing::Open,
                "{name}: {:?}",
                said(&proposal)
            );
        }
    }
}

#[test]
fn every_open_module_can_be_come_by() {
    let catalog = Catalog::embedded();
    for (gateway, module) in catalog.modules() {
        if module.closed_since.is_some() {
            continue;
        }
        for &purpose in &module.purposes {
            let version = match module.portone {
                Portone::V1 => "v1",
                Portone::V2 => "v2",
            };
            let mut given = but(&[
                ("purposes", &[crate::when::purpose_id(purpose), "overseas"]),
                ("portone_version", &[version]),
                ("preferred", &[gateway.id.as_str()]),
            ]);
            given.remove("methods");
            let proposal = plan(&given);
            let found = proposal
                .offers
                .iter()
                .any(|it| it.spec.module == module.id && it.spec.purpose == purpose);
            assert!(
                found,
                "{} {purpose:?}: {:?}, {:?}",
                module.id,
                said(&proposal),
                proposal.refused
            );
            let question = catalog.question("purposes").expect("there");
            let value = crate::when::purpose_id(purpose);
            assert!(
                question.choices.iter().any(|it| it.value == value),
                "nobody can wish for {value}"
            );
        }
    }
}

#[test]
fn a_track_that_goes_on_stays_among_the_offers() {
    let catalog = Catalog::embedded();
    let proposal = plan(&but(&[]));
    let hidden = proposal.others.last().expect("some");
    let gateway = catalog.gateway(hidden).expect("of the catalogue");
    let module = gateway
        .modules
        .iter()
        .find(|it| it.portone == Portone::V2 && it.purposes.contains(&Purpose::OneTime));
    let spec = spec(hidden, &module.expect("it could be").id, Purpose::OneTime);
    assert!(!proposal.offers.iter().any(|it| it.spec == spec));
    let beside = propose_beside(&but(&[]), std::slice::from_ref(&spec), catalog, TODAY);
    assert!(beside.offers.iter().any(|it| it.spec == spec));
}

#[test]
fn the_reasons_of_the_plan_itself_stand_in_the_catalogue() {
    let rules = &Catalog::embedded().rules;
    for id in [CANNOT, CLOSED] {
        assert!(rules.iter().any(|rule| rule.id == id), "{id}");
    }
}

#[test]
fn gateways_stand_in_the_interview_under_their_own_names() {
    let catalog = Catalog::embedded();
    for id in ["contracted", "preferred"] {
        let question = catalog.question(id).expect("there");
        for gateway in catalog.gateways.values() {
            let choice = question.choices.iter().find(|it| it.value == gateway.id);
            let label = choice.map(|it| (&it.label.ko, &it.label.en));
            assert_eq!(
                label,
                Some((&gateway.name.ko, &gateway.name.en)),
                "{id}, {}",
                gateway.id
            );
        }
    }
}
