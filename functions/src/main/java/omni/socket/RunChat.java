package omni.socket;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import omni.chat.ChatRunEvent;
import omni.chat.ChatRuns.Run;
import omni.json.Json;

/** Works on a message, or greets a connection: invoked by functions of ours, which do not wait. */
public final class RunChat implements RequestStreamHandler {

    private final Runs runs;

    /** What does the work. */
    @FunctionalInterface
    public interface Runs {
        void make(Run run);
    }

    public RunChat(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        runs.make(read(input));
        output.write(Json.write(Map.of()));
    }

    private static Run read(InputStream input) throws IOException {
        try {
            return ChatRunEvent.read(Json.readObject(input.readAllBytes()))
                    .orElseThrow(() -> new IllegalArgumentException("the event is no run of a chat"));
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is no run of a chat", e);
        }
    }
}
