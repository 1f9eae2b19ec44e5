package omni.architecture;

import java.util.Arrays;
import java.util.stream.Collectors;
import omni.call.Operation;
import omni.call.Operation.Access;
import omni.endpoint.Endpoints;
import omni.fakes.Recorded;
import org.junit.jupiter.api.Test;

/** The README's table of operations is the list of {@link Endpoints}. */
class ReadmeTest {

    private static final String HEAD = "| operation | method and path | who may call |\n|---|---|---|\n";

    @Test
    void theTableOfOperationsIsTheList() {
        var rows = Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .map(ReadmeTest::row)
                .collect(Collectors.joining("\n", HEAD, "\n"));

        Recorded.part("README.md", "operations", rows);
    }

    private static String row(Operation operation) {
        return "| `%s` | %s | %s |".formatted(operation.operationId(), route(operation), caller(operation));
    }

    private static String route(Operation operation) {
        if (operation.catchesAll()) {
            return "any other route of the catalog, answered by your own API";
        }
        return operation.method() + " "
                + operation.paths().stream().map(path -> "`" + path + "`").collect(Collectors.joining(", "));
    }

    private static String caller(Operation operation) {
        if (operation.meter() == Operation.Meter.CATALOG) {
            return "any credential with the scope of its catalog row; metered";
        }
        return who(operation.access()) + scope(operation.access());
    }

    private static String who(Access access) {
        return switch (access.kind()) {
            case PUBLIC -> "anybody";
            case ORG -> "any credential";
            case HUMAN -> "a person";
            case HUMAN_ANYWHERE -> "a person, even without an organization";
            case COOKIE -> "a browser session";
            case SIGNED -> "Stripe, by its signature";
        };
    }

    private static String scope(Access access) {
        return access.scope() == null ? "" : " with `" + access.scope() + "`";
    }
}
