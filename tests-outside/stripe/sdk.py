"""Stripe's own library for Python as a client of the simulator: sdk.py COMMAND…, which starts it."""

from __future__ import annotations

import sys
from typing import Any

import stripe
from simulator import KEY, SECRET, Client, Simulator, wait_for

URL = "https://example.com/done"


def main(command: list[str]) -> None:
    simulator = Simulator(command)
    try:
        stripe_client = stripe.StripeClient(KEY, base_addresses={"api": simulator.url}, max_network_retries=2)
        print(use(stripe_client, Client(simulator.url), simulator))
    finally:
        simulator.close()


def expect(right: bool, what: str) -> None:
    if not right:
        sys.exit(what)


def use(client: stripe.StripeClient, control: Client, simulator: Simulator) -> str:
    api = client.v1
    owner = api.customers.create({"email": "ada@example.com", "metadata": {"orgId": "org_1"}})
    once: Any = {"idempotency_key": "ada-1"}
    first = api.customers.create({"email": "bea@example.com"}, once)
    expect(api.customers.create({"email": "bea@example.com"}, once).id == first.id, "a key was used twice")
    try:
        api.customers.create({"email": "other@example.com"}, once)
        sys.exit("a key was taken for another request")
    except stripe.IdempotencyError:
        pass
    control.act("/_sim/faults", requests=[{"fault": "timeout_after", "next": 1, "path": "/v1/customers"}])
    api.customers.create({"email": "lost@example.com"})
    lost = api.customers.list({"email": "lost@example.com"})
    expect(len(lost.data) == 1, "a lost answer was not asked for again under its key")

    product = api.products.create({"name": "Personal"})
    plan = api.prices.create(
        {"product": product.id, "currency": "usd", "unit_amount": 2000, "recurring": {"interval": "month"}}
    )
    meter = api.billing.meters.create(
        {
            "display_name": "Calls",
            "event_name": "calls",
            "default_aggregation": {"formula": "sum"},
            "customer_mapping": {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            "value_settings": {"event_payload_key": "value"},
        }
    )
    metered = api.prices.create(
        {
            "product": product.id,
            "currency": "usd",
            "unit_amount": 2,
            "recurring": {"interval": "month", "usage_type": "metered", "meter": meter.id},
        }
    )
    session = api.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": owner.id,
            "success_url": URL,
            "line_items": [{"price": plan.id, "quantity": 1}],
        }
    )
    control.act(f"/_sim/pay/{session.id}")
    done = api.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    expect(done.status == "complete" and done.subscription.status == "active", "the checkout began nothing")
    usage = api.subscriptions.create({"customer": owner.id, "items": [{"price": metered.id}]})
    for who in (owner.id, "cus_nobody"):
        api.billing.meter_events.create(
            {"event_name": "calls", "payload": {"stripe_customer_id": who, "value": "4000"}}
        )
    control.advance("P31D")
    control.advance("PT2H")
    invoices = [invoice for invoice in api.invoices.list({"customer": owner.id, "limit": 1}).auto_paging_iter()]
    expect(sorted(invoice.total for invoice in invoices) == [2000, 2000, 8000], "the invoices are not those of two months")
    lines = [line for line in api.invoices.line_items.list(invoices[0].id).auto_paging_iter()]
    expect(len(lines) == 1, "an invoice has no line")
    api.subscriptions.cancel(usage.id)
    try:
        api.subscriptions.cancel(usage.id)
        sys.exit("what was canceled was canceled once more")
    except stripe.InvalidRequestError as refusal:
        expect(refusal.code == "resource_missing", "a refusal has another code")

    configuration = api.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
    portal = api.billing_portal.sessions.create({"customer": owner.id, "configuration": configuration.id})
    expect(portal.url.startswith(simulator.url), "the portal is elsewhere")
    for number in range(12):
        api.customers.create({"email": f"many{number}@example.com"})
    people = [person.id for person in api.customers.list({"limit": 3}).auto_paging_iter()]
    expect(len(people) == len(set(people)) == 15, f"{len(people)} customers were listed")
    return webhooks(client, simulator)


def webhooks(client: stripe.StripeClient, simulator: Simulator) -> str:
    logged = [event.id for event in client.v1.events.list({"limit": 100}).auto_paging_iter()]
    came = simulator.listener
    expect(wait_for(lambda: set(logged) <= {event["id"] for event in came.events()}), "webhooks are missing")
    thin = snapshots = 0
    for body, signature in list(came.bodies):
        if b'"v2.core.event"' in body:
            notification = client.parse_event_notification(body, signature, SECRET, tolerance=10**9)
            full = notification.fetch_event()
            expect(full.id == notification.id and full.data is not None, "a thin event has no data")
            thin += 1
        else:
            event = client.construct_event(body, signature, SECRET, tolerance=10**9)
            expect(client.v1.events.retrieve(event.id).type == event.type, "an event is another one")
            snapshots += 1
    expect(thin > 0, "no thin event came")
    try:
        client.construct_event(came.bodies[0][0], came.bodies[0][1], "whsec_other", tolerance=10**9)
        sys.exit("a signature by another secret was taken")
    except stripe.SignatureVerificationError:
        pass
    return f"stripe {stripe.VERSION} for Python: {snapshots} events and {thin} thin ones, signed as it expects"


if __name__ == "__main__":
    main(sys.argv[1:])
