package stripesimulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.v2.core.EventDestination;
import com.stripe.net.Webhook;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import com.stripe.param.WebhookEndpointUpdateParams;
import com.stripe.param.v2.core.EventDestinationCreateParams;
import com.stripe.param.v2.core.EventDestinationListParams;
import com.stripe.param.v2.core.EventDestinationUpdateParams;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that the API makes: shown, changed, and heeded by what is sent. */
class DestinationsTest {

    private static final String THIN = "v1.billing.meter.error_report_triggered";

    private final TravelingClock clock = Sandbox.clock();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    private record Received(String path, String body, String signature) {

        String type() {
            return String.valueOf(Event.GSON.fromJson(body, Map.class).get("type"));
        }
    }

    private String receiver() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                received.add(new Received(
                        exchange.getRequestURI().getPath(),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                        exchange.getRequestHeaders().getFirst("Stripe-Signature")));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        open.add(() -> server.stop(0));
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private MeteredAccount account() {
        var account = new MeteredAccount(
                clock, config -> config.withFolder(folder).withWebhookRetries(2, Duration.ofMillis(1)));
        open.add(account);
        return account;
    }

    private static WebhookEndpoint ordinary(Sandbox account, String url, EnabledEvent... events)
            throws StripeException {
        var params = WebhookEndpointCreateParams.builder()
                .setUrl(url)
                .addAllEnabledEvent(List.of(events))
                .setApiVersion(WebhookEndpointCreateParams.ApiVersion.VERSION_2026_07_29_DAHLIA)
                .putMetadata("made", "here");
        return account.stripe.webhookEndpoints().create(params.build());
    }

    private static EventDestination thin(Sandbox account, String url) throws StripeException {
        var params = EventDestinationCreateParams.builder()
                .setName("thin")
                .setType(EventDestinationCreateParams.Type.WEBHOOK_ENDPOINT)
                .setEventPayload(EventDestinationCreateParams.EventPayload.THIN)
                .addEnabledEvent(THIN)
                .addInclude(EventDestinationCreateParams.Include.WEBHOOK_ENDPOINT__SIGNING_SECRET)
                .addInclude(EventDestinationCreateParams.Include.WEBHOOK_ENDPOINT__URL)
                .putMetadata("made", "here")
                .setWebhookEndpoint(EventDestinationCreateParams.WebhookEndpoint.builder()
                        .setUrl(url)
                        .build());
        return account.client.v2().core().eventDestinations().create(params.build());
    }

    private List<String> types(String path) {
        return received.stream()
                .filter(got -> got.path().equals(path))
                .map(Received::type)
                .toList();
    }

    private void assertSigned(String path, String secret) {
        assertThat(received)
                .filteredOn(got -> got.path().equals(path))
                .isNotEmpty()
                .allSatisfy(got -> {
                    try {
                        Webhook.Signature.verifyHeader(
                                got.body(),
                                got.signature(),
                                secret,
                                Webhook.DEFAULT_TOLERANCE,
                                Clock.fixed(clock.instant(), ZoneOffset.UTC));
                    } catch (SignatureVerificationException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void theSecretIsShownOnceAndNeverAgain() throws Exception {
        var account = account();
        var endpoint = ordinary(account, "https://acme.test/hooks", EnabledEvent.INVOICE__PAID);
        var destination = thin(account, "https://acme.test/hooks");

        assertThat(endpoint)
                .returns("enabled", WebhookEndpoint::getStatus)
                .returns("2026-07-29.dahlia", WebhookEndpoint::getApiVersion)
                .returns(List.of("invoice.paid"), WebhookEndpoint::getEnabledEvents)
                .returns(Map.of("made", "here"), WebhookEndpoint::getMetadata);
        assertThat(endpoint.getSecret()).startsWith("whsec_");
        assertThat(destination.getWebhookEndpoint().getSigningSecret())
                .startsWith("whsec_")
                .isNotEqualTo(endpoint.getSecret());
        assertThat(destination)
                .returns("thin", EventDestination::getEventPayload)
                .returns("enabled", EventDestination::getStatus)
                .returns(Map.of("made", "here"), EventDestination::getMetadata);

        var again = account.stripe.webhookEndpoints().retrieve(endpoint.getId());
        assertThat(again.getSecret()).isNull();
        assertThat(account.stripe.webhookEndpoints().list().getData())
                .singleElement()
                .returns(null, WebhookEndpoint::getSecret);
        var include = EventDestinationListParams.builder()
                .addInclude(EventDestinationListParams.Include.WEBHOOK_ENDPOINT__URL)
                .build();
        var listed =
                account.client.v2().core().eventDestinations().list(include).getData();
        assertThat(listed).singleElement().satisfies(shown -> {
            assertThat(shown.getWebhookEndpoint().getSigningSecret()).isNull();
            assertThat(shown.getWebhookEndpoint().getUrl()).isEqualTo("https://acme.test/hooks");
        });
        assertThat(account.client
                        .v2()
                        .core()
                        .eventDestinations()
                        .retrieve(destination.getId())
                        .getWebhookEndpoint()
                        .getUrl())
                .as("only for who asks for it")
                .isNull();
    }

    @Test
    void eachGetsTheEventsThatItAsksForSignedWithItsOwnSecret() throws Exception {
        var base = receiver();
        var account = account();
        var endpoint = ordinary(account, base + "/ordinary", EnabledEvent.CUSTOMER__CREATED);
        var destination = thin(account, base + "/thin");
        account.customer("ada@acme.test");
        account.use("cus_never", "2026-05-01T11:00:00Z", 1, "lost");
        account.simulator.awaitDeliveries();

        assertThat(types("/ordinary")).as("not what happened before").containsExactly("customer.created");
        assertThat(types("/thin")).containsExactly(THIN);
        assertSigned("/ordinary", endpoint.getSecret());
        assertSigned("/thin", destination.getWebhookEndpoint().getSigningSecret());
        assertThat(account.simulator.events())
                .filteredOn(event -> event.type().startsWith("price."))
                .isNotEmpty()
                .noneMatch(event -> event.attempts() > 0);
    }

    @Test
    void whatIsSwitchedOffOrDeletedGetsNothing() throws Exception {
        var base = receiver();
        var account = account();
        var endpoint = ordinary(account, base + "/ordinary", EnabledEvent.ALL);
        var destination = thin(account, base + "/thin");
        var off = WebhookEndpointUpdateParams.builder().setDisabled(true).build();
        assertThat(account.stripe
                        .webhookEndpoints()
                        .update(endpoint.getId(), off)
                        .getStatus())
                .isEqualTo("disabled");
        var destinations = account.client.v2().core().eventDestinations();
        assertThat(destinations
                        .disable(destination.getId())
                        .getStatusDetails()
                        .getDisabled()
                        .getReason())
                .isEqualTo("user");
        account.customer("ada@acme.test");
        account.use("cus_never", "2026-05-01T11:00:00Z", 1, "lost");
        account.simulator.awaitDeliveries();
        assertThat(received).isEmpty();

        var on = WebhookEndpointUpdateParams.builder()
                .setDisabled(false)
                .setUrl(base + "/moved")
                .build();
        account.stripe.webhookEndpoints().update(endpoint.getId(), on);
        assertThat(destinations.enable(destination.getId()).getStatus()).isEqualTo("enabled");
        destinations.update(
                destination.getId(),
                EventDestinationUpdateParams.builder()
                        .setWebhookEndpoint(EventDestinationUpdateParams.WebhookEndpoint.builder()
                                .setUrl(base + "/moved-too")
                                .build())
                        .build());
        account.customer("bob@acme.test");
        account.use("cus_never", "2026-05-01T11:00:00Z", 1, "lost again");
        account.simulator.awaitDeliveries();
        assertThat(types("/moved")).containsExactly("customer.created");
        assertThat(types("/moved-too")).containsExactly(THIN);

        assertThat(account.stripe.webhookEndpoints().delete(endpoint.getId()).getDeleted())
                .isTrue();
        assertThat(destinations.delete(destination.getId()).getId()).isEqualTo(destination.getId());
        account.customer("cem@acme.test");
        account.simulator.awaitDeliveries();
        assertThat(received).hasSize(2);
        assertThat(account.stripe.webhookEndpoints().list().getData()).isEmpty();
        assertThat(destinations.list().getData()).isEmpty();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> account.stripe.webhookEndpoints().retrieve(endpoint.getId()));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> destinations.retrieve(destination.getId()));
    }

    @Test
    void theyOutliveARestart() throws Exception {
        var base = receiver();
        var endpoint = ordinary(account(), base + "/ordinary", EnabledEvent.CUSTOMER__CREATED);
        stop();
        open.clear();
        base = receiver();
        var account = new Sandbox(clock, config -> config.withFolder(folder));
        open.add(account);
        account.stripe
                .webhookEndpoints()
                .update(
                        endpoint.getId(),
                        WebhookEndpointUpdateParams.builder()
                                .setUrl(base + "/ordinary")
                                .build());
        account.customer("ada@acme.test");
        account.simulator.awaitDeliveries();

        assertThat(types("/ordinary")).containsExactly("customer.created");
        assertSigned("/ordinary", endpoint.getSecret());
    }

    @Test
    void moreThanAPageIsListedByPages() throws Exception {
        var account = account();
        for (int i = 0; i < 3; i++) {
            thin(account, "https://acme.test/" + i);
        }
        var two = EventDestinationListParams.builder().setLimit(2L).build();
        assertThat(account.client.v2().core().eventDestinations().list(two).autoPagingIterable())
                .hasSize(3);
    }

    @Test
    void whatStripeDoesNotKnowIsRefused() throws Exception {
        var account = account();
        for (var wrong : List.of(
                "url=https://acme.test&enabled_events[0]=no.such",
                "url=acme&enabled_events[0]=invoice.paid",
                "url=https://acme.test",
                "url=https://acme.test&enabled_events[0]=" + THIN)) {
            assertThat(account.postForm("/v1/webhook_endpoints", wrong, List.of())
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        for (int i = 0; i < 16; i++) {
            ordinary(account, "https://acme.test/" + i, EnabledEvent.ALL);
        }
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> thin(account, "https://acme.test/17"))
                .withMessageContaining("maximum of 16");
    }
}
