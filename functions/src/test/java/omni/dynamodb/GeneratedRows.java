package omni.dynamodb;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import omni.fakes.ARow;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A table whose index of usage rows holds any number of them and no memory: each page is made when it is asked for. */
public final class GeneratedRows {

    private final String orgId;
    private final Instant newest;
    private final long count;

    /** Rows of one account, a second apart. */
    public GeneratedRows(String orgId, Instant newest, long count) {
        this.orgId = orgId;
        this.newest = newest;
        this.count = count;
    }

    public Table table() {
        var client = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                    if (method.getName().equals("query") && args[0] instanceof QueryRequest request) {
                        return page(request);
                    }
                    throw new AssertionError(method.getName() + " was asked");
                });
        return new Table(client, client, "omni");
    }

    /** The rows at a place and behind it. */
    private QueryResponse page(QueryRequest request) {
        var highest = Objects.requireNonNull(request.expressionAttributeValues().get(":highest"))
                .s();
        var place = highest.split("#", -1);
        var first = place.length == 3 ? Long.parseLong(place[2]) : count;
        var last = Math.max(1, first - request.limit() + 1);
        var items = LongStream.iterate(first, sequence -> sequence >= last, sequence -> sequence - 1)
                .mapToObj(this::item)
                .toList();
        var page = QueryResponse.builder().items(items);
        return last == 1
                ? page.build()
                : page.lastEvaluatedKey(Map.of("PK", AttributeValue.fromS("more")))
                        .build();
    }

    private Map<String, AttributeValue> item(long sequence) {
        var row = ARow.of(orgId, sequence, newest.minusSeconds(count - sequence))
                .usage("use_%020d".formatted(sequence))
                .request("-a.request.id.as.long.as.a.caller.may.choose.it.%016d".formatted(sequence))
                .principal("key_0123456789abcdefghij")
                .route(11, 6)
                .build();
        return UsageItems.rowItem(row);
    }
}
