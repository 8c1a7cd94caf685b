//! What a payment says, reduced to what proves something. The buyer's fields are not read at all.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::money::Amount;
use crate::provider::PgProvider;

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The window was opened, nothing more.
    Ready,
    /// The gateway has not decided yet.
    PayPending,
    /// A virtual account was issued; no money has come.
    VirtualAccountIssued,
    /// Paid. Only ever from exactly that word.
    Paid,
    /// Failed.
    Failed,
    /// Paid, and a part was given back.
    PartialCancelled,
    /// Cancelled in full.
    Cancelled,
    /// A word this version does not know.
    Unknown(String),
}

impl Status {
    pub(crate) fn from_v2(word: &str) -> Self {
        match word {
            "READY" => Self::Ready,
            "PAY_PENDING" => Self::PayPending,
            "VIRTUAL_ACCOUNT_ISSUED" => Self::VirtualAccountIssued,
            "PAID" => Self::Paid,
            "FAILED" => Self::Failed,
            "PARTIAL_CANCELLED" => Self::PartialCancelled,
            "CANCELLED" => Self::Cancelled,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// V1 keeps `paid` after a part was given back, so the returned amount decides.
    fn from_v1(word: &str, nothing_returned: bool) -> Self {
        match word {
            "ready" => Self::Ready,
            "pending" => Self::PayPending,
            "paid" if nothing_returned => Self::Paid,
            "paid" => Self::PartialCancelled,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// Whether a channel moves real money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Real money.
    Live,
    /// Test channel.
    Test,
    /// PortOne did not say, or said a word this version does not know. Treat as real.
    Unknown,
}

/// The channel a payment went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelFacts {
    /// Real or test.
    pub live: Liveness,
    /// The channel key. V1 payments carry none.
    pub key: Option<String>,
    /// The payment module.
    pub pg_provider: PgProvider,
    /// The merchant id at the gateway (MID).
    pub mid: Option<String>,
}

/// Which of PortOne's versions made the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// V1.
    V1,
    /// V2.
    V2,
    /// Not told, or a word this version does not know.
    Unknown,
}

/// The facts of one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
    /// The payment id (V2) or `imp_uid` (V1) that was asked for; in a list, as PortOne told it.
    pub id: String,
    /// PortOne's own number. For V1 payments the `imp_uid`.
    pub transaction_id: Option<String>,
    /// Which version made it.
    pub version: Version,
    /// Where it stands.
    pub status: Status,
    /// The total.
    pub amount: Amount,
    /// How much of it was given back.
    pub cancelled: Amount,
    /// The channel. Absent before the buyer chose one.
    pub channel: Option<ChannelFacts>,
    /// The store it belongs to. V1 does not tell.
    pub store_id: Option<String>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The gateway's own code of a payment that failed, where it is told.
    pub pg_code: Option<Box<str>>,
}

impl PaymentFacts {
    /// Paid in full, nothing given back, on a channel PortOne calls real.
    #[must_use]
    pub fn is_live_paid(&self) -> bool {
        self.is_paid()
            && self
                .channel
                .as_ref()
                .is_some_and(|channel| channel.live == Liveness::Live)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireV2Payment {
    pub(crate) id: String,
    status: String,
    transaction_id: Option<String>,
    version: Option<String>,
    pub(crate) store_id: Option<String>,
    channel: Option<WireV2Channel>,
    amount: WireV2Amount,
    currency: String,
    paid_at: Option<String>,
    failure: Option<WireV2Failure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireV2Failure {
    pg_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireV2Channel {
    r#type: Option<String>,
    key: Option<String>,
    pg_provider: String,
    pg_merchant_id: Option<String>,
}

#[derive(Deserialize)]
struct WireV2Amount {
    total: i64,
    cancelled: i64,
}

impl From<WireV2Channel> for ChannelFacts {
    fn from(wire: WireV2Channel) -> Self {
        Self {
            live: match wire.r#type.as_deref() {
                Some("LIVE") => Liveness::Live,
                Some("TEST") => Liveness::Test,
                _ => Liveness::Unknown,
            },
            key: wire.key,
            pg_provider: PgProvider::from_code(&wire.pg_provider),
            mid: wire.pg_merchant_id,
        }
    }
}

impl WireV2Payment {
    pub(crate) fn facts(self) -> PaymentFacts {
        let money = |minor| Amount::from_minor(minor, &self.currency);
        PaymentFacts {
            transaction_id: self.transaction_id,
            version: match self.version.as_deref() {
                Some("V1") => Version::V1,
                Some("V2") => Version::V2,
                _ => Version::Unknown,
            },
            status: Status::from_v2(&self.status),
            amount: money(self.amount.total),
            cancelled: money(self.amount.cancelled),
            channel: self.channel.map(ChannelFacts::from),
            store_id: self.store_id,
            paid_at: self.paid_at.and_then(|text| text.parse().ok()),
            pg_code: self
                .failure
                .and_then(|failure| failure.pg_code)
                .map(|code| crate::classify::clean(&code, &[])),
            id: self.id,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct WireV1Payment {
    pub(crate) imp_uid: String,
    status: String,
    /// The digits as they stand in the answer: no amount passes through floating point.
    amount: Box<RawValue>,
    cancel_amount: Box<RawValue>,
    currency: String,
    sandbox: Option<bool>,
    pg_provider: Option<String>,
    pg_id: Option<String>,
    paid_at: Option<i64>,
    fail_reason: Option<String>,
}

/// V1 has no field for the gateway's code; many gateways' reasons begin with it, in brackets.
fn leading_code(reason: &str) -> Option<Box<str>> {
    let (code, _) = reason.strip_prefix('[')?.split_once(']')?;
    let fits = (1..=40).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    fits.then(|| code.into())
}

impl WireV1Payment {
    /// `Err` names the field that cannot be read.
    pub(crate) fn facts(self) -> Result<PaymentFacts, &'static str> {
        let money = |raw: &RawValue| Amount::from_decimal(raw.get(), &self.currency);
        let amount = money(&self.amount).ok_or("response.amount")?;
        let cancelled = money(&self.cancel_amount).ok_or("response.cancel_amount")?;
        let nothing_returned = matches!(
            crate::money::minor_units(self.cancel_amount.get(), 12),
            Some(0)
        );
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        Ok(PaymentFacts {
            transaction_id: Some(self.imp_uid.clone()),
            id: self.imp_uid,
            version: Version::V1,
            status: Status::from_v1(&self.status, nothing_returned),
            amount,
            cancelled,
            channel: filled(self.pg_provider).map(|provider| ChannelFacts {
                live: match self.sandbox {
                    Some(true) => Liveness::Test,
                    Some(false) => Liveness::Live,
                    None => Liveness::Unknown,
                },
                key: None,
                pg_provider: PgProvider::from_code(&provider),
                mid: filled(self.pg_id),
            }),
            store_id: None,
            // Zero stands for "not".
            paid_at: self
                .paid_at
                .filter(|seconds| *seconds > 0)
                .and_then(|seconds| Timestamp::from_second(seconds).ok()),
            pg_code: self.fail_reason.as_deref().and_then(leading_code),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paid_needs_exactly_that_word() {
        for (word, paid) in [
            ("PAID", true),
            ("paid", false),
            ("PAID ", false),
            ("Paid", false),
            ("PARTIAL_CANCELLED", false),
            ("PENDING", false),
            ("", false),
        ] {
            assert_eq!(Status::from_v2(word) == Status::Paid, paid, "{word:?}");
        }
        assert_eq!(Status::from_v1("paid", true), Status::Paid);
        assert_eq!(Status::from_v1("paid", false), Status::PartialCancelled);
        assert_eq!(
            Status::from_v1("PAID", true),
            Status::Unknown("PAID".into())
        );
    }

    fn v2(json: &str) -> Result<PaymentFacts, serde_json::Error> {
        serde_json::from_str::<WireV2Payment>(json).map(WireV2Payment::facts)
    }

    #[test]
    fn v2_is_lenient_about_words_and_strict_about_money() {
        let facts = v2(
            r#"{"id":"p","status":"NEW_WORD","currency":"KRW","extra":{"a":[1]},
            "amount":{"total":1000,"cancelled":0,"new":1},
            "channel":{"type":"SHADOW","pgProvider":"NEXT_PAY"},"paidAt":"yesterday"}"#,
        )
        .unwrap();
        assert_eq!(facts.status, Status::Unknown("NEW_WORD".into()));
        let channel = facts.channel.as_ref().unwrap();
        assert_eq!(channel.live, Liveness::Unknown);
        assert_eq!(channel.pg_provider.code(), "next_pay");
        assert_eq!(facts.paid_at, None);
        assert!(!facts.is_live_paid());

        for total in ["1000.0", "1e3", "\"1000\"", "null", "9223372036854775808"] {
            let json = format!(
                r#"{{"id":"p","status":"PAID","currency":"KRW","amount":{{"total":{total},"cancelled":0}}}}"#
            );
            assert!(v2(&json).is_err(), "{total}");
        }
    }

    fn v1(amount: &str, returned: &str, currency: &str) -> Result<PaymentFacts, &'static str> {
        serde_json::from_str::<WireV1Payment>(&format!(
            r#"{{"imp_uid":"imp_1","status":"paid","amount":{amount},"cancel_amount":{returned},
            "currency":"{currency}","sandbox":false,"pg_provider":"kcp","pg_id":"A","paid_at":0}}"#
        ))
        .unwrap()
        .facts()
    }

    #[test]
    fn v1_amounts_are_read_from_their_digits() {
        let usd = v1("10.10", "0", "USD").unwrap();
        assert_eq!(usd.amount.exact().unwrap().minor, 1010);
        assert_eq!(usd.status, Status::Paid);
        assert_eq!(usd.paid_at, None);
        assert!(usd.is_live_paid());
        // No f64 holds this one.
        let large = v1("90071992547409.93", "0", "USD").unwrap();
        assert_eq!(large.amount.exact().unwrap().minor, 9_007_199_254_740_993);
        assert_eq!(v1("1000.5", "0", "KRW"), Err("response.amount"));
        assert_eq!(v1("\"1000\"", "0", "KRW"), Err("response.amount"));
        assert_eq!(v1("1000", "null", "KRW"), Err("response.cancel_amount"));
        let part = v1("1000", "300", "KRW").unwrap();
        assert_eq!(part.status, Status::PartialCancelled);
        assert!(!part.is_live_paid());
        let odd = v1("0.5", "0.1", "BTC").unwrap();
        assert_eq!(odd.status, Status::PartialCancelled);
        assert_eq!(odd.amount.exact(), None);
    }

    #[test]
    fn v1_tells_the_gateway_s_code_at_the_head_of_its_reason_or_not_at_all() {
        for (reason, code) in [
            ("[8023] 한도 초과", Some("8023")),
            ("[PRACTICE-8023]", Some("PRACTICE-8023")),
            ("[결제포기] 사용자가 취소했어요", None),
            ("[] x", None),
            ("[8023 한도 초과", None),
            ("한도 초과", None),
            ("", None),
        ] {
            assert_eq!(leading_code(reason).as_deref(), code, "{reason}");
        }
        let long = format!("[{}]", "1".repeat(41));
        assert_eq!(leading_code(&long), None);
    }

    /// JSON of any shape, with the field names that are read among the others.
    fn json() -> impl proptest::strategy::Strategy<Value = serde_json::Value> {
        use proptest::prelude::*;
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_map(serde_json::Value::from),
            ".{0,12}".prop_map(serde_json::Value::from),
            "PAID|paid|KRW|LIVE|KCP".prop_map(serde_json::Value::from),
        ];
        let name = "id|imp_uid|status|amount|total|cancelled|cancel_amount|currency|channel|type\
            |pgProvider|pg_provider|sandbox|paidAt|paid_at|x";
        leaf.prop_recursive(3, 64, 12, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                proptest::collection::hash_map(name, inner, 0..16)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest::proptest! {
        #[test]
        fn no_answer_panics(value in json()) {
            let text = value.to_string();
            if let Ok(wire) = serde_json::from_str::<WireV2Payment>(&text) {
                let _ = wire.facts();
            }
            if let Ok(wire) = serde_json::from_str::<WireV1Payment>(&text) {
                let _ = wire.facts();
            }
        }
    }
}
