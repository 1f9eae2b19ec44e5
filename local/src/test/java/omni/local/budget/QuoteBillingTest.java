package omni.local.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import omni.account.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteBillingTest {

    private static final String QUOTE = "/v1/billing/quote";
    private static BudgetWorld world;
    private static BudgetWorld.Customer payer;

    @BeforeAll
    static void start() throws Exception {
        world = BudgetWorld.start();
        payer = world.payer(4_200_000);
        var set = payer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":1000,\"softCapCents\":750}");
        assertThat(set.status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest(name = "ten sections on {0}: {3} dollars, {4} cents")
    @CsvSource(textBlock = """
            '',       payg,     0.05,   0.5,   50
            payg,     payg,     0.05,   0.5,   50
            personal, personal, 0.04,   0.4,   40
            team,     team,     0.0325, 0.325, 33
            """)
    void theContractsExample(String asked, String plan, double unit, double amount, long cents) {
        var body = asked.isEmpty()
                ? Map.of("meterClass", "section_extract", "units", 10)
                : Map.of("meterClass", "section_extract", "units", 10, "planKey", asked);
        var answer = payer.program("POST", QUOTE, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        var json = answer.json();
        assertThat(fields(json))
                .containsExactly(
                        "object",
                        "requestId",
                        "planKey",
                        "meterClass",
                        "meterFamily",
                        "units",
                        "unitAmountUsd",
                        "amountUsd",
                        "amountCents",
                        "currency",
                        "grantUnits",
                        "payableCents",
                        "budget",
                        "budgetGate");
        assertThat(json.path("object").asText()).isEqualTo("billing_quote");
        assertThat(json.path("planKey").asText()).isEqualTo(plan);
        assertThat(json.path("meterFamily").asText()).isEqualTo("heavy_extracts");
        assertThat(json.path("unitAmountUsd").asDouble()).isEqualTo(unit);
        assertThat(json.path("amountUsd").asDouble()).isEqualTo(amount);
        assertThat(json.path("amountCents").asLong()).isEqualTo(cents);
        assertThat(json.path("grantUnits").asLong()).isZero();
        assertThat(json.path("payableCents").asLong()).isEqualTo(cents);
        assertThat(json.path("budgetGate").isNull()).isTrue();
        var budget = (ObjectNode) json.path("budget");
        assertThat(budget.toString())
                .isEqualTo("{\"object\":\"billing_budget\",\"currency\":\"usd\",\"invoicePeriod\":\"2026-05\","
                        + "\"spendCapCents\":1000,\"softCapCents\":750,\"approvalThresholdCents\":null,"
                        + "\"accruedUsageCents\":420,\"softCapReached\":false,\"approvalRequired\":false,"
                        + "\"hardCapReached\":false,\"lineItems\":[]}");
        assertThat(answer.response().headers().firstValue("Omni-Estimated-Cost"))
                .contains("$0.0000");
    }

    private static List<String> fields(JsonNode json) {
        return StreamSupport.stream(((Iterable<String>) json::fieldNames).spliterator(), false)
                .toList();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(textBlock = """
            GET,    /v1/entities/resolve,                  entity_resolve
            HEAD,   /v1/entities/resolve,                  entity_resolve
            get,    /v1/filings/latest/sections/item_1a,   section_extract
            GET,    /v1/filings/latest/sections/{section_key}, section_extract
            POST,   /v1/artifacts,                         artifact_job
            GET,    /v1/intelligence/any/thing,            intelligence_query
            GET,    /v1/billing,                           platform_read
            POST,   /v1/billing/quote,                     platform_read
            DELETE, /v1/api_keys/key_1,                    platform_read
            GET,    /v1/dashboard/activity,                platform_read
            """)
    void aPathIsQuotedAsItsRouteIsMetered(String method, String path, String meterClass) {
        var answer = payer.program("POST", QUOTE, Map.of("path", path, "method", method));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().path("meterClass").asText()).isEqualTo(meterClass);
        if (meterClass.equals("platform_read")) {
            assertThat(answer.json().path("meterFamily").asText()).isEqualTo("none");
            assertThat(answer.json().path("amountCents").asLong()).isZero();
            assertThat(answer.json().path("unitAmountUsd").asDouble()).isZero();
            assertThat(answer.json().path("budgetGate").isNull()).isTrue();
        }
    }

    @Test
    void absentAndNullFieldsReadAlike() {
        var answer = payer.program(
                "POST",
                QUOTE,
                "{\"path\":\"/v1/facts\",\"method\":null,\"units\":null,\"planKey\":null,\"meterClass\":null}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("units").asLong()).isOne();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                   | meterClass
            {"meterClass":"none_such"}                                           | meterClass
            {"path":"/v1/nowhere"}                                               | path
            {"path":"v1/facts"}                                                  | path
            {"path":""}                                                          | path
            {"path":"/v1/facts","method":"POST"}                                 | path
            {"path":"/v1/facts","meterClass":"section_extract"}                  | meterClass
            {"path":"/v1/billing","meterClass":"section_extract"}                | meterClass
            {"meterClass":"section_extract","units":0}                           | units
            {"meterClass":"section_extract","units":1000001}                     | units
            {"meterClass":"section_extract","units":1.5}                         | units
            {"meterClass":"section_extract","units":"2"}                         | units
            {"meterClass":"section_extract","planKey":"gold"}                    | planKey
            {"meterClass":7}                                                     | meterClass
            {"planKey":"gold","units":0}                                         | planKey,units
            {"planKey":"gold","units":0,"meterClass":"x","path":"/y"}            | planKey,units,meterClass,path
            """)
    void aBodyIsRefusedWithAllItsFaults(String body, String paths) {
        var answer = payer.program("POST", QUOTE, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(StreamSupport.stream(answer.details().path("issues").spliterator(), false)
                        .map(issue -> issue.path("path").asText())
                        .distinct())
                .containsExactly(paths.split(","));
    }

    /** For one unit, gate and refusal must be one and the same. */
    @Test
    void theGateIsTheRefusalThatThenFires() throws Exception {
        var customer = world.payer(4_000_000);
        customer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":404,\"approvalThresholdCents\":401}");
        sameRefusal(customer, "/v1/filings/latest/sections/risk_factors?ticker=AAPL", "section_extract");
        sameRefusal(customer, "/v1/statements/income_statement?ticker=AAPL", "statement_lookup");
        var pending = world.signUp();
        pending.put(account -> BudgetWorld.with(account, Account.Standing.NONE, 0, 0));
        sameRefusal(pending, "/v1/entities/resolve?ticker=AAPL", "entity_resolve");
    }

    private static void sameRefusal(BudgetWorld.Customer customer, String path, String meterClass) {
        var gate = customer.program("POST", QUOTE, Map.of("meterClass", meterClass))
                .json()
                .path("budgetGate");
        var refused = customer.program("GET", path, null);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(fields(gate)).containsExactly("code", "status", "message", "details");
        assertThat(gate.path("code").asText()).isEqualTo(refused.code());
        assertThat(gate.path("status").asInt()).isEqualTo(402);
        assertThat(gate.path("message").asText())
                .isEqualTo(refused.json().path("message").asText());
        assertThat(gate.path("details")).isEqualTo(refused.details());
    }

    @Test
    void theGrantPaysWhatItCan() throws Exception {
        var customer = world.signUp();
        customer.put(account ->
                BudgetWorld.with(account, new Account.Standing(true, null, null, true, null, false, null), 3, 0));
        var json = customer.program("POST", QUOTE, Map.of("meterClass", "section_extract", "units", 10))
                .json();
        assertThat(json.path("grantUnits").asLong()).isEqualTo(3);
        assertThat(json.path("amountCents").asLong()).isEqualTo(50);
        assertThat(json.path("payableCents").asLong()).isEqualTo(35);
        assertThat(customer.account().grant().unitsLeft()).isEqualTo(3);
    }

    @Test
    void aRestrictedOrganizationIsToldWhatStandsInItsWay() throws Exception {
        var customer = world.signUp();
        customer.put(account ->
                BudgetWorld.with(account, new Account.Standing(true, null, null, true, null, true, null), 250, 0));
        var answer = customer.program("POST", QUOTE, Map.of("meterClass", "section_extract"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()
                        .path("budgetGate")
                        .path("details")
                        .path("reason")
                        .asText())
                .isEqualTo("restricted");
        assertThat(customer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":1}")
                        .status())
                .isEqualTo(402);
        assertThat(customer.account().caps().spendCapCents()).isNull();
    }

    @Test
    void everyPrincipalOfTheOrganizationMayAskAndNobodyElse() {
        var body = Map.of("meterClass", "section_extract");
        assertThat(payer.person("POST", QUOTE, body).status()).isEqualTo(200);
        assertThat(payer.as(payer.newKey(false, "write:sec"), "POST", QUOTE, body)
                        .status())
                .isEqualTo(200);
        assertThat(payer.as("secapi_live_x", "POST", QUOTE, body).status()).isEqualTo(401);
    }
}
