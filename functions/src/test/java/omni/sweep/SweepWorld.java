package omni.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.billing.InMemoryUsageBilling;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.ProviderEvents.Occurrence;
import omni.billing.StripeEvents;
import omni.billing.UsageBilling;
import omni.fakes.AnAccount;
import omni.fakes.Around;
import omni.fakes.InMemoryMonthBooks;
import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemoryProviderEvents;
import omni.fakes.InMemoryPushMarks;
import omni.fakes.InMemorySessions;
import omni.fakes.InMemoryStore;
import omni.fakes.InMemoryStripeEvents;
import omni.fakes.InMemorySweepRounds;
import omni.fakes.MovableClock;
import omni.fakes.StripeRig;
import omni.invoicing.MeteringKeeper;
import omni.invoicing.PaymentFacts;
import omni.invoicing.SweepRound;
import omni.invoicing.UnbookedMonths;
import omni.member.Organization;

/** Organizations and their provider in memory, and the sweep that heals them. */
final class SweepWorld implements LostWebhookSweep.Watch {

    static final Instant BEGIN = Instant.parse("2026-05-14T09:17:00Z");
    static final Supplier<Duration> ENOUGH = () -> Duration.ofMinutes(9);

    final MovableClock clock = new MovableClock(BEGIN);
    final InMemoryStore store = new InMemoryStore();
    final InMemoryPayments payments = new InMemoryPayments(clock);
    final InMemoryProviderEvents provider = new InMemoryProviderEvents();
    final InMemoryStripeEvents received = new InMemoryStripeEvents();
    final InMemoryPushMarks marks = new InMemoryPushMarks();
    final InMemoryMonthBooks reports = new InMemoryMonthBooks();
    final InMemorySweepRounds rounds = new InMemorySweepRounds();
    final InMemorySweepRounds eventRounds = new InMemorySweepRounds();

    /** A fault of ours wherever an event is looked up. */
    boolean eventsBroken;

    /** The provider refuses each metering subscription for good. */
    boolean meteringRefused;

    /** What the sweep tells: {@code missed evt_1}, {@code failed org_1}, {@code broken org_1}, {@code silent}, {@code unfinished EVENTS}. */
    final List<String> told = new ArrayList<>();

    /** Organizations whose reading throws. */
    final TreeSet<String> cursed = new TreeSet<>();

    private final InMemoryOrganizations roster = new InMemoryOrganizations(new InMemorySessions(store));

    SweepWorld() {
        payments.sync();
    }

    LostWebhookSweep sweep() {
        return sweep(payments);
    }

    LostWebhookSweep sweep(Payments reading) {
        var facts = new PaymentFacts(store, reading);
        var keeper = new MeteringKeeper(store, reading, refusable(), new StripeRig().profile(), (_, _, _) -> {});
        var ports = new LostWebhookSweep.Ports(
                new LostWebhookSweep.Rounds(eventRounds, rounds), roster, cursable(), reading, provider, breakable());
        return new LostWebhookSweep(
                ports,
                new OrganizationRepair(cursable(), facts, keeper, reports, new UnbookedMonths(store.rollUps()), marks),
                this,
                clock);
    }

    private UsageBilling refusable() {
        return Around.port(
                UsageBilling.class,
                new InMemoryUsageBilling(payments),
                call -> meteringRefused && call.is("subscribe")
                        ? new PaymentOutcome.Refused<>(PaymentOutcome.Reason.INVALID, "another currency")
                        : call.make());
    }

    /** The accounts, but for those that a fault of ours makes unreadable. */
    private Accounts cursable() {
        return Around.port(Accounts.class, store, call -> {
            if (call.is("billing") && cursed.contains(String.valueOf(call.argument(0)))) {
                throw new IllegalStateException("a fault of ours");
            }
            return call.make();
        });
    }

    private StripeEvents breakable() {
        return Around.port(StripeEvents.class, received, call -> {
            if (eventsBroken) {
                throw new IllegalStateException("a fault of ours");
            }
            return call.make();
        });
    }

    LostWebhookSweep.Summary run() {
        return sweep().run(ENOUGH);
    }

    /** An organization without a customer. */
    void organization(String orgId) {
        store.put(AnAccount.at(clock.instant()).of(orgId).build());
        roster.put(new Organization(orgId, null, clock.instant()));
    }

    /** An organization whose customer exists; answers the customer's id. */
    String customer(String orgId) {
        organization(orgId);
        var wanted = new Payments.NewCustomer(orgId, Optional.empty(), Optional.empty());
        var id = payments.createCustomer(wanted, orgId) instanceof Done<String>(var made) ? made : "";
        store.saveBilling(store.billing(orgId)
                .withCustomer(new BillingRecord.Customer(id, null, null, clock.instant(), clock.instant())));
        return id;
    }

    Account.Standing standing(String orgId) {
        return store.account(orgId, true).standing();
    }

    boolean cardKnown(String orgId) {
        return standing(orgId).cardOnFile();
    }

    String customerOf(String orgId) {
        return Objects.requireNonNull(store.billing(orgId).customer()).id();
    }

    @Override
    public void eventsMissed(List<Occurrence> events) {
        events.forEach(event -> told.add("missed " + event.id()));
    }

    @Override
    public void repairFailed(String orgId, String detail) {
        told.add("failed " + orgId);
    }

    @Override
    public void repairBroke(String orgId, RuntimeException fault) {
        told.add("broken " + orgId);
    }

    @Override
    public void customerUnreadable(String orgId, String detail) {
        told.add("unreadable " + orgId);
    }

    @Override
    public void meteringRefused(String orgId, String detail) {
        told.add("metering refused " + orgId);
    }

    @Override
    public void stageBroke(SweepRound.Stage stage, RuntimeException fault) {
        told.add("stage broken " + stage);
    }

    @Override
    public void roundUnfinished(SweepRound round, String detail) {
        told.add("unfinished " + round.stage());
    }

    @Override
    public void providerSilent(String detail) {
        told.add("silent");
    }
}
