package omni.call;

import java.util.Optional;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import omni.http.Request;

/**
 * Which row of the catalog sells a request (contract 4 step 0, 7.1). The authorizer and the shell ask the same, so that a
 * route is known to both or to none.
 *
 * @param upstream whether one is configured: without it, rows that it serves are not there
 */
public record Routing(Catalog catalog, boolean upstream) {

    /** The row; empty where the catalog sells nothing here, which for an operation of the catalog means 404. */
    public Optional<RouteEntry> row(Operation operation, Request request) {
        if (operation.meter() != Operation.Meter.CATALOG) {
            return Optional.empty();
        }
        // A row of the upstream may beat the place that a built-in operation has in the gateway's own table.
        var called = catalog.match(request.method(), request.path());
        if (called.filter(Routing::isForwarded).isPresent()) {
            return called.filter(row -> upstream);
        }
        return operation.catchesAll()
                ? Optional.empty()
                : catalog.match(operation.method(), operation.path()).filter(row -> !isForwarded(row));
    }

    /** Whether a row is there at all: those of the upstream only where there is one. */
    public boolean isSold(RouteEntry row) {
        return upstream || !isForwarded(row);
    }

    static boolean isForwarded(RouteEntry row) {
        return row.target() == RouteEntry.Target.UPSTREAM;
    }
}
