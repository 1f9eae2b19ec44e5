package omni.socket;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import omni.json.Json;

/** Takes one frame of a client (route {@code $default}): whatever becomes of it is told by frames (contract 14.4). */
public final class ReceiveChatMessage implements RequestStreamHandler {

    private final ChatInbox inbox;

    public ReceiveChatMessage(SocketParts parts) {
        this.inbox = parts.inbox();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        inbox.receive(SocketEvent.read(input));
        output.write(Json.write(SocketReply.OK));
    }
}
