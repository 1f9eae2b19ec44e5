package omni.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import omni.http.ErrorCode;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/** The work that is sold; a test says how it ends. */
final class SoldWork {

    /** How the work ends. */
    enum End {
        OK,
        NOT_FOUND,
        BAD_GATEWAY,
        THROWS,
        HTML,
        TOO_LARGE,
        UNWRITABLE
    }

    private final AtomicInteger runs = new AtomicInteger();
    private volatile Runnable during = () -> {};

    int runs() {
        return runs.get();
    }

    /** Something that happens while the work is done. */
    void during(Runnable event) {
        during = event;
    }

    Reply handle(Exchange exchange, End end) {
        runs.incrementAndGet();
        during.run();
        return switch (end) {
            case OK -> Reply.Answer.ok(data(exchange)).with("X-Thing", "odd");
            case NOT_FOUND -> Reply.Problem.of(ErrorCode.ENTITY_NOT_FOUND, "There is no such thing.");
            case BAD_GATEWAY -> Reply.Problem.of(ErrorCode.UPSTREAM_UNAVAILABLE, "The source is away.");
            case THROWS -> throw new IllegalStateException("a bug");
            case HTML ->
                new Reply.Answer(200, "<p>odd</p>", Map.of("Content-Type", "text/html; charset=utf-8"), List.of());
            case TOO_LARGE -> Reply.Answer.ok(Map.of("noise", noise()));
            case UNWRITABLE ->
                Reply.Answer.ok((Iterable<Object>) () -> {
                    throw new IllegalStateException("the answer can't be written");
                });
        };
    }

    private static Map<String, @Nullable Object> data(Exchange exchange) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("object", "thing");
        data.put("query", exchange.request().multiQuery());
        data.put("requestId", exchange.requestId());
        return data;
    }

    private static String noise() {
        var letters = new Random(7);
        var text = new StringBuilder();
        for (var index = 0; index < 800_000; index++) {
            text.append(Character.forDigit(letters.nextInt(36), 36));
        }
        return text.toString();
    }
}
