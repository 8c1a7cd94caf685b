//! What the interview noted of merchant ids is read for the gateway that it belongs to.

use std::collections::BTreeMap;

use catalog::Catalog;

use crate::noted::noted_mids;

fn read(contracted: &[&str], note: &str, gateway: &str) -> Vec<String> {
    let owned = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    let answers = BTreeMap::from([
        ("contracted".to_owned(), owned(contracted)),
        ("contracted_mids".to_owned(), owned(&[note])),
    ]);
    noted_mids(&answers, Catalog::embedded(), gateway)
}

#[test]
fn an_id_belongs_to_the_gateway_that_is_named_with_it() {
    let both = &["kcp", "inicis"][..];
    for (contracted, note, gateway, wanted) in [
        (
            both,
            "NHN KCP A52Q7, 이니시스 MOI1234567",
            "kcp",
            &["A52Q7"][..],
        ),
        (
            both,
            "NHN KCP A52Q7, 이니시스 MOI1234567",
            "inicis",
            &["MOI1234567"],
        ),
        (
            both,
            "A52Q7 (KCP)\nMOI1234567 KG이니시스",
            "kcp",
            &["A52Q7"],
        ),
        (
            both,
            "A52Q7 (KCP)\nMOI1234567 KG이니시스",
            "inicis",
            &["MOI1234567"],
        ),
        (
            both,
            "kcp는 A52Q7이고 이니시스는 MOI1234567예요",
            "inicis",
            &["MOI1234567"],
        ),
        (
            both,
            "KCP 일반 A52Q7, 정기 A52Q8",
            "kcp",
            &["A52Q7", "A52Q8"],
        ),
        (both, "KCP A52Q7, KCP A52Q7", "kcp", &["A52Q7"]),
        // Nothing says whose it is.
        (both, "A52Q7", "kcp", &[]),
        (&["kcp"], "A52Q7", "kcp", &["A52Q7"]),
        (&["kcp"], "A52Q7", "inicis", &[]),
        // The longest name is the one that is meant.
        (
            &["tosspay", "tosspayments"],
            "토스페이먼츠 im_shop01",
            "tosspayments",
            &["im_shop01"],
        ),
        (
            &["tosspay", "tosspayments"],
            "토스페이먼츠 im_shop01",
            "tosspay",
            &[],
        ),
        // Who shares a name is told apart by the contracts.
        (
            &["naverpay", "kcp"],
            "네이버페이 np_abc1234567",
            "naverpay",
            &["np_abc1234567"],
        ),
        (
            &["naverpay", "kcp"],
            "네이버페이 np_abc1234567",
            "naverpay-order",
            &[],
        ),
        // No ids: a day, a telephone number, a year, words, and what could be a key.
        (
            &["kcp"],
            "2024-03-01 계약, 070-1234-5678, 2024년, MID",
            "kcp",
            &[],
        ),
        (&["kcp"], "none", "kcp", &[]),
        (&["kcp"], "", "kcp", &[]),
    ] {
        assert_eq!(read(contracted, note, gateway), wanted, "{gateway}: {note}");
    }
}

#[test]
fn a_key_is_never_read_as_an_id() {
    let key = "a1".repeat(40);
    assert!(read(&["kcp"], &format!("KCP {key}"), "kcp").is_empty());
}
