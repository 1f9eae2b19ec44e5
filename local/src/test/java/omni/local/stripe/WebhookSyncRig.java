package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.WebhookEndpoint;
import com.stripe.model.v2.core.EventDestination;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.v2.core.EventDestinationListParams;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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

/** A sync of destinations with the simulator, the place of its secrets, and a receiver that accepts what functions would. */
final class WebhookSyncRig implements AutoCloseable {

    static final String ELSEWHERE = "https://elsewhere.test/hooks";

    SimulatedProvider provider = new SimulatedProvider();
    CrashingLine line = new CrashingLine(provider.simulator);
    final List<WebhookEvent> received = new CopyOnWriteArrayList<>();
    final HttpServer receiver;
    final URI address;

    WebhookSyncRig() {
        try {
            receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    @Override
    public void close() {
        provider.close();
        receiver.stop(0);
    }

    void another() {
        provider.close();
        provider = new SimulatedProvider();
        line = new CrashingLine(provider.simulator);
        received.clear();
    }

    List<String> accepted() {
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

    WebhookSync sync() {
        return sync(address);
    }

    WebhookSync sync(URI to) {
        return new WebhookSync(
                SimulatedProvider.API_KEY,
                Optional.of(provider.simulator.baseUri()),
                SimulatedProvider.QUICK,
                to,
                line);
    }

    static Report report(PaymentOutcome<Report> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<Report>) outcome).value();
    }

    static List<String> words(PaymentOutcome<Report> outcome) {
        assertThat(report(outcome).hindrance()).isEmpty();
        return report(outcome).steps().stream().map(step -> step.words()).toList();
    }

    List<WebhookEndpoint> endpoints() {
        return StripeProvider.operate(
                () -> provider.operator.v1().webhookEndpoints().list().getData());
    }

    List<EventDestination> destinations() {
        var params = EventDestinationListParams.builder()
                .addInclude(EventDestinationListParams.Include.WEBHOOK_ENDPOINT__URL)
                .build();
        return StripeProvider.operate(() ->
                provider.operator.v2().core().eventDestinations().list(params).getData());
    }

    WebhookEndpoint made(String url, String version, String owner) {
        var params = WebhookEndpointCreateParams.builder()
                .setUrl(url)
                .putExtraParam("enabled_events", List.of("invoice.paid"))
                .putExtraParam("api_version", version);
        var mine = owner.isEmpty() ? params : params.putMetadata("omniWebhook", owner);
        return StripeProvider.operate(
                () -> provider.operator.v1().webhookEndpoints().create(mine.build()));
    }

    /** One of each kind that sends what it has to, signed with what functions accept. */
    void assertRight() throws Exception {
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

    void assertNothingToDo() {
        line.recover();
        assertThat(words(sync().plan())).isEmpty();
        assertThat(words(sync().apply())).isEmpty();
        assertThat(line.writes).as("writes").isZero();
    }

    /** In place of the endpoint one of another version, of which the secret is known. */
    void swapEndpoint(String version) {
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
}
