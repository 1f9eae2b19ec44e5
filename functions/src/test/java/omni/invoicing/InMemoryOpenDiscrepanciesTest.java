package omni.invoicing;

import omni.fakes.InMemoryOpenDiscrepancies;

class InMemoryOpenDiscrepanciesTest extends OpenDiscrepanciesContract {

    private final OpenDiscrepancies drifts = new InMemoryOpenDiscrepancies();

    @Override
    protected OpenDiscrepancies drifts() {
        return drifts;
    }
}
