package omni.timeouts;

import java.time.Duration;

/**
 * How long others are waited for. In production a limit means "too slow for our caller"; where all services run in one process
 * on a busy machine it means "hung", as there nothing is slow by itself ({@link #untilHung}).
 *
 * @param signIn one request to the issuer while somebody signs in
 * @param bearer one request to the issuer in the authorizer, which every caller waits for
 * @param upstream one call of the operator's own API (contract 7.1)
 * @param look whether that API answers at all, which a person is told who connects it to their chats (contract 14.3)
 * @param tool the work of one call of an MCP tool that is done in this process (contract 13.2)
 * @param stripe one request to Stripe
 * @param stripeEvent what begins later than this after an event came in waits for the event to be sent again
 */
public record Timeouts(
        Store store,
        Request signIn,
        Request bearer,
        Request upstream,
        Request look,
        Duration tool,
        Stripe stripe,
        Duration stripeEvent) {

    /** All of it ends within the 29 seconds that API Gateway gives a function. */
    public static final Timeouts PRODUCTION = new Timeouts(
            new Store(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1)),
            new Request(Duration.ofSeconds(2), Duration.ofSeconds(5)),
            new Request(Duration.ofSeconds(2), Duration.ofSeconds(3)),
            new Request(Duration.ofSeconds(5), Duration.ofSeconds(25)),
            new Request(Duration.ofSeconds(2), Duration.ofSeconds(3)),
            Duration.ofSeconds(25),
            new Stripe(Duration.ofSeconds(1), Duration.ofSeconds(3), 1, Duration.ofMillis(500)),
            Duration.ofSeconds(10));

    /**
     * The table.
     *
     * @param lease a connection of the pool, when all are in use
     * @param attempt one try of a request that may be repeated
     * @param call the request with all its tries
     * @param once a commit: not answered by then, it counts as unknown and is tried once more
     * @param check the question whether the table is there, which readiness asks
     */
    public record Store(
            Duration connect, Duration lease, Duration attempt, Duration call, Duration once, Duration check) {}

    /**
     * A request over HTTP.
     *
     * @param answer from the first byte sent to the last one received
     */
    public record Request(Duration connect, Duration answer) {}

    /**
     * Requests to Stripe. A call of ours makes up to three, each tried {@code retries} times more.
     *
     * @param read until the next bytes of the answer
     * @param pause before a repetition: whoever is down may be back by then
     */
    public record Stripe(Duration connect, Duration read, int retries, Duration pause) {}

    /** Every single wait is given so long: whoever has not answered by then never will, and nobody is better off for a pause. */
    public static Timeouts untilHung(Duration hung) {
        var request = new Request(hung, hung);
        return new Timeouts(
                new Store(hung, hung, hung, hung, hung, hung),
                request,
                request,
                request,
                request,
                hung,
                new Stripe(hung, hung, PRODUCTION.stripe().retries(), Duration.ZERO),
                hung);
    }

    /** The same with another limit for tools. */
    public Timeouts withTool(Duration limit) {
        return new Timeouts(store, signIn, bearer, upstream, look, limit, stripe, stripeEvent);
    }
}
