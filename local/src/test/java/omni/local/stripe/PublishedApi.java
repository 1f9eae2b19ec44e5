package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stripesimulator.StripeSimulator.SeenRequest;

/**
 * Holds each request of stripe-java against what Stripe publishes of its API (the table {@code published-api.csv}), and
 * keeps what is not in it. What tests themselves ask the simulator by plain HTTP is let pass.
 */
public final class PublishedApi implements Consumer<SeenRequest> {

    private static final String ANY = "*";
    private static final String VERSION = "version";
    private static final Map<String, Map<String, Fact>> OPERATIONS = read();

    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unkeyed = new ConcurrentLinkedQueue<>();
    private final Set<String> operations = new ConcurrentSkipListSet<>();

    /** One parameter, or none where a row only names its operation. */
    private record Fact(String parameter, String type, int atMost, boolean required, List<String> values) {

        private String problem(String value) {
            boolean right = switch (type) {
                case "integer" -> value.matches("-?[0-9]{1,18}");
                case "boolean" -> value.matches("true|false");
                case "decimal" -> value.matches("-?[0-9]+([.][0-9]{1,12})?");
                case "string" -> value.length() <= atMost && (values.isEmpty() || values.contains(value));
                default -> false;
            };
            return right ? "" : "'" + value + "' is no " + type + " " + String.join(", ", values);
        }
    }

    private static Map<String, Map<String, Fact>> read() {
        var operations = new LinkedHashMap<String, Map<String, Fact>>();
        try (var file = Objects.requireNonNull(PublishedApi.class.getResourceAsStream("published-api.csv"))) {
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        var cells = Arrays.stream(line.split("[|]", -1))
                                .map(String::strip)
                                .toList();
                        var values = cells.get(5).isEmpty()
                                ? List.<String>of()
                                : List.of(cells.get(5).split(" ", -1));
                        int atMost = cells.get(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(cells.get(3));
                        operations
                                .computeIfAbsent(cells.get(0), _ -> new LinkedHashMap<>())
                                .put(
                                        cells.get(1),
                                        new Fact(
                                                cells.get(1),
                                                cells.get(2),
                                                atMost,
                                                !cells.get(4).isEmpty(),
                                                values));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return operations;
    }

    @Override
    public void accept(SeenRequest request) {
        if (request.userAgent().matches("Stripe/v[12] JavaBindings.*")) {
            var operation = operation(request.method(), request.path());
            operations.add(operation);
            if (request.method().equals("POST") && isUnkeyed(request)) {
                unkeyed.add(operation + ": " + request.idempotencyKey());
            }
            problems(operation, request).forEach(problem -> violations.add(operation + ": " + problem));
        }
    }

    /** The operations of the table. */
    static List<String> published() {
        return OPERATIONS.keySet().stream()
                .filter(operation -> operation.contains(" /"))
                .toList();
    }

    /** The operations seen so far. */
    public Set<String> operations() {
        return new TreeSet<>(operations);
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    public void assertKept() {
        assertThat(violations())
                .as("requests that Stripe's published API does not know")
                .isEmpty();
    }

    /** What the product writes carries a key of ours: the client makes a random one up where it is given none. */
    public void assertKeyed() {
        assertThat(unkeyed).as("writes without an idempotency key of ours").isEmpty();
    }

    private static boolean isUnkeyed(SeenRequest request) {
        return request.idempotencyKey().isEmpty()
                || request.idempotencyKey().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static String operation(String method, String path) {
        return OPERATIONS.keySet().stream()
                .filter(known ->
                        (method + " " + path).matches(Pattern.quote(known).replace("{}", "\\E[^/]+\\Q")))
                .findFirst()
                .orElse(method + " " + path);
    }

    private static List<String> problems(String operation, SeenRequest request) {
        var problems = new ArrayList<String>();
        if (!facts(VERSION).containsKey(request.version())) {
            problems.add("Stripe-Version is '" + request.version() + "'");
        }
        if (!OPERATIONS.containsKey(operation)) {
            problems.add("unknown operation");
            return problems;
        }
        var given = given(request.encodedParameters());
        given.forEach((name, value) -> {
            var problem = fact(operation, template(name))
                    .map(fact -> fact.problem(value))
                    .orElse("unknown parameter");
            if (!problem.isEmpty()) {
                problems.add(name + ": " + problem);
            }
        });
        facts(operation).values().stream()
                .filter(Fact::required)
                .forEach(fact -> problems.addAll(missing(fact.parameter(), given.keySet())));
        return problems;
    }

    /** Where a required parameter lacks: beside each of its siblings, or at the top. */
    private static List<String> missing(String required, Set<String> given) {
        int at = required.lastIndexOf('[');
        var parent = at < 0 ? "" : required.substring(0, at);
        var last = at < 0 ? required : required.substring(at);
        var parents = at < 0
                ? Set.of("")
                : given.stream()
                        .map(name -> prefixOf(name, parent))
                        .filter(prefix -> !prefix.isEmpty())
                        .collect(Collectors.toSet());
        return parents.stream()
                .map(prefix -> prefix + last)
                .filter(name -> given.stream().noneMatch(one -> one.equals(name) || one.startsWith(name + "[")))
                .map(name -> name + ": is required")
                .toList();
    }

    /** The beginning of a name that is an instance of the template; empty when it has none. */
    private static String prefixOf(String name, String template) {
        for (int end = name.indexOf('['); end >= 0; end = name.indexOf('[', end + 1)) {
            if (template(name.substring(0, end)).equals(template)) {
                return name.substring(0, end);
            }
        }
        return "";
    }

    private static Optional<Fact> fact(String operation, String template) {
        var ofAnyKey = template.replaceFirst("\\[[^\\[\\]]+]$", "[*]");
        return Stream.of(
                        facts(operation).get(template),
                        facts(operation).get(ofAnyKey),
                        facts(ANY).get(template))
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    private static Map<String, Fact> facts(String operation) {
        return OPERATIONS.getOrDefault(operation, Map.of());
    }

    private static String template(String name) {
        return name.replaceAll("\\[[0-9]+]", "[]");
    }

    private static Map<String, String> given(String encoded) {
        var given = new LinkedHashMap<String, String>();
        Arrays.stream(encoded.split("&", -1)).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            var parts = pair.split("=", 2);
            given.put(URLDecoder.decode(parts[0], UTF_8), parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "");
        });
        return given;
    }
}
