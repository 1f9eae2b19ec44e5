package omni.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import omni.billing.BillingRecord;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.HeldSubscription;
import omni.billing.InMemoryPayments;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.ledger.AppliedCommits;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import org.junit.jupiter.api.Test;

/**
 * Each endpoint's answer, field by field, as files under {@code goldens}: a change of the contract is a line of a
 * difference there. Contract 11.1 to 11.3 and 11.7.
 */
class GoldenTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private final Rig rig = new Rig();

    private void record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", TRACE)
                .of(function);
        Recorded.golden(name + ".txt", answer.text().replaceAll("_[0-9A-Za-z]{53}\"", "_(53 characters)\""));
    }

    private void billing(String name) {
        record(
                "GetBilling." + name,
                Ask.of("GET", "/v1/billing").by(rig.byKey("read:sec")),
                rig.function(Endpoints.GET_BILLING));
    }

    private void customer() {
        rig.store.put(BillingRecord.empty(Rig.ORG)
                .withCustomer(new BillingRecord.Customer(
                        "cus_1",
                        "ann@example.com",
                        null,
                        Instant.parse("2026-05-02T08:00:00Z"),
                        Instant.parse("2026-05-14T09:30:00.5Z"))));
    }

    @Test
    void principalOfALiveKey() {
        record(
                "GetPrincipal.key",
                Ask.of("GET", "/v1/me").by(rig.byKey("api_keys:manage", "read:sec")),
                rig.function(Endpoints.GET_PRINCIPAL));
    }

    @Test
    void principalOfATestKeyWithoutGrant() {
        rig.account(rig.fresh().grantLeft(0));
        record(
                "GetPrincipal.test-key",
                Ask.of("GET", "/v1/me").by(rig.byTestKey("read:sec")),
                rig.function(Endpoints.GET_PRINCIPAL));
    }

    @Test
    void principalOfAPerson() {
        record(
                "GetPrincipal.session",
                Ask.of("GET", "/v1/me").by(rig.byCookie()),
                rig.function(Endpoints.GET_PRINCIPAL));
    }

    @Test
    void organization() {
        record(
                "GetOrganization",
                Ask.of("GET", "/v1/org").by(rig.byKey("read:sec")),
                rig.function(Endpoints.GET_ORGANIZATION));
    }

    @Test
    void billingOfANewOrganization() {
        billing("new");
    }

    @Test
    void billingWithTheGrantUsedUp() {
        rig.account(rig.fresh().grantLeft(0));
        customer();
        billing("spent");
    }

    @Test
    void billingOnPaygWithABudget() {
        customer();
        rig.account(rig.fresh()
                .card()
                .grantLeft(0)
                .withAccrual(4_205_000)
                .aiUsed(3)
                .spendCapCents(1_000)
                .softCapCents(420)
                .thresholdCents(0)
                .approval(400, Rig.NOW.plusSeconds(60)));
        rig.store.put(lines());
        billing("payg");
    }

    private static RollUp lines() {
        var at = Instant.parse("2026-05-14T09:12:44.120Z");
        return new RollUp(
                RollUp.Scope.period(Rig.ORG, true, InvoicePeriod.at(Rig.NOW)),
                3,
                new AppliedCommits(1, 400, List.of()),
                Map.of(
                        "class#2", tally(300, 210, 4_200_000, at),
                        "line#2#2#20000", tally(200, 200, 4_000_000, at.minusSeconds(60)),
                        "line#2#3#20000", tally(10, 10, 200_000, at),
                        "line#2#1#10000", tally(1, 0, 0, at),
                        "line#3#4#5000", tally(1, 1, 5_000, at)),
                RaisedLevels.NONE);
    }

    private static RollUp.Tally tally(long requests, long units, long microDollars, Instant at) {
        return new RollUp.Tally(requests, units, requests - units, units, new Money(microDollars), 9, at, at);
    }

    @Test
    void billingOfASubscriberWhoHasCanceled() {
        customer();
        rig.account(rig.fresh().card().subscription(PlanKey.PERSONAL, SubscriptionStatus.ACTIVE));
        var held = new HeldSubscription(
                "sub_1",
                PlanKey.PERSONAL,
                "prod_1",
                "price_1",
                SubscriptionStatus.ACTIVE,
                Instant.parse("2026-05-02T08:01:00Z"),
                Instant.parse("2027-05-02T08:01:00Z"),
                new SubscriptionMarks(true, Instant.parse("2027-05-02T08:01:00Z"), true),
                Instant.parse("2026-05-02T08:01:00Z"));
        rig.store.put(rig.store
                .accounts()
                .billing(Rig.ORG)
                .withSubscription(new BillingRecord.Subscribed(held, Instant.parse("2026-05-14T09:30:00.5Z"))));
        billing("subscribed");
    }

    /** The shell's ids go on from answer to answer, so each answer has a world of its own. */
    private void checkout(String name, String body, UnaryOperator<StripeRig> before) {
        var stripe = before.apply(new StripeRig());
        record(
                "StartCheckout" + name,
                Ask.of("POST", "/v1/billing/checkout")
                        .by(stripe.rig.byKey("billing:manage"))
                        .body(body),
                stripe.function(Endpoints.START_CHECKOUT));
    }

    private static StripeRig synced(StripeRig stripe) {
        stripe.payments.sync();
        return stripe;
    }

    @Test
    void checkouts() {
        checkout("", "{\"planKey\":\"personal\"}", GoldenTest::synced);
        checkout(".invalid", "{\"planKey\":\"payg\",\"interval\":\"week\",\"cancelUrl\":\"x\"}", GoldenTest::synced);
        checkout(".sales", "{\"planKey\":\"commercial\"}", GoldenTest::synced);
        checkout(".unavailable", "{\"planKey\":\"team\"}", UnaryOperator.identity());
        checkout(".active", "{\"planKey\":\"team\"}", stripe -> {
            stripe.account(stripe.rig
                    .fresh()
                    .subscription(PlanKey.TEAM, SubscriptionStatus.UNPAID)
                    .build());
            return stripe;
        });
        checkout(".overdue", "{\"planKey\":\"team\"}", stripe -> {
            stripe.account(stripe.rig.fresh().card().delinquentSince(Rig.NOW).build());
            return stripe;
        });
    }

    @Test
    void activationAndPortal() {
        var stripe = synced(new StripeRig());
        var portal = Ask.of("POST", "/v1/billing/portal").by(stripe.rig.byKey("billing:manage"));
        record("OpenPortal.missing", portal, stripe.function(Endpoints.OPEN_PORTAL));
        var activation = Ask.of("POST", "/v1/billing/payg/activate").by(stripe.rig.byKey("billing:manage"));
        record("ActivatePayg", activation, stripe.function(Endpoints.ACTIVATE_PAYG));
        record("OpenPortal", portal, stripe.function(Endpoints.OPEN_PORTAL));
        record(
                "OpenPortal.invalid",
                portal.body("{\"returnUrl\":\"https://a.test\"}"),
                stripe.function(Endpoints.OPEN_PORTAL));
        record("ActivatePayg.invalid", activation.body("{\"cancelUrl\":7}"), stripe.function(Endpoints.ACTIVATE_PAYG));
        stripe.payments.line(InMemoryPayments.Line.DOWN);
        record("OpenPortal.unavailable", portal.body("{}"), stripe.function(Endpoints.OPEN_PORTAL));
        record("ActivatePayg.unavailable", activation.body("{}"), stripe.function(Endpoints.ACTIVATE_PAYG));
        stripe.account(stripe.rig.fresh().card().build());
        record("ActivatePayg.card", activation, stripe.function(Endpoints.ACTIVATE_PAYG));
    }

    @Test
    void billingUnderAContract() {
        rig.account(rig.fresh()
                .grantLeft(0)
                .aiUsed(7)
                .contract(new Contract(Rig.NOW.minusSeconds(1), null, new Discount(625_000), 20_000L)));
        billing("contract");
    }

    @Test
    void billingOfATeamThatDidNotPay() {
        customer();
        rig.account(rig.fresh()
                .grantLeft(0)
                .subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE)
                .delinquentSince(Rig.NOW.minus(Duration.ofDays(8))));
        billing("restricted");
    }

    @Test
    void rates() {
        record("GetBillingRates", Ask.of("GET", "/v1/billing/rates"), rig.function(Endpoints.GET_BILLING_RATES));
    }

    @Test
    void ratesWithAMonthlyGrant() {
        var monthly = new Rig(Map.of("OMNI_GRANT_RENEWAL", "monthly", "OMNI_GRANT_CALLS", "100"));
        record(
                "GetBillingRates.monthly",
                Ask.of("GET", "/v1/billing/rates"),
                monthly.function(Endpoints.GET_BILLING_RATES));
    }

    @Test
    void limitsOfANewOrganization() {
        record("GetLimits", Ask.of("GET", "/v1/limits").by(rig.byKey("read:sec")), rig.function(Endpoints.GET_LIMITS));
    }

    @Test
    void limitsOfATeamByTestKey() {
        rig.account(rig.fresh().subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        record(
                "GetLimits.team",
                Ask.of("GET", "/v1/limits").by(rig.byTestKey("read:sec")),
                rig.function(Endpoints.GET_LIMITS));
    }

    @Test
    void keysNewestFirstRevokedOnesIncluded() {
        rig.key("key_first", true, "read:sec");
        rig.clock.advance(Duration.ofMinutes(1));
        rig.key("key_second", false, 0, rig.clock.instant().plusSeconds(60), "read:sec", "billing:read");
        rig.clock.advance(Duration.ofMinutes(1));
        rig.key("key_third", true, "*");
        rig.store.used(Rig.ORG, "key_first", Instant.parse("2026-05-15T12:01:00Z"));
        revoke("key_third");
        rig.clock.advance(Duration.ofMinutes(1));
        record(
                "ListApiKeys",
                Ask.of("GET", "/v1/api_keys").by(rig.byKey("read:sec")),
                rig.function(Endpoints.LIST_API_KEYS));
    }

    private Ask.Answer revoke(String keyId) {
        return revocation(keyId).of(rig.function(Endpoints.REVOKE_API_KEY));
    }

    private Ask revocation(String keyId) {
        return Ask.of("DELETE", "/v1/api_keys/" + keyId)
                .pathParameter("keyId", keyId)
                .by(rig.byKey("api_keys:manage"));
    }

    @Test
    void aRevokedKey() {
        rig.key("key_1", true, "read:sec");
        record("RevokeApiKey", revocation("key_1"), rig.function(Endpoints.REVOKE_API_KEY));
        record("RevokeApiKey.unknown", revocation("key_2"), rig.function(Endpoints.REVOKE_API_KEY));
    }

    @Test
    void aCreatedKey() {
        record(
                "CreateApiKey",
                creation().body("{\"label\":\"worker\",\"livemode\":true,\"scopes\":[\"read:sec\"]}"),
                rig.function(Endpoints.CREATE_API_KEY));
    }

    @Test
    void aCreatedKeyOfDefaults() {
        record("CreateApiKey.defaults", creation(), rig.function(Endpoints.CREATE_API_KEY));
    }

    @Test
    void aKeyWithFaults() {
        record(
                "CreateApiKey.invalid",
                creation().body("{\"label\":\"\",\"livemode\":\"yes\",\"scopes\":[\"read:all\"]}"),
                rig.function(Endpoints.CREATE_API_KEY));
    }

    @Test
    void aKeyBeyondTheLimit() {
        rig.key("key_1", true, "read:sec");
        rig.key("key_2", false, "read:sec");
        record("CreateApiKey.limit", creation(), rig.function(Endpoints.CREATE_API_KEY));
    }

    @Test
    void aKeyBeyondItsMakersScopes() {
        record(
                "CreateApiKey.beyond",
                creation().body("{\"scopes\":[\"read:sec\",\"write:sec\",\"*\"]}"),
                rig.function(Endpoints.CREATE_API_KEY));
    }

    private Ask creation() {
        return Ask.of("POST", "/v1/api_keys").by(rig.byKey("api_keys:manage", "read:sec"));
    }

    @Test
    void aDataCallAndItsRefusals() {
        var resolve = rig.function(Endpoints.RESOLVE_ENTITY);
        record(
                "ResolveEntity",
                Ask.of("GET", "/v1/entities/resolve").query("ticker", "AAPL").by(rig.byKey("read:sec")),
                resolve);
        record(
                "ResolveEntity.unknown",
                Ask.of("GET", "/v1/entities/resolve").query("ticker", "ZZZZZZ").by(rig.byKey("read:sec")),
                resolve);
        record("ResolveEntity.scope", Ask.of("GET", "/v1/entities/resolve").by(rig.byKey("billing:read")), resolve);
        rig.account(rig.fresh().grantLeft(0));
        record("ResolveEntity.spent", Ask.of("GET", "/v1/entities/resolve").by(rig.byKey("read:sec")), resolve);
    }

    @Test
    void anUnknownRouteAndAPreflight() {
        var unrouted = rig.function(Endpoints.FORWARD_CATALOG_ROUTE);
        record("route-not-found", Ask.of("GET", "/v1/nothing"), unrouted);
        record("preflight", Ask.of("OPTIONS", "/v1/api_keys").header("Origin", Rig.ORIGIN), unrouted);
    }
}
