"""Every operation and every event that the simulator has, in one account's life."""

from __future__ import annotations

from typing import Any

from simulator import Client

Json = Any
GOOD = {"number": "4242424242424242"}
CHARGED_NO_MORE = {"number": "4000000000000341"}
TO_CONFIRM = {"number": "4000002760003184"}
REFUSED = {"number": "4000000000000002"}
URL = "https://example.com/done"
ADDRESS = {"line1": "1 Main Street", "city": "Berlin", "country": "DE", "postal_code": "10115"}


class Story:
    """Tells it all to a client, which keeps the answers."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.names = 0

    def tell(self) -> None:
        self.customers()
        self.catalog()
        self.portal_configuration()
        self.setups()
        self.plans()
        self.usage()
        self.tax()
        self.operator()
        self.portal()
        self.dunning()
        self.goodbye()
        self.destinations()
        self.events()

    def customer(self, **more: Json) -> str:
        self.names += 1
        email = f"ada{self.names}@example.com"
        return self.client.post("/v1/customers", email=email, name="Ada", metadata={"orgId": "org_1"}, **more)["id"]

    def next_month(self) -> None:
        """And an hour more, in which invoices are drafts."""
        self.client.advance("P31D")
        self.client.advance("PT2H")

    def customers(self) -> None:
        ask = self.client
        ask.post("/v1/customers")
        full = self.customer(
            address=ADDRESS,
            description="a person",
            phone="+4930123",
            preferred_locales=["de", "en"],
            shipping={"address": ADDRESS, "name": "Ada"},
            tax_exempt="reverse",
        )
        ask.post(f"/v1/customers/{full}", name="Ada L.", metadata={"orgId": "", "plan": "x"})
        ask.get(f"/v1/customers/{full}")
        ask.get("/v1/customers", limit=1)
        ask.get("/v1/customers", email="nobody@example.com")
        ask.get("/v1/customers/cus_none", 404)
        ask.post("/v1/customers", 400, nonsense=1)
        card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        method = ask.post("/v1/payment_methods", type="card", card=card, billing_details={"name": "Ada"})["id"]
        ask.post(f"/v1/payment_methods/{method}/attach", customer=full)
        ask.post(f"/v1/payment_methods/{method}/attach", 400, customer=full)
        ask.post("/v1/payment_methods/pm_card_chargeDeclined/attach", 402, customer=full)
        ask.post(f"/v1/customers/{full}", invoice_settings={"default_payment_method": method})
        ask.get(f"/v1/customers/{full}", expand=["invoice_settings.default_payment_method"])
        ask.get(f"/v1/customers/{full}/payment_methods")
        ask.get(f"/v1/customers/{full}/payment_methods/{method}")
        ask.get("/v1/payment_methods", customer=full, type="card")
        ask.get(f"/v1/payment_methods/{method}")
        ask.post(f"/v1/payment_methods/{method}/detach")

    def price(self, product: str, cents: int, interval: str = "month", **more: Json) -> str:
        recurring = {"interval": interval}
        return self.client.post(
            "/v1/prices", product=product, currency="usd", unit_amount=cents, recurring=recurring, **more
        )["id"]

    def catalog(self) -> None:
        ask = self.client
        self.product = ask.post(
            "/v1/products",
            name="Personal",
            description="For one",
            images=["https://example.com/a.png"],
            metadata={"plan": "personal"},
            unit_label="seat",
            url="https://example.com",
        )["id"]
        ask.post(f"/v1/products/{self.product}", name="Personal plan")
        ask.get(f"/v1/products/{self.product}")
        ask.get("/v1/products", active=True)
        self.small = self.price(self.product, 2000, lookup_key="small", nickname="small")
        self.large = self.price(self.product, 5500, tax_behavior="exclusive", metadata={"a": "b"})
        self.yearly = self.price(self.product, 20000, "year")
        ask.post("/v1/prices", product=self.product, currency="usd", unit_amount_decimal="0.5")
        ask.post("/v1/prices", product=self.product, currency="usd", unit_amount=100)
        ask.post(f"/v1/prices/{self.small}", nickname="Small")
        ask.get(f"/v1/prices/{self.small}", expand=["product"])
        ask.get("/v1/prices", lookup_keys=["small"])
        self.meter = ask.post(
            "/v1/billing/meters",
            display_name="Calls",
            event_name="calls",
            default_aggregation={"formula": "sum"},
            customer_mapping={"event_payload_key": "stripe_customer_id", "type": "by_id"},
            value_settings={"event_payload_key": "value"},
        )["id"]
        ask.post(f"/v1/billing/meters/{self.meter}", display_name="Paid calls")
        ask.get(f"/v1/billing/meters/{self.meter}")
        ask.get("/v1/billing/meters", status="active")
        self.metered = ask.post(
            "/v1/prices",
            product=self.product,
            currency="usd",
            unit_amount_decimal="0.25",
            recurring={"interval": "month", "usage_type": "metered", "meter": self.meter},
            tax_behavior="exclusive",
        )["id"]

    def portal_configuration(self) -> None:
        ask = self.client
        everything = {
            "customer_update": {"enabled": True, "allowed_updates": ["email", "tax_id"]},
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
            "subscription_update": {
                "enabled": True,
                "default_allowed_updates": ["price"],
                "products": [{"product": self.product, "prices": [self.small, self.large, self.yearly]}],
                "proration_behavior": "always_invoice",
            },
        }
        path = "/v1/billing_portal/configurations"
        bare = ask.post(path, features={"invoice_history": {"enabled": True}})["id"]
        ask.post(f"{path}/{bare}", active=False)
        self.configuration = ask.post(
            path, features=everything, business_profile={"headline": "Hello"}, default_return_url=URL, name="Ours"
        )["id"]
        ask.post(f"{path}/{self.configuration}", metadata={"of": "us"})
        ask.get(f"{path}/{self.configuration}")
        ask.get(path)

    def setups(self) -> None:
        ask = self.client
        path = "/v1/checkout/sessions"
        setup = {"mode": "setup", "currency": "usd", "success_url": URL}
        owner = self.customer()
        paid = ask.post(
            path,
            customer=owner,
            cancel_url=URL,
            client_reference_id="org_1",
            locale="de",
            metadata={"a": "b"},
            setup_intent_data={"metadata": {"c": "d"}, "description": "a card"},
            **setup,
        )["id"]
        ask.act(f"/_sim/pay/{paid}", 402, **REFUSED)
        ask.act(f"/_sim/pay/{paid}", **GOOD)
        ask.get(f"{path}/{paid}", expand=["setup_intent", "customer"])
        closed = ask.post(path, customer_email="new@example.com", **setup)["id"]
        ask.post(f"{path}/{closed}/expire")
        ask.post(f"{path}/{closed}/expire", 400)
        intent = ask.get("/v1/setup_intents", customer=owner)["data"][0]["id"]
        ask.get(f"/v1/setup_intents/{intent}")

    def plan(self, owner: str, price: str, card: Json) -> Json:
        ask = self.client
        session = ask.post(
            "/v1/checkout/sessions",
            mode="subscription",
            customer=owner,
            success_url=URL,
            line_items=[{"price": price, "quantity": 1}],
            subscription_data={"metadata": {"orgId": "org_1"}},
        )["id"]
        ask.act(f"/_sim/pay/{session}", **card)
        subscription = ask.get(f"/v1/checkout/sessions/{session}")["subscription"]
        return ask.get(f"/v1/subscriptions/{subscription}")

    def plans(self) -> None:
        ask = self.client
        owner = self.customer()
        plan = self.plan(owner, self.small, GOOD)
        path = f"/v1/subscriptions/{plan['id']}"
        item = plan["items"]["data"][0]["id"]
        ask.get(path, expand=["latest_invoice", "customer", "default_payment_method"])
        ask.get("/v1/checkout/sessions", customer=owner)
        ask.post(path, items=[{"id": item, "price": self.large}], proration_behavior="always_invoice")
        ask.advance("P3D")
        ask.post(path, items=[{"id": item, "price": self.small}], metadata={"x": "y"}, description="smaller")
        ask.post(path, cancel_at_period_end=True)
        ask.post(path, cancel_at_period_end=False)
        ask.advance("P30D")
        ask.get("/v1/subscriptions", customer=owner, status="all")
        ask.get("/v1/invoices", customer=owner)
        last = ask.get("/v1/invoices", customer=owner, limit=1)["data"][0]["id"]
        ask.get(f"/v1/invoices/{last}")
        ask.get(f"/v1/invoices/{last}/lines")
        ask.post(f"/v1/invoices/{last}", description="of this month", metadata={"a": "b"})
        ask.delete(f"/v1/invoices/{last}", 400)
        ask.post(f"/v1/invoices/{last}/finalize")
        ask.delete(path)

    def usage(self) -> None:
        ask = self.client
        owner = self.customer()
        ask.post("/v1/payment_methods/pm_card_visa/attach", customer=owner)
        metered = ask.post(
            "/v1/subscriptions", customer=owner, items=[{"price": self.metered}], metadata={"orgId": "org_1"}
        )
        now = metered["created"]
        payload = {"stripe_customer_id": owner, "value": 4000}
        ask.post("/v1/billing/meter_events", event_name="calls", payload=payload, identifier="once")
        ask.post("/v1/billing/meter_events", 400, event_name="calls", payload=payload, identifier="once")
        stranger = {"stripe_customer_id": "cus_nobody", "value": 1}
        ask.post("/v1/billing/meter_events", event_name="calls", payload=stranger, timestamp=now)
        start = now - now % 86400
        path = f"/v1/billing/meters/{self.meter}/event_summaries"
        ask.get(path, customer=owner, start_time=start, end_time=start + 172800, value_grouping_window="day")
        ask.get(path, customer=owner, start_time=start, end_time=start + 172800)
        self.next_month()
        ask.post("/v1/billing/meter_events", event_name="calls", payload=payload, identifier="again")
        ask.delete(f"/v1/subscriptions/{metered['id']}", invoice_now=True)
        by_mail = self.customer()
        ask.post(
            "/v1/subscriptions",
            customer=by_mail,
            items=[{"price": self.metered}],
            collection_method="send_invoice",
            days_until_due=7,
        )
        payload = {"stripe_customer_id": by_mail, "value": 9000}
        ask.post("/v1/billing/meter_events", event_name="calls", payload=payload)
        self.next_month()
        ask.advance("P8D")
        sent = ask.get("/v1/invoices", customer=by_mail, status="open")["data"][-1]["id"]
        ask.post(f"/v1/invoices/{sent}/mark_uncollectible")

    def tax(self) -> None:
        ask = self.client
        owner = self.customer(address=ADDRESS)
        path = f"/v1/customers/{owner}"
        ask.post(f"{path}/tax_ids", type="eu_vat", value="DE123456789")
        ask.get(f"{path}/tax_ids")
        ask.get(path, expand=["tax", "tax_ids"])
        ask.post("/v1/payment_methods/pm_card_visa/attach", customer=owner)
        taxed = {"automatic_tax": {"enabled": True}}
        plan = ask.post("/v1/subscriptions", customer=owner, items=[{"price": self.metered}], **taxed)["id"]
        payload = {"stripe_customer_id": owner, "value": 4000}
        ask.post("/v1/billing/meter_events", event_name="calls", payload=payload)
        self.next_month()
        ask.get("/v1/invoices", customer=owner)
        ask.advance("P31D")
        draft = ask.get("/v1/invoices", customer=owner, status="draft")["data"][0]["id"]
        ask.post(path, address="")
        ask.post(f"/v1/invoices/{draft}/finalize", 400)
        ask.get(f"/v1/invoices/{draft}")
        ask.delete(f"/v1/subscriptions/{plan}")

    def destinations(self) -> None:
        """For events that never happen, as nobody is there to take them."""
        ask = self.client
        path = "/v1/webhook_endpoints"
        ordinary = ask.post(path, url=URL, enabled_events=["account.updated"], metadata={"a": "b"})["id"]
        ask.get(path)
        ask.get(f"{path}/{ordinary}")
        ask.post(f"{path}/{ordinary}", description="ours")
        ask.delete(f"{path}/{ordinary}")
        path = "/v2/core/event_destinations"
        types = ["v1.billing.meter.no_meter_found"]
        thin = ask.act(
            path,
            name="Ours",
            type="webhook_endpoint",
            event_payload="thin",
            enabled_events=types,
            webhook_endpoint={"url": URL},
        )["id"]
        ask.get(path)
        ask.get(f"{path}/{thin}")
        ask.act(f"{path}/{thin}", description="ours")
        ask.act(f"{path}/{thin}/disable")
        ask.act(f"{path}/{thin}/enable")
        ask.delete(f"{path}/{thin}")

    def operator(self) -> None:
        ask = self.client
        owner = self.customer()
        plan = self.plan(owner, self.large, GOOD)["id"]
        invoice = ask.get("/v1/invoices", customer=owner)["data"][0]["id"]
        ask.act(f"/_sim/dashboard/invoices/{invoice}/credit", amount=300)
        charge = ask.get("/v1/charges", customer=owner)["data"][0]["id"]
        ask.get(f"/v1/charges/{charge}", expand=["customer"])
        ask.act(f"/_sim/dashboard/charges/{charge}/refund", amount=500)
        payment = ask.get("/v1/invoice_payments", invoice=invoice)["data"][0]["payment"]
        ask.get(f"/v1/payment_intents/{payment['payment_intent']}")
        refund = ask.get("/v1/refunds", charge=charge)["data"][0]["id"]
        ask.get(f"/v1/refunds/{refund}", expand=["charge"])
        note = ask.get("/v1/credit_notes", customer=owner)["data"][0]["id"]
        ask.get(f"/v1/credit_notes/{note}", expand=["invoice"])
        for lost in (True, False):
            self.plan(owner, self.small, GOOD)
            dispute = ask.act(f"/_sim/dashboard/customers/{owner}/dispute")["id"]
            ask.get(f"/v1/disputes/{dispute}", expand=["charge"])
            ask.act(f"/_sim/dashboard/disputes/{dispute}/close", lost=lost)
        ask.get("/v1/disputes")
        ask.act(f"/_sim/dashboard/subscriptions/{plan}/plan", price=self.small)
        for behavior in ("void", "mark_uncollectible", "keep_as_draft"):
            ask.act(f"/_sim/dashboard/subscriptions/{plan}/pause", behavior=behavior)
            self.next_month()
        ask.act(f"/_sim/dashboard/subscriptions/{plan}/resume")
        ask.get("/v1/invoices", customer=owner, limit=100)

    def portal(self) -> None:
        ask = self.client
        owner = self.customer()
        plan = self.plan(owner, self.small, GOOD)["id"]
        page = ask.post(
            "/v1/billing_portal/sessions", customer=owner, configuration=self.configuration, return_url=URL, locale="de"
        )["url"]
        ask.press(page, action="plan", subscription=plan, price=self.large)
        ask.press(page, action="cancel", subscription=plan)
        ask.get(f"/v1/subscriptions/{plan}")
        ask.press(page, action="resume", subscription=plan)
        ask.press(page, action="plan", subscription=plan, price=self.yearly)
        ask.press(page, action="card", number="5555555555554444", expiry="12/30", cvc="123", name="Ada")
        ask.get(f"/v1/customers/{owner}/payment_methods")

    def dunning(self) -> None:
        ask = self.client
        for card in (CHARGED_NO_MORE, TO_CONFIRM):
            owner = self.customer()
            plan = self.plan(owner, self.small, GOOD)["id"]
            stand_in = "pm_card_chargeCustomerFail" if card is CHARGED_NO_MORE else "pm_card_authenticationRequired"
            method = ask.post(f"/v1/payment_methods/{stand_in}/attach", customer=owner)["id"]
            ask.post(f"/v1/subscriptions/{plan}", default_payment_method=method)
            self.next_month()
            invoice = ask.get("/v1/invoices", customer=owner, status="open")["data"][0]["id"]
            ask.post(f"/v1/invoices/{invoice}/pay", 402)
            for _ in range(4):
                ask.advance("P7D")
            ask.get(f"/v1/subscriptions/{plan}", expand=["latest_invoice"])
            if card is TO_CONFIRM:
                good = ask.post("/v1/payment_methods/pm_card_visa/attach", customer=owner)["id"]
                ask.post(f"/v1/invoices/{invoice}/pay", payment_method=good)
            else:
                ask.act(f"/_sim/dashboard/invoices/{invoice}/credit", amount=200)
                ask.post(f"/v1/invoices/{invoice}/void")

    def goodbye(self) -> None:
        ask = self.client
        owner = self.customer()
        plan = self.plan(owner, self.small, GOOD)["id"]
        ask.delete(f"/v1/customers/{owner}")
        ask.get(f"/v1/customers/{owner}")
        ask.get(f"/v1/subscriptions/{plan}", expand=["customer"])
        ask.get("/v1/subscriptions", status="all", limit=100, expand=["data.customer", "data.latest_invoice"])

    def events(self) -> None:
        ask = self.client
        page = ask.get("/v1/events", limit=100)
        while page["has_more"]:
            page = ask.get("/v1/events", limit=100, starting_after=page["data"][-1]["id"])
        ask.get(f"/v1/events/{page['data'][-1]['id']}")
        ask.get("/v1/events", types=["invoice.paid", "invoice.created"], delivery_success=True)
