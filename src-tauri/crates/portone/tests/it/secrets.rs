//! No key in anything that is printed, whatever PortOne or somebody in between sends back.

use std::fmt::Write as _;

use portone::{
    CancelRequest, Hosts, IdempotencyKey, PaymentFilter, PortOne, V1Credential, V2Secret, check_v1,
    check_v2,
};
use portone_sim::Fault;

use crate::{client, quick, sim};

const CANARY: &str = "CANARY-6b1f0d";

/// Every fault that can carry a text back, with the key in the text.
fn echoes() -> Vec<Fault> {
    let mut faults = vec![
        Fault::Reset,
        Fault::Truncated,
        Fault::NotJson,
        Fault::Huge,
        Fault::Redirect(format!("http://127.0.0.1:1/?key={CANARY}")),
        Fault::json(200, &format!(r#"{{"code":3,"message":"{CANARY}"}}"#)),
        Fault::json(200, &format!(r#"{{"items":"{CANARY}"}}"#)),
        Fault::json(200, &format!(r#"{{"{CANARY}":1}}"#)),
        Fault::json(200, CANARY),
    ];
    for status in [400, 401, 403, 404, 409, 429, 500, 502] {
        faults.push(Fault::json(
            status,
            &format!(
                r#"{{"type":"{CANARY}","code":-1,"message":"bad key {CANARY}",
                "pgCode":"{CANARY}","pgMessage":"{CANARY}"}}"#
            ),
        ));
        faults.push(Fault::json(
            status,
            &format!(r#"{{"type":"PG_PROVIDER","pgCode":"{CANARY}","pgMessage":"x{CANARY}x"}}"#),
        ));
    }
    faults
}

#[tokio::test]
async fn no_error_or_verdict_prints_a_key() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    let v2 = portone.v2(V2Secret::new(CANARY.into()).unwrap());
    let v1 = portone.v1(V1Credential::new(CANARY.into(), CANARY.into()).unwrap());
    let mut printed = format!("{portone:?}{v1:?}{v2:?}");
    let key = IdempotencyKey::random();
    // Somebody pastes the key where a payment id belongs.
    let cancel = CancelRequest::whole(CANARY, "r", 1);
    let mut errors = 0;
    for fault in echoes() {
        sim.clear_faults();
        sim.set_fault(fault);
        let results = [
            portone.banks().await.map(drop),
            v2.payment(CANARY, Some(CANARY)).await.map(drop),
            v2.payments(0, 1, &PaymentFilter::default()).await.map(drop),
            v2.cancel(&cancel, &key).await.map(drop),
            v1.user_pgs().await.map(drop),
            v1.payment(CANARY).await.map(drop),
        ];
        // Without a key there is nothing to mask: the first may repeat what it was sent.
        for error in results.into_iter().skip(1).filter_map(Result::err) {
            errors += 1;
            write!(printed, "{error}{error:?}{error:#?}").unwrap();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                write!(printed, "{inner}{inner:?}").unwrap();
                cause = inner.source();
            }
        }
        write!(printed, "{:?}", check_v2(&v2, Some("store-x")).await).unwrap();
        write!(printed, "{:?}", check_v1(&v1).await).unwrap();
    }
    assert!(errors > 100, "{errors}");
    let at = printed.find(CANARY);
    assert_eq!(at, None, "{}", &printed[at.unwrap_or(0)..][..200]);
    assert!(printed.contains("[비밀]"));
}

#[tokio::test]
async fn no_error_prints_an_address() {
    let sim = sim().await;
    let hosts = Hosts::practice(&sim.base_url()).unwrap();
    let portone = PortOne::new(hosts, quick()).unwrap();
    sim.shutdown().await;
    let error = portone.banks().await.unwrap_err();
    let printed = format!("{error}{error:?}");
    assert!(!printed.contains("127.0.0.1"), "{printed}");
    assert!(error.to_string().starts_with("GET /banks: connect"));
}

#[tokio::test]
async fn the_log_of_the_practice_server_holds_no_key() {
    let sim = sim().await;
    crate::v2(&sim).payment("practice-none", None).await.ok();
    crate::v1(&sim).user_pgs().await.unwrap();
    let log = format!("{:?}", sim.requests());
    for secret in [
        portone_sim::V2_SECRET,
        portone_sim::V1_SECRET,
        portone_sim::V1_KEY,
        "practice-v1-token",
    ] {
        assert!(!log.contains(secret), "{log}");
    }
}
