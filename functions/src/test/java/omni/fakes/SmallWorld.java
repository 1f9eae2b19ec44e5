package omni.fakes;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.ledger.Ledger;
import omni.ledger.RollUps;
import omni.meter.CommitPlan;
import omni.meter.Idempotency;
import omni.meter.Meter;

/** Accounts, ledger and idempotency records in memory; each write is atomic under the one lock of the world. */
public final class SmallWorld implements MeteredStore {

    private record Place(String orgId, boolean live) {}

    private final Map<Place, Account> accounts = new HashMap<>();
    private final SmallLedger ledger = new SmallLedger(this);
    private final InMemoryIdempotency idempotency = new InMemoryIdempotency(this, ledger);

    @Override
    public Idempotency idempotency() {
        return idempotency;
    }

    @Override
    public Meter meter() {
        return this::write;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public RollUps rollUps() {
        return ledger;
    }

    @Override
    public synchronized void open(Account account) {
        accounts.put(new Place(account.orgId(), account.live()), account);
    }

    @Override
    public synchronized Account account(String orgId, boolean live) {
        return Objects.requireNonNull(accounts.get(new Place(orgId, live)), orgId);
    }

    @Override
    public synchronized void change(String orgId, UnaryOperator<Account> change) {
        var now = change.apply(account(orgId, true));
        open(versioned(now, now.factsVersion() + 1, now.keysVersion()));
    }

    /** Moves the version of the keys, as the revocation of any key does. */
    public synchronized void moveKeys(String orgId) {
        for (var live : new boolean[] {true, false}) {
            var now = account(orgId, live);
            open(versioned(now, now.factsVersion(), now.keysVersion() + 1));
        }
    }

    private synchronized Meter.Result write(CommitPlan plan) {
        var current = account(plan.basis().orgId(), plan.basis().live());
        if (!plan.holds(current)) {
            return new Meter.Result.Refused(current);
        }
        var after = plan.apply(current);
        open(after);
        return new Meter.Result.Applied(after);
    }

    private static Account versioned(Account account, long factsVersion, long keysVersion) {
        return new Account(
                account.orgId(),
                account.live(),
                factsVersion,
                keysVersion,
                account.grant(),
                account.standing(),
                account.ledger(),
                account.caps(),
                account.approvals(),
                account.windows(),
                account.last());
    }
}
