package stripesimulator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stripesimulator.webhook.WebhookEndpoint;

/**
 * What a {@link StripeSimulator} is started with.
 *
 * @param port 0 for any free one
 * @param folder where the account is kept; empty for in memory
 * @param apiKey the one secret key it accepts, in test mode
 * @param webhook where events are sent
 * @param productName what the hosted pages are headed with, and invoices say whose they are
 * @param subscribed types of events that the webhook asks for, or families of them as {@code price.*}; {@code *} for all
 * @param seed of the ids
 */
public record SimulatorConfig(
        int port,
        Optional<Path> folder,
        InstantSource clock,
        String apiKey,
        WebhookEndpoint webhook,
        String productName,
        List<String> subscribed,
        long seed) {

    public SimulatorConfig {
        subscribed = List.copyOf(subscribed);
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
        if (!webhook.connect().isPositive() || !webhook.answer().isPositive()) {
            faults.add("webhooks need some time to connect and to answer");
        }
        if (productName.isBlank()) {
            faults.add("a product name is needed");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Stripe simulator: " + String.join("; ", faults));
        }
    }

    /** In memory, on any free port, all events asked for and waiting for an address. */
    public static SimulatorConfig of(InstantSource clock, String apiKey, String webhookSecret) {
        return new SimulatorConfig(
                0,
                Optional.empty(),
                clock,
                apiKey,
                WebhookEndpoint.waiting(webhookSecret),
                "Test account",
                List.of("*"),
                1);
    }

    public SimulatorConfig withPort(int value) {
        return new SimulatorConfig(value, folder, clock, apiKey, webhook, productName, subscribed, seed);
    }

    public SimulatorConfig withFolder(Path value) {
        return new SimulatorConfig(port, Optional.of(value), clock, apiKey, webhook, productName, subscribed, seed);
    }

    public SimulatorConfig withWebhook(WebhookEndpoint value) {
        return new SimulatorConfig(port, folder, clock, apiKey, value, productName, subscribed, seed);
    }

    public SimulatorConfig withWebhookUrl(URI value) {
        return withWebhook(webhook.withUrl(value));
    }

    public SimulatorConfig withWebhookRetries(int attempts, Duration pause) {
        return withWebhook(webhook.withRetries(attempts, pause));
    }

    public SimulatorConfig withProductName(String value) {
        return new SimulatorConfig(port, folder, clock, apiKey, webhook, value, subscribed, seed);
    }

    public SimulatorConfig withSubscribed(List<String> value) {
        return new SimulatorConfig(port, folder, clock, apiKey, webhook, productName, value, seed);
    }

    public SimulatorConfig withSeed(long value) {
        return new SimulatorConfig(port, folder, clock, apiKey, webhook, productName, subscribed, value);
    }
}
