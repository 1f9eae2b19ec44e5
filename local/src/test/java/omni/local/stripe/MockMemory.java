package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Stripe's mock forgets: the catalog that was written to it, and that a session is opened for a day or has ended. A customer
 * has no past.
 */
final class MockMemory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIFE_SECONDS = 86_400;
    private static final Set<String> CATALOG =
            Set.of("/v1/products", "/v1/prices", "/v1/billing/meters", "/v1/billing_portal/configurations");
    private static final Set<String> PAST = Set.of(
            "/v1/charges",
            "/v1/checkout/sessions",
            "/v1/customers",
            "/v1/disputes",
            "/v1/events",
            "/v1/invoices",
            "/v1/payment_methods",
            "/v1/subscriptions");

    private final Map<String, ArrayNode> lists = new ConcurrentHashMap<>();

    /** What is created in the catalog has an id of its own, and what was asked for it. */
    byte[] written(String path, String form, byte[] answer) throws IOException {
        if (path.endsWith("/checkout/sessions")) {
            var session = JSON.readValue(answer, ObjectNode.class);
            return JSON.writeValueAsBytes(
                    session.put("expires_at", Instant.now().getEpochSecond() + LIFE_SECONDS));
        }
        if (path.endsWith("/expire")) {
            return JSON.writeValueAsBytes(
                    JSON.readValue(answer, ObjectNode.class).put("status", "expired"));
        }
        if (!CATALOG.contains(path)) {
            return answer;
        }
        var list = lists.computeIfAbsent(path, _ -> JSON.createArrayNode());
        synchronized (list) {
            var made = JSON.readValue(answer, ObjectNode.class);
            made.put("id", made.path("id").asText() + list.size());
            take(made, form);
            list.add(made);
            return JSON.writeValueAsBytes(made);
        }
    }

    byte[] read(String path, byte[] answer) throws IOException {
        boolean past = PAST.contains(path) || path.matches("/v1/customers/[^/]+/payment_methods");
        if (!past && !CATALOG.contains(path)) {
            return answer;
        }
        var list = JSON.readValue(answer, ObjectNode.class).put("has_more", false);
        var kept = lists.getOrDefault(path, JSON.createArrayNode());
        synchronized (kept) {
            return JSON.writeValueAsBytes(list.set("data", past ? JSON.createArrayNode() : kept));
        }
    }

    /** Fields of a form, those within others too; lists stay as the mock has them. */
    private static void take(ObjectNode made, String form) {
        for (var pair : form.split("&", -1)) {
            var parts = pair.split("=", 2);
            var names = URLDecoder.decode(parts[0], UTF_8).split("\\]?\\[|]", -1);
            var value = parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "";
            if (!pair.matches(".*(%5B|\\[)\\d*(%5D|]).*")) {
                put(made, names, value);
            }
        }
    }

    private static void put(ObjectNode made, String[] names, String value) {
        var place = made;
        int last = names.length - (names[names.length - 1].isEmpty() ? 2 : 1);
        for (int i = 0; i < last; i++) {
            place = place.get(names[i]) instanceof ObjectNode inner ? inner : place.putObject(names[i]);
        }
        var old = place.path(names[last]);
        if (old.isBoolean() || value.matches("true|false")) {
            place.put(names[last], Boolean.parseBoolean(value));
        } else if (old.isIntegralNumber() || names[last].equals("unit_amount")) {
            place.put(names[last], Long.parseLong(value));
        } else {
            place.put(names[last], value);
        }
    }
}
