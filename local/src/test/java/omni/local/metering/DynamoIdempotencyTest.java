package omni.local.metering;

import omni.ledger.Ledger;
import omni.meter.Idempotency;
import omni.meter.IdempotencyContract;

class DynamoIdempotencyTest extends IdempotencyContract {

    private static final DynamoStore STORE = new DynamoStore();

    @Override
    protected Idempotency idempotency() {
        return STORE.idempotency();
    }

    @Override
    protected Ledger ledger() {
        return STORE.ledger();
    }
}
