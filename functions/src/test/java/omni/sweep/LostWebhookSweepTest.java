package omni.sweep;

import static omni.sweep.SweepWorld.BEGIN;
import static omni.sweep.SweepWorld.ENOUGH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import omni.billing.InMemoryPayments;
import omni.billing.StripeEvents.Known;
import omni.fakes.AnAccount;
import omni.invoicing.PushMarks;
import omni.invoicing.RosterScan;
import omni.invoicing.SweepRound;
import omni.invoicing.SweepRound.Stage;
import omni.sweep.LostWebhookSweep.Summary;
import org.junit.jupiter.api.Test;

/** The daily sweep: everyone is healed within a day, by however many runs, and whoever fails stops nobody else. */
class LostWebhookSweepTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SweepWorld world = new SweepWorld();

    /** Organizations who attached a card of which no webhook told. */
    private void unheard(int organizations) {
        IntStream.range(0, organizations)
                .forEach(number -> world.payments.attachCard(world.customer("org_%02d".formatted(number))));
    }

    private long countRepaired(int organizations) {
        return IntStream.range(0, organizations)
                .filter(number -> world.cardKnown("org_%02d".formatted(number)))
                .count();
    }

    @Test
    void everyOrganizationIsHealedInOneRunThatHasTheTime() {
        unheard(60);
        world.organization("org_without_customer");

        assertThat(world.run()).isEqualTo(new Summary(61, 0, 0, true));

        assertThat(countRepaired(60)).isEqualTo(60);
        assertThat(world.told).isEmpty();
    }

    @Test
    void aDayHasOneRoundAndTheNextDayAnother() {
        unheard(2);
        world.run();
        world.clock.advance(HOUR);
        assertThat(world.run()).as("an hour later").isEqualTo(new Summary(0, 0, 0, true));

        world.clock.advance(DAY);
        assertThat(world.run()).isEqualTo(new Summary(2, 0, 0, true));
    }

    @Test
    void aRunWhoseTimeIsUpIsCarriedOnByTheNextAndNobodyIsSkipped() {
        unheard(60);
        var runs = 0;
        var complete = false;
        while (!complete) {
            var left = new ArrayDeque<>(List.of(9, 9, 9, 9, 9, 9, 9, 9, 9));
            complete = world.sweep()
                    .run(() -> left.isEmpty() ? RosterScan.RESERVE : Duration.ofMinutes(left.removeFirst()))
                    .complete();
            runs++;
            world.clock.advance(HOUR);
        }

        assertThat(countRepaired(60)).isEqualTo(60);
        assertThat(runs).isGreaterThan(5);
    }

    @Test
    void aRunWithoutTimeDoesNothing() {
        unheard(1);

        assertThat(world.sweep().run(() -> RosterScan.RESERVE)).isEqualTo(new Summary(0, 0, 0, false));

        assertThat(countRepaired(1)).isZero();
    }

    @Test
    void oneBrokenOrganizationStopsNoOther() {
        unheard(5);
        world.cursed.add("org_02");

        assertThat(world.run()).isEqualTo(new Summary(4, 1, 0, true));

        assertThat(countRepaired(5)).isEqualTo(4);
        assertThat(world.told).containsExactly("broken org_02");
    }

    @Test
    void whileTheProviderIsSilentTheRunEndsAndTheNextBeginsAtTheSameOrganization() {
        unheard(5);
        world.run();
        world.clock.advance(DAY);
        unheard(5);
        world.provider.answering(false);
        world.payments.line(InMemoryPayments.Line.DOWN);

        assertThat(world.run()).as("nothing can be read").isEqualTo(new Summary(0, 1, 0, false));
        assertThat(world.told)
                .containsExactly("silent", "failed org_00", "silent", "unfinished EVENTS", "unfinished ORGANIZATIONS");

        world.provider.answering(true);
        world.payments.line(InMemoryPayments.Line.UP);
        assertThat(world.run()).isEqualTo(new Summary(5, 0, 0, true));
    }

    @Test
    void aListOfEventsThatCannotBeReadKeepsNobodyFromBeingHealedAndRings() {
        unheard(5);
        world.provider.answering(false);

        assertThat(world.run()).isEqualTo(new Summary(5, 0, 0, false));
        assertThat(countRepaired(5)).isEqualTo(5);
        assertThat(world.told).containsExactly("silent", "unfinished EVENTS");

        world.provider.answering(true);
        world.provider.happen(BEGIN.minus(DAY), "payment_method.attached", world.customerOf("org_00"));
        assertThat(world.run().missedEvents()).as("the list is made up for").isOne();
    }

    @Test
    void aFaultInTheListOfEventsKeepsNobodyFromBeingHealedAndRings() {
        unheard(5);
        world.provider.happen(BEGIN.minus(DAY), "payment_method.attached", world.customerOf("org_00"));
        world.eventsBroken = true;

        assertThat(world.run()).isEqualTo(new Summary(5, 0, 0, false));
        assertThat(world.told).containsExactly("stage broken EVENTS", "unfinished EVENTS");
    }

    @Test
    void aListOfEventsThatLeadsBackToItselfIsReadOnceAndNotUntilTheTimeIsUp() {
        unheard(1);
        world.provider.happen(BEGIN.minus(DAY), "payment_method.attached", world.customerOf("org_00"));
        world.provider.circle();
        var looks = new AtomicInteger();

        var swept = world.sweep().run(() -> looks.incrementAndGet() < 100 ? ENOUGH.get() : RosterScan.RESERVE);

        assertThat(swept).isEqualTo(new Summary(1, 0, 1, true));
    }

    @Test
    void oneThatFailsWhileNoEventCanBeListedStopsNoOther() {
        unheard(5);
        world.provider.answering(false);
        world.cursed.add("org_02");

        assertThat(world.run()).isEqualTo(new Summary(4, 1, 0, false));
    }

    @Test
    void aRoundThatIsNotOverAfterADayRings() {
        unheard(60);
        world.sweep().run(() -> Duration.ofMinutes(world.rounds.read() == null ? 9 : 0));
        world.clock.advance(DAY);
        world.sweep().run(() -> RosterScan.RESERVE);
        assertThat(world.told).isEmpty();

        world.clock.advance(HOUR);
        world.sweep().run(() -> RosterScan.RESERVE);
        assertThat(world.told).containsExactly("unfinished ORGANIZATIONS");
    }

    @Test
    void aProviderThatFallsSilentDuringTheWalkCostsNobodyTheDay() {
        unheard(5);
        var left = new ArrayDeque<>(List.of(true, true, true, true));
        var swept = world.sweep().run(() -> {
            if (left.isEmpty()) {
                world.payments.line(InMemoryPayments.Line.DOWN);
                world.provider.answering(false);
            } else {
                left.removeFirst();
            }
            return ENOUGH.get();
        });
        assertThat(swept.complete()).isFalse();
        assertThat(swept.failures()).isOne();
        assertThat(countRepaired(5)).isLessThan(5);

        world.payments.line(InMemoryPayments.Line.UP);
        world.provider.answering(true);
        assertThat(world.run().complete()).isTrue();
        assertThat(countRepaired(5)).isEqualTo(5);
    }

    @Test
    void customersWhoCannotBeReadAreToldOfAndHealedTheNextDay() {
        unheard(3);
        world.payments.line(InMemoryPayments.Line.DOWN);
        var swept = world.run();
        assertThat(swept).isEqualTo(new Summary(0, 3, 0, true));
        assertThat(world.told).containsExactly("failed org_00", "failed org_01", "failed org_02");

        world.payments.line(InMemoryPayments.Line.UP);
        world.clock.advance(DAY);
        world.run();
        assertThat(countRepaired(3)).isEqualTo(3);
    }

    @Test
    void aMissedEventIsListedOnceHealsItsCustomerAndIsADuplicateAfterwards() {
        unheard(1);
        var event = world.provider.happen(
                BEGIN.minus(Duration.ofHours(2)), "payment_method.attached", world.customerOf("org_00"));

        assertThat(world.run()).isEqualTo(new Summary(1, 0, 1, true));
        assertThat(world.told).containsExactly("missed " + event);
        assertThat(countRepaired(1)).isOne();
        assertThat(world.received.receive(event, "payment_method.attached", BEGIN))
                .isEqualTo(Known.PROCESSED);

        world.clock.advance(DAY);
        assertThat(world.run().missedEvents()).as("the next day").isZero();
    }

    @Test
    void anEventThatWasReceivedButNeverProcessedIsMissed() {
        unheard(1);
        var event = world.provider.happen(BEGIN.minus(DAY), "payment_method.attached", world.customerOf("org_00"));
        world.received.receive(event, "payment_method.attached", BEGIN);

        assertThat(world.run().missedEvents()).isOne();
    }

    @Test
    void whatWasProcessedIsStillOnItsWayOrIsNobodysIsNotMissed() {
        unheard(1);
        var customer = world.customerOf("org_00");
        var processed = world.provider.happen(BEGIN.minus(DAY), "invoice.paid", customer);
        world.received.receive(processed, "invoice.paid", BEGIN);
        world.received.markProcessed(processed, BEGIN);
        world.provider.happen(BEGIN.minus(Duration.ofMinutes(59)), "invoice.paid", customer);
        world.provider.happen(BEGIN.minus(Duration.ofDays(4)), "invoice.paid", customer);
        world.provider.happen(BEGIN.minus(DAY), "invoice.paid", "cus_stranger");
        world.provider.happen(BEGIN.minus(DAY), "checkout.session.completed", Optional.empty(), Optional.empty());

        assertThat(world.run()).isEqualTo(new Summary(1, 0, 0, true));
    }

    @Test
    void manyPagesOfEventsAreLookedAtInAnyNumberOfRuns() {
        unheard(1);
        for (var number = 0; number < 20; number++) {
            world.provider.happen(BEGIN.minus(DAY), "customer.updated", world.customerOf("org_00"));
        }
        var missed = 0;
        var complete = false;
        while (!complete) {
            var left = new ArrayDeque<>(List.of(1, 1, 1));
            var swept =
                    world.sweep().run(() -> left.isEmpty() ? Duration.ZERO : Duration.ofMinutes(left.removeFirst()));
            missed += swept.missedEvents();
            complete = swept.complete();
        }

        assertThat(missed).isEqualTo(20);
        assertThat(world.told).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void theEventOfACustomerWhoCannotBeHealedStaysUnprocessed() {
        unheard(1);
        var event = world.provider.happen(BEGIN.minus(DAY), "payment_method.attached", world.customerOf("org_00"));
        world.cursed.add("org_00");
        world.run();
        world.cursed.clear();
        world.clock.advance(DAY);

        assertThat(world.run().missedEvents()).isOne();
        assertThat(world.told).startsWith("broken org_00").endsWith("missed " + event);
    }

    @Test
    void aDisputesEventIsFollowedByItsCharge() {
        unheard(1);
        var dispute = world.payments.dispute(world.customerOf("org_00"));
        world.payments.closeDispute(dispute, true);
        world.provider.happen(
                BEGIN.minus(DAY),
                "charge.dispute.closed",
                Optional.empty(),
                Optional.of(world.payments.chargeOf(dispute)));

        assertThat(world.run().missedEvents()).isOne();
        assertThat(world.standing("org_00").disputeLostAt()).isEqualTo(BEGIN);
    }

    @Test
    void aPlaceThatTheListHasForgottenBeginsTheListAgain() {
        unheard(1);
        assertThat(world.eventRounds.write(new SweepRound(0, BEGIN, Stage.EVENTS, "evt_long_ago")))
                .isTrue();

        assertThat(world.run().complete()).isTrue();
    }

    @Test
    void twoRunsAtOnceHealEveryoneAndOneOfThemStops() {
        unheard(60);
        var other = new Summary[1];
        var mine = world.sweep().run(() -> {
            if (other[0] == null) {
                other[0] = new Summary(0, 0, 0, false);
                other[0] = world.run();
            }
            return ENOUGH.get();
        });

        assertThat(other[0].complete()).isTrue();
        assertThat(mine.complete()).isFalse();
        assertThat(countRepaired(60)).isEqualTo(60);
        assertThat(Objects.requireNonNull(world.rounds.read()).stage()).isEqualTo(Stage.OVER);
    }

    @Test
    void usageThatWasNotToldIsMarkedAndOnlyThat() {
        unheard(1);
        var told = world.customer("org_told");
        assertThat(told).isNotEmpty();
        world.store.put(AnAccount.at(BEGIN).of("org_00").card().withAccrual(7).build());

        world.run();

        assertThat(world.marks.waiting()).extracting(PushMarks.Mark::orgId).containsExactly("org_00");
    }
}
