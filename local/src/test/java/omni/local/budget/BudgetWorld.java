package omni.local.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import omni.account.Account;
import omni.billing.MeterClass;
import omni.dynamodb.DynamoAccounts;
import omni.local.options.LocalOptions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;

/** A local world whose clock stands still until it is moved, and organizations in it that can pay. */
final class BudgetWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-05-14T09:12:44.120Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong PEOPLE = new AtomicLong();

    private final LocalWorld world;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoAccounts accounts;

    private BudgetWorld(LocalWorld world) {
        this.world = world;
        this.accounts = new DynamoAccounts(
                world.table(),
                world.foundation().catalog().meterClasses().stream()
                        .map(MeterClass::number)
                        .toList());
    }

    static BudgetWorld start() {
        var options = new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), false, false);
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        return new BudgetWorld(LocalWorld.start(
                new LocalWorld.Setup(options, InstantSource.fixed(START), new Silence(), silent, Map.of())));
    }

    private record Silence() implements LogSink {
        @Override
        public void write(Map<String, @Nullable Object> fields) {}

        @Override
        public void fault(String operation, String requestId, Throwable fault, Instant at) {
            System.getLogger("omni.test").log(System.Logger.Level.ERROR, operation, fault);
        }
    }

    LocalWorld local() {
        return world;
    }

    void advance(Duration by) {
        world.clock().advance(by);
    }

    /** To the first instant of the next UTC month; sessions last that long. */
    void advanceToNextMonth() {
        advance(Duration.between(now(), omni.billing.InvoicePeriod.at(now()).end()));
    }

    Instant now() {
        return world.clock().instant();
    }

    /** An organization, and the ways to act for it. */
    final class Customer {

        final String orgId;
        final String key;
        final String cookie;

        private Customer(String orgId, String key, String cookie) {
            this.orgId = orgId;
            this.key = key;
            this.cookie = cookie;
        }

        /** As the person. */
        Answer person(String method, String path, @Nullable Object body) {
            return send(method, path, body, Map.of("Cookie", cookie, "Origin", "http://localhost:3000"));
        }

        /** As the first key, which reads data and nothing else. */
        Answer program(String method, String path, @Nullable Object body) {
            return as(key, method, path, body);
        }

        Answer as(String secret, String method, String path, @Nullable Object body) {
            return send(method, path, body, Map.of("x-api-key", secret));
        }

        String newKey(boolean livemode, String... scopes) {
            var made = person("POST", "/v1/api_keys", Map.of("livemode", livemode, "scopes", List.of(scopes)));
            assert made.status() == 201 : made;
            return made.json().path("secret").asText();
        }

        Account account() {
            return Objects.requireNonNull(accounts.load(orgId));
        }

        /** With other facts than sign-up gives: for tests that begin in the middle of a life. */
        void put(java.util.function.UnaryOperator<Account> change) {
            accounts.put(change.apply(account()));
        }
    }

    Customer signUp() throws Exception {
        var signedIn = world.signIn().signIn("person-" + PEOPLE.incrementAndGet() + "@example.com");
        var key = signedIn.firstKey().orElseThrow();
        var me = send("GET", "/v1/me", null, Map.of("x-api-key", key));
        return new Customer(me.json().path("principal").path("orgId").asText(), key, signedIn.cookie());
    }

    /** An organization with a card and no grant left, that owes {@code accrued} micro-dollars. */
    Customer payer(long accrued) throws Exception {
        var customer = signUp();
        customer.put(
                account -> with(account, new Account.Standing(true, null, null, true, null, false, null), 0, accrued));
        return customer;
    }

    static Account with(Account account, Account.Standing standing, long grantLeft, long accrued) {
        var ledger = account.ledger();
        return new Account(
                account.orgId(),
                true,
                account.factsVersion() + 1,
                account.keysVersion(),
                new Account.Grant(
                        account.grant().total(),
                        account.grant().total() - grantLeft,
                        account.grant().period()),
                standing,
                new Account.Counters(
                        ledger.period(),
                        ledger.sequence(),
                        new omni.billing.Money(accrued),
                        ledger.aiUnitsUsed(),
                        ledger.previousPeriod(),
                        ledger.previousAccrual(),
                        ledger.previousSequence()),
                account.caps(),
                account.approvals(),
                account.windows(),
                account.last());
    }

    /** What came back. */
    record Answer(int status, JsonNode json, HttpResponse<String> response) {

        String code() {
            return json.path("code").asText();
        }

        JsonNode details() {
            return json.path("details");
        }

        @Override
        public String toString() {
            return status + " " + json;
        }
    }

    private Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        try {
            var request = HttpRequest.newBuilder(world.url().resolve(path))
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(
                                            body instanceof String text ? text : JSON.writeValueAsString(body)));
            headers.forEach(request::header);
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            var text = response.body();
            return new Answer(response.statusCode(), JSON.readTree(text.isEmpty() ? "{}" : text), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Many at once. */
    static List<Answer> race(int count, java.util.function.IntFunction<Answer> act) throws Exception {
        var racers = new ArrayList<Callable<Answer>>();
        for (var index = 0; index < count; index++) {
            var racer = index;
            racers.add(() -> act.apply(racer));
        }
        try (var executor = Executors.newFixedThreadPool(Math.min(count, 16))) {
            return executor.invokeAll(racers).stream().map(Future::resultNow).toList();
        }
    }

    @Override
    public void close() {
        http.close();
        world.close();
    }
}
