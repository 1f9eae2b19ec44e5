package stripesimulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.service.V1Services;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulator with a clock, a stripe-java client and a plain HTTP client. */
class Sandbox implements AutoCloseable {

    static final String API_KEY = "sk_test_sandbox";
    static final String WEBHOOK_SECRET = "whsec_sandbox";
    static final String PRODUCT = "Acme Search";

    static final String GOOD_CARD = "4242424242424242";
    /** It can be attached, and every payment with it fails. */
    static final String CHARGES_FAIL = "4000000000000341";

    /** What an ordinary endpoint asks for. */
    static final List<String> SUBSCRIBED = List.of(
            "charge.dispute.*",
            "charge.refunded",
            "checkout.*",
            "credit_note.*",
            "customer.*",
            "invoice.created",
            "invoice.finalized",
            "invoice.marked_uncollectible",
            "invoice.overdue",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.payment_succeeded",
            "invoice.voided",
            "payment_method.*",
            "refund.*",
            "setup_intent.*",
            "v1.billing.meter.*");

    final TravelingClock clock;
    final StripeSimulator simulator;
    final StripeClient client;
    final V1Services stripe;
    private final HttpClient http = HttpClient.newHttpClient();

    Sandbox() {
        this(clock(), UnaryOperator.identity());
    }

    Sandbox(TravelingClock clock, UnaryOperator<SimulatorConfig> settings) {
        this.clock = clock;
        try {
            simulator = StripeSimulator.start(settings.apply(SimulatorConfig.of(clock, API_KEY, WEBHOOK_SECRET)
                    .withProductName(PRODUCT)
                    .withSubscribed(SUBSCRIBED)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        client = client(API_KEY, simulator.baseUri().toString());
        stripe = client.v1();
    }

    /** A clock that stands at 2026-05-01T12:00:00Z until it is moved. */
    static TravelingClock clock() {
        var begin = Instant.parse("2026-05-01T12:00:00Z");
        return new TravelingClock(InstantSource.fixed(begin), begin);
    }

    static StripeClient client(String key, String base) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base)
                .setMaxNetworkRetries(0)
                .build();
    }

    final String customer(String email) {
        var params = CustomerCreateParams.builder().setEmail(email).putMetadata("orgId", "org_1");
        try {
            return stripe.customers().create(params.build()).getId();
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    static SessionCreateParams.Builder setup(String customer) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SETUP)
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setCustomer(customer)
                .setClientReferenceId("org_1")
                .setSuccessUrl("https://acme.test/paid?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("https://acme.test/back");
    }

    /** The id of a new checkout session in setup mode. */
    final String setupSession(String customer) throws StripeException {
        return stripe.checkout().sessions().create(setup(customer).build()).getId();
    }

    /** The id of a new checkout session for a price of the {@link Catalog}. */
    final String checkout(String customer, String lookupKey) {
        return create(
                "/v1/checkout/sessions",
                "mode=subscription&customer=" + customer + "&line_items[0][price]=" + price(lookupKey)
                        + "&line_items[0][quantity]=1&subscription_data[metadata][orgId]=org_1"
                        + "&success_url=https://acme.test/paid&cancel_url=https://acme.test/back");
    }

    final String price(String lookupKey) {
        return idIn(get("/v1/prices?lookup_keys%5B0%5D=" + lookupKey), "/data/0/id");
    }

    /** What the hosted page of a session answers to a card. */
    final HttpResponse<String> payPage(String session, String number) {
        return post("/pay/" + session, "number", number, "expiry", "12/34", "cvc", "123");
    }

    /** Newest first. */
    final List<Invoice> invoices(String customer) throws StripeException {
        var all = InvoiceListParams.builder().setCustomer(customer);
        return stripe.invoices().list(all.build()).getData();
    }

    /** The types of all events, oldest first. */
    final List<String> types() {
        return simulator.events().stream()
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
    }

    final void pass(Duration time) {
        clock.advance(time);
        simulator.clockMoved();
    }

    final void moveTo(String moment) {
        pass(Duration.between(clock.instant(), Instant.parse(moment)));
    }

    /** Asks for a new object by plain HTTP, with a form as curl would send it; answers its id. */
    final String create(String path, String form) {
        var answer = postForm(path, form, List.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return idIn(answer, "/id");
    }

    private static String idIn(HttpResponse<String> answer, String pointer) {
        try {
            return new ObjectMapper().readTree(answer.body()).at(pointer).asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A request as curl would send it; names and values in turn. */
    final HttpResponse<String> post(String path, String... form) {
        return post(path, List.of(), form);
    }

    final HttpResponse<String> post(String path, List<String> headers, String... form) {
        return postForm(path, encoded(form), headers);
    }

    final HttpResponse<String> postForm(String path, String form, List<String> headers) {
        var request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return send(request);
    }

    final HttpResponse<String> get(String path) {
        return send(request(path));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    final HttpRequest.Builder request(String path) {
        var basic = Base64.getEncoder().encodeToString((API_KEY + ":").getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(simulator.baseUri() + path))
                .setHeader("Authorization", "Basic " + basic);
    }

    private static String encoded(String... form) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < form.length; i += 2) {
            pairs.add(URLEncoder.encode(form[i], UTF_8) + "=" + URLEncoder.encode(form[i + 1], UTF_8));
        }
        return String.join("&", pairs);
    }

    @Override
    public void close() {
        http.close();
        simulator.close();
    }
}
