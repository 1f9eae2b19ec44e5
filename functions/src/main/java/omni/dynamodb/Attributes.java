package omni.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Short ways to and from attribute values. Instants are milliseconds since the epoch. */
final class Attributes {

    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue instant(Instant value) {
        return number(value.toEpochMilli());
    }

    static AttributeValue truth(boolean value) {
        return AttributeValue.fromBool(value);
    }

    static AttributeValue texts(List<String> values) {
        return AttributeValue.fromL(values.stream().map(Attributes::text).toList());
    }

    static void put(Map<String, AttributeValue> item, String name, @Nullable String value) {
        if (value != null) {
            item.put(name, text(value));
        }
    }

    static void put(Map<String, AttributeValue> item, String name, @Nullable Instant value) {
        if (value != null) {
            item.put(name, instant(value));
        }
    }

    static void put(Map<String, AttributeValue> item, String name, @Nullable Long value) {
        if (value != null) {
            item.put(name, number(value));
        }
    }

    static String text(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalStateException("an item lacks the text " + name);
        }
        return value.s();
    }

    static @Nullable String textOrNull(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value == null ? null : value.s();
    }

    static long number(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalStateException("an item lacks the number " + name);
        }
        return Long.parseLong(value.n());
    }

    static long number(Map<String, AttributeValue> item, String name, long absent) {
        return item.containsKey(name) ? number(item, name) : absent;
    }

    static @Nullable Long numberOrNull(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? number(item, name) : null;
    }

    static Instant instant(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(number(item, name));
    }

    static @Nullable Instant instantOrNull(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? instant(item, name) : null;
    }

    static boolean truth(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    static List<String> texts(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value == null || !value.hasL()
                ? List.of()
                : value.l().stream().map(AttributeValue::s).toList();
    }
}
