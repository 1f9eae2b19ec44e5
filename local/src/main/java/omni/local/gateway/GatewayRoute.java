package omni.local.gateway;

/**
 * One method of one resource, and the function behind it.
 *
 * @param method an HTTP method in capitals, or {@link #ANY}
 * @param resourcePath as in API Gateway: {@code /a/{parameter}/{proxy+}}
 * @param functionName the name under which the function is looked up
 */
public record GatewayRoute(String method, String resourcePath, String functionName) {

    public static final String ANY = "ANY";

    public GatewayRoute {
        if (!resourcePath.startsWith("/")) {
            throw new IllegalArgumentException("a resource path starts with a slash: " + resourcePath);
        }
        var proxy = resourcePath.indexOf("+}");
        if (proxy >= 0 && proxy + 2 != resourcePath.length()) {
            throw new IllegalArgumentException("a greedy parameter is the last segment: " + resourcePath);
        }
    }
}
