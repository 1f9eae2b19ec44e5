package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends events to the product, signed, in their order and one at a time: the next one waits until this one is accepted
 * or given up. Without an address they wait for one, so nothing is lost while the product starts. A given-up event
 * stays undelivered; it is sent again after a restart, or when asked for.
 */
final class Webhooks implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final SecretKeySpec secret;
    private final SimulatorConfig.Webhook config;
    private final Sent sent;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Thread sender = Thread.ofVirtual().name("stripe-webhooks").unstarted(this::sendAll);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private Optional<URI> address;
    private boolean closed;

    Webhooks(InstantSource clock, SimulatorConfig.Webhook config, Sent sent) {
        this.clock = clock;
        this.config = config;
        this.secret = new SecretKeySpec(config.secret().getBytes(UTF_8), "HmacSHA256");
        this.address = config.url();
        this.sent = sent;
    }

    /** Where events come from, and who is told of those accepted. */
    interface Sent {
        ObjectNode event(String id);

        void accepted(String id);
    }

    void start() {
        sender.start();
    }

    void add(String eventId) {
        locked(() -> waiting.add(eventId));
    }

    void address(URI url) {
        locked(() -> address = Optional.of(url));
    }

    /** Blocks until nothing is left that could be sent: all accepted or given up, or no address to send to. */
    void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && address.isPresent() && !waiting.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendAll() {
        try {
            for (var id = next(); id.isPresent(); id = next()) {
                if (accepted(id.get())) {
                    sent.accepted(id.get());
                }
                locked(waiting::remove);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the rest is sent after a restart
        }
    }

    /** The first in line, which stays there until it is done with; empty when closed. */
    private Optional<String> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (waiting.isEmpty() || address.isEmpty())) {
                changed.await();
            }
            return closed ? Optional.empty() : Optional.of(waiting.element());
        } finally {
            lock.unlock();
        }
    }

    private boolean accepted(String id) throws InterruptedException {
        var pause = config.pause();
        for (int attempt = 1; attempt <= config.attempts() && !isClosed(); attempt++) {
            if (post(Wire.bytes(sent.event(id)))) {
                return true;
            }
            if (attempt < config.attempts()) {
                pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
        return false;
    }

    /** Shortened by a new address, which is a good reason to try again at once. */
    private void pause(Duration length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var before = address;
            long left = length.toNanos();
            while (!closed && left > 0 && address.equals(before)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean post(byte[] body) throws InterruptedException {
        var request = HttpRequest.newBuilder(target())
                .timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .header("Stripe-Signature", signature(body, clock.instant().getEpochSecond()))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private URI target() {
        lock.lock();
        try {
            return address.orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    private String signature(byte[] body, long seconds) {
        try {
            var mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            mac.update((seconds + ".").getBytes(UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the sender without interrupting it, because an interrupt would close the journal under its hands. */
    @Override
    public void close() {
        locked(() -> closed = true);
        http.shutdownNow(); // an answer still awaited is given up: its event is sent again after a restart
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
