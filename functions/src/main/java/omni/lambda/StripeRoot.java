package omni.lambda;

import java.util.Optional;
import omni.account.Accounts;
import omni.billing.Payments;
import omni.billing.StripeEvents;
import omni.billing.UsageBilling;
import omni.call.Shell;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoMeter;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.dynamodb.DynamoPreferences;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoStripeEvents;
import omni.dynamodb.DynamoSweepRounds;
import omni.dynamodb.Table;
import omni.http.Settings;
import omni.invoicing.CustomerProfile;
import omni.invoicing.InvoiceLines;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.MonthBooks;
import omni.invoicing.PushMarks;
import omni.invoicing.PushRun;
import omni.invoicing.Reconciliation;
import omni.invoicing.ReconciliationRun;
import omni.invoicing.UsagePush;
import omni.ledger.RollUps;
import omni.meter.Meter;
import omni.stripe.StripePayments;
import omni.stripe.StripeSignature;
import omni.stripe.StripeUsageBilling;
import omni.sweep.LostWebhookSweep;

/** The root of the {@code stripe} group: the only one that carries stripe-java. */
public record StripeRoot(
        Foundation foundation,
        Shell shell,
        Accounts accounts,
        StripeEvents events,
        Payments payments,
        UsageBilling usageBilling,
        CustomerProfile profile,
        PushMarks marks,
        Meter meter,
        RollUps rollUps,
        MonthBooks reports,
        StripeSignature signature,
        SweepParts sweeps,
        ReconciliationRun.Ports reconciliations) {

    /** Each waits for some requests to Stripe, whose rate limit this leaves room in. */
    private static final int PUSHED_AT_ONCE = 8;

    public static StripeRoot of(Foundation foundation, Table table) {
        var stripe = foundation.configuration().stripe();
        var limits = StripePayments.Limits.of(foundation.timeouts().stripe());
        var apiBase = Optional.ofNullable(stripe.apiBase());
        var classes = foundation.meterNumbers();
        return new StripeRoot(
                foundation,
                Shells.of(foundation, table),
                new DynamoAccounts(table, classes),
                new DynamoStripeEvents(table),
                Counted.stripe(
                        Payments.class,
                        new StripePayments(stripe.apiKey(), apiBase, limits, foundation.tax()),
                        foundation.metrics()),
                Counted.stripe(
                        UsageBilling.class,
                        new StripeUsageBilling(stripe.apiKey(), apiBase, limits, foundation.tax()),
                        foundation.metrics()),
                new CustomerProfile(new DynamoPreferences(table), new DynamoMembers(table)),
                new DynamoPushMarks(table, foundation.ids()),
                new DynamoMeter(table, classes),
                new DynamoRollUps(table),
                new DynamoMonthBooks(table),
                new StripeSignature(stripe.webhookSecrets()),
                SweepParts.of(table, stripe.apiKey(), apiBase, limits),
                new ReconciliationRun.Ports(
                        new DynamoSweepRounds(table, "reconcile"),
                        new DynamoRoster(table),
                        new DynamoOpenDiscrepancies(table)));
    }

    /** The daily sweep. */
    public LostWebhookSweep sweep() {
        return sweeps.sweep(this);
    }

    /** The keeper of metering subscriptions. */
    public MeteringKeeper keeper() {
        return new MeteringKeeper(accounts, payments, usageBilling, profile, new KeeperAlarm(foundation, events));
    }

    /** What brings marked organizations' usage to Stripe. */
    public PushRun pushRun() {
        var push = new UsagePush(new UsagePush.Ports(
                accounts,
                meter,
                rollUps,
                reports,
                payments,
                usageBilling,
                new InvoiceLines(
                        foundation.catalog().rateCard(), foundation.catalog().meterClasses()),
                foundation.terms().renewal()));
        return new PushRun(marks, push, keeper(), foundation.clock(), new PushAlarm(foundation), PUSHED_AT_ONCE);
    }

    /** What proves that all of it agrees. */
    public ReconciliationRun reconciliationRun() {
        var reads = new Reconciliation.Ports(accounts, rollUps, reports, usageBilling);
        return new ReconciliationRun(
                reconciliations, new Reconciliation(reads), new ReconciliationWatch(foundation), foundation.clock());
    }

    public Settings settings() {
        return foundation.configuration().settings();
    }

    public Configuration.Redirects redirects() {
        return foundation.configuration().redirects();
    }
}
