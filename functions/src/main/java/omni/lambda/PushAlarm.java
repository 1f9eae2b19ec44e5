package omni.lambda;

import java.time.Instant;
import omni.invoicing.PushOutcome;
import omni.invoicing.PushRun;
import omni.log.Alarms;

/** Alarms of the pushing of usage, as lines that a metric filter counts. */
record PushAlarm(Foundation foundation) implements PushRun.Alarm {

    @Override
    public void drifting(String orgId, PushOutcome.Drifting drifting) {
        var drift = drifting.drift();
        foundation.line(Alarms.USAGE_DRIFT
                .line()
                .with("orgId", orgId)
                .with("period", drifting.period().text())
                .with("counter", drift.counter().microDollars())
                .with("ledger", drift.ledger().microDollars())
                .with("total", drift.total().microDollars())
                .with("meter", drift.meter().microDollars())
                .with("since", drift.since().toString()));
    }

    @Override
    public void pushFailed(String orgId, String detail, Instant since) {
        foundation.line(Alarms.USAGE_PUSH_FAILED
                .line()
                .with("orgId", orgId)
                .with("detail", detail)
                .with("since", since.toString()));
    }

    @Override
    public void pushBroke(String orgId, RuntimeException fault) {
        foundation.log().fault("PushUsage", orgId, fault, foundation.clock().instant());
    }
}
