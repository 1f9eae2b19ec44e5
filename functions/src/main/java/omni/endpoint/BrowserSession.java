package omni.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import omni.http.Cookies;
import omni.http.Settings;

/**
 * The {@code Set-Cookie} values that begin and end a browser's session. Over TLS both also clear the cookie of the plain name, which
 * counted before cookies were bound to their host and is not read any longer (contract 3).
 */
record BrowserSession(Settings settings) {

    private static final String PATH = "/";

    List<String> begins(String sealed, Duration life) {
        return withoutPlain(Cookies.set(settings.sessionCookie(), sealed, PATH, life));
    }

    List<String> ends() {
        return withoutPlain(Cookies.clear(settings.sessionCookie(), PATH));
    }

    private List<String> withoutPlain(String cookie) {
        var cookies = new ArrayList<String>();
        cookies.add(cookie);
        if (settings.hostBoundCookies()) {
            cookies.add(Cookies.clear(settings.sessionCookieName(), PATH));
        }
        return cookies;
    }
}
