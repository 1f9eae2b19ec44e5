"""What a customer's program does with the generated models: mypy checks it, and it reads real answers."""

import sys
import urllib.error
import urllib.request

from api import BillingAccount, BillingState, Error


def ask(url: str, key: str | None) -> bytes:
    headers = {} if key is None else {"x-api-key": key}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        body: bytes = answer.read()
        return body


def main(base: str, key: str) -> None:
    account = BillingAccount.model_validate_json(ask(base + "/v1/billing", key))
    state: BillingState = account.billingState
    if state is not BillingState.sandbox_grant:
        sys.exit(f"a new organization is in the state {state}")
    try:
        ask(base + "/v1/billing", None)
    except urllib.error.HTTPError as refusal:
        error = Error.model_validate_json(refusal.read())
        print(f"its models read an answer ({state.value}) and a refusal ({error.code.value})")
    else:
        sys.exit("a call without a key was answered")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
