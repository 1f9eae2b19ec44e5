package omni.local.stripe;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a {@link StripeSimulator} is started with.
 *
 * @param port 0 for any free one
 * @param folder where the account is kept; empty for in memory
 * @param apiKey the one secret key it accepts, in test mode
 * @param productName what the hosted page is headed with
 * @param seed of the ids
 */
public record SimulatorConfig(
        int port,
        Optional<Path> folder,
        InstantSource clock,
        String apiKey,
        Webhook webhook,
        String productName,
        long seed) {

    public SimulatorConfig {
        var faults = new ArrayList<String>();
        if (!apiKey.startsWith("sk_test_")) {
            faults.add("the API key must begin with sk_test_");
        }
        if (webhook.secret().isBlank()) {
            faults.add("a webhook secret is needed");
        }
        if (webhook.attempts() < 1 || webhook.pause().isNegative()) {
            faults.add("webhooks need at least one attempt, and a pause of no less than nothing");
        }
        if (productName.isBlank()) {
            faults.add("a product name is needed");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Stripe simulator: " + String.join("; ", faults));
        }
    }

    /**
     * How events are sent.
     *
     * @param url where to; empty makes them wait for {@link StripeSimulator#webhookUrl}
     * @param attempts at one event before it is given up
     * @param pause in real time after the first failed attempt; doubled after each further one
     */
    public record Webhook(Optional<URI> url, String secret, int attempts, Duration pause) {}

    /** In memory, on any free port, events waiting for an address. */
    public static SimulatorConfig of(InstantSource clock, String apiKey, String webhookSecret) {
        var webhook = new Webhook(Optional.empty(), webhookSecret, 5, Duration.ofMillis(200));
        return new SimulatorConfig(0, Optional.empty(), clock, apiKey, webhook, "Omni Billing", 1);
    }

    public SimulatorConfig withPort(int value) {
        return new SimulatorConfig(value, folder, clock, apiKey, webhook, productName, seed);
    }

    public SimulatorConfig withFolder(Path value) {
        return new SimulatorConfig(port, Optional.of(value), clock, apiKey, webhook, productName, seed);
    }

    public SimulatorConfig withWebhookUrl(URI value) {
        return with(new Webhook(Optional.of(value), webhook.secret(), webhook.attempts(), webhook.pause()));
    }

    public SimulatorConfig withWebhookRetries(int attempts, Duration pause) {
        return with(new Webhook(webhook.url(), webhook.secret(), attempts, pause));
    }

    public SimulatorConfig withProductName(String value) {
        return new SimulatorConfig(port, folder, clock, apiKey, webhook, value, seed);
    }

    public SimulatorConfig withSeed(long value) {
        return new SimulatorConfig(port, folder, clock, apiKey, webhook, productName, value);
    }

    private SimulatorConfig with(Webhook value) {
        return new SimulatorConfig(port, folder, clock, apiKey, value, productName, seed);
    }
}
