package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SharedWorld(SharedWorld.Kind.STILL)
class FailedCallsTest {

    private final World world;

    FailedCallsTest(World world) {
        this.world = world;
    }

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(textBlock = """
            /v1/entities/resolve,                                         400, missing_identifier,       entity_resolve
            /v1/entities/resolve?ticker=AAPL&view=full,                   400, invalid_query_parameter,  entity_resolve
            /v1/entities/resolve?ticker=ZZZZ,                             404, entity_not_found,         entity_resolve
            /v1/filings/latest?ticker=AAPL&form=11-X,                     404, filing_not_found,         filing_retrieval
            /v1/filings/latest/sections/item_99?ticker=AAPL&form=10-K,    404, section_not_found,        section_extract
            /v1/statements/income_statement?ticker=ZZZZ,                  404, statement_not_found,      statement_lookup
            /v1/entities/resolve?ticker=DOWN,                             502, entity_lookup_failed,     entity_resolve
            /v1/filings/latest?ticker=DOWN,                               502, filing_lookup_failed,     filing_retrieval
            /v1/filings/latest/sections/item_1a?ticker=DOWN,              502, section_lookup_failed,    section_extract
            /v1/statements/income_statement?ticker=DOWN,                  502, statement_lookup_failed,  statement_lookup
            /v1/entities/resolve?ticker=BUG,                              500, internal_error,           entity_resolve
            """)
    void aFailedCallBurnsNothingAndHasItsRowAndItsPlaceInTheWindow(
            String path, int status, String code, String meterClass) throws Exception {
        var customer = world.signUp();

        var answer = customer.call(path);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.field("type")).isEqualTo(status < 500 ? "invalid_request_error" : "api_error");
        assertThat(answer.field("requestId")).isEqualTo(answer.header("Request-Id"));
        assertThat(answer.header("Omni-Token-Count")).isEqualTo("0");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo(meterClass);
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("250");
        var limit = Integer.parseInt(answer.header("X-RateLimit-Limit"));
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(limit - 1));

        assertThat(world.rows(customer))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .returns(status, Row::status)
                        .returns(0L, Row::units)
                        .returns(0L, Row::funding)
                        .returns(0L, Row::price)
                        .returns(answer.header("Request-Id"), Row::requestId));
        assertThat(world.account(customer).grant().unitsUsed()).isZero();
        world.assertReconciled(customer);
    }

    @ParameterizedTest(name = "{0} {1} → {2} {3}")
    @CsvSource({
        "GET, /v1/nothing, 404, route_not_found",
        "GET, /nothing, 404, route_not_found",
        "POST, /v1/entities/resolve, 405, method_not_allowed",
        "PUT, /v1/me, 405, method_not_allowed"
    })
    void whatNeverReachesARouteLeavesNoRow(String method, String path, int status, String code) throws Exception {
        var customer = world.signUp();

        var answer = customer.program().send(method, path, "");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(world.rows(customer)).isEmpty();
    }

    @Test
    void aBugIsAnsweredWithoutDetailAndLoggedOnceUnderItsRequest() throws Exception {
        var customer = world.signUp();

        var answer = customer.call(Calls.resolve(ScriptedFilings.BUG));

        assertThat(answer.text()).doesNotContain("as the test wants it", "IllegalState", "ScriptedFilings");
        assertThat(world.log().of(answer.header("Request-Id")))
                .filteredOn(line -> line.startsWith("fault in "))
                .singleElement()
                .asString()
                .contains("a bug, as the test wants it");
    }

    @Test
    void anUnpaidOrganizationSees402BeforeItsParametersAreChecked() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);

        assertThat(customer.call("/v1/entities/resolve").code()).isEqualTo("billing_required");
        assertThat(world.rows(customer)).isEmpty();
    }
}
