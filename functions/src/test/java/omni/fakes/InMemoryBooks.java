package omni.fakes;

import java.util.List;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.event.Events;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.RollUps;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.Meter;

/** The books of one {@link InMemoryStore}. */
public final class InMemoryBooks implements Books {

    private final InMemoryStore store = new InMemoryStore();
    private int told;

    public InMemoryStore store() {
        return store;
    }

    @Override
    public Meter meter() {
        return store;
    }

    @Override
    public Ledger ledger() {
        return store.usage();
    }

    @Override
    public RollUps rollUps() {
        return store.usage();
    }

    @Override
    public KeyUse keyUse() {
        return store.usage();
    }

    @Override
    public Accounts accounts() {
        return store;
    }

    @Override
    public Oversight oversight() {
        return store.oversight();
    }

    @Override
    public Events events() {
        return store.usage().auditEvents();
    }

    @Override
    public void put(Account account) {
        store.put(account);
    }

    @Override
    public Account account(String orgId, boolean live) {
        return store.account(orgId, live);
    }

    @Override
    public List<Change> news() {
        var feed = store.feed();
        var news = feed.subList(told, feed.size());
        told = feed.size();
        return news;
    }

    @Override
    public List<UsageRow> rows(Account account) {
        return store.usage().allRows().stream()
                .filter(row -> row.orgId().equals(account.orgId()) && row.live() == account.live())
                .toList();
    }
}
