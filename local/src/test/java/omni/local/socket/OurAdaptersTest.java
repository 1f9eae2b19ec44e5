package omni.local.socket;

import static omni.local.socket.SocketWorld.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import omni.aws.ConnectionsApi;
import omni.aws.LambdaInvoke;
import omni.chat.ChatPush.Sent;
import omni.chat.ChatRuns.Greet;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.socket.SocketWorld.Doing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** What the functions send, at what stands in for AWS. */
class OurAdaptersTest {

    private final Doing doing = new Doing();
    private final SocketWorld world = new SocketWorld(doing);
    private final SdkHttpClient http = AwsCrtHttpClient.builder()
            .buildWithDefaults(AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());
    private final URI base = URI.create("http" + world.server.url().toString().substring("ws".length()));

    @AfterEach
    void stop() {
        world.close();
        http.close();
    }

    @Test
    void aFrameReachesAnOpenConnectionAndAClosedOneIsGone() throws Exception {
        var push =
                new ConnectionsApi(base, "us-east-1", DynamoDbConnection.ANY_CREDENTIALS, http, SocketWorld.PATIENCE);
        var client = world.open();
        var id = next(world.connects).at("/requestContext/connectionId").asText();

        assertThat(push.send(id, "{\"type\":\"pong\"}")).isEqualTo(Sent.SENT);
        assertThat(next(client.heard)).isEqualTo("{\"type\":\"pong\"}");
        push.close(id);
        assertThat(next(client.closed)).isEqualTo(1000);
        assertThat(push.send(id, "{}")).isEqualTo(Sent.GONE);
    }

    @Test
    void aRunIsStartedByItsEvent() throws Exception {
        BlockingQueue<String> runs = new LinkedBlockingQueue<>();
        doing.run = (input, _, _) -> runs.add(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        var lambda = new LambdaInvoke(
                base.resolve("/"),
                "RunChat",
                "us-east-1",
                DynamoDbConnection.ANY_CREDENTIALS,
                http,
                SocketWorld.PATIENCE);

        assertThat(lambda.start(new Greet("abc="))).isTrue();

        assertThat(next(runs)).isEqualTo("{\"run\":\"greet\",\"connectionId\":\"abc=\"}");
    }
}
