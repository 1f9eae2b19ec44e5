package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import omni.account.StateAnnouncer;
import omni.dynamodb.StreamImages;
import omni.invoicing.PushHints;
import omni.json.Json;
import omni.ledger.UsageRecorder;
import omni.log.Metric;
import omni.log.Metrics;
import omni.log.RequestLog;

/**
 * Consumes the table's stream: ledger rows, roll-ups, credits, changes of the billing state, marks for what Stripe has to hear (architecture 5). A batch
 * that fails is delivered again whole, which changes nothing twice; a record that can't be read is named, so that it is parked and all before it stands.
 */
public final class RecordUsage implements RequestStreamHandler {

    private final StreamImages images;
    private final UsageRecorder recorder;
    private final StateAnnouncer states;
    private final PushHints hints;
    private final InstantSource clock;
    private final RequestLog log;
    private final Metrics metrics;

    public RecordUsage(
            StreamImages images,
            UsageRecorder recorder,
            StateAnnouncer states,
            PushHints hints,
            InstantSource clock,
            RequestLog log,
            Metrics metrics) {
        this.images = images;
        this.recorder = recorder;
        this.states = states;
        this.hints = hints;
        this.clock = clock;
        this.log = log;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var batch = images.read(input.readAllBytes());
        lag(batch);
        recorder.record(batch.records().stream()
                .flatMap(record -> record.change().stream())
                .toList());
        var moves = batch.records().stream()
                .flatMap(record -> record.move().stream())
                .toList();
        states.announce(moves);
        hints.mark(moves);
        var failures = failures(batch);
        metrics.flush();
        output.write(Json.write(Map.of("batchItemFailures", failures)));
    }

    private void lag(StreamImages.Batch batch) {
        var oldest = batch.oldest();
        if (oldest != null) {
            var lag = Duration.between(oldest, clock.instant());
            metrics.count(Metric.STREAM_LAG, Math.max(0, lag.toSeconds()));
        }
    }

    private List<Map<String, String>> failures(StreamImages.Batch batch) {
        var unreadable = batch.unreadable();
        if (unreadable == null) {
            return List.of();
        }
        log.fault("RecordUsage", unreadable.sequenceNumber(), unreadable, clock.instant());
        return List.of(Map.of("itemIdentifier", unreadable.sequenceNumber()));
    }
}
