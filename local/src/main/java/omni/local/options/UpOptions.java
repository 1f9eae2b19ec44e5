package omni.local.options;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options of {@code ./omni up}, as picocli fills them in. */
public final class UpOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Port.class,
            description = "serve the API on 127.0.0.1:N (default 8080; 0 takes a free port)")
    private int port = LocalOptions.DEFAULT_PORT;

    @Option(
            names = "--chat-port",
            paramLabel = "N",
            converter = Port.class,
            description = "serve the chat's WebSocket API on 127.0.0.1:N (default: a free port)")
    private int chatPort;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            converter = Folder.class,
            description = "keep everything in this folder (default: in memory, gone when it stops)")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            converter = File.class,
            description = "use this catalog instead of the bundled one")
    private Optional<Path> catalog = Optional.empty();

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            converter = Url.class,
            description =
                    "sell the catalog's upstream routes from this API (default: a sample that tells what it is asked)")
    private Optional<URI> upstream = Optional.empty();

    @Option(
            names = "--dynamodb",
            paramLabel = "URL",
            converter = Url.class,
            description = "use this DynamoDB endpoint, its streams included (default: one in this process)")
    private Optional<URI> dynamodb = Optional.empty();

    @Option(names = "--no-rate-limits", arity = "0", description = "serve without rate limits, for load tests")
    private boolean withoutRateLimits;

    @Option(
            names = "--json",
            arity = "0",
            description =
                    "print one line of JSON on stdout when ready: url, apiKey, orgId, stripeUrl, dynamodbUrl, oidcUrl, chatUrl")
    private boolean json;

    @Option(
            names = "--live-stripe",
            arity = "0",
            description = "with a live key in STRIPE_API_KEY: mean it (OMNI_ALLOW_LIVE_STRIPE=yes has to be set too)")
    private boolean liveStripe;

    public LocalOptions options() {
        return new LocalOptions(
                port, data, catalog, dynamodb, !withoutRateLimits, json, upstream, liveStripe, chatPort);
    }

    private static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
                throw new IllegalArgumentException("a port is a number from 0 to 65535");
            }
            return Integer.valueOf(text);
        }
    }

    private static final class Folder implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            var path = path(text);
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new IllegalArgumentException("is a file, not a folder");
            }
            return path;
        }
    }

    private static final class File implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            var path = path(text);
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException(Files.exists(path) ? "is not a file" : "there is no such file");
            }
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("cannot be read");
            }
            return path;
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private static final class Url implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                var url = new URI(text);
                var http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (http && url.getHost() != null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("is not a URL", e);
            }
            throw new IllegalArgumentException("is not a URL such as http://127.0.0.1:8000");
        }
    }
}
