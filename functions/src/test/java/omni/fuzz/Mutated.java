package omni.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** JSON that is nearly what is expected: a tree with some of its places changed, then some of its text. */
public final class Mutated {

    /** Texts that have been somebody's undoing. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\r\nSet-Cookie: a=b",
            "\u001b[31m",
            "\u202eevil",
            "\u2066x",
            "\ufeff",
            "\ud83d\ude00",
            "%00",
            "%2e%2e%2f",
            "../../etc/passwd",
            "__proto__",
            "constructor",
            "null",
            "true",
            "NaN",
            "-1",
            "1e400",
            "0x10",
            "2026-13-45T25:61:61Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
            "org_AbCdEf012345",
            "key_0123456789abcdef",
            "https://app.example.com/x",
            "http://[::1]:99999/",
            "javascript:alert(1)",
            "*",
            "admin:operator",
            "read:sec",
            "<script>",
            "${jndi:ldap://x}",
            "'; DROP TABLE x; --",
            "\u0130\u0131\u017f",
            "a@b",
            "a@" + "b".repeat(300),
            "x".repeat(256),
            "x".repeat(3_000),
            "\u00e9".repeat(2_000),
            "\ud83d\ude00".repeat(700));

    /** As they may stand in JSON; some may not. */
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1",
            "0.1",
            "1.5",
            "1e2",
            "1e308",
            "1e309",
            "-1e309",
            "5e-324",
            "1e-400",
            "1e9999999999",
            "1e-2147483650",
            "1e2147483647",
            "0e-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "2147483648",
            "1000000001",
            "1234567890123456789012345678901234567890",
            "12345678901234567890123456789012345678901",
            "0.00000000000000000000000000000000000001",
            "3.0",
            "NaN",
            "01",
            "+1");

    private Mutated() {}

    /** A text that nobody would give. */
    public static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** The JSON of a tree with so many places changed; one in five is then no JSON, or an odd one. */
    public static String json(Random random, @Nullable Object tree, int changes) {
        var changed = tree;
        for (var change = 0; change < changes; change++) {
            changed = changed(random, changed, 0);
        }
        var text = numbered(random, Json.text(changed));
        return random.nextInt(5) == 0 ? broken(random, text) : text;
    }

    private static @Nullable Object changed(Random random, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> object && !object.isEmpty() && random.nextInt(8) > 0) {
            return changedObject(random, Json.asObject(object), depth);
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(8) > 0) {
            var copy = new ArrayList<@Nullable Object>(list);
            var at = random.nextInt(copy.size());
            switch (random.nextInt(4)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(copy.get(at));
                default -> copy.set(at, changed(random, copy.get(at), depth + 1));
            }
            return copy;
        }
        return other(random, value, depth);
    }

    private static Object changedObject(Random random, Map<String, @Nullable Object> object, int depth) {
        var copy = new LinkedHashMap<>(object);
        var name = List.copyOf(copy.keySet()).get(random.nextInt(copy.size()));
        switch (random.nextInt(8)) {
            case 0 -> copy.remove(name);
            case 1 -> copy.put(name, null);
            case 2 -> copy.put(text(random), other(random, copy.get(name), depth));
            case 3 -> copy.put(text(random), copy.remove(name));
            default -> copy.put(name, changed(random, copy.get(name), depth + 1));
        }
        return copy;
    }

    /** Of another type, of the same one and another value, or deeper. */
    private static @Nullable Object other(Random random, @Nullable Object value, int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30));
            case 4 -> List.of();
            case 5 -> Map.of("id", text(random), "object", text(random));
            case 6 -> nested(value, 1 + random.nextInt(90 - Math.min(depth, 60)));
            default -> text(random);
        };
    }

    private static @Nullable Object nested(@Nullable Object value, int levels) {
        var nested = value;
        for (var level = 0; level < levels; level++) {
            var list = new ArrayList<@Nullable Object>();
            list.add(nested);
            nested = list;
        }
        return nested;
    }

    /** With a number in place of a value, as no tree could hold it. */
    private static String numbered(Random random, String json) {
        if (random.nextInt(3) > 0) {
            return json;
        }
        var colon = json.indexOf(':', random.nextInt(json.length() + 1));
        if (colon < 0) {
            return json;
        }
        var end = colon + 1;
        while (end < json.length() && ",}]".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        return json.substring(0, colon + 1) + NUMBERS.get(random.nextInt(NUMBERS.size())) + json.substring(end);
    }

    private static String broken(Random random, String json) {
        var at = random.nextInt(json.length() + 1);
        return switch (random.nextInt(8)) {
            case 0 -> json.substring(0, at);
            case 1 -> json.substring(0, at) + (char) random.nextInt(0xD800) + json.substring(at);
            case 2 -> json + json;
            case 3 -> "\ufeff" + json;
            case 4 -> json.replaceFirst("\\{", "{\"id\":1,\"id\":2,");
            case 5 -> json.substring(0, at) + "\\ud800" + json.substring(at);
            case 6 -> "[".repeat(200) + json;
            default -> " ".repeat(at) + json;
        };
    }
}
