package omni.local.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import omni.call.Operation.TableGrant;
import omni.dynamodb.Table;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Lets a function do on the table what its grants say, as IAM does in AWS; DynamoDB Local does not ask. */
final class TableGuard implements ExecutionInterceptor {

    private static final Pattern PARTITION = Pattern.compile("^\\s*\\w+ = (:\\w+)");

    private List<TableGrant> grants = List.of();
    private final List<String> refused = new ArrayList<>();

    /** One thing done on one item, or on the items of one partition. */
    private record Deed(
            String action, String partition, @Nullable String index) {

        boolean isGrantedBy(TableGrant grant) {
            return grant.actions().contains(action)
                    && grant.leadingKeys().stream().anyMatch(partition::startsWith)
                    && Objects.equals(grant.index(), index);
        }
    }

    void become(List<TableGrant> functionsGrants) {
        grants = functionsGrants;
        refused.clear();
    }

    /** What the function did and may not. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        for (var deed : deeds(context.request())) {
            if (grants.stream().noneMatch(deed::isGrantedBy)) {
                refused.add(deed.toString());
                throw new SecurityException(deed.toString());
            }
        }
    }

    private static List<Deed> deeds(SdkRequest request) {
        return switch (request) {
            case GetItemRequest get -> List.of(deed("GetItem", get.key()));
            case PutItemRequest put -> List.of(deed("PutItem", put.item()));
            case UpdateItemRequest update -> List.of(deed("UpdateItem", update.key()));
            case DeleteItemRequest delete -> List.of(deed("DeleteItem", delete.key()));
            case BatchGetItemRequest batch ->
                batch.requestItems().values().stream()
                        .flatMap(keys -> keys.keys().stream())
                        .map(key -> deed("BatchGetItem", key))
                        .toList();
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream()
                        .map(item -> item.put() != null
                                ? deed("PutItem", item.put().item())
                                : item.update() != null
                                        ? deed("UpdateItem", item.update().key())
                                        : item.delete() != null
                                                ? deed(
                                                        "DeleteItem",
                                                        item.delete().key())
                                                : deed(
                                                        "ConditionCheckItem",
                                                        item.conditionCheck().key()))
                        .toList();
            case QueryRequest query -> List.of(deed(query));
            default -> throw new IllegalStateException("an action that no grant has yet: " + request);
        };
    }

    private static Deed deed(String action, Map<String, AttributeValue> item) {
        return new Deed(action, text(item, Table.PK), null);
    }

    private static Deed deed(QueryRequest query) {
        var placeholder = PARTITION.matcher(query.keyConditionExpression());
        if (!placeholder.find()) {
            throw new IllegalStateException("a query of an unknown shape: " + query.keyConditionExpression());
        }
        return new Deed("Query", text(query.expressionAttributeValues(), placeholder.group(1)), query.indexName());
    }

    private static String text(Map<String, AttributeValue> values, String name) {
        return Objects.requireNonNull(values.get(name), name).s();
    }
}
