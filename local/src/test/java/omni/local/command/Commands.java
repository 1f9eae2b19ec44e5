package omni.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Commands as a shell runs them, for tests of other packages too. */
public final class Commands {

    /** How one ended. */
    public record Outcome(int exitCode, String out, String err) {}

    private interface Command {
        int run(PrintStream out, PrintStream err);
    }

    private Commands() {}

    public static Outcome reconcile(Map<String, String> environment, String... arguments) {
        return run((out, err) -> new Reconcile(environment, out, err).run(List.of(arguments)));
    }

    public static Outcome explain(Map<String, String> environment, String... arguments) {
        return run((out, err) -> new Explain(environment, out, err).run(List.of(arguments)));
    }

    public static Outcome rebuildRows(Map<String, String> environment, String... arguments) {
        return run((out, err) -> new RebuildRows(environment, out, err).run(List.of(arguments)));
    }

    private static Outcome run(Command command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = command.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
