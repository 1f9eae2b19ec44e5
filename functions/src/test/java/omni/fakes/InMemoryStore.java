package omni.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.CommitPlan;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The table in memory: accounts here, everything under usage ids and the roll-ups in {@link #usage}, one lock over both,
 * and the feed of changes that the table's stream would tell.
 */
public final class InMemoryStore implements Meter, Accounts {

    record AccountKey(String orgId, boolean live) {}

    final ReentrantLock lock = new ReentrantLock();
    final Map<AccountKey, Account> accounts = new HashMap<>();
    private final Map<String, BillingRecord> billing = new HashMap<>();
    private final Map<String, String> customers = new HashMap<>();
    private final List<Change> feed = new ArrayList<>();
    private final InMemoryUsage usage = new InMemoryUsage(this);
    private final InMemoryOversight oversight = new InMemoryOversight(usage.auditEvents(), this::load, this::put);
    private Consumer<Account> watcher = account -> {};

    /** Rows, voids, credits, roll-ups and last uses. */
    public InMemoryUsage usage() {
        return usage;
    }

    /** Sees every account as it is written; what it throws fails the test. */
    public void watch(Consumer<Account> seen) {
        watcher = seen;
    }

    public void put(Account account) {
        lock.lock();
        try {
            accounts.put(new AccountKey(account.orgId(), account.live()), account);
        } finally {
            lock.unlock();
        }
    }

    /** The account, live or test. */
    public Account account(String orgId, boolean live) {
        return locked(() -> Objects.requireNonNull(accounts.get(new AccountKey(orgId, live)), orgId));
    }

    /** All that the stream has to tell so far, in the order in which it happened. */
    public List<Change> feed() {
        return locked(() -> List.copyOf(feed));
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
            if (!current(record) || !current(basis)) {
                return false;
            }
            saveBilling(record);
            rewrite(basis, account -> factsOf(account, standing, account.caps(), account.approvals()));
            return true;
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
        return locked(() -> oversight.record(orgId));
    }

    /** What operators change, under the same lock. */
    public Oversight oversight() {
        return new Oversight() {
            @Override
            public OperatorRecord record(String orgId) {
                return operatorRecord(orgId);
            }

            @Override
            public boolean replace(Account basis, Account.Standing standing, OperatorRecord next, AuditEvent event) {
                return locked(() -> oversight.replace(basis, standing, next, event));
            }
        };
    }

    @Override
    public boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals) {
        return locked(() -> {
            if (!current(basis)) {
                return false;
            }
            rewrite(basis, account -> factsOf(account, account.standing(), caps, approvals));
            return true;
        });
    }

    /** What a revocation or rotation does to an account. */
    public void moveKeys(String orgId, boolean live) {
        locked(() -> {
            var account = account(orgId, live);
            put(new Account(
                    orgId,
                    live,
                    account.factsVersion(),
                    account.keysVersion() + 1,
                    account.grant(),
                    account.standing(),
                    account.ledger(),
                    account.caps(),
                    account.approvals(),
                    account.windows(),
                    account.last()));
            return account;
        });
    }

    private void rewrite(Account basis, java.util.function.UnaryOperator<Account> change) {
        put(change.apply(account(basis.orgId(), true)));
    }

    private static Account factsOf(
            Account account, Account.Standing standing, BudgetCaps caps, List<Approval> approvals) {
        return new Account(
                account.orgId(),
                account.live(),
                account.factsVersion() + 1,
                account.keysVersion(),
                account.grant(),
                standing,
                account.ledger(),
                caps,
                approvals,
                account.windows(),
                account.last());
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

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
