package omni.lambda;

import java.util.Optional;
import java.util.Set;
import omni.access.SecretName;
import omni.account.Accounts;
import omni.billing.MeterClass;
import omni.billing.Payments;
import omni.billing.StripeEvents;
import omni.billing.UsageBilling;
import omni.call.Shell;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.dynamodb.DynamoPreferences;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoStripeEvents;
import omni.dynamodb.DynamoSweepRounds;
import omni.dynamodb.Table;
import omni.http.Settings;
import omni.invoicing.CustomerProfile;
import omni.invoicing.InvoiceLines;
import omni.invoicing.LostWebhookSweep;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.PushMarks;
import omni.invoicing.PushRun;
import omni.invoicing.Reconciliation;
import omni.invoicing.ReconciliationRun;
import omni.invoicing.UsagePush;
import omni.log.Alarms;
import omni.stripe.StripePayments;
import omni.stripe.StripeSignature;
import omni.stripe.StripeUsageBilling;

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
        UsageStores usageStores,
        StripeSignature signature,
        SweepParts sweeps,
        ReconciliationRun.Ports reconciliations) {

    /** Each waits for some requests to Stripe, whose rate limit this leaves room in. */
    private static final int PUSHED_AT_ONCE = 8;

    /**
     * The root of a function of the group, made when it starts.
     *
     * @param secrets that its constant lists: there are no others
     */
    public static StripeRoot onLambda(Set<SecretName> secrets) {
        var configuration = Configuration.ofProcess(secrets);
        return of(Foundation.ofProcess(configuration), Tables.onLambda(configuration));
    }

    public static StripeRoot of(Foundation foundation, Table table) {
        var stripe = foundation.configuration().stripe();
        var timeouts = foundation.timeouts().stripe();
        var limits = new StripePayments.Limits(timeouts.connect(), timeouts.read(), timeouts.retries());
        var apiBase = Optional.ofNullable(stripe.apiBase());
        var classes = foundation.catalog().meterClasses().stream()
                .map(MeterClass::number)
                .toList();
        return new StripeRoot(
                foundation,
                Shells.of(foundation, table),
                new DynamoAccounts(table, classes),
                new DynamoStripeEvents(table),
                Counted.stripe(
                        Payments.class, new StripePayments(stripe.apiKey(), apiBase, limits), foundation.metrics()),
                Counted.stripe(
                        UsageBilling.class,
                        new StripeUsageBilling(stripe.apiKey(), apiBase, limits),
                        foundation.metrics()),
                new CustomerProfile(new DynamoPreferences(table), new DynamoMembers(table)),
                new DynamoPushMarks(table, foundation.ids()),
                UsageStores.of(table, classes),
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
        return new MeteringKeeper(accounts, payments, usageBilling, profile, this::alarmTwice);
    }

    /** What brings marked organizations' usage to Stripe. */
    public PushRun pushRun() {
        var push = new UsagePush(new UsagePush.Ports(
                accounts,
                usageStores.meter(),
                usageStores.rollUps(),
                usageStores.reports(),
                payments,
                usageBilling,
                new InvoiceLines(
                        foundation.catalog().rateCard(), foundation.catalog().meterClasses()),
                foundation.terms().renewal()));
        return new PushRun(marks, push, keeper(), foundation.clock(), new PushAlarm(foundation), PUSHED_AT_ONCE);
    }

    /** What proves that all of it agrees. */
    public ReconciliationRun reconciliationRun() {
        var reads = new Reconciliation.Ports(accounts, usageStores.rollUps(), usageStores.reports(), usageBilling);
        return new ReconciliationRun(
                reconciliations, new Reconciliation(reads), new ReconciliationWatch(foundation), foundation.clock());
    }

    private void alarmTwice(String orgId, String keptId, String endedId) {
        foundation
                .log()
                .line(Alarms.METERED_TWICE
                        .line()
                        .with("orgId", orgId)
                        .with("kept", keptId)
                        .with("ended", endedId));
    }

    public Settings settings() {
        return foundation.configuration().settings();
    }

    public Configuration.Redirects redirects() {
        return foundation.configuration().redirects();
    }
}
