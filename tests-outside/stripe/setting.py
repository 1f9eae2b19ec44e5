"""What an account is set up with: customers, cards, the catalog, the portal."""

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


class Setting:
    """Asks a client, which keeps the answers."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.names = 0

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
