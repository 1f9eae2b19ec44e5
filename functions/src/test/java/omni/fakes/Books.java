package omni.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.budget.BudgetAlerts;
import omni.event.Events;
import omni.ledger.KeyUse;
import omni.ledger.Ledger;
import omni.ledger.RollUps;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import omni.meter.Meter;

/** Everything that counts, as the contract suites and the attacks reach it: in memory, or in DynamoDB. */
public interface Books {

    Meter meter();

    Ledger ledger();

    RollUps rollUps();

    KeyUse keyUse();

    UnprovenCalls unproven();

    /** The stream's consumer on these books. */
    default UsageRecorder recorder(UsageRecorder.Alarm alarm) {
        return new UsageRecorder(recorderPorts(), BudgetAlerts::raise, alarm);
    }

    default UsageRecorder.Ports recorderPorts() {
        return new UsageRecorder.Ports(ledger(), rollUps(), keyUse(), unproven(), UsageRecorder.Caps.in(accounts()));
    }

    /** When each key of an organization was used last, as {@link omni.credential.Keys} says it. */
    Map<String, Instant> lastUse(String orgId);

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
