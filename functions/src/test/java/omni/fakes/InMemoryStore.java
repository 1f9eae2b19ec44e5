package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.OperatorRecord;
import omni.ledger.KeyUse;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.CommitPlan;
import omni.meter.Idempotency;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The table in memory: accounts here, everything under usage ids and the roll-ups in {@link #usage}, one lock over both,
 * and the feed of changes that the table's stream would tell.
 */
public final class InMemoryStore implements Meter, Accounts, Books, MeteredStore {

    record AccountKey(String orgId, boolean live) {}

    final ReentrantLock lock = new ReentrantLock();
    final Map<AccountKey, Account> accounts = new HashMap<>();
    private final Map<String, BillingRecord> billing = new HashMap<>();
    private final Map<String, String> customers = new HashMap<>();
    private final List<Change> feed = new ArrayList<>();
    private final InMemoryUsage usage = new InMemoryUsage(this);
    private final InMemoryUnprovenCalls unproven = new InMemoryUnprovenCalls();
    private final InMemoryOversight oversight = new InMemoryOversight(this);
    private final InMemoryIdempotency idempotency = new InMemoryIdempotency(this);
    private Consumer<Account> watcher = account -> {};
    private int told;

    /** Rows, voids, credits, roll-ups and last uses. */
    public InMemoryUsage usage() {
        return usage;
    }

    @Override
    public Idempotency idempotency() {
        return idempotency;
    }

    @Override
    public Meter meter() {
        return this;
    }

    @Override
    public Accounts accounts() {
        return this;
    }

    @Override
    public InMemoryUsage ledger() {
        return usage;
    }

    @Override
    public InMemoryUsage rollUps() {
        return usage;
    }

    @Override
    public KeyUse keyUse() {
        return usage;
    }

    @Override
    public UnprovenCalls unproven() {
        return unproven;
    }

    @Override
    public Map<String, Instant> lastUse(String orgId) {
        return usage.lastUses(orgId);
    }

    @Override
    public InMemoryEvents events() {
        return usage.auditEvents();
    }

    @Override
    public List<UsageRow> rows(Account account) {
        return usage.allRows().stream()
                .filter(row -> row.orgId().equals(account.orgId()) && row.live() == account.live())
                .toList();
    }

    /** Sees every account as it is written; what it throws fails the test. */
    public void watch(Consumer<Account> seen) {
        watcher = seen;
    }

    @Override
    public void put(Account account) {
        lock.lock();
        try {
            accounts.put(new AccountKey(account.orgId(), account.live()), account);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        accounts.clear();
    }

    @Override
    public void change(String orgId, UnaryOperator<Account> change) {
        locked(() -> {
            var now = change.apply(account(orgId, true));
            put(Altered.factsVersion(now, now.factsVersion() + 1));
            return orgId;
        });
    }

    public void put(BillingRecord record) {
        locked(() -> billing.put(record.orgId(), record));
    }

    @Override
    public Account account(String orgId, boolean live) {
        return locked(() -> Objects.requireNonNull(accounts.get(new AccountKey(orgId, live)), orgId));
    }

    /** All that the stream has to tell so far, in the order in which it happened. */
    public List<Change> feed() {
        return locked(() -> List.copyOf(feed));
    }

    @Override
    public List<Change> news() {
        var all = feed();
        var news = all.subList(told, all.size());
        told = all.size();
        return news;
    }

    void tell(Change change) {
        feed.add(change);
    }

    /** Replaces an account, as a write does. */
    void replace(Account before, Account after) {
        accounts.put(new AccountKey(after.orgId(), after.live()), after);
        if (after.ledger().sequence() > before.ledger().sequence()) {
            UsageRow.of(after)
                    .ifPresent(row -> tell(new Change.Committed(before.ledger().sequence(), row, after)));
        }
        watcher.accept(after);
    }

    @Override
    public Result write(CommitPlan plan) {
        return locked(() -> {
            var current = account(plan.basis().orgId(), plan.basis().live());
            if (!plan.holds(current)) {
                return new Result.Refused(current);
            }
            var after = plan.apply(current);
            replace(current, after);
            return new Result.Applied(after);
        });
    }

    @Override
    public @Nullable Account load(String orgId) {
        lock.lock();
        try {
            return accounts.get(new AccountKey(orgId, true));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BillingRecord billing(String orgId) {
        return locked(() -> billing.getOrDefault(orgId, BillingRecord.empty(orgId)));
    }

    @Override
    public boolean replaceStanding(Account basis, Account.Standing standing, BillingRecord record) {
        return locked(() -> {
            if (!current(record) || !replaceFacts(basis, account -> account.withStanding(standing))) {
                return false;
            }
            return saveBilling(record);
        });
    }

    @Override
    public boolean replaceStanding(
            Account basis, Account.Standing standing, BillingRecord record, OperatorRecord said) {
        return locked(() -> {
            if (!replaceStanding(basis, standing, record)) {
                return false;
            }
            oversight.put(said);
            return true;
        });
    }

    @Override
    public OperatorRecord operatorRecord(String orgId) {
        return oversight.record(orgId);
    }

    @Override
    public InMemoryOversight oversight() {
        return oversight;
    }

    @Override
    public boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals) {
        return replaceFacts(basis, account -> Altered.budget(account, caps, approvals));
    }

    /** What a revocation or rotation does to an organization's accounts. */
    public void moveKeys(String orgId) {
        for (var live : new boolean[] {true, false}) {
            locked(() -> accounts.computeIfPresent(
                    new AccountKey(orgId, live), (key, now) -> Altered.keysVersion(now, now.keysVersion() + 1)));
        }
    }

    /** Changes the facts of a live account, if they are still those of the basis. */
    boolean replaceFacts(Account basis, UnaryOperator<Account> change) {
        return locked(() -> {
            if (!current(basis)) {
                return false;
            }
            change(basis.orgId(), change);
            return true;
        });
    }

    private boolean current(Account basis) {
        var account = accounts.get(new AccountKey(basis.orgId(), true));
        return account != null && account.factsVersion() == basis.factsVersion();
    }

    private boolean current(BillingRecord record) {
        return billing(record.orgId()).version() == record.version();
    }

    @Override
    public boolean saveBilling(BillingRecord next) {
        return locked(() -> {
            if (!current(next)) {
                return false;
            }
            billing.put(next.orgId(), next.nextVersion());
            var customer = next.customer();
            if (customer != null) {
                customers.put(customer.id(), next.orgId());
            }
            return true;
        });
    }

    @Override
    public @Nullable String organizationOf(String stripeCustomerId) {
        lock.lock();
        try {
            return customers.get(stripeCustomerId);
        } finally {
            lock.unlock();
        }
    }

    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
