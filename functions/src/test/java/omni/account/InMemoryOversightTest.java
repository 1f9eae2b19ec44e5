package omni.account;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import omni.event.Events;
import omni.fakes.InMemoryEvents;
import omni.fakes.InMemoryOversight;

class InMemoryOversightTest extends OversightContract {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final InMemoryEvents events = new InMemoryEvents();
    private final InMemoryOversight oversight =
            new InMemoryOversight(events, accounts::get, account -> accounts.put(account.orgId(), account));

    @Override
    protected Oversight oversight() {
        return oversight;
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
