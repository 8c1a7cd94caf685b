"""Says of each message on standard input whether the reference implementation takes it; then signs some itself."""

import datetime
import json
import sys

from standardwebhooks.webhooks import Webhook

cases = json.load(sys.stdin)
said = []
for case in cases["verify"]:
    try:
        message = Webhook(case["secret"]).verify(case["body"], case["headers"])
        said.append(message.get("type", True))
    except Exception:  # It also stumbles over what is no signature at all.
        said.append(False)
signed = []
for case in cases["sign"]:
    at = datetime.datetime.fromtimestamp(case["at"], tz=datetime.timezone.utc)
    signed.append(Webhook(case["secret"]).sign(case["id"], at, case["body"]))
print(json.dumps({"said": said, "signed": signed}))
