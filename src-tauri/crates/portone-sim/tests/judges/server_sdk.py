"""PortOne's Python SDK against the practice PortOne. Prints a row for each call."""

import datetime
import json
import re
import sys

import portone_server_sdk as portone
from portone_server_sdk._portone_error import PortOneError

url, secret, store_id = sys.argv[1:]
client = portone.PortOneClient(secret=secret, base_url=url, store_id=store_id)
stranger = portone.PortOneClient(secret="wrong", base_url=url)
foreign = portone.PortOneClient(
    secret=secret, base_url=url, store_id="store-practice-00000000-0000-4000-8000-0000000000ff"
)
rows = []


def word(name, suffix):
    """PaidPayment, Payment: PAID. The SDK keeps the word in the name of the class."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix(suffix)).upper()


def status(one, suffix):
    return word(type(one).__name__, suffix)


def row(call, make, show):
    try:
        rows.append({"call": call, "ok": True, "value": show(make())})
    except PortOneError as error:
        rows.append({"call": call, "ok": False, "value": word(type(error).__name__, "Error")})


def after(days):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(days=days)).isoformat()


payment = client.payment
ID = "practice-live-kcp-paid"
row(
    "payment",
    lambda: payment.get_payment(payment_id=ID),
    lambda p: [status(p, "Payment"), p.amount.total, p.channel.type],
)
row("payment none", lambda: payment.get_payment(payment_id="없음 a/b"), str)
row("payment foreign", lambda: foreign.payment.get_payment(payment_id=ID), str)
row("payment stranger", lambda: stranger.payment.get_payment(payment_id=ID), str)
row(
    "payments",
    lambda: payment.get_payments(
        page={"number": 0, "size": 50}, filter={"status": ["PENDING"], "version": "V2"}
    ),
    lambda page: [len(page.items) - 1, status(page.items[0], "Payment")],
)
row("payments too far", lambda: payment.get_payments(page={"number": 60, "size": 1000}), str)
row(
    "transactions",
    lambda: payment.get_payment_transactions(payment_id=ID),
    lambda found: [status(one, "PaymentTransaction") for one in found.items],
)
TO_CANCEL = "practice-test-kcp-paid"


def cancel(payment_id, **more):
    return payment.cancel_payment(payment_id=payment_id, reason="연습", amount=400, **more)


row(
    "cancel",
    lambda: cancel(TO_CANCEL, current_cancellable_amount=1000).cancellation,
    lambda one: [status(one, "PaymentCancellation"), one.total_amount],
)
row("cancel guard", lambda: cancel(TO_CANCEL, current_cancellable_amount=1000), str)
row("cancel pg", lambda: cancel("practice-test-kcp-pg-refuses"), str)
row(
    "cancel fails",
    lambda: cancel("practice-test-kcp-cancel-fails").cancellation,
    lambda one: status(one, "PaymentCancellation"),
)

keys = payment.billing_key
KEY = "billing-key-practice-issued"
row("billing keys", keys.get_billing_key_infos, lambda page: page.page.total_count)
row("billing key", lambda: keys.get_billing_key_info(billing_key=KEY), lambda one: status(one, "BillingKeyInfo"))
row("billing key none", lambda: keys.get_billing_key_info(billing_key="none"), str)


def pay(payment_id="practice-sdk", key=KEY):
    return payment.pay_with_billing_key(
        payment_id=payment_id,
        billing_key=key,
        order_name="정기",
        amount={"total": 1000},
        currency="KRW",
    )


row("pay", pay, lambda paid: isinstance(paid.payment.pg_tx_id, str))
row("pay again", pay, str)
row("pay refused", lambda: pay("practice-sdk-2", "billing-key-practice-pg-refuses"), str)
row("resend", lambda: payment.resend_webhook(payment_id="practice-sdk"), lambda sent: sent.webhook.status)

schedules = payment.payment_schedule
made = []


def schedule():
    charge = {"billingKey": KEY, "orderName": "정기", "amount": {"total": 1000}, "currency": "KRW"}
    one = schedules.create_payment_schedule(
        payment_id="practice-sdk-later", payment=charge, time_to_pay=after(2)
    )
    made.append(one.schedule.id)
    return schedules.get_payment_schedule(payment_schedule_id=one.schedule.id)


row("schedule", schedule, lambda one: status(one, "PaymentSchedule"))
row(
    "schedules",
    lambda: schedules.get_payment_schedules(filter={"until": after(3), "status": ["SCHEDULED"]}),
    lambda page: page.page.total_count,
)
row("revoke", lambda: schedules.revoke_payment_schedules(schedule_ids=made), lambda r: len(r.revoked_schedule_ids))
row("revoke again", lambda: schedules.revoke_payment_schedules(schedule_ids=made), str)

identities = client.identity_verification


def identity(name):
    return identities.get_identity_verification(identity_verification_id=name)


row(
    "identity",
    lambda: identity("practice-identity-verified"),
    lambda one: [status(one, "IdentityVerification"), one.verified_customer.name],
)
row("identity none", lambda: identity("none"), str)
row("identities", identities.get_identity_verifications, lambda page: page.page.total_count)
receipts = payment.cash_receipt
row(
    "cash receipt",
    lambda: receipts.get_cash_receipt_by_payment_id(payment_id="practice-method-transfer"),
    lambda one: status(one, "CashReceipt"),
)
row("cash receipt none", lambda: receipts.get_cash_receipt_by_payment_id(payment_id="practice-method-card"), str)
company = client.platform.company.get_platform_company_state
row("company", lambda: company(business_registration_number="1234567891"), lambda one: one.company_state.business_status)
row("company none", lambda: company(business_registration_number="1234567890"), str)
row(
    "holder",
    lambda: client.platform.account.get_platform_account_holder(bank="SHINHAN", account_number="110000000000"),
    lambda one: one.holder_name,
)
row("promotion", lambda: payment.promotion.get_promotion(promotion_id="practice-promotion"), lambda one: one.status)


def gone():
    return keys.delete_billing_key(billing_key="billing-key-practice-pg-refuses")


row("delete", gone, lambda one: bool(datetime.datetime.fromisoformat(one.deleted_at[:19])))
row("delete again", gone, str)
row("login", lambda: client.auth.login_via_api_secret(api_secret=secret), lambda one: len(one.access_token) > 0)
print(json.dumps(rows))
