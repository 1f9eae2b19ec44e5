package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fuzz.GrownEvent;
import omni.fuzz.Seed;
import omni.fuzz.Turns;
import omni.json.Json;
import omni.local.world.LocalFunctions;
import omni.local.world.LocalWorld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No input of any shape is a fault of ours: every operation of the list by every kind of caller, with paths, queries, headers, bodies
 * and events grown from what is well-formed. The very functions on the real store, with Stripe's simulator and an issuer; each event
 * goes through the authorizer, as the gateway brings it.
 *
 * <p>{@code -Domni.seed=} repeats a run, {@code -Domni.fuzz.minutes=} makes it longer: {@code ./omni fuzz}.
 */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class AnyInputTest {

    private static final int CASES = 2_500;

    private static final List<Endpoints> OPERATIONS = List.of(Endpoints.values());

    /** Callers lose what they have, by what they call: then others take their place. */
    private static final int LIFE = 250;

    private static final List<String> MANAGER = List.of("read:sec", "write:sec", "billing:manage", "api_keys:manage");

    private final Map<String, Integer> seen = new TreeMap<>();
    private final World world;
    private final LocalFunctions functions;

    AnyInputTest(World world) {
        this.world = world;
        this.functions =
                new LocalFunctions(world.local().foundation(), world.local().table(), world.filings());
    }

    @Test
    void noRequestOfAnyShapeIsAFault() throws Exception {
        var seed = Seed.of("AnyInputTest");
        var random = new Random(seed);
        var turns = Turns.of(CASES, 80);
        var callers = List.<Map<String, String>>of();
        for (var turn = 0; turns.goOn(turn); turn++) {
            if (turn % LIFE == 0) {
                callers = callers();
            }
            var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size())).operation();
            var who = callers.get(random.nextInt(callers.size()));
            var event = GrownEvent.of(random, operation, who);
            var told = "seed " + seed + ", turn " + turn + ", " + operation.operationId() + ": " + Json.text(event);
            check(operation, event, told);
        }
        System.out.println("AnyInputTest: answers by status " + seen);
        assertThat(seen.keySet())
                .as("requests that are let in, and refused at each step")
                .contains("200", "400", "401", "403", "404");
    }

    private void check(Operation operation, Map<String, @Nullable Object> event, String told) {
        var asked = new LinkedHashMap<String, @Nullable Object>(event);
        asked.put("type", "REQUEST");
        asked.put("resource", operation.path());
        asked.put("methodArn", "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/GET/x");
        asked.remove("body");
        Map<String, @Nullable Object> policy;
        try {
            policy = Ask.call(functions.handler("Authorize"), asked);
        } catch (RuntimeException e) {
            throw new AssertionError("the authorizer fails: " + told, e);
        }
        var context = Json.asObject(policy.get("context"));
        if (Json.text(policy).contains("\"Deny\"")) {
            seen.merge("401", 1, Integer::sum);
            assertThat(envelope(String.valueOf(context.get("errorBody")), told))
                    .containsEntry("type", "authentication_error");
            assertThat(context.values())
                    .as(told)
                    .allSatisfy(
                            value -> assertThat(oneLine(String.valueOf(value))).isTrue());
            return;
        }
        var proved = new LinkedHashMap<String, @Nullable Object>(event);
        if (proved.get("requestContext") instanceof Map<?, ?> known) {
            var requestContext = new LinkedHashMap<String, @Nullable Object>(Json.asObject(known));
            requestContext.put("authorizer", context);
            proved.put("requestContext", requestContext);
        }
        answer(operation, proved, told);
    }

    private void answer(Operation operation, Map<String, @Nullable Object> event, String told) {
        Map<String, @Nullable Object> answer;
        try {
            answer = Ask.call(functions.handler(operation.operationId()), event);
        } catch (RuntimeException e) {
            throw new AssertionError("the function fails: " + told, e);
        }
        var status = Integer.parseInt(String.valueOf(answer.get("statusCode")));
        var body = answer.get("body") instanceof String text
                ? Boolean.FALSE.equals(answer.get("isBase64Encoded"))
                        ? text
                        : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
                : "";
        assertThat(status).as("%s%n%s", body, told).isLessThan(500);
        seen.merge(Integer.toString(status), 1, Integer::sum);
        var headers = Json.asObject(answer.get("multiValueHeaders"));
        headers.forEach((name, values) -> assertThat(values instanceof List<?> list
                        && list.stream().allMatch(value -> oneLine(String.valueOf(value))))
                .as("%s: %s%n%s", name, values, told)
                .isTrue());
        if (status >= 400 && body.startsWith("{\"jsonrpc\"")) {
            assertThat(body).as(told).containsPattern("\"error\":\\{\"code\":-3[0-9]{4},\"message\":").contains("\"data\":{\"code\":");
        } else if (status >= 400) {
            assertThat(envelope(body, told).get("requestId"))
                    .as(told)
                    .isEqualTo(headers.get("Request-Id") instanceof List<?> ids ? ids.getFirst() : null);
        }
    }

    private static boolean oneLine(String value) {
        return value.chars().allMatch(letter -> (letter >= ' ' && letter != 0x7f) || letter == '\t');
    }

    private static Map<String, @Nullable Object> envelope(String body, String told) {
        try {
            var envelope = Json.readObject(body.getBytes(StandardCharsets.UTF_8));
            assertThat(envelope)
                    .as(told)
                    .containsEntry("object", "error")
                    .containsKeys("id", "code", "message", "requestId", "details");
            return envelope;
        } catch (Json.MalformedJson e) {
            throw new AssertionError(body + "\n" + told, e);
        }
    }

    /** The headers of each kind of caller; the last three are nobody in particular. */
    private List<Map<String, String>> callers() throws Exception {
        var customer = world.signUp();
        var keys = new Keyring(world, customer);
        var operator = world.local().signIn().signIn(LocalWorld.OPERATOR).cookie();
        var origin = world.url().toString();
        return List.of(
                Map.of("x-api-key", customer.key()),
                Map.of("x-api-key", keys.add(true, MANAGER, null, null)),
                Map.of("x-api-key", keys.add(false, MANAGER, null, null)),
                Map.of("x-api-key", keys.add(true, List.of("*"), null, null)),
                Map.of("Cookie", customer.cookie(), "Origin", origin),
                Map.of("Cookie", operator, "Origin", origin),
                Map.of("Cookie", operator, "Origin", origin),
                Map.of("Authorization", "Bearer " + world.local().signIn().token(customer.email())),
                Map.of("Authorization", "Bearer " + world.local().signIn().token("stranger-to-" + customer.email())),
                Map.of(),
                Map.of("x-api-key", "secapi_live_x"),
                Map.of("Authorization", "Bearer x.y.z", "x-api-key", customer.key()));
    }

    @Test
    void everyOperationIsWithinReach() {
        assertThat(Arrays.stream(Endpoints.values())
                        .map(endpoint -> functions.handler(endpoint.operation().operationId())))
                .doesNotContainNull();
    }
}
