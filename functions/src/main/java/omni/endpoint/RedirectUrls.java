package omni.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import omni.json.Fields;

/** Where a hosted page may send the browser (contract 11.6): https, or http on loopback, of an allowed origin. */
public record RedirectUrls(Set<String> allowList, String successUrl, String cancelUrl, String returnUrl) {

    private static final int MAX_LENGTH = 2_000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    String success(Fields in) {
        return read(in, "successUrl", successUrl);
    }

    String cancel(Fields in) {
        return read(in, "cancelUrl", cancelUrl);
    }

    String returning(Fields in) {
        return read(in, "returnUrl", returnUrl);
    }

    /** The URL of a field, or the default; a URL that is not allowed is a fault. */
    private String read(Fields in, String name, String absent) {
        var text = in.text(name, 1, MAX_LENGTH);
        if (text == null) {
            return absent;
        }
        if (!allowed(text)) {
            in.fault(name, "must be an https URL (or http on a loopback host) of an allowed origin");
        }
        return text;
    }

    private boolean allowed(String text) {
        try {
            var uri = new URI(text.replace("{CHECKOUT_SESSION_ID}", "x"));
            var host = uri.getHost();
            if (host == null || uri.getUserInfo() != null) {
                return false;
            }
            var safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host));
            var origin = uri.getScheme() + "://" + host + (uri.getPort() == -1 ? "" : ":" + uri.getPort());
            return safe && allowList.contains(origin);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
