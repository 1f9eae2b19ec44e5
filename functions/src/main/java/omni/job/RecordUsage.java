package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import omni.dynamodb.StreamImages;
import omni.json.Json;
import omni.lambda.JobsRoot;
import omni.log.Metric;

/**
 * Consumes the table's stream: ledger rows, roll-ups, credits, changes of the billing state, marks for what Stripe has to hear (architecture 5). A batch
 * that fails is delivered again whole, which changes nothing twice; a record that can't be read is named, so that it is parked and all before it stands.
 */
public final class RecordUsage implements RequestStreamHandler {

    private final JobsRoot root;

    public RecordUsage() {
        this(JobsRoot.onLambda(Jobs.RECORD_USAGE.secrets()));
    }

    public RecordUsage(JobsRoot root) {
        this.root = root;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var batch = root.images().read(input.readAllBytes());
        lag(batch);
        root.recorder()
                .record(batch.records().stream()
                        .flatMap(record -> record.change().stream())
                        .toList());
        var moves = batch.records().stream()
                .flatMap(record -> record.move().stream())
                .toList();
        root.states().announce(moves);
        root.hints().mark(moves);
        var failures = failures(batch);
        root.foundation().metrics().flush();
        output.write(Json.write(Map.of("batchItemFailures", failures)));
    }

    private void lag(StreamImages.Batch batch) {
        var oldest = batch.oldest();
        if (oldest != null) {
            var lag = Duration.between(oldest, root.foundation().clock().instant());
            root.foundation().metrics().count(Metric.STREAM_LAG, Math.max(0, lag.toSeconds()));
        }
    }

    private List<Map<String, String>> failures(StreamImages.Batch batch) {
        var unreadable = batch.unreadable();
        if (unreadable == null) {
            return List.of();
        }
        root.foundation()
                .log()
                .fault(
                        "RecordUsage",
                        unreadable.sequenceNumber(),
                        unreadable,
                        root.foundation().clock().instant());
        return List.of(Map.of("itemIdentifier", unreadable.sequenceNumber()));
    }
}
