package omni.lambda;

import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.chat.ChatTools;
import omni.endpoint.Endpoints;
import omni.endpoint.ForwardCatalogRoute;
import omni.endpoint.GetLatestFiling;
import omni.endpoint.GetLatestSection;
import omni.endpoint.GetStatement;
import omni.endpoint.ResolveEntity;

/** How each endpoint of the group {@code METERED} is made: from exactly what it uses, and no other is. */
public record MeteredEndpoints(MeteredRoot root) {

    /** The function of a route. */
    public EndpointFunction function(Endpoints route) {
        return new EndpointFunction(service(route));
    }

    EndpointFunction.Service service(Endpoints route) {
        return route == Endpoints.CALL_MCP
                ? new McpParts(this).service()
                : root.shell().around(route.operation(), of(route));
    }

    /** The tools of a chat. */
    public ChatTools chatTools() {
        return new McpParts(this).chatTools();
    }

    /** The endpoint of a route, without the shell. */
    public Endpoint of(Endpoints route) {
        return switch (route) {
            case RESOLVE_ENTITY -> new ResolveEntity(root.entities());
            case GET_LATEST_FILING -> new GetLatestFiling(root.filings());
            case GET_LATEST_SECTION -> new GetLatestSection(root.sections());
            case GET_STATEMENT -> new GetStatement(root.statements());
            case CALL_MCP -> new McpParts(this).endpoint();
            case FORWARD_CATALOG_ROUTE -> forwardCatalogRoute();
            default -> throw OperationSetting.notOf(Group.METERED, route.name());
        };
    }

    private ForwardCatalogRoute forwardCatalogRoute() {
        var foundation = root.foundation();
        var file = foundation.configuration().catalogFile();
        return new ForwardCatalogRoute(
                foundation.catalog(),
                file == null ? "(bundled)" : file.toString(),
                foundation.routing().upstream(),
                root.settings());
    }
}
