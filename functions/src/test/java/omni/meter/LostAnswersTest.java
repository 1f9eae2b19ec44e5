package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import omni.fakes.FaultyLedger;
import omni.fakes.FaultyMeter.Fault;
import omni.fakes.InMemoryStore;
import omni.meter.Attack.Delivery;
import omni.meter.Attack.Edge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to the writes of one call: nothing is charged twice, and nothing that was not answered. */
class LostAnswersTest {

    private static final int MAX_FAULTS = 4;
    private static final int EVERY_DELIVERY_UP_TO = 2;
    private static final Set<Fault> KINDS =
            EnumSet.complementOf(EnumSet.of(Fault.NONE, Fault.CONFLICT, Fault.SERVER_ERROR));

    /** No other call, one, or two, before each of the first writes. */
    private static final List<List<Integer>> OTHERS = others();

    private static List<List<Integer>> others() {
        var all = new ArrayList<List<Integer>>();
        all.add(List.of());
        for (var first = 0; first < 4; first++) {
            all.add(List.of(first));
            for (var second = first; second < 4; second++) {
                all.add(List.of(first, second));
            }
        }
        return all;
    }

    private long attacks;

    @ParameterizedTest
    @EnumSource(Edge.class)
    void everyScriptOfUpToFourFaultsLeavesTheBooksRight(Edge edge) {
        for (var others : OTHERS) {
            extend(edge, others, List.of(), 0, KINDS);
        }
        assertThat(attacks).isGreaterThan(1_000);
    }

    /** Conflicts and the table's own errors are to the port what throttles and lost answers are: shorter scripts do. */
    @ParameterizedTest
    @EnumSource(Edge.class)
    void everyKindOfFaultMixesWithEveryOther(Edge edge) {
        for (var others : List.of(List.<Integer>of(), List.of(1))) {
            extend(edge, others, List.of(), MAX_FAULTS - 2, EnumSet.complementOf(EnumSet.of(Fault.NONE)));
        }
        assertThat(attacks).isGreaterThan(10);
    }

    /** Adds one fault more at each write that the call made after the script's last one. */
    private void extend(Edge edge, List<Integer> others, List<Fault> script, int faults, Set<Fault> kinds) {
        var writes = attack(edge, others, script, faults);
        if (faults == MAX_FAULTS) {
            return;
        }
        for (var at = script.size(); at < writes; at++) {
            for (var kind : kinds) {
                var longer = new ArrayList<>(script);
                while (longer.size() < at) {
                    longer.add(Fault.NONE);
                }
                longer.add(kind);
                extend(edge, others, longer, faults + 1, kinds);
            }
        }
    }

    private int attack(Edge edge, List<Integer> others, List<Fault> script, int faults) {
        var deliveries = Delivery.values();
        if (faults > EVERY_DELIVERY_UP_TO) {
            return once(edge, others, script, FaultyLedger.Fault.NONE, deliveries[(int) (attacks % deliveries.length)]);
        }
        var writes = 0;
        for (var voidFault : FaultyLedger.Fault.values()) {
            for (var delivery : deliveries) {
                writes = once(edge, others, script, voidFault, delivery);
            }
        }
        return writes;
    }

    private int once(
            Edge edge, List<Integer> others, List<Fault> script, FaultyLedger.Fault voidFault, Delivery delivery) {
        attacks++;
        var result = new Attack(edge, script, others, voidFault, delivery).run(new InMemoryStore(), "org_0123456789Ab");
        assertThat(result.writes()).isLessThanOrEqualTo(2 * Metering.MAX_ATTEMPTS);
        return result.writes();
    }
}
