package omni.local.metering;

import omni.local.dynamodb.LocalDynamoDb;
import omni.metering.Idempotency;
import omni.metering.IdempotencyContract;
import omni.metering.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoIdempotencyTest extends IdempotencyContract {

    private LocalDynamoDb database;
    private DynamoStore store;

    @BeforeAll
    void start() {
        database = LocalDynamoDb.inMemory();
        store = DynamoStore.at(database.endpoint());
    }

    @AfterAll
    void stop() {
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
