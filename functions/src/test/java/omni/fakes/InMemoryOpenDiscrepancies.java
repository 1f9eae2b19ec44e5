package omni.fakes;

import java.util.ArrayList;
import java.util.List;
import omni.invoicing.OpenDiscrepancies;

/** Known drifts in memory. */
public final class InMemoryOpenDiscrepancies implements OpenDiscrepancies {

    private final List<Known> kept = new ArrayList<>();

    private static boolean same(Known one, Known other) {
        return one.orgId().equals(other.orgId())
                && one.period().equals(other.period())
                && one.kind() == other.kind()
                && one.which().equals(other.which());
    }

    @Override
    public synchronized List<Known> all() {
        return List.copyOf(kept);
    }

    @Override
    public synchronized void keep(Known seen) {
        if (kept.stream().noneMatch(each -> same(each, seen))) {
            kept.add(seen);
        }
    }

    @Override
    public synchronized void forget(Known agreed) {
        kept.removeIf(each -> same(each, agreed));
    }
}
