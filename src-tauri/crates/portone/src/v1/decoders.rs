//! Every V1 answer, read from given bytes.

use crate::call::Answer;
use crate::payment::WireV1Payment;
use crate::v1::Envelope;
use crate::v1::payment::WireV1Detail;

pub(crate) fn read_all(answer: &Answer) {
    let inner = match answer.decode::<Envelope>() {
        Ok(envelope) => envelope.response,
        Err(_) => serde_json::from_slice(&answer.body).ok(),
    };
    let Some(inner) = inner else { return };
    let facts = serde_json::from_str::<WireV1Payment>(inner.get());
    let detail = serde_json::from_str::<WireV1Detail>(inner.get());
    if let (Ok(facts), Ok(detail)) = (facts, detail)
        && let Ok(payment) = detail.with(facts)
    {
        assert!(payment.facts.oddity().is_none() || !payment.facts.is_live_paid());
    }
}
