package stripesimulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.StripeClient;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulator with a clock, a stripe-java client and a plain HTTP client. */
final class Sandbox implements AutoCloseable {

    static final String API_KEY = "sk_test_sandbox";
    static final String WEBHOOK_SECRET = "whsec_sandbox";
    static final String PRODUCT = "Acme Search";

    /** What an ordinary endpoint does not ask for. */
    static final List<String> UNSUBSCRIBED = List.of(
            "billing.meter.*",
            "billing_portal.*",
            "charge.failed",
            "charge.succeeded",
            "invoice.payment_action_required",
            "invoice.sent",
            "invoice.updated",
            "price.*",
            "product.*");

    final TravelingClock clock;
    final StripeSimulator simulator;
    final StripeClient stripe;
    final HttpClient http = HttpClient.newHttpClient();

    Sandbox() {
        this(clock(), UnaryOperator.identity());
    }

    Sandbox(TravelingClock clock, UnaryOperator<SimulatorConfig> settings) {
        this.clock = clock;
        try {
            simulator = StripeSimulator.start(settings.apply(SimulatorConfig.of(clock, API_KEY, WEBHOOK_SECRET)
                    .withProductName(PRODUCT)
                    .withUnsubscribed(UNSUBSCRIBED)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        stripe = StripeClient.builder()
                .setApiKey(API_KEY)
                .setApiBase(simulator.baseUri().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    /** A clock that stands at 2026-05-01T12:00:00Z until it is moved. */
    static TravelingClock clock() {
        var begin = Instant.parse("2026-05-01T12:00:00Z");
        return new TravelingClock(InstantSource.fixed(begin), begin);
    }

    String customer(String email) throws Exception {
        var params = CustomerCreateParams.builder().setEmail(email).putMetadata("orgId", "org_1");
        return stripe.v1().customers().create(params.build()).getId();
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

    /** A request as curl would send it; names and values in turn. */
    HttpResponse<String> post(String path, String... form) {
        return post(path, List.of(), form);
    }

    HttpResponse<String> post(String path, List<String> headers, String... form) {
        var request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return send(request);
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        var basic = Base64.getEncoder().encodeToString((API_KEY + ":").getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(simulator.baseUri() + path))
                .setHeader("Authorization", "Basic " + basic);
    }

    static String encoded(String... form) {
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
