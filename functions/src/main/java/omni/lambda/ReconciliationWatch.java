package omni.lambda;

import java.util.Locale;
import omni.invoicing.Discrepancy;
import omni.invoicing.ReconciliationRun;
import omni.invoicing.SweepRound;
import omni.log.Alarms;
import omni.log.LogLine;

/** What the reconciliation tells, as lines; a metric filter counts the alarms among them. */
record ReconciliationWatch(Foundation foundation) implements ReconciliationRun.Watch {

    @Override
    public void drifting(String orgId, Discrepancy drift) {
        foundation.line(Alarms.LEDGER_DRIFT
                .line()
                .with("orgId", orgId)
                .with("period", drift.period().text())
                .with("kind", drift.kind().name().toLowerCase(Locale.ROOT))
                .with("which", drift.which())
                .with("expected", drift.expectedAmount().microDollars())
                .with("found", drift.foundAmount().microDollars())
                .with("since", drift.since().toString()));
    }

    @Override
    public void comparisonFailed(String orgId, String detail) {
        foundation.line(new LogLine.JobFailure(
                LogLine.JobFailure.Failure.RECONCILIATION_FAILED,
                foundation.clock().instant(),
                orgId,
                detail));
    }

    @Override
    public void roundUnfinished(SweepRound round, String detail) {
        foundation.line(SweepParts.unfinished("Reconcile", round, detail));
    }

    @Override
    public void comparisonBroke(String orgId, RuntimeException fault) {
        comparisonFailed(orgId, "a fault of ours");
        foundation.log().fault("Reconcile", orgId, fault, foundation.clock().instant());
    }
}
