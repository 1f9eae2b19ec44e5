package omni.fakes;

import java.util.List;
import omni.access.Events;
import omni.metering.Account;
import omni.metering.Accounts;
import omni.metering.KeyUse;
import omni.metering.Ledger;
import omni.metering.Meter;
import omni.metering.Oversight;
import omni.metering.RollUps;
import omni.metering.UsageRecorder.Change;
import omni.metering.UsageRow;

/** Everything that counts, as the contract suites and the attacks reach it: in memory, or in DynamoDB. */
public interface Books {

    Meter meter();

    Ledger ledger();

    RollUps rollUps();

    KeyUse keyUse();

    Accounts accounts();

    Oversight oversight();

    /** Begins in the middle of a life. */
    void put(Account account);

    Account account(String orgId, boolean live);

    /** What the stream has told since the last time. */
    List<Change> news();

    /** What was recorded besides. */
    Events events();

    /** All rows of an account, by sequence. */
    List<UsageRow> rows(Account account);
}
