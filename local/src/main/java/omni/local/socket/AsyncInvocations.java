package omni.local.socket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalLambda;

/**
 * Lambda's asynchronous invocations: accepted at once, done soon, each on a thread of its own with the function's time limit, and not
 * tried again. What else may happen to one is asked for by tests.
 */
public final class AsyncInvocations implements AutoCloseable {

    /** Lambda's limit of an asynchronous event. */
    static final int PAYLOAD_LIMIT_BYTES = 1024 * 1024;

    private static final Duration END = Duration.ofSeconds(5);

    private final Map<String, LocalLambda> functions;
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int running;

    /** @param functions by their names */
    public AsyncInvocations(Map<String, LocalLambda> functions) {
        this.functions = Map.copyOf(functions);
    }

    /** What happens to an invocation that was accepted. */
    public sealed interface Fault {

        /** It is done twice, at the same time. */
        record Twice() implements Fault {}

        /** It is never done. */
        record Dropped() implements Fault {}

        /** It is done later, by the machine's own clock. */
        record Delayed(Duration by) implements Fault {}

        /** It is cut off so long after its beginning: its thread is interrupted. */
        record Killed(Duration after) implements Fault {}
    }

    /** What is to happen to the next invocations, one each. */
    public void next(Fault... wanted) {
        faults.addAll(List.of(wanted));
    }

    HttpAnswer accept(String name, String type, byte[] event) {
        var function = functions.get(name);
        if (function == null) {
            return ConnectionCommands.error(404, "ResourceNotFoundException", "Function not found: " + name);
        }
        if (!type.equals("Event")) {
            return ConnectionCommands.error(
                    400, "InvalidParameterValueException", "Only X-Amz-Invocation-Type: Event is served here");
        }
        if (event.length > PAYLOAD_LIMIT_BYTES) {
            return ConnectionCommands.error(413, "RequestTooLargeException", "The event is too large");
        }
        deliver(function, event);
        return new HttpAnswer(202, Map.of(), new byte[0]);
    }

    private void deliver(LocalLambda function, byte[] event) {
        switch (faults.poll()) {
            case null -> start(function, event, Duration.ZERO);
            case Fault.Dropped() -> {}
            case Fault.Delayed(var by) -> start(function, event, by);
            case Fault.Killed(var after) ->
                start(
                        new LocalLambda(function.name(), function.arn(), function.handler(), after),
                        event,
                        Duration.ZERO);
            case Fault.Twice() -> {
                start(function, event, Duration.ZERO);
                start(function, event, Duration.ZERO);
            }
        }
    }

    private void start(LocalLambda function, byte[] event, Duration pause) {
        count(1);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(pause);
                function.invoke(event, "");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                count(-1);
            }
        });
    }

    /** Waits until nothing that was accepted is under way; false where it still is after so long. */
    public boolean awaitIdle(Duration atMost) {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (running > 0 && left > 0) {
                left = fewer.awaitNanos(left);
            }
            return running == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            running += change;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a moment for what is under way. */
    @Override
    public void close() {
        awaitIdle(END);
    }
}
