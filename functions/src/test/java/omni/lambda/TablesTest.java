package omni.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** How long the table is waited for, and what decides it. */
class TablesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    /** A store that takes connections and never answers: only the limit that is meant can end the wait. */
    @ParameterizedTest(name = "a commit: {0}")
    @ValueSource(booleans = {true, false})
    void aStoreThatNeverAnswersIsGivenUpByTheLimitOfItsKind(boolean commit) throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var timeouts = new Timeouts.Store(LONG, LONG, LONG, commit ? LONG : SHORT, commit ? SHORT : LONG, LONG);
            var table = Tables.connect(
                    "table",
                    "us-east-1",
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
                    timeouts);
            var read = GetItemRequest.builder()
                    .tableName("table")
                    .key(Map.of("PK", AttributeValue.fromS("key")))
                    .build();

            assertThatThrownBy(() -> (commit ? table.once() : table.client()).getItem(read))
                    .isInstanceOfAny(ApiCallTimeoutException.class, ApiCallAttemptTimeoutException.class);
        }
    }

    @ParameterizedTest(name = "a store at {0}: production''s limits {1}")
    @CsvSource(nullValues = "AWS", textBlock = """
        AWS,                        true
        https://dynamodb.internal,  true
        http://localhost:8000,      false
        """)
    void aFunctionWaitsAsInProductionUnlessItsStoreIsADevelopersOwn(@Nullable String endpoint, boolean production) {
        var variables = new HashMap<>(Map.of("OMNI_TABLE_NAME", "table"));
        for (var address : List.of("OMNI_API_BASE_URL", "OMNI_DOCS_BASE_URL", "OMNI_UPGRADE_URL", "OMNI_BILLING_URL")) {
            variables.put(address, "https://example.com");
        }
        if (endpoint != null) {
            variables.put("OMNI_DYNAMODB_ENDPOINT", endpoint);
        }
        var configuration = Configuration.of(variables, Set.of());

        var timeouts = Foundation.timeoutsOfProcess(configuration);

        assertThat(timeouts).isEqualTo(production ? Timeouts.PRODUCTION : Timeouts.untilHung(Duration.ofMinutes(1)));
        assertThat(Foundation.ofProcess(configuration).timeouts()).isEqualTo(timeouts);
    }
}
