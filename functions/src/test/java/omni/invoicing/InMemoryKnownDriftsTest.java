package omni.invoicing;

import omni.fakes.InMemoryKnownDrifts;

class InMemoryKnownDriftsTest extends KnownDriftsContract {

    private final KnownDrifts drifts = new InMemoryKnownDrifts();

    @Override
    protected KnownDrifts drifts() {
        return drifts;
    }
}
