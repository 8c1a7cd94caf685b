//! Every V2 answer, read from given bytes.

use crate::call::Answer;
use crate::payment::WireV2Payment;
use crate::v2::detail::WireDetail;
use crate::v2::person::WireBuyer;
use crate::v2::{
    BillingKeyFacts, Buyer, CashReceipt, Identity, PaymentWebhook, Schedule, WirePage, billing,
    identity, lookup, promotion, receipt, schedule, webhook,
};

pub(crate) fn read_all(answer: &Answer) {
    if let (Ok(facts), Ok(detail)) = (answer.decode(), answer.decode::<WireDetail>()) {
        let _ = detail.with(facts);
    }
    if let Ok(facts) = answer.decode::<WireV2Payment>() {
        let facts = facts.facts();
        assert!(facts.oddity().is_none() || !facts.is_live_paid());
    }
    let _ = answer.decode::<WireBuyer>().map(Buyer::from);
    let _ = answer.decode::<WirePage>();
    let _ = answer
        .decode::<billing::WireKey>()
        .map(BillingKeyFacts::from);
    let _ = answer
        .decode::<schedule::WireSchedule>()
        .map(Schedule::from);
    let _ = answer
        .decode::<identity::WireIdentity>()
        .map(Identity::from);
    let _ = answer.decode::<identity::WirePerson>();
    let _ = answer
        .decode::<receipt::WireReceipt>()
        .map(CashReceipt::from);
    let _ = answer
        .decode::<webhook::WireWebhook>()
        .map(PaymentWebhook::from);
    let _ = answer.decode::<lookup::WireBusinesses>();
    let _ = answer.decode::<lookup::WireCompany>();
    let _ = answer.decode::<promotion::WirePromotion>();
}
