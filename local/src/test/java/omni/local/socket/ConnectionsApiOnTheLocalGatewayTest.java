package omni.local.socket;

import static omni.local.socket.SocketWorld.next;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import omni.aws.ConnectionsApi;
import omni.chat.ChatPush;
import omni.chat.ChatPushContract;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.socket.SocketWorld.Doing;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** Frames that go over real sockets keep the same contract. */
class ConnectionsApiOnTheLocalGatewayTest extends ChatPushContract {

    private final SocketWorld world = new SocketWorld(new Doing());
    private final SdkHttpClient http = AwsCrtHttpClient.builder()
            .buildWithDefaults(AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());
    private final Map<String, SocketWorld.Client> clients = new HashMap<>();

    @AfterEach
    void stop() {
        world.close();
        http.close();
    }

    @Override
    protected ChatPush push() {
        var base = URI.create("http" + world.server.url().toString().substring("ws".length()));
        return new ConnectionsApi(base, "us-east-1", DynamoDbConnection.ANY_CREDENTIALS, http, SocketWorld.PATIENCE);
    }

    @Override
    protected String open() throws Exception {
        var client = world.open();
        var id = next(world.connects).at("/requestContext/connectionId").asText();
        clients.put(id, client);
        return id;
    }

    @Override
    protected String heard(String connectionId) throws Exception {
        return next(Objects.requireNonNull(clients.get(connectionId)).heard);
    }
}
