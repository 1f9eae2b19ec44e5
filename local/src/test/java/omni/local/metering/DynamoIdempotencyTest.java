package omni.local.metering;

import omni.ledger.Ledger;
import omni.local.dynamodb.LocalDynamoDb;
import omni.meter.Idempotency;
import omni.meter.IdempotencyContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoIdempotencyTest extends IdempotencyContract {

    private static LocalDynamoDb database;
    private static DynamoStore store;

    @BeforeAll
    static void start() {
        database = LocalDynamoDb.inMemory();
        store = DynamoStore.at(database.endpoint());
    }

    @AfterAll
    static void stop() {
        store.close();
        database.close();
    }

    @Override
    protected Idempotency idempotency() {
        return store.idempotency();
    }

    @Override
    protected Ledger ledger() {
        return store.ledger();
    }
}
