package omni.dialog;

import java.util.concurrent.CountDownLatch;

/** What never answers, until it is interrupted. */
final class Hang {

    private Hang() {}

    static <T> T forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("interrupted");
    }
}
