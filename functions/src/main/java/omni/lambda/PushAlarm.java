package omni.lambda;

import java.time.Instant;
import omni.invoicing.PushOutcome;
import omni.invoicing.PushRun;
import omni.log.Alarms;

/** Alarms of the pushing of usage, as lines that a metric filter counts. */
record PushAlarm(Foundation foundation) implements PushRun.Alarm {

    @Override
    public void drifting(String orgId, PushOutcome.Drifting drifting) {
        var line = Alarms.USAGE_DRIFT.line();
        var drift = drifting.drift();
        line.put("orgId", orgId);
        line.put("period", drifting.period().text());
        line.put("counter", drift.counter().microDollars());
        line.put("ledger", drift.ledger().microDollars());
        line.put("total", drift.total().microDollars());
        line.put("meter", drift.meter().microDollars());
        line.put("since", drift.since().toString());
        foundation.log().line(line);
    }

    @Override
    public void pushFailed(String orgId, String detail, Instant since) {
        var line = Alarms.USAGE_PUSH_FAILED.line();
        line.put("orgId", orgId);
        line.put("detail", detail);
        line.put("since", since.toString());
        foundation.log().line(line);
    }

    @Override
    public void pushBroke(String orgId, RuntimeException fault) {
        foundation.log().fault("PushUsage", orgId, fault, foundation.clock().instant());
    }
}
