package stripesimulator.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to go wrong between the simulator and the product, as it is set at once. It lives in memory: a restart forgets
 * it. The same plan and the same requests one after the other give the same faults.
 *
 * @param seed of what is shuffled
 * @param deliveries what happens to events, the first that matches of each kind
 * @param requests what happens to API requests, the first that matches
 */
public record FaultPlan(long seed, List<DeliveryFault> deliveries, List<RequestFault> requests) {

    public static final FaultPlan NONE = new FaultPlan(0, List.of(), List.of());

    static final int FAULTS_AT_MOST = 20;
    static final int NEXT_AT_MOST = 1000;

    public FaultPlan {
        deliveries = List.copyOf(deliveries);
        requests = List.copyOf(requests);
        var faults = new ArrayList<String>();
        within(faults, "the number of deliveries", deliveries.size(), 0, FAULTS_AT_MOST);
        within(faults, "the number of requests", requests.size(), 0, FAULTS_AT_MOST);
        refuseIfAny(faults);
    }

    public static FaultPlan ofDeliveries(long seed, DeliveryFault... faults) {
        return new FaultPlan(seed, List.of(faults), List.of());
    }

    public static FaultPlan ofRequests(RequestFault... faults) {
        return new FaultPlan(0, List.of(), List.of(faults));
    }

    static void within(List<String> faults, String name, long value, long least, long most) {
        if (value < least || value > most) {
            faults.add(name + " is " + value + ", not from " + least + " to " + most);
        }
    }

    static void refuseIfAny(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }
}
