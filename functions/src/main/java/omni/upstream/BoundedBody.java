package omni.upstream;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/** Reads a body up to a limit; what is longer is not read to its end, whatever length it claimed. */
final class BoundedBody implements BodySubscriber<BoundedBody.Read> {

    /** What was read. */
    sealed interface Read {}

    record Whole(Body body) implements Read {}

    /** More than the limit. */
    record Beyond() implements Read {}

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Read> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Read> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription from) {
        subscription = from;
        from.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        for (var buffer : buffers) {
            if (bytes.size() + (long) buffer.remaining() > limit) {
                stop();
                return;
            }
            var part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
    }

    private void stop() {
        result.complete(new Beyond());
        var from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        result.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        result.complete(new Whole(new Body(bytes.toByteArray())));
    }
}
