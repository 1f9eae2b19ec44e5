package omni.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Oversight;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;

/** What operators change, in one store with the accounts; each change is atomic with its event. */
public final class InMemoryOversight implements Oversight {

    private final InMemoryStore store;
    private final Map<String, OperatorRecord> records = new HashMap<>();
    private final List<Runnable> before = new ArrayList<>();

    InMemoryOversight(InMemoryStore store) {
        this.store = store;
    }

    /** Runs once, before the next change: what another request does in between, or a fault. */
    public void beforeNextChange(Runnable meanwhile) {
        before.add(meanwhile);
    }

    public void put(OperatorRecord record) {
        store.locked(() -> records.put(record.orgId(), record));
    }

    @Override
    public OperatorRecord record(String orgId) {
        return store.locked(() -> records.getOrDefault(orgId, OperatorRecord.empty(orgId)));
    }

    @Override
    public boolean replace(Account basis, Account.Standing standing, OperatorRecord next, AuditEvent event) {
        if (!before.isEmpty()) {
            before.removeFirst().run();
        }
        return store.locked(() -> {
            if (!store.replaceFacts(basis, account -> account.withStanding(standing))) {
                return false;
            }
            put(next);
            store.events().add(event);
            return true;
        });
    }
}
