package omni.local.demo;

import java.io.PrintStream;
import java.util.Locale;

/** How far many calls are: on a terminal one line that moves, elsewhere a line at each quarter. */
final class ProgressLine {

    private static final int WIDTH = 30;
    private static final int QUARTERS = 4;

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private final long startedNanos = System.nanoTime();
    private int done;

    ProgressLine(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /** One more is done; {@code note} says where it stands. */
    synchronized void step(String note) {
        done++;
        if (terminal) {
            var filled = done * WIDTH / total;
            out.print("\r   [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total + "  "
                    + note + "   ");
            if (done == total) {
                out.println();
            }
            out.flush();
        } else if (done == total || done * QUARTERS / total != (done - 1) * QUARTERS / total) {
            out.println("   " + done + "/" + total + "  " + note);
        }
    }

    String elapsed() {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startedNanos) / 1e9);
    }
}
