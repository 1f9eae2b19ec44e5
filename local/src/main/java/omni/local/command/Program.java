package omni.local.command;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import omni.access.StoreUnavailable;
import omni.catalog.CatalogFaults;
import omni.local.demo.StoryFault;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalTimeouts;

/**
 * How a command of this module ends: whatever is thrown in it is one line on stderr and an exit code that is not 0, whichever
 * threads of its parts still run.
 */
final class Program {

    private Program() {}

    /** Runs a command, then ends the process. */
    static void main(Callable<Integer> command) {
        var code = exitCode(System.err, 1, command);
        haltIfHung(code);
        System.exit(code);
    }

    /** The exit code; a fault is told first. */
    static int exitCode(PrintStream err, int codeOfFault, Callable<Integer> command) {
        try {
            return command.call();
        } catch (LocalFault | CatalogFaults | StoryFault e) {
            err.println("omni: " + e.getMessage());
        } catch (StoreUnavailable e) {
            err.println("omni: the table can't be asked: " + hindrance(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("omni: interrupted");
        } catch (Throwable e) {
            err.println("omni: " + line(e));
        }
        return codeOfFault;
    }

    /** What AWS, or the way to it, said. */
    private static String hindrance(StoreUnavailable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof LocalFault fault) {
                return String.valueOf(fault.getMessage());
            }
        }
        var cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage())
                .replaceAll("\\s+", " ");
    }

    /** What nobody expected, with its first cause, in one line. */
    private static String line(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var text = thrown.getCause() == null ? thrown.toString() : thrown + " (" + cause + ")";
        return text.replaceAll("\\s+", " ");
    }

    /** Runs when the process ends, also by Ctrl-C; parts that do not stop are left behind. */
    static void atTheEnd(Runnable close) {
        Objects.requireNonNull(close);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            haltIfHung(1);
            close.run();
        }));
    }

    private static void haltIfHung(int code) {
        Thread.ofPlatform().daemon().name("end").start(() -> {
            try {
                Thread.sleep(LocalTimeouts.HUNG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(code);
        });
    }
}
