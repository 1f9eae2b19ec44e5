package omni.local.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resource that a path belongs to.
 *
 * @param resourcePath the template, {@code /v1/things/{id}}
 * @param functions the function's name by method (or {@link GatewayRoute#ANY})
 * @param pathParameters decoded values by name, in the path's order
 */
record RouteMatch(String resourcePath, Map<String, String> functions, Map<String, String> pathParameters) {

    RouteMatch {
        functions = Map.copyOf(functions);
        pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
    }
}
