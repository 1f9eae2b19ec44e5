package omni.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.account.Windows;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contract 4: of any two failing steps the earlier one answers, through authorizer and shell, on a route that has all of
 * them: a forwarded POST that counts for the AI quota, under a contract with 5 queries a month, no grant left, and an upstream
 * that is not there.
 */
class OrderOfChecksTest {

    /** The steps in the contract's order, each with the code that it answers. */
    enum Step {
        ROUTE("route_not_found"),
        AUTHENTICATION("missing_api_key"),
        SCOPE("insufficient_scope"),
        SIZE("request_too_large"),
        JSON("invalid_json"),
        RATE("rate_limit_exceeded"),
        IDEMPOTENCY_KEY("invalid_idempotency_key"),
        BILLING_STATE("billing_required"),
        HARD_CAP("billing_budget_hard_cap_exceeded"),
        APPROVAL("billing_budget_approval_required"),
        AI_QUOTA("ai_query_quota_exceeded"),
        WORK("upstream_unavailable");

        private final String code;

        Step(String code) {
            this.code = code;
        }
    }

    private final Rig rig = new Rig(Map.of("OMNI_UPSTREAM_BASE_URL", "http://127.0.0.1:1"));

    private String answer(List<Step> failing) {
        account(failing);
        var event = new LinkedHashMap<String, @Nullable Object>(ask(failing).event());
        event.put("resource", "/{proxy+}");
        event.put("methodArn", "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/POST/v1");
        var policy = Ask.call(rig.authorizerRoot().authorize(), event);
        var context = Json.asObject(policy.get("context"));
        if (context.get("errorBody") instanceof String refusal) {
            return String.valueOf(json(refusal).get("code"));
        }
        event.put("requestContext", Map.of("authorizer", context, "identity", Map.of("sourceIp", "192.0.2.1")));
        var proxy = Ask.call(rig.function(Endpoints.FORWARD_CATALOG_ROUTE), event);
        var body = java.util.Base64.getDecoder().decode(String.valueOf(proxy.get("body")));
        return String.valueOf(json(new String(body, StandardCharsets.UTF_8)).get("code"));
    }

    private static Map<String, @Nullable Object> json(String text) {
        try {
            return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(text, e);
        }
    }

    private void account(List<Step> failing) {
        var contract = new Contract(Instant.EPOCH, null, Discount.NONE, 5L);
        var account = rig.fresh().grantLeft(0).contract(contract);
        var query = Bundled.meterClass("intelligence_query");
        for (var step : failing) {
            switch (step) {
                case RATE ->
                    account.windows(new Windows(
                            Windows.minuteOf(Rig.NOW), new HashMap<>(Map.of(query.number(), 300L)), Map.of()));
                case BILLING_STATE -> account.withRestriction();
                case HARD_CAP -> account.spendCapCents(7);
                case APPROVAL -> account.thresholdCents(7);
                case AI_QUOTA -> account.aiUsed(5);
                case ROUTE, AUTHENTICATION, SCOPE, SIZE, JSON, IDEMPOTENCY_KEY, WORK -> {}
            }
        }
        rig.account(account);
    }

    private Ask ask(List<Step> failing) {
        var ask = Ask.of("POST", failing.contains(Step.ROUTE) ? "/v1/nothing" : "/v1/intelligence/ask");
        if (!failing.contains(Step.AUTHENTICATION)) {
            ask.header("x-api-key", rig.key("key_1", true, failing.contains(Step.SCOPE) ? "billing:read" : "read:sec"));
        }
        var json = failing.contains(Step.JSON) ? "{" : "{}";
        ask.body(failing.contains(Step.SIZE) ? json + " ".repeat(256 * 1024) : json);
        if (failing.contains(Step.IDEMPOTENCY_KEY)) {
            ask.header("Idempotency-Key", "\u00fc");
        }
        return ask;
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Step.values())
                .flatMap(first -> Stream.of(Step.values())
                        .filter(second -> second.compareTo(first) >= 0)
                        .map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest(name = "{0} and {1} fail: {0} answers")
    @MethodSource("pairs")
    void theEarlierOfTwoFailingStepsAnswers(Step first, Step second) {
        // the work fails always: it is the last step
        assertThat(answer(List.of(first, second))).isEqualTo(first.code);
        assertThat(rig.store.writes()).as("a refusal writes nothing").hasSize(first == Step.WORK ? 1 : 0);
    }

    @Test
    void whereAllStepsFailTheFirstAnswers() {
        assertThat(answer(List.of(Step.values()))).isEqualTo("route_not_found");
    }
}
