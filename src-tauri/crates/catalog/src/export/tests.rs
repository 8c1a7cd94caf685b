#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end here"
)]

use serde_json::Value;

use super::*;
use crate::schema::export_schema;

fn value(catalog: &Catalog) -> Value {
    serde_json::to_value(export(catalog)).expect("plain data")
}

#[test]
fn the_export_keeps_its_schema() {
    let schema: Value = serde_json::from_str(&export_schema()).expect("a schema");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let whole = value(Catalog::embedded());
    let problems: Vec<String> = schema
        .iter_errors(&whole)
        .map(|it| format!("\n{}: {it}", it.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{}", problems.concat());

    // The schema refuses a key that it does not know, one that is missing, and a wrong kind.
    type Break = fn(&mut Value);
    let breaks: [Break; 3] = [
        |it| it["gateways"][0]["surprise"] = true.into(),
        |it| {
            drop(
                it["gateways"][0]
                    .as_object_mut()
                    .and_then(|it| it.remove("names")),
            )
        },
        |it| it["common"]["holidays"]["known_until"] = 2027.into(),
    ];
    for break_it in breaks {
        let mut broken = whole.clone();
        break_it(&mut broken);
        assert!(!schema.is_valid(&broken));
    }
}

/// Every key of the agreed contract is there.
#[test]
fn the_export_has_the_agreed_keys() {
    let whole = value(Catalog::embedded());
    let has = |it: &Value, at: &str, keys: &str| {
        for key in keys.split(' ') {
            assert!(it.get(key).is_some(), "{at}: no `{key}`");
        }
    };
    has(&whole, "", "schema docs_date gateways common");
    let common = "channel_form identifiers webhook roles documents site_requirements industries \
                  insurance test_mode go_live glossary holidays";
    has(&whole["common"], "common", common);
    has(&whole["common"]["go_live"], "go_live", "v1 v2");
    let each = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let documented = |it: &Value| assert!(!each(&it["sources"]).is_empty(), "{it}");
    // Each line of a list of plain strings has its documents beside it.
    let lines = |it: &Value, lists: &str| {
        let behind = each(&it["lines"]);
        behind.iter().for_each(documented);
        for list in lists.split(' ') {
            let own = behind.iter().filter(|it| it["list"] == list);
            assert_eq!(own.count(), each(&it[list]).len(), "{list}");
        }
    };
    for gateway in each(&whole["gateways"]) {
        let keys = "id names status modules contract_steps entry_conditions extra_mid_route \
                    status_url contacts fees errors disagreements";
        has(&gateway, "gateway", keys);
        for module in each(&gateway["modules"]) {
            let keys = "id provider portone title open_to_new purposes fields portal_url menu_path \
                        test_mids no_test_mid post_setup test_caveats live_caveats sources";
            has(&module, "module", keys);
            for field in each(&module["fields"]) {
                let keys = "label aliases required condition otherwise_blank max_len exact_len \
                            len_unit live_prefix secret sent_by sources disagreements";
                has(&field, "field", keys);
            }
            for mid in each(&module["test_mids"]) {
                has(&mid, "test_mid", "purpose mid");
                documented(&mid);
            }
            let lists = "post_setup test_caveats live_caveats";
            lines(&module, lists);
            for source in each(&module["sources"]) {
                has(&source, "source", "document path dated verified_on");
            }
        }
        for step in each(&gateway["contract_steps"]) {
            has(&step, "step", "title who days");
            documented(&step);
        }
        for fee in each(&gateway["fees"]) {
            has(&fee, "fee", "what tier value dated");
            documented(&fee);
        }
        for error in each(&gateway["errors"]) {
            has(&error, "error", "code cause who next");
            documented(&error);
        }
        for contact in each(&gateway["contacts"]) {
            documented(&contact);
        }
        let lists = "entry_conditions documents again early_opening request_rules";
        lines(&gateway, lists);
        for it in each(&gateway["disagreements"]) {
            has(&it, "disagreement", "about readings");
            for reading in each(&it["readings"]) {
                has(&reading, "reading", "value source");
            }
        }
    }
}

/// Nothing that the files say falls under the table.
#[test]
fn the_export_is_complete() {
    let catalog = Catalog::embedded();
    let it = export(catalog);
    assert_eq!(it.gateways.len(), catalog.gateways.len());
    for (out, gateway) in it.gateways.iter().zip(catalog.gateways.values()) {
        assert_eq!(out.modules.len(), gateway.modules.len(), "{}", out.id);
        assert_eq!(out.errors.len(), gateway.errors.len(), "{}", out.id);
        assert_eq!(out.fees.len(), gateway.fees.len(), "{}", out.id);
        for (out, module) in out.modules.iter().zip(&gateway.modules) {
            assert_eq!(out.fields.len(), module.fields.len(), "{}", out.id);
            let values = module.post_setup.iter().flat_map(|it| &it.values);
            for value in values {
                let text = out.post_setup.concat();
                assert!(
                    text.contains(value.value()),
                    "{}: {}",
                    out.id,
                    value.value()
                );
            }
        }
    }
    let common = &it.common;
    assert_eq!(common.glossary.len(), catalog.terms.len());
    assert_eq!(common.holidays.days.len(), catalog.holidays.len());
    let (hard, refused): (Vec<_>, Vec<_>) = common
        .industries
        .iter()
        .partition(|it| !it.refused_everywhere);
    assert_eq!((hard.len(), refused.len()), (38, 9));
    for list in [&common.identifiers.v1, &common.identifiers.v2] {
        assert!(list.len() >= 3, "{list:?}");
    }
    let ids = |list: &[common::Item]| -> Vec<String> {
        list.iter().filter_map(|it| it.task.clone()).collect()
    };
    let (v1, v2) = (ids(&common.go_live.v1), ids(&common.go_live.v2));
    assert!(v2.contains(&"channel-live-key".to_owned()), "{v2:?}");
    assert!(!v1.contains(&"channel-live-key".to_owned()), "{v1:?}");
}
