package omni.catalog;

import java.util.List;
import java.util.Optional;
import omni.billing.MeterClass;
import omni.json.Fields;

/** Reads what a catalog says of its chat; one that says nothing has none. */
final class ChatReader {

    private ChatReader() {}

    /** @param classes of the catalog, those with faults included */
    static Optional<ChatTerms> read(Fields root, List<MeterClass> classes) {
        return root.object("chat").flatMap(in -> terms(in, classes));
    }

    private static Optional<ChatTerms> terms(Fields in, List<MeterClass> classes) {
        var key = in.requiredText("meterClass", 1, 64);
        var found = classes.stream()
                .filter(meterClass -> meterClass.key().equals(key))
                .findFirst();
        if (found.isEmpty() && !key.isEmpty()) {
            in.fault("meterClass", "is not a key of meterClasses");
        }
        if (found.filter(MeterClass::free).isPresent()) {
            in.fault("meterClass", "must be a metered class");
        }
        in.refuseUnknown();
        return found.map(ChatTerms::new);
    }
}
