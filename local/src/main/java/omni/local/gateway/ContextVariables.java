package omni.local.gateway;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of one failed request, for the expressions of a gateway response.
 *
 * @param resourcePath empty when no resource matched
 * @param authorizer the authorizer's context with {@code principalId}; empty when it was not asked or failed
 */
record ContextVariables(
        GatewayAccount account,
        GatewayRequest request,
        GatewayFault fault,
        String resourcePath,
        Map<String, String> authorizer) {

    private static final Pattern VARIABLE =
            Pattern.compile("\\$((?:context|method\\.request)(?:\\.[A-Za-z_][A-Za-z0-9_-]*)+)");
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The text with every variable replaced; a variable without a value leaves nothing. */
    String fill(String template) {
        return VARIABLE.matcher(template)
                .replaceAll(found ->
                        Matcher.quoteReplacement(variable(found.group(1)).orElse("")));
    }

    /** The value of a header's mapping expression. */
    Optional<String> expression(String expression) {
        var literal = expression.length() >= 2 && expression.startsWith("'") && expression.endsWith("'");
        return literal ? Optional.of(expression.substring(1, expression.length() - 1)) : variable(expression);
    }

    private Optional<String> variable(String name) {
        if (name.startsWith("context.authorizer.")) {
            return Optional.ofNullable(authorizer.get(name.substring("context.authorizer.".length())));
        }
        if (name.startsWith("context.error.")) {
            return error(name.substring("context.error.".length()));
        }
        if (name.startsWith("method.request.header.")) {
            return request.headers().lastIgnoringCase(name.substring("method.request.header.".length()));
        }
        if (name.startsWith("method.request.querystring.")) {
            return request.query().last(name.substring("method.request.querystring.".length()));
        }
        return name.startsWith("context.") ? context(name.substring("context.".length())) : Optional.empty();
    }

    private Optional<String> error(String name) {
        var message = Optional.ofNullable(fault.message());
        return switch (name) {
            case "message" -> message;
            case "messageString" ->
                Optional.of(
                        message.map(text -> TextNode.valueOf(text).toString()).orElse("null"));
            case "responseType" -> Optional.of(fault.type());
            default -> Optional.empty();
        };
    }

    private Optional<String> context(String name) {
        return switch (name) {
            case "requestId" -> Optional.of(request.requestId());
            case "extendedRequestId" -> Optional.of(request.extendedRequestId());
            case "requestTime" -> Optional.of(REQUEST_TIME.format(request.receivedAt()));
            case "requestTimeEpoch" ->
                Optional.of(Long.toString(request.receivedAt().toEpochMilli()));
            case "httpMethod" -> Optional.of(request.method());
            case "path" -> Optional.of(request.rawPath());
            case "resourcePath" -> Optional.of(resourcePath).filter(path -> !path.isEmpty());
            case "protocol" -> Optional.of(request.protocol());
            case "stage" -> Optional.of(account.stage());
            case "apiId", "domainPrefix" -> Optional.of(account.apiId());
            case "accountId" -> Optional.of(account.accountId());
            case "domainName" -> Optional.of(account.domainName());
            case "identity.sourceIp" -> Optional.of(request.sourceIp());
            case "identity.userAgent" -> request.headers().lastIgnoringCase("User-Agent");
            default -> Optional.empty();
        };
    }
}
