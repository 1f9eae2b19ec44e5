package omni.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import omni.local.machine.LocalJson;

/** Throw-away handlers: each is a function from event to answer; the last event of each name is kept. */
final class Functions implements Function<String, RequestStreamHandler> {

    private final Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> lastEvents = new ConcurrentHashMap<>();

    Functions add(String name, UnaryOperator<ObjectNode> function) {
        return addRaw(name, (input, output, _) -> {
            var event = LocalJson.parseObject(input.readAllBytes()).orElseThrow();
            lastEvents.put(name, event);
            output.write(LocalJson.bytes(function.apply(event)));
        });
    }

    Functions addRaw(String name, RequestStreamHandler handler) {
        handlers.put(name, handler);
        return this;
    }

    /** Answers the event itself, as JSON. */
    Functions addEcho(String name) {
        return add(name, event -> answer(200, event.toString()));
    }

    /** An authorizer that answers as told, with one context value of each scalar type. */
    Functions addAuthorizer(String name, String effect, String resource) {
        return add(name, _ -> policy(effect, resource));
    }

    ObjectNode lastEvent(String name) {
        return Objects.requireNonNull(lastEvents.get(name), name);
    }

    @Override
    public RequestStreamHandler apply(String name) {
        return Objects.requireNonNull(handlers.get(name), name);
    }

    static ObjectNode answer(int status, String body) {
        return LocalJson.object().put("statusCode", status).put("body", body);
    }

    static ObjectNode binaryAnswer(byte[] body) {
        return answer(200, Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
    }

    static ObjectNode policy(String effect, String resource) {
        var answer = LocalJson.object().put("principalId", "key_1");
        var statement = answer.putObject("policyDocument")
                .put("Version", "2012-10-17")
                .putArray("Statement")
                .addObject();
        statement.put("Action", "execute-api:Invoke").put("Effect", effect).put("Resource", resource);
        answer.putObject("context")
                .put("requestId", "req_1")
                .put("count", 7)
                .put("human", false)
                .putNull("absent");
        return answer;
    }

    static RequestStreamHandler throwing(String message) {
        return (_, _, _) -> {
            throw new IOException(message);
        };
    }
}
