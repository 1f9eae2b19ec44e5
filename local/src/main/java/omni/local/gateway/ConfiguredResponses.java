package omni.local.gateway;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configured gateway responses, by type. */
final class ConfiguredResponses {

    private final Map<String, GatewayResponse> byType;

    ConfiguredResponses(List<GatewayResponse> responses) {
        byType = responses.stream().collect(Collectors.toUnmodifiableMap(GatewayResponse::type, Function.identity()));
    }

    HttpAnswer render(ContextVariables variables) {
        var fault = variables.fault();
        var response = responseTo(fault);
        var headers = new LinkedHashMap<String, List<String>>();
        response.headers()
                .forEach((name, expression) -> variables
                        .expression(expression)
                        .filter(value -> !value.isEmpty())
                        .ifPresent(value -> headers.put(name, List.of(value))));
        var status = response.status() == GatewayResponse.DEFAULT_STATUS ? fault.status() : response.status();
        var body = variables.fill(response.bodyTemplate()).getBytes(StandardCharsets.UTF_8);
        var answer = new HttpAnswer(status, headers, body).withHeader("x-amzn-ErrorType", fault.errorType());
        return answer.hasHeader("Content-Type") ? answer : answer.withHeader("Content-Type", "application/json");
    }

    private GatewayResponse responseTo(GatewayFault fault) {
        var own = byType.get(fault.type());
        return own == null ? byType.getOrDefault(fault.fallbackType(), GatewayResponse.defaultOf(fault)) : own;
    }
}
