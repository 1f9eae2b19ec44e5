package omni.call;

import omni.meter.Settlement;

/** Whether an attempt may send the answer that it has. */
sealed interface Clearance {

    record Clear() implements Clearance {}

    /** It may not: the call ended otherwise. */
    record Blocked(Settlement settlement) implements Clearance {}
}
