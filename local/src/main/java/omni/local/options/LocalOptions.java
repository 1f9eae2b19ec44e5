package omni.local.options;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./omni up} was asked for.
 *
 * @param port of the product's API on 127.0.0.1; 0 takes a free one
 * @param data the folder that keeps the world; without one it lives in memory
 * @param catalog another catalog file
 * @param dynamodb another DynamoDB endpoint, instead of the one in this process
 * @param rateLimits whether the rate limits are on
 * @param json whether the one line on stdout is for a program
 * @param upstream one's own API, which forwarded routes are sold from; without one they are sold from a sample
 * @param liveStripe whether a live key of Stripe is meant
 */
public record LocalOptions(
        int port,
        Optional<Path> data,
        Optional<Path> catalog,
        Optional<URI> dynamodb,
        boolean rateLimits,
        boolean json,
        Optional<URI> upstream,
        boolean liveStripe) {

    /** Selling from the sample, never for real money. */
    public LocalOptions(
            int port,
            Optional<Path> data,
            Optional<Path> catalog,
            Optional<URI> dynamodb,
            boolean rateLimits,
            boolean json) {
        this(port, data, catalog, dynamodb, rateLimits, json, Optional.empty(), false);
    }

    public static final int DEFAULT_PORT = 8080;

    public static final String USAGE = """
        Usage: ./omni up [--port N] [--data FOLDER] [--catalog FILE] [--upstream URL] [--dynamodb URL] [--no-rate-limits] [--json] [--live-stripe]

          --port N           serve the API on 127.0.0.1:N (default 8080; 0 takes a free port)
          --data FOLDER      keep everything in this folder (default: in memory, gone when it stops)
          --catalog FILE     use this catalog instead of the bundled one
          --upstream URL     sell the catalog's upstream routes from this API (default: a sample that tells what it is asked)
          --dynamodb URL     use this DynamoDB endpoint, its streams included (default: one in this process)
          --no-rate-limits   serve without rate limits, for load tests
          --json             print one line of JSON on stdout when ready: url, apiKey, orgId, stripeUrl, dynamodbUrl, oidcUrl
          --live-stripe      with a live key in STRIPE_API_KEY: mean it (OMNI_ALLOW_LIVE_STRIPE=yes has to be set too)

          STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET   use this account of Stripe instead of the simulator (docs/stripe.md)
          STRIPE_API_BASE                         another address for the same requests
        """;

    /** What a command line turned out to be. */
    public sealed interface Parsed {

        /** {@code --help} is among the arguments: nothing else counts. */
        record Help() implements Parsed {}

        /** Every fault, a line each. */
        record Faults(List<String> lines) implements Parsed {
            public Faults {
                lines = List.copyOf(lines);
            }
        }

        record Options(LocalOptions options) implements Parsed {}
    }

    /** Reads a command line whole; faults do not hide each other. Values follow a space or an equals sign. */
    public static Parsed parse(List<String> arguments) {
        return new OptionsParser(arguments).parse();
    }
}
