package omni.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Decoding of what arrives in a URL. A malformed escape is left as it stands, as the text it is. */
final class PercentEncoding {

    private PercentEncoding() {}

    /** In a path a plus sign is a plus sign. */
    static String decodePath(String raw) {
        return decodeQuery(raw.replace("+", "%2B"));
    }

    /** In a query a plus sign is a space. */
    static String decodeQuery(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return raw;
        }
    }
}
