package omni.http;

import java.time.Duration;
import java.util.List;
import omni.access.CookieHeader;

/** Our cookies: never for scripts, only over TLS, not sent along by other sites' forms (contract 3.1). */
public final class Cookies {

    private Cookies() {}

    /** A {@code Set-Cookie} value. */
    public static String set(String name, String value, String path, Duration life) {
        return name + "=" + value + "; Path=" + path + "; Max-Age=" + life.toSeconds()
                + "; HttpOnly; Secure; SameSite=Lax";
    }

    /** The {@code Set-Cookie} value that makes a browser forget. */
    public static String clear(String name, String path) {
        return set(name, "", path, Duration.ZERO);
    }

    /** The values of a cookie, however many header lines they come in. */
    public static List<String> values(Request request, String name) {
        return CookieHeader.values(header(request), name);
    }

    /** The {@code Cookie} header; a browser may send it in several lines (RFC 9113, 8.2.3). */
    public static String header(Request request) {
        return String.join("; ", request.headerValues("Cookie"));
    }
}
