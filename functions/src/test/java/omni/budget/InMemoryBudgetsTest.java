package omni.budget;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import omni.account.Account;
import omni.event.Events;
import omni.fakes.InMemoryBudgets;
import omni.fakes.InMemoryEvents;

class InMemoryBudgetsTest extends BudgetsContract {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final InMemoryEvents events = new InMemoryEvents();
    private final InMemoryBudgets budgets =
            new InMemoryBudgets(events, accounts::get, account -> accounts.put(account.orgId(), account));

    @Override
    protected Budgets budgets() {
        return budgets;
    }

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected void put(Account account) {
        accounts.put(account.orgId(), account);
    }

    @Override
    protected Account load(String orgId) {
        return Objects.requireNonNull(accounts.get(orgId));
    }
}
