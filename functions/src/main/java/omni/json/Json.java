package omni.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a plain tree and writes trees and records. */
public final class Json {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    // what is measured here is measured by character below, and what is only checked not at all
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Json() {}

    /**
     * What was given is not one JSON value in strict UTF-8: duplicate keys, trailing text and nesting over 64 levels included,
     * and numbers that are no finite double or have more than 40 characters (contract 2).
     */
    public static final class MalformedJson extends Exception {
        MalformedJson(Throwable cause) {
            super("not JSON", cause);
        }
    }

    /** A text that stands as UTF-8 already. */
    public static final class Utf8 {

        private final byte[] bytes;

        /** @param bytes are kept as they are, not copied: they are large */
        public Utf8(byte[] bytes) {
            this.bytes = bytes;
        }

        private byte[] bytes() {
            return bytes;
        }
    }

    /** Reads exactly one JSON value. */
    public static @Nullable Object read(byte[] json) throws MalformedJson {
        try (var parser = parser(json)) {
            parser.nextToken();
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("text after the value");
            }
            return value;
        } catch (IOException e) {
            throw new MalformedJson(e);
        }
    }

    /** Whether the bytes are exactly one JSON value, for those that somebody else reads: its numbers may be of any size. */
    public static void check(byte[] json) throws MalformedJson {
        try (var parser = parser(json)) {
            if (parser.nextToken() == null) {
                throw new IOException("the value is missing");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IOException("text after the value");
            }
        } catch (IOException e) {
            throw new MalformedJson(e);
        }
    }

    /** Reads characters, as the parser would guess the encoding of bytes and let some through that are not UTF-8. */
    private static JsonParser parser(byte[] json) throws IOException {
        var characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        if (!characters.isEmpty() && characters.get(0) == BYTE_ORDER_MARK) {
            throw new IOException("a byte order mark");
        }
        return FACTORY.createParser(
                characters.array(), characters.arrayOffset() + characters.position(), characters.remaining());
    }

    /** Reads one JSON object that must be there: events of the platform, data of the product. */
    public static Map<String, @Nullable Object> readObject(byte[] json) throws MalformedJson {
        var value = read(json);
        if (value instanceof Map<?, ?>) {
            return asObject(value);
        }
        throw new MalformedJson(new IOException("not an object"));
    }

    /** The value as an object; a tree of {@link #read} has text keys only. */
    @SuppressWarnings("unchecked") // sound: this class alone makes the maps of a tree, with text keys
    public static Map<String, @Nullable Object> asObject(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        var token = parser.currentToken();
        if (token == null) {
            throw new IOException("the value is missing");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + token);
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        var text = number(parser);
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? new BigDecimal(text)
                : (Object) parser.getLongValue();
    }

    /** Its scale stays within what a double has, so that no number is ever written in more than a few hundred digits. */
    private static BigDecimal decimal(JsonParser parser) throws IOException {
        var text = number(parser);
        var nearest = Double.parseDouble(text);
        if (nearest == 0 && isZero(text)) {
            return BigDecimal.ZERO;
        }
        if (nearest == 0 || !Double.isFinite(nearest)) {
            throw new IOException("a number that is no finite double");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IOException("a number that can't be read", e);
        }
    }

    private static String number(JsonParser parser) throws IOException {
        var text = parser.getText();
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new IOException("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        return text;
    }

    private static boolean isZero(String number) {
        return number.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    /** Writes a tree or record. */
    public static byte[] write(@Nullable Object value) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = FACTORY.createGenerator(bytes)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    public static String text(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(PlainText.wellFormed(text));
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(decimal(number));
            case BigInteger number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Instant instant -> out.writeString(Timestamps.text(instant));
            case Optional<?> optional -> write(out, optional.orElse(null));
            case JsonList<?> list -> list.write(out);
            case Utf8 text -> out.writeUTF8String(text.bytes(), 0, text.bytes().length);
            case Iterable<?> list -> {
                out.writeStartArray();
                for (var element : list) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case Map<?, ?> object -> {
                out.writeStartObject();
                for (var entry : object.entrySet()) {
                    field(out, String.valueOf(entry.getKey()), entry.getValue());
                }
                out.writeEndObject();
            }
            case Record record -> RecordShape.of(record.getClass()).write(record, out, Json::field);
            default -> out.writeString(PlainText.wellFormed(value.toString()));
        }
    }

    /** Plain where that is short enough to be read again; else with an exponent, which is never longer than what was read. */
    private static String decimal(BigDecimal number) {
        var plain = number.toPlainString();
        return plain.length() <= MAX_NUMBER_LENGTH ? plain : number.unscaledValue() + "E" + -(long) number.scale();
    }

    private static void field(JsonGenerator out, String name, @Nullable Object value) throws IOException {
        if (value instanceof Optional<?> optional && optional.isEmpty()) {
            return;
        }
        out.writeFieldName(PlainText.wellFormed(name));
        write(out, value);
    }
}
