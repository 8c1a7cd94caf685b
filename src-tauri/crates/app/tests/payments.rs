//! What a payment proves for a task, and what is said about one that proves nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod desk;

use app::checks::{PaymentFound, PaymentState as State, Verdict};
use catalog::{Catalog, Mode, ProofKind};
use desk::{Desk, desk, field, v2, with_track};
use portone_sim::{Fault, NewPayment, Sim, Status, Version};
use wizard::event::TaskKey;

struct Case {
    desk: Desk,
    journey: String,
    module: String,
}

/// A practice journey with its keys and both channels entered.
async fn case() -> Case {
    let desk = desk().await;
    let spec = v2();
    let journey = with_track(&desk.core, spec.clone()).await;
    let keys = field(catalog::Shape::StoreId).task;
    desk.fill(&journey, &keys, &spec).await.unwrap();
    Case {
        desk,
        journey,
        module: spec.module,
    }
}

impl Case {
    /// The task that a payment of this mode proves.
    async fn task(&self, mode: Mode) -> TaskKey {
        let loaded = self.desk.core.load(&self.journey).await.unwrap();
        let mut tasks = loaded.view.stages.into_iter().flat_map(|stage| stage.tasks);
        let payment = ProofKind::Payment(mode);
        tasks.find(|task| task.proof == payment).unwrap().key
    }

    async fn sim<T>(&self, with: impl FnOnce(&Sim) -> T) -> T {
        self.desk.core.with_practice(with).await.unwrap()
    }

    /// Looks up a payment that stands so, on the channel of `paid_on`, for the task of `wanted`.
    async fn look(&self, status: Status, paid_on: Mode, wanted: Mode) -> PaymentFound {
        let id = format!("practice-{status:?}-{paid_on:?}").to_lowercase();
        let channel = self.desk.practice("channel_key", paid_on, &self.module);
        let new = NewPayment {
            status,
            ..NewPayment::paid(&id, Version::V2, &channel, 1000)
        };
        // Looked up for both tasks, it is made once.
        let _known = self.sim(|portone| portone.add_payment(new)).await;
        match self.check(&id, wanted).await {
            Verdict::Payment(found) => found,
            other => panic!("{id}: {other:?}"),
        }
    }

    async fn check(&self, id: &str, wanted: Mode) -> Verdict {
        let task = self.task(wanted).await;
        let check = self.desk.core.check_payment(&self.journey, &task, id);
        check.await.unwrap()
    }
}

/// A test ends with an account number, or with its money given back in the evening; a real payment does not.
#[tokio::test]
async fn each_state_has_its_name_and_proves_what_it_can() {
    let case = case().await;
    for (status, state, ends_test, ends_live) in [
        (Status::Paid, State::Paid, true, true),
        (
            Status::VirtualAccountIssued,
            State::AwaitsDeposit,
            true,
            false,
        ),
        (Status::Cancelled, State::GivenBack, true, false),
        (Status::PartialCancelled, State::GivenBack, true, false),
        (Status::Failed, State::Failed, false, false),
        (Status::Ready, State::Unfinished, false, false),
        (Status::PayPending, State::Unfinished, false, false),
    ] {
        for (wanted, ends) in [(Mode::Test, ends_test), (Mode::Live, ends_live)] {
            let found = case.look(status, wanted, wanted).await;
            assert_eq!(found.state, state, "{status:?}");
            assert_eq!(found.proves, ends, "{wanted:?}: {found:?}");
            let has_code = found.pg_code.is_some();
            assert_eq!(has_code, state == State::Failed, "{found:?}");
            // No MID was entered: nothing is said about it either way.
            assert_eq!(found.mid_fits, None);
        }
        for (paid_on, wanted) in [(Mode::Test, Mode::Live), (Mode::Live, Mode::Test)] {
            let found = case.look(status, paid_on, wanted).await;
            assert!(!found.proves && !found.mode_fits, "{found:?}");
        }
    }
}

#[tokio::test]
async fn what_no_payment_can_be_is_told_and_proves_nothing() {
    let case = case().await;
    let id = case.desk.practice("payment", Mode::Test, &case.module);
    let real = case.sim(|portone| portone.payment(Version::V2, &id)).await;
    let real = real.unwrap();
    let store = portone_sim::STORE_ID;
    let code = &Catalog::embedded().module(&case.module).unwrap().1.code;
    for (status, total) in [("PAID", -1000), ("MIRACLE", 1000)] {
        let provider = code.to_uppercase();
        let body = format!(
            r#"{{"id":"{id}","status":"{status}","storeId":"{store}","currency":"KRW","amount":{{"total":{total},"cancelled":0}},
            "channel":{{"type":"TEST","pgProvider":"{provider}","key":"{}"}}}}"#,
            real.channel_key
        );
        case.sim(|portone| {
            portone.clear_faults();
            portone.set_fault(Fault::json(200, &body));
        })
        .await;
        let Verdict::Payment(found) = case.check(&id, Mode::Test).await else {
            panic!("no payment");
        };
        assert_eq!(found.state, State::Impossible);
        assert!(
            !found.proves && found.gateway_fits && found.mode_fits,
            "{found:?}"
        );
    }
}

/// Support is told which payment, and nothing that is secret.
#[tokio::test]
async fn what_is_not_found_or_another_s_names_the_payment_asked_for() {
    let case = case().await;
    let Verdict::PaymentNotFound { call: Some(call) } =
        case.check("practice-none", Mode::Test).await
    else {
        panic!("found");
    };
    assert!(call.contains("practice-none"), "{call}");
    assert!(call.contains("PAYMENT_NOT_FOUND"), "{call}");

    let other = r#"{"id":"practice-other","status":"PAID","currency":"KRW","amount":{"total":1000,"cancelled":0}}"#;
    case.sim(|portone| portone.set_fault(Fault::json(200, other)))
        .await;
    let Verdict::OtherPayment { call: Some(call) } = case.check("practice-none", Mode::Test).await
    else {
        panic!("taken for the one asked for");
    };
    assert!(call.contains("practice-none"), "{call}");
    assert!(!call.contains(portone_sim::V2_SECRET), "{call}");
}
