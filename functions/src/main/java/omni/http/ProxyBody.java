package omni.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/**
 * How a body fits into a function's answer to API Gateway: in base64, or as text where base64 would be more than Lambda takes
 * (6 MB of JSON, all of it).
 */
public final class ProxyBody {

    /** What Lambda takes, less room for the headers. */
    private static final int MAX_CHARACTERS = 6_291_556 - 32_768;

    private ProxyBody() {}

    static boolean isText(Body body) {
        return utf8(body) != null;
    }

    /** Whether the answer can be handed over at all. */
    public static boolean fits(Body body) {
        if (fitsInBase64(body)) {
            return true;
        }
        var text = utf8(body);
        return text != null && body.length() + escapes(text) <= MAX_CHARACTERS;
    }

    static boolean fitsInBase64(Body body) {
        return (body.length() + 2L) / 3 * 4 <= MAX_CHARACTERS;
    }

    /** How much longer the text gets inside a JSON string. */
    private static long escapes(String text) {
        return text.chars()
                .map(c -> c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' ? 1 : c < ' ' ? 5 : 0)
                .asLongStream()
                .sum();
    }

    private static @Nullable String utf8(Body body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
