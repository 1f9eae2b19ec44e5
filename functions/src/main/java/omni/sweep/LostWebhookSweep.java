package omni.sweep;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import omni.account.Accounts;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.ProviderEvents;
import omni.billing.ProviderEvents.Occurrence;
import omni.billing.ProviderEvents.Page;
import omni.billing.StripeEvents;
import omni.invoicing.RosterScan;
import omni.invoicing.SweepRound;
import omni.invoicing.SweepRound.Stage;
import omni.invoicing.SweepRounds;
import omni.member.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what webhooks and marks have lost (contract 12), in two rounds a day of which neither waits for the other: one looks for
 * events that no webhook delivered, one reads every organization afresh. A run stops when its time is up or the provider falls
 * silent, and the next one goes on from there; all that is done may be done twice, so that a run that dies costs nothing. One
 * organization that fails is reported and left for the next round.
 */
public final class LostWebhookSweep {

    /** As long the provider sends a webhook again and again. */
    private static final Duration LOOK_BACK = Duration.ofDays(3);

    /** A webhook may still be on its way. */
    private static final Duration ON_THE_WAY = Duration.ofHours(1);

    /** A customer that no provider has: who says so answers. */
    private static final String NOBODY = "cus_omni_sweep";

    private final Ports ports;
    private final OrganizationRepair repair;
    private final Watch watch;
    private final InstantSource clock;

    /** Where either round stands. */
    public record Rounds(SweepRounds events, SweepRounds organizations) {}

    /** What a sweep reads and writes beside the organizations' own facts. */
    public record Ports(
            Rounds rounds,
            Roster roster,
            Accounts accounts,
            Payments payments,
            ProviderEvents events,
            StripeEvents stripeEvents) {}

    /** Hears what a person has to know. */
    public interface Watch {

        /** No webhook delivered these, or none that was carried out; at least once each. */
        void eventsMissed(List<Occurrence> events);

        /** An organization could not be repaired this time. */
        void repairFailed(String orgId, String detail);

        /** The same by a fault of ours. */
        void repairBroke(String orgId, RuntimeException fault);

        /** The provider does not answer, or refuses to list events: this stage ends here. */
        void providerSilent(String detail);

        /** A fault of ours ended a stage. */
        void stageBroke(Stage stage, RuntimeException fault);

        /** A round was stopped, or is not over after a day: whom it did not come to is not healed. */
        void roundUnfinished(SweepRound round, String detail);
    }

    /**
     * What a run came to.
     *
     * @param organizations that were repaired
     * @param failures that were not
     * @param missedEvents that no webhook had delivered
     * @param complete whether both rounds of the day are over
     */
    public record Summary(int organizations, int failures, int missedEvents, boolean complete) {}

    public LostWebhookSweep(Ports ports, OrganizationRepair repair, Watch watch, InstantSource clock) {
        this.ports = ports;
        this.repair = repair;
        this.watch = watch;
        this.clock = clock;
    }

    /** Goes on with the day's rounds for as long as {@code left} allows. */
    public Summary run(Supplier<Duration> left) {
        var run = new Run(left);
        var events = run.scanEvents();
        var organizations = run.organizations.scan(Stage.ORGANIZATIONS, clock.instant(), run::organizationStep);
        complain(run.events, events);
        complain(run.organizations, organizations);
        return new Summary(run.repaired.size(), run.failed, run.missed, events.isOver() && organizations.isOver());
    }

    private void complain(RosterScan scan, SweepRound round) {
        scan.complaint(round, clock.instant()).ifPresent(detail -> watch.roundUnfinished(round, detail));
    }

    /** One run; whom it has repaired it does not repair again. */
    private final class Run {

        private final RosterScan events;
        private final RosterScan organizations;
        private final Set<String> repaired = new HashSet<>();
        private int failed;
        private int missed;

        Run(Supplier<Duration> left) {
            events = new RosterScan(ports.rounds().events(), ports.roster(), left);
            organizations = new RosterScan(ports.rounds().organizations(), ports.roster(), left);
        }

        /** A fault in it keeps no organization from being healed. */
        SweepRound scanEvents() {
            try {
                return events.scan(Stage.EVENTS, clock.instant(), this::events);
            } catch (RuntimeException e) {
                watch.stageBroke(Stage.EVENTS, e);
                events.stop("a fault of ours");
                return SweepRound.due(ports.rounds().events().read(), Stage.EVENTS, clock.instant());
            }
        }

        /** A round that an earlier version began may stand at its events. */
        SweepRound organizationStep(SweepRound round) {
            return round.stage() == Stage.EVENTS
                    ? round.enter(Stage.ORGANIZATIONS)
                    : organizations.organizations(round, orgId -> repair(orgId) || providerAnswers(round));
        }

        /** Where an organization could not be repaired: whether that is its own fault. A list of events may fail alone. */
        private boolean providerAnswers(SweepRound round) {
            if (page(round, null) instanceof PaymentOutcome.Unavailable<?>(var detail, var _)
                    && ports.payments().readCustomer(NOBODY) instanceof PaymentOutcome.Unavailable<?>) {
                organizations.stop(detail);
                watch.providerSilent(detail);
                return false;
            }
            return true;
        }

        private SweepRound events(SweepRound round) {
            return switch (page(round, round.place())) {
                case Done<Page>(var page) -> process(round, page);
                case PaymentOutcome.Refused<Page>(var reason, var _)
                when reason == PaymentOutcome.Reason.MISSING && round.place() != null ->
                    round.at(null); // the event is so old that the list has forgotten it
                case PaymentOutcome.Refused<Page>(var _, var detail) -> end(round, detail);
                case PaymentOutcome.Unavailable<Page>(var detail, var _) -> end(round, detail);
            };
        }

        private PaymentOutcome<Page> page(SweepRound round, @Nullable String after) {
            return ports.events()
                    .list(round.beganAt().minus(LOOK_BACK), round.beganAt().minus(ON_THE_WAY), after);
        }

        private SweepRound end(SweepRound round, String detail) {
            events.stop(detail);
            watch.providerSilent(detail);
            return round;
        }

        /** They are reported before they count as processed, so that a person hears of each. */
        private SweepRound process(SweepRound round, Page page) {
            var found = new ArrayList<Occurrence>();
            var settled = new ArrayList<Occurrence>();
            var after = next(round, page);
            var last = round.place();
            for (var event : page.events()) {
                if (!events.goesOn()) {
                    after = round.at(last);
                    break;
                }
                if (ports.stripeEvents().receive(event.id(), event.type(), clock.instant())
                        != StripeEvents.Known.PROCESSED) {
                    look(event, found, settled);
                }
                last = event.id();
            }
            if (!found.isEmpty()) {
                missed += found.size();
                watch.eventsMissed(List.copyOf(found));
            }
            settled.forEach(event -> ports.stripeEvents().markProcessed(event.id(), clock.instant()));
            return after;
        }

        /** After a whole page. A list that leads back to where it was read from is over too. */
        private static SweepRound next(SweepRound round, Page page) {
            return page.next()
                    .filter(place -> !place.equals(round.place()))
                    .map(round::at)
                    .orElseGet(() -> round.enter(Stage.OVER));
        }

        /** What is nobody's, or of a customer who is none of ours, was no webhook of ours to miss. */
        private void look(Occurrence event, List<Occurrence> found, List<Occurrence> settled) {
            if (!(customer(event) instanceof Done<Optional<String>>(var customerId))) {
                found.add(event);
                return;
            }
            var orgId = customerId.map(ports.accounts()::organizationOf).orElse(null);
            if (orgId != null) {
                found.add(event);
            }
            if (orgId == null || repair(orgId)) {
                settled.add(event);
            }
        }

        private PaymentOutcome<Optional<String>> customer(Occurrence event) {
            return event.chargeId()
                    .map(ports.payments()::customerOfCharge)
                    .orElseGet(() -> new Done<>(event.customerId()));
        }

        /** False where it could not be done. */
        private boolean repair(String orgId) {
            if (repaired.contains(orgId)) {
                return true;
            }
            try {
                switch (repair.repair(orgId, clock.instant())) {
                    case OrganizationRepair.Outcome.Complete() -> {
                        return repaired.add(orgId);
                    }
                    case OrganizationRepair.Outcome.Incomplete(var detail) -> watch.repairFailed(orgId, detail);
                }
            } catch (RuntimeException e) {
                watch.repairBroke(orgId, e);
            }
            failed++;
            return false;
        }
    }
}
