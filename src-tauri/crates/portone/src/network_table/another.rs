//! N19: "paid", said of another payment than the one that was to be proven.

use std::time::Instant;

use super::rows::Met;
use super::{local, v2};
use crate::fault_server::{acts, ok};
use crate::{Currency, Difference, Expected, Money, Proof};

pub(super) async fn n19_paid_said_of_another_payment(met: &mut Met) {
    let said = |id: &str, total: u32, mode: &str| {
        ok(&format!(
            r#"{{"id":"{id}","status":"PAID","currency":"KRW","amount":{{"total":{total},"cancelled":0}},"channel":{{"type":"{mode}","key":"k","pgProvider":"KCP_V2","pgMerchantId":"m"}}}}"#
        ))
    };
    let expected = Expected {
        id: "p",
        store_id: None,
        total: Some(Money {
            minor: 1000,
            currency: Currency::KRW,
        }),
        live: true,
        channel_key: None,
    };
    for (id, total, mode, proof) in [
        ("p", 1000, "LIVE", Proof::Paid),
        ("p", 1001, "LIVE", Proof::Other(vec![Difference::Amount])),
        ("p", 1000, "TEST", Proof::Other(vec![Difference::Mode])),
    ] {
        let (port, _) = acts(vec![said(id, total, mode)]).await;
        let started = Instant::now();
        let facts = v2(&local(port)).payment("p", None).await.unwrap();
        let found = facts.prove(&expected);
        assert_eq!(found, proof);
        if let Proof::Other(differences) = found {
            let end = format!("other-{:?}", differences[0]).to_lowercase();
            met.came_to(&end, "not a success", started.elapsed());
        }
    }
    let (port, _) = acts(vec![said("q", 1000, "LIVE")]).await;
    let error = v2(&local(port)).payment("p", None).await.unwrap_err();
    met.failed(&error, error.elapsed());
}
