package omni.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import omni.access.StoreUnavailable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * The table and how it is reached.
 *
 * @param client retries what may be repeated: reads and conditional writes that a repetition cannot apply twice
 * @param once the same without retries, for the commit
 */
public record Table(DynamoDbClient client, DynamoDbClient once, String name) {

    /** Partition key. */
    public static final String PK = "PK";

    /** Sort key. */
    public static final String SK = "SK";

    /** When DynamoDB may delete an item, in seconds since the epoch. */
    public static final String TTL = "ttl";

    /** Usage rows by organization and mode. */
    public static final String BY_TIME = "ByTime";

    public static final String BY_TIME_PK = "timeKey";

    /** Usage rows by organization, mode and request id; events by organization and request id. */
    public static final String BY_REQUEST = "ByRequest";

    public static final String BY_REQUEST_PK = "requestKey";

    /** The sort key of both indexes: time, then id. */
    public static final String PLACE = "place";

    static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(PK, Attributes.text(partition), SK, Attributes.text(sort));
    }

    /** One item, strongly consistent; empty when there is none. */
    Map<String, AttributeValue> get(String partition, String sort) {
        return reach(
                "a read",
                () -> client.getItem(GetItemRequest.builder()
                                .tableName(name)
                                .key(key(partition, sort))
                                .consistentRead(true)
                                .build())
                        .item());
    }

    /**
     * A few items in one strongly consistent read, by their sort keys, which have to differ.
     *
     * @throws StoreUnavailable also when one of them was left unread
     */
    Map<String, Map<String, AttributeValue>> getAll(String operation, List<Map<String, AttributeValue>> keys) {
        var items = new HashMap<String, Map<String, AttributeValue>>();
        all(operation, keys).forEach(item -> items.put(Attributes.text(item, SK), item));
        return items;
    }

    /** At most 100 items in one strongly consistent read, in no order, without those that are not there. */
    List<Map<String, AttributeValue>> all(String operation, List<Map<String, AttributeValue>> keys) {
        var answer = reach(
                operation,
                () -> client.batchGetItem(BatchGetItemRequest.builder()
                        .requestItems(Map.of(
                                name,
                                KeysAndAttributes.builder()
                                        .keys(keys)
                                        .consistentRead(true)
                                        .build()))
                        .build()));
        if (answer.hasUnprocessedKeys() && !answer.unprocessedKeys().isEmpty()) {
            throw new StoreUnavailable(operation, new IllegalStateException("keys were left unprocessed"));
        }
        return answer.responses().getOrDefault(name, List.of());
    }

    /** Runs a request; what keeps it from the table is {@link StoreUnavailable}, a condition stays what it is. */
    static <T> T reach(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (ConditionalCheckFailedException | TransactionCanceledException e) {
            throw e;
        } catch (SdkClientException | InternalServerErrorException | TransactionConflictException e) {
            throw new StoreUnavailable(operation, e);
        } catch (AwsServiceException e) {
            if (throttled(e)) {
                throw new StoreUnavailable(operation, e);
            }
            throw e;
        }
    }

    /** Whether the table was asked too much: then nothing was written. */
    static boolean throttled(AwsServiceException e) {
        return e.isThrottlingException() || e instanceof LimitExceededException;
    }

    /** Whether a transaction failed by a condition, and not by a conflict with another write. */
    static boolean conditionFailed(TransactionCanceledException e) {
        return e.cancellationReasons().stream().anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
    }
}
