package omni.local.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omni.billing.MeterClass;
import omni.catalog.Catalog;
import omni.catalog.CatalogLoader;
import omni.dynamodb.Table;
import omni.json.Json;
import omni.lambda.Tables;
import omni.local.demo.ApiClient;
import omni.local.demo.StoryFault;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A deployment of the product as a command on a shell reaches it: its table, its Stripe account, its catalog.
 *
 * @param log what a running local world has logged; empty for a deployment, whose log is CloudWatch's
 */
public record Deployment(
        Table table, StripeUsageBilling usage, Catalog catalog, InstantSource clock, Optional<CallLog> log)
        implements AutoCloseable {

    private static final String PATH = "/_local/deployment";
    private static final StripePayments.Limits LIMITS =
            new StripePayments.Limits(Duration.ofSeconds(30), Duration.ofSeconds(60), 2, Duration.ofMillis(500));

    /** Nobody waits for an answer of ours: a page of rows may take its time while the product is busy. */
    private static final Timeouts.Store PATIENCE = new Timeouts.Store(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    /** {@code GET /_local/deployment}: how this world's table and simulator are reached. */
    public static void register(
            LocalRoutes routes, Map<String, String> environment, InstantSource clock, boolean simulated) {
        routes.on("GET", PATH, _ -> {
            var json = LocalJson.object();
            json.put("now", clock.instant().toString());
            for (var name : List.of("OMNI_TABLE_NAME", "OMNI_DYNAMODB_ENDPOINT", "OMNI_CATALOG_FILE")) {
                json.put(name, environment.get(name));
            }
            if (simulated) { // the key of an account at Stripe itself is told to nobody
                json.put("OMNI_STRIPE_API_KEY", environment.get("OMNI_STRIPE_API_KEY"));
                json.put("OMNI_STRIPE_API_BASE", environment.get("OMNI_STRIPE_API_BASE"));
            }
            return HttpAnswer.json(200, json);
        });
    }

    /**
     * Connects; nothing is asked yet, but for a local world's addresses.
     *
     * @param local the address of a world that {@code ./omni up} runs
     * @throws LocalFault with everything that is missing
     */
    public static Deployment of(Map<String, String> environment, Optional<String> local) {
        var variables = new HashMap<>(environment);
        InstantSource clock = Clock.systemUTC();
        if (local.isPresent()) {
            variables.keySet().removeIf(name -> name.equals("OMNI_STRIPE_API_BASE"));
            clock = askWorld(local.get(), variables);
        }
        var missing = List.of("OMNI_TABLE_NAME", "AWS_REGION", "OMNI_STRIPE_API_KEY").stream()
                .filter(name -> variables.getOrDefault(name, "").isBlank())
                .toList();
        if (!missing.isEmpty()) {
            throw new LocalFault(
                    "not set: " + String.join(", ", missing) + " (or say --local, with ./omni up running)");
        }
        var catalog = catalog(variables);
        AwsCredentialsProvider credentials = local.isPresent()
                ? DynamoDbConnection.ANY_CREDENTIALS
                : credentials(variables.getOrDefault("AWS_PROFILE", ""));
        return new Deployment(
                Tables.connect(
                        variables.getOrDefault("OMNI_TABLE_NAME", ""),
                        variables.getOrDefault("AWS_REGION", ""),
                        address(variables, "OMNI_DYNAMODB_ENDPOINT").orElse(null),
                        credentials,
                        local.isPresent() ? LocalTimeouts.OF_FUNCTIONS.store() : PATIENCE),
                new StripeUsageBilling(
                        variables.getOrDefault("OMNI_STRIPE_API_KEY", ""),
                        address(variables, "OMNI_STRIPE_API_BASE"),
                        local.isPresent() ? StripePayments.Limits.of(LocalTimeouts.OF_FUNCTIONS.stripe()) : LIMITS),
                catalog,
                clock,
                local.map(Deployment::log));
    }

    /** Those of AWS's own tools; asked for them it says in one line that there are none. */
    public static AwsCredentialsProvider credentials(String profile) {
        var chain = DefaultCredentialsProvider.builder();
        var found = (profile.isBlank() ? chain : chain.profileName(profile)).build();
        return () -> {
            try {
                return found.resolveCredentials();
            } catch (SdkException e) {
                throw new LocalFault(
                        "AWS's tools find no credentials here"
                                + (profile.isBlank() ? "" : " (AWS_PROFILE names the profile " + profile + ")"),
                        e);
            }
        };
    }

    private static CallLog log(String url) {
        return id -> {
            var lines = new ArrayList<Map<String, @Nullable Object>>();
            var answer = ApiClient.at(base(url)).get(RecentLog.PATH.replace("{}", id));
            for (var line : answer.json().path("lines")) {
                try {
                    lines.add(Json.readObject(line.toString().getBytes(StandardCharsets.UTF_8)));
                } catch (Json.MalformedJson e) {
                    throw new LocalFault("what answers at " + url + " is not the local world of Omni Billing", e);
                }
            }
            return lines;
        };
    }

    private static URI base(String url) {
        return URI.create(url.replaceAll("/+$", ""));
    }

    private static InstantSource askWorld(String url, Map<String, String> variables) {
        try {
            var answer = ApiClient.at(base(url)).get(PATH);
            if (answer.status() != 200) {
                throw new LocalFault("what answers at " + url + " is not the local world of Omni Billing");
            }
            answer.json().properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    variables.put(field.getKey(), field.getValue().asText());
                }
            });
            variables.put("AWS_REGION", "us-east-1");
            return InstantSource.fixed(Instant.parse(answer.json().path("now").asText()));
        } catch (StoryFault | IllegalArgumentException | UncheckedIOException e) {
            throw new LocalFault("nothing answers at " + url + ": start the product with ./omni up", e);
        }
    }

    private static Optional<URI> address(Map<String, String> variables, String name) {
        var text = variables.getOrDefault(name, "");
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw new LocalFault(name + " is not an address", e);
        }
    }

    /** The catalog that the environment names, or the bundled one. */
    public static Catalog catalog(Map<String, String> variables) {
        var file = variables.getOrDefault("OMNI_CATALOG_FILE", "");
        try {
            if (!file.isBlank()) {
                return CatalogLoader.load(file, Files.readAllBytes(Path.of(file)));
            }
            try (var bundled =
                    Objects.requireNonNull(Catalog.class.getResourceAsStream("/omni/catalog/catalog.json"))) {
                return CatalogLoader.load("(bundled)", bundled.readAllBytes());
            }
        } catch (IOException e) {
            throw new LocalFault("the catalog can't be read: " + e.getMessage(), e);
        }
    }

    public List<Integer> classes() {
        return catalog.meterClasses().stream().map(MeterClass::number).toList();
    }

    @Override
    public void close() {
        table.client().close();
        table.once().close();
    }
}
