package omni.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.call.Operation;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** A proxy event of one operation, grown from its file in {@code events/} and changed in some of its parts. */
public final class GrownEvent {

    private static final List<String> NAMES = List.of(
            "limit",
            "cursor",
            "since",
            "until",
            "bucket",
            "livemode",
            "requestId",
            "status",
            "meterClass",
            "format",
            "type",
            "kind",
            "ticker",
            "cik",
            "name",
            "view",
            "form",
            "fp",
            "fy",
            "fy_from",
            "fy_to",
            "filing_year",
            "period",
            "mode",
            "next",
            "code",
            "state",
            "error",
            "invoicePeriod",
            "auditLimit",
            "q",
            "revokeKeys",
            "");

    private static final List<String> HEADERS = List.of(
            "Idempotency-Key",
            "x-request-id",
            "traceparent",
            "omni-version",
            "secapi-version",
            "Origin",
            "Content-Type",
            "Accept",
            "Accept-Encoding",
            "Stripe-Signature",
            "Cookie",
            "X-Forwarded-For",
            "Host",
            "Range",
            "If-None-Match",
            "Omni-Compute-Headers",
            "User-Agent",
            "Sec-Fetch-Site",
            "Authorization",
            "x-api-key",
            "connection",
            "x_api_key");

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "true",
            "2026-05-01T00:00:00Z",
            "2026-05-01",
            "day",
            "hour",
            "AAPL",
            "income_statement",
            "*/*;q=0.0001",
            "text/html,application/json;q=2",
            "application/json",
            "bytes=0-1",
            "MTc3ODg0NjQyMDAwMCNhcHJfeA",
            "////",
            "=",
            "sandbox_grant",
            "2026-03-19",
            "same-origin",
            "Bearer ",
            "Bearer a.b.c",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Bearer eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYiJdfQ.e30.AA",
            "key, key",
            "t=1,v1=0");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "", "get");

    private static final List<String> CHARSETS =
            List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "ISO-8859-1", "UTF-8");

    private final Random random;
    private final Operation operation;
    private final Map<String, @Nullable Object> event;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> path = new LinkedHashMap<>();

    private GrownEvent(Random random, Operation operation) {
        this.random = random;
        this.operation = operation;
        this.event = new LinkedHashMap<>(read(operation.kebab()));
        path.putAll(Json.asObject(event.get("pathParameters")));
        lists(event.get("multiValueQueryStringParameters"), query);
    }

    /**
     * An event as the gateway would make it.
     *
     * @param who the headers of whoever calls
     */
    public static Map<String, @Nullable Object> of(Random random, Operation operation, Map<String, String> who) {
        var grown = new GrownEvent(random, operation);
        who.forEach((name, value) -> grown.headers.put(name, List.of(value)));
        return grown.grow();
    }

    private static Map<String, @Nullable Object> read(String name) {
        try {
            return Json.readObject(Files.readAllBytes(Path.of("..", "events", name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.MalformedJson e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static void lists(@Nullable Object value, Map<String, List<String>> into) {
        Json.asObject(value).forEach((name, values) -> {
            if (values instanceof List<?> list) {
                into.put(name, list.stream().map(String::valueOf).toList());
            }
        });
    }

    private Map<String, @Nullable Object> grow() {
        if (chance(2)) {
            changeQuery();
        }
        if (chance(2)) {
            changeHeaders();
        }
        if (!path.isEmpty() && chance(2)) {
            path.replaceAll((_, known) -> chance(3) ? value() : Mutated.text(random));
        }
        if (operation.catchesAll()) {
            path.replaceAll((_, known) -> chance(2) ? known : "v1/" + value());
        }
        var method = operation.method().equals("GET") && chance(6) ? "HEAD" : operation.method();
        event.put("httpMethod", operation.catchesAll() || chance(60) ? pick(METHODS) : method);
        event.put("path", called());
        event.put("pathParameters", path.isEmpty() ? null : path);
        put("queryStringParameters", "multiValueQueryStringParameters", query);
        put("headers", "multiValueHeaders", headers);
        body();
        if (chance(12)) {
            loseShape();
        }
        return event;
    }

    private void changeQuery() {
        for (var count = random.nextInt(4); count >= 0; count--) {
            query.put(chance(8) ? Mutated.text(random) : pick(NAMES), values());
        }
    }

    private void changeHeaders() {
        for (var count = random.nextInt(3); count >= 0; count--) {
            headers.put(pick(HEADERS), values());
        }
    }

    private List<String> values() {
        var values = new ArrayList<>(List.of(value()));
        if (chance(6)) {
            values.add(chance(2) ? values.getFirst() : value());
        }
        return values;
    }

    private String value() {
        return chance(2) ? pick(VALUES) : Mutated.text(random);
    }

    /** The path with its parameters as a client would write them, or not. */
    private String called() {
        var called = operation.path();
        for (var parameter : path.entrySet()) {
            var text = String.valueOf(parameter.getValue());
            called = called.replace("{" + parameter.getKey() + "}", chance(5) ? text : encoded(text))
                    .replace("{" + parameter.getKey() + "+}", text);
        }
        return chance(40) ? called + "/" : called;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void put(String one, String all, Map<String, List<String>> values) {
        var last = new LinkedHashMap<String, String>();
        values.forEach((name, list) -> last.put(name, list.getLast()));
        event.put(one, values.isEmpty() ? null : last);
        event.put(all, values.isEmpty() ? null : values);
    }

    private void body() {
        var known = event.get("body") instanceof String text ? decoded(text) : "{}";
        var tree = tree(known);
        var json = chance(5) ? known : Mutated.json(random, tree, 1 + random.nextInt(3));
        var bytes = chance(12) ? json.getBytes(Charset.forName(pick(CHARSETS))) : json.getBytes(StandardCharsets.UTF_8);
        if (chance(40)) {
            random.nextBytes(bytes);
        }
        if (chance(60)) {
            event.put("body", json);
            event.put("isBase64Encoded", random.nextBoolean());
            return;
        }
        var absent = operation.method().equals("GET") ? !chance(10) : chance(20);
        event.put("body", absent ? null : Base64.getEncoder().encodeToString(bytes));
        event.put("isBase64Encoded", !absent);
    }

    private String decoded(String body) {
        return Boolean.TRUE.equals(event.get("isBase64Encoded"))
                ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                : body;
    }

    private static @Nullable Object tree(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            return Map.of();
        }
    }

    /** What no gateway sends: parts that are missing or of another type. */
    private void loseShape() {
        var name = List.copyOf(event.keySet()).get(random.nextInt(event.size()));
        switch (random.nextInt(4)) {
            case 0 -> event.remove(name);
            case 1 -> event.put(name, null);
            case 2 -> event.put(name, List.of(Mutated.text(random)));
            default -> event.put(name, Mutated.text(random));
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
