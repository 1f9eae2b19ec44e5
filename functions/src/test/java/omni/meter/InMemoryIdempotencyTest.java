package omni.meter;

import omni.fakes.InMemoryStore;
import omni.ledger.Ledger;

class InMemoryIdempotencyTest extends IdempotencyContract {

    private final InMemoryStore world = new InMemoryStore();

    @Override
    protected Idempotency idempotency() {
        return world.idempotency();
    }

    @Override
    protected Ledger ledger() {
        return world.ledger();
    }
}
