package omni.fakes;

import java.util.function.UnaryOperator;
import omni.metering.Account;
import omni.metering.Idempotency;
import omni.metering.Ledger;
import omni.metering.Meter;
import omni.metering.RollUps;

/** All ports of a metered call on one store, in memory or on DynamoDB, and what a test sets up behind them. */
public interface MeteredStore {

    Idempotency idempotency();

    Meter meter();

    Ledger ledger();

    RollUps rollUps();

    /** Puts a new organisation's account there. */
    void open(Account account);

    Account account(String orgId, boolean live);

    /** Changes standing and budget of a live account, as the rare writes do: with a new facts version. */
    void change(String orgId, UnaryOperator<Account> change);
}
