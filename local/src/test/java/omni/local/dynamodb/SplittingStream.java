package omni.local.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A stream whose shards split, expire iterators and lose old records, as AWS's do and DynamoDB Local's never. An iterator is
 * {@code shard:index}; a page of the description holds one shard.
 */
final class SplittingStream implements DynamoDbStreamsClient {

    private record Content(@Nullable String parent, boolean closed, int firstKept, List<Integer> sequenceNumbers) {}

    private final Map<String, Content> shards = new LinkedHashMap<>();
    private final Set<String> expired = new HashSet<>();

    SplittingStream shard(String id, @Nullable String parent, boolean closed, Integer... sequenceNumbers) {
        shards.put(id, new Content(parent, closed, 0, List.of(sequenceNumbers)));
        return this;
    }

    /** The records up to and including this one are gone. */
    SplittingStream trim(String id, int sequenceNumber) {
        shards.computeIfPresent(
                id, (_, old) -> new Content(old.parent, old.closed, sequenceNumber + 1, old.sequenceNumbers));
        return this;
    }

    /** This iterator is refused once. */
    SplittingStream expire(String iterator) {
        expired.add(iterator);
        return this;
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        var ids = new ArrayList<>(shards.keySet());
        var index = ids.indexOf(request.exclusiveStartShardId()) + 1;
        var id = ids.get(index);
        var shard =
                Shard.builder().shardId(id).parentShardId(content(id).parent).build();
        return DescribeStreamResponse.builder()
                .streamDescription(StreamDescription.builder()
                        .shards(shard)
                        .lastEvaluatedShardId(index + 1 < ids.size() ? id : null)
                        .build())
                .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        var shard = content(request.shardId());
        var numbers = shard.sequenceNumbers;
        var first = (int)
                numbers.stream().filter(number -> number < shard.firstKept).count();
        if (request.shardIteratorType() == ShardIteratorType.AFTER_SEQUENCE_NUMBER) {
            var after = numbers.indexOf(Integer.valueOf(request.sequenceNumber())) + 1;
            if (after < first) {
                throw TrimmedDataAccessException.builder().message("trimmed").build();
            }
            first = after;
        }
        return GetShardIteratorResponse.builder()
                .shardIterator(request.shardId() + ":" + first)
                .build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        var iterator = request.shardIterator();
        if (expired.remove(iterator)) {
            throw ExpiredIteratorException.builder().message("expired").build();
        }
        var id = iterator.substring(0, iterator.indexOf(':'));
        var first = Integer.parseInt(iterator.substring(iterator.indexOf(':') + 1));
        var numbers = content(id).sequenceNumbers;
        var end = Math.min(numbers.size(), first + request.limit());
        var atEnd = end == numbers.size() && content(id).closed;
        return GetRecordsResponse.builder()
                .records(IntStream.range(first, end)
                        .mapToObj(index -> record(numbers.get(index)))
                        .toList())
                .nextShardIterator(atEnd ? null : id + ":" + end)
                .build();
    }

    private static Record record(int sequenceNumber) {
        return Record.builder()
                .eventName("INSERT")
                .dynamodb(change -> change.sequenceNumber(Integer.toString(sequenceNumber))
                        .sizeBytes(1L)
                        .keys(Map.of("PK", AttributeValue.fromS("a"))))
                .build();
    }

    private Content content(String id) {
        return shards.getOrDefault(id, new Content(null, true, 0, List.of()));
    }

    @Override
    public String serviceName() {
        return "splitting-stream";
    }

    @Override
    public void close() {}
}
