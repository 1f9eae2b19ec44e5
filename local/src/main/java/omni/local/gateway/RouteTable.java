package omni.local.gateway;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resource tree. At every segment a literal beats a parameter, and a parameter beats a greedy one; a branch that leads
 * nowhere is left for the next best. One slash at the end of a path does not matter.
 */
final class RouteTable {

    private final Node root = new Node();

    RouteTable(List<GatewayRoute> routes) {
        routes.forEach(this::add);
    }

    private void add(GatewayRoute route) {
        var node = root;
        for (var segment : segments(route.resourcePath())) {
            node = node.child(segment);
        }
        if (node.functions.putIfAbsent(route.method(), route.functionName()) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.resourcePath());
        }
        node.resourcePath = route.resourcePath();
    }

    /** The resource of a raw (still percent-encoded) path. */
    Optional<RouteMatch> match(String rawPath) {
        return Optional.ofNullable(find(root, segments(rawPath), 0, new LinkedHashMap<>()));
    }

    private static @Nullable RouteMatch find(Node node, List<String> path, int index, Map<String, String> parameters) {
        if (index == path.size()) {
            return node.resourcePath == null ? null : new RouteMatch(node.resourcePath, node.functions, parameters);
        }
        var segment = PercentEncoding.decodePath(path.get(index));
        var literal = node.literals.get(segment);
        var found = literal == null ? null : find(literal, path, index + 1, parameters);
        if (found == null && node.parameter != null && !segment.isEmpty()) {
            found = find(node.parameter.node, path, index + 1, with(parameters, node.parameter.name, segment));
        }
        if (found == null && node.greedy != null) {
            var rest = PercentEncoding.decodePath(String.join("/", path.subList(index, path.size())));
            found = find(node.greedy.node, path, path.size(), with(parameters, node.greedy.name, rest));
        }
        return found;
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        var more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    /** {@code /a/b/} and {@code /a/b} are [a, b]; {@code /} is []. */
    private static List<String> segments(String path) {
        var inner = path.substring(1);
        var trimmed = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        return trimmed.isEmpty() ? List.of() : Arrays.asList(trimmed.split("/", -1));
    }

    private record Branch(String name, Node node) {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, String> functions = new HashMap<>();
        private @Nullable Branch parameter;
        private @Nullable Branch greedy;
        private @Nullable String resourcePath;

        Node child(String segment) {
            if (segment.startsWith("{") && segment.endsWith("+}")) {
                greedy = sibling(greedy, segment.substring(1, segment.length() - 2));
                return greedy.node;
            }
            if (segment.startsWith("{") && segment.endsWith("}")) {
                parameter = sibling(parameter, segment.substring(1, segment.length() - 1));
                return parameter.node;
            }
            return literals.computeIfAbsent(segment, _ -> new Node());
        }

        /** API Gateway refuses two parameters of different names under one resource, and so does this. */
        private static Branch sibling(@Nullable Branch present, String name) {
            if (present != null && !present.name.equals(name)) {
                throw new IllegalArgumentException("siblings {" + present.name + "} and {" + name + "}");
            }
            return present == null ? new Branch(name, new Node()) : present;
        }
    }
}
