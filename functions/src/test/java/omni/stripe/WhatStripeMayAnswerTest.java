package omni.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import omni.billing.CustomerReading;
import omni.billing.HeldSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.fuzz.Mutated;
import omni.fuzz.Seed;
import omni.fuzz.Turns;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer is read from may hold less, more or other than it does today (contract 5.1, 12). */
class WhatStripeMayAnswerTest {

    private static final int CASES = 300;
    private static final Duration HUNG = Duration.ofMinutes(1);

    private static final String SUBSCRIPTION = """
            {"id":"sub_1","object":"subscription","status":"active","created":1767225600,"cancel_at_period_end":false,
             "items":{"object":"list","has_more":false,"data":[{"id":"si_1","object":"subscription_item",
              "current_period_start":1767225600,"current_period_end":1769904000,
              "price":{"id":"price_1","object":"price","product":"prod_team"}}]}}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private StripePayments payments;

    @BeforeEach
    void anAccount() throws IOException {
        answers.put("/v1/customers/cus_1", """
                {"id":"cus_1","object":"customer","created":1767225600,"livemode":false,"email":"ada@example.com","name":"Ada",
                 "metadata":{"omni_org":"org_1"},"invoice_settings":{"default_payment_method":null}}""");
        answers.put(
                "/v1/customers/cus_1/payment_methods",
                list("{\"id\":\"pm_1\",\"object\":\"payment_method\",\"type\":\"card\",\"created\":1767225600}"));
        answers.put("/v1/invoice_payments", list(""));
        answers.put("/v1/subscriptions", list(SUBSCRIPTION));
        answers.put("/v1/products/prod_team", """
                {"id":"prod_team","object":"product","metadata":{"%s":"team"}}""".formatted(CatalogMarks.PLAN));
        answers.put("/v1/invoices", list("""
                {"id":"in_1","object":"invoice","attempted":true,"created":1767225600,"due_date":null,
                 "status_transitions":{"finalized_at":1767225700}}"""));
        answers.put("/v1/charges", list("{\"id\":\"ch_1\",\"object\":\"charge\",\"disputed\":true}"));
        answers.put("/v1/disputes", list("{\"id\":\"dp_1\",\"object\":\"dispute\",\"status\":\"lost\"}"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var asked = exchange.getRequestURI();
            // A page that says there is more is followed by one that holds nothing.
            var following = asked.getQuery() != null && asked.getQuery().contains("starting_after");
            var text = following ? list("") : answers.getOrDefault(asked.getPath(), "{}");
            var answer = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
        payments = new StripePayments(
                "sk_test_obviously_fake",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                new StripePayments.Limits(HUNG, HUNG, 0, Duration.ZERO));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String list(String object) {
        return "{\"object\":\"list\",\"has_more\":false,\"data\":[" + object + "]}";
    }

    private CustomerReading.Present read() {
        return switch (payments.readCustomer("cus_1")) {
            case PaymentOutcome.Done<CustomerReading>(CustomerReading.Present present) -> present;
            case PaymentOutcome<CustomerReading> other -> throw new AssertionError(other.toString());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "false, null, false, ",
        "true, null, true, 2026-02-01T00:00:00Z",
        "true, 1769904000, true, 2026-02-01T00:00:00Z",
        "false, 1769904000, true, 2026-02-01T00:00:00Z",
        "false, 1768000000, true, 2026-01-09T23:06:40Z",
        "false, 1769904001, false, 2026-02-01T00:00:01Z",
        "null, 1769904000, true, 2026-02-01T00:00:00Z",
    })
    void whatEndsByTheEndOfItsPeriodIsCanceled(String flag, String cancelAt, boolean canceled, @Nullable Instant end) {
        var marks = "\"cancel_at_period_end\":%s,\"cancel_at\":%s,".formatted(flag, cancelAt);
        answers.put("/v1/subscriptions", list(SUBSCRIPTION.replace("\"cancel_at_period_end\":false,", marks)));

        assertThat(read().subscriptions())
                .singleElement()
                .returns(new SubscriptionMarks(canceled, end, false), HeldSubscription::marks);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        null; false
        {"behavior":"void","resumes_at":null}; true
        {"behavior":"keep_as_draft","resumes_at":1769904000}; true
        """)
    void aPausedCollectionKeepsThePlan(String pause, boolean paused) {
        var mark = "\"pause_collection\":" + pause + ",\"cancel_at_period_end\":false,";
        answers.put("/v1/subscriptions", list(SUBSCRIPTION.replace("\"cancel_at_period_end\":false,", mark)));

        assertThat(read().subscriptions())
                .singleElement()
                .returns(PlanKey.TEAM, HeldSubscription::plan)
                .returns(new SubscriptionMarks(false, null, paused), HeldSubscription::marks);
    }

    @Test
    void aCustomerIsReadWhole() {
        var reading = read();

        assertThat(reading.subscriptions())
                .singleElement()
                .satisfies(held -> assertThat(held.plan()).isEqualTo(PlanKey.TEAM));
        assertThat(reading.cardOnFile()).isTrue();
        assertThat(reading.owedInvoices()).hasSize(2);
        assertThat(reading.lostDisputes()).containsExactly("dp_1");
        assertThat(reading.unknown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_the_moon", "", "ACTIVE"})
    void aSubscriptionWhoseStatusNobodyKnowsDoesNotCountAndIsNamed(String status) {
        answers.put("/v1/subscriptions", list(SUBSCRIPTION.replace("\"active\"", "\"" + status + "\"")));

        var reading = read();

        assertThat(reading.subscriptions()).isEmpty();
        assertThat(reading.unknown()).containsExactly(new CustomerReading.UnknownStatus("sub_1", status));
    }

    @Test
    void aSubscriptionWithoutAStatusDoesNotCountEither() {
        answers.put("/v1/subscriptions", list(SUBSCRIPTION.replace("\"status\":\"active\",", "")));

        assertThat(read().subscriptions()).isEmpty();
        assertThat(read().unknown()).hasSize(1);
    }

    /** Whoever reads the log sees what Stripe left out, or where in our code the reading ended. */
    @Test
    void anAnswerThatCanNotBeReadIsUnavailableAndSaysWhy() {
        answers.put("/v1/invoices", list("{\"object\":\"invoice\",\"created\":1767225600}"));

        assertThat(payments.readCustomer("cus_1"))
                .isEqualTo(new PaymentOutcome.Unavailable<>(
                        "an answer that can't be read: there is no id of the invoice"));

        answers.put("/v1/invoices", list("null"));

        assertThat(payments.readCustomer("cus_1").failure()).contains("NullPointerException", "OwedInvoices");
    }

    /** Each answer in turn changed in one to three places: read, or said to be unreadable, never thrown. */
    @Test
    void noAnswerOfAnyShapeIsThrown() throws Json.MalformedJson {
        var seed = Seed.of("WhatStripeMayAnswerTest");
        var random = new Random(seed);
        var whole = new LinkedHashMap<>(answers);
        var paths = List.copyOf(whole.keySet());
        var turns = Turns.of(CASES, 5);
        for (var turn = 0; turns.goOn(turn); turn++) {
            var path = paths.get(random.nextInt(paths.size()));
            var text = Objects.requireNonNull(whole.get(path));
            var tree = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
            var changed = Mutated.json(random, tree, 1 + random.nextInt(3));
            answers.put(path, changed);
            assertThat(payments.readCustomer("cus_1"))
                    .as("seed %s, turn %s, %s: %s", seed, turn, path, changed)
                    .isInstanceOfAny(
                            PaymentOutcome.Done.class, PaymentOutcome.Refused.class, PaymentOutcome.Unavailable.class);
            answers.put(path, text);
        }
    }
}
