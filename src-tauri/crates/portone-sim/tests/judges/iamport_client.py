"""The V1 client of the registry against the practice PortOne. Prints a row for each call."""

import json
import sys

from iamport import Iamport

url, key, secret = sys.argv[1:]
client = Iamport(key, secret, imp_url=url + "/")
stranger = Iamport(key, "wrong", imp_url=url + "/")
rows = []


def row(call, make, show):
    try:
        rows.append({"call": call, "ok": True, "value": show(make())})
    except Iamport.ResponseError as error:
        rows.append({"call": call, "ok": False, "value": error.code})
    except Iamport.HttpError as error:
        rows.append({"call": call, "ok": False, "value": error.code})


def short(payment):
    return [payment["status"], payment["amount"]]


def given_back(payment):
    return [payment["status"], payment["cancel_amount"]]


LIVE = "practice-live-kcp-paid"
TEST = "practice-test-kcp-paid"
ORDER = "practice-order-" + TEST
row("payment", lambda: client.find(imp_uid=LIVE), short)
row("payment test", lambda: client.find(imp_uid=TEST), short)
row("payment stranger", lambda: stranger.find(imp_uid=LIVE), short)
row("find", lambda: client.find(merchant_uid=ORDER), short)
row("find none", lambda: client.find(merchant_uid="none"), short)
# Its find_by_status calls its own helper wrongly, so it cannot be asked for.
row("is paid", lambda: client.is_paid(1000, imp_uid=LIVE), bool)
row("cancel", lambda: client.cancel("연습", imp_uid=TEST, amount=300, checksum=1000), given_back)
row("cancel too much", lambda: client.cancel("연습", imp_uid=TEST, amount=900), given_back)
row("cancel rest", lambda: client.cancel("연습", merchant_uid=ORDER), given_back)
row("certification", lambda: client.find_certification("practice-identity-v1"), lambda one: one["certified"])
row("certification none", lambda: client.find_certification("none"), str)
row("customer", lambda: client.customer_get("billing-key-practice-v1"), lambda one: one["customer_uid"])
row("customer none", lambda: client.customer_get("none"), str)
print(json.dumps(rows))
