package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import omni.access.Ids;
import omni.account.Account;
import omni.call.EndpointFunction;
import omni.catalog.Catalog;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.KeptLog;
import omni.fakes.Rig;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredRoot;
import omni.sec.bundled.BundledFilings;
import omni.timeouts.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** How many of our own frames stand on the stack when a metered call reaches its UpdateItem, and which (architecture 3). */
class CallFramesTest {

    private static final int AT_MOST = 10;
    private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");
    private static final Pattern LISTED =
            Pattern.compile("<!-- frames:begin -->(.*)<!-- frames:end -->", Pattern.DOTALL);
    private static final Pattern FRAME = Pattern.compile("^\\d+\\. `([A-Za-z.]+)`: .+", Pattern.MULTILINE);

    private final Account account = new Rig().fresh().build();
    private final Store store = new Store();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** A store that has the account and nothing else, and looks who writes to it. */
    private final class Store implements DynamoDbClient {

        private final List<String> frames = new ArrayList<>();

        @Override
        public UpdateItemResponse updateItem(UpdateItemRequest request) {
            var item = AccountItem.of(account, List.of());
            if (request.key().equals(AccountItem.key(account.orgId(), true))) {
                frames.addAll(ownFrames());
            }
            return UpdateItemResponse.builder().attributes(item).build();
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return GetItemResponse.builder().build();
        }

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            return PutItemResponse.builder().build();
        }

        @Override
        public DeleteItemResponse deleteItem(DeleteItemRequest request) {
            return DeleteItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** From the handler, which a test's own request calls, to the adapter. */
    private static List<String> ownFrames() {
        var frames = new ArrayList<String>();
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach(frame -> {
            if (frame.getClassName().startsWith("omni.")) {
                frames.add(frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName());
            }
        });
        var handler = frames.indexOf(Ask.class.getSimpleName() + ".call");
        var adapter = frames.lastIndexOf(Store.class.getSimpleName() + ".updateItem") + 1;
        var between = new ArrayList<>(frames.subList(adapter, handler));
        Collections.reverse(between);
        return between;
    }

    @Test
    void thePageListsTheFramesInOrder() throws IOException {
        var page = LISTED.matcher(Files.readString(ARCHITECTURE));
        assertThat(page.find()).isTrue();
        var listed = FRAME.matcher(page.group(1))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(frames(resolve("after"), "AAPL", "")).isEqualTo(listed);
    }

    @ParameterizedTest(name = "commit {0}, query \"{1}\", key \"{2}\": {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            commit, query, key, step
            after,  AAPL,  '',  commit
            after,  AAPL,  k,   commit
            after,  '',    '',  recordFailed
            after,  '',    k,   recordFailed
            before, AAPL,  '',  commit
            before, AAPL,  k,   commit
            """)
    void noKindOfCallHasMoreThanTen(String commit, String query, String key, String step) throws IOException {
        var frames = frames(resolve(commit), query, key);

        assertThat(frames).hasSizeLessThanOrEqualTo(AT_MOST).contains("MeteredSteps." + step);
    }

    private List<String> frames(EndpointFunction function, String query, String key) {
        var ask = Ask.of("GET", "/v1/entities/resolve").query("q", query).by(new Rig().byKey("read:sec"));
        if (!key.isEmpty()) {
            ask.header("Idempotency-Key", key);
        }
        assertThat(ask.of(function).status()).isEqualTo(query.isEmpty() ? 400 : 200);
        return store.frames;
    }

    /** The real function over its real root, with the store above. */
    private EndpointFunction resolve(String commit) throws IOException {
        var variables = Map.of(
                "OMNI_TABLE_NAME", "omni",
                "OMNI_API_BASE_URL", "https://api.example.com",
                "OMNI_DOCS_BASE_URL", "https://docs.example.com",
                "OMNI_UPGRADE_URL", "https://example.com/pricing",
                "OMNI_BILLING_URL", "https://example.com/billing",
                "OMNI_TOKEN_COUNT_MODE", "never",
                "OMNI_CATALOG_FILE", catalog(commit).toString());
        var foundation = Foundation.of(
                Configuration.of(variables, Set.of()),
                () -> Rig.NOW,
                new Ids(new Random(1)),
                new KeptLog(),
                Timeouts.PRODUCTION);
        var root = MeteredRoot.of(foundation, new Table(store, store, "omni"), new BundledFilings());
        return new MeteredEndpoints(root).function(Endpoints.RESOLVE_ENTITY);
    }

    private Path catalog(String commit) throws IOException {
        try (var bundled = Objects.requireNonNull(Catalog.class.getResourceAsStream("/omni/catalog/catalog.json"))) {
            var json = new String(bundled.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve("catalog.json"),
                    json.replaceFirst("(\"path\": \"/v1/entities/resolve\".*?\"commit\": \")after", "$1" + commit));
        }
    }
}
