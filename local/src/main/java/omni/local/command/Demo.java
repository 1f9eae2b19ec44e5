package omni.local.command;

import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import omni.local.demo.Story;
import omni.local.demo.StoryFault;
import omni.local.options.LocalOptions;

/** {@code ./omni demo [URL]}: tells the story of a paid call against a running product. */
public final class Demo {

    private static final String DEFAULT_URL = "http://localhost:" + LocalOptions.DEFAULT_PORT;
    private static final String USAGE = """
            Usage: ./omni demo [URL]

              URL    where the product runs (default %s); start it with ./omni up
            """.formatted(DEFAULT_URL);

    private Demo() {}

    public static void main(String[] arguments) {
        Program.main(1, () -> run(List.of(arguments), System.out, System.err, onTerminal()));
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 is back at null where output goes to a file or a pipe
    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** The exit code: 0 when the story was told to its end. */
    static int run(List<String> arguments, PrintStream out, PrintStream err, boolean terminal) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        if (arguments.size() > 1) {
            err.println("omni: demo takes one address at most");
            return 1;
        }
        var url = url(arguments.isEmpty() ? DEFAULT_URL : arguments.getFirst());
        if (url.isEmpty()) {
            err.println("omni: " + arguments.getFirst() + " is not the address of a product, such as " + DEFAULT_URL);
            return 1;
        }
        try {
            new Story(url.get(), out, terminal).tell(freshEmail());
            return 0;
        } catch (StoryFault e) {
            err.println("omni: " + e.getMessage());
            return 1;
        }
    }

    private static Optional<URI> url(String text) {
        try {
            var uri = URI.create(text.replaceAll("/+$", ""));
            var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String freshEmail() {
        var bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return "ada-" + HexFormat.of().formatHex(bytes) + "@example.com";
    }
}
