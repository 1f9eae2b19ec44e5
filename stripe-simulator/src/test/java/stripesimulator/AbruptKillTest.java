package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator in a process of its own, killed while it is written to. */
class AbruptKillTest {

    private static final int ANSWERS_BEFORE_THE_KILL = 40;
    private static final int WRITERS = 3;

    @TempDir
    private Path folder;

    /** The process: prints where it listens, then waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            var simulator = StripeSimulator.start(
                    SimulatorConfig.of(InstantSource.system(), Sandbox.API_KEY, Sandbox.WEBHOOK_SECRET)
                            .withFolder(Path.of(arguments[0])));
            System.out.println(simulator.baseUri());
            Thread.currentThread().join();
        }
    }

    @Test
    void everythingThatWasAnsweredIsThereAfterwards() throws Exception {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        try (var victim = BoundedProcess.java(Victim.class, folder.toString());
                var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var address = URI.create(victim.line());
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.execute(() -> createUntilKilled(address, answered, victim));
            }
        }

        try (var again = new Sandbox(Sandbox.clock(), config -> config.withFolder(folder))) {
            assertThat(answered).hasSizeGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_KILL);
            for (var id : answered) {
                assertThat(again.stripe.customers().retrieve(id).getName()).isEqualTo("Ada");
            }
        }
    }

    private static void createUntilKilled(URI address, Set<String> answered, BoundedProcess victim) {
        try (var http = HttpClient.newHttpClient()) {
            var create = HttpRequest.newBuilder(address.resolve("/v1/customers"))
                    .header("Authorization", "Bearer " + Sandbox.API_KEY)
                    .POST(BodyPublishers.ofString("name=Ada"))
                    .build();
            while (true) {
                var body = http.send(create, BodyHandlers.ofString()).body();
                answered.add(new ObjectMapper().readTree(body).path("id").asText());
                if (answered.size() >= ANSWERS_BEFORE_THE_KILL) {
                    victim.kill();
                }
            }
        } catch (IOException e) {
            // The process is gone, in the middle of this request or before it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
