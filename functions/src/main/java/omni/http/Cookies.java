package omni.http;

import java.time.Duration;
import java.util.Optional;
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

    /** The value of a cookie that comes once, in whichever header line; empty for one that comes twice. */
    public static Optional<String> only(Request request, String name) {
        return CookieHeader.only(header(request), name);
    }

    /** The {@code Cookie} header; a browser may send it in several lines (RFC 9113, 8.2.3). */
    public static String header(Request request) {
        return String.join("; ", request.headerValues("Cookie"));
    }
}
