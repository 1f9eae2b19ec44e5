package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import omni.dialog.OverdueMessages;
import omni.json.Json;

/** Rejects each minute what people were asked and did not answer in time, and gives back what nobody took up. */
public final class ExpireChatWaits implements RequestStreamHandler {

    private final OverdueMessages overdue;

    public ExpireChatWaits(OverdueMessages overdue) {
        this.overdue = overdue;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(Json.write(Map.of("moved", overdue.settle())));
    }
}
