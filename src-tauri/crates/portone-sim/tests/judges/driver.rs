//! Every call our client has, in the order a merchant's life has them.

use std::fmt::Debug;

use jiff::{SignedDuration, Timestamp};
use portone::{
    Bank, BillingKey, BillingKeyFilter, BillingKeyPayment, BillingKeySort, BillingKeySortBy,
    CancelRequest, CashReceiptFilter, Currency, Error, HolderProof, IdempotencyKey, IdentityFilter,
    Money, PageWanted, PaymentFacts, PaymentFilter, Private, Requester, Revocation, ScheduleFilter,
    SortOrder, V1CancelRequest, V1Id, V1Period,
};
use portone_sim::STORE_ID;

use crate::tools::Ours;

/// A call, and what came of it.
pub struct Called {
    pub name: &'static str,
    pub outcome: Result<String, Error>,
    /// What it said about payments.
    pub facts: Vec<PaymentFacts>,
}

/// The ids to ask for: those of the practice PortOne, or any.
pub struct Ids {
    pub paid: &'static str,
    pub to_cancel: &'static str,
    pub imp_uid: &'static str,
    pub merchant_uid: &'static str,
    pub notified: &'static str,
}

pub const PRACTICE: Ids = Ids {
    paid: "practice-live-kcp-paid",
    to_cancel: "practice-test-kcp-paid",
    imp_uid: "practice-test-kcp-paid",
    merchant_uid: "practice-order-practice-test-kcp-paid",
    notified: "practice-charged",
};

#[derive(Default)]
struct Log(Vec<Called>);

impl Log {
    fn add<T: Debug>(&mut self, name: &'static str, outcome: Result<T, Error>) -> Option<T> {
        let shown = outcome.as_ref().map(|value| format!("{value:?}"));
        self.0.push(Called {
            name,
            outcome: shown.map_err(Clone::clone),
            facts: Vec::new(),
        });
        outcome.ok()
    }

    fn facts(&mut self, facts: Vec<PaymentFacts>) {
        if let Some(last) = self.0.last_mut() {
            last.facts = facts;
        }
    }
}

pub fn won(minor: i64) -> Money {
    let currency = Currency::find("KRW").unwrap();
    Money { minor, currency }
}

fn key() -> IdempotencyKey {
    IdempotencyKey::random()
}

/// Makes every call once with something to find, and where that shows more, once without.
pub async fn every_call(ours: &Ours, ids: &Ids) -> Vec<Called> {
    let mut log = Log::default();
    v2_payments(ours, ids, &mut log).await;
    v2_billing(ours, ids, &mut log).await;
    v2_reads(ours, &mut log).await;
    v1(ours, ids, &mut log).await;
    log.0
}

async fn v2_payments(ours: &Ours, ids: &Ids, log: &mut Log) {
    let v2 = &ours.v2;
    log.add("banks", ours.portone.banks().await);
    log.add("bank_names", ours.portone.bank_names().await);
    let now = Timestamp::now();
    let filter = PaymentFilter {
        is_test: Some(true),
        from: Some(now - SignedDuration::from_hours(24 * 30)),
        until: Some(now + SignedDuration::from_hours(1)),
        sort_order: Some(SortOrder::Asc),
        ..PaymentFilter::default()
    };
    for filter in [PaymentFilter::default(), filter] {
        if let Some(page) = log.add("payments", v2.payments(0, 50, &filter).await) {
            log.facts(page.payments);
        }
    }
    for (id, store) in [
        (ids.paid, None),
        (ids.paid, Some(STORE_ID)),
        ("practice none/없음", None),
    ] {
        let one = v2.payment(id, store).await;
        if let Some(facts) = log.add("payment", one) {
            log.facts(vec![facts]);
        }
    }
    log.add("payment_detail", v2.payment_detail(ids.paid, None).await);
    log.add("payment_buyer", v2.payment_buyer(ids.paid, None).await);
    log.add("transactions", v2.transactions(ids.paid, None).await);
    let part = CancelRequest {
        amount: Some(400),
        ..CancelRequest::whole(ids.to_cancel, "연습", 1000)
    };
    log.add("cancel", v2.cancel(&part, &key()).await);
    // The figure is no longer right.
    log.add("cancel", v2.cancel(&part, &key()).await);
    let rest = CancelRequest::whole(ids.to_cancel, "연습", 600);
    log.add("cancel", v2.cancel(&rest, &key()).await);
    let none = CancelRequest::whole("none", "연습", 600);
    log.add("cancel", v2.cancel(&none, &key()).await);
}

async fn v2_billing(ours: &Ours, ids: &Ids, log: &mut Log) {
    let v2 = &ours.v2;
    let first = PageWanted::first(10);
    let sort = BillingKeySort {
        by: BillingKeySortBy::IssuedAt,
        order: SortOrder::Asc,
    };
    let all = BillingKeyFilter::default();
    log.add("billing_keys", v2.billing_keys(first, None, &all).await);
    log.add(
        "billing_keys",
        v2.billing_keys(first, Some(&sort), &all).await,
    );
    let issued = BillingKey::new("billing-key-practice-issued");
    let refused = BillingKey::new("billing-key-practice-pg-refuses");
    log.add("billing_key", v2.billing_key(&issued, None).await);
    log.add(
        "billing_key",
        v2.billing_key(&BillingKey::new("none"), None).await,
    );
    for key_used in [&issued, &refused] {
        let payment = BillingKeyPayment::new(key_used, "정기", won(1000));
        let paid = v2
            .pay_with_billing_key(ids.notified, &payment, &key())
            .await;
        log.add("pay_with_billing_key", paid);
    }
    log.add(
        "resend_webhook",
        v2.resend_webhook(ids.notified, None, None, &key()).await,
    );
    log.add(
        "resend_webhook",
        v2.resend_webhook("none", None, None, &key()).await,
    );

    let payment = BillingKeyPayment::new(&issued, "정기", won(1000));
    let later = Timestamp::now() + SignedDuration::from_hours(48);
    let made = v2
        .create_schedule("practice-later", &payment, later, &key())
        .await;
    let id = log
        .add("create_schedule", made)
        .unwrap_or_else(|| "none".to_owned());
    let made = v2
        .create_schedule("practice-later", &payment, later, &key())
        .await;
    log.add("create_schedule", made);
    let all = ScheduleFilter::default();
    log.add("schedules", v2.schedules(first, None, &all).await);
    log.add("schedule", v2.schedule(&id, None).await);
    log.add("schedule", v2.schedule("none", None).await);
    let ids = [id.as_str()];
    for which in [
        Revocation::These(&ids),
        Revocation::These(&["none"]),
        Revocation::AllOf(&issued),
    ] {
        log.add(
            "revoke_schedules",
            v2.revoke_schedules(&which, None, &key()).await,
        );
    }
    let delete = |key_used, requester| {
        let reason = Some("그만 써요");
        async move {
            v2.delete_billing_key(key_used, None, reason, requester, &key())
                .await
        }
    };
    log.add(
        "delete_billing_key",
        delete(&refused, Some(&Requester::Admin)).await,
    );
    log.add("delete_billing_key", delete(&refused, None).await);
}

async fn v2_reads(ours: &Ours, log: &mut Log) {
    let v2 = &ours.v2;
    let first = PageWanted::first(10);
    let all = IdentityFilter::default();
    log.add("identities", v2.identities(first, None, &all).await);
    for word in ["verified", "ready", "failed", "none"] {
        let id = format!("practice-identity-{word}");
        log.add("identity", v2.identity(&id, None).await);
        log.add("verified_person", v2.verified_person(&id, None).await);
    }
    let all = CashReceiptFilter::default();
    log.add("cash_receipts", v2.cash_receipts(first, None, &all).await);
    for id in ["practice-method-transfer", "practice-method-card"] {
        log.add("cash_receipt", v2.cash_receipt(id, None).await);
    }
    log.add(
        "business_info",
        v2.business_info(&["1234567891"], true).await,
    );
    for brn in ["1234567891", "1234567890"] {
        log.add("company_state", v2.company_state(brn, true).await);
    }
    let bank = Bank::new("SHINHAN");
    let account = Private::new("110000000000".to_owned());
    for proof in [HolderProof::None, HolderProof::Birthdate("900101")] {
        log.add(
            "account_holder",
            v2.account_holder(&bank, &account, proof, true).await,
        );
    }
    for id in ["practice-promotion", "none"] {
        log.add("promotion", v2.promotion(id).await);
    }
}

async fn v1(ours: &Ours, ids: &Ids, log: &mut Log) {
    let v1 = &ours.v1;
    log.add("v1 user_pgs", v1.user_pgs().await);
    for imp_uid in [ids.imp_uid, "none"] {
        if let Some(facts) = log.add("v1 payment", v1.payment(imp_uid).await) {
            log.facts(vec![facts]);
        }
        log.add("v1 payment_detail", v1.payment_detail(imp_uid).await);
    }
    let paid = portone::V1StatusWanted::Paid;
    for merchant_uid in [ids.merchant_uid, "none"] {
        let found = v1.find_payment(merchant_uid, Some(&paid)).await;
        log.add("v1 find_payment", found);
    }
    let period = V1Period {
        limit: Some(20),
        ..V1Period::default()
    };
    log.add("v1 payments", v1.payments(&paid, &period).await);
    let cancel = V1CancelRequest {
        amount: Some(won(300)),
        ..V1CancelRequest::whole(V1Id::ImpUid(ids.imp_uid), "연습", won(1000))
    };
    log.add("v1 cancel", v1.cancel(&cancel).await);
    // Refused with status 200: the figure is no longer right.
    log.add("v1 cancel", v1.cancel(&cancel).await);
    let rest = V1CancelRequest::whole(V1Id::MerchantUid(ids.merchant_uid), "연습", won(700));
    log.add("v1 cancel", v1.cancel(&rest).await);
    for id in ["practice-identity-v1", "none"] {
        log.add("v1 certification", v1.certification(id).await);
        log.add("v1 certified_person", v1.certified_person(id).await);
    }
    for key in ["billing-key-practice-v1", "none"] {
        log.add(
            "v1 billing_key",
            v1.billing_key(&BillingKey::new(key)).await,
        );
    }
    for code in ["PRA", "ZZZ"] {
        log.add("v1 tier", v1.tier(code).await);
    }
}
