package omni.local.command;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import omni.local.demo.Story;
import omni.local.options.LocalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./omni demo [URL]}: tells the story of a paid call against a running product. */
@Command(
        name = "demo",
        description = "Tells the story of a paid call against the running product; start it with ./omni up.")
final class Demo implements ShellCommand {

    private static final String DEFAULT_URL = "http://localhost:" + LocalOptions.DEFAULT_PORT;

    @Parameters(
            paramLabel = "[URL]",
            arity = "0..*",
            hideParamSyntax = true,
            description = "where the product runs (default " + DEFAULT_URL + ")")
    private final List<String> urls = new ArrayList<>();

    private final Console console;

    Demo(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        if (urls.size() > 1) {
            return List.of("demo takes one address at most");
        }
        return url().isPresent()
                ? List.of()
                : List.of(urls.getFirst() + " is not the address of a product, such as " + DEFAULT_URL);
    }

    @Override
    public int run() {
        new Story(url().orElseThrow(), console.out(), console.terminal()).tell(freshEmail());
        return 0;
    }

    private Optional<URI> url() {
        var text = urls.isEmpty() ? DEFAULT_URL : urls.getFirst();
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
