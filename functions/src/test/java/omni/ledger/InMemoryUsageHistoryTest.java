package omni.ledger;

import omni.fakes.InMemoryUsageHistory;

class InMemoryUsageHistoryTest extends UsageHistoryContract {

    private final InMemoryUsageHistory history = new InMemoryUsageHistory();

    @Override
    protected UsageHistory history() {
        return history;
    }

    @Override
    protected void add(UsageRow row) {
        history.add(row);
    }
}
