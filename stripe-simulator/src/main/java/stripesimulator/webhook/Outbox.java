package stripesimulator.webhook;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import stripesimulator.fault.DeliveryFault;
import stripesimulator.fault.DeliveryFaults;
import stripesimulator.fault.FaultCount;
import stripesimulator.fault.FaultPlan;

/**
 * The events still to be sent, first in, first out, and the address they go to. Without an address they wait for one, so
 * nothing is lost while the product starts. What was set to go wrong goes wrong where an event comes in.
 */
public final class Outbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final InstantSource clock;
    private Optional<URI> address;
    private DeliveryFaults faults = new DeliveryFaults(FaultPlan.NONE);
    private boolean destinations;
    private boolean closed;

    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    /** A clock that goes by itself is looked at so often while an event waits for it. */
    private static final Duration CLOCK_LOOK = Duration.ofMillis(250);

    public Outbox(Optional<URI> address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
    }

    /** A new event. */
    public void add(String eventId, String type) {
        underLock(() -> waiting.addAll(faults.pass(eventId, type, clock.instant())));
    }

    /** Sends one again, whatever is set to go wrong. */
    public void again(String eventId) {
        underLock(() -> waiting.add(eventId));
    }

    /** Sets what goes wrong from now on; what was held back until now is sent. */
    public void faults(FaultPlan plan) {
        underLock(() -> {
            waiting.addAll(faults.heldBack());
            faults = new DeliveryFaults(plan);
        });
    }

    /** What is set to go wrong, as far as it has. */
    public List<FaultCount.Used<DeliveryFault>> faults() {
        return look(() -> faults.counts());
    }

    public List<String> heldBack() {
        return look(() -> List.copyOf(faults.heldBack()));
    }

    public Optional<Long> stampOf(String eventId) {
        return look(() -> faults.stampOf(eventId));
    }

    /** Lets those go that waited for the clock to come here. */
    public void clockMoved() {
        underLock(this::releaseDue);
    }

    private void releaseDue() {
        waiting.addAll(faults.takeDue(clock.instant()));
    }

    public void address(URI url) {
        underLock(() -> address = Optional.of(url));
    }

    /** Whether the account has destinations of its own making, to which events go without an address too. */
    public void destinations(boolean any) {
        underLock(() -> destinations = any);
    }

    private boolean isStuck() {
        return address.isEmpty() && !destinations;
    }

    /**
     * Blocks until nothing is left that could be sent: all accepted or given up, or no address to send to. What is held
     * back is not waited for.
     */
    public void await() throws InterruptedException {
        await(FOR_GOOD);
    }

    /** The same for no longer than that, in real time; whether nothing is left. */
    public boolean await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            releaseDue();
            changed.signalAll();
            long left = atMost.toNanos();
            while (!closed && !isStuck() && !waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed || isStuck() || waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The first in line, which stays there until it is done with; empty when closed. */
    Optional<String> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (waiting.isEmpty() || isStuck())) {
                if (faults.waitsForTheClock()) {
                    changed.awaitNanos(CLOCK_LOOK.toNanos());
                    releaseDue();
                } else {
                    changed.await();
                }
            }
            return closed ? Optional.empty() : Optional.of(waiting.element());
        } finally {
            lock.unlock();
        }
    }

    /** The first in line is done with, accepted or not. */
    void done() {
        underLock(waiting::remove);
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

    Optional<URI> address() {
        return look(() -> address);
    }

    boolean isClosed() {
        return look(() -> closed);
    }

    void close() {
        underLock(() -> closed = true);
    }

    private <T> T look(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    private void underLock(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
