package stripesimulator.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where events are sent, and how.
 *
 * @param url where to; empty makes them wait for an address
 * @param secret that they are signed with
 * @param attempts at one event before it is given up
 * @param pause in real time after the first failed attempt; doubled after each further one
 * @param connect how long, in real time, a connection is waited for
 * @param answer how long, in real time, an answer is waited for
 */
public record WebhookEndpoint(
        Optional<URI> url, String secret, int attempts, Duration pause, Duration connect, Duration answer) {

    /** With five attempts, and a minute for each. */
    public static WebhookEndpoint waiting(String secret) {
        var minute = Duration.ofMinutes(1);
        return new WebhookEndpoint(Optional.empty(), secret, 5, Duration.ofMillis(200), minute, minute);
    }

    public WebhookEndpoint withUrl(URI value) {
        return new WebhookEndpoint(Optional.of(value), secret, attempts, pause, connect, answer);
    }

    public WebhookEndpoint withRetries(int count, Duration firstPause) {
        return new WebhookEndpoint(url, secret, count, firstPause, connect, answer);
    }

    public WebhookEndpoint withTimeouts(Duration connecting, Duration answering) {
        return new WebhookEndpoint(url, secret, attempts, pause, connecting, answering);
    }
}
