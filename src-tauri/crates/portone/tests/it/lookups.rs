//! Looking businesses and accounts up: products of their own that most merchants have not contracted.

use portone::{Bank, Contracted, Failure, HolderProof, Private};
use portone_sim::Fault;

use crate::{failure, paths, sim, v2};

const BRN: &str = "1234567891";

/// "Not contracted" is an answer, for each of the three, whichever product it is about.
#[tokio::test]
async fn not_contracted_is_an_answer_and_no_other_refusal_is() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let bank = Bank::new("SHINHAN");
    let account = Private::new("110123456789".to_owned());
    sim.set_contracted(false);
    let holder = v2.account_holder(&bank, &account, HolderProof::None, true);
    assert!(matches!(holder.await, Ok(Contracted::No)));
    assert!(matches!(
        v2.company_state(BRN, true).await,
        Ok(Contracted::No)
    ));
    assert!(matches!(
        v2.business_info(&[BRN], true).await,
        Ok(Contracted::No)
    ));
    // Asked once each: it is no passing trouble.
    assert_eq!(paths(&sim).len(), 3);

    sim.set_contracted(true);
    let holder = v2.account_holder(&bank, &account, HolderProof::None, true);
    assert!(matches!(holder.await, Ok(Contracted::Yes(_))));
    assert!(matches!(
        v2.company_state(BRN, true).await,
        Ok(Contracted::Yes(_))
    ));
    assert!(matches!(
        v2.business_info(&[BRN], true).await,
        Ok(Contracted::Yes(_))
    ));

    sim.set_fault(Fault::json(403, r#"{"type":"FORBIDDEN"}"#));
    let holder = v2.account_holder(&bank, &account, HolderProof::None, true);
    assert_eq!(failure(holder.await), Failure::Forbidden);
    assert_eq!(
        failure(v2.company_state(BRN, true).await),
        Failure::Forbidden
    );
    assert_eq!(
        failure(v2.business_info(&[BRN], true).await),
        Failure::Forbidden
    );
}
