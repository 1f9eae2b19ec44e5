package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.WebhookEndpoint;
import com.stripe.model.v2.core.EventDestination;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointUpdateParams;
import com.stripe.param.v2.core.EventDestinationListParams;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.billing.EventTypes;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.json.Json;
import omni.stripe.StripeSignature;
import omni.stripe.WebhookEvent;
import omni.stripe.WebhookSync;
import omni.stripe.WebhookSync.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both destinations of Stripe's events on their way to be right, whatever was there and wherever the process dies. */
class WebhookSyncTest {

    private static final String ELSEWHERE = "https://elsewhere.test/hooks";

    private SimulatedProvider provider = new SimulatedProvider();
    private CrashingLine line = new CrashingLine(provider.simulator);
    private final List<WebhookEvent> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                var header = exchange.getRequestHeaders().getFirst("Stripe-Signature");
                received.add(new StripeSignature(accepted()).verify(body, header, provider.clock.instant()));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        receiver.start();
        address = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks");
    }

    @AfterEach
    void stop() {
        provider.close();
        receiver.stop(0);
    }

    private void another() {
        provider.close();
        provider = new SimulatedProvider();
        line = new CrashingLine(provider.simulator);
        received.clear();
    }

    private List<String> accepted() {
        try {
            return line.text.isEmpty()
                    ? List.of()
                    : Arrays.asList(String.valueOf(
                                    Json.readObject(line.text.getBytes(UTF_8)).get("webhookSecrets"))
                            .split(",", -1));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(e);
        }
    }

    private WebhookSync sync() {
        return sync(address);
    }

    private WebhookSync sync(URI to) {
        return new WebhookSync(
                SimulatedProvider.API_KEY,
                Optional.of(provider.simulator.baseUri()),
                SimulatedProvider.QUICK,
                to,
                line);
    }

    private static Report report(PaymentOutcome<Report> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<Report>) outcome).value();
    }

    private static List<String> words(PaymentOutcome<Report> outcome) {
        assertThat(report(outcome).hindrance()).isEmpty();
        return report(outcome).steps().stream().map(step -> step.words()).toList();
    }

    private List<WebhookEndpoint> endpoints() {
        return StripeProvider.operate(
                () -> provider.operator.v1().webhookEndpoints().list().getData());
    }

    private List<EventDestination> destinations() {
        var params = EventDestinationListParams.builder()
                .addInclude(EventDestinationListParams.Include.WEBHOOK_ENDPOINT__URL)
                .build();
        return StripeProvider.operate(() ->
                provider.operator.v2().core().eventDestinations().list(params).getData());
    }

    private WebhookEndpoint made(String url, String version, String owner) {
        var params = WebhookEndpointCreateParams.builder()
                .setUrl(url)
                .putExtraParam("enabled_events", List.of("invoice.paid"))
                .putExtraParam("api_version", version);
        var mine = owner.isEmpty() ? params : params.putMetadata("omniWebhook", owner);
        return StripeProvider.operate(
                () -> provider.operator.v1().webhookEndpoints().create(mine.build()));
    }

    /** One of each kind that sends what it has to, signed with what functions accept. */
    private void assertRight() throws Exception {
        assertThat(endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getUrl()).isEqualTo(address.toString());
            assertThat(Set.copyOf(endpoint.getEnabledEvents())).isEqualTo(EventTypes.HANDLED);
            assertThat(endpoint.getApiVersion()).isEqualTo("2026-07-29.dahlia");
            assertThat(endpoint.getStatus()).isEqualTo("enabled");
            assertThat(endpoint.getMetadata()).isEqualTo(Map.of("omniWebhook", CrashingLine.NAME));
        });
        assertThat(destinations()).singleElement().satisfies(destination -> {
            assertThat(destination.getWebhookEndpoint().getUrl()).isEqualTo(address.toString());
            assertThat(Set.copyOf(destination.getEnabledEvents())).isEqualTo(EventTypes.METER_ERRORS);
            assertThat(destination.getEventPayload()).isEqualTo("thin");
            assertThat(destination.getStatus()).isEqualTo("enabled");
            assertThat(destination.getMetadata()).isEqualTo(Map.of("omniWebhook", CrashingLine.NAME));
        });
        assertThat(accepted()).hasSize(2).doesNotHaveDuplicates();
        received.clear();
        provider.sync();
        var customer = StripeProvider.operate(
                () -> provider.operator.v1().customers().create().getId());
        provider.simulator.attachCard(customer);
        provider.simulator.awaitDeliveries();
        assertThat(received)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event).isInstanceOf(WebhookEvent.Verified.class));
    }

    private void assertNothingToDo() {
        line.recover();
        assertThat(words(sync().plan())).isEmpty();
        assertThat(words(sync().apply())).isEmpty();
        assertThat(line.writes).as("writes").isZero();
    }

    /** What a run may find. */
    enum Before {
        NOTHING,
        RIGHT,
        MOVED,
        OLD_VERSION,
        SECRETS_LOST,
        TWICE;

        void prepare(WebhookSyncTest test) {
            switch (this) {
                case NOTHING -> {}
                case RIGHT -> test.sync().apply();
                case MOVED -> test.sync(URI.create(ELSEWHERE)).apply();
                case OLD_VERSION -> {
                    test.sync().apply();
                    test.swapEndpoint("2025-01-27.acacia");
                }
                case SECRETS_LOST -> {
                    test.sync().apply();
                    test.line.text = "{}";
                }
                case TWICE -> {
                    test.sync().apply();
                    var first = test.line.text;
                    test.line.text = "{}";
                    test.made(test.address.toString(), "2026-07-29.dahlia", CrashingLine.NAME);
                    test.line.text = first;
                }
            }
        }
    }

    /** In place of the endpoint one of another version, of which the secret is known. */
    private void swapEndpoint(String version) {
        var old = endpoints().getFirst();
        StripeProvider.operate(() -> provider.operator.v1().webhookEndpoints().delete(old.getId()));
        var other = made(address.toString(), version, CrashingLine.NAME);
        var thin = destinations().getFirst().getId();
        var secrets = accepted();
        line.text = Json.text(Map.of(
                "webhookSecrets",
                secrets.getFirst() + "," + other.getSecret(),
                "destinations",
                Map.of(other.getId(), other.getSecret(), thin, secrets.getFirst())));
    }

    @Test
    void aPlanTellsAllAndChangesNothing() {
        assertThat(words(sync().plan()))
                .containsExactly(
                        "create the webhook endpoint of ordinary events, 19 types, to " + address
                                + "; its signing secret goes to omni/suite/webhooks",
                        "create the event destination of thin events, 2 types, to " + address
                                + "; its signing secret goes to omni/suite/webhooks");
        assertThat(line.writes).isZero();
        assertThat(line.text).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverThereWasARunMakesItRightAndTheNextOneWritesNothing(Before before) throws Exception {
        before.prepare(this);
        line.recover();
        var planned = words(sync().plan());

        assertThat(words(sync().apply()).size()).isEqualTo(planned.size());

        assertRight();
        assertNothingToDo();
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheProcessDiesTheNextRunEndsWhereItWouldHave(Before before) throws Exception {
        int crashes = 0;
        for (boolean done : List.of(false, true)) {
            for (int write = 1; ; write++) {
                another();
                before.prepare(this);
                line.dieAt(write, done);
                if (runs()) {
                    break;
                }
                crashes++;
                line.recover();
                var again = report(sync().apply());
                assertThat(again.hindrance()).isEmpty();
                assertThat(again.amiss()).isEmpty();
                assertRight();
                assertNothingToDo();
            }
        }
        assertThat(crashes).isGreaterThanOrEqualTo(before == Before.RIGHT ? 0 : 2);
    }

    /** Whether it got to its end. */
    private boolean runs() {
        try {
            return sync().apply() instanceof Done<Report>(var report)
                    && report.hindrance().isEmpty()
                    && line.isAlive();
        } catch (CrashingLine.Killed e) {
            return false;
        }
    }

    @Test
    void whatDiffersIsSaidAndRepaired() throws Exception {
        sync().apply();
        var off = WebhookEndpointUpdateParams.builder()
                .setUrl(ELSEWHERE)
                .setDisabled(true)
                .putExtraParam("enabled_events", List.of("invoice.paid", "customer.created"))
                .build();
        var id = endpoints().getFirst().getId();
        StripeProvider.operate(() -> provider.operator.v1().webhookEndpoints().update(id, off));
        var thin = destinations().getFirst().getId();
        StripeProvider.operate(
                () -> provider.operator.v2().core().eventDestinations().disable(thin));

        var words = words(sync().apply());

        assertThat(words).hasSize(2);
        assertThat(words.getFirst())
                .startsWith("repair the webhook endpoint of ordinary events (" + id + "): it sends to " + ELSEWHERE)
                .contains("it does not send charge.dispute.closed, ", "invoice.created, invoice.finalized, ")
                .contains("nobody asked for customer.created")
                .endsWith("it is switched off");
        assertThat(words.getLast())
                .isEqualTo("repair the event destination of thin events (" + thin + "): it is switched off");
        assertRight();
        assertNothingToDo();
    }

    @Test
    void whatSomebodyElseMadeIsLeftAloneAndToldOfIfItSendsHere() {
        var byHand = made(address.toString(), "2026-07-29.dahlia", "");
        var ofDev = made("https://dev.test/hooks", "2026-07-29.dahlia", "omni/dev/webhooks");
        line.text = "{\"webhookSecrets\":\"whsec_by_hand\",\"note\":\"ours\"}";

        var report = report(sync().apply());

        assertThat(report.amiss())
                .singleElement()
                .asString()
                .startsWith(byHand.getId() + " sends to " + address)
                .endsWith("delete it on Stripe's dashboard");
        assertThat(endpoints()).extracting(WebhookEndpoint::getId).hasSize(3).contains(byHand.getId(), ofDev.getId());
        assertThat(accepted()).hasSize(3).endsWith("whsec_by_hand");
        assertThat(line.text).contains("\"note\":\"ours\"");
    }

    @Test
    void whatIsSentIsPublishedKeyedAndWithinTheListedPermissions() {
        var published = new PublishedApi();
        for (var before : Before.values()) {
            another();
            before.prepare(this);
            destinations()
                    .forEach(destination -> StripeProvider.operate(() ->
                            provider.operator.v2().core().eventDestinations().disable(destination.getId())));
            provider.simulator.watch(published);
            sync().apply();
        }

        published.assertKept();
        published.assertKeyed();
        assertThat(published.operations())
                .contains("POST /v1/webhook_endpoints/{}", "POST /v2/core/event_destinations/{}/enable")
                .allSatisfy(operation -> assertThat(
                                KeyPermissionsTest.permission(operation).sync())
                        .isGreaterThanOrEqualTo(KeyPermissionsTest.needed(operation)));
    }

    @Test
    void aSecretThatCantBeWrittenLeavesNoDestinationBehind() {
        line.isFull = true;

        var report = report(sync().apply());

        assertThat(report.hindrance())
                .contains("the signing secrets can't be written to omni/suite/webhooks: 400 LimitExceededException");
        assertThat(endpoints()).isEmpty();
        assertThat(destinations()).isEmpty();
    }

    @Test
    void noSecretStandsInAReportOrInWhatIsThrown() {
        var all = new ArrayList<String>();
        for (var before : Before.values()) {
            another();
            before.prepare(this);
            all.add(sync().plan().toString());
            all.add(sync().apply().toString());
        }
        assertThat(all).allSatisfy(text -> assertThat(text).doesNotContain("whsec_"));
    }
}
