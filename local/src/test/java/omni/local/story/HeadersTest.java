package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 8 over HTTP: exactly which headers an answer of each kind has, under the prefix and under an alias. */
class HeadersTest {

    private static final Map<String, List<String>> SETS = Map.of(
            "every", List.of("Request-Id", "traceparent", "Strict-Transport-Security", "X-Content-Type-Options"),
            "version", List.of("~Version"),
            "meter", List.of("~Meter-Class", "~Token-Count", "~Estimated-Cost"),
            "org", List.of("~Plan-Key", "~Billing-State", "~Billing-Status"),
            "window", List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
            "grant", List.of("~Free-Grant-Remaining"),
            "ai", List.of("~AI-Quota-Limit", "~AI-Quota-Used", "~AI-Quota-Remaining", "~AI-Quota-Reset"),
            "limited", List.of("~Quota-Limit", "Retry-After"),
            "replayed", List.of("Idempotency-Replayed"),
            "spent",
                    List.of(
                            "~Grant-Status",
                            "~Grant-Consumed-Percent",
                            "~Grant-Remaining",
                            "~Grant-Action",
                            "~Grant-Action-Url"));

    private static World world = start();

    private static World start() {
        return World.start(World.Plan.standard().with("OMNI_HEADER_ALIASES", "SECAPI-"));
    }

    @BeforeAll
    static void opened() {
        assertThat(world.url()).isNotNull();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Answer answer(String kind, Customer customer) {
        var program = customer.program();
        return switch (kind) {
            case "metered" -> program.get(Calls.RESOLVE);
            case "not found" -> program.get("/v1/entities/resolve?ticker=ZZZZZZ");
            case "forwarded" -> program.get("/v1/facts");
            case "head" -> program.head(Calls.RESOLVE);
            case "free" -> program.get("/v1/me");
            case "spent" -> {
                world.useUpGrant(customer);
                yield program.get(Calls.RESOLVE);
            }
            case "scope" -> program.post("/v1/api_keys", "{}");
            case "ai query" -> program.get("/v1/intelligence/ask");
            case "ai quota" -> {
                var last = program.get("/v1/intelligence/ask");
                for (var call = 0; call < 10; call++) {
                    last = program.get("/v1/intelligence/ask");
                }
                yield last;
            }
            case "replay" -> {
                var keyed = program.with("Idempotency-Key", "once");
                keyed.get(Calls.RESOLVE);
                yield keyed.get(Calls.RESOLVE);
            }
            case "denied" -> world.nobody().get(Calls.RESOLVE);
            case "denied forwarded" -> world.nobody().get("/v1/facts");
            case "unknown" -> program.get("/v1/nothing");
            case "method" -> program.delete("/v1/facts");
            case "public" -> world.nobody().get("/v1/billing/rates");
            case "webhook" -> world.nobody().post("/v1/billing/webhooks/stripe", "{}");
            case "page" -> world.nobody().get("/agents");
            case "preflight" ->
                Client.at(world.url())
                        .with("Access-Control-Request-Method", "GET")
                        .send("OPTIONS", "/v1/facts", "");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** What the contract speaks of, among all that a gateway sends. */
    private static boolean named(String name) {
        var lower = name.toLowerCase(java.util.Locale.ROOT);
        return lower.startsWith("omni-")
                || lower.startsWith("secapi-")
                || lower.startsWith("x-ratelimit-")
                || List.of(
                                "request-id",
                                "traceparent",
                                "strict-transport-security",
                                "x-content-type-options",
                                "retry-after",
                                "idempotency-replayed")
                        .contains(lower);
    }

    @ParameterizedTest(name = "{0}: {1} with {2}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            kind             | status | headers
            metered          | 200    | every version meter org window grant
            head             | 200    | every version meter org window grant
            forwarded        | 200    | every version meter org window grant
            not found        | 404    | every version meter org window grant
            spent            | 402    | every version meter org window grant spent
            ai query         | 200    | every version meter org window grant ai
            ai quota         | 429    | every version meter org window grant ai limited
            replay           | 200    | every version meter org window grant replayed
            free             | 200    | every version meter org window
            scope            | 403    | every version meter org window Required-Scopes
            denied           | 401    | every version meter
            denied forwarded | 401    | every version meter
            unknown          | 404    | every version meter
            method           | 405    | every version meter
            public           | 200    | every version meter window
            webhook          | 400    | every version meter
            page             | 200    | every
            preflight        | 204    | every version meter
            """)
    void anAnswerOfEachKindHasTheseHeadersAndNoOthers(String kind, int status, String sets) throws Exception {
        var answer = answer(kind, world.signUp());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        var expected = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var set : sets.split(" ", -1)) {
            for (var name : SETS.getOrDefault(set, List.of("~" + set))) {
                expected.addAll(
                        name.startsWith("~")
                                ? List.of(name.replace("~", "Omni-"), name.replace("~", "SECAPI-"))
                                : List.of(name));
            }
        }
        var got = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().map().keySet().stream().filter(HeadersTest::named).forEach(got::add);
        assertThat(got).isEqualTo(expected);
        assertThat(answer.header("SECAPI-Meter-Class")).isEqualTo(answer.header("Omni-Meter-Class"));
        var exposed = Arrays.asList(omni.http.Cors.exposedHeaders(
                        world.local().foundation().configuration().settings())
                .split(", ", -1));
        assertThat(got).allMatch(name -> exposed.stream().anyMatch(name::equalsIgnoreCase));
    }

    @Test
    void theCountIsThatOfTheBodyWithTheProductsOwnVocabulary() throws Exception {
        var customer = world.signUp();
        var vocabulary = new omni.tokens.O200k();
        for (var path : List.of(Calls.RESOLVE, Calls.STATEMENT, "/v1/facts", "/v1/billing", "/v1/limits")) {
            var answer = customer.call(path);
            assertThat(answer.header("Omni-Token-Count"))
                    .as(path)
                    .isEqualTo(Integer.toString(vocabulary.count(answer.text())));
        }
    }

    @Test
    void aTestKeysAnswerHasTheHeadersOfALiveOneAndCostsNothing() throws Exception {
        var customer = world.signUp();
        var created = customer.createKey("{\"label\":\"t\"}");
        var tester = world.by(created.field("secret"));
        var answer = tester.get("/v1/entities/resolve?ticker=AAPL").is(200);
        assertThat(answer.json().path("livemode").asBoolean(true)).isFalse();
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("250");
        assertThat(tester.get("/v1/facts").field("code"))
                .as("what others pay for")
                .isEqualTo("livemode_required");
    }

    @Test
    void aForwardedCallIsOnTheBillLikeAnyOther() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        assertThat(customer.call("/v1/facts?a=b%20c").field("query")).isEqualTo("a=b%20c");
        assertThat(world.rows(customer))
                .singleElement()
                .returns(200, Row::status)
                .returns(1L, Row::units);
        assertThat(customer.billing().at("budget.accruedUsageCents").asLong()).isEqualTo(2);
        world.assertReconciled(customer);
    }
}
