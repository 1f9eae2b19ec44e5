package omni.mcp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import omni.http.ContentTypes;
import omni.http.Responses.Rendered;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/**
 * What a route's answer becomes as the result of a tool (contract 13.2). Who may not call is told so in plain HTTP; a refusal of the
 * domain is a result that says {@code isError}; what speaks of money and limits is an error of JSON-RPC under its HTTP status.
 *
 * @param serverInfo name and version of the product
 * @param headerPrefix of the headers that tell the AI quota
 */
public record ToolAnswer(ServerInfo serverInfo, String headerPrefix) {

    private record Content(String type, String text) {}

    private static final Set<Integer> PLAIN = Set.of(401, 403);
    private static final String QUOTA_FAMILY = "ai_queries";
    private static final int TIMED_OUT = 4;
    private static final int QUOTA_EXCEEDED = 5;
    private static final int CIRCUIT_OPEN = 6;
    private static final int REFUSED = 7;

    /** The answer with its headers, as a message to the call's client. */
    public Rendered of(ToolCall called, Rendered answer) {
        var call = called.call();
        var tool = called.tool();
        var tree = tree(answer);
        if (tree != null && answer.problem()) {
            if (PLAIN.contains(answer.status())) {
                return answer;
            }
            var fault = fault(call, tool, answer.status(), tree);
            if (fault != null) {
                return message(answer, fault.status(), fault.reply().body());
            }
        }
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("content", List.of(new Content("text", text(answer))));
        if (tree != null) {
            result.put("structuredContent", tree);
        }
        result.put("isError", answer.status() >= 400);
        if (answer.status() < 400 && answer.headers().containsKey(headerPrefix + "AI-Quota-Limit")) {
            result.put("_omni", Map.of("quota", quota(answer, tool)));
        }
        return message(answer, 200, McpReplies.result(call, result, serverInfo));
    }

    /** The answer to a message that calls no tool; what refuses it before its own work is put into the protocol's words. */
    public Rendered ofFree(Message.Call call, Rendered answer) {
        var tree = tree(answer);
        if (PLAIN.contains(answer.status()) || tree == null || !answer.problem()) {
            return answer;
        }
        var code = String.valueOf(tree.get("code"));
        var fault = new RpcFault(
                answer.status(),
                codeOf(call, answer.status(), code),
                String.valueOf(tree.get("message")),
                details(tree, code, null),
                call.id());
        return message(answer, fault.status(), fault.reply().body());
    }

    private static int codeOf(Message.Call call, int status, String code) {
        if (status == 402 || status == 429) {
            return call.era().code(REFUSED);
        }
        return code.equals("mcp_tool_circuit_open") ? call.era().code(CIRCUIT_OPEN) : RpcFault.INTERNAL_ERROR;
    }

    /** What a route's answer says of the API behind it. */
    public enum Upstream {
        ANSWERED,
        GONE,
        NOT_ASKED
    }

    /** What an answer of a forwarded route, before it is a message, says of the API behind it. */
    public static Upstream upstream(Rendered answer) {
        var tree = tree(answer);
        if (answer.headers().containsKey("Idempotency-Replayed")) {
            return Upstream.NOT_ASKED;
        }
        if (tree == null || !answer.problem()) {
            return Upstream.ANSWERED;
        }
        var refused = Json.asObject(tree.get("details")).containsKey("upstreamStatus");
        var code = String.valueOf(tree.get("code"));
        return !refused && (code.equals("upstream_unavailable") || code.equals("upstream_timeout"))
                ? Upstream.GONE
                : Upstream.NOT_ASKED;
    }

    private static Rendered message(Rendered answer, int status, @Nullable Object body) {
        var headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(name -> speaksOfBody(name.toLowerCase(Locale.ROOT)));
        return new Rendered(status, headers, answer.cookies(), new Body(Json.write(body)), "application/json", false);
    }

    /** Headers of the route's own body, which is a part of the message now. */
    private static boolean speaksOfBody(String header) {
        return (header.startsWith("content-") && !header.equals("content-security-policy"))
                || Set.of("etag", "last-modified", "accept-ranges").contains(header);
    }

    private static String text(Rendered answer) {
        return new String(answer.body().bytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable Map<String, @Nullable Object> tree(Rendered answer) {
        if (answer.contentType() == null || !ContentTypes.json(answer.contentType())) {
            return null;
        }
        try {
            return Json.readObject(answer.body().bytes());
        } catch (Json.MalformedJson e) {
            return null;
        }
    }

    private @Nullable RpcFault fault(Message.Call call, Tool tool, int status, Map<String, @Nullable Object> envelope) {
        var code = String.valueOf(envelope.get("code"));
        var message = String.valueOf(envelope.get("message"));
        return switch (status) {
            case 402, 429 ->
                new RpcFault(
                        status,
                        call.era().code(code.equals("ai_query_quota_exceeded") ? QUOTA_EXCEEDED : REFUSED),
                        message,
                        code.equals("ai_query_quota_exceeded")
                                ? quotaData(envelope, tool)
                                : details(envelope, code, tool),
                        call.id());
            case 504 ->
                new RpcFault(
                        status,
                        call.era().code(TIMED_OUT),
                        "The tool took too long.",
                        details(envelope, "mcp_tool_timeout", tool),
                        call.id());
            case 500, 503 ->
                new RpcFault(status, RpcFault.INTERNAL_ERROR, message, details(envelope, code, tool), call.id());
            default -> null;
        };
    }

    /** The details of the route's refusal, and what names it. */
    private static Map<String, @Nullable Object> details(
            Map<String, @Nullable Object> envelope, String code, @Nullable Tool tool) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("code", code);
        data.putAll(Json.asObject(envelope.getOrDefault("details", Map.of())));
        data.put("requestId", envelope.get("requestId"));
        if (tool != null) {
            data.put("mcpToolName", tool.name());
        }
        data.put("docsUrl", envelope.get("docsUrl"));
        return data;
    }

    private static Map<String, @Nullable Object> quotaData(Map<String, @Nullable Object> envelope, Tool tool) {
        var details = Json.asObject(envelope.getOrDefault("details", Map.of()));
        var quota = new LinkedHashMap<String, @Nullable Object>();
        quota.put("family", QUOTA_FAMILY);
        quota.put("used", details.get("aiQueryQuotaUsed"));
        quota.put("limit", details.get("aiQueryQuotaLimit"));
        quota.put("remaining", details.get("aiQueryQuotaRemaining"));
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("code", envelope.get("code"));
        data.put("message", envelope.get("message"));
        data.put("requestId", envelope.get("requestId"));
        data.put("mcpToolName", tool.name());
        data.put("quota", quota);
        data.put("upgradeUrl", details.get("upgradeUrl"));
        data.put("docsUrl", envelope.get("docsUrl"));
        data.put("action", details.get("action"));
        data.put("retryable", false);
        return data;
    }

    private Map<String, @Nullable Object> quota(Rendered answer, Tool tool) {
        var quota = new LinkedHashMap<String, @Nullable Object>();
        quota.put("family", QUOTA_FAMILY);
        quota.put("mcpToolName", tool.name());
        quota.put("limit", number(answer, "AI-Quota-Limit"));
        quota.put("used", number(answer, "AI-Quota-Used"));
        quota.put("remaining", number(answer, "AI-Quota-Remaining"));
        quota.put("resetAt", answer.headers().get(headerPrefix + "AI-Quota-Reset"));
        return quota;
    }

    private @Nullable Long number(Rendered answer, String header) {
        var text = answer.headers().get(headerPrefix + header);
        return text == null ? null : Long.valueOf(text);
    }
}
