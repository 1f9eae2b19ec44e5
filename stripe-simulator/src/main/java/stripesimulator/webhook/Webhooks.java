package stripesimulator.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stripesimulator.account.Change;
import stripesimulator.account.Destinations;
import stripesimulator.account.EventLog;
import stripesimulator.account.ObjectStore;
import stripesimulator.account.StripeAccount;
import stripesimulator.account.Wire;

/**
 * Sends the events of the {@link Outbox} to those that ask for them, signed, one at a time: the next one waits until this one is
 * accepted or given up by each. A given-up event stays undelivered; it is sent again after a restart, or when asked for.
 */
public final class Webhooks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());
    private static final String HMAC = "HmacSHA256";

    /** Stands for the endpoint that the settings name, among the ids of the account's own destinations. */
    private static final String NAMED = "";

    private final StripeAccount account;
    private final InstantSource clock;
    private final WebhookEndpoint config;
    private final ObjectStore store;
    private final HttpClient http;
    private final Thread sender = Thread.ofVirtual().name("stripe-webhooks").unstarted(this::sendAll);
    private final Outbox outbox;
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    public Webhooks(
            StripeAccount account, InstantSource clock, WebhookEndpoint config, Outbox outbox, ObjectStore store) {
        this.account = account;
        this.clock = clock;
        this.config = config;
        this.outbox = outbox;
        this.store = store;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connect())
                .build();
    }

    public void start() {
        sender.start();
    }

    /** How often an event was sent since the start, accepted or not. */
    public int attempts(String id) {
        return attempts.getOrDefault(id, 0);
    }

    private void sendAll() {
        try {
            for (var id = outbox.next(); id.isPresent(); id = outbox.next()) {
                send(id.get());
                outbox.done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the rest is sent after a restart
        }
    }

    /** One that fails here stays undelivered, like one that was refused, and does not stop those behind it. */
    private void send(String id) throws InterruptedException {
        try {
            var event = store.change(change -> change.find(EventLog.TYPE, id).orElseThrow());
            boolean named = account.isSubscribed(text(event, "type"));
            boolean accepted = !named || deliver(id, NAMED);
            for (var destination : Destinations.of(event)) {
                accepted &= deliver(id, destination);
            }
            if (accepted) {
                markAccepted(id);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The Stripe simulator could not deliver " + id, e);
        }
    }

    private Optional<Destinations.Target> target(String destination) {
        return destination.equals(NAMED)
                ? outbox.address().map(url -> new Destinations.Target(url, config.secret()))
                : store.change(change -> Destinations.target(change, destination));
    }

    private ObjectNode event(String id) {
        return store.change(change -> EventLog.webhookBody(stampedEvent(change, id)));
    }

    /** With the second that a fault gives it. It is written down with the acceptance only: a write tells the outbox. */
    private ObjectNode stampedEvent(Change change, String id) {
        var event = change.find(EventLog.TYPE, id).orElseThrow();
        outbox.stampOf(id).ifPresent(second -> EventLog.stamp(event, second));
        return event;
    }

    private void markAccepted(String id) {
        store.change(change -> {
            var event = stampedEvent(change, id).put("pending_webhooks", 0);
            return change.put(event);
        });
    }

    /** Sends it until it is accepted or given up; whether it was accepted, or its destination is gone or switched off. */
    private boolean deliver(String id, String destination) throws InterruptedException {
        var pause = config.pause();
        for (int attempt = 1; attempt <= config.attempts() && !outbox.isClosed(); attempt++) {
            var target = target(destination);
            if (target.isEmpty()) {
                return !destination.equals(NAMED);
            }
            attempts.merge(id, 1, Integer::sum);
            if (post(target.get(), Wire.bytes(event(id)))) {
                return true;
            }
            if (attempt < config.attempts()) {
                outbox.pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
        return false;
    }

    private boolean post(Destinations.Target target, byte[] body) throws InterruptedException {
        var request = HttpRequest.newBuilder(target.url())
                .timeout(config.answer())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .header(
                        "Stripe-Signature",
                        signature(target, body, clock.instant().getEpochSecond()))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException e) {
            return false;
        }
    }

    private static String signature(Destinations.Target target, byte[] body, long seconds) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(target.secret().getBytes(UTF_8), HMAC));
            mac.update((seconds + ".").getBytes(UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Ends the sender without interrupting it, because an interrupt would close the journal under its hands. */
    @Override
    public void close() {
        outbox.close();
        http.shutdownNow(); // an answer still awaited is given up: its event is sent again after a restart
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
