package omni.fakes;

import java.time.Instant;
import omni.access.AuthMode;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.ledger.UsageRow;

/** Builds usage rows for tests of what reads them: a paid call of one light read, then only what a test is about. */
public final class ARow {

    private final String orgId;
    private final long sequence;
    private final Instant at;
    private boolean live = true;
    private String usageId;
    private String requestId;
    private String principalId = "key_1";
    private int route = 1;
    private int meterClass = 1;
    private boolean mcpTool;
    private int status = 200;
    private Funding funding = Funding.PAID;
    private long microDollars = 10_000;
    private boolean beforeWork;

    private ARow(String orgId, long sequence, Instant at) {
        this.orgId = orgId;
        this.sequence = sequence;
        this.at = at;
        this.usageId = "use_" + sequence;
        this.requestId = "req_" + sequence;
    }

    public static ARow of(String orgId, long sequence, Instant at) {
        return new ARow(orgId, sequence, at);
    }

    public ARow test() {
        live = false;
        return free();
    }

    public ARow free() {
        return fundedBy(Funding.NONE, 0);
    }

    public ARow fundedBy(Funding by, long price) {
        funding = by;
        microDollars = price;
        return this;
    }

    public ARow beforeWork() {
        beforeWork = true;
        return this;
    }

    public ARow usage(String id) {
        usageId = id;
        return this;
    }

    public ARow request(String id) {
        requestId = id;
        return this;
    }

    public ARow principal(String id) {
        principalId = id;
        return this;
    }

    public ARow route(int number, int classNumber) {
        route = number;
        meterClass = classNumber;
        return this;
    }

    public ARow mcpTool() {
        mcpTool = true;
        return this;
    }

    public ARow withFailure(int answered) {
        status = answered;
        return free();
    }

    public UsageRow build() {
        var call = new LastCall(
                usageId,
                requestId,
                principalId,
                AuthMode.API_KEY,
                route,
                meterClass,
                mcpTool,
                status,
                40 + sequence,
                status < 400 ? 1 : 0,
                0,
                funding,
                new Money(microDollars),
                PlanKey.PAYG,
                BillingState.PAYG_ACTIVE,
                "2026-04-27",
                at,
                beforeWork);
        return UsageRow.committed(orgId, live, sequence, call);
    }
}
