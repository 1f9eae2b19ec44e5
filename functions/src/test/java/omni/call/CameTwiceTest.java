package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.StripeRig;
import omni.http.Reply;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may come once and comes twice, with two values or with the same one: refused or passed over, never one of them taken. */
class CameTwiceTest {

    private final Rig rig = new Rig();

    private static String second(String same, String first) {
        return same.equals("equal") ? first : first + "2";
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal", "different"})
    void twoIdempotencyKeysAreNoneOnAFreeChange(String same) {
        var answer = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("api_keys:manage", "read:sec"))
                .headers("Idempotency-Key", "a", second(same, "a"))
                .body("{}")
                .of(rig.function(Endpoints.CREATE_API_KEY));
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_idempotency_key");
        assertThat(rig.store.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal", "different"})
    void twoIdempotencyKeysAreNoneOnABillableCallWhichIsNotMade(String same) {
        var answer = Ask.of("GET", "/v1/entities/resolve")
                .by(rig.byKey("read:sec"))
                .query("ticker", "AAPL")
                .headers("Idempotency-Key", "a", second(same, "a"))
                .of(rig.function(Endpoints.RESOLVE_ENTITY));
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_idempotency_key");
        assertThat(rig.store.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal", "different"})
    void twoStripeSignaturesAreNone(String same) {
        var stripe = new StripeRig();
        var signature = "t=1,v1=" + "0".repeat(64);
        var answer = Ask.of("POST", "/v1/billing/webhooks/stripe")
                .headers("Stripe-Signature", signature, second(same, signature))
                .body("{}")
                .of(stripe.function(Endpoints.RECEIVE_STRIPE_EVENT));
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_webhook_signature");
    }

    /** Good ones; names of headers have no case, so that two spellings are one header that comes twice. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "x-api-key,     equal", "x-api-key,     different", "x-api-key,     spelled",
        "Authorization, equal", "Authorization, different", "Authorization, spelled"
    })
    void twoCredentialsOfOneKindProveNothingAndAreNotLookedUp(String name, String how) {
        var prefix = name.equals("Authorization") ? "Bearer " : "";
        var first = prefix + rig.key("key_good", true, "read:sec");
        var second = how.equals("different") ? prefix + rig.key("key_other", true, "read:sec") : first;
        var ask = Ask.of("GET", "/v1/me");
        if (how.equals("spelled")) {
            ask.header(name.toLowerCase(java.util.Locale.ROOT), first)
                    .header(name.toUpperCase(java.util.Locale.ROOT), second);
        } else {
            ask.headers(name, first, second);
        }
        rig.store.reachable(false);
        assertThat(code(ask, "/v1/me")).isEqualTo("authentication_failed");
    }

    private @Nullable Object code(Ask ask, String resource) {
        var event = new LinkedHashMap<String, @Nullable Object>(ask.event());
        event.put("resource", resource);
        event.put("methodArn", "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/GET" + resource);
        var policy = Ask.call(rig.authorizerRoot().authorize(), event);
        try {
            var body = String.valueOf(Json.asObject(policy.get("context")).get("errorBody"));
            return Json.readObject(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .get("code");
        } catch (Json.MalformedJson e) {
            return policy;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"day", "hour"})
    void aParameterThatComesTwiceIsRefusedByARouteOfOurs(String second) {
        var answer = Ask.of("GET", "/v1/dashboard/usage/series")
                .by(rig.byKey("billing:read"))
                .queries("bucket", "day", second)
                .of(rig.function(Endpoints.GET_USAGE_SERIES));
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_query_parameter");
        assertThat(answer.details()).containsEntry("parameter", "bucket");
    }

    /** A parameter is step 8: the call has its row, and is free. */
    @Test
    void aBillableCallWithAParameterThatComesTwiceCostsNothing() {
        var answer = Ask.of("GET", "/v1/entities/resolve")
                .by(rig.byKey("read:sec"))
                .queries("ticker", "AAPL", "AAPL")
                .of(rig.function(Endpoints.RESOLVE_ENTITY));
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_query_parameter");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(rig.store.account(Rig.ORG, true).grant().unitsUsed()).isZero();
    }

    /** Of every operation of ours, public ones included. */
    @ParameterizedTest
    @EnumSource(value = Endpoints.class, mode = EnumSource.Mode.EXCLUDE, names = "FORWARD_CATALOG_ROUTE")
    void noOperationTakesOneOfTwoValues(Endpoints endpoint) {
        var operation = endpoint.operation();
        var seen = new java.util.ArrayList<String>();
        Endpoint work = exchange -> {
            seen.add(exchange.request().path());
            return Reply.Answer.ok(List.of());
        };
        var answer = Ask.of(operation.method(), operation.path())
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .queries("x", "1", "1")
                .of(new omni.fakes.Probe(operation, rig.shell, work));
        assertThat(seen).isEmpty();
        assertThat(answer.status()).isBetween(400, 499);
    }

    @Test
    void twoLabelsOrVersionsOrOriginsAreNone() {
        var answer = Ask.of("GET", "/v1/me")
                .by(rig.byKey("read:sec"))
                .headers("x-request-id", "mine", "mine")
                .headers(
                        "traceparent",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .headers("Origin", Rig.ORIGIN, Rig.ORIGIN)
                .of(rig.function(Endpoints.GET_PRINCIPAL));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Request-Id")).startsWith("req_");
        assertThat(answer.header("traceparent")).doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();

        var versions = Ask.of("GET", "/v1/me")
                .by(rig.byKey("read:sec"))
                .headers("Omni-Version", "2026-03-19", "2026-03-19")
                .of(rig.function(Endpoints.GET_PRINCIPAL));
        assertThat(versions.status() + " " + versions.code()).isEqualTo("400 invalid_request_parameter");
    }
}
