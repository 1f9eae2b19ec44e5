package omni.local.world;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** For tests that make functions fail on purpose: their stack traces would drown a real one. */
public final class ExpectedFailures {

    // Held, as the logging system forgets the level of a logger that nobody holds.
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("omni.local.gateway"),
            Logger.getLogger("omni.local.dynamodb"),
            Logger.getLogger("omni.local.oidc"),
            Logger.getLogger("no.nav.security"),
            Logger.getLogger("org.eclipse.jetty.http"));

    private ExpectedFailures() {}

    public static void areNotLogged() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
