package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import omni.invoicing.PushRun;
import omni.json.Json;

/**
 * Tells Stripe each hour what was used, and lets the invoices of months that are over become final (architecture 6). It looks
 * at marked organizations only, each from fresh reads; a run that was missed, or had no time, is made up for by the next.
 */
public final class PushUsage implements RequestStreamHandler {

    /** No organization is begun later: one that Stripe is slow for takes a minute or two, and then the function ends. */
    private static final Duration LIMIT = Duration.ofMinutes(12);

    private final PushRun run;

    public PushUsage(PushRun run) {
        this.run = run;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var summary = run.run(LIMIT);
        output.write(Json.write(Map.of(
                "outcomes", summary.outcomes(),
                "oldestMark", summary.oldest().toString(),
                "finished", summary.complete())));
    }
}
