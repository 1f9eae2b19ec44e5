package omni.local.dynamodb;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The shards of one stream and an iterator into each that is being read. Used by the pump's thread only. */
final class StreamReader {

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final StreamPosition position;
    private final Map<String, String> iterators = new HashMap<>();
    private Map<String, Shard> shards = Map.of();

    StreamReader(DynamoDbStreamsClient streams, String streamArn, StreamPosition position) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.position = position;
    }

    /**
     * One read of one shard.
     *
     * @param closed nothing follows in this shard, ever
     */
    record Page(List<Record> records, boolean closed) {}

    /** Asks for the shards anew: when the pump starts, and whenever a shard was read to its end. */
    void refreshShards() {
        var found = new LinkedHashMap<String, Shard>();
        String next = null;
        do {
            var from = next;
            var answer = streams.describeStream(
                    request -> request.streamArn(streamArn).exclusiveStartShardId(from));
            answer.streamDescription().shards().forEach(shard -> found.put(shard.shardId(), shard));
            next = answer.streamDescription().lastEvaluatedShardId();
        } while (next != null);
        shards = found;
        position.keepOnly(new HashSet<>(found.keySet()));
    }

    /** The shards that may be read now: not finished, and their parent finished or forgotten by the stream. */
    List<String> readableShards() {
        return shards.values().stream()
                .filter(shard -> !position.isFinished(shard.shardId()))
                .filter(shard -> isBehindUs(shard.parentShardId()))
                .map(Shard::shardId)
                .toList();
    }

    private boolean isBehindUs(@Nullable String parent) {
        return parent == null || !shards.containsKey(parent) || position.isFinished(parent);
    }

    Page read(String shardId, int limit) {
        try {
            return readOn(shardId, limit);
        } catch (ExpiredIteratorException | TrimmedDataAccessException e) {
            // Read at once with a new one: an empty page would say that the shard has nothing more.
            iterators.remove(shardId);
            return readOn(shardId, limit);
        }
    }

    private Page readOn(String shardId, int limit) {
        var iterator = iterators.computeIfAbsent(shardId, this::iterator);
        var answer =
                streams.getRecords(request -> request.shardIterator(iterator).limit(limit));
        var next = Optional.ofNullable(answer.nextShardIterator());
        next.ifPresentOrElse(token -> iterators.put(shardId, token), () -> iterators.remove(shardId));
        return new Page(answer.records(), next.isEmpty());
    }

    /** Records from this shard come again from the last one taken on. */
    void rewind(String shardId) {
        iterators.remove(shardId);
    }

    private String iterator(String shardId) {
        var last = position.lastTaken(shardId);
        try {
            return iterator(shardId, last);
        } catch (TrimmedDataAccessException e) {
            System.getLogger(StreamReader.class.getName())
                    .log(System.Logger.Level.ERROR, "stream records after " + last.orElse("the start") + " are gone");
            position.forget(shardId);
            return iterator(shardId, Optional.empty());
        }
    }

    private String iterator(String shardId, Optional<String> last) {
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shardId)
                        .shardIteratorType(
                                last.isPresent()
                                        ? ShardIteratorType.AFTER_SEQUENCE_NUMBER
                                        : ShardIteratorType.TRIM_HORIZON)
                        .sequenceNumber(last.orElse(null)))
                .shardIterator();
    }
}
