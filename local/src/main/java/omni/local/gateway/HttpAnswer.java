package omni.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.local.machine.LocalJson;

/**
 * An answer on its way to the socket.
 *
 * @param headers all values by name
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    public static HttpAnswer json(int status, JsonNode body) {
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/json")), LocalJson.bytes(body));
    }

    /** With this header instead of any of that very name. */
    public HttpAnswer withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, List.of(value));
        return new HttpAnswer(status, more, body);
    }

    boolean hasHeader(String name) {
        return headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }
}
