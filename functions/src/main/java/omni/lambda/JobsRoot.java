package omni.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import omni.account.StateAnnouncer;
import omni.account.StateChanges;
import omni.budget.BudgetAlerts;
import omni.call.Operation.Group;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoAnnouncements;
import omni.dynamodb.DynamoKeyUse;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.dynamodb.StreamImages;
import omni.dynamodb.Table;
import omni.invoicing.PushHints;
import omni.job.AnnounceStates;
import omni.job.CreditUnproven;
import omni.job.Jobs;
import omni.job.RecordUsage;
import omni.ledger.ProofDeadline;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRow;
import omni.log.Alarms;
import omni.log.LogLine;

/** The root of the {@code jobs} group: the consumer of the stream, and what schedules run. */
public record JobsRoot(
        Foundation foundation,
        StreamImages images,
        UsageRecorder recorder,
        StateAnnouncer states,
        PushHints hints,
        ProofDeadline deadline) {

    public static JobsRoot of(Foundation foundation, Table table) {
        var classes = foundation.meterNumbers();
        var ledger = Counted.ledger(new DynamoLedger(table, classes), foundation.metrics());
        var accounts = new DynamoAccounts(table, classes);
        var unproven = new DynamoUnprovenCalls(table);
        var recorder = new UsageRecorder(
                new UsageRecorder.Ports(
                        ledger,
                        new DynamoRollUps(table),
                        new DynamoKeyUse(table),
                        unproven,
                        UsageRecorder.Caps.in(accounts)),
                BudgetAlerts::raise,
                new LoggedAlarm(foundation));
        var states = new StateAnnouncer(
                new StateChanges(foundation.terms()), new DynamoAnnouncements(table), foundation.clock());
        var hints = new PushHints(new DynamoPushMarks(table, foundation.ids()), foundation.clock());
        var deadline = new ProofDeadline(ledger, unproven, row -> log(foundation, row), foundation.clock());
        return new JobsRoot(foundation, new StreamImages(), recorder, states, hints, deadline);
    }

    private static void log(Foundation foundation, UsageRow lapsed) {
        var call = lapsed.call();
        foundation.line(
                new LogLine.CallLoss(LogLine.CallLoss.Loss.UNPROVEN_CALL_CREDITED, call.requestId(), call.usageId()));
    }

    /** How each job of the group is made. */
    public RequestStreamHandler function(Jobs job) {
        return switch (job) {
            case RECORD_USAGE ->
                new RecordUsage(
                        images, recorder, states, hints, foundation.clock(), foundation.log(), foundation.metrics());
            case ANNOUNCE_STATES -> new AnnounceStates(states);
            case CREDIT_UNPROVEN -> new CreditUnproven(deadline);
            default -> throw OperationSetting.notOf(Group.JOBS, job.name());
        };
    }

    /** Alarms are lines that a metric filter counts. */
    private record LoggedAlarm(Foundation foundation) implements UsageRecorder.Alarm {

        @Override
        public void commitMissing(String orgId, boolean live, long before, long sequence) {
            foundation.line(Alarms.LEDGER_GAP
                    .line()
                    .with("orgId", orgId)
                    .with("live", live)
                    .with("before", before)
                    .with("sequence", sequence));
        }

        @Override
        public void creditTooOld(UsageRow row) {
            foundation.line(Alarms.CREDIT_TOO_OLD
                    .line()
                    .with("orgId", row.orgId())
                    .with("usageId", row.call().usageId())
                    .with("sequence", row.sequence()));
        }
    }
}
