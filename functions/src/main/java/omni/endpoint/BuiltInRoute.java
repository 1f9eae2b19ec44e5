package omni.endpoint;

import java.util.Arrays;
import java.util.List;
import omni.call.Operation;
import omni.catalog.PathTemplate;

/** One path of the product itself. */
record BuiltInRoute(Operation operation, PathTemplate template) {

    /** All of them, aliases too. */
    static final List<BuiltInRoute> ALL = Arrays.stream(Endpoints.values())
            .map(Endpoints::operation)
            .filter(operation -> !operation.catchesAll())
            .flatMap(operation ->
                    operation.paths().stream().map(path -> new BuiltInRoute(operation, PathTemplate.of(path))))
            .toList();

    boolean isOfCatalog() {
        return operation.meter() == Operation.Meter.CATALOG;
    }
}
