//! The text search of the list of payments: in what a payment shows.

use serde::Deserialize;
use serde_json::Value;

/// One field, or all of them, that has to contain a text.
#[derive(Deserialize)]
pub(crate) struct Search {
    field: String,
    value: String,
}

/// Every field the documents name, and where a payment shows it. `*` is each entry of an array.
const FIELDS: [(&str, &[&str]); 31] = [
    ("PAYMENT_ID", &["/id"]),
    ("TX_ID", &["/transactionId"]),
    ("SCHEDULE_ID", &["/scheduleId"]),
    ("FAIL_REASON", &["/failure/reason", "/failure/pgMessage"]),
    ("CARD_ISSUER", &["/method/card/issuer"]),
    ("CARD_ACQUIRER", &["/method/card/publisher"]),
    ("CARD_BIN", &["/method/card/bin"]),
    ("CARD_NUMBER", &["/method/card/number"]),
    ("CARD_APPROVAL_NUMBER", &["/method/approvalNumber"]),
    ("CARD_RECEIPT_NAME", &["/method/card/name"]),
    ("CARD_INSTALLMENT", &["/method/installment/month"]),
    ("TRANS_BANK", &["/method/bank"]),
    ("VIRTUAL_ACCOUNT_HOLDER_NAME", &["/method/remitteeName"]),
    ("VIRTUAL_ACCOUNT_BANK", &["/method/bank"]),
    ("VIRTUAL_ACCOUNT_NUMBER", &["/method/accountNumber"]),
    ("PG_MERCHANT_ID", &["/channel/pgMerchantId"]),
    ("PG_TX_ID", &["/pgTxId"]),
    ("PG_RECEIPT_ID", &["/cashReceipt/pgReceiptId"]),
    ("RECEIPT_APPROVAL_NUMBER", &["/cashReceipt/issueNumber"]),
    ("PG_CANCELLATION_ID", &["/cancellations/*/pgCancellationId"]),
    ("CANCEL_REASON", &["/cancellations/*/reason"]),
    ("ORDER_NAME", &["/orderName"]),
    ("CUSTOMER_NAME", &["/customer/name"]),
    ("CUSTOMER_EMAIL", &["/customer/email"]),
    ("CUSTOMER_PHONE_NUMBER", &["/customer/phoneNumber"]),
    ("CUSTOMER_ADDRESS", &["/customer/address/oneLine"]),
    ("CUSTOMER_ZIPCODE", &["/customer/zipcode"]),
    ("USER_AGENT", &["/origin/userAgent"]),
    ("BILLING_KEY", &["/billingKey"]),
    ("PROMOTION_ID", &["/promotionId"]),
    (
        "GIFT_CERTIFICATION_APPROVAL_NUMBER",
        &["/method/approvalNumber"],
    ),
];

/// Fields that mean one kind of payment only, by what its method begins with.
const OF_METHOD: [(&str, &str); 4] = [
    ("CARD_", "PaymentMethodCard"),
    ("TRANS_", "PaymentMethodTransfer"),
    ("VIRTUAL_ACCOUNT_", "PaymentMethodVirtualAccount"),
    ("GIFT_", "PaymentMethodGiftCertificate"),
];

impl Search {
    /// Whether there is such a field.
    pub(crate) fn is_known(&self) -> bool {
        self.field == "ALL" || FIELDS.iter().any(|(name, _)| *name == self.field)
    }

    /// Whether the payment, as it is shown, has it.
    pub(crate) fn fits(&self, shown: &Value) -> bool {
        let kind = shown.pointer("/method/type").and_then(Value::as_str);
        FIELDS
            .iter()
            .filter(|(name, _)| self.field == "ALL" || self.field == *name)
            .filter(|(name, _)| {
                OF_METHOD.iter().all(|(of, method)| {
                    !name.starts_with(of) || kind.unwrap_or("").starts_with(method)
                })
            })
            .flat_map(|(_, places)| places.iter())
            .any(|place| contains(shown, place, &self.value))
    }
}

fn contains(shown: &Value, place: &str, text: &str) -> bool {
    if let Some((list, rest)) = place.split_once("/*") {
        let entries = shown.pointer(list).and_then(Value::as_array);
        return entries
            .into_iter()
            .flatten()
            .any(|entry| contains(entry, rest, text));
    }
    match shown.pointer(place) {
        Some(Value::String(found)) => found.contains(text),
        Some(Value::Number(found)) => found.to_string() == text,
        _ => false,
    }
}
