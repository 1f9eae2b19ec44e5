package omni.upstream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import omni.meter.Body;
import omni.timeouts.Timeouts;

/** The operator's API over HTTP/1.1: one origin, pooled connections, no redirects, an end to waiting and to reading. */
public final class Upstream {

    /** Of an answer's body. */
    static final int MAX_BYTES = 5 * 1024 * 1024;

    private final String base;
    private final Duration timeout;
    private final HttpClient client;

    /** @param base what stands before each path */
    public Upstream(URI base, Timeouts.Request timeouts) {
        this.base = base.toString().replaceAll("/+$", "");
        this.timeout = timeouts.answer();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeouts.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What is asked of it.
     *
     * @param target path and query, as they stand in the request line
     */
    record Question(String method, String target, Map<String, List<String>> headers, Body body) {}

    /** How it went. */
    sealed interface Outcome {}

    record Answered(int status, HttpHeaders headers, Body body) implements Outcome {}

    record TooLarge() implements Outcome {}

    record TimedOut() implements Outcome {}

    /** No connection, or none that held to the end of the answer. */
    record Unreachable(Throwable cause) implements Outcome {}

    /** Whether it answers at all, be it with a refusal. */
    public boolean isAnswering() {
        return switch (ask(new Question("HEAD", "/", Map.of(), new Body(new byte[0])))) {
            case Answered _, TooLarge() -> true;
            case TimedOut(), Unreachable _ -> false;
        };
    }

    Outcome ask(Question question) {
        var pending = client.sendAsync(request(question), answer -> new BoundedBody(MAX_BYTES));
        try {
            return outcome(pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            pending.cancel(true);
            return new TimedOut();
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            return new Unreachable(e);
        }
    }

    /** The client's own clock may be the first to notice; a connection that is never made is no slow answer. */
    private static Outcome failure(Throwable cause) {
        return cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)
                ? new TimedOut()
                : new Unreachable(cause);
    }

    private static Outcome outcome(HttpResponse<BoundedBody.Read> response) {
        return switch (response.body()) {
            case BoundedBody.Whole(var body) -> whole(response, body);
            case BoundedBody.Beyond() -> new TooLarge();
        };
    }

    /** An answer whose length can be read in two ways is two answers to somebody. */
    private static Outcome whole(HttpResponse<?> response, Body body) {
        var lengths = response.headers().allValues("Content-Length").stream()
                .distinct()
                .toList();
        var chunked = response.headers().firstValue("Transfer-Encoding").isPresent();
        var clear = lengths.isEmpty()
                || (lengths.size() == 1 && !chunked && lengths.getFirst().matches("[0-9]+"));
        return clear
                ? new Answered(response.statusCode(), response.headers(), body)
                : new Unreachable(new IOException("an answer of unclear length: " + lengths));
    }

    private HttpRequest request(Question question) {
        var body = question.body().length() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(question.body().bytes());
        var request = HttpRequest.newBuilder(URI.create(base + question.target()))
                .timeout(timeout)
                .method(question.method(), body);
        question.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request.build();
    }
}
