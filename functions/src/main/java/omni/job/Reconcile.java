package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import omni.invoicing.ReconciliationRun;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Proves once a day that counter, ledger, books and Stripe agree; each hour a run goes on with the day's round, after it has
 * looked again at what disagreed.
 */
public final class Reconcile implements RequestStreamHandler {

    private final ReconciliationRun run;

    public Reconcile(ReconciliationRun run) {
        this.run = run;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var summary = run.run(() -> Duration.ofMillis(context.getRemainingTimeInMillis()));
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("organizations", summary.organizations());
        answer.put("failed", summary.failures());
        answer.put("drifts", summary.drifts());
        answer.put("complete", summary.complete());
        output.write(Json.write(answer));
    }
}
