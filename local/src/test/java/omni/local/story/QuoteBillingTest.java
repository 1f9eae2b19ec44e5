package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.account.Account;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SharedWorld(SharedWorld.Kind.CLOCKED)
class QuoteBillingTest {

    private static final String SECTION = "{\"meterClass\":\"section_extract\"}";
    private static Customer payer;

    private final World world;

    QuoteBillingTest(World world) {
        this.world = world;
    }

    @BeforeAll
    static void start(World world) throws Exception {
        payer = world.payer(4_200_000);
        payer.browser()
                .put("/v1/billing/budget", "{\"spendCapCents\":1000,\"softCapCents\":750}")
                .is(200);
    }

    private static Answer quote(Customer customer, String body) {
        return customer.program().post("/v1/billing/quote", body);
    }

    @ParameterizedTest(name = "ten sections on {0}: {3} dollars, {4} cents")
    @CsvSource(textBlock = """
            '',       payg,     0.05,   0.5,   50
            payg,     payg,     0.05,   0.5,   50
            personal, personal, 0.04,   0.4,   40
            team,     team,     0.0325, 0.325, 33
            """)
    void theContractsExample(String asked, String plan, String unit, String amount, long cents) {
        var body = "{\"meterClass\":\"section_extract\",\"units\":10"
                + (asked.isEmpty() ? "}" : ",\"planKey\":\"" + asked + "\"}");
        var answer = quote(payer, body).is(200).holds("""
                {object: 'billing_quote', planKey: '%s', meterClass: 'section_extract', meterFamily: 'heavy_extracts',
                 units: 10, unitAmountUsd: %s, amountUsd: %s, amountCents: %4$d, grantUnits: 0, payableCents: %4$d,
                 budgetGate: null}""", plan, unit, amount, cents);
        assertThat(answer.fieldNames())
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
        assertThat(answer.at("budget").toString())
                .isEqualTo("{\"object\":\"billing_budget\",\"currency\":\"usd\",\"invoicePeriod\":\""
                        + world.now().toString().substring(0, 7)
                        + "\",\"spendCapCents\":1000,\"softCapCents\":750,\"approvalThresholdCents\":null,"
                        + "\"accruedUsageCents\":420,\"softCapReached\":false,\"approvalRequired\":false,"
                        + "\"hardCapReached\":false,\"lineItems\":[]}");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
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
        var answer = quote(payer, "{\"path\":\"%s\",\"method\":\"%s\"}".formatted(path, method))
                .is(200);
        assertThat(answer.field("meterClass")).isEqualTo(meterClass);
        if (meterClass.equals("platform_read")) {
            assertThat(answer.at("unitAmountUsd").asDouble()).isZero();
            answer.holds("{meterFamily: 'none', amountCents: 0, budgetGate: null}");
        }
    }

    @Test
    void absentAndNullFieldsReadAlike() {
        quote(payer, "{\"path\":\"/v1/facts\",\"method\":null,\"units\":null,\"planKey\":null,\"meterClass\":null}")
                .is(200)
                .holds("{units: 1}");
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
        var answer = quote(payer, body).is(400, "validation_error");
        assertThat(answer.each("details.issues", "path").stream().distinct()).containsExactly(paths.split(","));
    }

    /** For one unit, gate and refusal must be one and the same. */
    @Test
    void theGateIsTheRefusalThatThenFires() throws Exception {
        var customer = world.payer(4_000_000);
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":404,\"approvalThresholdCents\":401}");
        assertSameRefusal(customer, Calls.SECTION, "section_extract");
        assertSameRefusal(customer, Calls.STATEMENT, "statement_lookup");
        var pending = world.signUp();
        world.useUpGrant(pending);
        assertSameRefusal(pending, Calls.RESOLVE, "entity_resolve");
    }

    private static void assertSameRefusal(Customer customer, String path, String meterClass) {
        var gate = quote(customer, "{\"meterClass\":\"" + meterClass + "\"}").at("budgetGate");
        var refused = customer.call(path).is(402);
        assertThat(Answer.fieldNames(gate)).containsExactly("code", "status", "message", "details");
        Answer.holds(gate, "{code: '%s', status: 402}", refused.code());
        assertThat(gate.path("message")).isEqualTo(refused.at("message"));
        assertThat(gate.path("details")).isEqualTo(refused.at("details"));
    }

    @Test
    void theGrantPaysWhatItCan() throws Exception {
        var customer = world.payer(0);
        world.leaveOfGrant(customer, 3);
        quote(customer, "{\"meterClass\":\"section_extract\",\"units\":10}")
                .holds("{grantUnits: 3, amountCents: 50, payableCents: 35}");
        assertThat(world.account(customer).grant().unitsLeft()).isEqualTo(3);
    }

    @Test
    void aRestrictedOrganizationIsToldWhatStandsInItsWay() throws Exception {
        var customer = world.signUp();
        world.standing(customer, new Account.Standing(true, null, null, true, null, true, null));
        quote(customer, SECTION).is(200).holds("{budgetGate: {details: {reason: 'restricted'}}}");
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":1}").is(402);
        assertThat(world.account(customer).caps().spendCapCents()).isNull();
    }

    @Test
    void everyPrincipalOfTheOrganizationMayAskAndNobodyElse() {
        for (var client : List.of(payer.browser(), world.by(payer.newKey(false, "write:sec")))) {
            client.post("/v1/billing/quote", SECTION).is(200);
        }
        world.by("secapi_live_x").post("/v1/billing/quote", SECTION).is(401);
    }
}
