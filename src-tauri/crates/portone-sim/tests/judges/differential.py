"""The calls that PortOne's Python SDK and our client both have, in one order. Prints what was understood."""

import json
import re
import sys

import portone_server_sdk as portone
from portone_server_sdk._portone_error import PortOneError

url, secret, time_to_pay = sys.argv[1:]
client = portone.PortOneClient(secret=secret, base_url=url)
payment, keys = client.payment, client.payment.billing_key
schedules = payment.payment_schedule
understood = []


def word(name, suffix):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix(suffix)).upper()


def say(make, show):
    try:
        understood.append(show(make()))
    except PortOneError as error:
        understood.append(word(type(error).__name__, "Error"))


def facts(one):
    return [
        one.id,
        word(type(one).__name__, "Payment"),
        one.amount.total,
        one.currency,
        getattr(one, "paid_at", None),
    ]


def each(show):
    return lambda page: [page.page.total_count, [show(one) for one in page.items]]


def tried(one):
    """A try to pay."""
    status = word(type(one).__name__, "PaymentTransaction")
    return [one.id, one.payment_id, status, one.requested_at, one.status_changed_at, getattr(one, "paid_at", None)]


def cancelled(done):
    one = done.cancellation
    status = word(type(one).__name__, "PaymentCancellation")
    return [
        one.id,
        status,
        one.total_amount,
        one.tax_free_amount,
        one.vat_amount,
        one.reason,
        one.trigger,
        one.requested_at,
        one.cancelled_at,
    ]


def sent(done):
    one = done.webhook
    return [
        one.id,
        one.url,
        one.status,
        one.payment_status,
        one.current_execution_count,
        one.max_execution_count,
        one.trigger,
        one.triggered_at,
        [one.request.body, one.request.requested_at],
        [one.response.code, one.response.body, one.response.responded_at],
    ]


PAGE = {"number": 0, "size": 10}
KEY, REFUSED = "billing-key-practice-issued", "billing-key-practice-pg-refuses"
CHARGE = {"billing_key": KEY, "order_name": "정기 결제", "amount": {"total": 1000}, "currency": "KRW"}
for name in ("practice-live-kcp-paid", "없음 a/b+c"):
    say(lambda: payment.get_payment(payment_id=name), facts)
for wanted in ({}, {"isTest": True, "status": ["PAID", "PENDING"]}):
    say(
        lambda: payment.get_payments(page=PAGE, filter=wanted),
        each(facts),
    )
say(
    lambda: payment.get_payment_transactions(payment_id="practice-live-kcp-paid"),
    lambda found: [tried(one) for one in found.items],
)
for amount in (400, 400):
    say(
        lambda: payment.cancel_payment(
            payment_id="practice-test-kcp-paid", amount=amount, reason="연습", current_cancellable_amount=1000
        ),
        cancelled,
    )
for wanted in ({}, {"webhook_id": "none"}):
    say(lambda: payment.resend_webhook(payment_id="practice-test-kcp-paid", **wanted), sent)
say(
    lambda: keys.get_billing_key_infos(page=PAGE, filter={}),
    each(
        lambda one: [
            one.billing_key,
            word(type(one).__name__, "BillingKeyInfo"),
            one.issued_at,
            getattr(one, "deleted_at", None),
        ]
    ),
)
for name in (KEY, "none"):
    say(
        lambda: keys.get_billing_key_info(billing_key=name),
        lambda one: word(type(one).__name__, "BillingKeyInfo"),
    )
for name in (KEY, REFUSED):
    say(
        lambda: payment.pay_with_billing_key(payment_id="practice-" + name, **{**CHARGE, "billing_key": name}),
        lambda paid: paid.payment.pg_tx_id,
    )
wire = {"billingKey": KEY, "orderName": "정기 결제", "amount": {"total": 1000}, "currency": "KRW"}
say(
    lambda: schedules.create_payment_schedule(payment_id="practice-later", payment=wire, time_to_pay=time_to_pay),
    lambda made: made.schedule.id,
)
say(
    lambda: schedules.get_payment_schedules(page=PAGE, filter={}),
    each(
        lambda one: [
            one.id,
            word(type(one).__name__, "PaymentSchedule"),
            one.payment_id,
            one.total_amount,
            one.created_at,
            one.time_to_pay,
            getattr(one, "completed_at", None),
        ]
    ),
)
say(
    lambda: schedules.get_payment_schedule(payment_schedule_id="practice-schedule-failed"),
    lambda one: word(type(one).__name__, "PaymentSchedule"),
)
say(lambda: schedules.revoke_payment_schedules(billing_key=KEY), lambda done: sorted(done.revoked_schedule_ids))
say(lambda: keys.delete_billing_key(billing_key=REFUSED), lambda _: True)
say(
    lambda: client.identity_verification.get_identity_verification(
        identity_verification_id="practice-identity-failed"
    ),
    lambda one: word(type(one).__name__, "IdentityVerification"),
)
say(
    lambda: client.identity_verification.get_identity_verifications(page=PAGE, filter={}),
    each(
        lambda one: [
            one.id,
            word(type(one).__name__, "IdentityVerification"),
            one.requested_at,
            one.status_changed_at,
            getattr(one, "verified_at", None),
        ]
    ),
)
say(
    lambda: payment.cash_receipt.get_cash_receipt_by_payment_id(payment_id="practice-method-transfer"),
    lambda one: one.amount,
)
say(
    lambda: payment.cash_receipt.get_cash_receipts(page=PAGE, filter={}),
    each(lambda one: [one.payment_id, word(type(one).__name__, "CashReceipt"), one.amount, one.issued_at]),
)
say(
    lambda: client.platform.company.get_platform_company_state(
        business_registration_number="1234567891", test=True
    ),
    lambda one: one.company_state.business_status,
)
say(
    lambda: client.platform.account.get_platform_account_holder(
        bank="SHINHAN", account_number="110000000000", test=True, birthdate="900101"
    ),
    lambda one: one.holder_name,
)
say(lambda: payment.promotion.get_promotion(promotion_id="practice-promotion"), lambda one: one.id)
print(json.dumps(understood))
