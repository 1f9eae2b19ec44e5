package omni.local.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a browser may be sent with a code: exactly to what a client has registered (RFC 8252, OAuth 2.1). */
final class RedirectUris {

    /** A program of this machine listens on whatever port is free, and can't register it before (RFC 8252, 7.3). */
    private static final Pattern LOOPBACK =
            Pattern.compile("http://(127\\.0\\.0\\.1|\\[::1]|localhost)(?::[0-9]{1,5})?((?:[/?].*)?)");

    /** A browser would run or show these itself. */
    private static final Set<String> OF_BROWSERS =
            Set.of("javascript", "data", "file", "blob", "about", "vbscript", "view-source", "ws", "wss", "ftp");

    private static final int LONGEST = 2_000;

    private RedirectUris() {}

    /** Whether this address is the registered one, or its like on another port of this machine. */
    static boolean isRegistered(String asked, String registered) {
        if (asked.equals(registered)) {
            return true;
        }
        var one = LOOPBACK.matcher(asked);
        var other = LOOPBACK.matcher(registered);
        return one.matches()
                && other.matches()
                && one.group(1).equals(other.group(1))
                && one.group(2).equals(other.group(2));
    }

    /** Whether a client may have it: TLS, this machine, or a scheme of an app's own; nothing may stand behind a {@code #}. */
    static boolean isAllowed(String address) {
        if (address.length() > LONGEST) {
            return false;
        }
        try {
            var uri = new URI(address);
            var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.isAbsolute()
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && switch (scheme) {
                        case "https" -> uri.getHost() != null;
                        case "http" -> LOOPBACK.matcher(address).matches();
                        default -> !OF_BROWSERS.contains(scheme);
                    };
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
