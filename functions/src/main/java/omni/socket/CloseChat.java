package omni.socket;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.chat.ChatConnections;
import omni.json.Json;

/** Forgets a connection that is closed (route {@code $disconnect}); what a message of it comes to is its run's. */
public final class CloseChat implements RequestStreamHandler {

    private final ChatConnections connections;

    public CloseChat(ChatConnections connections) {
        this.connections = connections;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var event = SocketEvent.read(input);
        if (event.kind().equals(SocketEvent.DISCONNECT)) {
            connections.find(event.connectionId()).ifPresent(connections::close);
        }
        output.write(Json.write(SocketReply.OK));
    }
}
