package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.Reply;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 8: what {@code Omni-Token-Count} says, by mode, status and kind of body. The tokenizer here counts characters. */
class TokenCountTest {

    private static final String JSON = "application/json";

    private final AtomicInteger counted = new AtomicInteger();

    private Rig rig(String mode) {
        return new Rig(Map.of("OMNI_TOKEN_COUNT_MODE", mode, "OMNI_HEADER_ALIASES", "SECAPI-"), text -> {
            counted.incrementAndGet();
            if (text.contains("poison")) {
                throw new IllegalStateException("the tokenizer fails");
            }
            if (text.contains("deep")) {
                throw new StackOverflowError();
            }
            return text.length();
        });
    }

    private static Ask.Answer answered(Rig rig, Ask ask, int status, byte[] body, Map<String, String> headers) {
        var reply = new Reply.Answer(status, body.length == 0 ? null : new Body(body), headers, List.of());
        return ask.by(rig.byKey("read:sec")).of(new Probe(Endpoints.RESOLVE_ENTITY.operation(), rig.shell, e -> reply));
    }

    private static Ask resolve() {
        return Ask.of("GET", "/v1/entities/resolve");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} asked {1}, {2}: {3}, source {4}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", delimiter = '|', textBlock = """
            mode   | asked                               | status | count | source
            always | none                                | 200    | 9     | none
            always | none                                | 404    | 0     | none
            always | none                                | 502    | 0     | none
            opt-in | none                                | 200    | 0     | opt-in-required
            opt-in | none                                | 404    | 0     | none
            opt-in | Omni-Compute-Headers: token-count   | 200    | 9     | none
            opt-in | omni-compute-headers: x, Token-Count| 200    | 9     | none
            opt-in | SECAPI-Compute-Headers: token-count | 200    | 9     | none
            opt-in | Omni-Compute-Headers: tokens        | 200    | 0     | opt-in-required
            opt-in | Omni-Compute-Headers: token-count   | 404    | 0     | none
            never  | none                                | 200    | 0     | none
            never  | Omni-Compute-Headers: token-count   | 200    | 0     | none
            """)
    void theModeDecides(String mode, @Nullable String asked, int status, String count, @Nullable String source) {
        var ask = resolve();
        if (asked != null) {
            ask.header(asked.split(": ", 2)[0], asked.split(": ", 2)[1]);
        }
        var answer = answered(rig(mode), ask, status, bytes("{\"a\":\"b\"}"), Map.of("Content-Type", JSON));
        assertThat(answer.header("Omni-Token-Count")).isEqualTo(count);
        assertThat(answer.header("SECAPI-Token-Count")).isEqualTo(count);
        assertThat(answer.header("Omni-Token-Count-Source")).isEqualTo(source == null ? "" : source);
        assertThat(answer.header("Omni-Token-Count-Estimated")).isEmpty();
        assertThat(counted.get()).as("nobody counts for nothing").isEqualTo(count.equals("0") ? 0 : 1);
        assertThat(answer.body()).isEqualTo("{\"a\":\"b\"}");
    }

    @ParameterizedTest(name = "{0} bytes of {1}, {2}: {3}, estimated {4}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            bytes,   type,                              encoding, count,  estimated
            10,      application/json,                  none,     10,     false
            10,      application/json; charset=utf-8,   none,     10,     false
            10,      application/problem+json,          none,     10,     false
            524288,  application/json,                  none,     524288, false
            524289,  application/json,                  none,     131073, true
            10,      text/csv,                          none,     3,      true
            12,      text/csv,                          none,     3,      true
            13,      application/octet-stream,          none,     4,      true
            10,      application/json,                  gzip,     3,      true
            10,      application/jsonx,                 none,     3,      true
            0,       none,                              none,     0,      false
            """)
    void whatIsTooLargeOrNoJsonIsEstimated(
            int bytes, @Nullable String type, @Nullable String encoding, String count, boolean estimated) {
        var headers = new java.util.HashMap<String, String>();
        if (type != null) {
            headers.put("Content-Type", type);
        }
        if (encoding != null) {
            headers.put("Content-Encoding", encoding);
        }
        var answer = answered(rig("always"), resolve(), 200, bytes("1".repeat(bytes)), headers);
        assertThat(answer.header("Omni-Token-Count")).isEqualTo(count);
        assertThat(answer.header("Omni-Token-Count-Estimated")).isEqualTo(estimated ? "true" : "");
        assertThat(counted.get()).isEqualTo(estimated || bytes == 0 ? 0 : 1);
    }

    /** Contract 15: the call was served and charged, so it is answered. */
    @ParameterizedTest
    @CsvSource({"poison", "deep"})
    void aFailingTokenizerIsAnEstimate(String body) {
        var answer = answered(rig("always"), resolve(), 200, bytes("\"" + body + "\""), Map.of("Content-Type", JSON));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Omni-Token-Count")).isEqualTo("2");
        assertThat(answer.header("Omni-Token-Count-Estimated")).isEqualTo("true");
    }

    @Test
    void whatIsNotUtf8IsNoJson() {
        var answer = answered(
                rig("always"), resolve(), 200, new byte[] {'"', (byte) 0xC3, '"'}, Map.of("Content-Type", JSON));
        assertThat(answer.header("Omni-Token-Count-Estimated")).isEqualTo("true");
    }

    @Test
    void aHeadTellsTheCountOfItsGet() {
        var answer = answered(
                rig("always"),
                Ask.of("HEAD", "/v1/entities/resolve"),
                200,
                bytes("{\"a\":1}"),
                Map.of("Content-Type", JSON));
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(answer.header("Omni-Token-Count")).isEqualTo("7");
    }

    @Test
    void aReplayTellsTheCountOfTheBodyThatItSends() {
        var rig = rig("always");
        var ask = resolve().header("Idempotency-Key", "k");
        var first = answered(rig, ask, 200, bytes("{\"a\":1}"), Map.of("Content-Type", JSON));
        var replay = answered(rig, ask, 200, bytes("{\"other\":1}"), Map.of("Content-Type", JSON));
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replay.header("Omni-Token-Count")).isEqualTo("7").isEqualTo(first.header("Omni-Token-Count"));
    }

    @Test
    void aRouteThatSaysNothingOfMeteringCountsNothing() {
        var rig = rig("always");
        var answer = Ask.of("GET", "/agents")
                .of(new Probe(
                        Endpoints.GET_AGENTS_OVERVIEW.operation(), rig.shell, e -> Reply.Answer.ok(Map.of("a", 1))));
        assertThat(answer.headers()).doesNotContainKey("Omni-Token-Count");
        assertThat(counted.get()).isZero();
    }

    /** Early means when a function starts, and only one whose every answer is counted. */
    @ParameterizedTest
    @CsvSource({
        "ALWAYS,RESOLVE_ENTITY,1",
        "ALWAYS,GET_BILLING,1",
        "ALWAYS,START_LOGIN,0",
        "OPT_IN,RESOLVE_ENTITY,0",
        "NEVER,RESOLVE_ENTITY,0"
    })
    void theVocabularyIsMadeReadyOnlyWhereItIsNeeded(TokenCounting.Mode mode, Endpoints endpoint, int times) {
        var prepared = new AtomicInteger();
        var tokenizer = new Tokenizer() {
            @Override
            public int count(String text) {
                return 0;
            }

            @Override
            public void prepare() {
                prepared.incrementAndGet();
            }
        };
        var shell = omni.fakes.Fixture.shell(new TokenCounting(mode, tokenizer, true));
        var function = new Probe(endpoint.operation(), shell, e -> Reply.Answer.ok(Map.of()));
        assertThat(function.runs()).isZero();
        assertThat(prepared.get()).isEqualTo(times);
    }
}
