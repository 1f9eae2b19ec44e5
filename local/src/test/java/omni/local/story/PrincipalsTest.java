package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.local.world.LocalWorld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation by every kind of principal: let in, or refused with which code (contract sections 1 and 3). */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class PrincipalsTest {

    /** A row of the contract's table of operations: operationId, route, who may call, and what is not looked at here. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w+) \\| ([^|]+) \\| ([^|]+) \\|[^|]*\\|[^|]*\\|$");

    /** The rows of {@link #ANSWERS} by who may call, in the contract's words. */
    private static final Map<String, String> WHO = Map.ofEntries(
            Map.entry("public", "public"),
            Map.entry("public (token in body)", "public"),
            Map.entry("signed", "signed"),
            Map.entry("scope of the catalog row", "catchall"),
            Map.entry("org", "org"),
            Map.entry("`api_keys:manage`", "api_keys"),
            Map.entry("`billing:manage`", "billing"),
            Map.entry("`billing:read`", "billing_read"),
            Map.entry("`read:sec`", "data"),
            Map.entry("human", "human"),
            Map.entry("human with `billing:manage`", "human_billing"),
            Map.entry("human without an organization", "onboarding"),
            Map.entry("operator", "operator"),
            Map.entry("human with `admin:operator`", "operator_set"),
            Map.entry("cookie", "cookie"));

    /**
     * What each kind of caller gets. Live keys: a reader, one that manages keys and billing, one that does so and does not
     * read (so it may not create a key that does, which is what a new key is); test keys likewise; a person by cookie; a
     * revoked key; that person by token; a person without an organization by token; an operator by cookie, and
     * keys that an operator gave every scope. These tokens are for the API, so the MCP server knows none of them.
     */
    private static final String ANSWERS = """
            who            nobody                   reader                   manager                  pureManager              testReader               testManager              person                   revoked                  bearer                   stranger                 operator  operatorKey              testOperatorKey
            public         ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok        ok                       ok
            signed         ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok        ok                       ok
            catchall       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok                       ok        ok                       ok
            cookie         missing_browser_session  missing_browser_session  missing_browser_session  missing_browser_session  missing_browser_session  missing_browser_session  ok                       missing_browser_session  missing_browser_session  missing_browser_session  ok        missing_browser_session  missing_browser_session
            org            missing_api_key          ok                       ok                       ok                       ok                       ok                       ok                       authentication_failed    ok                       organization_missing     ok        ok                       ok
            mcp            missing_api_key          ok                       ok                       ok                       ok                       ok                       ok                       authentication_failed    authentication_failed    authentication_failed    ok        ok                       ok
            create_key     missing_api_key          insufficient_scope       ok                       insufficient_scope       insufficient_scope       ok                       ok                       authentication_failed    ok                       organization_missing     ok        ok                       ok
            api_keys       missing_api_key          insufficient_scope       ok                       ok                       insufficient_scope       ok                       ok                       authentication_failed    ok                       organization_missing     ok        ok                       ok
            billing        missing_api_key          insufficient_scope       ok                       ok                       insufficient_scope       livemode_required        ok                       authentication_failed    ok                       organization_missing     ok        ok                       livemode_required
            billing_read   missing_api_key          insufficient_scope       ok                       ok                       insufficient_scope       ok                       ok                       authentication_failed    ok                       organization_missing     ok        ok                       ok
            human          missing_browser_session  human_auth_required      human_auth_required      human_auth_required      human_auth_required      human_auth_required      ok                       authentication_failed    ok                       organization_missing     ok        human_auth_required      human_auth_required
            operator       missing_api_key          operator_scope_required  operator_scope_required  operator_scope_required  operator_scope_required  operator_scope_required  operator_scope_required  authentication_failed    operator_scope_required  organization_missing     ok        ok                       ok
            operator_set   missing_browser_session  human_auth_required      human_auth_required      human_auth_required      human_auth_required      human_auth_required      operator_scope_required  authentication_failed    operator_scope_required  organization_missing     ok        human_auth_required      human_auth_required
            human_billing  missing_browser_session  human_auth_required      human_auth_required      human_auth_required      human_auth_required      human_auth_required      ok                       authentication_failed    ok                       organization_missing     ok        human_auth_required      human_auth_required
            onboarding     missing_browser_session  human_auth_required      human_auth_required      human_auth_required      human_auth_required      human_auth_required      ok                       authentication_failed    ok                       ok                       ok        human_auth_required      human_auth_required
            data           missing_api_key          ok                       ok                       insufficient_scope       ok                       ok                       ok                       authentication_failed    ok                       organization_missing     ok        ok                       ok
            """;

    private static final List<String> MANAGER = List.of("read:sec", "billing:manage", "api_keys:manage");
    private static final List<String> PURE_MANAGER = List.of("billing:manage", "api_keys:manage");

    private final World world;

    PrincipalsTest(World world) {
        this.world = world;
    }

    @Test
    void everyOperationStandsInTheTable() {
        assertThat(who().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Endpoints.values())
                        .map(endpoint -> endpoint.operation().operationId())
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> everyPrincipalGetsWhatTheTableSays() throws Exception {
        var customer = world.signUp();
        var principals = principals(customer);
        var answers = answers();
        return who().entrySet().stream()
                .flatMap(row -> principals.entrySet().stream()
                        .map(principal -> DynamicTest.dynamicTest(
                                row.getKey() + " by " + principal.getKey(),
                                () -> check(
                                        operation(row.getKey()),
                                        principal.getValue(),
                                        answers.getOrDefault(
                                                        row.getKey().equals("CallMcp") ? "mcp" : row.getValue(),
                                                        Map.of())
                                                .get(principal.getKey())))));
    }

    @Test
    void aTestKeyTouchesNothingLive() throws Exception {
        var customer = world.signUp();
        var tester = world.by(new Keyring(world, customer).add(false, MANAGER, null, null));
        var live = customer.browser()
                .get("/v1/api_keys")
                .json()
                .path("data")
                .valueStream()
                .filter(key -> key.path("livemode").asBoolean())
                .map(key -> key.path("id").asText())
                .findFirst()
                .orElseThrow();

        assertThat(List.of(
                        tester.post("/v1/api_keys", "{\"livemode\":true}"),
                        tester.delete("/v1/api_keys/" + live),
                        tester.post("/v1/api_keys/" + live + "/rotate", "{}")))
                .allSatisfy(answer ->
                        assertThat(answer.status() + " " + answer.code()).isEqualTo("403 livemode_required"));
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
    }

    private static void check(Operation operation, Client caller, @Nullable String expected) {
        var answer = call(caller, operation);
        assertThat(outcome(answer)).as(answer.toString()).isEqualTo(expected);
    }

    private Map<String, Client> principals(Customer customer) throws Exception {
        var keys = new Keyring(world, customer);
        var secrets = new LinkedHashMap<String, String>();
        secrets.put("reader", keys.add(true, List.of("read:sec"), null, null));
        secrets.put("manager", keys.add(true, MANAGER, null, null));
        secrets.put("pureManager", keys.add(true, PURE_MANAGER, null, null));
        secrets.put("testReader", keys.add(false, List.of("read:sec"), null, null));
        secrets.put("testManager", keys.add(false, MANAGER, null, null));
        secrets.put("operatorKey", keys.add(true, List.of("*"), null, null));
        secrets.put("testOperatorKey", keys.add(false, List.of("*"), null, null));
        secrets.put("revoked", keys.add(true, MANAGER, null, world.now()));
        var callers = new LinkedHashMap<String, Client>();
        callers.put("nobody", world.nobody());
        secrets.forEach((name, secret) -> callers.put(name, world.by(secret)));
        callers.put("person", customer.browser());
        callers.put("operator", world.signIn(LocalWorld.OPERATOR));
        callers.put("bearer", world.byToken(customer.email()));
        callers.put("stranger", world.byToken("stranger-to-" + customer.email()));
        return callers;
    }

    /** Let in is whatever the operation says of a request that asks for nothing in particular. */
    private static String outcome(Answer answer) {
        return List.of(401, 403, 503).contains(answer.status())
                        && !answer.code().equals("webhook_not_configured")
                ? answer.code()
                : "ok";
    }

    private static Answer call(Client client, Operation operation) {
        var method = operation.catchesAll() ? "GET" : operation.method();
        var path = operation.catchesAll()
                ? "/v1/nowhere"
                : operation
                        .path()
                        .replace("{statement_key}", "income_statement")
                        .replaceAll("\\{[^}]+}", "nothing0");
        var body = method.equals("GET") ? "" : "{}";
        return client.send(method, path, body);
    }

    private static Operation operation(String operationId) {
        return Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> operation.operationId().equals(operationId))
                .findFirst()
                .orElseThrow();
    }

    /** Who may call what, by operationId, as contract section 1 says it; what ends a session stands last. */
    private static Map<String, String> who() {
        var served = Arrays.stream(Endpoints.values())
                .map(endpoint -> endpoint.operation().operationId())
                .collect(Collectors.toSet());
        var rows = ROW.matcher(contract())
                .results()
                .filter(row -> served.contains(row.group(1)))
                .sorted(Comparator.comparing(row -> row.group(3).equals("cookie")))
                .toList();
        var who = new LinkedHashMap<String, String>();
        rows.forEach(row -> who.put(
                row.group(1),
                row.group(1).equals("CreateApiKey") ? "create_key" : WHO.getOrDefault(row.group(3), row.group(3))));
        return who;
    }

    private static String contract() {
        try {
            return Files.readString(Path.of("..", "docs", "contract.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Map<String, String>> answers() {
        var lines = ANSWERS.lines().map(line -> line.strip().split(" +")).toList();
        var answers = new LinkedHashMap<String, Map<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var row = new LinkedHashMap<String, String>();
            for (var column = 1; column < line.length; column++) {
                row.put(lines.getFirst()[column], line[column]);
            }
            answers.put(line[0], row);
        }
        return answers;
    }
}
