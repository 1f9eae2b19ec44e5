package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import omni.fakes.ScriptedUpstream;
import omni.local.machine.LocalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed during work that is paid before it: who was not answered is not charged, and the log says so. */
class KilledWorkTest {

    private static final String CATALOG = "../functions/src/main/resources/omni/catalog/catalog.json";
    private static final String SOLD = "/v1/entities";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void aCallWhoseProcessWasKilledDuringItsWorkIsGivenBack() throws Exception {
        var catalog = catalog();
        try (var api = new ScriptedUpstream()
                .on(SOLD + "?q=slow", _ -> holdOn())
                .on(SOLD + "?q=fast", ScriptedUpstream.answer(200, "application/json", "{\"data\":[]}"))) {
            var key = killedAtWork(catalog, api);
            try (var product = start(catalog, api)) {
                var customer = product.nobody().withKey(key);
                assertThat(left(customer)).as("charged").isEqualTo(249);
                customer.with("x-request-id", "fast").get(SOLD + "?q=fast").is(200);
                product.nobody().post("/_local/clock", "{\"advance\":\"PT3M\"}").is(200);

                awaitLeft(customer, 249);
                assertThat(product.err()).contains("\"event\":\"unproven_call_credited\",\"requestId\":\"slow\"");
                assertThat(rows(customer, "slow")).singleElement().satisfies(row -> {
                    assertThat(row.path("status").asInt()).isEqualTo(500);
                    assertThat(row.path("units").asInt()).isZero();
                    assertThat(row.path("fundedBy").asText()).isEqualTo("none");
                });
                assertThat(rows(customer, "fast"))
                        .singleElement()
                        .satisfies(row -> assertThat(row.path("units").asInt()).isOne());
            }
        } finally {
            over.countDown();
        }
    }

    /** A call is charged and at work when its process ends without a word. */
    private String killedAtWork(Path catalog, ScriptedUpstream api) throws Exception {
        try (var product = start(catalog, api)) {
            var key = product.ready().path("apiKey").asText();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    product.nobody().withKey(key).with("x-request-id", "slow").get(SOLD + "?q=slow");
                } catch (UncheckedIOException e) {
                    // killed: nobody answers
                }
            });
            asked.await();
            product.kill();
            caller.join();
            return key;
        }
    }

    private void holdOn() {
        asked.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Product start(Path catalog, ScriptedUpstream api) throws Exception {
        return Product.start(
                folder.resolve("stderr"),
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--catalog",
                catalog.toString(),
                "--upstream",
                api.url().toString(),
                "--no-rate-limits",
                "--json");
    }

    private Path catalog() throws Exception {
        var catalog =
                LocalJson.parseObject(Files.readAllBytes(Path.of(CATALOG))).orElseThrow();
        for (var meterClass : catalog.path("meterClasses")) {
            for (var route : meterClass.path("routes")) {
                if (SOLD.equals(route.path("path").asText())) {
                    ((ObjectNode) route).put("commit", "before");
                }
            }
        }
        return Files.writeString(folder.resolve("catalog.json"), catalog.toString());
    }

    private static int left(Client customer) {
        return customer.get("/v1/billing").at("freeGrantRemaining").asInt();
    }

    private static void awaitLeft(Client customer, int units) {
        var end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (left(customer) != units) {
            assertThat(System.nanoTime())
                    .as("given back, left are " + left(customer))
                    .isLessThan(end);
        }
    }

    private static JsonNode rows(Client customer, String requestId) {
        return customer.get("/v1/diagnostics/requests/" + requestId)
                .is(200)
                .json()
                .path("usageEvents");
    }
}
