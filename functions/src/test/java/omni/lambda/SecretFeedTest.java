package omni.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import omni.access.CookieSeal;
import omni.access.CookieSeal.Purpose;
import omni.access.SecretHasher;
import omni.access.SecretName;
import omni.access.SecretStore;
import omni.access.StoreUnavailable;
import omni.fakes.Fixture;
import omni.fakes.InMemorySecrets;
import omni.fakes.KeptLog;
import omni.fakes.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets that the environment only names: read at the start, followed afterwards, never told. */
class SecretFeedTest {

    private static final String PEPPER = "canary pepper of May";
    private static final String TICKETS = "canary secret of tickets, a long one";
    private static final String NEXT_PEPPER = "canary pepper of June";
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String NEXT_KEY = "Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2E";
    private static final String STRIPE = "omni/test/stripe";

    private final InMemorySecrets store = new InMemorySecrets();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final KeptLog log = new KeptLog();

    SecretFeedTest() {
        store.put("pepper", PEPPER);
        store.put("session-key", KEY);
        store.put("salt", "canary salt of addresses");
        store.put("tickets", TICKETS + " of now");
        store.put("other tickets", TICKETS + " of before");
        store.put("oidc", "{\"clientSecret\":\"canary of the client\"}");
        store.put(STRIPE, "{\"apiKey\":\"sk_test_canary\",\"webhookSecrets\":\"whsec_canary\"}");
    }

    private static Map<String, String> variables() {
        var variables = new HashMap<>(Map.of(
                "OMNI_TABLE_NAME", "omni",
                "OMNI_API_BASE_URL", "https://api.example.com/",
                "OMNI_DOCS_BASE_URL", "https://docs.example.com",
                "OMNI_UPGRADE_URL", "https://example.com/pricing",
                "OMNI_BILLING_URL", "https://example.com/billing",
                "OMNI_OIDC_ISSUER", "https://id.example.com",
                "OMNI_OIDC_CLIENT_ID", "client"));
        variables.putAll(Map.of(
                "OMNI_PEPPERS_FROM", "pepper",
                "OMNI_SESSION_KEY_FROM", "session-key",
                "OMNI_ADDRESS_SALT_FROM", "salt",
                "OMNI_OIDC_CLIENT_SECRET_FROM", "oidc#clientSecret",
                "OMNI_STRIPE_API_KEY_FROM", STRIPE + "#apiKey",
                "OMNI_STRIPE_WEBHOOK_SECRETS_FROM", STRIPE + "#webhookSecrets",
                "STREAM_TICKET_HMAC_SECRET_PRIMARY_FROM", "tickets",
                "STREAM_TICKET_HMAC_SECRET_PREVIOUS_FROM", "other tickets"));
        return variables;
    }

    private Configuration start(Map<String, String> variables, SecretStore from, boolean lazily, SecretName... needs) {
        return Configuration.of(variables, Set.of(needs), new Configuration.Source(from, clock, log, lazily));
    }

    private Configuration started(SecretName... needs) {
        return start(variables(), store, false, needs);
    }

    @Test
    void eachSecretComesFromWhereItsSettingSays() {
        var configuration = started(SecretName.values());

        assertThat(configuration.peppers().now()).containsExactly(PEPPER);
        assertThat(configuration.sessionKeys().now())
                .hasSize(1)
                .first()
                .satisfies(key -> assertThat(key).hasSize(32));
        assertThat(configuration.oidc().orElseThrow().clientSecret().now()).isEqualTo("canary of the client");
        assertThat(configuration.stripe().apiKey().now()).isEqualTo("sk_test_canary");
        assertThat(configuration.stripe().webhookSecrets().now()).containsExactly("whsec_canary");
        assertThat(configuration.chat().ticketSecrets().now())
                .containsExactly(TICKETS + " of now", TICKETS + " of before");
        assertThat(store.asked())
                .as("one request for each secret, however many settings it holds")
                .containsExactlyInAnyOrder("oidc", "other tickets", "pepper", "salt", "session-key", "tickets", STRIPE);
    }

    @Test
    void aFunctionReadsOnlyWhatItNeeds() {
        started(SecretName.PEPPERS, SecretName.SESSION_KEY);

        assertThat(store.asked()).containsExactly("pepper", "session-key");
    }

    @Test
    void whatIsSetItselfIsNotLookedForInTheStore() {
        var variables = variables();
        variables.put("OMNI_PEPPERS", "a pepper of this machine");

        var configuration = start(variables, store, false, SecretName.PEPPERS);

        assertThat(configuration.peppers().now()).containsExactly("a pepper of this machine");
        assertThat(store.asked()).isEmpty();
    }

    @Test
    void aStoreThatIsDownAtTheStartKeepsTheFunctionFromStarting() {
        store.down(true);

        assertThatThrownBy(() -> started(SecretName.values()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The configuration has 8 fault(s)")
                .hasMessageContaining("OMNI_PEPPERS can't be read from the secret pepper: the store is down")
                .hasMessageContaining("OMNI_STRIPE_API_KEY can't be read from the secret omni/test/stripe");
    }

    @ParameterizedTest(name = "{0} holds {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        pepper           | canary             | OMNI_PEPPERS must have at least 16 bytes each
        session-key      | canary             | OMNI_SESSION_KEY must be 32 bytes in base64 each
        omni/test/stripe | sk_test_canary     | OMNI_STRIPE_API_KEY can't be read from the secret omni/test/stripe: it is no JSON object
        omni/test/stripe | {"api":"canary"}   | OMNI_STRIPE_API_KEY can't be read from the secret omni/test/stripe: its field apiKey is no text
        omni/test/stripe | {"apiKey":"","webhookSecrets":""} | OMNI_STRIPE_API_KEY is not set
        """)
    void aSecretThatIsWrongAtTheStartIsNamedAndNotShown(String secret, String text, String fault) {
        store.put(secret, text);

        assertThatThrownBy(() -> started(SecretName.values()))
                .hasMessageContaining(fault)
                .hasMessageNotContaining("canary");
    }

    @Test
    void secretsAreReadAnewWhenTheyAreFiveMinutesOld() {
        var peppers = started(SecretName.PEPPERS).peppers();
        var first = peppers.now();
        store.put("pepper", NEXT_PEPPER + "," + PEPPER);

        clock.advance(SecretFeed.REFRESH.minusNanos(1));
        assertThat(peppers.now()).isSameAs(first);
        assertThat(store.asked()).hasSize(1);

        clock.advance(Duration.ofNanos(1));
        assertThat(peppers.now()).containsExactly(NEXT_PEPPER, PEPPER);
        assertThat(peppers.now()).containsExactly(NEXT_PEPPER, PEPPER);
        assertThat(store.asked()).hasSize(2);
    }

    @Test
    void whatWasMadeOfASecretStaysWhileTheStoreSaysTheSame() {
        var made = started(SecretName.PEPPERS).peppers().map(List::copyOf);
        var first = made.now();

        clock.advance(SecretFeed.REFRESH);

        assertThat(made.now()).isSameAs(first);
        assertThat(store.asked()).hasSize(2);
    }

    @Test
    void aStoreThatIsDownLaterLeavesTheLastGoodSecretsAndSaysSo() {
        var peppers = started(SecretName.PEPPERS).peppers();
        store.down(true);

        clock.advance(SecretFeed.REFRESH);
        assertThat(peppers.now()).containsExactly(PEPPER);
        assertThat(log.texts()).singleElement().asString().contains("secrets_not_refreshed", "\"ageSeconds\":300");

        clock.advance(SecretFeed.RETRY.minusNanos(1));
        assertThat(peppers.now()).containsExactly(PEPPER);
        assertThat(log.texts()).hasSize(1);

        clock.advance(Duration.ofDays(30));
        assertThat(peppers.now()).as("however old").containsExactly(PEPPER);
        assertThat(log.texts()).hasSize(2);

        store.down(false);
        store.put("pepper", NEXT_PEPPER);
        clock.advance(SecretFeed.RETRY);
        assertThat(peppers.now()).containsExactly(NEXT_PEPPER);
        assertThat(log.text()).doesNotContain("canary");
    }

    @Test
    void aRotationToSomethingThatIsNoPepperIsNotFollowed() {
        var peppers = started(SecretName.PEPPERS).peppers();
        store.put("pepper", "canary");

        clock.advance(SecretFeed.REFRESH);

        assertThat(peppers.now()).containsExactly(PEPPER);
        assertThat(log.text())
                .contains("OMNI_PEPPERS must have at least 16 bytes")
                .doesNotContain("canary");
    }

    @Test
    void aClockThatIsSetBackDelaysNoRotation() {
        var peppers = started(SecretName.PEPPERS).peppers();
        clock.advance(Duration.ofDays(-1));
        store.put("pepper", NEXT_PEPPER);

        assertThat(peppers.now()).containsExactly(NEXT_PEPPER);
    }

    @Test
    void whatWaitsForASnapshotIsReadByTheFirstUseAndNotBefore() {
        var configuration = start(variables(), store, true, SecretName.PEPPERS);
        var hasher = new SecretHasher(configuration.peppers());
        assertThat(store.asked()).isEmpty();

        store.down(true);
        assertThatThrownBy(() -> hasher.hash("secret")).isInstanceOf(StoreUnavailable.class);
        store.down(false);

        assertThat(hasher.hash("secret")).isEqualTo(new SecretHasher(List.of(PEPPER)).hash("secret"));
    }

    @Test
    void whileOneAsksTheStoreAllOthersGoOn() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = new AtomicBoolean();
        SecretStore waiting = name -> {
            if (slow.get()) {
                asked.countDown();
                await(answer);
            }
            return store.read(name);
        };
        var peppers = start(variables(), waiting, false, SecretName.PEPPERS).peppers();
        slow.set(true);
        store.put("pepper", NEXT_PEPPER);
        clock.advance(SecretFeed.REFRESH);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(peppers::now);
            await(asked);

            assertThat(peppers.now()).containsExactly(PEPPER);
            assertThat(peppers.now()).containsExactly(PEPPER);

            answer.countDown();
            assertThat(one.get()).containsExactly(NEXT_PEPPER);
        }
        assertThat(store.asked()).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The order that the page on configuration gives: the new one second, then first, then alone. Two processes, which read at
     * different times, know each other's keys and sessions at each moment.
     */
    @Test
    void aRotationInThreeStepsSignsNobodyOutAndLosesNoKeyWhileRequestsRun() throws Exception {
        var here = new Server(started(SecretName.PEPPERS, SecretName.SESSION_KEY));
        clock.advance(SecretFeed.REFRESH.dividedBy(2));
        var there = new Server(started(SecretName.PEPPERS, SecretName.SESSION_KEY));
        var over = new AtomicBoolean();
        var running = new ReentrantReadWriteLock(true);
        var served = new ConcurrentHashMap<Integer, Integer>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var requests = IntStream.range(0, 4)
                    .mapToObj(number -> number % 2 == 0
                            ? requests(
                                    here, there, over, running.readLock(), () -> served.merge(number, 1, Integer::sum))
                            : requests(
                                    there, here, over, running.readLock(), () -> served.merge(number, 1, Integer::sum)))
                    .map(threads::submit)
                    .toList();
            try {
                rotate(step -> {
                    untilAllServe(requests, served);
                    // no request takes as long as the pause between two steps
                    running.writeLock().lock();
                    try {
                        clock.advance(SecretFeed.REFRESH.dividedBy(2));
                    } finally {
                        running.writeLock().unlock();
                    }
                    here.served();
                    there.served();
                });
            } finally {
                over.set(true);
            }
            for (var request : requests) {
                request.get();
            }
        }
        assertThat(here.hasher.hash("secret")).isEqualTo(new SecretHasher(List.of(NEXT_PEPPER)).hash("secret"));
    }

    /** @param halfInterval is to pass three times after each step */
    private void rotate(IntConsumer halfInterval) {
        store.put("pepper", PEPPER + "," + NEXT_PEPPER);
        store.put("session-key", KEY + "," + NEXT_KEY);
        IntStream.range(0, 3).forEach(halfInterval);
        store.put("pepper", NEXT_PEPPER + "," + PEPPER);
        store.put("session-key", NEXT_KEY + "," + KEY);
        IntStream.range(0, 3).forEach(halfInterval);
    }

    /** What one process makes, another finds at once. */
    private static Callable<Boolean> requests(
            Server from, Server to, AtomicBoolean over, Lock running, Runnable served) {
        return () -> {
            while (!over.get()) {
                running.lock();
                try {
                    assertThat(to.hasher.hashesOf("secret")).contains(from.hasher.hash("secret"));
                    assertThat(to.seal.open(Purpose.SESSION, from.seal.seal(Purpose.SESSION, "session")))
                            .contains("session");
                    served.run();
                } finally {
                    running.unlock();
                }
            }
            return true;
        };
    }

    /** Each of them has served once more, or one has failed. */
    private static void untilAllServe(List<Future<Boolean>> requests, Map<Integer, Integer> served) {
        var before = Map.copyOf(served);
        while (requests.stream().noneMatch(Future::isDone)
                && IntStream.range(0, requests.size())
                        .anyMatch(number -> Objects.equals(served.get(number), before.get(number)))) {
            Thread.onSpinWait();
        }
    }

    private static final class Server {
        private final SecretHasher hasher;
        private final CookieSeal seal;

        Server(Configuration configuration) {
            hasher = new SecretHasher(configuration.peppers());
            seal = new CookieSeal(configuration.sessionKeys(), new Random(1));
        }

        void served() {
            hasher.hash("secret");
        }
    }

    @Test
    void noSecretStandsInAnyText() {
        var configuration = started(SecretName.values());
        configuration.peppers().now();

        assertThat(List.of(
                                configuration,
                                configuration.stripe(),
                                configuration.oidc(),
                                configuration.peppers(),
                                configuration.sessionKeys())
                        .toString())
                .doesNotContain("canary");
    }
}
