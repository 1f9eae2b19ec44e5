package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import omni.local.gateway.LocalLambda;

/**
 * An event source mapping.
 *
 * @param folder keeps position and parked records; without one the stream is read from its beginning each time
 * @param filter the records to deliver, in Lambda's JSON; the others count as taken
 * @param batchSize at most so many records in one event
 * @param tries how often the same records are brought before they are halved, or the last of them is parked
 */
public record StreamPumpSettings(
        DynamoDbConnection connection,
        String tableName,
        LocalLambda function,
        Optional<Path> folder,
        Predicate<ObjectNode> filter,
        int batchSize,
        int tries) {

    private static final int DEFAULT_BATCH_SIZE = 100;
    private static final int DEFAULT_TRIES = 3;

    /** All records, nothing kept. */
    public static StreamPumpSettings of(DynamoDbConnection connection, String tableName, LocalLambda function) {
        return new StreamPumpSettings(
                connection, tableName, function, Optional.empty(), _ -> true, DEFAULT_BATCH_SIZE, DEFAULT_TRIES);
    }

    public StreamPumpSettings withFolder(Path kept) {
        return new StreamPumpSettings(connection, tableName, function, Optional.of(kept), filter, batchSize, tries);
    }

    public StreamPumpSettings withFilter(Predicate<ObjectNode> wanted) {
        return new StreamPumpSettings(connection, tableName, function, folder, wanted, batchSize, tries);
    }
}
