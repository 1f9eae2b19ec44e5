package omni.local.story;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import omni.dynamodb.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Notes each operation that the functions ask of DynamoDB. */
final class CountedTable {

    private final ConcurrentLinkedQueue<String> operations = new ConcurrentLinkedQueue<>();

    Table around(Table table) {
        return new Table(counted(table.client()), counted(table.once()), table.name());
    }

    private DynamoDbClient counted(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (_, method, arguments) -> {
                    operations.add(method.getName());
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** What was asked since the last look, in order. */
    List<String> taken() {
        var taken = new java.util.ArrayList<String>();
        for (var operation = operations.poll(); operation != null; operation = operations.poll()) {
            taken.add(operation);
        }
        return List.copyOf(taken);
    }
}
