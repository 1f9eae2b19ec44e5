package omni.dialog;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits no longer than there is time: whatever answers a message, or a tool of it, may hang. Each has a thread of its own, of the system: one
 * that computes for ever would keep a virtual one's carrier, which others need (docs/decisions/a-tools-work-has-a-thread.md).
 */
final class Bounded {

    private Bounded() {}

    /** What a call answers in time; empty where it doesn't. What it throws is thrown here. */
    static <T> Optional<T> call(Supplier<T> call, Duration within) {
        if (!within.isPositive()) {
            return Optional.empty();
        }
        var task = new FutureTask<>(call::get);
        Thread.ofPlatform().daemon().name("step").start(task);
        try {
            return Optional.of(task.get(within.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            task.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException fault -> fault;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }
}
