package omni.local.dynamodb;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import omni.dynamodb.Table;
import omni.lambda.Tables;
import omni.local.machine.LocalTimeouts;

/** New tables of the product, as its functions reach them, on one DynamoDB Local; that ends with the process of the tests. */
public final class StoreOfTests {

    private static final LocalDynamoDb DATABASE = LocalDynamoDb.inMemory();
    private static final AtomicInteger TABLES = new AtomicInteger();

    static final DynamoDbConnection CONNECTION =
            DynamoDbConnection.at(DATABASE.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);

    private StoreOfTests() {}

    public static Table table() {
        return table(new SdkCalls());
    }

    /** A table whose every request is noted in {@code calls}. */
    static Table table(SdkCalls calls) {
        var name = "omni" + TABLES.incrementAndGet();
        LocalTable.createIn(CONNECTION.tables(), name);
        return Tables.connect(
                name,
                "us-east-1",
                DATABASE.endpoint(),
                DynamoDbConnection.ANY_CREDENTIALS,
                LocalTimeouts.OF_FUNCTIONS.store(),
                List.of(calls));
    }
}
