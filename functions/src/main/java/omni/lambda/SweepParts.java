package omni.lambda;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import omni.access.Rotating;
import omni.account.Accounts;
import omni.billing.ProviderEvents;
import omni.billing.ProviderEvents.Occurrence;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoSweepRounds;
import omni.dynamodb.Table;
import omni.invoicing.MonthBooks;
import omni.invoicing.PaymentFacts;
import omni.invoicing.SweepRound;
import omni.invoicing.UnbookedMonths;
import omni.log.AlarmLine;
import omni.log.Alarms;
import omni.log.LogLine;
import omni.member.Roster;
import omni.stripe.StripeEventList;
import omni.stripe.StripePayments;
import omni.sweep.LostWebhookSweep;
import omni.sweep.OrganizationRepair;
import org.jspecify.annotations.Nullable;

/** What only the sweep works with. */
public record SweepParts(Roster roster, LostWebhookSweep.Rounds rounds, MonthBooks reports, ProviderEvents events) {

    static SweepParts of(Table table, Rotating<String> apiKey, Optional<URI> apiBase, StripePayments.Limits limits) {
        return new SweepParts(
                new DynamoRoster(table),
                new LostWebhookSweep.Rounds(
                        new DynamoSweepRounds(table, "events"), new DynamoSweepRounds(table, "stripe")),
                new DynamoMonthBooks(table),
                new StripeEventList(apiKey, apiBase, limits));
    }

    LostWebhookSweep sweep(StripeRoot root) {
        var facts = new PaymentFacts(root.accounts(), root.payments());
        var repair = new OrganizationRepair(
                root.accounts(), facts, root.keeper(), reports, new UnbookedMonths(root.rollUps()), root.marks());
        var ports = new LostWebhookSweep.Ports(rounds, roster, root.accounts(), root.payments(), events, root.events());
        return new LostWebhookSweep(
                ports,
                repair,
                new Logged(root.foundation(), root.accounts()),
                root.foundation().clock());
    }

    /** The line that a job's round is not over. */
    static AlarmLine unfinished(String job, SweepRound round, String detail) {
        return Alarms.ROUND_UNFINISHED
                .line()
                .with("job", job)
                .with("stage", round.stage().name().toLowerCase(Locale.ROOT))
                .with("since", round.beganAt().toString())
                .with("detail", detail);
    }

    /** What it tells are lines; a metric filter counts the alarms among them. */
    private record Logged(Foundation foundation, Accounts accounts) implements LostWebhookSweep.Watch {

        private static final String JOB = "SweepStripe";

        @Override
        public void eventsMissed(List<Occurrence> events) {
            foundation.line(Alarms.STRIPE_EVENT_MISSED
                    .line()
                    .with("ids", events.stream().map(Occurrence::id).toList())
                    .with(
                            "types",
                            events.stream().map(Occurrence::type).distinct().toList()));
        }

        @Override
        public void repairFailed(String orgId, String detail) {
            line(LogLine.JobFailure.Failure.SWEEP_FAILED, orgId, detail);
        }

        @Override
        public void repairBroke(String orgId, RuntimeException fault) {
            line(LogLine.JobFailure.Failure.SWEEP_FAILED, orgId, "a fault of ours");
            foundation.log().fault(JOB, orgId, fault, foundation.clock().instant());
        }

        @Override
        public void customerUnreadable(String orgId, String detail) {
            ring(Alarms.CUSTOMER_UNREADABLE, orgId, detail);
        }

        @Override
        public void meteringRefused(String orgId, String detail) {
            ring(Alarms.METERING_REFUSED, orgId, detail);
        }

        private void ring(Alarms alarm, String orgId, String detail) {
            var customer = accounts.billing(orgId).customer();
            foundation.line(alarm.line()
                    .with("orgId", orgId)
                    .with("customerId", customer == null ? null : customer.id())
                    .with("detail", detail));
        }

        @Override
        public void providerSilent(String detail) {
            line(LogLine.JobFailure.Failure.SWEEP_ENDED, null, detail);
        }

        @Override
        public void stageBroke(SweepRound.Stage stage, RuntimeException fault) {
            foundation.log().fault(JOB, stage.name(), fault, foundation.clock().instant());
        }

        @Override
        public void roundUnfinished(SweepRound round, String detail) {
            foundation.line(unfinished(JOB, round, detail));
        }

        private void line(LogLine.JobFailure.Failure kind, @Nullable String orgId, String detail) {
            foundation.line(new LogLine.JobFailure(kind, foundation.clock().instant(), orgId, detail));
        }
    }
}
