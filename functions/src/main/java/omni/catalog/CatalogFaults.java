package omni.catalog;

import java.util.List;
import omni.json.Fields.Fault;

/** The catalog can't be used; the message names every fault by its path. */
public final class CatalogFaults extends RuntimeException {

    private final transient List<Fault> faults;

    public CatalogFaults(String file, List<Fault> faults) {
        super(message(file, faults));
        this.faults = List.copyOf(faults);
    }

    private static String message(String file, List<Fault> faults) {
        var text = new StringBuilder("The catalog " + file + " has " + faults.size() + " fault(s):");
        faults.forEach(
                fault -> text.append("\n  ").append(fault.path()).append(": ").append(fault.message()));
        return text.toString();
    }

    public List<Fault> faults() {
        return faults;
    }
}
