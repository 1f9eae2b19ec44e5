package omni.lambda;

import java.util.HashMap;
import java.util.Map;
import omni.billing.MeterClass;
import omni.call.ChatToolCalls;
import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.McpShell;
import omni.call.McpShell.Parts.Serving;
import omni.call.TimedWork;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import omni.endpoint.BillingViews;
import omni.endpoint.CallMcp;
import omni.endpoint.Endpoints;
import omni.endpoint.GetBilling;
import omni.endpoint.GetLimits;
import omni.endpoint.McpInstructions;
import omni.endpoint.QuoteBilling;
import omni.http.Responses;
import omni.http.Settings;
import omni.mcp.AccountTools;
import omni.mcp.CircuitBreaker;
import omni.mcp.McpReplies;
import omni.mcp.ServerInfo;
import omni.mcp.Tool;
import omni.mcp.ToolAnswer;
import omni.mcp.Toolbox;
import omni.meter.Admission;
import omni.refusal.RefusalProblems;

/** How {@code POST /mcp} is made: of the routes that its tools stand for. */
record McpParts(MeteredEndpoints endpoints) {

    EndpointFunction.Service service() {
        var tools = tools();
        var free = endpoint(tools);
        return new McpShell(
                endpoints.root().shell(),
                new McpShell.Parts(
                        new Serving(Endpoints.CALL_MCP.operation(), free),
                        free::answer,
                        tools,
                        routes(tools),
                        new ToolAnswer(serverInfo(), settings().headerPrefix()),
                        new CircuitBreaker(endpoints.root().foundation().clock())));
    }

    /** The catalog's tools as a chat calls them. */
    ChatToolCalls chatTools() {
        var foundation = endpoints.root().foundation();
        var tools = tools();
        return new ChatToolCalls(new ChatToolCalls.Parts(
                tools.all().stream()
                        .filter(tool -> !AccountTools.ALL.contains(tool))
                        .toList(),
                work(routes(tools)),
                meterClasses(foundation.catalog()),
                new CircuitBreaker(foundation.clock()),
                endpoints.root().accounts(),
                foundation.terms(),
                new Responses(settings(), foundation.ids()),
                foundation.ids(),
                foundation.clock()));
    }

    private static Map<String, MeterClass> meterClasses(Catalog catalog) {
        var classes = new HashMap<String, MeterClass>();
        catalog.routes().forEach(row -> row.tool().ifPresent(tool -> classes.put(tool.name(), row.meterClass())));
        return classes;
    }

    /** What is the shell's to choose elsewhere: the work of a forwarded route is done by the upstream. */
    private Map<String, Serving> work(Map<String, Serving> routes) {
        var forward = MeteredRoot.forward(endpoints.root().foundation());
        if (forward != null) {
            routes.replaceAll(
                    (name, route) -> route.operation().catchesAll() ? new Serving(route.operation(), forward) : route);
        }
        return routes;
    }

    /** What answers messages that call no tool. */
    CallMcp endpoint() {
        return endpoint(tools());
    }

    private CallMcp endpoint(Toolbox tools) {
        return new CallMcp(new McpReplies(tools, serverInfo(), McpInstructions.of(settings())), settings());
    }

    private Toolbox tools() {
        var foundation = endpoints.root().foundation();
        return Toolbox.of(foundation.catalog(), row -> foundation.routing().isSold(row));
    }

    private ServerInfo serverInfo() {
        return McpInstructions.serverInfo(settings());
    }

    private Settings settings() {
        return endpoints.root().settings();
    }

    private Map<String, Serving> routes(Toolbox tools) {
        var routes = new HashMap<String, Serving>();
        tools.all().forEach(tool -> routes.put(tool.name(), timed(tool, serving(tool))));
        return routes;
    }

    /** What changes something ends by the limits of its own requests: nobody may be told that it did not end while it goes on. */
    private Serving timed(Tool tool, Serving serving) {
        var limit = endpoints.root().foundation().timeouts().tool();
        return tool.readOnly() && !serving.operation().catchesAll()
                ? new Serving(serving.operation(), new TimedWork(serving.endpoint(), limit))
                : serving;
    }

    private Serving serving(Tool tool) {
        if (AccountTools.ALL.contains(tool)) {
            var route = Endpoints.of(tool.method(), tool.template().text()).orElseThrow();
            return new Serving(route.operation(), account(route));
        }
        var row = endpoints.root().foundation().catalog().routes().stream()
                .filter(entry -> entry.tool()
                        .filter(named -> named.name().equals(tool.name()))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        var route = row.target() == RouteEntry.Target.UPSTREAM
                ? Endpoints.FORWARD_CATALOG_ROUTE
                : Endpoints.of(row.method(), row.template().text()).orElseThrow();
        return new Serving(route.operation(), endpoints.of(route));
    }

    private Endpoint account(Endpoints route) {
        var root = endpoints.root();
        var foundation = root.foundation();
        var catalog = foundation.catalog();
        var terms = foundation.terms();
        return switch (route) {
            case GET_BILLING ->
                new GetBilling(
                        root.accounts(),
                        new BillingViews(catalog, terms, root.settings(), root.accounts(), root.rollUps()));
            case GET_LIMITS ->
                new GetLimits(
                        catalog,
                        terms,
                        Shells.headers(foundation),
                        foundation.configuration().chat().limits());
            case QUOTE_BILLING ->
                new QuoteBilling(
                        root.accounts(),
                        root.rollUps(),
                        new Admission(terms),
                        catalog,
                        terms,
                        new RefusalProblems(root.settings()));
            default -> throw new IllegalStateException(route + " is no tool of the account");
        };
    }
}
