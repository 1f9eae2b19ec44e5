package omni.local.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Who may come in at a port of this machine. That it listens on 127.0.0.1 keeps other machines out, not what a page from elsewhere
 * makes a browser of this machine send: such a page says a foreign {@code Origin}, and if its name was made to lead here (DNS
 * rebinding), a foreign {@code Host}.
 */
public final class Doorway extends Handler.Wrapper {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    /** How containers call the machine that they run on ({@code omni.local.sam}). */
    private static final Pattern FROM_A_CONTAINER = Pattern.compile("host\\.docker\\.internal(:[0-9]{1,5})?");

    private static final int FORBIDDEN = 403;

    private final boolean pages;

    private Doorway(Handler inner, boolean pages) {
        super(inner);
        this.pages = pages;
    }

    /** For what a browser shows as well: its pages come from this port, or a link leads to them. */
    public static Handler forPages(Handler inner) {
        return new Doorway(inner, true);
    }

    /** For what programs alone ask: no page has business there. */
    public static Handler forPrograms(Handler inner) {
        return new Doorway(inner, false);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean fromAPage = request.getHeaders().contains(HttpHeader.ORIGIN);
        if (isNamedRight(request, true) && (pages || !fromAPage)) {
            return super.handle(request, response, callback);
        }
        response.setStatus(FORBIDDEN);
        response.write(
                true, ByteBuffer.wrap("Only this machine may ask here.\n".getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** Whether a request calls this machine by a name that no other one can have. */
    public static boolean isNamedRight(Request request, boolean containersToo) {
        return host(request).filter(host -> isThisMachine(host, containersToo)).isPresent();
    }

    /** Whether the value of a {@code Host} header is a name of this machine, to itself or to its containers. */
    public static boolean isThisMachine(String host, boolean containersToo) {
        return THIS_MACHINE.matcher(host).matches()
                || (containersToo && FROM_A_CONTAINER.matcher(host).matches());
    }

    /** The one name that a request calls; empty where it calls two, or none. */
    public static Optional<String> host(Request request) {
        var named = request.getHeaders().getValuesList(HttpHeader.HOST);
        var authority = request.getHttpURI().getAuthority();
        return named.size() == 1 && (authority == null || authority.equalsIgnoreCase(named.getFirst()))
                ? Optional.of(named.getFirst().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
