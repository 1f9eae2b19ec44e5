package omni.local.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import omni.local.gateway.Invocation;
import omni.local.machine.LocalTimeouts;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its messages go to the function at once, each on a thread of its own; frames to it go out one after another. Jetty
 * calls it by its public methods.
 */
public final class SocketConnection implements Session.Listener.AutoDemanding {

    /** One that nothing was sent on, in either direction, is closed; the protocol's own pings don't count. */
    static final Duration IDLE = Duration.ofMinutes(10);

    static final Duration MAX_AGE = Duration.ofHours(2);

    /** The gateway's code for all that it ends itself. */
    static final int GOING_AWAY = 1001;

    private static final int NORMAL = 1000;
    private static final int NO_BINARY = 1003;

    private final Handshake handshake;
    private final SocketEvents events;
    private final SocketSettings settings;
    private final Consumer<SocketConnection> ended;
    private final ReentrantLock sending = new ReentrantLock();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Session session;
    private volatile Instant lastActiveAt;

    /** @param ended is told once when it is over, before the function is */
    SocketConnection(Handshake handshake, SocketSettings settings, Consumer<SocketConnection> ended) {
        this.handshake = handshake;
        this.events = new SocketEvents(handshake);
        this.settings = settings;
        this.ended = ended;
        this.lastActiveAt = handshake.at();
    }

    Handshake handshake() {
        return handshake;
    }

    String id() {
        return handshake.connectionId();
    }

    Instant lastActiveAt() {
        return lastActiveAt;
    }

    SocketEvents events() {
        return events;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
    }

    @Override
    public void onWebSocketText(String message) {
        var now = settings.clock().instant();
        lastActiveAt = now;
        Thread.ofVirtual().start(() -> {
            var event = events.message(message, now);
            if (!(settings.receive().invoke(event, "") instanceof Invocation.Returned)) {
                send(events.failure());
            }
        });
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        close(NO_BINARY, "Binary frames are not supported");
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
        callback.succeed();
        end(status, reason == null ? "" : reason);
    }

    /** It is over, whoever ended it. */
    void end(int status, String reason) {
        session = null;
        ended.accept(this);
        Thread.ofVirtual().start(() -> {
            settings.disconnect()
                    .invoke(events.disconnect(status, reason, settings.clock().instant()), "");
            over.countDown();
        });
    }

    /** Sends a message; false where the connection is not open yet, or not any more. */
    boolean send(String message) {
        sending.lock();
        try {
            var open = session;
            if (open == null || !open.isOpen()) {
                return false;
            }
            var pieces = FramePieces.of(message);
            for (int i = 0; i < pieces.size(); i++) {
                var written = new Callback.Completable();
                open.sendPartialText(pieces.get(i), i == pieces.size() - 1, written);
                written.get(LocalTimeouts.HUNG.toMillis(), TimeUnit.MILLISECONDS);
            }
            lastActiveAt = settings.clock().instant();
            return true;
        } catch (ExecutionException | TimeoutException lost) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sending.unlock();
        }
    }

    boolean isOpen() {
        var open = session;
        return open != null && open.isOpen();
    }

    /** By whoever may delete it. */
    void close() {
        close(NORMAL, "Connection Closed Normally");
    }

    void close(int status, String reason) {
        var open = session;
        if (open != null) {
            open.close(status, reason, Callback.NOOP);
        }
    }

    /** Closes it where it is idle or old. */
    void closeIfExpired(Instant now) {
        if (!now.isBefore(lastActiveAt.plus(IDLE))
                || !now.isBefore(handshake.at().plus(MAX_AGE))) {
            close(GOING_AWAY, "Going away");
        }
    }

    /** Waits until the function has heard of the end. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        var _ = over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
