package omni.lambda;

import java.util.LinkedHashMap;
import java.util.Locale;
import omni.invoicing.Discrepancy;
import omni.invoicing.ReconciliationRun;
import omni.log.Alarms;
import org.jspecify.annotations.Nullable;

/** What the reconciliation tells, as lines; a metric filter counts the alarms among them. */
record ReconciliationWatch(Foundation foundation) implements ReconciliationRun.Watch {

    @Override
    public void drifting(String orgId, Discrepancy drift) {
        var line = Alarms.LEDGER_DRIFT.line();
        line.put("orgId", orgId);
        line.put("period", drift.period().text());
        line.put("kind", drift.kind().name().toLowerCase(Locale.ROOT));
        line.put("which", drift.which());
        line.put("expected", drift.expectedAmount().microDollars());
        line.put("found", drift.foundAmount().microDollars());
        line.put("since", drift.since().toString());
        foundation.log().line(line);
    }

    @Override
    public void comparisonFailed(String orgId, String detail) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "reconciliation_failed");
        line.put("at", foundation.clock().instant());
        line.put("orgId", orgId);
        line.put("detail", detail);
        foundation.log().line(line);
    }

    @Override
    public void comparisonBroke(String orgId, RuntimeException fault) {
        comparisonFailed(orgId, "a fault of ours");
        foundation.log().fault("Reconcile", orgId, fault, foundation.clock().instant());
    }
}
