//! A payment as V2 writes it.

use serde_json::{Value, json};

use super::receipts;
use crate::deliver::MOST_TRIES;
use crate::model::{CancelOutcome, CancellationRecord, Escrow, Payment, Status, Version};
use crate::records::{Method, Webhook};
use crate::seed::MERCHANT_ID;
use crate::state::State as Memory;

/// The payment.
pub(super) fn payment(memory: &Memory, payment: &Payment) -> Option<Value> {
    let mut shown = common(memory, payment)?;
    shown["id"] = json!(payment.v2_id());
    shown["transactionId"] = json!(payment.transaction_id());
    let platform = payment.more.client.word();
    shown["origin"] = json!({ "platformType": platform, "ipAddress": "127.0.0.1" });
    if payment.status == Status::Paid {
        shown["disputes"] = json!([]);
    }
    Some(shown)
}

/// One try at it.
pub(super) fn transaction(memory: &Memory, payment: &Payment) -> Option<Value> {
    let mut shown = common(memory, payment)?;
    shown["id"] = json!(payment.transaction_id());
    shown["paymentId"] = json!(payment.v2_id());
    // Before it is paid, a try has nothing to give back.
    if payment.status == Status::Paid {
        remove(&mut shown, "cancellations");
    }
    Some(shown)
}

fn remove(shown: &mut Value, name: &str) {
    if let Some(fields) = shown.as_object_mut() {
        fields.remove(name);
    }
}

fn common(memory: &Memory, payment: &Payment) -> Option<Value> {
    let channel = memory.channel(&payment.channel_key)?;
    let vat = (payment.amount - payment.tax_free) / 11;
    let mut shown = json!({
        "status": payment.status.v2_word(),
        "merchantId": MERCHANT_ID,
        "storeId": payment.store_id,
        "version": payment.version.word(),
        "channel": super::channel(channel),
        "method": method(payment),
        "requestedAt": payment.requested_at,
        "updatedAt": payment.changed_at,
        "statusChangedAt": payment.changed_at,
        "orderName": payment.order_name,
        "amount": {
            "total": payment.amount,
            "taxFree": payment.tax_free,
            "vat": vat,
            "supply": payment.amount - payment.tax_free - vat,
            "discount": 0,
            "paid": if payment.paid_at.is_some() { payment.amount } else { 0 },
            "cancelled": payment.cancelled,
            "cancelledTaxFree": payment.cancelled_tax_free(),
        },
        "currency": payment.currency,
        "customer": super::customer(None),
    });
    let more = &payment.more;
    let optional = [
        ("billingKey", &more.billing_key),
        ("scheduleId", &more.schedule_id),
        ("promotionId", &more.promotion_id),
        ("customData", &more.custom_data),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            shown[name] = json!(value);
        }
    }
    if !payment.webhooks.is_empty() {
        let v2 = payment.version == Version::V2;
        let sent = payment.webhooks.iter().map(|one| webhook(one, v2));
        shown["webhooks"] = sent.collect();
    }
    if let Some(paid_at) = payment.paid_at {
        shown["paidAt"] = json!(paid_at);
        shown["pgTxId"] = json!(format!("practice-pg-{}", payment.id));
    }
    if let Some(issued_at) = payment.receipt_issued() {
        shown["cashReceipt"] = json!({
            "status": receipts::status(payment),
            "type": receipts::TYPE,
            "issueNumber": payment.receipt_number(),
            "totalAmount": payment.amount,
            "currency": payment.currency,
            "issuedAt": issued_at,
        });
        if let Some(at) = payment.receipt_cancelled() {
            shown["cashReceipt"]["cancelledAt"] = json!(at);
        }
    }
    if let Some(escrow) = more.escrow {
        shown["escrow"] = delivery(escrow);
    }
    by_status(&mut shown, payment);
    Some(shown)
}

/// Before a parcel is told of, there is nothing to tell.
fn delivery(escrow: Escrow) -> Value {
    let mut shown = json!({ "status": escrow.word() });
    if escrow != Escrow::BeforeRegistered {
        shown["company"] = json!("연습택배");
        shown["invoiceNumber"] = json!("0000000000");
    }
    if escrow == Escrow::Confirmed {
        shown["isAutomaticallyConfirmed"] = json!(false);
    }
    shown
}

fn by_status(shown: &mut Value, payment: &Payment) {
    let cancellations: Vec<Value> = payment.cancellations.iter().map(cancellation).collect();
    match payment.status {
        Status::Paid => {
            if !cancellations.is_empty() {
                shown["cancellations"] = json!(cancellations);
            }
        }
        Status::PartialCancelled | Status::Cancelled => {
            shown["cancellations"] = json!(cancellations);
            shown["cancelledAt"] = json!(payment.changed_at);
        }
        Status::Failed => {
            shown["failedAt"] = json!(payment.changed_at);
            let mut failure = json!({ "reason": "연습용 실패예요." });
            if let Some(known) = &payment.failure {
                failure["pgCode"] = json!(known.pg_code);
                failure["pgMessage"] = json!(known.pg_message);
            }
            shown["failure"] = failure;
        }
        Status::Ready => {
            // The buyer has not chosen yet.
            remove(shown, "channel");
            remove(shown, "method");
        }
        Status::PayPending | Status::VirtualAccountIssued => {}
    }
}

fn card() -> Value {
    json!({
        "publisher": "PRACTICE",
        "issuer": "PRACTICE-ISSUER",
        "brand": "LOCAL",
        "type": "CREDIT",
        "ownerType": "PERSONAL",
        "bin": "000000",
        "name": "연습카드",
        "number": "000000******0000",
    })
}

fn method(payment: &Payment) -> Value {
    match payment.method {
        Method::Card => json!({
            "type": "PaymentMethodCard",
            "card": card(),
            "approvalNumber": "00000000",
            "installment": { "month": 0, "isInterestFree": false },
            "pointUsed": false,
        }),
        Method::Transfer => json!({
            "type": "PaymentMethodTransfer",
            "bank": "KOOKMIN",
            "accountNumber": "000000000000",
        }),
        Method::VirtualAccount => json!({
            "type": "PaymentMethodVirtualAccount",
            "bank": "SHINHAN",
            "accountNumber": "00000000000000",
            "accountType": "NORMAL",
            "remitteeName": "연습 상점",
            "remitterName": "연습 고객",
            "issuedAt": payment.requested_at,
        }),
        Method::EasyPay => json!({
            "type": "PaymentMethodEasyPay",
            "provider": "KAKAOPAY",
            "easyPayMethod": { "type": "PaymentMethodCard", "card": card() },
        }),
        Method::Mobile => json!({ "type": "PaymentMethodMobile", "phoneNumber": "000-0000-0000" }),
        Method::GiftCertificate => json!({
            "type": "PaymentMethodGiftCertificate",
            "giftCertificateType": "CULTURELAND",
            "approvalNumber": "00000000",
        }),
        Method::ConvenienceStore => json!({
            "type": "PaymentMethodConvenienceStore",
            "convenienceStoreBrand": "LAWSON",
            "confirmationNumber": "000000",
        }),
        Method::Crypto => json!({ "type": "PaymentMethodCrypto" }),
    }
}

pub(super) fn cancellation(record: &CancellationRecord) -> Value {
    let mut shown = json!({
        "status": match record.outcome {
            CancelOutcome::Succeeds => "SUCCEEDED",
            CancelOutcome::Waits => "REQUESTED",
            CancelOutcome::Fails | CancelOutcome::PgRefuses => "FAILED",
        },
        "id": record.id,
        "totalAmount": record.amount,
        "taxFreeAmount": record.tax_free,
        "vatAmount": record.vat,
        "reason": record.reason,
        "requestedAt": record.at,
        "trigger": record.trigger,
    });
    if record.outcome == CancelOutcome::Succeeds {
        shown["cancelledAt"] = json!(record.at);
        shown["pgCancellationId"] = json!(format!("practice-pg-{}", record.id));
    }
    shown
}

/// A notice: V1's have no status of the payment, and their `url` is empty, as the field has to be there.
pub(super) fn webhook(webhook: &Webhook, v2: bool) -> Value {
    let mut shown = json!({
        "id": webhook.id,
        "url": if v2 { webhook.url.as_str() } else { "" },
        "currentExecutionCount": webhook.tries,
        "maxExecutionCount": if v2 { MOST_TRIES } else { 1 },
        "triggeredAt": webhook.triggered_at,
    });
    if v2 {
        shown["isAsync"] = json!(false);
        if let Some(status) = webhook.payment_status {
            shown["paymentStatus"] = json!(status);
        }
    }
    if webhook.by_hand > 0 {
        shown["trigger"] = json!("MANUAL");
    }
    if let Some(status) = webhook.status {
        shown["status"] = json!(status.word());
    }
    if let Some(at) = webhook.requested_at {
        shown["request"] = json!({
            "header": webhook.header,
            "body": webhook.body,
            "requestedAt": at,
        });
    }
    if let Some(answer) = &webhook.response {
        shown["response"] = json!({
            "code": answer.code.to_string(),
            "header": answer.header,
            "body": answer.body,
            "respondedAt": answer.at,
        });
    }
    shown
}
