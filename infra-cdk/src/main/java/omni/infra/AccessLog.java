package omni.infra;

import java.util.LinkedHashMap;
import omni.json.Json;

/** One line for each request that reaches the gateway, also for those that no function sees. Never a header, query or body. */
final class AccessLog {

    private AccessLog() {}

    static String format() {
        var line = new LinkedHashMap<String, String>();
        line.put("requestId", "$context.requestId");
        line.put("extendedRequestId", "$context.extendedRequestId");
        line.put("at", "$context.requestTimeEpoch");
        line.put("method", "$context.httpMethod");
        line.put("resource", "$context.resourcePath");
        line.put("status", "$context.status");
        line.put("errorType", "$context.error.responseType");
        line.put("authorizerStatus", "$context.authorizer.status");
        line.put("authorizerLatency", "$context.authorizer.latency");
        line.put("integrationStatus", "$context.integration.status");
        line.put("integrationLatency", "$context.integration.latency");
        line.put("latency", "$context.responseLatency");
        line.put("responseLength", "$context.responseLength");
        line.put("sourceIp", "$context.identity.sourceIp");
        return Json.text(line);
    }
}
