package omni.local.command;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command is run with.
 *
 * @param terminal whether a person watches stdout
 */
record Console(Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal) {

    @SuppressWarnings("SystemConsoleNull") // JDK 25 is back at null where output goes to a file or a pipe
    static Console ofProcess() {
        var console = System.console();
        return new Console(System.getenv(), System.out, System.err, console != null && console.isTerminal());
    }

    void fault(String line) {
        err.println("omni: " + line);
    }
}
