package stripesimulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import stripesimulator.account.EventLog;

/**
 * What happens to the next events on their way to the product. Kinds work together, in the order of {@link Effect}: a
 * dropped event meets no other fault, and each copy of a duplicated one is delayed or shuffled by itself.
 *
 * @param next that many deliveries it happens to
 * @param types of events, as {@code invoice.paid} or {@code invoice.*}; none means all
 */
public record DeliveryFault(Effect effect, int next, List<String> types) {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,80}[*]?|[*]");
    private static final int TYPES_AT_MOST = 20;
    private static final int COPIES_AT_MOST = 10;
    private static final int EVENTS_AT_MOST = 100;
    private static final Duration DELAY_AT_MOST = Duration.ofDays(366);

    /** What is done to an event. */
    public sealed interface Effect {

        /** It is not sent; it stays undelivered until it is asked for or the simulator starts anew. */
        record Drop() implements Effect {}

        /** Its {@code created} becomes the second of the first one that this happened to. */
        record SameSecond() implements Effect {}

        /** It is sent that many times more. */
        record Duplicate(int copies) implements Effect {}

        /** It is held back until the clock has gone on by so much. */
        record DelayByTime(Duration advance) implements Effect {}

        /** It is held back until that many later events have happened. */
        record DelayByEvents(int events) implements Effect {}

        /** That many are gathered, then sent in an order that the seed decides; the last window may be smaller. */
        record Shuffle(int window) implements Effect {}
    }

    public DeliveryFault {
        types = List.copyOf(types);
        var faults = new ArrayList<String>();
        FaultPlan.within(faults, "next", next, 1, FaultPlan.NEXT_AT_MOST);
        FaultPlan.within(faults, "the number of types", types.size(), 0, TYPES_AT_MOST);
        types.stream()
                .filter(type -> !TYPE.matcher(type).matches())
                .forEach(type -> faults.add("types: '" + type + "' is not a type such as invoice.paid or invoice.*"));
        switch (effect) {
            case Effect.Drop(), Effect.SameSecond() -> {}
            case Effect.Duplicate(var copies) -> FaultPlan.within(faults, "copies", copies, 1, COPIES_AT_MOST);
            case Effect.DelayByEvents(var events) -> FaultPlan.within(faults, "events", events, 1, EVENTS_AT_MOST);
            case Effect.Shuffle(var window) -> FaultPlan.within(faults, "window", window, 2, EVENTS_AT_MOST);
            case Effect.DelayByTime(var advance) -> {
                if (!advance.isPositive() || advance.compareTo(DELAY_AT_MOST) > 0) {
                    faults.add("advance is " + advance + ", not more than nothing and at most " + DELAY_AT_MOST);
                }
            }
        }
        FaultPlan.refuseIfAny(faults);
    }

    /** For the next events of any type. */
    public static DeliveryFault next(int count, Effect effect) {
        return new DeliveryFault(effect, count, List.of());
    }

    boolean isFor(String type) {
        return types.isEmpty() || types.stream().anyMatch(wanted -> EventLog.isOf(type, wanted));
    }
}
