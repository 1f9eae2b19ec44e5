package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import omni.account.Accounts;
import omni.call.EndpointFunction;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.lambda.Foundation;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.sec.EntityLookup;
import omni.sec.FilingSource;
import omni.sec.bundled.BundledFilings;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of routes in the box whose source hangs (contract 13.2): told in time, never billed, and nothing comes late. */
class ToolTimeoutTest {

    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration HUNG = Duration.ofSeconds(20);
    private static final String AAPL = "{\"ticker\":\"AAPL\"}";

    private final AtomicBoolean hangs = new AtomicBoolean(true);
    private final CountDownLatch woken = new CountDownLatch(1);
    private final CountDownLatch workEnded = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private Rig rig = new Rig();

    @AfterEach
    void wake() {
        woken.countDown();
    }

    /** What does not even listen to interrupts; when it wakes, it answers as if nothing had been. */
    private @Nullable Object hang(Around.Call call) throws Throwable {
        var until = System.nanoTime() + HUNG.toNanos();
        while (hangs.get() && woken.getCount() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
        try {
            return call.make();
        } finally {
            workEnded.countDown();
        }
    }

    private EndpointFunction function() {
        return function(Timeouts.untilHung(Duration.ofMinutes(1)).withTool(LIMIT));
    }

    private EndpointFunction function(Timeouts timeouts) {
        var root = rig.meteredRoot();
        var made = rig.foundation;
        var brief = new Foundation(
                made.configuration(),
                made.catalog(),
                made.terms(),
                made.clock(),
                made.ids(),
                made.log(),
                made.metrics(),
                timeouts);
        var source = Around.port(FilingSource.class, new BundledFilings(), this::hang);
        return new MeteredEndpoints(new MeteredRoot(
                        brief,
                        root.shell(),
                        Around.port(Accounts.class, root.accounts(), this::hang),
                        root.rollUps(),
                        new EntityLookup(source),
                        root.filings(),
                        root.sections(),
                        root.statements()))
                .function(Endpoints.CALL_MCP);
    }

    private Ask call(String tool, String arguments) {
        return Ask.of("POST", "/mcp").body("""
                        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool, arguments)).by(rig.byKey("read:sec"));
    }

    private List<UsageRow> rows() {
        return rig.store.table.feed().stream()
                .filter(Change.Committed.class::isInstance)
                .map(change -> ((Change.Committed) change).row())
                .toList();
    }

    private long used() {
        return rig.store.account(Rig.ORG, true).grant().unitsUsed();
    }

    @Test
    void aToolThatHangsIsToldInTimeAndNothingIsBilledThenOrLater() throws InterruptedException {
        var answer = call("entities.resolve", AAPL).of(function());

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body())
                .contains("\"id\":7", "\"code\":-32004", "\"code\":\"mcp_tool_timeout\"", "\"retryable\":true")
                .contains("\"mcpToolName\":\"entities.resolve\"");
        assertThat(rows()).extracting(UsageRow::units).containsExactly(0);
        var writes = rig.store.writes().size();

        woken.countDown();
        assertThat(workEnded.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(used()).isZero();
        assertThat(rig.store.writes()).hasSize(writes);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void theModernEraHasItsOwnCode() {
        var answer = Ask.of("POST", "/mcp")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "entities.resolve")
                .body("""
                        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"entities.resolve","arguments":{"ticker":"A"},
                         "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""")
                .by(rig.byKey("read:sec"))
                .of(function());

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("\"code\":-31004");
    }

    @Test
    void theKeyOfACallThatHungIsFreeAndItsNextAttemptIsBilledOnce() {
        var function = function();

        assertThat(call("entities.resolve", AAPL)
                        .header("Idempotency-Key", "one-key-1")
                        .of(function)
                        .status())
                .isEqualTo(504);
        hangs.set(false);
        woken.countDown();
        var patient = function(Timeouts.untilHung(Duration.ofMinutes(1)));
        var second = call("entities.resolve", AAPL)
                .header("Idempotency-Key", "one-key-1")
                .of(patient);
        var third = call("entities.resolve", AAPL)
                .header("Idempotency-Key", "one-key-1")
                .of(patient);

        assertThat(List.of(second.status(), third.status())).containsExactly(200, 200);
        assertThat(third.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(used()).isEqualTo(1);
        assertThat(rows()).extracting(UsageRow::units).containsExactly(0, 1);
    }

    /** Paid before its work, a call that hung is given back before it is answered. */
    @Test
    void aChargeBeforeTheWorkIsGivenBack() throws IOException, InterruptedException {
        var catalog = Bundled.text()
                .replace(
                        "\"path\": \"/v1/entities/resolve\", \"target\": \"builtin\", \"commit\": \"after\"",
                        "\"path\": \"/v1/entities/resolve\", \"target\": \"builtin\", \"commit\": \"before\"");
        var file = Files.writeString(folder.resolve("catalog.json"), catalog);
        rig = new Rig(Map.of("OMNI_CATALOG_FILE", file.toString()));

        assertThat(call("entities.resolve", AAPL).of(function()).status()).isEqualTo(504);
        woken.countDown();
        assertThat(workEnded.await(30, TimeUnit.SECONDS)).isTrue();

        var charged = rows();
        assertThat(charged).extracting(UsageRow::units).containsExactly(1);
        var usageId = charged.getFirst().call().usageId();
        assertThat(rig.store.table.feed())
                .contains(new Change.Voided(usageId))
                .doesNotContain(new Change.Proved(usageId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing.get", "billing.quote"})
    void aReadOfTheAccountThatHangsIsToldInTime(String tool) {
        var arguments = tool.equals("billing.quote") ? "{\"meterClass\":\"entity_resolve\"}" : "{}";
        var answer = call(tool, arguments).of(function());

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("\"code\":-32004", "\"mcpToolName\":\"" + tool + "\"");
    }

    @Test
    void workThatFailsInTimeFailsAsItWould() {
        hangs.set(false);
        var failing = Around.port(FilingSource.class, new BundledFilings(), call -> {
            throw new IllegalArgumentException("broken");
        });
        var root = rig.meteredRoot();
        var answer = call("entities.resolve", AAPL)
                .of(new MeteredEndpoints(new MeteredRoot(
                                rig.foundation,
                                root.shell(),
                                root.accounts(),
                                root.rollUps(),
                                new EntityLookup(failing),
                                root.filings(),
                                root.sections(),
                                root.statements()))
                        .function(Endpoints.CALL_MCP));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":-32603", "internal_error").doesNotContain("broken");
        assertThat(rig.log.faults()).hasSize(1);
        assertThat(rig.log.faults().getFirst().fault()).isInstanceOf(IllegalArgumentException.class);
        assertThat(used()).isZero();
    }
}
