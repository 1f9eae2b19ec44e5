package omni.local.dynamodb;

import omni.dynamodb.Table;

/** The product's table on a DynamoDB Local of its own, for a port's contract suite. */
record StoreOfTests(LocalDynamoDb local, DynamoDbConnection connection, Table table) implements AutoCloseable {

    private static final String NAME = "omni";

    static StoreOfTests open() {
        var local = LocalDynamoDb.inMemory();
        var connection = DynamoDbConnection.at(local.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);
        LocalTable.createIn(connection.tables(), NAME);
        return new StoreOfTests(local, connection, new Table(connection.tables(), connection.tables(), NAME));
    }

    @Override
    public void close() {
        connection.close();
        local.close();
    }
}
