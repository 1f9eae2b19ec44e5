package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import omni.json.Json;
import omni.sweep.LostWebhookSweep;
import org.jspecify.annotations.Nullable;

/**
 * Heals what webhooks have lost, once a day (contract 12): each hour a run goes on with the day's round for as long as the
 * function may still run, so that any number of organizations fits into a day.
 */
public final class SweepStripe implements RequestStreamHandler {

    private final LostWebhookSweep sweep;

    public SweepStripe(LostWebhookSweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var swept = sweep.run(() -> Duration.ofMillis(context.getRemainingTimeInMillis()));
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("organizations", swept.organizations());
        answer.put("failed", swept.failures());
        answer.put("missedEvents", swept.missedEvents());
        answer.put("complete", swept.complete());
        output.write(Json.write(answer));
    }
}
