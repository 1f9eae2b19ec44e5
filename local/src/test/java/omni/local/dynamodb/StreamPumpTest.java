package omni.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import omni.local.gateway.LocalLambda;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StreamPumpTest {

    private LocalDynamoDb database;
    private Tables tables;
    private DynamoDbConnection connection;

    @BeforeEach
    void open() {
        database = LocalDynamoDb.inMemory();
        tables = Tables.at(database.endpoint()).create();
        connection = DynamoDbConnection.at(database.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);
    }

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @AfterEach
    void close() {
        connection.close();
        tables.close();
        database.close();
    }

    @Test
    void aFunctionSeesLambdasStreamEvents() throws Exception {
        var function = new Recorder(_ -> false);
        tables.client()
                .putItem(item -> item.tableName(Tables.NAME)
                        .item(Map.of(
                                "PK", AttributeValue.fromS("a"),
                                "SK", AttributeValue.fromS("b"),
                                "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("hi")),
                                "flag", AttributeValue.fromBool(true),
                                "nothing", AttributeValue.fromNul(true),
                                "map", AttributeValue.fromM(Map.of("n", AttributeValue.fromN("1.5"))),
                                "list", AttributeValue.fromL(List.of(AttributeValue.fromS("x"))),
                                "set", AttributeValue.fromSs(List.of("s")),
                                "noEntries", AttributeValue.fromM(Map.of()),
                                "noElements", AttributeValue.fromL(List.of()))));
        tables.put("a", "b", 2);
        tables.client().deleteItem(item -> item.tableName(Tables.NAME).key(key("a", "b")));

        try (var pump = StreamPump.start(settings(function))) {
            pump.awaitDrained();
        }

        assertThat(function.records)
                .extracting(record -> record.path("eventName").asText())
                .containsExactly("INSERT", "MODIFY", "REMOVE");
        var insert = function.records.getFirst();
        assertThat(insert.path("eventSource").asText()).isEqualTo("aws:dynamodb");
        assertThat(insert.path("eventID").asText()).isNotEmpty();
        assertThat(insert.path("eventVersion").asText()).isEqualTo("1.1");
        assertThat(insert.path("eventSourceARN").asText()).contains(":table/things/stream/");
        var change = insert.path("dynamodb");
        assertThat(change.path("Keys")).hasToString("{\"PK\":{\"S\":\"a\"},\"SK\":{\"S\":\"b\"}}");
        assertThat(change.path("ApproximateCreationDateTime").isIntegralNumber())
                .isTrue();
        assertThat(change.path("SequenceNumber").asText()).matches("\\d+");
        assertThat(change.path("SizeBytes").asInt()).isPositive();
        assertThat(change.path("StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(change.has("OldImage")).isFalse();
        var image = change.path("NewImage");
        assertThat(image.path("bytes")).hasToString("{\"B\":\"aGk=\"}");
        assertThat(image.path("flag")).hasToString("{\"BOOL\":true}");
        assertThat(image.path("nothing")).hasToString("{\"NULL\":true}");
        assertThat(image.path("map")).hasToString("{\"M\":{\"n\":{\"N\":\"1.5\"}}}");
        assertThat(image.path("list")).hasToString("{\"L\":[{\"S\":\"x\"}]}");
        assertThat(image.path("set")).hasToString("{\"SS\":[\"s\"]}");
        assertThat(image.path("noElements")).hasToString("{\"L\":[]}");
        assertThat(image.path("noEntries")).hasToString("{\"M\":{}}");
        assertThat(function.records.getLast().path("dynamodb").has("NewImage")).isFalse();
    }

    @Test
    void recordsArriveInOrderInBatchesOfAtMostAHundred() throws Exception {
        var function = new Recorder(_ -> false);
        IntStream.range(0, 250).forEach(i -> tables.put("p", "one", i));

        try (var pump = StreamPump.start(settings(function))) {
            pump.awaitDrained();
        }

        assertThat(function.numbers())
                .containsExactlyElementsOf(IntStream.range(0, 250).boxed().toList());
        assertThat(function.batchSizes).allMatch(size -> size <= 100);
    }

    @Test
    void drainedMeansThatEveryWriteBeforeTheCallWasHandled() throws Exception {
        var handled = new AtomicInteger();
        var function = handler(records -> {
            handled.addAndGet(records.size());
            return "";
        });
        try (var pump = StreamPump.start(settings(function));
                var writers = Executors.newFixedThreadPool(4)) {
            for (var round = 1; round <= 25; round++) {
                var written = new ArrayList<Future<?>>();
                for (var i = 0; i < 20; i++) {
                    var number = i;
                    written.add(writers.submit(() -> tables.put("p" + number, "s", (int) System.nanoTime())));
                }
                for (var write : written) {
                    write.get();
                }
                pump.awaitDrained();
                assertThat(handled).hasValue(round * 20);
            }
        }
    }

    @Test
    void aNewPumpGoesOnWhereTheOldOneWasLeft(@TempDir Path folder) throws Exception {
        var first = new Recorder(_ -> false);
        tables.put("a", "b", 1);
        try (var pump = StreamPump.start(settings(first).withFolder(folder))) {
            pump.awaitDrained();
        }
        tables.put("a", "b", 2);
        var second = new Recorder(_ -> false);
        try (var pump = StreamPump.start(settings(second).withFolder(folder))) {
            pump.awaitDrained();
        }

        assertThat(first.numbers()).containsExactly(1);
        assertThat(second.numbers()).containsExactly(2);
    }

    @Test
    void positionAndTableOutliveTheDatabasesProcess(@TempDir Path folder) throws Exception {
        var first = new Recorder(_ -> false);
        var second = new Recorder(_ -> false);
        try (var kept = LocalDynamoDb.in(folder.resolve("table"));
                var items = Tables.at(kept.endpoint()).create()) {
            items.put("a", "b", 1);
            pumpOnce(kept, first, folder);
            items.put("a", "b", 2);
        }
        try (var kept = LocalDynamoDb.in(folder.resolve("table"));
                var items = Tables.at(kept.endpoint())) {
            items.put("a", "b", 3);
            pumpOnce(kept, second, folder);
        }

        assertThat(first.numbers()).containsExactly(1);
        assertThat(second.numbers()).containsExactly(2, 3);
    }

    private static void pumpOnce(LocalDynamoDb database, Recorder recorder, Path folder) throws InterruptedException {
        try (var here = DynamoDbConnection.at(database.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);
                var pump = StreamPump.start(StreamPumpSettings.of(here, Tables.NAME, function(recorder))
                        .withFolder(folder))) {
            pump.awaitDrained();
        }
    }

    @Test
    void aReportedFailureIsRetriedFromThatRecordOn() throws Exception {
        var failedOnce = new AtomicInteger();
        var seen = new ArrayList<List<Integer>>();
        var function = handler(records -> {
            seen.add(records.stream().map(StreamPumpTest::number).toList());
            var third = records.stream().filter(record -> number(record) == 3).findFirst();
            return third.isPresent() && failedOnce.getAndIncrement() == 0
                    ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + StreamEvents.sequenceNumber(third.get())
                            + "\"}]}"
                    : "{\"batchItemFailures\":[]}";
        });
        IntStream.rangeClosed(1, 5).forEach(i -> tables.put("a", "b", i));

        try (var pump = StreamPump.start(settings(function))) {
            pump.awaitDrained();
            assertThat(pump.parkedRecords()).isEmpty();
        }

        assertThat(seen).containsExactly(List.of(1, 2, 3, 4, 5), List.of(3, 4, 5));
    }

    @Test
    void aPoisonedRecordIsParkedAloneAndItsNeighborsAreTaken(@TempDir Path folder) throws Exception {
        var function = new Recorder(records -> records.stream().anyMatch(record -> number(record) == 13));
        IntStream.range(0, 40).forEach(i -> tables.put("a", "b", i));

        try (var pump = StreamPump.start(settings(function).withFolder(folder))) {
            pump.awaitDrained();
            assertThat(pump.parkedRecords()).singleElement().satisfies(parked -> {
                assertThat(number(parked.record())).isEqualTo(13);
                assertThat(parked.reason()).isEqualTo("poisoned");
            });
        }

        assertThat(function.numbers())
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).filter(i -> i != 13).boxed().toList());
        try (var again = StreamPump.start(settings(function).withFolder(folder))) {
            again.awaitDrained();
            assertThat(again.parkedRecords())
                    .extracting(parked -> number(parked.record()))
                    .containsExactly(13);
        }
    }

    @Test
    void anAnswerThatMakesNoSenseFailsTheBatch() throws Exception {
        var answers = new ArrayList<>(List.of("[]", "{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"}]}", "null"));
        var calls = new AtomicInteger();
        var function = handler(_ -> {
            calls.incrementAndGet();
            return answers.removeFirst();
        });
        tables.put("a", "b", 1);

        try (var pump = StreamPump.start(settings(function))) {
            pump.awaitDrained();
            assertThat(pump.parkedRecords()).isEmpty();
        }

        assertThat(calls).hasValue(3);
    }

    @Test
    void whatTheFilterLeavesOutIsNotDeliveredAndNotReadAgain(@TempDir Path folder) throws Exception {
        var function = new Recorder(_ -> false);
        tables.put("skip", "b", 1);
        tables.put("take", "b", 2);
        tables.put("skip", "b", 3);
        Predicate<ObjectNode> filter = record -> record.path("dynamodb")
                .path("Keys")
                .path("PK")
                .path("S")
                .asText()
                .equals("take");

        try (var pump = StreamPump.start(settings(function).withFilter(filter).withFolder(folder))) {
            pump.awaitDrained();
        }
        try (var pump = StreamPump.start(settings(function).withFolder(folder))) {
            pump.awaitDrained();
        }

        assertThat(function.numbers()).containsExactly(2);
    }

    @Test
    void waitingEndsWhenItsTimeIsUp() throws Exception {
        var release = new CountDownLatch(1);
        var function = handler(_ -> {
            release.await();
            return "";
        });
        tables.put("a", "b", 1);

        try (var pump = StreamPump.start(settings(function))) {
            assertThat(pump.awaitDrained(Duration.ofMillis(50))).isFalse();
            release.countDown();
            pump.awaitDrained();
        }
    }

    private StreamPumpSettings settings(RequestStreamHandler handler) {
        return StreamPumpSettings.of(connection, Tables.NAME, function(handler));
    }

    private static LocalLambda function(RequestStreamHandler handler) {
        return new LocalLambda("RecordUsage", "arn:aws:lambda:::function:RecordUsage", handler, LocalTimeouts.FUNCTION);
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("PK", AttributeValue.fromS(pk), "SK", AttributeValue.fromS(sk));
    }

    private static int number(ObjectNode record) {
        return record.path("dynamodb").path("NewImage").path("number").path("N").asInt();
    }

    private static List<ObjectNode> records(byte[] event) {
        var records = new ArrayList<ObjectNode>();
        LocalJson.parseObject(event).orElseThrow().path("Records").forEach(record -> records.add((ObjectNode) record));
        return records;
    }

    private interface Batch {
        String answer(List<ObjectNode> records) throws Exception;
    }

    private static RequestStreamHandler handler(Batch batch) {
        return (input, output, _) -> {
            try {
                output.write(batch.answer(records(input.readAllBytes())).getBytes(UTF_8));
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
    }

    /** Keeps the records of every batch that it takes; throws at the others. */
    private static final class Recorder implements RequestStreamHandler {

        private final Predicate<List<ObjectNode>> poisoned;
        private final List<ObjectNode> records = new ArrayList<>();
        private final List<Integer> batchSizes = new ArrayList<>();

        Recorder(Predicate<List<ObjectNode>> poisoned) {
            this.poisoned = poisoned;
        }

        @Override
        public synchronized void handleRequest(InputStream input, OutputStream output, Context context)
                throws IOException {
            var batch = StreamPumpTest.records(input.readAllBytes());
            batchSizes.add(batch.size());
            if (poisoned.test(batch)) {
                throw new IOException("poisoned");
            }
            records.addAll(batch);
        }

        List<Integer> numbers() {
            return records.stream().map(StreamPumpTest::number).toList();
        }
    }
}
