package omni.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The border check of one JSON object: each read states what a field may be, faults are collected, none is thrown. An
 * absent optional field and a null one read alike (contract 2); a field of a wrong shape reads as absent and is a fault.
 */
public final class Fields {

    /** What is wrong with one field. */
    public record Fault(String path, String message) {}

    private static final String NOT_PLAIN =
            "control characters, unpaired surrogates or characters that override the direction of text";

    private final String path;
    private final Map<String, @Nullable Object> object;
    private final List<Fault> faults;
    private final Set<String> read = new LinkedHashSet<>();

    private Fields(String path, Map<String, @Nullable Object> object, List<Fault> faults) {
        this.path = path;
        this.object = object;
        this.faults = faults;
    }

    public static Fields of(Map<String, @Nullable Object> object) {
        return new Fields("", object, new ArrayList<>());
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    public boolean has(String name) {
        read.add(name);
        return object.containsKey(name);
    }

    public boolean isNull(String name) {
        return has(name) && object.get(name) == null;
    }

    public void fault(String name, String message) {
        faults.add(new Fault(path + name, message));
    }

    /** Makes every field that was not read a fault: for strict bodies and for files of the product. */
    public void refuseUnknown() {
        object.keySet().stream()
                .filter(name -> !read.contains(name))
                .forEach(name -> fault(name, "is not a known field"));
    }

    private @Nullable Object value(String name) {
        read.add(name);
        return object.get(name);
    }

    /** A text of one line, as people may give one (contract 2, {@link PlainText}); null when absent. */
    public @Nullable String text(String name, int minLength, int maxLength) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            fault(name, "must be a string");
            return null;
        }
        if (!PlainText.is(text)) {
            fault(name, "must not hold " + NOT_PLAIN);
            return null;
        }
        var length = text.codePointCount(0, text.length());
        if (length < minLength || length > maxLength) {
            fault(name, "must have " + minLength + " to " + maxLength + " characters");
            return null;
        }
        return text;
    }

    /** A text without the white space around it, which does not count; null when absent. */
    public @Nullable String trimmedText(String name, int minLength, int maxLength) {
        var text = text(name, 0, Integer.MAX_VALUE);
        if (text == null) {
            return null;
        }
        var trimmed = text.strip();
        var length = trimmed.codePointCount(0, trimmed.length());
        if (length < minLength || length > maxLength) {
            fault(
                    name,
                    "must have " + minLength + " to " + maxLength + " characters, white space around it not counted");
            return null;
        }
        return trimmed;
    }

    public String requiredTrimmed(String name, int minLength, int maxLength) {
        var before = faults.size();
        return orRequired(name, trimmedText(name, minLength, maxLength), before, "");
    }

    public String requiredText(String name, int minLength, int maxLength) {
        var before = faults.size();
        var text = text(name, minLength, maxLength);
        return orRequired(name, text, before, "");
    }

    public @Nullable Long integer(String name, long min, long max) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        var number = wholeNumber(value);
        if (number == null || number < min || number > max) {
            fault(name, "must be a whole number from " + min + " to " + max);
            return null;
        }
        return number;
    }

    /** A whole number of any size from {@code min} on; one too large for a long reads as the largest long. */
    public @Nullable Long integerFrom(String name, long min) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                && number.stripTrailingZeros().scale() <= 0) {
            return Long.MAX_VALUE;
        }
        var number = wholeNumber(value);
        if (number == null || number < min) {
            fault(name, "must be a whole number of at least " + min);
            return null;
        }
        return number;
    }

    private static @Nullable Long wholeNumber(Object value) {
        try {
            return switch (value) {
                case Long number -> number;
                case BigDecimal number -> number.longValueExact();
                default -> null;
            };
        } catch (ArithmeticException e) {
            return null;
        }
    }

    public long requiredInteger(String name, long min, long max) {
        var before = faults.size();
        return orRequired(name, integer(name, min, max), before, min);
    }

    public @Nullable BigDecimal decimal(String name, BigDecimal min, BigDecimal max) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        var number = switch (value) {
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal decimal -> decimal;
            default -> null;
        };
        if (number == null || number.compareTo(min) < 0 || number.compareTo(max) > 0) {
            fault(name, "must be a number from " + min + " to " + max);
            return null;
        }
        return number;
    }

    public BigDecimal requiredDecimal(String name, BigDecimal min, BigDecimal max) {
        var before = faults.size();
        return orRequired(name, decimal(name, min, max), before, min);
    }

    public @Nullable Boolean truth(String name) {
        var value = value(name);
        if (value != null && !(value instanceof Boolean)) {
            fault(name, "must be true or false");
            return null;
        }
        return (Boolean) value;
    }

    public boolean requiredTruth(String name) {
        var before = faults.size();
        return orRequired(name, truth(name), before, false);
    }

    /** A list of distinct texts; null when absent. */
    public @Nullable List<String> texts(String name, int maxCount) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        var texts = new ArrayList<String>();
        if (value instanceof List<?> list && list.size() <= maxCount) {
            for (var element : list) {
                if (element instanceof String text && PlainText.is(text) && !texts.contains(text)) {
                    texts.add(text);
                }
            }
            if (texts.size() == list.size()) {
                return texts;
            }
        }
        fault(name, "must be a list of at most " + maxCount + " different strings, without " + NOT_PLAIN);
        return null;
    }

    public List<String> requiredTexts(String name, int maxCount) {
        var before = faults.size();
        return orRequired(name, texts(name, maxCount), before, List.of());
    }

    /** The fields of an object, whose faults are told with these; empty when absent. */
    public Optional<Fields> object(String name) {
        var value = value(name);
        if (value instanceof Map<?, ?> element) {
            return Optional.of(new Fields(path + name + ".", Json.asObject(element), faults));
        }
        if (value != null) {
            fault(name, "must be an object");
        }
        return Optional.empty();
    }

    /** An object that is kept as it is; empty when absent. */
    public Map<String, @Nullable Object> tree(String name) {
        var value = value(name);
        if (value != null && !(value instanceof Map<?, ?>)) {
            fault(name, "must be an object");
        }
        return value instanceof Map<?, ?> ? Json.asObject(value) : Map.of();
    }

    /** The objects of a list that must be there, each with its place in its path. */
    public List<Fields> requiredObjects(String name) {
        var value = value(name);
        if (!(value instanceof List<?> list)) {
            fault(name, value == null ? "is required" : "must be a list of objects");
            return List.of();
        }
        var objects = new ArrayList<Fields>();
        for (var index = 0; index < list.size(); index++) {
            var at = name + "[" + index + "]";
            if (list.get(index) instanceof Map<?, ?> element) {
                objects.add(new Fields(path + at + ".", Json.asObject(element), faults));
            } else {
                fault(at, "must be an object");
            }
        }
        return objects;
    }

    private <T> T orRequired(String name, @Nullable T value, int faultsBefore, T filler) {
        if (value != null) {
            return value;
        }
        if (faults.size() == faultsBefore) {
            fault(name, "is required");
        }
        return filler;
    }
}
