package omni.metering;

import omni.fakes.SmallWorld;

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
