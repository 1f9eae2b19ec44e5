package stripesimulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stripesimulator.fault.DeliveryFault.Effect;

/** What faults do to the row of events 1, 2, 3, …, each a second after the one before. */
class DeliveryFaultsTest {

    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private static String sent(DeliveryFaults faults, int events) {
        var sent = new ArrayList<String>();
        IntStream.rangeClosed(1, events).forEach(number -> {
            var now = START.plusSeconds(number);
            sent.addAll(faults.takeDue(now));
            sent.addAll(faults.pass(Integer.toString(number), number % 2 == 0 ? "invoice.paid" : "charge.failed", now));
        });
        return String.join(" ", sent);
    }

    private static DeliveryFaults set(DeliveryFault... faults) {
        return new DeliveryFaults(FaultPlan.ofDeliveries(7, faults));
    }

    @Test
    void eachFaultDoesWhatItSaysToAsManyAsItSays() {
        assertThat(sent(set(), 3)).isEqualTo("1 2 3");
        assertThat(sent(set(DeliveryFault.next(2, new Effect.Drop())), 4)).isEqualTo("3 4");
        assertThat(sent(set(new DeliveryFault(new Effect.Drop(), 1, List.of("invoice.*"))), 4))
                .isEqualTo("1 3 4");
        assertThat(sent(set(DeliveryFault.next(1, new Effect.Duplicate(2))), 2)).isEqualTo("1 1 1 2");
        assertThat(sent(set(DeliveryFault.next(1, new Effect.DelayByEvents(2))), 4))
                .isEqualTo("2 3 1 4");
        assertThat(sent(set(DeliveryFault.next(2, new Effect.DelayByTime(Duration.ofSeconds(2)))), 5))
                .isEqualTo("1 3 2 4 5");
    }

    @Test
    void ofADuplicatedDeliveryOneCopyMayComeLate() {
        var faults =
                set(DeliveryFault.next(1, new Effect.Duplicate(1)), DeliveryFault.next(1, new Effect.DelayByEvents(2)));

        assertThat(sent(faults, 3)).isEqualTo("1 2 3 1");
    }

    @Test
    void windowsAreShuffledAsTheSeedSaysAndTheLastMayBeSmaller() {
        var faults = DeliveryFault.next(5, new Effect.Shuffle(3));
        var order = sent(set(faults), 6);

        assertThat(sent(set(faults), 6)).as("the same seed").isEqualTo(order);
        var ids = Arrays.asList(order.split(" ", -1));
        assertThat(ids.subList(0, 3)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids.subList(3, 6)).as("two of it, then one untouched").containsExactlyInAnyOrder("4", "5", "6");
        assertThat(IntStream.range(0, 20)
                        .mapToObj(seed -> sent(
                                new DeliveryFaults(
                                        FaultPlan.ofDeliveries(seed, DeliveryFault.next(20, new Effect.Shuffle(4)))),
                                4))
                        .distinct()
                        .count())
                .isGreaterThan(5);
    }

    @Test
    void whatIsHeldBackIsKnownAndLeavesWithTheFaults() {
        var faults = set(
                new DeliveryFault(new Effect.DelayByTime(Duration.ofDays(1)), 1, List.of("invoice.paid")),
                DeliveryFault.next(9, new Effect.Shuffle(9)));
        sent(faults, 4);

        assertThat(faults.heldBack()).containsExactly("2", "1", "3", "4");
        assertThat(faults.waitsForTheClock()).isTrue();
        assertThat(faults.counts()).extracting(FaultCount.Used::used).containsExactly(1, 3);
    }

    @Test
    void oneSecondIsTheSecondOfTheFirst() {
        var faults = set(DeliveryFault.next(2, new Effect.SameSecond()));
        sent(faults, 3);

        assertThat(faults.stampOf("1")).contains(START.plusSeconds(1).getEpochSecond());
        assertThat(faults.stampOf("2")).contains(START.plusSeconds(1).getEpochSecond());
        assertThat(faults.stampOf("3")).isEmpty();
    }
}
