package omni.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import omni.account.Account;
import omni.account.Oversight;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** What operators change, over accounts that live elsewhere; each change is atomic with its event. */
public final class InMemoryOversight implements Oversight {

    private final InMemoryEvents events;
    private final Function<String, @Nullable Account> load;
    private final Consumer<Account> store;
    private final Map<String, OperatorRecord> records = new HashMap<>();
    private final List<Runnable> before = new ArrayList<>();

    public InMemoryOversight(InMemoryEvents events, Function<String, @Nullable Account> load, Consumer<Account> store) {
        this.events = events;
        this.load = load;
        this.store = store;
    }

    /** Runs once, before the next change: what another request does in between, or a fault. */
    public void beforeNextChange(Runnable meanwhile) {
        before.add(meanwhile);
    }

    public synchronized void put(OperatorRecord record) {
        records.put(record.orgId(), record);
    }

    @Override
    public synchronized OperatorRecord record(String orgId) {
        return records.getOrDefault(orgId, OperatorRecord.empty(orgId));
    }

    @Override
    public synchronized boolean replace(
            Account basis, Account.Standing standing, OperatorRecord next, AuditEvent event) {
        if (!before.isEmpty()) {
            before.removeFirst().run();
        }
        var stored = load.apply(basis.orgId());
        if (stored == null || stored.factsVersion() != basis.factsVersion()) {
            return false;
        }
        store.accept(new Account(
                stored.orgId(),
                stored.live(),
                stored.factsVersion() + 1,
                stored.keysVersion(),
                stored.grant(),
                standing,
                stored.ledger(),
                stored.caps(),
                stored.approvals(),
                stored.windows(),
                stored.last()));
        records.put(next.orgId(), next);
        events.add(event);
        return true;
    }
}
