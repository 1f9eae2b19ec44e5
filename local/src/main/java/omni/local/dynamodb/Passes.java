package omni.local.dynamodb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The pump's passes over its shards, counted, so that others can wait for one: a pass that began after a write and found nothing
 * proves that the write was handled.
 */
final class Passes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final Condition foundNothing = lock.newCondition();
    private long begun;
    private long lastEmpty;
    private volatile boolean stopped;

    /** The number of the pass that begins now. */
    long begin() {
        lock.lock();
        try {
            return ++begun;
        } finally {
            lock.unlock();
        }
    }

    void foundNothing(long pass) {
        lock.lock();
        try {
            lastEmpty = pass;
            foundNothing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an empty pass that begins after this call; false when the time is up first. */
    boolean awaitEmpty(Duration atMost) throws InterruptedException {
        var nanosLeft = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            var lastBegun = begun;
            wakeUp.signalAll();
            while (lastEmpty <= lastBegun) {
                if (stopped) {
                    throw new IllegalStateException("the pump was stopped");
                }
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = foundNothing.awaitNanos(nanosLeft);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Pauses the pump; cut short when somebody waits for a pass, or when the pump is stopped. */
    void pause(long millis) {
        pause(millis, () -> stopped || lock.hasWaiters(foundNothing));
    }

    /** As {@link #pause}, but not cut short by those who wait: after a failure nothing is won by haste. */
    void pauseWhoeverWaits(long millis) {
        pause(millis, () -> stopped);
    }

    private void pause(long millis, BooleanSupplier cutShort) {
        var nanosLeft = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (nanosLeft > 0 && !cutShort.getAsBoolean()) {
                nanosLeft = wakeUp.awaitNanos(nanosLeft);
            }
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        stopped = true;
        lock.lock();
        try {
            wakeUp.signalAll();
            foundNothing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        return stopped;
    }
}
