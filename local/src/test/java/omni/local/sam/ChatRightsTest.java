package omni.local.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import omni.chat.ChatConnection;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Permission;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.State;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.chat.GiveBack;
import omni.chat.PermissionMode;
import omni.dialog.FailedMessages;
import omni.dialog.OverdueMessages;
import omni.dialog.WaitingMessages;
import omni.dynamodb.DynamoChatConnections;
import omni.dynamodb.DynamoChatMessages;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.Table;
import omni.fakes.KeptLog;
import omni.job.Jobs;
import omni.local.dynamodb.StoreOfTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the functions of the chat do where something went wrong is within their rights, too: their event files do not come so far. */
class ChatRightsTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final ChatUser USER = new ChatUser("org_AbCdEf012345", "usr_1");

    private final TableGuard guard = new TableGuard();
    private final Table plain = StoreOfTests.table();
    private final Table table = guarded();

    private Table guarded() {
        var client = DynamoDbClient.builder()
                .endpointOverride(plain.client()
                        .serviceClientConfiguration()
                        .endpointOverride()
                        .orElseThrow())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.addExecutionInterceptor(guard))
                .build();
        return new Table(client, client, plain.name());
    }

    private void isWithinRights(Jobs job, Runnable deed) {
        guard.become(job.table());
        deed.run();
        assertThat(guard.refused()).isEmpty();
    }

    private static ChatMessage accepted(String id) {
        return new ChatMessage(
                new ChatMessage.Key(USER, "chs_1", id),
                "con",
                "msg_" + id,
                "req_1",
                "use_" + id,
                "What did Apple earn?",
                PermissionMode.ASK,
                NOW,
                new Accepted(NOW.plusSeconds(10)),
                List.of(),
                List.of(),
                0,
                0);
    }

    private void in(String id, State state) {
        var messages = new DynamoChatMessages(plain);
        messages.put(accepted(id));
        messages.put(accepted(id).next(state));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsOverdueIsSettled(boolean isStarted) {
        new DynamoChatMessages(plain).put(accepted("accepted"));
        in("ready", new Ready(null, NOW.plusSeconds(60)));
        in("waiting", new Waiting(new Permission("prm_1", "tc_1", "find", Map.of()), NOW.plusSeconds(300)));
        InstantSource clock = () -> NOW.plusSeconds(301);
        isWithinRights(
                Jobs.EXPIRE_CHAT_WAITS,
                () -> assertThat(new OverdueMessages(waiting(isStarted, clock), clock).settle())
                        .isEqualTo(3));
    }

    private WaitingMessages waiting(boolean isStarted, InstantSource clock) {
        var messages = new DynamoChatMessages(table);
        var ledger = new DynamoLedger(table, List.of(1));
        var push = new ChatPush() {
            @Override
            public Sent send(String connectionId, String frame) {
                return Sent.SENT;
            }

            @Override
            public void close(String connectionId) {}
        };
        ChatRuns runs = run -> isStarted;
        var failed = new FailedMessages(
                new FailedMessages.Ports(messages, new GiveBack(ledger), push, new KeptLog(), clock));
        return new WaitingMessages(messages, runs, push, ledger, failed);
    }

    /** The gateway's connection is none without its first message. */
    @Test
    void whoOpensAConnectionMayCloseIt() {
        var connections = new DynamoChatConnections(table);
        var connection = new ChatConnection("con", USER, "issuer", "subject", "chs_1", NOW);
        isWithinRights(Jobs.OPEN_CHAT, () -> {
            connections.open(new ChatTicket("tkt_1", USER, "chs_1", NOW.plusSeconds(60)), connection, 1, NOW);
            connections.open(
                    new ChatTicket("tkt_2", USER, "chs_1", NOW.plusSeconds(60)),
                    connection,
                    1,
                    NOW.plus(ChatConnection.MAX_AGE));
            connections.close(connection);
        });
        isWithinRights(Jobs.CLOSE_CHAT, () -> connections.find("con").ifPresent(connections::close));
    }

    /** Whoever has a message may prove it, extend its time, give it back and fail it. */
    @ParameterizedTest
    @EnumSource(names = {"RECEIVE_CHAT_MESSAGE", "RUN_CHAT", "EXPIRE_CHAT_WAITS"})
    void whoHasAMessageMayGiveItBack(Jobs job) {
        in("m-1", new Ready(null, NOW.plusSeconds(60)));
        var ledger = new DynamoLedger(table, List.of(1));
        var messages = new DynamoChatMessages(table);
        isWithinRights(job, () -> {
            ledger.extend("use_m-1", NOW.plusSeconds(60), NOW);
            var message = messages.find(accepted("m-1").key(), NOW).orElseThrow();
            messages.put(message.next(new ChatMessage.Failed()));
            assertThat(new GiveBack(ledger).of(message, NOW)).isTrue();
            ledger.prove("use_m-2", NOW);
        });
    }
}
