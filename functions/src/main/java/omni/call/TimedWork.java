package omni.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import omni.http.ErrorCode;
import omni.http.Reply;

/**
 * Work that is waited for so long and no longer (contract 13.2): the thread that serves the call, and it alone, commits and answers.
 * Work that has not ended by then has failed like any other: it is told to stop, and what it says later is heard by nobody. So it
 * may only be work that changes nothing.
 *
 * @param limit from the work's beginning
 */
public record TimedWork(Endpoint work, Duration limit) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var task = new FutureTask<>(() -> work.handle(exchange));
        Thread.ofPlatform().daemon().name("tool").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return Reply.Problem.of(ErrorCode.UPSTREAM_TIMEOUT, "The tool took too long.");
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody waits for this tool any more", e);
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    @Override
    public Optional<KeyOwner> keyOwner(Exchange exchange) {
        return work.keyOwner(exchange);
    }

    /** What the work threw, as if it had been thrown here. */
    private static RuntimeException thrown(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException fault -> fault;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("an endpoint throws no checked exception", failed);
        };
    }
}
