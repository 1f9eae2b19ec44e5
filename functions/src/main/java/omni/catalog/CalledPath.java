package omni.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path as called, in the one spelling by which it is matched, priced and passed on. A path that the server behind us
 * could read as another one than we did has none, and so is no route: what is sold is what was matched.
 *
 * @param segments between the slashes, percent-encoded in one way only
 */
public record CalledPath(List<String> segments) {

    /** What RFC 3986 lets stand in a segment as it is, without the semicolon: some servers cut a segment there. */
    private static final String PLAIN = "-._~!$&'()*+,=:@";

    private static final Pattern ENCODED_AGAIN = Pattern.compile("%[0-9A-Fa-f]{2}");

    public CalledPath {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a path. None has: an empty segment, {@code .} or {@code ..}, a slash, backslash or control character inside a
     * segment, escapes that are broken, not UTF-8 or encoded twice.
     */
    public static Optional<CalledPath> of(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        var segments = new ArrayList<String>();
        for (var raw : path.substring(1).split("/", -1)) {
            var decoded = decode(raw);
            if (decoded == null || !harmless(decoded)) {
                return Optional.empty();
            }
            segments.add(encode(decoded, PLAIN));
        }
        return Optional.of(new CalledPath(segments));
    }

    private static boolean harmless(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == '/' || c == '\\')
                && !ENCODED_AGAIN.matcher(segment).find();
    }

    private static @Nullable String decode(String raw) {
        var bytes = new ByteArrayOutputStream();
        for (var index = 0; index < raw.length(); ) {
            if (raw.charAt(index) != '%') {
                var end = raw.indexOf('%', index) < 0 ? raw.length() : raw.indexOf('%', index);
                bytes.writeBytes(raw.substring(index, end).getBytes(StandardCharsets.UTF_8));
                index = end;
                continue;
            }
            if (!ENCODED_AGAIN.matcher(raw).region(index, raw.length()).lookingAt()) {
                return null;
            }
            bytes.write(Integer.parseInt(raw, index + 1, index + 3, 16));
            index += 3;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Percent-encodes all but ASCII letters, digits and what else is {@code plain}. */
    public static String encode(String text, String plain) {
        var encoded = new StringBuilder();
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (octet & 0xFF);
            var asItIs = (c < 0x80 && Character.isLetterOrDigit(c)) || plain.indexOf(c) >= 0;
            encoded.append(asItIs ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    /** The whole path. */
    public String text() {
        return "/" + String.join("/", segments);
    }
}
