package omni.call;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Ids;
import omni.access.Principal;
import omni.access.Scopes;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Terms;
import omni.billing.MeterClass;
import omni.call.McpShell.Parts.Serving;
import omni.chat.ChatTool;
import omni.chat.ChatTools;
import omni.chat.ChatUser;
import omni.http.Request;
import omni.http.Responses;
import omni.http.Responses.Rendered;
import omni.http.Trace;
import omni.json.Fields;
import omni.mcp.CircuitBreaker;
import omni.mcp.Tool;
import omni.mcp.ToolAnswer;
import omni.mcp.ToolRequest;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/**
 * Tools as a chat calls them (contract 14.4): the work of their routes without the shell around it. The message is what is charged, so
 * there is no gate here, no commit and no row.
 */
public final class ChatToolCalls implements ChatTools {

    /** The source of the product's own data, and that of the operator's API. */
    public static final String BUILT_IN = "sec";

    public static final String UPSTREAM = "upstream";

    /** What a person holds who asks in a chat; the catalog's tools of any other scope are not there. */
    private static final Set<String> SCOPES = Scopes.HUMAN;

    private final Parts parts;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    /**
     * What it is made of.
     *
     * @param tools of the catalog, in its order
     * @param routes what serves each, by name
     * @param meterClasses the class of each, by name: a plan that is excluded from it has no such tool
     * @param upstream of those that the operator's own API answers
     */
    public record Parts(
            List<Tool> tools,
            Map<String, Serving> routes,
            Map<String, MeterClass> meterClasses,
            CircuitBreaker upstream,
            Accounts accounts,
            Terms terms,
            Responses responses,
            Ids ids,
            InstantSource clock) {

        public Parts {
            tools = List.copyOf(tools);
            routes = Map.copyOf(routes);
            meterClasses = Map.copyOf(meterClasses);
        }
    }

    public ChatToolCalls(Parts parts) {
        this.parts = parts;
        parts.tools().stream()
                .filter(tool -> tool.readOnly() && isGranted(tool.scope()))
                .forEach(tool -> tools.put(tool.name(), tool));
    }

    private static boolean isGranted(@Nullable String scope) {
        return scope == null || Scopes.grant(SCOPES, scope);
    }

    @Override
    public List<ChatTool> all() {
        return tools.values().stream().map(this::shown).toList();
    }

    @Override
    public List<ChatTool> of(ChatUser user) {
        var account = parts.accounts().load(user.orgId());
        return account == null
                ? List.of()
                : tools.values().stream()
                        .filter(tool -> isInPlan(tool, account))
                        .map(this::shown)
                        .toList();
    }

    private ChatTool shown(Tool tool) {
        return new ChatTool(tool.name(), tool.title(), tool.description(), source(tool), tool.inputSchema());
    }

    private boolean isInPlan(Tool tool, Account account) {
        var meterClass = parts.meterClasses().get(tool.name());
        var plan = parts.terms().position(account, parts.clock().instant()).effectivePlan();
        return meterClass == null || !meterClass.excludedPlans().contains(plan);
    }

    private String source(Tool tool) {
        return serving(tool).operation().catchesAll() ? UPSTREAM : BUILT_IN;
    }

    private Serving serving(Tool tool) {
        return Optional.ofNullable(parts.routes().get(tool.name()))
                .orElseThrow(() -> new IllegalStateException("nothing serves the tool " + tool.name()));
    }

    @Override
    public ToolResult call(
            ChatUser user, String requestId, String name, Map<String, @Nullable Object> arguments, Instant deadline) {
        var tool = tools.get(name);
        if (tool == null) {
            return ChatToolAnswer.refused("validation_error", "There is no tool of this name.", Map.of());
        }
        var faults = ToolRequest.faults(tool, arguments);
        if (!faults.isEmpty()) {
            return ChatToolAnswer.refused("validation_error", message(faults), Map.of("issues", faults));
        }
        var account = parts.accounts().load(user.orgId());
        if (account == null) {
            return ChatToolAnswer.refused("organization_not_found", "The organization is gone.", Map.of());
        }
        if (!isInPlan(tool, account)) {
            return ChatToolAnswer.refused(
                    "billing_required", "The present plan does not include this tool.", Map.of("retryable", false));
        }
        var exchange = exchange(user, account, requestId, ToolRequest.of(message(), tool, arguments));
        return source(tool).equals(UPSTREAM) ? askUpstream(tool, exchange) : ask(tool, exchange);
    }

    private static String message(List<Fields.Fault> faults) {
        return faults.getFirst().path() + ": " + faults.getFirst().message() + ".";
    }

    private ToolResult ask(Tool tool, Exchange exchange) {
        return ChatToolAnswer.of(render(tool, exchange));
    }

    private Rendered render(Tool tool, Exchange exchange) {
        return parts.responses().render(serving(tool).endpoint().handle(exchange), exchange.trace());
    }

    private ToolResult askUpstream(Tool tool, Exchange exchange) {
        return switch (parts.upstream().enter()) {
            case CircuitBreaker.Wait(var time) ->
                ChatToolAnswer.refused(
                        "mcp_tool_circuit_open",
                        "The API behind this tool failed just now.",
                        Map.of("retryable", true, "retryAfterSeconds", time.toSeconds() + 1));
            case CircuitBreaker.Ticket ticket -> askUpstream(tool, exchange, ticket);
        };
    }

    private ToolResult askUpstream(Tool tool, Exchange exchange, CircuitBreaker.Ticket ticket) {
        var learned = ToolAnswer.Upstream.NOT_ASKED;
        try {
            var rendered = render(tool, exchange);
            learned = ToolAnswer.upstream(rendered);
            return ChatToolAnswer.of(rendered);
        } finally {
            ticket.end(learned);
        }
    }

    private Exchange exchange(ChatUser user, Account account, String requestId, Request request) {
        var principal = new Principal(
                AuthMode.SESSION, user.userId(), user.userId(), user.orgId(), SCOPES, true, null, null, null, null);
        var trace = new Trace(
                requestId, "00-" + parts.ids().hex(32) + "-" + parts.ids().hex(16) + "-01");
        return new Exchange(
                request,
                trace,
                new Caller(principal, account, account),
                Map.of(),
                parts.clock().instant(),
                null,
                true);
    }

    /** A chat's message brings no headers and no address. */
    private static Request message() {
        return new Request(
                "GET",
                "/ws",
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                new Body(new byte[0]),
                "unknown",
                Map.of());
    }
}
