package omni.meter;

import omni.fakes.SmallWorld;
import omni.ledger.Ledger;

class InMemoryIdempotencyTest extends IdempotencyContract {

    private final SmallWorld world = new SmallWorld();

    @Override
    protected Idempotency idempotency() {
        return world.idempotency();
    }

    @Override
    protected Ledger ledger() {
        return world.ledger();
    }
}
