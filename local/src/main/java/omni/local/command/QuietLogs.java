package omni.local.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The logs of the libraries: warnings and worse, a line each, on stderr. */
public final class QuietLogs {

    /** Held, as the logging system forgets the level of a logger that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");

    private QuietLogs() {}

    /** Before the first library logs. A logging configuration named on the command line is left alone. */
    public static void install() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %4$s %3$s: %5$s%6$s%n");
        ROOT.setLevel(Level.WARNING);
    }
}
