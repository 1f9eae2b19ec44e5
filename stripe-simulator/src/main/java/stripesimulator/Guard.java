package stripesimulator;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may come in. That the port is on 127.0.0.1 keeps other machines out, not what a page from elsewhere makes a browser
 * of this machine send: such a page says a foreign {@code Origin}, and if its name was made to lead here (DNS rebinding), a
 * foreign {@code Host}.
 */
final class Guard {

    /** This machine, and how containers call the one that they run on. */
    private static final String NAMES = "(localhost|127\\.0\\.0\\.1|\\[::1]|host\\.docker\\.internal)(:[0-9]{1,5})?";

    private static final Pattern HOST = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGIN = Pattern.compile("https?://" + NAMES, Pattern.CASE_INSENSITIVE);

    private Guard() {}

    /**
     * Whether a request calls this machine by a name that no other one can have, and no foreign page sent it. The hosted
     * pages keep their address to themselves, so their own forms say that their origin is {@code null}.
     */
    static boolean isFromThisMachine(Headers headers) {
        var hosts = headers.getOrDefault("Host", List.of());
        return hosts.size() == 1
                && HOST.matcher(hosts.getFirst()).matches()
                && headers.getOrDefault("Origin", List.of()).stream()
                        .allMatch(origin ->
                                origin.equals("null") || ORIGIN.matcher(origin).matches());
    }
}
