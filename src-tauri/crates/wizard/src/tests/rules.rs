//! Wishes that cannot be, by the rules of the built-in catalogue.

use super::merchants::but;
use super::*;

/// Answers, and the one rule that says why not.
type Case = (
    &'static [(&'static str, &'static [&'static str])],
    &'static str,
);

const CASES: &[Case] = &[
    (
        &[("preferred", &["kpn"]), ("portone_version", &["v1"])],
        "kpn-v1",
    ),
    (
        &[("preferred", &["kpn"]), ("builder", &["wordpress"])],
        "kpn-wordpress",
    ),
    (
        &[
            ("preferred", &["kpn"]),
            ("purposes", &["recurring"]),
            ("methods", &["kakaopay"]),
        ],
        "kpn-recurring-kakaopay",
    ),
    (
        &[
            ("preferred", &["kpn"]),
            ("purposes", &["recurring"]),
            ("methods", &["tosspay"]),
        ],
        "kpn-recurring-wallets",
    ),
    (
        &[
            ("preferred", &["kpn"]),
            ("purposes", &["recurring"]),
            ("methods", &["transfer"]),
        ],
        "kpn-recurring-other",
    ),
];

/// Why the plan refuses a gateway.
fn reasons(given: &BTreeMap<String, Vec<String>>, gateway: &str) -> Vec<String> {
    let refused = propose(given, Catalog::embedded()).refused;
    let own = refused.into_iter().filter(|it| it.gateway == gateway);
    own.flat_map(|it| it.reasons).collect()
}

#[test]
fn an_impossible_wish_is_refused_with_its_reason_and_its_source() {
    for (given, id) in CASES {
        let wish = Catalog::embedded()
            .impossible
            .iter()
            .find(|wish| wish.id == *id)
            .expect("a rule of the catalogue");
        let gateway = wish.gateway.as_str();
        let found = reasons(&but(given), gateway);
        assert!(found.iter().any(|reason| reason == id), "{id}: {found:?}");
        assert!(!wish.source.is_empty(), "{id} names no document");
        assert!(!wish.text.ko.is_empty() && !wish.text.en.is_empty(), "{id}");
        // Who does not wish for the one thing does not hear of it.
        for (left_out, _) in given
            .iter()
            .filter(|(question, _)| *question != "preferred")
        {
            let rest: Vec<_> = given
                .iter()
                .filter(|(it, _)| it != left_out)
                .copied()
                .collect();
            let found = reasons(&but(&rest), gateway);
            assert!(
                !found.iter().any(|reason| reason == id),
                "{id} without {left_out}"
            );
        }
    }
}
