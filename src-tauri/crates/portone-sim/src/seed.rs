//! What the practice PortOne starts with, and the keys it takes.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::model::{
    CancelOutcome, Cancelling, Channel, Failure, More, Payment, Purpose, Status, Version,
};
use crate::records::{
    BillingKey, Identity, IdentityStatus, Method, PayOutcome, Schedule, ScheduleStatus, Store,
    V1Keys,
};
use crate::state::State;

/// The V2 secret it takes. As long as a real one.
pub const V2_SECRET: &str =
    "practice-v2-secret-not-a-real-key-0000000000000000000000000000000000000000000001";
/// The merchant's store.
pub const STORE_ID: &str = "store-practice-00000000-0000-4000-8000-000000000001";
/// A store of somebody else's, for trying what a refusal looks like.
pub const FOREIGN_STORE_ID: &str = "store-practice-00000000-0000-4000-8000-0000000000ff";
/// The merchant's number.
pub const MERCHANT_ID: &str = "merchant-practice-00000000-0000-4000-8000-000000000001";
/// The V1 REST API key it takes.
pub const V1_KEY: &str = "practice_v1_key_0001";
/// The V1 REST API secret it takes. As long as a real one.
pub const V1_SECRET: &str =
    "practice_v1_secret_not_a_real_key_0000000000000000000000000000000000000000000001";
/// The merchant's V1 code. No REST call takes it.
pub const V1_USER_CODE: &str = "imp-practice-00000001";

/// What notices are signed with.
pub const WEBHOOK_SECRET: &str = "whsec_practicewebhooksecretnotarealkey00000001";
/// The one agency code it knows.
pub const TIER_CODE: &str = "PRA";

/// Everything a person needs to practise, as data to show. The keys are those of the store that is built in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seed {
    /// The V2 secret it takes.
    pub v2_secret: &'static str,
    /// The merchant's store.
    pub store_id: &'static str,
    /// A store of somebody else's.
    pub foreign_store_id: &'static str,
    /// The V1 key it takes.
    pub v1_key: &'static str,
    /// The V1 secret it takes.
    pub v1_secret: &'static str,
    /// The merchant's V1 code.
    pub v1_user_code: &'static str,
    /// The channels registered now.
    pub channels: Vec<Channel>,
    /// The payments there are now.
    pub payments: Vec<Payment>,
}

/// One gateway's channels: the word in its ids, its module, its Korean name, its purpose, and which versions
/// have payments through it.
struct Gateway {
    word: &'static str,
    provider: &'static str,
    name: &'static str,
    purpose: Purpose,
    version: Version,
}

const fn gateway(
    word: &'static str,
    provider: &'static str,
    name: &'static str,
    purpose: Purpose,
    version: Version,
) -> Gateway {
    Gateway {
        word,
        provider,
        name,
        purpose,
        version,
    }
}

const GATEWAYS: &[Gateway] = &[
    gateway(
        "tosspayments",
        "tosspayments",
        "토스페이먼츠",
        Purpose::OneTime,
        Version::V2,
    ),
    gateway(
        "inicis",
        "inicis_v2",
        "KG이니시스",
        Purpose::OneTime,
        Version::V2,
    ),
    gateway("kcp", "kcp_v2", "NHN KCP", Purpose::OneTime, Version::V2),
    gateway(
        "kpn",
        "kpn",
        "한국결제네트웍스",
        Purpose::OneTime,
        Version::V2,
    ),
    gateway(
        "kakaopay",
        "kakaopay",
        "카카오페이",
        Purpose::OneTime,
        Version::V2,
    ),
    gateway(
        "kakaopay-recurring",
        "kakaopay",
        "카카오페이 정기",
        Purpose::Recurring,
        Version::V2,
    ),
    gateway(
        "tosspayments",
        "tosspayments",
        "토스페이먼츠",
        Purpose::OneTime,
        Version::V1,
    ),
    gateway(
        "inicis",
        "html5_inicis",
        "KG이니시스",
        Purpose::OneTime,
        Version::V1,
    ),
    gateway("kcp", "kcp", "NHN KCP", Purpose::OneTime, Version::V1),
    gateway(
        "kakaopay",
        "kakaopay",
        "카카오페이",
        Purpose::OneTime,
        Version::V1,
    ),
    gateway(
        "kakaopay-recurring",
        "kakaopay",
        "카카오페이 정기",
        Purpose::Recurring,
        Version::V1,
    ),
];

/// The store that is built in.
pub(crate) fn store() -> Store {
    Store {
        id: STORE_ID.to_owned(),
        v2_secrets: vec![V2_SECRET.to_owned()],
        v1: V1Keys {
            imp_code: V1_USER_CODE.to_owned(),
            key: V1_KEY.to_owned(),
            secret: V1_SECRET.to_owned(),
        },
        token: None,
        webhook_url: None,
        contracted: true,
    }
}

/// Everything that is built in.
pub(crate) fn plant(state: &mut State) {
    let now = state.now();
    (state.channels, state.payments) = channels_and_payments(now);
    more::plant(state, now);
}

/// The seeded channels and payments.
fn channels_and_payments(now: Timestamp) -> (Vec<Channel>, Vec<Payment>) {
    let (mut channels, mut payments): (Vec<Channel>, Vec<Payment>) = Default::default();
    for gateway in GATEWAYS {
        for live in [true, false] {
            let kind = if live { "live" } else { "test" };
            let word = gateway.word;
            let mid = format!("practice-{word}-{kind}");
            // One channel serves both versions when the module is the same.
            let known = channels
                .iter()
                .find(|channel| channel.mid == mid && channel.pg_provider == gateway.provider)
                .map(|channel| channel.key.clone());
            let key = known.unwrap_or_else(|| {
                let v1_only = if channels.iter().any(|channel| channel.mid == mid) {
                    "-v1"
                } else {
                    ""
                };
                let key = format!("channel-key-practice-{word}{v1_only}-{kind}");
                channels.push(Channel {
                    store_id: STORE_ID.to_owned(),
                    key: key.clone(),
                    name: format!(
                        "{} {}",
                        gateway.name,
                        if live { "실연동" } else { "테스트" }
                    ),
                    pg_provider: gateway.provider.to_owned(),
                    mid,
                    live,
                    purpose: gateway.purpose,
                });
                key
            });
            let mut add = |last: &str, status, on_cancel| {
                let mut id = format!("practice-{kind}-{word}-{last}");
                if gateway.version == Version::V1 && id.len() > LONGEST_IMP_UID {
                    id = format!("practice-v1-{:03}-{last}", payments.len());
                }
                payments.push(payment(&id, gateway.version, &key, status, on_cancel, now));
            };
            add("paid", Status::Paid, CancelOutcome::Succeeds);
            add("failed", Status::Failed, CancelOutcome::Succeeds);
            add("cancelled", Status::Cancelled, CancelOutcome::Succeeds);
            if !live {
                add("ready", Status::Ready, CancelOutcome::Succeeds);
                add("pending", Status::PayPending, CancelOutcome::Succeeds);
                add(
                    "vbank",
                    Status::VirtualAccountIssued,
                    CancelOutcome::Succeeds,
                );
                add("cancel-fails", Status::Paid, CancelOutcome::Fails);
                add("cancel-waits", Status::Paid, CancelOutcome::Waits);
                add("pg-refuses", Status::Paid, CancelOutcome::PgRefuses);
            }
        }
    }
    // The newest payment comes first in lists: let it be a plain one.
    for (index, payment) in payments.iter_mut().enumerate() {
        let age = SignedDuration::from_mins(60 + i64::try_from(index).unwrap_or_default());
        let at = now.checked_sub(age).unwrap_or(now);
        payment.requested_at = at;
        payment.changed_at = at;
        payment.paid_at = payment.paid_at.map(|_| at);
        for record in &mut payment.cancellations {
            record.at = at;
        }
    }
    (channels, payments)
}

/// A payment of 1,000 won that came to `status` now.
fn payment(
    id: &str,
    version: Version,
    channel_key: &str,
    status: Status,
    on_cancel: CancelOutcome,
    now: Timestamp,
) -> Payment {
    let new = crate::model::NewPayment {
        status,
        ..crate::model::NewPayment::paid(id, version, channel_key, 1000)
    };
    let mut made = from_new(STORE_ID, new, now);
    made.on_cancel = on_cancel;
    made
}

/// The gateway's refusal of practice.
pub(crate) fn refusal() -> Failure {
    Failure {
        pg_code: "PRACTICE".to_owned(),
        pg_message: "연습용 PG가 거절했어요.".to_owned(),
    }
}

/// V1's documents allow no longer `imp_uid`.
const LONGEST_IMP_UID: usize = 32;
/// V1's documents allow no longer order number.
const LONGEST_ORDER: usize = 40;

/// The order number of a V1 payment that was given none.
pub(crate) fn order_number(imp_uid: &str) -> String {
    let long = format!("practice-order-{imp_uid}");
    if long.len() <= LONGEST_ORDER {
        return long;
    }
    let short = format!("order-{imp_uid}");
    if short.len() <= LONGEST_ORDER {
        return short;
    }
    let hash = <sha2::Sha256 as sha2::Digest>::digest(imp_uid.as_bytes());
    let hex: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("practice-order-{hex}")
}

pub(crate) fn from_new(store_id: &str, new: crate::model::NewPayment, now: Timestamp) -> Payment {
    let was_paid = matches!(
        new.status,
        Status::Paid | Status::PartialCancelled | Status::Cancelled
    );
    let mut made = Payment {
        store_id: store_id.to_owned(),
        merchant_uid: match new.version {
            Version::V1 => order_number(&new.id),
            Version::V2 => new.id.clone(),
        },
        id: new.id,
        version: new.version,
        channel_key: new.channel_key,
        order_name: "연습 상품".to_owned(),
        amount: new.amount,
        tax_free: 0,
        cancelled: 0,
        currency: new.currency,
        method: match new.status {
            Status::VirtualAccountIssued => Method::VirtualAccount,
            _ => Method::Card,
        },
        status: if was_paid { Status::Paid } else { new.status },
        requested_at: now,
        changed_at: now,
        paid_at: was_paid.then_some(now),
        on_cancel: CancelOutcome::Succeeds,
        failure: (new.status == Status::Failed).then(refusal),
        more: More::default(),
        cancellations: Vec::new(),
        webhooks: Vec::new(),
    };
    match new.status {
        Status::Cancelled => made.cancel(&Cancelling::plain(made.amount, "연습 취소"), now),
        Status::PartialCancelled => {
            made.cancel(&Cancelling::plain(made.amount / 2, "연습 부분 취소"), now);
        }
        _ => {}
    }
    made.on_cancel = new.on_cancel;
    made
}

/// Billing keys, schedules and identity verifications.
mod more {
    use super::*;

    pub(super) fn plant(state: &mut State, now: Timestamp) {
        let ago = |hours| {
            now.checked_sub(SignedDuration::from_hours(hours))
                .unwrap_or(now)
        };
        let ahead = |hours| {
            now.checked_add(SignedDuration::from_hours(hours))
                .unwrap_or(now)
        };
        let channel = "channel-key-practice-kakaopay-recurring-test";
        let key = |word: &str, version, method| BillingKey {
            store_id: STORE_ID.to_owned(),
            key: format!("billing-key-practice-{word}"),
            version,
            channel_key: channel.to_owned(),
            customer_id: Some("practice-customer-1".to_owned()),
            method,
            issued_at: ago(48),
            deleted_at: None,
            on_pay: PayOutcome::Succeeds,
        };
        state.billing_keys = vec![
            key("issued", Version::V2, Method::Card),
            BillingKey {
                deleted_at: Some(ago(24)),
                ..key("deleted", Version::V2, Method::EasyPay)
            },
            BillingKey {
                on_pay: PayOutcome::PgRefuses,
                ..key("pg-refuses", Version::V2, Method::Card)
            },
            key("v1", Version::V1, Method::Card),
        ];
        let schedule = |word: &str, status, at, ended: Option<Timestamp>| Schedule {
            store_id: STORE_ID.to_owned(),
            id: format!("practice-schedule-{word}"),
            payment_id: format!("practice-scheduled-payment-{word}"),
            billing_key: "billing-key-practice-issued".to_owned(),
            order_name: "연습 정기결제".to_owned(),
            amount: 1000,
            currency: "KRW".to_owned(),
            notice_urls: Vec::new(),
            custom_data: String::new(),
            status,
            created_at: ago(72),
            time_to_pay: at,
            ended_at: ended,
        };
        let waiting = schedule("scheduled", ScheduleStatus::Scheduled, ahead(24 * 7), None);
        crate::events::plan_schedule(state, &waiting);
        state.schedules = vec![
            waiting,
            schedule("started", ScheduleStatus::Started, ago(1), Some(ago(1))),
            schedule("succeeded", ScheduleStatus::Succeeded, ago(2), Some(ago(2))),
            schedule("failed", ScheduleStatus::Failed, ago(3), Some(ago(3))),
            schedule("revoked", ScheduleStatus::Revoked, ago(4), Some(ago(5))),
            schedule("pending", ScheduleStatus::Pending, ago(6), Some(ago(6))),
        ];
        let identity = |word: &str, version, status| Identity {
            store_id: STORE_ID.to_owned(),
            id: format!("practice-identity-{word}"),
            version,
            channel_key: None,
            status,
            name: "연습 고객".to_owned(),
            requested_at: ago(2),
            changed_at: ago(1),
            failure: (status == IdentityStatus::Failed).then(refusal),
        };
        state.identities = vec![
            identity("verified", Version::V2, IdentityStatus::Verified),
            identity("ready", Version::V2, IdentityStatus::Ready),
            identity("failed", Version::V2, IdentityStatus::Failed),
            identity("v1", Version::V1, IdentityStatus::Verified),
        ];
        // One payment of each way to pay, and one with a cash receipt, so that every shape is answered.
        for method in Method::ALL {
            let word = method.word().to_ascii_lowercase().replace('_', "-");
            let mut made = payment(
                &format!("practice-method-{word}"),
                Version::V2,
                "channel-key-practice-tosspayments-test",
                Status::Paid,
                CancelOutcome::Succeeds,
                ago(36),
            );
            made.method = method;
            made.more.cash_receipt = method == Method::Transfer;
            state.payments.push(made);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_says_practice() {
        let (channels, payments) = channels_and_payments(Timestamp::now());
        let names = channels
            .iter()
            .flat_map(|channel| [channel.key.as_str(), channel.mid.as_str()])
            .chain(payments.iter().map(|payment| payment.id.as_str()))
            .chain([
                V2_SECRET,
                STORE_ID,
                FOREIGN_STORE_ID,
                MERCHANT_ID,
                WEBHOOK_SECRET,
            ])
            .chain([V1_KEY, V1_SECRET, V1_USER_CODE]);
        for name in names {
            assert!(name.contains("practice"), "{name}");
        }
        assert_eq!((V2_SECRET.len(), V1_SECRET.len()), (80, 80));
    }

    #[test]
    fn keys_and_ids_are_unique() {
        let (channels, payments) = channels_and_payments(Timestamp::now());
        let mut keys: Vec<_> = channels.iter().map(|channel| &channel.key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), channels.len());
        let mut ids: Vec<_> = payments.iter().map(Payment::v2_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), payments.len());
    }

    #[test]
    fn every_live_channel_has_a_paid_payment() {
        let (channels, payments) = channels_and_payments(Timestamp::now());
        for channel in channels.iter().filter(|channel| channel.live) {
            let paid = payments.iter().any(|payment| {
                payment.channel_key == channel.key
                    && payment.status == Status::Paid
                    && payment.amount == 1000
                    && payment.id.starts_with("practice-live-")
            });
            assert!(paid, "{}", channel.key);
        }
    }
}
