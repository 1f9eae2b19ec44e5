package stripesimulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a parameter may look like, and its value in JSON. An empty text unsets: it reads as null. */
public sealed interface Shape {

    Shape TEXT = new Text(5000);
    Shape FLAG = new Flag();
    Shape URL = new Url();
    Shape EMAIL = new Email();
    Shape METADATA = new Metadata();
    /** A moment in seconds since the epoch, up to the year 9999. */
    Shape SECONDS = new Whole(0, 253_402_300_799L);
    /** A moment in seconds, or bounds of one. */
    Shape MOMENTS = new Moments();

    JsonNode read(String param, JsonNode given);

    /** Text up to a length. */
    record Text(int lengthAtMost) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            var text = scalar(param, given);
            if (text.length() > lengthAtMost) {
                throw ApiError.parameter(
                        "parameter_invalid_string_too_long",
                        param,
                        "Invalid string: " + param + " takes at most " + lengthAtMost + " characters.");
            }
            return textOrNull(text);
        }
    }

    /** A whole number in a range. */
    record Whole(long least, long most) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            var text = scalar(param, given);
            try {
                long number = Long.parseLong(text);
                if (number < least || number > most) {
                    throw ApiError.parameter(
                            "parameter_invalid_integer",
                            param,
                            "Invalid integer: " + param + " must lie between " + least + " and " + most + ".");
                }
                return JsonNodeFactory.instance.numberNode(number);
            } catch (NumberFormatException e) {
                throw ApiError.parameter("parameter_invalid_integer", param, "Invalid integer: " + text);
            }
        }
    }

    /** A number of no less than nothing with up to so many decimals, kept as it was written. */
    record Decimal(int places) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            var text = scalar(param, given);
            if (!text.matches("[0-9]{1,12}(\\.[0-9]{1," + places + "})?")) {
                throw ApiError.invalid(param, "Invalid decimal: " + text);
            }
            return TextNode.valueOf(text);
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            return switch (scalar(param, given)) {
                case "true" -> JsonNodeFactory.instance.booleanNode(true);
                case "false" -> JsonNodeFactory.instance.booleanNode(false);
                case String other -> throw ApiError.invalid(param, "Invalid boolean: " + other);
            };
        }
    }

    /** One of some words. */
    record OneOf(List<String> words) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            var word = scalar(param, given);
            if (!words.contains(word)) {
                throw ApiError.invalid(
                        param, "Invalid " + param + ": must be one of " + String.join(", ", words) + ".");
            }
            return TextNode.valueOf(word);
        }
    }

    /** An address for a browser; it may hold Stripe's placeholder in braces. */
    record Url() implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            var text = scalar(param, given);
            try {
                var url = URI.create(text.replace("{", "%7B").replace("}", "%7D"));
                if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                    return TextNode.valueOf(text);
                }
            } catch (IllegalArgumentException e) {
                // refused below, like an address that is none for a browser
            }
            throw ApiError.parameter("url_invalid", param, "Not a valid URL");
        }
    }

    /** An e-mail address, as loosely as Stripe checks it. */
    record Email() implements Shape {
        private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@.]+");

        @Override
        public JsonNode read(String param, JsonNode given) {
            var text = scalar(param, given);
            if (!text.isEmpty()
                    && (text.length() > 512 || !ADDRESS.matcher(text).matches())) {
                throw ApiError.parameter("email_invalid", param, "Invalid email address: " + text);
            }
            return textOrNull(text);
        }
    }

    /** Free keys with text; an empty value removes its key, an empty parameter removes all. */
    record Metadata() implements Shape {
        private static final int KEYS_AT_MOST = 50;

        @Override
        public JsonNode read(String param, JsonNode given) {
            if (!(given instanceof ObjectNode members)) {
                return new Group(Map.of()).read(param, given);
            }
            var read = JsonNodeFactory.instance.objectNode();
            if (members.size() > KEYS_AT_MOST) {
                throw ApiError.invalid(param, "Metadata takes at most " + KEYS_AT_MOST + " keys.");
            }
            members.forEachEntry((key, value) -> {
                if (key.length() > 40) {
                    throw ApiError.invalid(param, "Metadata keys take at most 40 characters.");
                }
                read.set(key, new Text(500).read(param + "[" + key + "]", value));
            });
            return read;
        }
    }

    /** Free keys, each with a text. */
    record Payload() implements Shape {
        private static final int KEYS_AT_MOST = 50;

        @Override
        public JsonNode read(String param, JsonNode given) {
            if (!(given instanceof ObjectNode members) || members.size() > KEYS_AT_MOST) {
                throw ApiError.invalid(
                        param, "Invalid object: " + param + " takes up to " + KEYS_AT_MOST + " keys with a text.");
            }
            var read = JsonNodeFactory.instance.objectNode();
            members.forEachEntry((key, value) -> read.put(key, scalar(param + "[" + key + "]", value)));
            return read;
        }
    }

    /** A list of values of one shape. */
    record ListOf(Shape member) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            if (!(given instanceof ObjectNode members)) {
                throw ApiError.invalid(param, "Invalid array");
            }
            var read = JsonNodeFactory.instance.arrayNode();
            members.forEachEntry((index, value) -> read.add(member.read(param + "[" + index + "]", value)));
            return read;
        }
    }

    /** Named members of their own shapes. */
    record Group(Map<String, Shape> members) implements Shape {
        @Override
        public JsonNode read(String param, JsonNode given) {
            if (given instanceof ObjectNode object) {
                return Parameters.read(members, object, name -> param + "[" + name + "]");
            }
            if (given.asText().isEmpty()) {
                return JsonNodeFactory.instance.nullNode();
            }
            throw ApiError.invalid(param, "Invalid object");
        }
    }

    /** A moment in seconds, or bounds of one. */
    record Moments() implements Shape {
        private static final Group BOUNDS =
                new Group(Map.of("gt", SECONDS, "gte", SECONDS, "lt", SECONDS, "lte", SECONDS));

        @Override
        public JsonNode read(String param, JsonNode given) {
            return given.isObject() ? BOUNDS.read(param, given) : SECONDS.read(param, given);
        }
    }

    private static String scalar(String param, JsonNode given) {
        if (given.isObject()) {
            throw ApiError.invalid(param, "Invalid value for " + param + ": one value is expected.");
        }
        return given.asText();
    }

    private static JsonNode textOrNull(String text) {
        return text.isEmpty() ? JsonNodeFactory.instance.nullNode() : TextNode.valueOf(text);
    }
}
