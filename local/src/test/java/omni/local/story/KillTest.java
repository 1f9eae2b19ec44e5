package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.dynamodb.DynamoAccounts;
import omni.local.machine.LocalTimeouts;
import omni.local.options.LocalOptions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Kills the product without warning, starts it again on the same folder, and counts what was answered. */
class KillTest {

    private static final int KILLS = 3;
    private static final int CALLERS = 6;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void nothingThatWasAnsweredIsLost() throws Exception {
        System.out.println("KillTest, seed " + seed);
        var first = "";
        var orgId = "";
        var earliest = Instant.EPOCH;
        for (var round = 0; round < KILLS; round++) {
            try (var product = start()) {
                var key = product.ready().path("apiKey").asText();
                assertThat(first.isEmpty() ? key : first)
                        .as("the first key stays")
                        .isEqualTo(key);
                first = key;
                orgId = product.ready().path("orgId").asText();
                assertThat(clock(product)).isAfterOrEqualTo(earliest);
                if (round == 0) {
                    attachCard(product, orgId);
                }
                assertThat(product.nobody()
                                .withKey(key)
                                .get("/v1/billing")
                                .at("cardOnFile")
                                .asBoolean())
                        .as("the card stays")
                        .isTrue();
                earliest = moved(product);
                callUntilKilled(product, key);
            }
        }
        System.out.printf("%d calls answered over %d kills%n", answered.size(), KILLS);
        assertThat(answered).hasSizeGreaterThan(KILLS);
        assertAllThere(orgId, first, earliest);
    }

    private Product start() throws Exception {
        var began = System.nanoTime();
        var product = Product.start(
                folder.resolve("stderr"),
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--no-rate-limits",
                "--json");
        System.out.printf("started in %.1f s%n", (System.nanoTime() - began) / 1e9);
        return product;
    }

    private static Instant clock(Product product) {
        return Instant.parse(product.nobody().get("/_local/clock").field("now"));
    }

    /** Moves the clock on; the answer is a promise that no restart takes back. */
    private static Instant moved(Product product) {
        return Instant.parse(
                product.nobody().post("/_local/clock", "{\"advance\":\"PT3H\"}").field("now"));
    }

    private static void attachCard(Product product, String orgId) {
        var cookie = product.nobody()
                .post("/_local/sign-in", "{\"email\":\"developer@example.com\"}")
                .field("cookie");
        var activation = product.nobody().withSession(cookie).post("/v1/billing/payg/activate", "{}");
        assertThat(activation.field("orgId")).as(activation.toString()).isEqualTo(orgId);
        var stripe = product.ready().path("stripeUrl").asText();
        assertThat(product.nobody()
                        .post(stripe + "/_sim/pay/" + activation.field("id"), "{}")
                        .status())
                .isEqualTo(200);
        var billing = product.nobody().withSession(cookie);
        var end = System.nanoTime() + LocalTimeouts.FUNCTION.toNanos();
        while (!billing.get("/v1/billing").at("cardOnFile").asBoolean()) {
            assertThat(System.nanoTime()).as("the webhook arrives").isLessThan(end);
        }
    }

    /** Callers go on until the connection breaks; the kill comes after a random number of answers. */
    private void callUntilKilled(Product product, String key) throws InterruptedException {
        var enough = new CountDownLatch(40 + random.nextInt(120));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> {
                    try {
                        while (true) {
                            call(product.nobody().withKey(key));
                            enough.countDown();
                        }
                    } catch (UncheckedIOException e) {
                        // killed: what was under way was never answered
                    }
                });
            }
            enough.await();
            product.kill();
        }
    }

    private void call(Client program) {
        var number = numbers.incrementAndGet();
        var requestId = "kill-" + number;
        program.with("x-request-id", requestId)
                .get(Calls.ALL.get(number % Calls.ALL.size()))
                .is(200);
        answered.add(requestId);
    }

    private void assertAllThere(String orgId, String key, Instant earliest) throws Exception {
        var options = new LocalOptions(
                0, Optional.of(folder.resolve("data")), Optional.empty(), Optional.empty(), false, true);
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        try (var world = LocalWorld.start(
                new LocalWorld.Setup(options, InstantSource.system(), new RecordedLog(), silent, Map.of()))) {
            assertThat(world.pump().awaitDrained(LocalTimeouts.FUNCTION)).isTrue();
            assertThat(world.pump().parkedRecords()).isEmpty();
            assertThat(world.clock().instant()).isAfterOrEqualTo(earliest);
            assertThat(Client.at(world.url()).withKey(key).get("/v1/me").status())
                    .isEqualTo(200);

            var rows = rows(world, orgId);
            var rowsOf = new HashMap<String, Integer>();
            rows.forEach(row -> rowsOf.merge(row.requestId(), 1, Integer::sum));
            assertThat(rowsOf.keySet()).containsAll(answered);
            assertThat(rowsOf.values()).as("each call once").containsOnly(1);
            assertThat(rows).extracting(Row::usageId).doesNotHaveDuplicates();
            // A process that dies between commit and answer leaves at most one such call for each caller.
            assertThat(rows).hasSizeBetween(answered.size(), answered.size() + KILLS * CALLERS);

            var account = Objects.requireNonNull(new DynamoAccounts(
                            world.table(),
                            world.foundation().catalog().meterClasses().stream()
                                    .map(MeterClass::number)
                                    .toList())
                    .load(orgId));
            assertThat(account.standing().cardOnFile()).isTrue();
            assertThat(account.ledger().sequence()).isEqualTo(rows.size());
            assertThat(rows.stream().map(Row::sequence).distinct()).hasSize(rows.size());
            assertThat(rows.stream().mapToLong(Row::sequence).max()).hasValue(rows.size());
            assertThat(account.grant().unitsUsed())
                    .isEqualTo(rows.stream().filter(row -> row.funding() == 1).count());
            // Run late on the last day of a month, the clock has been moved into the next one.
            var month = account.ledger().period();
            var rowsOfMonth = rows.stream()
                    .filter(row -> InvoicePeriod.at(row.at()).equals(month))
                    .toList();
            assertThat(account.ledger().accrual().microDollars())
                    .isEqualTo(rowsOfMonth.stream().mapToLong(Row::net).sum());
            var budget = Client.at(world.url())
                    .withKey(key)
                    .get("/v1/billing")
                    .json()
                    .path("budget");
            var lines = 0L;
            for (var item : budget.path("lineItems")) {
                lines += item.path("units").asLong();
            }
            assertThat(lines)
                    .as("the roll-up of the month")
                    .isEqualTo(rowsOfMonth.stream()
                            .filter(row -> row.funding() == 2)
                            .count());
        }
    }

    private static List<Row> rows(LocalWorld world, String orgId) {
        return world
                .table()
                .client()
                .scanPaginator(ScanRequest.builder()
                        .tableName(LocalWorld.TABLE)
                        .consistentRead(true)
                        .filterExpression("begins_with(PK, :usage) AND begins_with(SK, :row) AND org = :org")
                        .expressionAttributeValues(Map.of(
                                ":usage", AttributeValue.fromS("USAGE#"),
                                ":row", AttributeValue.fromS("ROW#"),
                                ":org", AttributeValue.fromS(orgId)))
                        .build())
                .items()
                .stream()
                .map(Row::of)
                .toList();
    }
}
