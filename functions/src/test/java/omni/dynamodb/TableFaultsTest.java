package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.fakes.AnAccount;
import omni.lambda.Tables;
import omni.ledger.RollUp;
import omni.meter.KeyCheck;
import omni.meter.Plans;
import omni.meter.VoidMark;
import omni.timeouts.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the adapters make of each way in which DynamoDB says no, over the wire: can the write have happened? */
class TableFaultsTest {

    private static final int HANG_UP = 0;

    private final AtomicInteger requests = new AtomicInteger();
    private final Account account = AnAccount.at(Plans.NOW).grantLeft(5).build();
    private int status;
    private String code = "";

    @SuppressWarnings("NullAway.Init") // set before each
    private static final Duration HUNG = Duration.ofMinutes(1);

    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // set before each
    private Table table;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        table = Tables.connect(
                "table",
                "us-east-1",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
                Timeouts.untilHung(HUNG).store());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        if (status != HANG_UP) {
            var body = ("{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"no\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource({
        "400, ThrottlingException, NotApplied",
        "400, ProvisionedThroughputExceededException, NotApplied",
        "400, RequestLimitExceeded, NotApplied",
        "400, TransactionConflictException, NotApplied",
        "500, InternalServerError, Unknown",
        "503, ServiceUnavailable, Unknown",
        "0, hang-up, Unknown",
    })
    void aCommitIsSentOnceAndToldByWhetherItCanHaveHappened(int answered, String error, String result) {
        status = answered;
        code = error;

        var written =
                new DynamoMeter(table, List.of(0, 1)).write(Plans.grant(account).build());

        assertThat(written.getClass().getSimpleName()).isEqualTo(result);
        assertThat(requests).as("the SDK repeats no commit").hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "ValidationException", "ResourceNotFoundException"})
    void aFaultOfOursIsNoOutcomeOfACommit(String error) {
        status = 400;
        code = error;

        assertThatThrownBy(() -> new DynamoMeter(table, List.of(0, 1))
                        .write(Plans.grant(account).build()))
                .isInstanceOf(AwsServiceException.class);
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalServerError",
        "400, ThrottlingException",
        "400, TransactionConflictException",
        "0, hang-up"
    })
    void aVoidThatMayNotBeThereIsToldAsSuch(int answered, String error) {
        status = answered;
        code = error;

        var mark = new VoidMark("use_1", account.orgId(), true, 503, 1, Plans.NOW);

        assertThat(new DynamoLedger(table, List.of(0, 1)).putVoid(mark)).isFalse();
    }

    @Test
    void aCreditThatHoldsARollUpIsALostRace() {
        status = 400;
        code = "TransactionConflictException";
        var scope = RollUp.Scope.hour(account.orgId(), true, Plans.NOW);

        assertThat(new DynamoRollUps(table).write(RollUp.empty(scope))).isFalse();
    }

    @Test
    void aRollUpThatIsNotReachedIsNotALostRace() {
        status = 500;
        code = "InternalServerError";
        var scope = RollUp.Scope.hour(account.orgId(), true, Plans.NOW);

        assertThatThrownBy(() -> new DynamoRollUps(table).write(RollUp.empty(scope)))
                .isInstanceOf(StoreUnavailable.class);
    }

    @ParameterizedTest
    @CsvSource({"500, InternalServerError", "400, ThrottlingException", "0, hang-up"})
    void aKeyThatCannotBeReadAtTheCommitIsUnreachableNotRefused(int answered, String error) {
        status = answered;
        code = error;
        var check = new DynamoKeys(table).check(() -> Plans.NOW);

        assertThat(check.check(call("hash"))).isEqualTo(KeyCheck.Result.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalServerError, InternalServerError",
        "400, ThrottlingException, ThrottlingException",
        "400, ResourceNotFoundException, ResourceNotFoundException",
        "0, hang-up, SdkClientException",
    })
    void aStoreThatDoesNotAnswerIsAskedOnceAndSaidNotToBeReady(int answered, String error, String cause) {
        status = answered;
        code = error;

        assertThat(new DynamoStoreCheck(table, HUNG).fault()).hasValue(cause);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aHumanHasNoKeyToBeChecked() {
        assertThat(new DynamoKeys(table).check(() -> Plans.NOW).check(call(null)))
                .isEqualTo(KeyCheck.Result.GOOD);
        assertThat(requests).hasValue(0);
    }

    private static omni.meter.Call call(@org.jspecify.annotations.Nullable String keyHash) {
        return new omni.meter.Call(
                "use_1", "req_1", "key_1", omni.access.AuthMode.API_KEY, keyHash, null, 1, Plans.CLASS, false, null);
    }

    /** A record that can't be understood stops the batch there: all before it stands, it and what follows come again. */
    @Test
    void anUnreadableStreamRecordEndsTheBatchAndIsNamed() {
        var good = record("1", Map.of("PK", "USAGE#use_1", "SK", "VOID"));
        var bad = record("2", Map.of("PK", "ORG#org_1", "SK", "ACCOUNT"));
        var after = record("3", Map.of("PK", "USAGE#use_2", "SK", "VOID"));

        var batch = new StreamImages()
                .read(("{\"Records\":[" + good + "," + bad + "," + after + "]}").getBytes(StandardCharsets.UTF_8));

        assertThat(batch.records())
                .extracting(StreamImages.StreamRecord::sequenceNumber)
                .containsExactly("1");
        var unreadable = java.util.Objects.requireNonNull(batch.unreadable());
        assertThat(unreadable.sequenceNumber()).isEqualTo("2");
    }

    private static String record(String number, Map<String, String> image) {
        var attributes = new StringBuilder();
        image.forEach((name, value) ->
                attributes.append((attributes.isEmpty() ? "" : ",") + "\"" + name + "\":{\"S\":\"" + value + "\"}"));
        return "{\"dynamodb\":{\"SequenceNumber\":\"" + number + "\",\"NewImage\":{" + attributes + "}}}";
    }
}
