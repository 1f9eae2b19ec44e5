package omni.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import omni.access.StoreUnavailable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

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

    /** Condition of a write whose item must not be there yet. */
    static final String NEW = "attribute_not_exists(" + PK + ")";

    /** Condition of a write whose item must be there. */
    static final String EXISTS = "attribute_exists(" + PK + ")";

    private static final Pattern NAMED = Pattern.compile("#(\\w+)");

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

    /** All items that a condition on the keys picks, in their order, strongly consistent. */
    List<Map<String, AttributeValue>> query(String operation, String keys, Map<String, AttributeValue> values) {
        var request = query(keys, values).build();
        return reach(
                operation, () -> client.queryPaginator(request).items().stream().toList());
    }

    /** The first so many of them. */
    List<Map<String, AttributeValue>> query(
            String operation, String keys, Map<String, AttributeValue> values, int limit) {
        var request = query(keys, values).limit(limit).build();
        return reach(operation, () -> client.query(request)).items();
    }

    private QueryRequest.Builder query(String keys, Map<String, AttributeValue> values) {
        return QueryRequest.builder()
                .tableName(name)
                .keyConditionExpression(keys)
                .expressionAttributeValues(values)
                .consistentRead(true);
    }

    /** The write of an item whatever stands in its place. */
    TransactWriteItem put(Map<String, AttributeValue> item) {
        return put(item, null, Map.of());
    }

    TransactWriteItem putNew(Map<String, AttributeValue> item) {
        return put(item, NEW, Map.of());
    }

    /** The write of an item on condition that the stored one is of the version {@code before}; 0 says that there is none. */
    TransactWriteItem putVersion(Map<String, AttributeValue> item, long before) {
        return before == 0
                ? putNew(item)
                : put(item, "version = :before", Map.of(":before", Attributes.number(before)));
    }

    /** In conditions and updates {@code #name} stands for the attribute {@code name}: some are words of DynamoDB's own. */
    TransactWriteItem put(
            Map<String, AttributeValue> item, @Nullable String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(name)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names(condition))
                        .expressionAttributeValues(values.isEmpty() ? null : values))
                .build();
    }

    TransactWriteItem update(
            Map<String, AttributeValue> key,
            String update,
            @Nullable String condition,
            Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .update(write -> write.tableName(name)
                        .key(key)
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names(update + " " + condition))
                        .expressionAttributeValues(values.isEmpty() ? null : values))
                .build();
    }

    TransactWriteItem delete(Map<String, AttributeValue> key) {
        return delete(key, null, Map.of());
    }

    TransactWriteItem delete(
            Map<String, AttributeValue> key, @Nullable String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(name)
                        .key(key)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names(condition))
                        .expressionAttributeValues(values.isEmpty() ? null : values))
                .build();
    }

    private static @Nullable Map<String, String> names(@Nullable String expressions) {
        var names = new HashMap<String, String>();
        NAMED.matcher(String.valueOf(expressions)).results().forEach(found -> names.put(found.group(), found.group(1)));
        return names.isEmpty() ? null : names;
    }

    /** Makes a write alone, at half of what it costs in a transaction; false when its condition failed. */
    boolean write(String operation, TransactWriteItem write) {
        try {
            reach(operation, () -> alone(write));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private DynamoDbResponse alone(TransactWriteItem write) {
        var put = write.put();
        var update = write.update();
        if (put != null) {
            return client.putItem(PutItemRequest.builder()
                    .tableName(name)
                    .item(put.item())
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeNames(put.expressionAttributeNames())
                    .expressionAttributeValues(put.expressionAttributeValues())
                    .build());
        }
        if (update != null) {
            return client.updateItem(UpdateItemRequest.builder()
                    .tableName(name)
                    .key(update.key())
                    .updateExpression(update.updateExpression())
                    .conditionExpression(update.conditionExpression())
                    .expressionAttributeNames(update.expressionAttributeNames())
                    .expressionAttributeValues(update.expressionAttributeValues())
                    .build());
        }
        var delete = write.delete();
        return client.deleteItem(DeleteItemRequest.builder()
                .tableName(name)
                .key(delete.key())
                .conditionExpression(delete.conditionExpression())
                .expressionAttributeNames(delete.expressionAttributeNames())
                .expressionAttributeValues(delete.expressionAttributeValues())
                .build());
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
