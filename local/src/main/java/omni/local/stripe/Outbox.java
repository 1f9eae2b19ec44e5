package omni.local.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events still to be sent, first in, first out, and the address they go to. Without an address they wait for one, so
 * nothing is lost while the product starts.
 */
final class Outbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private Optional<URI> address;
    private boolean closed;

    Outbox(Optional<URI> address) {
        this.address = address;
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

    /** The first in line, which stays there until it is done with; empty when closed. */
    Optional<String> next() throws InterruptedException {
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

    /** The first in line is done with, accepted or not. */
    void done() {
        locked(waiting::remove);
    }

    /** Shortened by a new address, which is a good reason to try again at once. */
    void pause(Duration length) throws InterruptedException {
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

    URI address() {
        lock.lock();
        try {
            return address.orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        locked(() -> closed = true);
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
}
