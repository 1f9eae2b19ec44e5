package stripesimulator.fault;

import java.util.List;
import java.util.Optional;

/** The faults set for API requests, and how often each has happened. */
public final class RequestFaults {

    private List<FaultCount<RequestFault>> set = List.of();

    public synchronized void set(List<RequestFault> faults) {
        set = faults.stream().map(FaultCount::new).toList();
    }

    /** What happens to this request, counted. */
    public synchronized Optional<RequestFault.Effect> take(String method, String path) {
        return set.stream()
                .filter(counted -> counted.times() < counted.fault().next())
                .filter(counted -> counted.fault().isFor(method, path))
                .findFirst()
                .map(counted -> {
                    counted.count();
                    return counted.fault().effect();
                });
    }

    public synchronized List<FaultCount.Used<RequestFault>> counts() {
        return set.stream().map(FaultCount::snapshot).toList();
    }
}
