package omni.local.world;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a person reads while the local world starts: a line per step, with the time that it took. On stderr, as stdout belongs to
 * {@code --json}.
 */
public final class Progress {

    private final PrintStream err;
    private final long startedNanos = System.nanoTime();

    public Progress(PrintStream err) {
        this.err = err;
    }

    /** Runs a step; its line stands complete before the next one begins. */
    public <T> T step(String what, Supplier<T> step) {
        var began = System.nanoTime();
        var result = step.get();
        err.println("  " + what + " (" + seconds(began) + ")");
        return result;
    }

    /** A line as it is. */
    public void say(String line) {
        err.println(line);
    }

    /** What went wrong, as the last line. */
    public void fault(String line) {
        err.println("omni: " + line);
    }

    /** The time since the start, for the line that says that all is ready. */
    public String elapsed() {
        return seconds(startedNanos);
    }

    private static String seconds(long sinceNanos) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - sinceNanos) / 1e9);
    }
}
