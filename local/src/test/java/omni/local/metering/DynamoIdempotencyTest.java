package omni.local.metering;

import java.util.List;
import omni.dynamodb.DynamoIdempotency;
import omni.dynamodb.DynamoLedger;
import omni.local.dynamodb.DynamoDbConnection;
import omni.local.dynamodb.LocalDynamoDb;
import omni.local.dynamodb.LocalTable;
import omni.metering.Idempotency;
import omni.metering.IdempotencyContract;
import omni.metering.Ledger;
import omni.root.Tables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoIdempotencyTest extends IdempotencyContract {

    private LocalDynamoDb database;
    private omni.dynamodb.Table table;

    @BeforeAll
    void start() {
        database = LocalDynamoDb.inMemory();
        table = Tables.connect("omni", "us-east-1", database.endpoint(), DynamoDbConnection.ANY_CREDENTIALS);
        LocalTable.createIn(table.client(), "omni");
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Override
    protected Idempotency idempotency() {
        return new DynamoIdempotency(table);
    }

    @Override
    protected Ledger ledger() {
        return new DynamoLedger(table, List.of());
    }
}
