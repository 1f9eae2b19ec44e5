package omni.chat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits between two attempts. */
@FunctionalInterface
public interface Pause {

    void of(Duration length);

    /** The thread stands still. */
    static Pause real() {
        return length -> LockSupport.parkNanos(length.toNanos());
    }
}
