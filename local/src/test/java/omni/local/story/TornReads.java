package omni.local.story;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import omni.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The table as DynamoDB may show it in a BatchGetItem, which is no snapshot: keys as they were before something happened,
 * everything else as it was afterwards.
 */
final class TornReads {

    private final Table table;
    private final Callable<?> between;
    private final List<String> calls = new ArrayList<>();

    TornReads(Table table, Callable<?> between) {
        this.table = table;
        this.between = between;
    }

    Table table() {
        var torn = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (_, method, arguments) -> {
                    calls.add(method.getName());
                    if (arguments != null && arguments[0] instanceof BatchGetItemRequest request) {
                        return torn(request);
                    }
                    try {
                        return method.invoke(table.client(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
        return new Table(torn, table.once(), table.name());
    }

    /** What was asked of the table, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private BatchGetItemResponse torn(BatchGetItemRequest request) throws Exception {
        var before = read(request, true);
        between.call();
        var items = new ArrayList<>(before);
        items.addAll(read(request, false));
        return BatchGetItemResponse.builder()
                .responses(Map.of(table.name(), items))
                .unprocessedKeys(Map.of())
                .build();
    }

    private List<Map<String, AttributeValue>> read(BatchGetItemRequest request, boolean keys) {
        var asked = requireNonNull(request.requestItems().get(table.name())).keys().stream()
                .filter(key -> requireNonNull(key.get(Table.PK)).s().startsWith("KEY#") == keys)
                .toList();
        var part = KeysAndAttributes.builder().keys(asked).consistentRead(true).build();
        return requireNonNull(table.client()
                .batchGetItem(batch -> batch.requestItems(Map.of(table.name(), part)))
                .responses()
                .get(table.name()));
    }
}
