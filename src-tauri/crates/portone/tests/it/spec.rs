//! What the client sends, against PortOne's own OpenAPI document.
//!
//! `GILJABI_PORTONE_SPEC` names a folder that holds `v2.openapi.json`. Without it these tests say so and pass.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use jsonschema::Draft;
use portone::{CancelRequest, Currency, Hosts, IdempotencyKey, PaymentFilter, PgProvider, PortOne};
use serde_json::{Value, json};

use crate::{quick, v2_secret};

fn document() -> Option<Value> {
    let Some(folder) = std::env::var_os("GILJABI_PORTONE_SPEC") else {
        println!("skipped: spec not available");
        return None;
    };
    let text = std::fs::read(PathBuf::from(folder).join("v2.openapi.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

fn words(document: &Value, schema: &str) -> BTreeSet<String> {
    let list = document["components"]["schemas"][schema]["enum"]
        .as_array()
        .unwrap();
    list.iter()
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_provider_codes_are_the_official_ones() {
    let Some(document) = document() else { return };
    let ours: BTreeSet<String> = PgProvider::KNOWN.iter().map(PgProvider::wire_v2).collect();
    assert_eq!(ours, words(&document, "PgProvider"));
}

#[test]
fn currencies_without_known_decimals_are_only_those_that_have_none() {
    let Some(document) = document() else { return };
    let unknown: Vec<String> = words(&document, "Currency")
        .into_iter()
        .filter(|code| Currency::find(code).is_none())
        .collect();
    // Metals, funds and test codes.
    assert_eq!(
        unknown,
        [
            "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA",
            "XXX"
        ]
    );
}

#[test]
fn every_list_of_words_is_the_official_one() {
    use portone::*;
    let Some(document) = document() else { return };
    let table: &[(&str, &[&str])] = &[
        ("PaymentTimestampType", TimestampType::KNOWN),
        ("PaymentStatus", PaymentStatusWanted::KNOWN),
        ("PaymentMethodType", MethodType::KNOWN),
        ("PaymentSortBy", PaymentSortBy::KNOWN),
        ("SortOrder", SortOrder::KNOWN),
        ("PortOneVersion", VersionWanted::KNOWN),
        ("PaymentWebhookStatus", WebhookStatus::KNOWN),
        ("PaymentWebhookTrigger", WebhookTrigger::KNOWN),
        ("PaymentClientType", PlatformWanted::KNOWN),
        ("PaymentOriginPlatformType", PlatformType::KNOWN),
        ("PaymentFilterInputEscrowStatus", EscrowWanted::KNOWN),
        ("CardBrand", CardBrand::KNOWN),
        ("CardType", CardType::KNOWN),
        ("CardOwnerType", CardOwner::KNOWN),
        ("PaymentMethodGiftCertificateType", GiftCertificate::KNOWN),
        ("ConvenienceStoreBrand", ConvenienceStore::KNOWN),
        ("CashReceiptInputType", CashReceiptWantedType::KNOWN),
        ("PaymentCashReceiptStatus", CashReceiptSeen::KNOWN),
        ("CashReceiptType", CashReceiptType::KNOWN),
        ("CashReceiptSortBy", CashReceiptSortBy::KNOWN),
        ("PaymentTextSearchField", PaymentTextField::KNOWN),
        ("CancelRequester", Requester::KNOWN),
        ("BillingKeyDeleteRequester", Requester::KNOWN),
        ("PromotionDiscountRetainOption", PromotionDiscount::KNOWN),
        ("Trigger", CancellationTrigger::KNOWN),
        ("DisputeStatus", DisputeStatus::KNOWN),
        ("BillingKeyStatus", BillingKeyStatus::KNOWN),
        ("BillingKeySortBy", BillingKeySortBy::KNOWN),
        ("BillingKeyTimeRangeField", BillingKeySortBy::KNOWN),
        ("BillingKeyPaymentMethodType", BillingMethod::KNOWN),
        ("BillingKeyTextSearchField", BillingKeyTextField::KNOWN),
        ("PaymentProductType", ProductType::KNOWN),
        ("PaymentScheduleStatus", ScheduleStatus::KNOWN),
        ("PaymentScheduleSortBy", ScheduleSortBy::KNOWN),
        ("IdentityVerificationStatus", IdentityStatus::KNOWN),
        ("IdentityVerificationSortBy", IdentitySortBy::KNOWN),
        ("IdentityVerificationTimeRangeField", IdentitySortBy::KNOWN),
        ("PlatformTaxationType", TaxationType::KNOWN),
        ("PlatformBusinessStatus", BusinessStatus::KNOWN),
        ("PromotionStatus", PromotionStatus::KNOWN),
    ];
    for (schema, ours) in table {
        let ours: BTreeSet<String> = ours.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(ours, words(&document, schema), "{schema}");
    }
    let cases: &[(&str, &[&str])] = &[
        ("CashReceipt", CashReceiptStatus::KNOWN),
        ("PaymentEscrow", EscrowStatus::KNOWN),
        ("PaymentSchedule", ScheduleStatus::KNOWN),
        ("BillingKeyInfo", BillingKeyStatus::KNOWN),
        ("IdentityVerification", IdentityStatus::KNOWN),
    ];
    for (schema, ours) in cases {
        let mapping = &document["components"]["schemas"][schema]["discriminator"]["mapping"];
        let official: BTreeSet<&str> = mapping
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(official, ours.iter().copied().collect(), "{schema}");
    }
}

/// The last request's `requestBody` or body.
type Last = Arc<Mutex<Option<Value>>>;

#[derive(serde::Deserialize)]
struct ListQuery {
    #[serde(rename = "requestBody")]
    request_body: Option<String>,
}

async fn keep(State(last): State<Last>, Query(query): Query<ListQuery>, body: String) -> String {
    let text = query.request_body.unwrap_or(body);
    *last.lock().unwrap() = serde_json::from_str(&text).ok();
    "{}".to_owned()
}

#[tokio::test]
async fn what_is_sent_fits_the_official_document() {
    let Some(document) = document() else { return };
    let last = Last::default();
    let service = Router::new().fallback(keep).with_state(Arc::clone(&last));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let portone = PortOne::new(Hosts::practice(&base).unwrap(), quick()).unwrap();
    let v2 = portone.v2(v2_secret());
    let fits = |schema: &str| {
        let sent = last.lock().unwrap().take().unwrap();
        let mut whole = json!({ "$ref": format!("#/components/schemas/{schema}") });
        whole["components"] = document["components"].clone();
        let validator = jsonschema::options()
            .with_draft(Draft::Draft4)
            .build(&whole)
            .unwrap();
        let found: Vec<_> = validator
            .iter_errors(&sent)
            .map(|e| e.to_string())
            .collect();
        assert!(found.is_empty(), "{schema}: {found:?}\n{sent}");
        // Schemas allow more than they name: every name we send has to be one of theirs.
        let named = &document["components"]["schemas"][schema]["properties"];
        for name in sent.as_object().unwrap().keys() {
            assert!(named.get(name).is_some(), "{schema} has no {name}");
        }
        sent
    };

    let filter = PaymentFilter {
        store_id: Some("store-x".into()),
        is_test: Some(true),
        ..PaymentFilter::default()
    };
    v2.payments(3, 7, &filter).await.unwrap_err();
    let sent = fits("GetPaymentsBody");
    assert_eq!(sent["page"], json!({"number": 3, "size": 7}));
    assert_eq!(
        sent["filter"],
        json!({"storeId": "store-x", "isTest": true})
    );

    let request = CancelRequest {
        store_id: Some("store-x"),
        amount: Some(100),
        ..CancelRequest::whole("p", "까닭", 1000)
    };
    v2.cancel(&request, &IdempotencyKey::random())
        .await
        .unwrap_err();
    let sent = fits("CancelPaymentBody");
    assert_eq!(sent["currentCancellableAmount"], json!(1000));
    server.abort();
}
