package omni.billing;

import java.util.HashMap;
import java.util.Map;
import omni.billing.InMemoryPayments.Line;

/**
 * The line to a provider in memory, which the requests of all its ports go over. Its state holds until it is changed; a
 * fault that is set for a single request goes before it.
 */
final class ProviderLine {

    private final Map<Integer, Line> faults = new HashMap<>();
    private Line state = Line.UP;
    private int requests;

    void state(Line next) {
        state = next;
    }

    /** How the {@code nth} request from now on fares; 1 is the next. */
    void fault(int nth, Line fault) {
        faults.put(requests + nth, fault);
    }

    /** Requests so far, those that did not arrive too. */
    int requests() {
        return requests;
    }

    /** How the next request fares. */
    Line next() {
        requests++;
        var fault = faults.remove(requests);
        return fault == null ? state : fault;
    }
}
