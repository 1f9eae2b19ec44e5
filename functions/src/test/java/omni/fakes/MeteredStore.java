package omni.fakes;

import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.ledger.Ledger;
import omni.ledger.RollUps;
import omni.ledger.UnprovenCalls;
import omni.meter.Idempotency;
import omni.meter.Meter;

/** All ports of a metered call on one store, in memory or on DynamoDB, and what a test sets up behind them. */
public interface MeteredStore {

    Idempotency idempotency();

    Meter meter();

    Ledger ledger();

    RollUps rollUps();

    UnprovenCalls unproven();

    /** Puts a new organization's account there. */
    void put(Account account);

    Account account(String orgId, boolean live);

    /** Changes standing and budget of a live account, as the rare writes do: with a new facts version. */
    void change(String orgId, UnaryOperator<Account> change);
}
