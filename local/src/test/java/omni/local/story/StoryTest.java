package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.json.Timestamps;
import org.junit.jupiter.api.Test;

/** From sign-up to the first paid call: what a customer sees at each step, field by field. */
@SharedWorld(SharedWorld.Kind.STILL)
class StoryTest {

    private static final int GRANT = 250;
    private static final int ADVISORY_FROM = 200;
    private static final Map<String, String> COST = Map.of(
            Calls.RESOLVE, "$0.0100", Calls.FILING, "$0.0200", Calls.SECTION, "$0.0500", Calls.STATEMENT, "$0.0200");
    private static final Map<String, String> METER_CLASS = Map.of(
            Calls.RESOLVE, "entity_resolve",
            Calls.FILING, "filing_retrieval",
            Calls.SECTION, "section_extract",
            Calls.STATEMENT, "statement_lookup");

    private final World world;

    StoryTest(World world) {
        this.world = world;
    }

    @Test
    void fromSignUpToAPaidCall() throws Exception {
        var customer = world.signUp();
        accountAtTheStart(customer);
        theGrant(customer);
        theRefusal(customer);
        world.payWithCard(customer);
        accountWithCard(customer);
        aPaidCall(customer);
        billingShowsIt(customer);
    }

    private void accountAtTheStart(Customer customer) {
        var principal = customer.call("/v1/me");
        assertFree(principal);
        var who = principal.json().path("principal");
        assertThat(principal.field("object")).isEqualTo("principal");
        assertThat(who.path("authMode").asText()).isEqualTo("api_key");
        assertThat(who.path("principalId").asText())
                .startsWith("key_")
                .isEqualTo(who.path("subject").asText());
        assertThat(who.path("orgId").asText()).isEqualTo(customer.orgId());
        assertThat(who.path("scopes")).extracting(JsonNode::asText).containsExactly("read:sec");
        Answer.holds(who, "{livemode: true, publicPlanKey: 'sandbox_grant', billingState: 'sandbox_grant'}");
        var session = customer.browser().get("/v1/me").json().path("principal");
        assertThat(session.path("authMode").asText()).isEqualTo("session");
        assertThat(session.path("principalId").asText()).startsWith("usr_");

        var organization = customer.call("/v1/org");
        assertFree(organization);
        organization.holds("""
                {object: 'organization', id: '%s', createdAt: '%s'}""", customer.orgId(), Timestamps.text(world.now()));

        var keys = customer.call("/v1/api_keys").json();
        Answer.holds(keys, "{object: 'list', hasMore: false, nextCursor: null}");
        assertThat(keys.path("data")).hasSize(1);
        var key = keys.path("data").path(0);
        Answer.holds(key, """
                {keyPrefix: '%s', status: 'active', orgId: '%s'}""", customer.key().substring(0, 20), customer.orgId());

        var billing = customer.billing();
        assertFree(billing);
        billing.holds("{customer: null, settlement: {status: 'not_configured', provider: 'none'}}");
        assertGrant(billing.json(), 0);
        assertThat(billing.at("budget.lineItems")).isEmpty();
        billing.holds("{monthlyQuotas: {ai_queries: {limit: 10}}}");

        var limits = customer.call("/v1/limits").json();
        assertThat(limits.path("effectivePlanKey").asText()).isEqualTo("sandbox_grant");
        assertThat(limits.path("quotas")).hasSize(11).allSatisfy(quota -> {
            Answer.holds(quota, "{period: 'minute', allowed: true}");
        });

        var rates = world.nobody().get("/v1/billing/rates");
        assertThat(rates.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(rates.has("Omni-Plan-Key")).isFalse();
        assertThat(rates.field("object")).isEqualTo("pricing_catalog");
        assertThat(rates.at("plans"))
                .extracting(plan -> plan.path("key").asText())
                .containsExactly("sandbox_grant", "payg", "personal", "team", "commercial");
        assertThat(rates.at("starterGrant.calls").asInt()).isEqualTo(GRANT);
    }

    private void theGrant(Customer customer) {
        for (var call = 1; call <= GRANT; call++) {
            var path = Calls.ALL.get(call % Calls.ALL.size());
            var answer = customer.call(path).is(200);
            assertMetered(answer, path, GRANT - call);
            assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo(COST.get(path));
            var last = call == GRANT;
            assertThat(answer.header("Omni-Billing-State")).isEqualTo(last ? "payg_pending_card" : "sandbox_grant");
            assertThat(answer.header("Omni-Plan-Key")).isEqualTo(last ? "payg" : "sandbox_grant");
            var advised = call >= ADVISORY_FROM;
            assertThat(answer.header("Omni-Billing-Status")).isEqualTo(last ? "blocked" : advised ? "attention" : "ok");
            assertAdvisory(answer, call);
        }
    }

    private void assertAdvisory(Answer answer, int used) {
        if (used < ADVISORY_FROM) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("omni-grant-"));
            return;
        }
        var exhausted = used == GRANT;
        assertThat(answer.header("Omni-Grant-Status")).isEqualTo(exhausted ? "exhausted" : "approaching");
        assertThat(answer.header("Omni-Grant-Consumed-Percent")).isEqualTo(Integer.toString(used * 100 / GRANT));
        assertThat(answer.header("Omni-Grant-Remaining")).isEqualTo(Integer.toString(GRANT - used));
        assertThat(answer.has("Omni-Grant-Warning")).isEqualTo(!exhausted);
        assertThat(answer.header("Omni-Grant-Action"))
                .isEqualTo(exhausted ? "add_payment_method" : "add_payment_method_soon");
        assertThat(answer.header("Omni-Grant-Action-Url"))
                .isEqualTo(world.local().environment().get("OMNI_BILLING_URL"));
    }

    private void theRefusal(Customer customer) throws InterruptedException {
        var answer = customer.call(Calls.SECTION);

        answer.is(402);
        assertMetered(answer, Calls.SECTION, 0);
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo("blocked");
        assertThat(answer.header("Omni-Grant-Status")).isEqualTo("exhausted");
        var body = answer.json();
        assertThat(body.path("object").asText()).isEqualTo("error");
        assertThat(body.path("id").asText()).startsWith("err_");
        Answer.holds(body, """
                {code: 'billing_required', type: 'invalid_request_error',
                 message: 'The starter grant is used up. Attach a card to continue.', requestId: '%s', traceparent: '%s',
                 docsUrl: 'https://docs.example.com/pay-as-you-go'}""", answer.header("Request-Id"), answer.header("traceparent"));
        assertThat(body.path("details").toString()).isEqualTo(sorted(body.path("details"), """
                {"reason":"starter_grant_exhausted","billingState":"payg_pending_card","planKey":"payg",\
                "publicPlanKey":"sandbox_grant","meterClass":"section_extract","freeGrantRemaining":0,\
                "action":"resolve_billing_status","retryable":false,"nextSteps":[\
                {"action":"activate_payg","method":"POST","path":"/v1/billing/payg/activate",\
                "docsUrl":"https://docs.example.com/pay-as-you-go","who":"any","scope":"billing:manage","url":null},\
                {"action":"start_checkout","method":"POST","path":"/v1/billing/checkout",\
                "docsUrl":"https://docs.example.com/plans-and-pricing","who":"any","scope":"billing:manage","url":null}]}"""));
        assertThat(world.rows(customer)).hasSize(GRANT);
        var billing = customer.billing().json();
        assertGrant(billing, GRANT);
        Answer.holds(billing, "{billingState: 'payg_pending_card', cardRequired: true, nextRecommendedPlan: 'payg'}");
    }

    /** The expected text when the actual one says the same in any order of names. */
    private static String sorted(JsonNode actual, String expected) {
        var same = omni.local.machine.LocalJson.parseObject(expected.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .orElseThrow()
                .equals(actual);
        return same ? actual.toString() : expected;
    }

    private void accountWithCard(Customer customer) {
        var billing = customer.billing().json();
        Answer.holds(billing, """
                {billingState: 'payg_active', publicPlanKey: 'payg', effectivePlanKey: 'payg', rightsKey: 'internal_use',
                 cardOnFile: true, cardRequired: false, nextRecommendedPlan: 'personal'}""");
        assertThat(billing.path("customer").path("stripeCustomerId").asText()).startsWith("cus_");
        Answer.holds(billing, """
                {customer: {email: '%s'}, settlement: {provider: 'stripe', status: 'active'},
                 budget: {accruedUsageCents: 0}}""", customer.email());

        var again = customer.browser().post("/v1/billing/payg/activate", "{}").is(200);
        again.holds("{url: null, id: null}");
    }

    private static void aPaidCall(Customer customer) {
        var answer = customer.call(Calls.SECTION).is(200);
        assertMetered(answer, Calls.SECTION, 0);
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0500");
        assertThat(answer.header("Omni-Billing-State")).isEqualTo("payg_active");
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo("ok");
        assertThat(answer.has("Omni-Grant-Status")).isFalse();
        assertThat(answer.has("Omni-Budget-Used")).isFalse();
    }

    private void billingShowsIt(Customer customer) throws InterruptedException {
        world.drain();
        var budget = customer.billing().json().path("budget");
        Answer.holds(
                budget,
                "{accruedUsageCents: 5, invoicePeriod: '%s'}",
                world.now().toString().substring(0, 7));
        assertThat(budget.path("lineItems")).hasSize(1);
        var item = budget.path("lineItems").path(0);
        Answer.holds(item, """
                {publicPlanKey: 'payg', meterFamily: 'heavy_extracts', units: 1, requestCount: 1, unitAmountUsd: 0.05,
                 amountCents: 5, lastRecordedAt: '%s'}""", Timestamps.text(world.now()));
        var rows = world.rows(customer);
        assertThat(rows).hasSize(GRANT + 1);
        assertThat(rows.getLast()).returns(2L, Row::funding).returns(50_000L, Row::price);
        world.assertReconciled(customer);
    }

    @Test
    void aCardAttachedEarlyLeavesTheGrantBurningFirst() throws Exception {
        var customer = world.signUp();
        assertThat(customer.call(Calls.RESOLVE).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("249");

        world.payWithCard(customer);

        var answer = customer.call(Calls.SECTION);
        assertThat(answer.header("Omni-Billing-State")).isEqualTo("payg_active");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("248");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0500");
        assertThat(customer.billing().at("budget.accruedUsageCents").asInt()).isZero();
        assertThat(world.rows(customer)).extracting(Row::funding).containsExactly(1L, 1L);
    }

    private static void assertMetered(Answer answer, String path, int left) {
        assertCommon(answer);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo(METER_CLASS.get(path));
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo(Integer.toString(left));
        var limit = path.equals(Calls.SECTION) ? "180" : "600";
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo(limit);
    }

    private static void assertFree(Answer answer) {
        answer.is(200);
        assertCommon(answer);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("platform_read");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.has("Omni-Free-Grant-Remaining")).isFalse();
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("600");
    }

    private static void assertCommon(Answer answer) {
        var missing = new ArrayList<String>();
        for (var header :
                List.of("Request-Id", "traceparent", "Omni-Plan-Key", "Omni-Billing-State", "Omni-Billing-Status")) {
            if (!answer.has(header)) {
                missing.add(header);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(answer.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(answer.header("Omni-Version")).isEqualTo("2026-03-19");
        assertThat(answer.header("Omni-Token-Count")).matches(answer.status() < 400 ? "[1-9][0-9]*" : "0");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private static void assertGrant(JsonNode billing, int used) {
        Answer.holds(billing, """
                {freeGrantTotal: %s, freeGrantUsed: %s, freeGrantRemaining: %s}""", GRANT, used, GRANT - used);
    }
}
