//! What the practice PortOne starts with, and the keys it takes.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::model::{CancelOutcome, Channel, Payment, Purpose, Status, Version};

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

/// Everything a person needs to practise, as data to show.
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

/// The seeded channels and payments.
pub(crate) fn plant(now: Timestamp) -> (Vec<Channel>, Vec<Payment>) {
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
                payments.push(payment(
                    &format!("practice-{kind}-{word}-{last}"),
                    gateway.version,
                    &key,
                    status,
                    on_cancel,
                    now,
                ));
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
    let was_paid = matches!(
        status,
        Status::Paid | Status::PartialCancelled | Status::Cancelled
    );
    let mut payment = Payment {
        id: id.to_owned(),
        version,
        channel_key: channel_key.to_owned(),
        amount: 1000,
        cancelled: 0,
        currency: "KRW".to_owned(),
        status: if was_paid { Status::Paid } else { status },
        requested_at: now,
        changed_at: now,
        paid_at: was_paid.then_some(now),
        on_cancel,
        cancellations: Vec::new(),
    };
    match status {
        Status::Cancelled => payment.cancel(1000, "연습 취소", now),
        Status::PartialCancelled => payment.cancel(400, "연습 부분 취소", now),
        _ => {}
    }
    payment
}

pub(crate) fn from_new(new: crate::model::NewPayment, now: Timestamp) -> Payment {
    let mut made = payment(
        &new.id,
        new.version,
        &new.channel_key,
        Status::Paid,
        CancelOutcome::Succeeds,
        now,
    );
    made.amount = new.amount;
    made.currency = new.currency;
    match new.status {
        Status::Paid => {}
        Status::Cancelled => made.cancel(new.amount, "연습 취소", now),
        Status::PartialCancelled => made.cancel(new.amount / 2, "연습 부분 취소", now),
        Status::Ready | Status::PayPending | Status::VirtualAccountIssued | Status::Failed => {
            made.status = new.status;
            made.paid_at = None;
        }
    }
    made.on_cancel = new.on_cancel;
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_says_practice() {
        let (channels, payments) = plant(Timestamp::now());
        let names = channels
            .iter()
            .flat_map(|channel| [channel.key.as_str(), channel.mid.as_str()])
            .chain(payments.iter().map(|payment| payment.id.as_str()))
            .chain([V2_SECRET, STORE_ID, FOREIGN_STORE_ID, MERCHANT_ID])
            .chain([V1_KEY, V1_SECRET, V1_USER_CODE]);
        for name in names {
            assert!(name.contains("practice"), "{name}");
        }
        assert_eq!((V2_SECRET.len(), V1_SECRET.len()), (80, 80));
    }

    #[test]
    fn keys_and_ids_are_unique() {
        let (channels, payments) = plant(Timestamp::now());
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
        let (channels, payments) = plant(Timestamp::now());
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
