"""Every operation and every event that the simulator has, in one account's life."""

from __future__ import annotations

from typing import Any

from setting import ADDRESS, CHARGED_NO_MORE, GOOD, TO_CONFIRM, URL, Setting

Json = Any


class Story(Setting):
    """Tells it all to a client, which keeps the answers."""

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
