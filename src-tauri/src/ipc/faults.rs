//! The client's list of network faults, held against what the window is told about each of them.

use app::checks;
use portone::TlsTrouble;
use portone::verdict::{Certainty, Checked, KeyAnswer, Reach};
use serde_json::Value;

use super::twins;

const LIST: &str = include_str!("../../crates/portone/tests/network_faults.json");

/// The answers of the list, by the names that it has for them.
fn answer(name: &str) -> Option<KeyAnswer> {
    let trusted = |trouble| KeyAnswer::CannotReach(Reach::NotTrusted(trouble));
    Some(match name {
        "CannotReach(NoInternet)" => KeyAnswer::CannotReach(Reach::NoInternet),
        "CannotReach(NoConnection)" => KeyAnswer::CannotReach(Reach::NoConnection),
        "CannotReach(NotTrusted(Expired))" => trusted(TlsTrouble::Expired),
        "CannotReach(NotTrusted(WrongHost))" => trusted(TlsTrouble::WrongHost),
        "CannotReach(NotTrusted(UnknownIssuer))" => trusted(TlsTrouble::UnknownIssuer),
        "CannotReach(NotTrusted(NotSpoken))" => trusted(TlsTrouble::NotSpoken),
        "CannotReach(CompanyProxy)" => KeyAnswer::CannotReach(Reach::CompanyProxy { host: None }),
        "CannotReach(LoginPage)" => KeyAnswer::CannotReach(Reach::LoginPage),
        "CannotReach(Timeout)" => KeyAnswer::CannotReach(Reach::Timeout),
        "WrongSecret" => KeyAnswer::WrongSecret,
        "StoreNotMine" => KeyAnswer::StoreNotMine,
        "PortoneFault" => KeyAnswer::PortoneFault,
        "StillWorking" => KeyAnswer::StillWorking,
        "AskedToWait" => KeyAnswer::AskedToWait { wait: None },
        "OtherPayment" => KeyAnswer::OtherPayment,
        "Unexpected" => KeyAnswer::Unexpected,
        // Told of a payment that was found, and by no failure.
        "not a success" => return None,
        other => panic!("{other}"),
    })
}

#[test]
fn each_fault_reaches_the_window_under_the_code_of_the_list() {
    let list: Value = serde_json::from_str(LIST).unwrap();
    let rows = list["rows"].as_array().unwrap();
    let ends = rows.iter().flat_map(|row| row["ends"].as_array().unwrap());
    let mut held = 0;
    for end in ends.filter(|end| end["code"].is_string()) {
        // "Not found" of a look for a payment is an answer of its own.
        let verdict = if end["end"] == "not-found" {
            checks::Verdict::PaymentNotFound { call: None }
        } else {
            let Some(answer) = answer(end["answer"].as_str().unwrap()) else {
                continue;
            };
            checks::of_keys(Checked::new(answer, Certainty::Sure))
        };
        let told = serde_json::to_value(twins::verdict(&verdict)).unwrap();
        let kind = told["kind"].as_str().unwrap();
        let code = match told["why"].as_str() {
            Some(why) => format!("{kind}.{why}"),
            None => kind.to_owned(),
        };
        assert_eq!(end["code"], code, "{end}");
        held += 1;
    }
    assert!(held > 20, "{held}");
}
