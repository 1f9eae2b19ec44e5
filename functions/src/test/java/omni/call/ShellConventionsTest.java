package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2: labels, version, brand, CORS, HEAD, bodies; and step 0 of contract 4. */
class ShellConventionsTest {

    private final Rig rig = new Rig();

    private Ask.Answer me(Ask ask) {
        return ask.by(rig.byKey("read:sec")).of(rig.function(Endpoints.GET_PRINCIPAL));
    }

    private static Ask me() {
        return Ask.of("GET", "/v1/me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c:d-9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void aCallersRequestIdIsKept(String id) {
        var answer = me(me().header("x-request-id", id));
        assertThat(answer.header("Request-Id")).isEqualTo(id);
        assertThat(answer.json()).containsEntry("requestId", id);
        assertThat(rig.log.last()).containsEntry("requestId", id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "ä",
                "a/b",
                "a\nb",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void aRequestIdOfAnotherShapeIsReplaced(String id) {
        assertThat(me(me().header("x-request-id", id)).header("Request-Id")).matches("req_[0-9A-Z]{16}");
        assertThat(me(me()).header("Request-Id")).matches("req_[0-9A-Z]{16}");
    }

    @Test
    void aValidTraceKeepsItsIdAndGetsASpanOfOurs() {
        var inbound = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        var trace = me(me().header("traceparent", inbound)).header("traceparent");
        assertThat(trace).matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01");
        assertThat(trace).doesNotContain("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01"
            })
    void anotherTraceIsReplaced(String inbound) {
        assertThat(me(me().header("traceparent", inbound)).header("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736")
                .doesNotContain("00000000000000000000000000000000");
    }

    @ParameterizedTest(name = "omni-version {0}, secapi-version {1}: {2}")
    @CsvSource(nullValues = "none", textBlock = """
            none,       none,       200
            2026-03-19, none,       200
            none,       2026-03-19, 200
            2026-03-19, 2020-01-01, 200
            2020-01-01, 2026-03-19, 400
            none,       2020-01-01, 400
            none,       latest,     400
            '',         none,       400
            """)
    void theFirstVersionHeaderNamesAReleasedVersion(@Nullable String first, @Nullable String second, int status) {
        var ask = me();
        if (first != null) {
            ask.header("Omni-Version", first);
        }
        if (second != null) {
            ask.header("secapi-version", second);
        }
        var answer = me(ask);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Omni-Version")).isEqualTo("2026-03-19");
        if (status == 400) {
            assertThat(answer.code()).isEqualTo("invalid_request_parameter");
            assertThat(answer.details())
                    .containsEntry("parameter", first == null ? "secapi-version" : "omni-version")
                    .containsEntry("acceptedValues", List.of("2026-03-19"));
        }
    }

    @Test
    void everyHeaderOfOursIsSentUnderEachAliasToo() {
        var aliased = new Rig(Map.of("OMNI_HEADER_PREFIX", "Acme-", "OMNI_HEADER_ALIASES", "SECAPI-,Old-"));
        var answer = me().by(aliased.byKey("read:sec")).of(aliased.function(Endpoints.GET_PRINCIPAL));
        var ours = answer.headers().keySet().stream()
                .filter(name -> name.startsWith("Acme-"))
                .toList();
        assertThat(ours).contains("Acme-Plan-Key", "Acme-Version", "Acme-Meter-Class", "Acme-Billing-Status");
        for (var name : ours) {
            var rest = name.substring("Acme-".length());
            assertThat(answer.header("SECAPI-" + rest)).isEqualTo(answer.header(name));
            assertThat(answer.header("Old-" + rest)).isEqualTo(answer.header(name));
        }
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Omni-"));
    }

    @Test
    void headIsAnsweredAsGetAndTheGatewayLeavesTheBodyOut() {
        var get = me(me().header("x-request-id", "r"));
        var head = me(Ask.of("HEAD", "/v1/me").header("x-request-id", "r"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEqualTo(get.body());
        var differs = List.of("traceparent", "X-RateLimit-Remaining");
        assertThat(without(head.headers(), differs)).isEqualTo(without(get.headers(), differs));
    }

    private static Map<String, String> without(Map<String, String> headers, List<String> names) {
        var rest = new HashMap<>(headers);
        rest.keySet().removeAll(names);
        return rest;
    }

    @Test
    void aConfiguredOriginMayReadEveryHeaderOfOurs() {
        var answer = me(me().header("origin", Rig.ORIGIN));
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Rig.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(List.of(answer.header("Access-Control-Expose-Headers").split(", ", -1)))
                .contains("Request-Id", "traceparent", "Retry-After", "WWW-Authenticate", "Idempotency-Replayed")
                .contains("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
                .contains("Omni-Version", "Omni-Meter-Class", "Omni-Plan-Key", "Omni-Billing-State")
                .contains("Omni-Billing-Status", "Omni-Token-Count", "Omni-Estimated-Cost", "Omni-Quota-Limit")
                .contains("Omni-Token-Count-Estimated", "Omni-Token-Count-Source", "Omni-Free-Grant-Remaining")
                .contains("Omni-Budget-Used", "Omni-AI-Quota-Limit", "Omni-AI-Quota-Used", "Omni-AI-Quota-Remaining")
                .contains("Omni-AI-Quota-Reset", "Omni-AI-Quota-Grace-Until", "Omni-Required-Scopes")
                .contains("Omni-Grant-Status", "Omni-Grant-Consumed-Percent", "Omni-Grant-Remaining")
                .contains("Omni-Grant-Warning", "Omni-Grant-Action", "Omni-Grant-Action-Url")
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherOriginIsToldNothingOfThem() {
        var answer = me(me().header("origin", "https://evil.example.com"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        assertThat(answer.header("Vary")).isEqualTo("Origin");
    }

    private Ask.Answer unrouted(Ask ask) {
        return ask.of(rig.function(Endpoints.FORWARD_CATALOG_ROUTE));
    }

    @Test
    void aPreflightIs204WithWhatTheRouteAllows() {
        var answer = unrouted(Ask.of("OPTIONS", "/v1/api_keys").header("Origin", Rig.ORIGIN));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Rig.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(List.of(answer.header("Access-Control-Allow-Headers").split(", ", -1)))
                .contains("authorization", "content-type", "idempotency-key", "x-api-key", "x-request-id")
                .contains("traceparent", "omni-compute-headers", "omni-version", "secapi-version")
                .contains("mcp-protocol-version", "mcp-method", "mcp-name", "mcp-session-id", "last-event-id");
        assertThat(answer.headers()).doesNotContainKey("Content-Type");
    }

    /** Else a page of ours could not read that there is no such route. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/nowhere", "/v1", "/v1/nowhere/at/all", "/v1//", "/%2e%2e/x", "/v1/%ff"})
    void aPreflightOfAConfiguredOriginIs204OnEveryPath(String path) {
        var answer = unrouted(Ask.of("OPTIONS", path).header("Origin", Rig.ORIGIN));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Rig.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Methods"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        var foreign = unrouted(Ask.of("OPTIONS", path).header("Origin", "https://evil.example.com"));
        assertThat(foreign.status()).isEqualTo(404);
    }

    @Test
    void aPreflightOfAnotherOriginAllowsNothing() {
        var answer = unrouted(Ask.of("OPTIONS", "/v1/api_keys").header("Origin", "https://evil.example.com"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '|', textBlock = """
            method | path                                | code               | allow
            GET    | /                                   | route_not_found    | none
            GET    | /v1                                 | route_not_found    | none
            GET    | /v1/unknown                         | route_not_found    | none
            POST   | /v1/unknown                         | route_not_found    | none
            GET    | /v1/filings/0000320193-26-000001    | route_not_found    | none
            POST   | /v1/artifacts                       | route_not_found    | none
            GET    | /v1/intelligence/anything           | route_not_found    | none
            DELETE | /v1/api_keys                        | method_not_allowed | GET, HEAD, OPTIONS, POST
            GET    | /v1/api_keys/key_1                  | method_not_allowed | DELETE, OPTIONS
            PUT    | /v1/filings/latest                  | method_not_allowed | GET, HEAD, OPTIONS
            PATCH  | /v1/filings/latest/sections/item_1a | method_not_allowed | GET, HEAD, OPTIONS
            POST   | /login                              | method_not_allowed | GET, HEAD, OPTIONS
            """)
    void anUnknownRouteIs404AndAnUnknownMethod405(String method, String path, String code, @Nullable String allow) {
        var answer = unrouted(Ask.of(method, path));
        assertThat(answer.status()).isEqualTo(allow == null ? 404 : 405);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Allow")).isEqualTo(allow == null ? "" : allow);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo(path.startsWith("/v1") ? "platform_read" : "");
        assertThat(answer.headers()).doesNotContainKeys("Omni-Plan-Key", "Omni-Billing-State", "X-RateLimit-Limit");
    }

    @Test
    void anUnknownRouteIsToldBeforeAnUnknownVersionOrABadBody() {
        var answer = unrouted(
                Ask.of("POST", "/v1/unknown").header("omni-version", "1").body("{"));
        assertThat(answer.code()).isEqualTo("route_not_found");
    }

    @Test
    void aForwardedRouteIsNotServedByTheBuiltInOneThatHasAPlaceThere() {
        var work = new Probe(Endpoints.GET_STATEMENT.operation(), rig.shell, exchange -> Reply.Answer.ok(Map.of()));
        var answer =
                Ask.of("GET", "/v1/statements/all").by(rig.byKey("read:sec")).of(work);
        assertThat(answer.code()).isEqualTo("route_not_found");
        assertThat(work.runs()).isZero();
        assertThat(rig.store.writes()).isEmpty();
        assertThat(Ask.of("GET", "/v1/statements/income_statement")
                        .by(rig.byKey("read:sec"))
                        .of(work)
                        .status())
                .isEqualTo(200);
    }

    private Ask.Answer create(Ask ask) {
        return ask.by(rig.byKey("*")).of(rig.function(Endpoints.CREATE_API_KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "1", "null", "\"x\"", "{\"label\":\"a\",\"label\":\"b\"}", "{} {}", "label=x"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        var answer = create(Ask.of("POST", "/v1/api_keys").body(body));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_json");
        assertThat(rig.store.writes()).isEmpty();
    }

    @Test
    void anAbsentBodyReadsAsEmptyAndUnknownKeysAreIgnored() {
        assertThat(create(Ask.of("POST", "/v1/api_keys")).status()).isEqualTo(201);
        assertThat(create(Ask.of("POST", "/v1/api_keys").body("{\"colour\":{\"deep\":[1]}}"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aBodyOf256KiBIsReadAndOneByteMoreIsTooLarge() {
        var padding = "{\"x\":\"" + "y".repeat(256 * 1024 - 8) + "\"}";
        assertThat(padding).hasSize(256 * 1024);
        assertThat(create(Ask.of("POST", "/v1/api_keys").body(padding)).status())
                .isEqualTo(201);
        var answer = create(Ask.of("POST", "/v1/api_keys").body(padding + " "));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("request_too_large");
    }

    @Test
    void everyAnswerIsSafeFromSniffingAndDowngrade() {
        var answers = List.of(
                me(me()),
                unrouted(Ask.of("GET", "/nothing")),
                Ask.of("GET", "/v1/billing/rates").of(rig.function(Endpoints.GET_BILLING_RATES)));
        for (var answer : answers) {
            assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Request-Id")).isNotEmpty();
            assertThat(answer.header("traceparent")).isNotEmpty();
        }
    }
}
