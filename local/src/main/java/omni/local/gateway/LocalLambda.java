package omni.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A handler behind Lambda's synchronous invocation: JSON bytes in and out, a context, a payload limit and a deadline.
 *
 * @param name the function's name, in its context and in the names of its threads
 * @param arn the function's ARN
 * @param handler is called by many threads at once, where AWS would start as many copies
 * @param timeout of one invocation
 */
public record LocalLambda(String name, String arn, RequestStreamHandler handler, Duration timeout) {

    /** Lambda's limit for a synchronous event and for its answer. */
    public static final int PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(LocalLambda.class.getName());

    /**
     * Runs the handler once, on a thread of its own.
     *
     * @param traceHeader {@code X-Amzn-Trace-Id}, or empty
     */
    public Invocation invoke(byte[] event, String traceHeader) {
        if (event.length > PAYLOAD_LIMIT_BYTES) {
            return new Invocation.TooLarge("event");
        }
        var answer = new ByteArrayOutputStream();
        var context = LambdaContext.of(this, traceHeader);
        var task = new FutureTask<>(() -> {
            handler.handleRequest(new ByteArrayInputStream(event), answer, context);
            return answer.toByteArray();
        });
        Thread.ofVirtual().name("lambda-" + name).start(task);
        return await(task);
    }

    private Invocation await(FutureTask<byte[]> task) {
        try {
            var answer = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return answer.length > PAYLOAD_LIMIT_BYTES
                    ? new Invocation.TooLarge("answer")
                    : new Invocation.Returned(answer);
        } catch (TimeoutException e) {
            task.cancel(true);
            return new Invocation.TimedOut();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Invocation.Failed("interrupted");
        } catch (ExecutionException e) {
            var cause = e.getCause();
            LOG.log(Level.WARNING, "function " + name + " failed", cause);
            return new Invocation.Failed(
                    String.valueOf(cause instanceof IOException io ? io.getMessage() : message(e)));
        }
    }

    private static String message(ExecutionException e) {
        var cause = e.getCause();
        return cause == null ? e.toString() : String.valueOf(cause.getMessage());
    }
}
