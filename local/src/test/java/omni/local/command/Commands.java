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

    private Commands() {}

    public static Outcome reconcile(Map<String, String> environment, String... words) {
        return run("reconcile", environment, words);
    }

    public static Outcome explain(Map<String, String> environment, String... words) {
        return run("explain", environment, words);
    }

    public static Outcome rebuildRows(Map<String, String> environment, String... words) {
        return run("rebuild-rows", environment, words);
    }

    public static Outcome run(String command, Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console =
                new Console(environment, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        var code = Omni.run(console, command, List.of(words));
        return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
