package omni.dialog;

import java.util.concurrent.CountDownLatch;

/** What never answers, until it is interrupted: to be thrown then. */
final class Hang {

    private Hang() {}

    static IllegalStateException forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("interrupted");
    }
}
