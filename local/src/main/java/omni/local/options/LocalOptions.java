package omni.local.options;

import java.net.URI;
import java.nio.file.Path;
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
 * @param chatPort of the chat's WebSocket API on 127.0.0.1; 0 takes a free one
 */
public record LocalOptions(
        int port,
        Optional<Path> data,
        Optional<Path> catalog,
        Optional<URI> dynamodb,
        boolean rateLimits,
        boolean json,
        Optional<URI> upstream,
        boolean liveStripe,
        int chatPort) {

    /** Selling from the sample, never for real money, the chat on a free port. */
    public LocalOptions(
            int port,
            Optional<Path> data,
            Optional<Path> catalog,
            Optional<URI> dynamodb,
            boolean rateLimits,
            boolean json) {
        this(port, data, catalog, dynamodb, rateLimits, json, Optional.empty(), false, 0);
    }

    public static final int DEFAULT_PORT = 8080;
}
