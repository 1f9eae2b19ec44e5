package omni.budget;

import omni.account.Account;
import omni.event.Events;
import omni.fakes.InMemoryBudgets;
import omni.fakes.InMemoryStore;

class InMemoryBudgetsTest extends BudgetsContract {

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryBudgets budgets = new InMemoryBudgets(store);

    @Override
    protected Budgets budgets() {
        return budgets;
    }

    @Override
    protected Events events() {
        return store.events();
    }

    @Override
    protected void put(Account account) {
        store.put(account);
    }

    @Override
    protected Account load(String orgId) {
        return store.account(orgId, true);
    }
}
